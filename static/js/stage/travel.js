// What a step moves: what a cell reads goes into it, then its new state goes along the wires into
// the slots that hold a copy of it.

import { el } from '../draw/dom.js';
import { paintUnits, sized } from '../draw/paint.js';
import { middle, topOf } from '../layout/geometry.js';
import { loopOf } from '../layout/loop.js';
import { isPadding } from '../model/rows.js';
import { keyOf } from '../model/steps.js';

/** @typedef {import('./view.js').Frame} Frame */

/** @typedef {[number, number][]} Path */

/**
 * @param {HTMLElement} parent
 * @param {Frame} frame
 * @param {import('../layout/wires.js').Wire[]} wires
 * @param {() => void} onArrive
 * @returns {Set<string>} the keys of the slots that copies are on their way to
 */
export function travel(parent, frame, wires, onArrive) {
  const { s, layout, window, picture, cells } = frame;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || picture.fast) return new Set();
  const inView = cells.filter(({ t }) => t >= window[0] && t < window[1]);
  /** @param {import('../types.js').Cell} cell @returns {[number, number]} */
  const at = (cell) => [middle(layout, cell.t), topOf(layout, cell) + layout.cell.h / 2];
  for (const cell of inView) {
    const before = { ...cell, t: cell.t + (cell.direction ? 1 : -1) };
    if (before.t >= 0 && !isPadding(s, before.t)) {
      const way = layout.carry ? loopOf(layout, s, cell, () => true) : [];
      const round = way.flatMap(({ points }) => points);
      const path = layout.carry ? round : [at(before), at(cell)];
      send(parent, frame, stateOf(frame, 'h', before), path, 0);
    }
    for (const direction of cell.layer > 0 ? s.directions : []) {
      const below = { layer: cell.layer - 1, direction, t: cell.t };
      send(parent, frame, stateOf(frame, 'h', below), [at(below), at(cell)], 0);
    }
    if (cell.layer === 0) {
      const x = { values: picture.trace.x(cell.t), range: s.largest.x ?? 1 };
      send(parent, frame, x, [[middle(layout, cell.t), layout.x.y], at(cell)], 0);
    }
  }
  // Then each new state is copied into its slots.
  const keys = inView.map(keyOf);
  const copies = wires.filter(({ from }) => keys.includes(from));
  const sent = copies.map(({ state, cell, points }) =>
    send(parent, frame, stateOf(frame, state, cell), points, 1),
  );
  Promise.allSettled(sent).then(onArrive);
  return new Set(copies.map(({ to }) => to));
}

/** @param {Frame} frame @param {string} state @param {import('../types.js').Cell} cell */
const stateOf = ({ picture: { trace } }, state, cell) => ({
  values: trace.state(state, cell),
  range: trace.range[state] ?? 1,
});

/**
 * @param {HTMLElement} parent
 * @param {Frame} frame
 * @param {{values: Float32Array|null, range: number}} what
 * @param {Path} path
 * @param {number} turn how many others go before it
 * @returns {Promise<unknown>}
 */
function send(parent, { picture, scale }, { values, range }, path, turn) {
  if (!values) return Promise.resolve();
  const [width, height] = [26, 9];
  const canvas = el('canvas', { class: 'traveller', 'aria-hidden': 'true' });
  const box = { x: 0, y: 0, w: width, h: height };
  paintUnits(sized(canvas, width, height), scale, box, values, range);
  parent.append(canvas);
  const lengths = path.map(([x, y], i) => {
    const [x0, y0] = path[i - 1] ?? [x, y];
    return Math.hypot(x - x0, y - y0);
  });
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let gone = 0;
  const frames = path.map(([x, y], i) => {
    gone += lengths[i] ?? 0;
    const offset = Math.min(1, gone / whole);
    return { transform: `translate(${x - width / 2}px, ${y - height / 2}px)`, offset };
  });
  const duration = picture.playing ? Math.min(320, 360 / Number(picture.scene.speed)) : 320;
  const timing = { duration, delay: turn * duration, easing: 'ease-in-out' };
  canvas.animate([{ opacity: 0 }, { opacity: 1, offset: 0.1 }, { opacity: 1 }], {
    ...timing,
    fill: 'both',
  });
  return canvas
    .animate(frames, { ...timing, fill: 'both' })
    .finished.finally(() => canvas.remove());
}
