// One row of cells: a layer in one direction. Boxes are buttons, their strips lie on one canvas.

import { el } from '../dom.js';
import { leftOf, strips } from '../geometry.js';
import { paintUnits, sized } from '../paint.js';
import { directionName, keyOf, lastOf, stepOf } from '../steps.js';

/** @typedef {import('../views/graph.js').Frame} Frame */
/** @typedef {{update: (frame: Frame, y: number) => void, remove: () => void}} Row */

/**
 * @param {HTMLElement} parent
 * @param {number} layer
 * @param {number} direction
 * @param {boolean} added whether it joins a graph that is already there
 * @returns {Row}
 */
export function createRow(parent, layer, direction, added) {
  const name = el('div', { class: 'row-name' });
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const root = el(
    'div',
    { class: `row${added ? ' is-new' : ''}`, 'data-row': `${layer}:${direction}` },
    name,
    canvas,
  );
  root.addEventListener('animationend', () => root.classList.remove('is-new'));
  parent.append(root);
  /** @type {Map<number, HTMLButtonElement>} */
  const cells = new Map();
  /** @type {Map<number, boolean>} which columns are painted */
  const painted = new Map();
  /** @type {CanvasRenderingContext2D|null} */
  let context = null;
  let drawn = '';

  /** @param {Frame} frame @param {number} y */
  function update(frame, y) {
    const { s, layout, window, picture, order } = frame;
    root.style.top = `${y}px`;
    root.style.height = `${layout.cell.h}px`;
    nameRow(frame);
    const [t0, t1] = window;
    // What makes all columns stale: another trace, window, size or theme.
    const now = [s.id, t0, t1, layout.column, layout.cell.h, frame.scale.css[0], devicePixelRatio];
    if (now.join() !== drawn) {
      drawn = now.join();
      painted.clear();
      canvas.style.left = `${leftOf(layout, t0)}px`;
      context = sized(canvas, Math.max(1, (t1 - t0) * layout.column), layout.cell.h);
      place(frame);
    }
    for (let t = t0; t < t1; t++) {
      const step = stepOf(s, order, { layer, direction, t });
      const cell = cells.get(t);
      if (!cell) continue;
      const done = step <= picture.step;
      cell.classList.toggle('is-done', done);
      cell.classList.toggle('is-current', step === picture.step);
      paint(frame, t, done);
    }
    select(frame);
  }

  /** @param {Frame} frame */
  function nameRow({ s, layout }) {
    const small = layout.left < 80;
    const arrow = direction ? '←' : '→';
    const text = small ? `L${layer} ${arrow}` : `${arrow} ${directionName(direction)}`;
    const isFirst = direction === s.D - 1;
    name.replaceChildren(
      isFirst && !small ? el('strong', {}, `layer ${layer}`) : '',
      el('span', {}, text),
    );
  }

  /** Have one box for each column of the window. @param {Frame} frame */
  function place({ s, layout, window: [t0, t1] }) {
    for (const [t, cell] of cells) {
      if (t < t0 || t >= t1) {
        cell.remove();
        cells.delete(t);
      }
    }
    for (let t = t0; t < t1; t++) {
      let cell = cells.get(t);
      if (!cell) {
        const key = keyOf({ layer, direction, t });
        cell = el('button', { type: 'button', class: 'cell', 'data-cell': key, tabindex: '-1' });
        cell.setAttribute('aria-label', `layer ${layer}, ${directionName(direction)}, t = ${t}`);
        cells.set(t, cell);
        root.append(cell);
      }
      cell.style.left = `${leftOf(layout, t)}px`;
      cell.style.width = `${layout.cell.w}px`;
      const last = t === lastOf(s, direction);
      cell.classList.toggle('in-output', layer === s.L - 1);
      cell.classList.toggle('in-h-n', last);
      cell.classList.toggle('in-c-n', last && s.states.includes('c'));
    }
  }

  /** @param {Frame} frame @param {number} t @param {boolean} done */
  function paint({ s, layout, window, picture, scale }, t, done) {
    if (!context || painted.get(t) === done) return;
    const x = leftOf(layout, t) - leftOf(layout, window[0]);
    context.clearRect(x, 0, layout.cell.w, layout.cell.h);
    const boxes = strips(layout, s.states.includes('c'));
    for (const state of done ? s.states : []) {
      const box = boxes[/** @type {'h'|'c'} */ (state)];
      const values = picture.trace.state(state, { layer, direction, t });
      // On its way: this column is painted when it has come.
      if (!values) return;
      const at = { ...box, x: x + box.x };
      paintUnits(context, scale, at, values, picture.trace.range);
    }
    painted.set(t, done);
  }

  /** @param {Frame} frame */
  function select({ picture: { hover, pin } }) {
    for (const was of root.querySelectorAll('.is-lit, .is-pinned')) {
      was.classList.remove('is-lit', 'is-pinned');
    }
    for (const [source, mark] of /** @type {const} */ ([
      [pin, 'is-pinned'],
      [hover ?? pin, 'is-lit'],
    ])) {
      if (source?.layer === layer && source.direction === direction) {
        cells.get(source.t)?.classList.add(mark);
      }
    }
  }

  return { update, remove: () => root.remove() };
}
