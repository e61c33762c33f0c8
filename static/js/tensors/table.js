// One tensor as a table: a row for each entry of the first long axis, its units side by side.

import { colourOf } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { brief } from '../model/digits.js';
import { isPadding, nameOfRow } from '../model/rows.js';
import { halvesOf, lineAt, lineCount, slotsOf } from '../model/sources.js';
import { cellsAt, stepOf } from '../model/steps.js';
import { colourName, elementSize, mixed, rowName, shapeOf } from '../model/tensors.js';
import { ask, columnHeads, createLines } from './lines.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {import('../types.js').Tensor} Tensor */
/** @typedef {import('./lines.js').Half} Half */

/**
 * @param {HTMLElement} parent of all tensors
 * @param {HTMLElement} place where this one stands in it
 * @param {string} name
 * @param {() => void} onResize
 */
export function createTensor(parent, place, name, onResize) {
  const shape = el('span', { class: 'shape' });
  const says = el('p', { class: 'means' });
  const head = el('h3', {}, name, ' ', shape);
  const columns = el('thead');
  const lines = createLines();
  const table = el('table', { 'aria-label': name }, columns, lines.body);
  const scroll = el('div', { class: 'tensor-scroll', tabindex: '0' }, table);
  const root = el('section', { class: 'tensor', 'data-tensor': name }, head, says, scroll);
  place.append(root);
  let drawn = '';
  /** @type {Tensor[]} */
  let known = [];
  let key = '';
  /** @type {HTMLElement[]} */
  let lit = [];
  let followed = '';
  // What the document says of the place, kept, because asking makes the browser lay it all out.
  const view = { top: 0, width: 0, height: 0 };
  scroll.addEventListener('scroll', () => {
    view.top = scroll.scrollTop;
  });
  const resized = new ResizeObserver(() => {
    // From where the rows begin to where the section ends, however few rows there are yet.
    view.height = root.offsetTop + root.clientHeight - scroll.offsetTop;
    view.width = parent.clientWidth;
    onResize();
  });
  resized.observe(parent);
  let size = 13;
  let height = 14; // of a row; its name needs some even where elements are tiny

  /**
   * @param {Picture} picture
   * @param {Tensor[]} tensors all that stand here
   * @param {import('../draw/colour.js').Scale} scale
   * @param {boolean} numbers
   */
  const update = (picture, tensors, scale, numbers) => {
    const s = picture.trace.summary;
    const tensor = tensors.find((each) => each.name === name);
    if (!tensor) return;
    if (tensors !== known) {
      known = tensors;
      key = JSON.stringify(tensors);
    }
    const now = [key, s.b, s.length, numbers, view.width, view.height].join();
    if (now !== drawn) {
      drawn = now;
      followed = '';
      lines.clear();
      size = numbers ? 17 : elementSize(s, tensors, view.width, lineCount(s, tensor));
      height = Math.max(size, 11) + 1;
      root.style.setProperty('--element', `${size}px`);
      root.style.setProperty('--row', `${height - 1}px`);
      const [{ units = 0 } = {}] = halvesOf(s, tensor, 0);
      root.style.setProperty('--half', `${units * ((numbers ? 46 : size) + 1)}px`);
      root.classList.toggle('is-dense', size < 8);
      const longest = rowName(s, tensor, lineCount(s, tensor) - 1).length + 1;
      root.style.setProperty('--name-width', `${Math.max(9, longest)}ch`);
      head.className = `name-${colourName(tensor)}`;
      shape.textContent = shapeOf(tensor);
      const which = s.B > 1 ? `; ${nameOfRow(s)} is shown` : '';
      says.textContent = tensor.says + which;
      columns.replaceChildren(...columnHeads(s, tensor));
    }
    if (tensor.when !== 'last' && view.height) follow(picture, tensor);
    lines.place(s, tensor, view, height, numbers);
    const values = `${s.key} ${scale.css[0]}`;
    for (const half of lines.halves()) {
      fill(picture, tensor, scale, numbers, half, values);
      ask(picture.light, half);
    }
    light(s, tensor, picture.hover ?? picture.pin);
  };

  /**
   * Colour what has been computed; take the colour of what hasn't.
   * @param {Picture} picture
   * @param {Tensor} tensor
   * @param {import('../draw/colour.js').Scale} scale
   * @param {boolean} numbers
   * @param {Half} half
   * @param {string} key of the trace and the theme
   */
  function fill({ trace, scene, step }, { join }, scale, numbers, half, key) {
    if (isPadding(trace.summary, half.cell.t)) return; // 0 by definition, from the start
    const cells = [half.cell, ...half.beside];
    const done = cells.every((cell) => stepOf(trace.summary, String(scene.order), cell) <= step);
    const sides = done ? cells.map((cell) => trace.state(half.state, cell)) : [];
    const values = mixed(join, sides);
    // A sum of two may be twice as large.
    const range = (trace.range[half.state] ?? 1) * (join === 'sum' ? 2 : 1);
    const shown = values ? key : '';
    if (half.shown === shown) return;
    half.shown = shown;
    half.tds.forEach((td, unit) => {
      const value = values?.[unit] ?? 0;
      td.classList.toggle('is-done', values !== null);
      if (numbers) td.textContent = values ? brief(value) : '';
      else td.style.backgroundColor = values ? colourOf(scale, value, range) : '';
    });
  }

  /** Keep the row that is being computed in view. @param {Picture} picture @param {Tensor} tensor */
  function follow({ trace: { summary: s }, scene, step }, tensor) {
    const moved = followed !== `${s.key} ${step}`;
    followed = `${s.key} ${step}`;
    const [, layer, direction] = tensor.states[0] ?? [];
    const cell = cellsAt(s, String(scene.order), step).find(
      (each) => each.layer === layer && each.direction === direction,
    );
    const fits = s.T * height <= view.height - 16;
    if (!moved || !cell || fits) return;
    const top = lineAt(s, tensor, cell.t) * height;
    const bottom = top + 3 * height - view.height;
    if (top >= view.top && bottom <= view.top) return;
    lines.reserve(s.T * height);
    scroll.scrollTop = top < view.top ? top - height : bottom + height;
    view.top = scroll.scrollTop;
  }

  /** @param {Summary} s @param {Tensor} tensor @param {import('../types.js').Source|null} source */
  function light(s, tensor, source) {
    for (const td of lit) td.classList.remove('is-lit');
    lit = [];
    for (const cell of source ? [source, ...(source.beside ?? [])] : []) {
      for (const slot of slotsOf(s, [tensor], cell)) {
        if (source?.state && source.state !== slot.state) continue;
        const half = lines
          .at(slot.line)
          .find(({ index }) => index(0).join() === slot.index(0).join());
        half?.tds.forEach((td, unit) => {
          if (source?.unit !== undefined && source.unit !== unit) return;
          td.classList.add('is-lit');
          lit.push(td);
        });
      }
    }
  }

  const remove = () => {
    resized.disconnect();
    root.remove();
  };
  return Object.assign(update, { remove });
}
