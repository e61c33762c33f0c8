// What can stand at the caret: names, or behind a dot the methods of a tensor or the functions of
// a module.

/** @typedef {import('../types.js').Vocabulary} Vocabulary */

/** @typedef {{from: number, options: string[]}} Completion what replaces the text from there to the caret */

/** The modules that are offered; the others are known where they are written. */
const modules = ['torch', 'F', 'np', 'einops'];

/**
 * @param {string} text
 * @param {number} caret
 * @param {Vocabulary} words
 * @param {string[]} states that the network has: without c there is no c_n
 * @returns {Completion|null} null where there is nothing to complete
 */
export function completionAt(text, caret, words, states) {
  const before = text.slice(0, caret);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (isQuoted(line) || /^\w/.test(text.slice(caret))) return null;
  const [, lead = '', prefix = ''] =
    /((?:[A-Za-z_]\w*|[\])])\s*\.)?([A-Za-z_]\w*)?$/.exec(line) ?? [];
  const isLoose = line.at(-prefix.length - 1) === '.' && !lead; // as in 1.5
  if (isLoose || (!prefix && !lead)) return null;
  const all = lead ? behindDot(lead, words) : names(text, caret, words, states);
  const options = all.filter((word) => word.startsWith(prefix) && word !== prefix);
  return options.length ? { from: caret - prefix.length, options } : null;
}

/** Whether a line ends inside a string or a comment. @param {string} line */
function isQuoted(line) {
  const rest = line.replace(/'[^']*'|"[^"]*"/g, '');
  return /['"#]/.test(rest);
}

/** @param {string} lead `torch.` @param {Vocabulary} words */
function behindDot(lead, { attributes, einops, functions, methods, modules: known }) {
  const owner = lead.replace(/\s*\.$/, '');
  if (owner === 'self') return [];
  if (owner === 'einops') return einops.map(called);
  if (known.includes(owner)) return functions.map(called);
  return [...methods.map(called), ...attributes].sort();
}

/**
 * @param {string} text
 * @param {number} caret
 * @param {Vocabulary} words
 * @param {string[]} states
 */
function names(text, caret, { names: known, calls }, states) {
  const own = assigned(text.slice(0, caret));
  const words = [...known, ...calls.map(called), ...modules.map((name) => `${name}.`)];
  const hasC = states.includes('c');
  const there = words.filter((word) => hasC || !/^c(_n|\()$/.test(word));
  return [...new Set([...own, ...there])];
}

/** What the lines above the caret's assign to. @param {string} text */
function assigned(text) {
  const lines = text.split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const [, targets = ''] = /^\s*([\w\s,()[\]]+)=(?!=)/.exec(line) ?? [];
    return targets.match(/[A-Za-z_]\w*/g) ?? [];
  });
}

/** @param {string} name */
const called = (name) => `${name}(`;

// What can be written under the names of another framework.

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
