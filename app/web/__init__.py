"""What stands around every request: the page, headers, limits, errors."""
