// The lines of a tensor that are in the document: one for each strip, of many those in view. Where
// elements are numbers each is a node; where they are colours alone a canvas holds them, and nodes
// are those under the pointer and the focus.

import { colourOf, textOf } from '../draw/colour.js';
import { el, markAsked } from '../draw/dom.js';
import { linesInView } from '../layout/grid.js';
import { brief } from '../model/digits.js';
import { numbersOfUnits, stateAt } from '../model/light.js';
import { isPadding } from '../model/rows.js';
import { keyOf } from '../model/steps.js';
import {
  elementName,
  originOf,
  rangeOf,
  stripAt,
  stripCount,
  stripName,
  valuesOf,
} from '../model/tensors.js';

/** @typedef {import('../model/sources.js').Half} Half */
/** @typedef {import('../layout/grid.js').Place} Place */

/**
 * @typedef {object} Frame what is drawn
 * @property {import('../types.js').Picture} picture
 * @property {import('../types.js').Tensor} tensor
 * @property {import('../draw/colour.js').Scale} scale
 * @property {{areNumbers: boolean, name: number, element: number}} widths
 * @property {number} height of a line
 * @property {{keys: Set<string>, state?: string, unit?: number}} lit
 * @property {{top: number, height: number}} view
 * @property {Place} at the element that has the focus, or would by Tab
 */

/**
 * @typedef {object} Line
 * @property {HTMLTableRowElement} node
 * @property {HTMLTableCellElement} head
 * @property {Half} half
 * @property {number} i
 * @property {Map<number, HTMLTableCellElement>} tds by their units
 * @property {Float32Array|null} values
 * @property {string} shown values of which trace, in which colours
 * @property {string} lit
 * @property {string} asked which parts read it
 * @property {(string|null)[]} numbers the same, of each unit
 * @property {HTMLElement[]} runs units side by side that a part reads, where they are no nodes
 */

export function createLines() {
  const body = el('tbody', { role: 'rowgroup' });
  /** @type {Map<number, Line>} */
  const lines = new Map();

  /** Begin anew, with room for all lines. @param {number} height @param {number} width */
  function clear(height, width) {
    lines.clear();
    body.replaceChildren();
    body.style.height = `${height}px`;
    body.style.width = `${width}px`;
  }

  /** Have the lines that are in view, and the one with the focus. @param {Frame} frame */
  function update(frame) {
    const { picture, tensor, widths, height, view, at } = frame;
    const s = picture.trace.summary;
    const count = stripCount(s, tensor);
    const { units } = stripAt(s, tensor, 0);
    const isSmall = widths.areNumbers && count * units <= 2048;
    const [first, end] = isSmall ? [0, count] : linesInView(count, height, view);
    for (const [i, { node }] of lines) {
      if ((i >= first && i < end) || i === at.line) continue;
      node.remove();
      lines.delete(i);
    }
    for (let i = first; i < end; i++) have(frame, i);
    if (at.line >= 0 && at.line < count) have(frame, at.line);
    for (const line of lines.values()) draw(frame, line);
  }

  /** A line, which is made where it isn't there yet. @param {Frame} frame @param {number} i */
  function have(frame, i) {
    const found = lines.get(i);
    if (found) return found;
    const line = create(frame, i);
    const after = [...lines.values()].filter((other) => other.i > i);
    const next = after.reduce((a, b) => (a && a.i < b.i ? a : b), after[0]);
    body.insertBefore(line.node, next?.node ?? null);
    lines.set(i, line);
    return line;
  }

  /** The node of an element, or of a line's head. @param {Frame} frame @param {Place} place */
  function nodeAt(frame, { line, column }) {
    const found = have(frame, line);
    return column < 0 ? found.head : haveElement(frame, found, column);
  }

  return { body, clear, update, nodeAt, all: () => lines.values() };
}

/** @param {Frame} frame @param {number} i @returns {Line} */
function create({ picture, tensor, widths, height }, i) {
  const s = picture.trace.summary;
  const half = stripAt(s, tensor, i);
  const name = stripName(s, tensor, half);
  const says = `${name.replace(/ [→←]$/, '')}, ${originOf(s, tensor, half)}`;
  const head = el('th', { role: 'rowheader', tabindex: -1, 'aria-label': says }, name);
  const pad = isPadding(s, half.cell.t) ? 'is-padding' : null;
  const line = { role: 'row', class: pad, 'data-line': i, 'aria-rowindex': i + 1 };
  const node = el('tr', line, head);
  if (!widths.areNumbers) node.append(el('td', { class: 'strip', role: 'none' }));
  node.style.top = `${i * height}px`;
  const values = null;
  const now = { values, shown: '', lit: '', asked: '', numbers: [], runs: [] };
  return { node, head, half, i, tds: new Map(), ...now };
}

