"""Networks as scripts of other frameworks, one file a framework."""
