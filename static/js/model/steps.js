// The schedule, cell by cell. The server gives the step at which each layer starts; from there a
// direction runs one cell a step, the reverse one from t = T - 1. Rows of a packed batch run in step
// with the longest: one that is shorter ends before it, and begins after it in reverse.

import { isPadding } from './rows.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */

/** @param {Summary} s @param {string} order */
export const stepCount = (s, order) => s.schedules[order]?.steps ?? 0;

/**
 * The step in which a cell becomes computable; that of padding never comes.
 * @param {Summary} s
 * @param {string} order
 * @param {Cell} cell
 */
export function stepOf(s, order, { layer, direction, t }) {
  if (isPadding(s, t)) return Number.POSITIVE_INFINITY;
  const first = s.schedules[order]?.first[layer] ?? 0;
  return first + (direction ? s.T - 1 - t : t);
}

/**
 * The cells of one step, layer by layer; none where only longer rows run.
 * @param {Summary} s
 * @param {string} order
 * @param {number} step
 * @returns {Cell[]}
 */
export function cellsAt(s, order, step) {
  const cells = [];
  for (let layer = 0; layer < s.L; layer++) {
    const i = step - (s.schedules[order]?.first[layer] ?? 0);
    if (i < 0 || i >= s.T) continue;
    for (const direction of s.directions) {
      const t = direction ? s.T - 1 - i : i;
      if (!isPadding(s, t)) cells.push({ layer, direction, t });
    }
  }
  return cells;
}

/**
 * A cell of a step; where the row rests, of the last step in which it ran, or else its first cell.
 * @param {Summary} s
 * @param {string} order
 * @param {number} step
 * @returns {Cell}
 */
export function cellNear(s, order, step) {
  for (let i = step; i >= 0; i--) {
    const [cell] = cellsAt(s, order, i);
    if (cell) return cell;
  }
  return { layer: 0, direction: 1, t: s.length - 1 };
}

/**
 * The cell of a step that the eye goes to: the last one in a direction, else any, else the nearest.
 * @param {Summary} s
 * @param {string} order
 * @param {number} step
 * @param {number} direction
 * @returns {Cell}
 */
export function cellFollowed(s, order, step, direction) {
  const cells = cellsAt(s, order, step);
  return (
    cells.findLast((cell) => cell.direction === direction) ?? cells[0] ?? cellNear(s, order, step)
  );
}

/**
 * Whether all directions of a layer have passed t, so that what reads it can run.
 * @param {Summary} s
 * @param {string} order
 * @param {number} step
 * @param {number} layer
 * @param {number} t
 */
export function passed(s, order, step, layer, t) {
  return s.directions.every((direction) => stepOf(s, order, { layer, direction, t }) <= step);
}

/** The t at which a direction of the row ends. @param {Summary} s @param {number} direction */
export const lastOf = (s, direction) => (direction ? 0 : s.length - 1);

/** @param {Cell} cell */
export const keyOf = ({ layer, direction, t }) => `${layer}:${direction}:${t}`;

/**
 * A cell out of its key, or null where the trace has none of that name.
 * @param {Summary} s
 * @param {string} key
 * @returns {Cell|null}
 */
export function cellOf(s, key) {
  const parts = /^(\d+):(\d+):(\d+)$/.exec(key);
  if (!parts) return null;
  const [layer = 0, direction = 0, t = 0] = parts.slice(1).map(Number);
  const isThere = layer < s.L && s.directions.includes(direction) && t < s.T;
  return isThere ? { layer, direction, t } : null;
}

/**
 * Where a direction of a layer stands on the axis L·D: layer 0 forward, layer 0 reverse, layer 1 …
 * @param {Summary} s
 * @param {number} layer
 * @param {number} direction
 */
export const rowOf = (s, layer, direction) => layer * s.D + s.directions.indexOf(direction);

/** The size of a state. @param {Summary} s @param {string} state */
export const sizeOf = (s, state) => (state === 'h' ? s.P : s.H);

/** @param {number} direction */
export const directionName = (direction) => (direction ? 'reverse' : 'forward');

/** Whether a direction has to be told: a network that only runs forward has no other. @param {Summary} s */
export const namesDirection = (s) => s.directions.includes(1);
