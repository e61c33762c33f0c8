// The numbers of one cell: a row for each unit, a column for each gate and state. Arrow keys go from
// number to number, Enter or a click opens one.

import { colourOf, currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { brief, full } from '../model/digits.js';
import { clamp } from '../model/geometry.js';

/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../model/gates.js').Part} Part */
/** @typedef {import('../types.js').Numbers} Numbers */

/** @param {(part: Part) => void} onOpen */
export function createNumbers(onOpen) {
  const table = el('table', { class: 'numbers-of-cell', role: 'grid', 'aria-label': 'Numbers' });
  const node = el('div', { class: 'table-scroll' }, table);
  /** @type {string[]} */
  let names = [];
  let shape = '';

  /** @param {Event} event @returns {HTMLTableCellElement|null} */
  const under = (event) => /** @type {Element} */ (event.target).closest('td');
  table.addEventListener('click', (event) => open(under(event)));
  table.addEventListener('keydown', (event) => {
    const cell = under(event);
    if (!cell) return;
    if (event.key === 'Enter') open(cell);
    else if (!moveFocus(cell, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  // One number can be reached by Tab; it is the one that had the focus last.
  table.addEventListener('focusin', (event) => {
    table.querySelector('td[tabindex="0"]')?.setAttribute('tabindex', '-1');
    under(event)?.setAttribute('tabindex', '0');
  });

  /** @param {HTMLTableCellElement|null} cell */
  function open(cell) {
    const gate = names[(cell?.cellIndex ?? 0) - 1];
    const row = /** @type {HTMLTableRowElement|null} */ (cell?.closest('tr'));
    if (gate && row && cell?.textContent) onOpen({ gate, unit: row.sectionRowIndex });
  }

  /** @param {number} unit @param {number} column */
  const at = (unit, column) => table.tBodies[0]?.rows[unit]?.cells[column];

  /** @param {HTMLTableCellElement} cell @param {string} key */
  function moveFocus(cell, key) {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
    if (!by) return false;
    const column = clamp(1, cell.cellIndex + (by[1] ?? 0), names.length);
    at(row.sectionRowIndex + (by[0] ?? 0), column)?.focus();
    return true;
  }

  /**
   * The elements are kept as long as the columns and the number of units are the same. An h that is
   * projected has fewer units than gates.
   * @param {Numbers} got
   * @param {string[]} order of gates and states, as they are computed
   * @param {Source} source
   * @param {Part|null} part the sub-step: later numbers are still to come
   * @param {import('../model/trace.js').Trace} trace a gate's range is ±1
   * @param {boolean} all whether to write all digits
   */
  function update({ gates, states }, order, source, part, { range, summary }, all) {
    const scale = currentScale();
    /** @type {Record<string, (number|null)[]>} infinities and NaN are null */
    const numbers = { ...gates, ...states };
    names = order.filter((name) => numbers[name]);
    const units = Math.max(...Object.values(numbers).map(({ length }) => length));
    if (shape !== `${names} ${units}`) {
      shape = `${names} ${units}`;
      table.replaceChildren(...empty(names, units));
      at(0, 1)?.setAttribute('tabindex', '0');
    }
    const last = part ? order.indexOf(part.gate) : order.length;
    [...(table.tBodies[0]?.rows ?? [])].forEach((row, unit) => {
      row.classList.toggle('is-lit', source.unit === unit);
      names.forEach((name, column) => {
        const cell = /** @type {HTMLTableCellElement} */ (row.cells[column + 1]);
        const value = numbers[name]?.[unit] ?? Number.NaN;
        const isThere = unit < (numbers[name]?.length ?? 0);
        const digits = isThere ? full(value, summary.dtype) : '';
        cell.textContent = all || !isThere ? digits : brief(value);
        cell.title = digits;
        cell.classList.toggle('is-todo', order.indexOf(name) > last);
        const colour = colourOf(scale, value, range[name] ?? 1);
        cell.style.setProperty('--value', isThere ? colour : 'transparent');
      });
    });
  }

  /** @param {Part} part */
  const focus = ({ gate, unit }) => at(unit ?? 0, names.indexOf(gate) + 1)?.focus();
  return { node, update, focus };
}

/** @param {string[]} names @param {number} units */
function empty(names, units) {
  const head = el('tr', {}, el('th', { scope: 'col' }, 'unit'));
  for (const name of names) head.append(el('th', { scope: 'col', class: 'symbol' }, name));
  const rows = Array.from({ length: units }, (_, unit) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, unit),
      ...names.map(() => el('td', { tabindex: '-1' })),
    ),
  );
  return [el('thead', {}, head), el('tbody', {}, ...rows)];
}
