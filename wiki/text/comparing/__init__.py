"""Two drawn pages → one, with what was added and removed, block by block and word by word."""
