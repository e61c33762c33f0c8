"""ONNX' files: graphs of nodes, of which some are recurrent networks."""
