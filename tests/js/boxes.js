// Where things of the picture lie, and whether a line runs through one.

import { halfTop, leftOf, middle, topOf } from '../../static/js/layout/geometry.js';

/** @typedef {import('../../static/js/layout/geometry.js').Layout} Layout */
/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {[number, number]} Point */

/** @param {Layout} l @param {import('./summary.js').Cell} cell @returns {Box} */
export const boxOfCell = (l, cell) => ({ x: leftOf(l, cell.t), y: topOf(l, cell), ...l.cell });

/** @param {Layout} l @param {number} t @param {number} half @returns {Box} */
export const boxOfHalf = (l, t, half) => ({
  x: leftOf(l, t),
  y: halfTop(l, half),
  w: l.cell.w,
  h: l.shelf.half,
});

/** A column's part of what spans all. @param {Layout} l @param {number} t @param {{y: number, h: number}} band @returns {Box} */
export const boxOfColumn = (l, t, { y, h }) => ({
  x: middle(l, t) - l.column / 2,
  y,
  w: l.column,
  h,
});

/** Whether a point lies at the edge of a box, at most some pixels outside. @param {Point} point @param {Box} box */
export function isAtEdge([px, py], { x, y, w, h }, within = 3) {
  const outside = Math.max(x - px, px - x - w, y - py, py - y - h);
  return outside >= -1 && outside <= within;
}

/** Whether a line of right angles runs through the inside of a box. @param {Point[]} points @param {Box} box */
export function runsThrough(points, { x, y, w, h }) {
  return points.slice(1).some(([x1, y1], i) => {
    const [x0, y0] = points[i] ?? [x1, y1];
    const [left, right] = [Math.min(x0, x1), Math.max(x0, x1)];
    const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
    return left < x + w && right > x && top < y + h && bottom > y;
  });
}
