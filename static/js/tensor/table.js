// One tensor as a table: a row for each entry of the first long axis, its units side by side.

import { brief, colourOf } from '../colour.js';
import { el } from '../dom.js';
import { clamp } from '../geometry.js';
import { slotsOf } from '../sources.js';
import { cellsAt, directionName, keyOf, lastOf, stepOf } from '../steps.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {{cell: import('../types.js').Cell, tds: HTMLTableCellElement[], shown: boolean}} Half */
/** @typedef {{node: HTMLTableRowElement, halves: Half[]}} Row */

const means = {
  output: 'top layer, every step',
  h_n: 'every layer, each direction’s last h',
  c_n: 'every layer, each direction’s last c',
};

/**
 * @param {HTMLElement} parent
 * @param {string} tensor
 */
export function createTensor(parent, tensor) {
  const shape = el('span', { class: 'shape' });
  const says = el('p', { class: 'means' }, means[/** @type {keyof typeof means} */ (tensor)]);
  const head = el('h3', { class: `name-${tensor}` }, tensor, ' ', shape);
  const [over, under] = [el('tr', { class: 'spacer' }), el('tr', { class: 'spacer' })];
  const columns = el('thead');
  const body = el('tbody', {}, over, under);
  const table = el('table', { 'aria-label': tensor }, columns, body);
  const scroll = el('div', { class: 'tensor-scroll', tabindex: '0' }, table);
  const root = el('section', { class: 'tensor', 'data-tensor': tensor }, head, says, scroll);
  parent.append(root);
  const state = tensor === 'c_n' ? 'c' : 'h';
  /** @type {Map<number, Row>} */
  let rows = new Map();
  let drawn = '';
  let size = 13;
  let height = 14; // of a row; its name needs some even where elements are tiny

  /**
   * @param {Picture} picture
   * @param {import('../colour.js').Scale} scale
   * @param {boolean} numbers
   */
  return (picture, scale, numbers) => {
    const s = picture.trace.summary;
    root.hidden = !s.shapes[tensor];
    if (root.hidden) return;
    const now = [s.id, numbers, scale.css[0], scroll.clientWidth > 0].join();
    if (now !== drawn) {
      drawn = now;
      rows = new Map();
      size = numbers ? 17 : sizeOf(s, parent.clientWidth, tensor === 'output' ? s.T : s.L * s.D);
      height = Math.max(size, 10) + 1;
      root.style.setProperty('--element', `${size}px`);
      root.style.setProperty('--row', `${height - 1}px`);
      shape.textContent = shapeOf(s, tensor);
      columns.replaceChildren(...columnHeads(s, tensor));
    }
    place(s);
    if (tensor === 'output' && follow(picture, scroll, height)) place(s);
    for (const row of rows.values()) {
      for (const half of row.halves) fill(picture, scale, numbers, half);
    }
    light(s, picture.hover ?? picture.pin);
  };

  /** Have the rows that are in view; of a short tensor, all. @param {Summary} s */
  function place(s) {
    const count = tensor === 'output' ? s.T : s.L * s.D;
    const all = count * s.H * s.D <= 2048;
    const first = Math.floor(scroll.scrollTop / height / 4) * 4 - 4;
    const from = all ? 0 : clamp(0, first, count);
    const to = all ? count : clamp(0, first + Math.ceil(scroll.clientHeight / height) + 12, count);
    if (rows.size === to - from && rows.has(from) && rows.has(to - 1)) return;
    const before = rows;
    rows = new Map();
    for (let i = from; i < to; i++) rows.set(i, before.get(i) ?? createRow(s, i));
    over.style.height = `${from * height}px`;
    under.style.height = `${(count - to) * height}px`;
    body.replaceChildren(over, ...[...rows.values()].map(({ node }) => node), under);
  }

  /** @param {Summary} s @param {number} i @returns {Row} */
  function createRow(s, i) {
    const layer = tensor === 'output' ? s.L - 1 : Math.floor(i / s.D);
    const directions = tensor === 'output' ? [...Array(s.D).keys()] : [i % s.D];
    const node = el('tr', {}, el('th', { scope: 'row' }, rowName(s, tensor, i)));
    const halves = directions.map((direction) => {
      const t = tensor === 'output' ? i : lastOf(s, direction);
      const slot = slotsOf(s, { layer, direction, t }).find((found) => found.tensor === tensor);
      const tds = Array.from({ length: s.H }, (_, unit) => {
        const td = document.createElement('td');
        td.dataset.index = slot?.index(unit).join() ?? '';
        return td;
      });
      if (direction && directions.length > 1) tds[0]?.classList.add('half');
      node.append(...tds);
      return { cell: { layer, direction, t }, tds, shown: false };
    });
    return { node, halves };
  }

  /**
   * Colour what has been computed; take the colour of what hasn't.
   * @param {Picture} picture
   * @param {import('../colour.js').Scale} scale
   * @param {boolean} numbers
   * @param {Half} half
   */
  function fill({ trace, scene, step }, scale, numbers, half) {
    const done = stepOf(trace.summary, String(scene.order), half.cell) <= step;
    const values = done ? trace.state(state, half.cell) : null;
    if (half.shown === (values !== null)) return;
    half.shown = values !== null;
    half.tds.forEach((td, unit) => {
      const value = values?.[unit] ?? 0;
      td.classList.toggle('is-done', half.shown);
      td.style.backgroundColor = half.shown ? colourOf(scale, value, trace.range) : '';
      if (numbers) td.textContent = half.shown ? brief(value) : '';
    });
  }

  /** @param {Summary} s @param {import('../types.js').Source|null} source */
  function light(s, source) {
    for (const was of root.querySelectorAll('.is-lit')) was.classList.remove('is-lit');
    if (!source || (source.state && source.state !== state)) return;
    for (const slot of slotsOf(s, source)) {
      const row = slot.tensor === tensor ? rows.get(rowOf(s, tensor, slot.index(0))) : undefined;
      const half = row?.halves.find(({ cell }) => keyOf(cell) === keyOf(source));
      half?.tds.forEach((td, unit) => {
        td.classList.toggle('is-lit', source.unit === undefined || source.unit === unit);
      });
    }
  }
}

