"""The forward loop over time, and everything that it recorded."""
