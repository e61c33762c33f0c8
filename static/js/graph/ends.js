// The two rows at the ends: what goes in below, and y above.

import { brief } from '../colour.js';
import { el, svg } from '../dom.js';
import { leftOf } from '../geometry.js';
import { barsPath } from '../paint.js';
import { passed } from '../steps.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createEnds(parent) {
  const xName = el('div', { class: 'row-name' });
  const yName = el('div', { class: 'row-name' });
  const xRow = el('div', { class: 'end x-row' }, xName);
  const yRow = el('div', { class: 'end y-row' }, yName);
  parent.append(xRow, yRow);
  /** @type {{t: number, y: HTMLElement, isFull: boolean}[]} */
  let columns = [];
  let drawn = '';

  /** @param {Frame} frame */
  return (frame) => {
    const { s, layout, window, picture } = frame;
    const now = [s.id, ...window, layout.width, layout.height];
    now.push(...[window[0], window[1] - 1].map((t) => String(picture.trace.x(t) === null)));
    if (now.join() !== drawn) {
      drawn = now.join();
      xRow.style.top = `${layout.x.y}px`;
      yRow.style.top = `${layout.y.y}px`;
      xName.replaceChildren(el('strong', {}, 'x'), shape(s, 'x'));
      const kind = s.activation === 'softmax' && layout.left > 80 ? ' = softmax' : '';
      yName.replaceChildren(el('span', {}, el('strong', {}, 'y'), kind), shape(s, 'y'));
      columns = place(frame);
    }
    for (const column of columns) {
      const isFull = passed(s, frame.order, picture.step, s.L - 1, column.t);
      const y = isFull ? picture.trace.y(column.t) : null;
      if (column.isFull !== (y !== null)) {
        column.isFull = y !== null;
        fillY(frame, column.y, y);
      }
    }
  };

  /** @param {Frame} frame */
  function place({ s, layout, window: [t0, t1], picture }) {
    const placed = [];
    xRow.replaceChildren(xName);
    yRow.replaceChildren(yName);
    for (let t = t0; t < t1; t++) {
      const x = picture.trace.x(t);
      const input = el('div', { class: 'x-cell', 'data-x': t }, x && inputOf(s, x, layout.cell.w));
      if (x) input.title = named(x, s.features);
      const year = s.first === null ? null : el('small', {}, s.first + t);
      const foot = el('div', { class: 'foot' }, `t = ${t}`, year);
      const y = el('div', { class: 'y-cell', 'data-y': t });
      for (const node of [input, foot, y]) {
        node.style.left = `${leftOf(layout, t)}px`;
        node.style.width = `${layout.cell.w}px`;
      }
      xRow.append(input, foot);
      yRow.append(y);
      placed.push({ t, y, isFull: false });
    }
    return placed;
  }
}

/** @param {import('../types.js').Summary} s @param {string} name */
const shape = (s, name) => el('span', { class: 'shape' }, `(${s.shapes[name]?.join(', ')})`);

/**
 * A letter, a number, or bars for several.
 * @param {import('../types.js').Summary} s
 * @param {Float32Array} x
 * @param {number} width
 */
function inputOf(s, x, width) {
  const isLetter = s.symbols.length > 0 && s.features.length === x.length;
  if (isLetter) return s.features[x.indexOf(1)] ?? '?';
  return x.length === 1 ? short(x[0] ?? 0) : bars(x, width - 8, 20, s.largest.x, true);
}

/** @type {(values: Float32Array, width: number, height: number, range: number, signed: boolean) => Node} */
function bars(values, width, height, range, signed) {
  const path = svg('path', { d: barsPath(values, width, height, range, signed) });
  return svg('svg', { width, height, class: 'bars', 'aria-hidden': 'true' }, path);
}

/** @param {Frame} frame @param {HTMLElement} node @param {Float32Array|null} y */
function fillY({ s, layout }, node, y) {
  node.classList.toggle('is-done', y !== null);
  node.title = y ? named(y, s.symbols) : '';
  if (!y) {
    node.replaceChildren();
  } else if (s.activation === 'softmax') {
    const best = y.indexOf(Math.max(...y));
    node.replaceChildren(
      bars(y, layout.cell.w - 8, 18, 1, false),
      el('b', {}, s.symbols[best] ?? best),
    );
  } else if (y.length === 1) {
    node.replaceChildren(el('b', {}, short(y[0] ?? 0)));
  } else {
    node.replaceChildren(bars(y, layout.cell.w - 8, 26, s.largest.y, true));
  }
}

/** @param {Float32Array} values @param {string[]} names */
function named(values, names) {
  return [...values].map((value, i) => `${names[i] ?? i}: ${brief(value)}`).join('\n');
}

/** Four digits at most, as a person would write them. @param {number} value */
const short = (value) => String(Number(value.toPrecision(Math.abs(value) >= 1000 ? 6 : 4)));
