"""From text to a tree out of a white list."""