/** The node of an element, which is made where it isn't there yet. @param {Frame} frame @param {Line} line @param {number} unit */
function haveElement(frame, line, unit) {
  const found = line.tds.get(unit);
  if (found) return found;
  const { half, node, tds } = line;
  const td = el('td', {
    role: 'gridcell',
    tabindex: -1,
    'data-index': half.index(unit).join(),
    'aria-colindex': unit + 2,
  });
  if (isPadding(frame.picture.trace.summary, half.cell.t)) td.classList.add('is-padding');
  if (!frame.widths.areNumbers) {
    td.style.left = `${frame.widths.name + unit * frame.widths.element}px`;
  }
  const after = [...tds.keys()].filter((other) => other > unit);
  node.insertBefore(td, tds.get(Math.min(...after)) ?? null);
  tds.set(unit, td);
  fill(frame, line, td, unit);
  mark(line, td, unit);
  return td;
}

/** @param {Frame} frame @param {Line} line */
function draw(frame, line) {
  const { picture, tensor, scale, widths, lit, at } = frame;
  const s = picture.trace.summary;
  const { half, node, tds } = line;
  const cells = [half.cell, ...half.beside];
  line.values = valuesOf(picture, tensor, half);
  const isLit =
    (!lit.state || lit.state === half.state) && cells.some((cell) => lit.keys.has(keyOf(cell)));
  line.lit = isLit ? String(lit.unit ?? 'all') : '';
  const isNumbered = picture.light?.isNumbered ?? false;
  const places = cells.map((cell) => stateAt(half.state, cell));
  const spans = places.flatMap((place) => picture.light?.spans.get(place) ?? []);
  const asked = [isNumbered, ...spans.map((span) => Object.values(span))].join();
  const isAskedAnew = asked !== line.asked;
  if (isAskedAnew) {
    line.asked = asked;
    line.numbers = numbersOfUnits(picture.light, places, half.units);
    if (!widths.areNumbers) drawRuns(line, widths);
  }
  const shown = line.values ? `${s.key} ${scale.css[0]}` : 'nothing';
  const isNew = shown !== line.shown;
  line.shown = shown;
  if (isNew) node.classList.toggle('is-done', line.values !== null);
  node.classList.toggle('is-lit', line.lit === 'all');

  const wanted = widths.areNumbers ? half.units : 0;
  for (let unit = 0; unit < wanted; unit++) haveElement(frame, line, unit);
  if (isLit && lit.unit !== undefined) haveElement(frame, line, lit.unit);
  if (at.line === line.i && at.column >= 0) haveElement(frame, line, at.column);
  for (const [unit, td] of tds) {
    const isHere = at.line === line.i && at.column === unit;
    const isWanted = widths.areNumbers || isHere || line.lit === String(unit);
    if (!isWanted) {
      td.remove();
      tds.delete(unit);
      continue;
    }
    if (isNew) fill(frame, line, td, unit);
    if (isAskedAnew) mark(line, td, unit);
    td.classList.toggle('is-lit', line.lit === 'all' || line.lit === String(unit));
    td.tabIndex = isHere ? 0 : -1;
  }
  line.head.tabIndex = at.line === line.i && at.column < 0 ? 0 : -1;
}

/** What an element holds. @param {Frame} frame @param {Line} line @param {HTMLElement} td @param {number} unit */
function fill({ picture, tensor, scale, widths }, { half, values }, td, unit) {
  const s = picture.trace.summary;
  const value = values?.[unit] ?? null;
  td.setAttribute('aria-label', elementName(s, tensor, half, unit, value));
  const isDone = value !== null && !isPadding(s, half.cell.t);
  td.classList.toggle('is-done', isDone);
  if (widths.areNumbers) td.textContent = value === null ? '' : isDone ? brief(value) : '0';
  const range = rangeOf(picture.trace, tensor, half);
  td.style.setProperty('--value', isDone ? colourOf(scale, value, range) : '');
  td.style.setProperty('--on-value', isDone ? textOf(scale, value, range) : '');
}

/** Which parts of the answer read it. @param {Line} line @param {HTMLElement} td @param {number} unit */
function mark({ numbers, runs }, td, unit) {
  const number = numbers[unit] ?? null;
  markAsked(td, number);
  // Side by side with others of its part, the first one shows the number.
  const isFirst = number !== (numbers[unit - 1] ?? null);
  td.classList.toggle('is-badged', !runs.length && Boolean(number) && isFirst);
}

/** @param {Line} line @param {{name: number, element: number}} widths */
function drawRuns(line, { name, element }) {
  for (const run of line.runs) run.remove();
  line.runs = [];
  for (let first = 0; first < line.numbers.length; ) {
    const number = line.numbers[first] ?? null;
    let end = first + 1;
    while (end < line.numbers.length && line.numbers[end] === number) end++;
    if (number !== null) {
      const run = el('td', { class: 'run', role: 'none', 'data-asked': number });
      run.classList.toggle('is-badged', number !== '');
      run.style.left = `${name + first * element}px`;
      run.style.width = `${(end - first) * element}px`;
      line.runs.push(run);
      line.node.append(run);
    }
    first = end;
  }
}
