"""Expressions in numpy's spelling; numpy itself is asked what they give."""

SPELLED = """
output.sum(axis=0)
output.sum(axis=(0, 1), keepdims=True)
output.mean(axis=-1)
np.sum(output, axis=0)
np.mean(output, axis=1, keepdims=True)
np.max(output, axis=0)
np.max(output)
np.min(output, axis=(0, 1))
np.amax(output, 0)
np.abs(output)
np.tanh(output)
np.exp(output)
np.maximum(output[0], output[-1])
np.matmul(output, np.swapaxes(output, 1, 2))
np.std(output)
np.var(output, axis=0)
np.clip(output, -0.1, 0.1)
np.dot(h_n[0], h_n[-1].T)
np.cumsum(output, axis=0)
"""

SPELLED_MOVED = """
output[-1]
output[:, -1, :P]
output[np.arange(T) > 0]
np.concatenate([output, output], axis=-1)
np.concatenate((h_n[-2], h_n[-1]), 1)
np.stack([output[0], output[-1]], axis=1)
np.hstack((h_n[-2], h_n[-1]))
np.vstack((h_n[-2], h_n[-1]))
np.expand_dims(output, 1)
np.squeeze(output, axis=1)
np.transpose(output, (1, 0, 2))
np.transpose(output)
np.swapaxes(output, 0, 1)
np.moveaxis(output, 0, 1)
np.reshape(output, (-1, D * P))
np.flip(output, axis=0)
np.flip(output)
np.split(output, 2, axis=-1)
np.split(output, 2, axis=-1)[0]
np.where(np.arange(D * P) < P, output, np.zeros_like(output))
np.broadcast_to(h_n[-1], (T, B, P))
output.swapaxes(0, 1)
output[:, np.newaxis]
output[np.array([0, 1])]
output.flatten()
output.shape
output.ndim
np.zeros_like(output)
np.repeat(h_n, 2, axis=0)
np.tile(h_n, (2, 1, 1))
np.roll(output, 1, axis=0)
"""
