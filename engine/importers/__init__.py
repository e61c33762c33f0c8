"""Networks out of files, told by their bytes; nothing in a file is run."""
