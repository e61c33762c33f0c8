// The weights of a line of cells: where their heat map lies at its name, and the lines that tie it to
// every cell that uses them.

import { leftOf, middle, topOf } from './geometry.js';

/** @typedef {import('./geometry.js').Layout} Layout */
/** @typedef {import('./arrows.js').Point} Point */

/** Pixels of its side, and from it to the first column, where the states before the first step are. */
const [largestSide, before] = [24, 46];

/**
 * @param {Layout} l
 * @param {number} scrolled what is out of view to the left
 * @param {{layer: number, direction: number}} line
 */
export function weightsBox(l, scrolled, line) {
  const size = Math.min(largestSide, l.cell.h);
  const y = topOf(l, line) + (l.cell.h - size) / 2;
  return { x: scrolled + l.left - before, y, w: size, h: size };
}

/**
 * @param {Layout} l
 * @param {import('../types.js').Summary} s
 * @param {[number, number]} window
 * @param {{left: number, x: number}} view
 * @param {{layer: number, direction: number}} line
 * @returns {Point[][]} out of the heat map into each cell in view; padding is never read
 */
export function tethersOf(l, s, [t0, t1], view, line) {
  const box = weightsBox(l, view.left, line);
  const [from, top] = [box.x + box.w / 2, topOf(l, line)];
  /** @type {Point[][]} */
  const tethers = [];
  for (let t = t0; t < Math.min(t1, s.length); t++) {
    const to = middle(l, t);
    if (leftOf(l, t) < view.left + l.left - 14 || to >= view.x) continue;
    tethers.push([
      [from, box.y],
      [from, top - 5],
      [to, top - 5],
      [to, top],
    ]);
  }
  return tethers;
}
