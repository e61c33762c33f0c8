"""Files that name their tensors as PyTorch does: safetensors and npz."""
