"""What the names in an expression stand for."""
