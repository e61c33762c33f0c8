// What a step moves: each state that a cell reads goes along its arrow into the cell, and is gone.

import { el } from '../dom.js';
import { middle } from '../geometry.js';
import { paintUnits, sized } from '../paint.js';
import { isPadding } from '../rows.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/**
 * @param {HTMLElement} parent
 * @param {Frame} frame
 */
export function travel(parent, frame) {
  const { s, layout, window, picture, cells } = frame;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || picture.fast) return;
  /** @param {import('../types.js').Cell} cell */
  const at = ({ layer, direction, t }) => {
    const row = layout.rows.find((r) => r.layer === layer && r.direction === direction);
    return { x: middle(layout, t), y: (row?.y ?? 0) + layout.cell.h / 2 };
  };
  for (const cell of cells) {
    if (cell.t < window[0] || cell.t >= window[1]) continue;
    const before = { ...cell, t: cell.t + (cell.direction ? 1 : -1) };
    if (before.t >= 0 && !isPadding(s, before.t)) send(parent, frame, before, at(before), at(cell));
    for (const direction of cell.layer > 0 ? s.directions : []) {
      const below = { layer: cell.layer - 1, direction, t: cell.t };
      send(parent, frame, below, at(below), at(cell));
    }
  }
}

/**
 * @param {HTMLElement} parent
 * @param {Frame} frame
 * @param {import('../types.js').Cell} cell whose h travels
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 */
function send(parent, { picture, scale }, cell, from, to) {
  const h = picture.trace.state('h', cell);
  if (!h) return;
  const [width, height] = [26, 9];
  const canvas = el('canvas', { class: 'traveller', 'aria-hidden': 'true' });
  const box = { x: 0, y: 0, w: width, h: height };
  paintUnits(sized(canvas, width, height), scale, box, h, picture.trace.range.h ?? 1);
  parent.append(canvas);
  /** @param {{x: number, y: number}} p */
  const move = ({ x, y }) => `translate(${x - width / 2}px, ${y - height / 2}px)`;
  const frames = [
    { transform: move(from), opacity: 0 },
    { opacity: 1, offset: 0.25 },
    { opacity: 1, offset: 0.75 },
    { transform: move(to), opacity: 0 },
  ];
  const duration = picture.playing ? Math.min(320, 450 / Number(picture.scene.speed)) : 320;
  canvas
    .animate(frames, { duration, easing: 'ease-in-out' })
    .finished.finally(() => canvas.remove());
}