/**
 * As large as lets all tensors stand side by side, but not too small to point at.
 * @param {Summary} s
 * @param {number} width
 * @param {number} rowCount
 */
function sizeOf(s, width, rowCount) {
  const units = (s.D + s.states.length) * s.H;
  const least = units <= 64 ? 10 : units <= 128 ? 6 : 4;
  return clamp(least, Math.floor(Math.min((width - 320) / units - 1, 150 / rowCount)), 18);
}

/** @param {Summary} s @param {string} tensor */
function shapeOf(s, tensor) {
  const axes = s.axes[tensor] ?? [];
  return `(${axes.map((axis, i) => `${axis}=${s.shapes[tensor]?.[i]}`).join(', ')})`;
}

/** @param {Summary} s @param {string} tensor @param {number[]} index */
function rowOf(s, tensor, [i = 0, j = 0]) {
  return tensor === 'output' && s.axes.output?.[0] === 'B' ? j : i;
}

/** @param {Summary} s @param {string} tensor @param {number} i */
function rowName(s, tensor, i) {
  if (tensor === 'output') return s.axes.output?.[0] === 'B' ? `[0, ${i}]` : `[${i}, 0]`;
  const arrow = i % s.D ? '←' : '→';
  return `[${i}, 0] l${Math.floor(i / s.D)} ${arrow}`;
}

/** The directions' names over output's two halves. @param {Summary} s @param {string} tensor */
function columnHeads(s, tensor) {
  if (tensor !== 'output' || s.D === 1) return [];
  const names = [0, 1].map((direction) => {
    const text = s.H > 2 ? directionName(direction) : '→←'[direction];
    return el('th', { colspan: s.H, scope: 'colgroup' }, text);
  });
  return [el('tr', {}, el('td'), ...names)];
}

/**
 * Keep the row that is being computed in view; answers whether that took scrolling.
 * @param {Picture} picture
 * @param {HTMLElement} scroll
 * @param {number} height of a row
 */
function follow({ trace, scene, step }, scroll, height) {
  const s = trace.summary;
  const moved = scroll.dataset.step !== `${s.id} ${step}`;
  scroll.dataset.step = `${s.id} ${step}`;
  const cell = cellsAt(s, String(scene.order), step).find(({ layer }) => layer === s.L - 1);
  if (!moved || !cell) return false;
  const top = cell.t * height;
  const inView = scroll.scrollTop + scroll.clientHeight - 3 * height;
  if (top >= scroll.scrollTop && top <= inView) return false;
  scroll.scrollTop = top - scroll.clientHeight / 2;
  return true;
}
