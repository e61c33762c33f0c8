"""From a request to a trace: the spec, its input, the run, and what is kept of both."""
