"""The white list: what can be called, by its names in each framework."""
