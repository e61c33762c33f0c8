// The shelf of the tensor that has every step: slot t right over column t, a half for each direction.

import { el } from '../draw/dom.js';
import { sized } from '../draw/paint.js';
import { halfTop, leftOf } from '../layout/geometry.js';
import { slotKey } from '../layout/wires.js';
import { isPadding } from '../model/rows.js';
import { halvesOf, linesOver } from '../model/sources.js';
import { colourName, placeName } from '../model/tensors.js';
import { createSlot } from './slot.js';
import { createStop } from './stop.js';

/** @typedef {import('../stage/view.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createEvery(parent) {
  const name = el('div', { class: 'row-name' });
  const bands = el('div', { class: 'every-bands' });
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const root = el('div', { class: 'end every', 'data-shelf': '' }, bands, canvas, name);
  parent.append(root);
  /** @type {Map<string, ReturnType<typeof createSlot> & {t: number}>} */
  const slots = new Map();
  let drawn = '';
  let seen = ''; // the window that the canvas holds
  /** @type {CanvasRenderingContext2D|null} */
  let context = null;
  const keepStop = createStop(root, 'button', (node, right, down) => {
    // A slot's key ends in its step and its half.
    const [half = 0, t = 0] = (node.dataset.slot ?? '').split(':').reverse().map(Number);
    return slots.get(slotKey(root.dataset.shelf ?? '', t + right, half + down))?.node;
  });

  /** @param {Frame} frame @param {Set<string>} awaited keys of slots whose copies are on their way */
  return (frame, awaited) => {
    const { s, layout, shelves, picture } = frame;
    const { every } = shelves;
    root.hidden = !every || !picture.scene.output;
    if (!every || root.hidden) return;
    const [t0, t1] = linesOver(s, every, frame.window, layout.carry !== null);
    // Another trace of the same shape is painted into the same slots.
    const now = [...every.shape, s.L, s.length, s.b, ...placeOf(frame)].join();
    if (now !== drawn) {
      drawn = now;
      for (const { node } of slots.values()) node.remove();
      slots.clear();
      seen = '';
      root.dataset.shelf = every.name;
      root.className = `end every name-${colourName(every)}`;
      root.style.top = `${layout.shelf.y}px`;
      name.style.height = `${layout.shelf.h}px`;
      const size = `(${every.shape.join(', ')})`;
      name.replaceChildren(el('strong', {}, every.name), el('span', { class: 'shape' }, size));
      bands.replaceChildren(...bandsOf(frame));
    }
    for (const [key, { node, t }] of slots) {
      if (t >= t0 && t < t1) continue;
      node.remove();
      slots.delete(key);
    }
    const held = [t0, t1, devicePixelRatio].join();
    if (held !== seen || !context) {
      seen = held;
      canvas.style.left = `${leftOf(layout, t0)}px`;
      context = sized(canvas, (t1 - t0) * layout.column, layout.shelf.h);
      for (const { forget } of slots.values()) forget();
    }
    const size = { w: layout.cell.w - 4, h: layout.shelf.half - 4 };
    for (let t = t0; t < t1; t++) {
      halvesOf(s, every, t).forEach((half, i) => {
        const key = slotKey(every.name, t, i);
        let slot = slots.get(key);
        if (!slot) {
          slot = {
            ...createSlot(
              key,
              placeName(every, half),
              half,
              every,
              false,
              isPadding(s, half.cell.t),
            ),
            t,
          };
          const { style } = slot.node;
          style.left = `${leftOf(layout, t)}px`;
          style.top = `${halfTop(layout, i) - layout.shelf.y}px`;
          style.width = `${layout.cell.w}px`;
          style.height = `${layout.shelf.half}px`;
          slots.set(key, slot);
          root.append(slot.node);
        }
        const x = leftOf(layout, t) - leftOf(layout, t0) + 2;
        const box = { x, y: halfTop(layout, i) - layout.shelf.y + 2, ...size };
        if (context) slot.update(frame, { context, box }, awaited.has(key));
      });
    }
    keepStop();
  };
}

/** All that says where slots lie and what they are called. @param {Frame} frame */
export const placeOf = ({ layout, names }) => [layout.key, names];

/** The ground of the shelf: one, or one for each direction where they have an axis of their own. @param {Frame} frame */
function bandsOf({ s, layout, shelves }) {
  const { h, half, gap } = layout.shelf;
  const count = shelves.isApart ? shelves.halves : 1;
  return Array.from({ length: count }, (_, i) => {
    const band = el('div', { class: 'band-output' });
    const x = leftOf(layout, 0) - 9;
    band.style.left = `${x}px`;
    band.style.width = `${leftOf(layout, s.T - 1) + layout.cell.w + 9 - x}px`;
    band.style.top = `${count > 1 ? i * (half + gap) + 1 : 0}px`;
    band.style.height = `${count > 1 ? half + 6 : h}px`;
    return band;
  });
}
