"""Measurements against the budgets; no tests, since a busy machine's figures prove little."""
