// The gates and states of a cell as a table: a line for each unit, of many units those in view.

import { colourOf, currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { linesInView, moved, scrolledTo } from '../layout/grid.js';
import { brief, full } from '../model/digits.js';

/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../model/gates.js').Part} Part */
/** @typedef {import('../types.js').Numbers} Numbers */
/** @typedef {{node: HTMLTableRowElement, tds: HTMLTableCellElement[]}} Line */

/** Pixels of a line. Where all fit into so many, all are in the document. */
const [height, small] = [18, 64];

/**
 * @typedef {object} Shown
 * @property {string[]} names of the columns
 * @property {string[]} order of gates and states, as they are computed
 * @property {Record<string, (number|null)[]>} numbers by column; infinities and NaN are null
 * @property {number} units
 * @property {number|undefined} lit the unit that is selected
 * @property {number} last of the order: later numbers are still to come
 * @property {import('../model/trace.js').Trace} trace a gate's range is ±1
 * @property {boolean} all whether to write all digits
 */

/** @param {(part: Part) => void} onOpen */
export function createNumbers(onOpen) {
  const head = el('thead');
  const body = el('tbody');
  // Room for the lines that are not in the document.
  const [over, under] = [1, 2].map(() => el('tr', { role: 'presentation' }));
  const table = el(
    'table',
    { class: 'numbers-of-cell', role: 'grid', 'aria-label': 'Numbers' },
    head,
    body,
  );
  const node = el('div', { class: 'table-scroll' }, table);
  /** @type {Map<number, Line>} by their units */
  const lines = new Map();
  /** @type {Shown|null} */
  let shown = null;
  let shape = '';
  let revealed = '';
  // The number that can be reached by Tab: the one that had the focus last.
  let at = { line: 0, column: 0 };

  // What the document says of the place, kept, because asking makes the browser lay it all out.
  const view = { top: 0, height: 0 };
  node.addEventListener('scroll', () => {
    view.top = node.scrollTop;
    requestAnimationFrame(draw);
  });
  new ResizeObserver(() => {
    if (view.height === node.clientHeight) return;
    view.height = node.clientHeight;
    draw();
    reveal();
  }).observe(node);

  /** Which number an event is at. @param {Event} event */
  function placeUnder(event) {
    const td = /** @type {Element} */ (event.target).closest('td');
    const line = Number(td?.closest('tr')?.getAttribute('aria-rowindex')) - 2;
    return td ? { line, column: td.cellIndex - 1 } : null;
  }
  table.addEventListener('click', (event) => open(placeUnder(event)));
  table.addEventListener('keydown', (event) => {
    const place = placeUnder(event);
    if (!place || !shown) return;
    const { units, names } = shown;
    const page = Math.max(1, Math.floor(view.height / height) - 2);
    const to = moved(place, event.key, { lines: units, columns: names.length, page, least: 0 });
    if (event.key === 'Enter') open(place);
    else if (to !== place) focusAt(to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  table.addEventListener('focusin', (event) => {
    const before = lines.get(at.line)?.tds[at.column];
    at = placeUnder(event) ?? at;
    if (before) before.tabIndex = -1;
    const now = lines.get(at.line)?.tds[at.column];
    if (now) now.tabIndex = 0;
  });

  /** @param {{line: number, column: number}|null} place */
  function open(place) {
    const gate = shown?.names[place?.column ?? -1];
    if (!place || !gate || place.line >= (shown?.numbers[gate]?.length ?? 0)) return;
    onOpen({ gate, unit: place.line });
  }

  /** @param {{line: number, column: number}} place */
  function focusAt(place) {
    at = place;
    if (shown) scrollTo(shown, place.line);
    draw();
    lines.get(place.line)?.tds[place.column]?.focus();
  }

  /** @param {Part} part */
  const focus = ({ gate, unit }) =>
    focusAt({ line: unit ?? 0, column: Math.max(0, shown?.names.indexOf(gate) ?? 0) });

  /** Have a line in view, where not all are in the document. @param {Shown} shown @param {number} line */
  function scrollTo({ units }, line) {
    if (units <= small || !view.height) return;
    // Its head lies over the first line that is seen.
    const to = scrolledTo(view.top, view.height - 2 * height, line * height, (line + 1) * height);
    if (to === view.top) return;
    node.scrollTop = to;
    view.top = node.scrollTop;
  }

  /**
   * An h that is projected has fewer units than gates.
   * @param {Numbers} got
   * @param {string[]} order of gates and states, as they are computed
   * @param {Source} source
   * @param {Part|null} part the sub-step: later numbers are still to come
   * @param {import('../model/trace.js').Trace} trace a gate's range is ±1
   * @param {boolean} all whether to write all digits
   */
  function update({ gates, states }, order, source, part, trace, all) {
    /** @type {Shown['numbers']} */
    const numbers = { ...gates, ...states };
    const names = order.filter((name) => numbers[name]);
    const units = Math.max(...Object.values(numbers).map(({ length }) => length));
    const last = part ? order.indexOf(part.gate) : order.length;
    shown = { names, order, numbers, units, lit: source.unit, last, trace, all };
    if (shape !== `${names} ${units}`) {
      shape = `${names} ${units}`;
      at = { line: 0, column: 0 };
      lines.clear();
      body.replaceChildren();
      head.replaceChildren(heads(names));
      table.setAttribute('aria-rowcount', String(units + 1));
    }
    draw();
    reveal();
  }

  /** Have the unit that is selected in view, once. */
  function reveal() {
    const { lit } = shown ?? {};
    if (!shown || !view.height) return;
    const wanted = `${shape} ${lit}`;
    const isNew = lit !== undefined && wanted !== revealed;
    revealed = wanted;
    if (!isNew) return;
    scrollTo(shown, lit);
    draw();
  }

  function draw() {
    if (!shown) return;
    const { units, names } = shown;
    const [first, end] = units <= small ? [0, units] : linesInView(units, height, view);
    const seen = Array.from({ length: end - first }, (_, i) => first + i);
    /** @type {HTMLElement[]} */
    const nodes = seen.map((unit) => have(unit, names.length).node);
    if (units > small) {
      const [isOver, isUnder] = [at.line < first, at.line >= end];
      over.style.height = `${(first - Number(isOver)) * height}px`;
      under.style.height = `${(units - end - Number(isUnder)) * height}px`;
      nodes.unshift(over);
      nodes.push(under);
      if (isOver) nodes.unshift(have(at.line, names.length).node);
      if (isUnder) nodes.push(have(at.line, names.length).node);
    }
    for (const [unit, line] of lines) {
      if (nodes.includes(line.node)) continue;
      line.node.remove();
      lines.delete(unit);
    }
    nodes.forEach((each, i) => {
      const there = () => body.children[i] ?? null;
      // What has the focus would lose it, were it moved: the others are.
      const isKept = each.parentNode === body && each.contains(document.activeElement);
      for (let other = there(); isKept && other && other !== each; other = there()) other.remove();
      if (there() !== each) body.insertBefore(each, there());
    });
    for (const [unit, line] of lines) fill(shown, line, unit, at);
  }

  /** @param {number} unit @param {number} columns */
  function have(unit, columns) {
    const found = lines.get(unit);
    if (found) return found;
    const tds = Array.from({ length: columns }, () => el('td', { tabindex: -1 }));
    const name = el('th', { scope: 'row' }, unit);
    const line = { node: el('tr', { 'aria-rowindex': unit + 2 }, name, ...tds), tds };
    lines.set(unit, line);
    return line;
  }
  return { node, update, focus };
}

/** @param {string[]} names */
function heads(names) {
  const columns = names.map((name) => el('th', { scope: 'col', class: 'symbol' }, name));
  return el('tr', { 'aria-rowindex': 1 }, el('th', { scope: 'col' }, 'unit'), ...columns);
}

/**
 * @param {Shown} shown
 * @param {Line} line
 * @param {number} unit
 * @param {{line: number, column: number}} at
 */
function fill({ names, order, numbers, lit, last, trace, all }, { node, tds }, unit, at) {
  const scale = currentScale();
  node.classList.toggle('is-lit', lit === unit);
  names.forEach((name, column) => {
    const td = /** @type {HTMLElement} */ (tds[column]);
    const value = numbers[name]?.[unit] ?? Number.NaN;
    const isThere = unit < (numbers[name]?.length ?? 0);
    const digits = isThere ? full(value, trace.summary.dtype) : '';
    td.textContent = all || !isThere ? digits : brief(value);
    td.title = digits;
    td.tabIndex = at.line === unit && at.column === column ? 0 : -1;
    td.classList.toggle('is-todo', order.indexOf(name) > last);
    const colour = colourOf(scale, value, trace.range[name] ?? 1);
    td.style.setProperty('--value', isThere ? colour : 'transparent');
  });
}
