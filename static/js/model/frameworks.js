// The frameworks under whose names a run is shown.

/** @type {Record<string, string>} */
export const titles = { pytorch: 'PyTorch', keras: 'Keras', jax: 'JAX (Flax)', onnx: 'ONNX' };
