"""Lines to copy: a run in other frameworks, out of the file that PyTorch's lines read."""
