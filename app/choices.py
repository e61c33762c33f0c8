"""What may be chosen by name, in the API and in the command; nothing slow is imported here."""

from typing import Literal

Framework = Literal["pytorch", "keras", "jax", "onnx"]
"""Whose names tensors have; ``frameworks.FRAMEWORKS``."""

Merge = Literal["concat", "sum", "mul", "ave"]
"""The merge_mode of Keras' Bidirectional; ``frameworks.MERGES``."""
