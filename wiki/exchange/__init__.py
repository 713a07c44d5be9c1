"""Books in and out."""
