"""What is done to tensors, one family a file."""
