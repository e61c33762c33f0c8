"""The web side: it parses, calls the engine and serialises."""
