// What can be written under the names of another framework.

/** @typedef {import('../types.js').Vocabulary} Vocabulary */

/**
 * The words of the language, with what a framework's layers return in the place of PyTorch's; the
 * top one of several layers has its names without `_l1` as well.
 * @param {Vocabulary} words
 * @param {import('../types.js').Names} names
 * @returns {Vocabulary}
 */
export function underNames(words, { tensors }) {
  const returned = tensors.map(({ name }) => name.split('[')[0] ?? name);
  const ofTop = returned.map((name) => name.replace(/_l\d+$/, ''));
  const others = words.names.filter((name) => !['output', 'h_n', 'c_n'].includes(name));
  return { ...words, names: [...new Set([...returned, ...ofTop, ...others])].sort() };
}
