"""Keras' files: .keras, .weights.h5 and .h5."""
