// The wires from cells to the slots that their states are copied to.

import { halvesOf, linesOver } from '../model/sources.js';
import { keyOf } from '../model/steps.js';
import { colourName } from '../model/tensors.js';
import { aside, upFrom } from './arrows.js';
import { halfTop, leftOf, middle, strips, topOf } from './geometry.js';

/** @typedef {import('./geometry.js').Layout} Layout */
/** @typedef {import('./arrows.js').Point} Point */
/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */

/**
 * @typedef {object} Wire
 * @property {string} tensor its name
 * @property {string} kind the tensor of PyTorch that it is like: it has that one's colour
 * @property {string} state
 * @property {string} from the key of the cell
 * @property {Cell} cell
 * @property {string} to the slot's key
 * @property {Point[]} points
 * @property {boolean} isDone whether the cell is computed
 * @property {boolean} isCut whether it begins out of view
 */

/** The key of a slot of every step. @param {string} name @param {number} t @param {number} half */
export const slotKey = (name, t, half) => `${name}:${t}:${half}`;

/** Where a slot beside the graph lies. @param {Layout} l @param {number} x of the shelves @param {{column: number}} side @param {Cell} cell */
export function slotBox(l, x, { column }, cell) {
  const [y, h] = [topOf(l, cell), l.cell.h];
  return { x: x + column * l.sides.column + 8, y, w: l.sides.column - 16, h };
}

/**
 * @param {Layout} l
 * @param {Summary} s
 * @param {import('./shelves.js').Shelves} shelves
 * @param {[number, number]} window the columns that are drawn
 * @param {{left: number, x: number}} view what is left of it is out of view, and right of x, where
 *   the shelves begin
 * @param {(cell: Cell) => boolean} done
 * @returns {Wire[]}
 */
export function wiresOf(l, s, shelves, window, view, done) {
  return [...upward(l, s, shelves, window, done), ...sideward(l, s, shelves, window, view, done)];
}

/** @type {(l: Layout, s: Summary, shelves: import('./shelves.js').Shelves, window: [number, number], done: (cell: Cell) => boolean) => Wire[]} */
function upward(l, s, { every }, window, done) {
  if (!every) return [];
  const [t0, t1] = linesOver(s, every, window, l.carry !== null);
  /** @type {Wire[]} */
  const wires = [];
  for (let t = t0; t < t1; t++) {
    halvesOf(s, every, t).forEach(({ state, cell: first, beside }, half) => {
      for (const cell of [first, ...beside]) {
        if (cell.t >= s.length) continue; // padding is 0, a copy of nothing
        const { start, isAside } = upFrom(l, s, cell);
        const y = halfTop(l, half);
        const right = leftOf(l, t) + l.cell.w;
        /** @type {Point[]} */
        const end = isAside
          ? [
              [right + aside(l), y + l.shelf.half / 2],
              [right + 1, y + l.shelf.half / 2],
            ]
          : [[middle(l, t), y + l.shelf.half + 2]];
        wires.push({
          tensor: every.name, kind: colourName(every), state, from: keyOf(cell), cell, to: slotKey(every.name, t, half),
          points: [...start, ...end], isDone: done(cell), isCut: false,
        }); // biome-ignore format: what it is, and how it runs
      }
    });
  }
  return wires;
}

/** @type {(l: Layout, s: Summary, shelves: import('./shelves.js').Shelves, window: [number, number], view: {left: number, x: number}, done: (cell: Cell) => boolean) => Wire[]} */
function sideward(l, s, { sides }, [t0], view, done) {
  const inCell = strips(l, s.states.includes('c'), 0);
  return sides.flatMap((side) =>
    side.slots.flatMap(({ key, half: { state, cell: first, beside } }) =>
      [first, ...beside].map((cell) => {
        const slot = slotBox(l, view.x, side, first);
        const isC = state === 'c';
        const part = inCell[isC ? 'c' : 'h'];
        const y = topOf(l, cell) + part.y + part.h / 2;
        const end = slot.y + part.y + part.h / 2;
        const isBack = cell.direction === 1;
        const isStraight = cell.t === s.T - 1 && cell === first && !isBack;
        const x = leftOf(l, cell.t) + (isBack ? -1 : l.cell.w + 1);
        const out = x + (isBack ? -1 : 1) * (isC ? 9 : 5);
        // Round it leads over its own line, between it and what lies over that.
        const over = s.D === 2 && cell.direction === 0 ? l.corridor - 4 : l.corridor;
        const round = topOf(l, cell) - over - (isC ? 3 : 0);
        const down = slot.x - (isC ? 9 : 12);
        // Where its cell is out of view to the right, or the column shows another, what is left of it
        // is short.
        const isOther = l.carry !== null && cell.t !== t0;
        const isPast = isOther || x > view.x - 12;
        /** @type {Point[]} */
        let points = [
          [x, y],
          [out, y],
          [out, round],
          [down, round],
          [down, end],
          [slot.x - 1, end],
        ];
        if (isPast)
          points = [
            [view.x - 12, end],
            [slot.x - 1, end],
          ];
        else if (isStraight)
          points = [
            [x, y],
            [slot.x - 1, y],
          ];
        return {
          tensor: side.tensor.name, kind: colourName(side.tensor), state, from: keyOf(cell), cell, to: key, points,
          isDone: done(cell), isCut: isOther || leftOf(l, cell.t) + l.cell.w > view.x || x < view.left + l.left - 14,
        }; // biome-ignore format: what it is, and how it runs
      }),
    ),
  );
}
