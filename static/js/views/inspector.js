// The numbers of one cell: gates by name, h and c, in full; and where its state goes.

import { brief, colourOf, currentScale, full } from '../colour.js';
import { el } from '../dom.js';
import { slotsOf } from '../sources.js';
import { directionName, keyOf, lastOf, stepOf } from '../steps.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Source} Source */
/** @typedef {{gates: Record<string, number[]>, states: Record<string, number[]>}} Numbers */

/**
 * @param {HTMLElement} root
 * @param {{plot: (cell: import('../types.js').Cell) => void, release: () => void,
 *   change: (changed: import('../types.js').Scene) => void}} does
 */
export function create(root, does) {
  const title = el('h2', {});
  const release = el('button', { type: 'button', class: 'quiet', click: does.release }, 'Unpin');
  const says = el('p', { class: 'note' });
  const digits = el('input', { type: 'checkbox', id: 'digits' });
  const allDigits = el('label', { class: 'digits', for: 'digits' }, digits, 'All digits');
  const table = el('table', { class: 'numbers-of-cell' });
  const scroll = el('div', { class: 'table-scroll', tabindex: '0' }, table);
  const goes = el('ul', { class: 'goes' });
  const plot = el('button', { type: 'button', class: 'wide' }, '');
  plot.addEventListener('click', () => shown && does.plot(shown.source));
  const numbers = el('div', {}, allDigits, scroll);
  root.append(
    el('div', { class: 'head' }, title, release),
    says,
    numbers,
    el('h2', {}, 'Where this state goes'),
    goes,
    plot,
  );
  digits.addEventListener('change', () => does.change({ digits: digits.checked }));
  /** @type {{picture: import('../types.js').Picture, source: Source, got: Numbers|null}|null} */
  let shown = null;

  /** @param {NonNullable<typeof shown>} what */
  function draw({ picture, source, got }) {
    const s = picture.trace.summary;
    const { layer, direction, t } = source;
    const way = s.D > 1 ? ` · ${directionName(direction)}` : '';
    title.textContent = `Cell · layer ${layer}${way} · t = ${t}`;
    release.hidden = picture.pin === null;
    digits.checked = Boolean(picture.scene.digits);
    const at = stepOf(s, String(picture.scene.order), source);
    const done = at <= picture.step;
    says.textContent = done ? '' : `Not computed yet: its turn is step ${at + 1}.`;
    says.hidden = done;
    numbers.hidden = !done || got === null;
    if (done && got)
      drawNumbers(table, got, source, picture.trace.range, Boolean(picture.scene.digits));
    goes.replaceChildren(...destinations(s, source));
    plot.textContent = `Plot layer ${layer}${way} over time`;
  }

  /**
   * @param {import('../types.js').Picture} picture
   * @param {Source} source
   * @param {Numbers|null} got null while they are on their way
   */
  return (picture, source, got) => {
    const before = shown;
    shown = { picture, source, got };
    const same =
      before !== null &&
      before.got === got &&
      before.picture.trace === picture.trace &&
      before.picture.step === picture.step &&
      before.picture.pin === picture.pin &&
      before.picture.scene === picture.scene &&
      before.source.unit === source.unit &&
      keyOf(before.source) === keyOf(source);
    if (!same) draw(shown);
  };
}

/**
 * A row for each unit, a column for each gate and state. The elements are kept as long as the
 * columns and the number of units are the same.
 * @param {HTMLTableElement} table
 * @param {Numbers} got
 * @param {Source} source
 * @param {Record<string, number>} range of each state; that of h holds for gates too
 * @param {boolean} all whether to write all digits
 */
function drawNumbers(table, { gates, states }, source, range, all) {
  const scale = currentScale();
  const columns = Object.entries({ ...gates, ...reversed(states) });
  const units = columns[0]?.[1].length ?? 0;
  const shape = `${columns.map(([name]) => name)} ${units}`;
  if (table.dataset.shape !== shape) {
    table.dataset.shape = shape;
    table.replaceChildren(
      ...empty(
        columns.map(([name]) => name),
        units,
      ),
    );
  }
  [...(table.tBodies[0]?.rows ?? [])].forEach((row, unit) => {
    row.classList.toggle('is-lit', source.unit === unit);
    columns.forEach(([name, values], column) => {
      const value = values[unit] ?? Number.NaN;
      const cell = /** @type {HTMLTableCellElement} */ (row.cells[column + 1]);
      cell.textContent = all ? full(value) : brief(value);
      cell.title = full(value);
      cell.style.setProperty('--value', colourOf(scale, value, range[name] ?? range.h ?? 1));
    });
  });
}

/** @param {string[]} names @param {number} units */
function empty(names, units) {
  const head = el('tr', {}, el('th', { scope: 'col' }, 'unit'));
  for (const name of names) head.append(el('th', { scope: 'col', class: 'symbol' }, name));
  const rows = Array.from({ length: units }, (_, unit) =>
    el('tr', {}, el('th', { scope: 'row' }, unit), ...names.map(() => el('td'))),
  );
  return [el('thead', {}, head), el('tbody', {}, ...rows)];
}

/** c stands before h, as it is computed before it. @param {Record<string, number[]>} states */
const reversed = (states) => Object.fromEntries(Object.entries(states).reverse());

/**
 * @param {Summary} s
 * @param {Source} source
 * @returns {HTMLElement[]}
 */
function destinations(s, source) {
  const { layer, direction, t } = source;
  const slots = slotsOf(s, source);
  const items = slots.map(({ tensor, index }) => {
    const [first, last] = [index(0), index(s.H - 1)];
    const units = s.shapes[tensor]?.[2] === s.H ? ':' : `${first[2]}:${(last[2] ?? 0) + 1}`;
    const where = el(
      'code',
      { class: `name-${tensor}` },
      `${tensor}[${first[0]}, ${first[1]}, ${units}]`,
    );
    return el('li', {}, where);
  });
  const end = lastOf(s, direction);
  if (layer < s.L - 1)
    items.push(el('li', {}, `not in output: only the top layer, ${s.L - 1}, is`));
  if (t !== end) items.push(el('li', {}, `not in h_n: this direction ends at t = ${end}`));
  const next = t + (direction ? -1 : 1);
  if (t !== end) items.push(el('li', {}, `→ into its own next cell, t = ${next}`));
  if (layer < s.L - 1) items.push(el('li', {}, `↑ into layer ${layer + 1} at t = ${t}`));
  else items.push(el('li', {}, `↑ into y at t = ${t}, through the head`));
  return items;
}
