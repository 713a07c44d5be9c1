"""GitBook's blocks: one module each, which turns the block's element into our HTML."""
