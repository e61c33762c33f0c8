// Which states an element of a tensor was read from, and back, under the names of any framework. The
// server says of each tensor which states it is made of, at which steps, and how they are joined.

import { isPadding } from './rows.js';
import { keyOf, lastOf, cellOf as namedCell, sizeOf } from './steps.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {import('../types.js').Tensor} Tensor */

/**
 * Elements side by side along the last axis: the units of a state, or of several in one.
 * @typedef {object} Half
 * @property {string} state
 * @property {Cell} cell
 * @property {Cell[]} beside the other cells that the same elements were made of
 * @property {number} units
 * @property {(unit: number) => number[]} index
 */

/** Where below a trace's address stands what the scene's framework calls it. @param {import('../types.js').Scene} scene */
export const namesPath = ({ names, merge }) =>
  names === 'keras' ? `names/keras?merge=${merge}` : `names/${names}`;

/** Whether two directions are one number. @param {Tensor} tensor */
export const isMixed = ({ join }) => join !== 'concat' && join !== 'stack';

/** How many lines a tensor has: a step each, or of last states a state each. @param {Summary} s @param {Tensor} tensor */
export function lineCount(s, { when, join, states }) {
  if (when !== 'last') return s.T;
  return join === 'stack' ? states.length : 1;
}

/** The line of a step, where a tensor has every one. @param {Summary} s @param {Tensor} tensor @param {number} t */
export const lineAt = (s, { when }, t) => (when === 'turned' ? s.T - 1 - t : t);

/**
 * The lines of it that stand over a window of columns. Folded, all lie over the one column, and the
 * line is that which its cell is copied to.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {[number, number]} window
 * @param {boolean} isFolded
 * @returns {[number, number]}
 */
export function linesOver(s, tensor, [t0, t1], isFolded) {
  const line = lineAt(s, tensor, t0);
  return isFolded ? [line, line + 1] : [t0, t1];
}

/**
 * What stands in one line.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {number} line
 * @returns {Half[]}
 */
export function halvesOf(s, tensor, line) {
  const { when, join, states } = tensor;
  const isOneOfSeveral = when === 'last' && join === 'stack';
  const rows = isOneOfSeveral ? [line] : [...states.keys()];
  const groups = isMixed(tensor) ? [rows] : rows.map((row) => [row]);
  return groups.map((group) => {
    const cells = group.map((row) => cellOf(s, tensor, row, line));
    const [row = 0] = group;
    const state = states[row]?.[0] ?? 'h';
    const units = sizeOf(s, state);
    const first = join === 'concat' ? row * units : 0;
    /** @param {number} unit */
    const index = (unit) => {
      /** @type {Record<string, number>} */
      const at = { T: line, B: s.b, D: row, L·D: row };
      return tensor.axes.map((axis, i) =>
        i === tensor.axes.length - 1 ? first + unit : (at[axis] ?? 0),
      );
    };
    const [cell = cellOf(s, tensor, row, line), ...beside] = cells;
    return { state, cell, beside, units, index };
  });
}

/** @param {Summary} s @param {Tensor} tensor @param {number} row of its states @param {number} line @returns {Cell} */
function cellOf(s, { when, states }, row, line) {
  const [, layer = 0, direction = 0] = states[row] ?? [];
  const end = lastOf(s, direction);
  const t = { each: line, turned: s.T - 1 - line, held: Math.min(line, end), last: end }[when];
  return { layer, direction, t };
}

/**
 * What y at a step is made of: the top layer's h of every direction.
 * @param {Summary} s
 * @param {number} t
 * @returns {Source}
 */
export function sourceOfY(s, t) {
  /** @param {number} [direction] */
  const at = (direction = 0) => ({ layer: s.L - 1, direction, t });
  const [first, ...others] = s.directions;
  const beside = others.map(at);
  return { ...at(first), state: 'h', kind: 'y', ...(beside.length ? { beside } : {}) };
}

/** What a link calls what is pinned: a cell, or y at a step. @param {Source} source */
export const pinName = (source) => (source.kind === 'y' ? `y:${source.t}` : keyOf(source));

/**
 * What can be pinned out of its name, or null where the row has none of that name.
 * @param {Summary} s
 * @param {string} name
 * @returns {Source|null}
 */
export function pinOf(s, name) {
  const [, t] = /^y:(\d+)$/.exec(name) ?? [];
  if (t === undefined) return namedCell(s, name);
  return Number(t) < s.T && !isPadding(s, Number(t)) ? sourceOfY(s, Number(t)) : null;
}

/**
 * The states that one element was read from: the first, and others beside it.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {number[]} index
 * @returns {Source & {state: string, unit: number}|null} null where the row of the batch is not shown
 */
export function sourceOf(s, tensor, index) {
  const lines = tensor.when === 'last' ? ['L·D', 'D'] : ['T'];
  const line = index[tensor.axes.findIndex((axis) => lines.includes(axis))] ?? 0;
  for (const { state, cell, beside, units, index: at } of halvesOf(s, tensor, line)) {
    const first = at(0);
    const unit = (index.at(-1) ?? 0) - (first.at(-1) ?? 0);
    const isHere = first.slice(0, -1).every((n, i) => n === index[i]);
    if (isHere && unit >= 0 && unit < units) {
      return beside.length ? { ...cell, state, unit, beside } : { ...cell, state, unit };
    }
  }
  return null;
}

/**
 * Where a cell's states stand in tensors; `index` runs over all `units` of each.
 * @param {Summary} s
 * @param {Tensor[]} tensors
 * @param {Cell} cell
 * @returns {(Half & {tensor: Tensor, line: number})[]}
 */
export function slotsOf(s, tensors, cell) {
  return tensors.flatMap((tensor) =>
    linesWith(s, tensor, cell).flatMap((line) =>
      halvesOf(s, tensor, line)
        .filter((half) => [half.cell, ...half.beside].some((each) => keyOf(each) === keyOf(cell)))
        .map((half) => ({ ...half, tensor, line })),
    ),
  );
}

/** The tensors that hold a state of a cell. @param {Summary} s @param {Tensor[]} tensors @param {Cell} cell */
export const tensorsWith = (s, tensors, cell) =>
  tensors.filter((tensor) => linesWith(s, tensor, cell).length > 0);

/** @param {Summary} s @param {Tensor} tensor @param {Cell} cell */
function linesWith(s, tensor, { layer, direction, t }) {
  const rows = [...tensor.states.keys()].filter((row) => {
    const [, ofLayer, ofDirection] = tensor.states[row] ?? [];
    return ofLayer === layer && ofDirection === direction;
  });
  if (!rows.length) return [];
  if (tensor.when === 'last') {
    if (t !== lastOf(s, direction)) return [];
    return tensor.join === 'stack' ? rows : [0];
  }
  const isHeld = tensor.when === 'held' && t === lastOf(s, direction);
  const line = lineAt(s, tensor, t);
  return isHeld ? Array.from({ length: s.T - line }, (_, i) => line + i) : [line];
}
