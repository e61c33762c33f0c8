"""PyTorch's files: pickles, of which only names, numbers and shapes are taken."""
