"""One book as plain data: what an import reads and an export writes, without Django and without files."""
