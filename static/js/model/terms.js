// From what made a number to the rows of a table: every term with its working, sums beneath what
// they add up.

/** @typedef {import('../types.js').MadeOf} MadeOf */

/**
 * @typedef {object} Row
 * @property {'term'|'sum'|'rest'} kind `rest` stands for the terms that are not shown
 * @property {number} depth how far it is from what adds up to the last sum
 * @property {string} label
 * @property {string} working in numbers
 * @property {number|null} value
 * @property {string} [product] of `rest`: the label of the matrix product
 * @property {number} [page] which of its terms are shown
 * @property {number} [pages]
 */

/** How many terms of a matrix product are shown at once. */
export const most = 64;

/**
 * The rows of a number. Of a matrix product with many terms the largest come first, a page at a
 * time, and a row tells what the others add up to.
 * @param {MadeOf} number
 * @param {(value: number|null) => string} write
 * @param {Record<string, number>} pages of matrix products, by label
 * @returns {Row[]}
 */
export function rowsOf(number, write, pages) {
  /** @type {Row[]} */
  const rows = [];

  /** @param {MadeOf} made @param {number} depth @param {string} [name] of a sum */
  function add(made, depth, name = 'sum') {
    const { how, of, value } = made;
    if (!isSum(made)) {
      // The terms of a sum that is multiplied don't add to the sum outside of the brackets.
      for (const part of of.filter(hasSum)) {
        if (how === 'product') add(part, depth + 1, '(sum)');
        else add(part, depth);
      }
      rows.push({
        kind: 'term',
        depth,
        label: labelOf(made),
        working: workingOf(made, write),
        value,
      });
      return;
    }
    const page = of.length > most ? (pages[made.label] ?? 0) : 0;
    const inOrder = of.length > most ? of.toSorted((a, b) => sizeOf(b) - sizeOf(a)) : of;
    const inside = how === 'dot' ? depth + 1 : depth;
    for (const part of inOrder.slice(page * most, (page + 1) * most)) add(part, inside);
    if (of.length > most) {
      const others = inOrder.filter((_, i) => Math.floor(i / most) !== page);
      const rest = others.reduce((sum, part) => sum + (part.value ?? Number.NaN), 0);
      rows.push({
        kind: 'rest',
        depth: inside,
        label: `${others.length} more add up to`,
        working: '',
        value: rest,
        product: made.label,
        page,
        pages: Math.ceil(of.length / most),
      });
    }
    const label = how === 'dot' ? made.label : name;
    rows.push({ kind: 'sum', depth, label, working: '', value });
  }

  add(number, 0);
  return rows;
}

/**
 * A number in numbers, down to its sums: `0.5 × tanh(0.3)`.
 * @param {MadeOf} made
 * @param {(value: number|null) => string} write
 * @returns {string}
 */
export function workingOf(made, write) {
  const { how, of } = made;
  if (how === 'read') return '';
  /** What has a name has terms of its own, as the m of a projection. @param {MadeOf} part */
  const isNumber = (part) => part.how === 'read' || isSum(part) || /^\w\[\d+\]$/.test(part.label);
  /** @param {MadeOf} part */
  const inner = (part) => {
    if (/^\d+$/.test(part.label)) return part.label;
    return isNumber(part) ? write(part.value) : workingOf(part, write);
  };
  /** @param {MadeOf} part */
  const factor = (part) =>
    !isNumber(part) && /product|difference/.test(part.how) ? `(${inner(part)})` : inner(part);
  if (how === 'product') return of.map(factor).join(' × ');
  if (how === 'difference') return of.map(factor).join(' − ');
  return `${functionOf(made)}(${of.map(inner).join()})`;
}

/**
 * A label in pieces: those that name a number of the cell, such as the two of `o[2] · tanh(c[2])`,
 * and those that stand lower, the time of `hₜ₋₁`.
 * @param {string} label
 * @param {string[]} names of gates and states
 * @returns {{text: string, part?: import('./gates.js').Part, isIndex?: boolean}[]}
 */
export function piecesOf(label, names) {
  return label
    .split(/((?<!\w)[a-z]\[\d+\]|[ₜ₋₊₁]+)/)
    .filter(Boolean)
    .map((text) => {
      const [, gate = '', unit = ''] = /^([a-z])\[(\d+)\]$/.exec(text) ?? [];
      if (names.includes(gate)) return { text, part: { gate, unit: Number(unit) } };
      return /^ₜ/.test(text) ? { text: plain(text), isIndex: true } : { text };
    });
}

/** @param {string} index */
const plain = (index) =>
  index.replace(/./g, (sign) => ({ ₜ: 't', '₋': '−', '₊': '+', '₁': '1' })[sign] ?? sign);

/** A label without the terms of a sum, which have rows of their own. @param {MadeOf} made */
function labelOf(made) {
  if (!made.of.some(isSum)) return made.label;
  if (made.how !== 'product') return `${functionOf(made)}(sum)`;
  return made.of.map((part) => (isSum(part) ? '(sum)' : part.label)).join(' · ');
}

/** @param {MadeOf} made */
const functionOf = ({ label }) => label.slice(0, label.indexOf('('));

/** @param {MadeOf} made */
export const isSum = ({ how }) => how === 'sum' || how === 'dot';

/** @param {MadeOf} made @returns {boolean} */
const hasSum = (made) => isSum(made) || made.of.some(hasSum);

/** @param {MadeOf} made */
const sizeOf = ({ value }) => Math.abs(value ?? Number.POSITIVE_INFINITY);
