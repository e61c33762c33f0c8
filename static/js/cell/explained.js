// One number of a cell and every term that made it.

import { el } from '../draw/dom.js';
import { full } from '../model/digits.js';
import { isSum, piecesOf, rowsOf, workingOf } from '../model/terms.js';

/** @typedef {import('../types.js').Explanation} Explanation */
/** @typedef {import('../model/gates.js').Part} Part */
/** @typedef {import('../model/terms.js').Row} Row */

/**
 * @param {(part: Part) => void} open
 * @param {(term: string|null) => void} onPoint
 */
export function createExplained(open, onPoint) {
  const title = el('h3', { 'aria-live': 'polite' });
  const table = el('table', { class: 'terms' });
  const where = el('dl', { class: 'where' });
  const node = el(
    'section',
    { class: 'explained', 'aria-label': 'What made this number' },
    title,
    el('div', { class: 'table-scroll', tabindex: '0' }, table),
    where,
  );
  /** @type {Record<string, number>} which terms of a long product are shown */
  let pages = {};
  /** @type {Explanation|null} */
  let shown = null;

  /**
   * @param {Explanation} explanation
   * @param {string} name of the number, `f[2]`
   * @param {string[]} names of gates and states, which have explanations of their own
   * @param {(value: number|null) => string} write
   */
  function update(explanation, name, names, write) {
    if (explanation !== shown) pages = {};
    shown = explanation;
    const { number, recorded } = explanation;
    const working = isSum(number) ? '' : ` = ${workingOf(number, write)}`;
    title.textContent = `${name}${working} = ${write(recorded)}`;
    /** @param {Row} row */
    const turn = ({ product = '', pages: count = 0, page = 0 }) =>
      pager(page, count, (to) => {
        pages = { ...pages, [product]: to };
        update(explanation, name, names, write);
      });
    const rows = rowsOf(number, write, pages);
    const value = el('td', {}, write(recorded));
    table.replaceChildren(
      el('caption', {}, `Everything that ${name} is made of`),
      head(),
      el(
        'tbody',
        {},
        ...rows.map((row) => {
          const node = rowNode(row, write, (label) => linked(label, names, open), turn);
          node.addEventListener('pointerenter', () => onPoint(row.label));
          node.addEventListener('pointerleave', () => onPoint(null));
          return node;
        }),
        el('tr', { class: 'is-result' }, el('th', { scope: 'row' }, name), el('td'), value),
      ),
    );
    where.replaceChildren(
      ...Object.entries(explanation.where).flatMap(([symbol, origin]) => [
        el('dt', {}, ...linked(symbol, [], open)),
        el('dd', {}, origin),
      ]),
    );
  }

  /** Take the numbers of another cell away. */
  function clear() {
    shown = null;
    table.replaceChildren();
    where.replaceChildren();
  }
  return { node, update, clear };
}

function head() {
  const names = ['term', 'in numbers', 'value'];
  return el('thead', {}, el('tr', {}, ...names.map((name) => el('th', { scope: 'col' }, name))));
}

/**
 * How numbers are written here: with more decimals than elsewhere, as they have to add up.
 * @param {boolean} all whether with all digits
 * @param {'float32'|'float64'} dtype
 * @returns {(value: number|null) => string}
 */
export const writer = (all, dtype) => (value) =>
  all ? full(value ?? Number.NaN, dtype) : (value ?? Number.NaN).toFixed(4).replace('-', '−');

/**
 * @param {Row} row
 * @param {(value: number|null) => string} write
 * @param {(label: string) => (Node|string)[]} linkedLabel
 * @param {(row: Row) => Node} turn
 */
function rowNode(row, write, linkedLabel, turn) {
  const name = el('th', { scope: 'row' }, ...linkedLabel(row.label));
  name.style.setProperty('--depth', String(row.depth));
  const working = row.kind === 'rest' ? turn(row) : row.working;
  return el(
    'tr',
    { class: `is-${row.kind}` },
    name,
    el('td', {}, working),
    el('td', {}, write(row.value)),
  );
}

/**
 * A label whose gates and states lead to their own explanations.
 * @param {string} label
 * @param {string[]} names of those
 * @param {(part: Part) => void} open
 */
function linked(label, names, open) {
  return piecesOf(label, names).map(({ text, part, isIndex }) => {
    if (isIndex) return el('sub', {}, text);
    if (!part) return text;
    return el('button', { type: 'button', class: 'link', click: () => open(part) }, text);
  });
}

/**
 * @param {number} page
 * @param {number} count
 * @param {(page: number) => void} turn
 */
function pager(page, count, turn) {
  /** @param {string} name @param {number} to @param {string} sign */
  const button = (name, to, sign) =>
    el(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': name,
        disabled: to < 0 || to >= count,
        click: () => turn(to),
      },
      sign,
    );
  return el(
    'span',
    { class: 'pager' },
    button('Larger terms', page - 1, '‹'),
    `${page + 1} of ${count}`,
    button('Smaller terms', page + 1, '›'),
  );
}
