"""Arrays and, beside them, where each element came from."""
