"""The terminal: ``unrolled serve`` and ``unrolled ask``."""
