"""The language of Ask: Python's expressions, read as PyTorch reads them, over tracked arrays."""
