"""Layers that a program calls: recurrent ones give the trace's tensors."""
