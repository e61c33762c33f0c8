// One tensor as a table: a row for each entry of the first long axis, its units side by side.

import { brief, colourOf } from '../colour.js';
import { el } from '../dom.js';
import { clamp } from '../geometry.js';
import { isPadding, nameOfRow } from '../rows.js';
import { slotsOf } from '../sources.js';
import { cellsAt, keyOf, lastOf, layerAt, sizeOf, stepOf } from '../steps.js';
import { ask } from './asked.js';
import { asPadding, columnHeads, elementSize, lineOf, rowName, shapeOf } from './shape.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {{cell: import('../types.js').Cell, tds: HTMLTableCellElement[], shown: string, asked: string}} Half what is shown: values of which trace, or nothing; asked: which parts read it */
/** @typedef {{node: HTMLTableRowElement, halves: Half[]}} Row */

const means = {
  output: 'top layer, every step',
  h_n: 'every layer, each direction’s last h',
  c_n: 'every layer, each direction’s last c',
};

/**
 * @param {HTMLElement} parent
 * @param {string} tensor
 * @param {() => void} onResize
 */
export function createTensor(parent, tensor, onResize) {
  const shape = el('span', { class: 'shape' });
  const says = el('p', { class: 'means' });
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
  /** @type {HTMLElement[]} */
  let lit = [];
  let followed = '';
  // What the document says of the place, kept, because asking makes the browser lay it all out.
  const view = { top: 0, width: 0, height: 0 };
  scroll.addEventListener('scroll', () => {
    view.top = scroll.scrollTop;
  });
  new ResizeObserver(() => {
    // From where the rows begin to where the section ends, however few rows there are yet.
    view.height = root.offsetTop + root.clientHeight - scroll.offsetTop;
    view.width = parent.clientWidth;
    onResize();
  }).observe(parent);
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
    const { T, B, b, length, L, directions, H, P, states, axes } = s;
    const shown = [numbers, view.width, view.height];
    const now = [T, B, b, length, L, directions, H, P, states, axes.output, ...shown].join();
    if (now !== drawn) {
      drawn = now;
      followed = '';
      rows = new Map();
      body.replaceChildren(over, under);
      size = numbers ? 17 : elementSize(s, view.width, tensor === 'output' ? s.T : s.L * s.D);
      height = Math.max(size, 11) + 1;
      root.style.setProperty('--element', `${size}px`);
      root.style.setProperty('--row', `${height - 1}px`);
      root.style.setProperty('--half', `${sizeOf(s, state) * ((numbers ? 46 : size) + 1)}px`);
      root.classList.toggle('is-dense', size < 8);
      shape.textContent = shapeOf(s, tensor);
      const which = B > 1 ? `; ${nameOfRow(s)} is shown` : '';
      says.textContent = means[/** @type {keyof typeof means} */ (tensor)] + which;
      columns.replaceChildren(...columnHeads(s, tensor));
    }
    if (tensor === 'output' && view.height) follow(picture);
    place(s, numbers);
    const values = `${s.key} ${scale.css[0]}`;
    for (const row of rows.values()) {
      for (const half of row.halves) {
        fill(picture, scale, numbers, half, values);
        ask(picture.light, state, half);
      }
    }
    light(s, picture.hover ?? picture.pin);
  };

  /** Have the rows that are in view; of a short tensor, all. @param {Summary} s @param {boolean} numbers */
  function place(s, numbers) {
    const count = tensor === 'output' ? s.T : s.L * s.D;
    const all = count * sizeOf(s, state) * s.D <= 2048;
    const shown = all ? count : Math.min(count, Math.ceil(view.height / height) + 6);
    const from = all ? 0 : clamp(0, Math.floor(view.top / height) - 3, count - shown);
    for (const [i, { node }] of rows) {
      if (i >= from && i < from + shown) continue;
      node.remove();
      rows.delete(i);
    }
    // Rows lie in order, each new one behind the one before it.
    let before = over;
    for (let i = from; i < from + shown; i++) {
      let row = rows.get(i);
      if (!row) {
        row = createRow(s, i, numbers);
        rows.set(i, row);
        before.after(row.node);
      }
      before = row.node;
    }
    over.style.height = `${from * height}px`;
    under.style.height = `${(count - from - shown) * height}px`;
  }

  /** @param {Summary} s @param {number} i @param {boolean} numbers @returns {Row} */
  function createRow(s, i, numbers) {
    const cells =
      tensor === 'output'
        ? s.directions.map((direction) => ({ layer: s.L - 1, direction }))
        : [layerAt(s, i)];
    const node = el('tr', {}, el('th', { scope: 'row' }, rowName(s, tensor, i)));
    const halves = cells.map(({ layer, direction }, half) => {
      const t = tensor === 'output' ? i : lastOf(s, direction);
      const slot = slotsOf(s, { layer, direction, t }).find((found) => found.tensor === tensor);
      const tds = Array.from({ length: sizeOf(s, state) }, (_, unit) => {
        const td = document.createElement('td');
        td.dataset.index = slot?.index(unit).join() ?? '';
        if (isPadding(s, t)) asPadding(td, numbers);
        return td;
      });
      if (half) tds[0]?.classList.add('half');
      node.append(...tds);
      return { cell: { layer, direction, t }, tds, shown: '', asked: '' };
    });
    return { node, halves };
  }

  /**
   * Colour what has been computed; take the colour of what hasn't.
   * @param {Picture} picture
   * @param {import('../colour.js').Scale} scale
   * @param {boolean} numbers
   * @param {Half} half
   * @param {string} key of the trace and the theme
   */
  function fill({ trace, scene, step }, scale, numbers, half, key) {
    if (isPadding(trace.summary, half.cell.t)) return; // 0 by definition, from the start
    const done = stepOf(trace.summary, String(scene.order), half.cell) <= step;
    const values = done ? trace.state(state, half.cell) : null;
    const shown = values ? key : '';
    if (half.shown === shown) return;
    half.shown = shown;
    half.tds.forEach((td, unit) => {
      const value = values?.[unit] ?? 0;
      td.classList.toggle('is-done', values !== null);
      if (numbers) td.textContent = values ? brief(value) : '';
      else td.style.backgroundColor = values ? colourOf(scale, value, trace.range[state] ?? 1) : '';
    });
  }

  /** Keep the row that is being computed in view. @param {Picture} picture */
  function follow({ trace: { summary: s }, scene, step }) {
    const moved = followed !== `${s.key} ${step}`;
    followed = `${s.key} ${step}`;
    const cell = cellsAt(s, String(scene.order), step).find(({ layer }) => layer === s.L - 1);
    const fits = s.T * height <= view.height - 16;
    if (!moved || !cell || fits) return;
    const top = cell.t * height;
    const bottom = top + 3 * height - view.height;
    if (top >= view.top && bottom <= view.top) return;
    under.style.height = `${s.T * height}px`; // room to scroll to
    scroll.scrollTop = top < view.top ? top - height : bottom + height;
    view.top = scroll.scrollTop;
  }

  /** @param {Summary} s @param {import('../types.js').Source|null} source */
  function light(s, source) {
    for (const td of lit) td.classList.remove('is-lit');
    lit = [];
    if (!source || (source.state && source.state !== state)) return;
    for (const slot of slotsOf(s, source)) {
      const row = slot.tensor === tensor ? rows.get(lineOf(s, tensor, slot.index(0))) : undefined;
      const half = row?.halves.find(({ cell }) => keyOf(cell) === keyOf(source));
      half?.tds.forEach((td, unit) => {
        if (source.unit !== undefined && source.unit !== unit) return;
        td.classList.add('is-lit');
        lit.push(td);
      });
    }
  }
}
