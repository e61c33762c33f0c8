"""An ONNX model as a graph: its bytes, its nodes and tensors, and what its constants come to."""
