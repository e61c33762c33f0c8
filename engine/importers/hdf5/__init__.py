"""HDF5, read by its bytes: the library hangs and crashes on hostile files."""
