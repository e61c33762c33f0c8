// The recurrence itself, as the folded graph draws it: each line of cells has one cell, what it makes
// leads round into a box at its side, and from there into the same cell again.

import { keyOf } from '../model/steps.js';
import { leftOf, topOf } from './geometry.js';

/** @typedef {import('./geometry.js').Layout} Layout */
/** @typedef {import('./arrows.js').Arrow} Arrow */
/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */

/**
 * Where the box lies of what a cell takes over from the step before, in the folded graph.
 * @param {Layout} l
 * @param {import('../types.js').Cell} cell
 */
export function carryOf(l, cell) {
  const { gap, w } = l.carry ?? { gap: 0, w: 0 };
  const left = leftOf(l, cell.t);
  const x = cell.direction ? left + l.cell.w + gap : left - gap - w;
  return { x, y: topOf(l, cell), w, h: l.cell.h };
}

/**
 * Out of a cell, over it, and as what the step before left into it again.
 * @param {Layout} l folded
 * @param {Summary} s
 * @param {Cell} cell the one that the column shows
 * @param {(cell: Cell) => boolean} done
 * @returns {[Arrow, Arrow]} round into the box of what is taken over, and from there
 */
export function loopOf(l, s, cell, done) {
  const { layer, direction, t } = cell;
  const isReverse = direction === 1;
  const before = { layer, direction, t: t + (isReverse ? 1 : -1) };
  const isFirst = before.t < 0 || before.t >= s.length;
  const [left, top, box] = [leftOf(l, t), topOf(l, cell), carryOf(l, cell)];
  const way = isReverse ? -1 : 1;
  const edge = isReverse ? left - 1 : left + l.cell.w + 1;
  // Clear of the wires that lead out of a strip's middle, and of those that lead round.
  const out = top + l.cell.h * (s.states.includes('c') ? 0.58 : 0.25);
  const over = top - (s.D === 2 && !isReverse ? l.between * 0.35 : l.corridor + 7);
  const line = top + l.cell.h / 2;
  const carry = `carry:${layer}:${direction}`;
  return [
    {
      from: keyOf(cell),
      to: carry,
      points: [
        [edge, out],
        [edge + way * 15, out],
        [edge + way * 15, over],
        [box.x + box.w / 2, over],
        [box.x + box.w / 2, top - 1],
      ],
      isDone: !isFirst && done(before),
    },
    {
      from: carry,
      to: keyOf(cell),
      points: [
        [isReverse ? box.x - 1 : box.x + box.w + 1, line],
        [isReverse ? left + l.cell.w + 1 : left - 1, line],
      ],
      isDone: isFirst || done(before),
    },
  ];
}
