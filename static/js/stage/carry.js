// What a step takes over from the one before, in the folded graph: a box that each line's loop leads
// into, and from there into the cell.

import { el } from '../draw/dom.js';
import { paintUnits, sized } from '../draw/paint.js';
import { strips } from '../layout/geometry.js';
import { carryOf } from '../layout/loop.js';
import { directionName, keyOf, stepOf } from '../model/steps.js';

/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {{node: HTMLElement, canvas: HTMLCanvasElement, taken: HTMLElement, line: {layer: number, direction: number}, drawn: string}} Box */

/** @param {HTMLElement} parent */
export function createCarry(parent) {
  const root = el('div', { class: 'carries' });
  parent.append(root);
  let placed = '';
  /** @type {Box[]} */
  let boxes = [];

  /** @param {Frame} frame */
  return (frame) => {
    const { s, layout } = frame;
    const now = layout.carry ? [s.key, layout.key, devicePixelRatio].join() : '';
    if (now !== placed) {
      placed = now;
      boxes = layout.carry ? layout.rows.map((row) => place(frame, row)) : [];
      root.replaceChildren(...boxes.map(({ node }) => node));
    }
    for (const box of boxes) fill(frame, box);
  };
}

/** @param {Frame} frame @param {{layer: number, direction: number}} line @returns {Box} */
function place({ s, layout, window }, line) {
  const { x, y, w, h } = carryOf(layout, { ...line, t: window[0] });
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const index = line.direction ? 't+1' : 't−1';
  const isNarrow = w < 50;
  const names = s.states.map((state) => el('span', {}, ...named([state], index)));
  // Each name stands at its strip, on the side that no line leads to.
  const taken = el('span', { class: line.direction ? 'taken is-reverse' : 'taken' }, ...names);
  const made = el('span', { class: 'made' }, ...named(s.states, 't'));
  const node = el('div', { class: 'carry', role: 'img' }, canvas, taken, made);
  // What the cell makes of it stands at its other side, where there is room over the wires.
  made.hidden = h < 30 || isNarrow;
  made.style[line.direction ? 'right' : 'left'] =
    `${w + (layout.carry?.gap ?? 0) + layout.cell.w + 20}px`;
  Object.assign(node.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
  return { node, canvas, taken, line, drawn: '' };
}

/** States with an index, as equations have them. @param {string[]} states @param {string} index */
const named = (states, index) =>
  states.flatMap((state, i) => [i ? ' ' : '', state, el('sub', {}, index)]);

/** @param {Frame} frame @param {Box} box */
function fill({ s, layout, window, picture, order, scale }, box) {
  const { layer, direction } = box.line;
  const t = window[0] + (direction ? 1 : -1);
  /** @type {Cell} */
  const before = { layer, direction, t };
  const isFirst = t < 0 || t >= s.length;
  const isDone = !isFirst && stepOf(s, order, before) <= picture.step;
  const values = isDone ? s.states.map((state) => picture.trace.state(state, before)) : [];
  const now = [isFirst, keyOf(before), values.map(Boolean), scale.css[0]].join();
  if (now === box.drawn) return;
  box.drawn = now;
  box.taken.hidden = isFirst; // h_0 stands there
  const names = s.states.map((state) => (isFirst ? `${state}_0` : state)).join(' and ');
  const where = `layer ${layer}, ${directionName(direction)}`;
  const says = isFirst ? `${names} of ${where}` : `${names} of ${where}, t = ${t}`;
  box.node.title = `${says}: what this step takes over`;
  box.node.setAttribute('aria-label', box.node.title);
  const { w, h } = carryOf(layout, before);
  const context = sized(box.canvas, w, h);
  const parts = strips(layout, s.states.includes('c'), t);
  s.states.forEach((state, i) => {
    const part = { ...parts[/** @type {'h'|'c'} */ (state)], x: 4, w: w - 8 };
    const range = picture.trace.range[state] ?? 1;
    const some = values[i];
    if (some) paintUnits(context, scale, part, some, range);
  });
}
