// Where returned tensors stand in the picture: one of every step over the top layer, those of last
// states beside the graph, a slot level with the line of cells that it is copied from.

import { halvesOf, lineCount } from '../model/sources.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Tensor} Tensor */
/** @typedef {import('../model/sources.js').Half} Half */

/**
 * @typedef {object} Slot where a last state is copied to
 * @property {string} key unlike that of every other slot
 * @property {string} label as one writes it: `h_n[1]`, `output[:, :4]`
 * @property {Half} half
 */

/**
 * @typedef {object} Side a shelf beside the graph
 * @property {Tensor} tensor
 * @property {number} column 0 is next to the graph
 * @property {Slot[]} slots
 */

/**
 * @typedef {object} Shelves
 * @property {Tensor|null} every the tensor that has every step
 * @property {number} halves of one of its slots
 * @property {boolean} isApart whether directions have an axis of their own there
 * @property {Side[]} sides
 * @property {number} columns that the sides take
 */

/**
 * @param {Summary} s
 * @param {Tensor[]} tensors
 * @returns {Shelves}
 */
export function shelvesOf(s, tensors) {
  const every = tensors.find(({ when }) => when !== 'last') ?? null;
  /** @type {Side[]} */
  const sides = [];
  /** @type {{state: string, isWhole: boolean, lines: Set<string>}[]} */
  const columns = [];
  for (const tensor of tensors.filter(({ when }) => when === 'last')) {
    const slots = slotsOf(s, tensor);
    const lines = slots.map(({ half: { cell } }) => `${cell.layer}:${cell.direction}`);
    const state = slots[0]?.half.state ?? 'h';
    // Tensors of one state each share a column as long as their lines are free.
    const isWhole = slots.length > 1;
    const fits = (/** @type {typeof columns[number]} */ column) =>
      column.state === state &&
      column.isWhole === isWhole &&
      !lines.some((line) => column.lines.has(line));
    let column = columns.findIndex(fits);
    if (column < 0) column = columns.push({ state, isWhole, lines: new Set() }) - 1;
    for (const line of lines) columns[column]?.lines.add(line);
    sides.push({ tensor, column, slots });
  }
  return {
    every,
    halves: every ? halvesOf(s, every, 0).length : 0,
    isApart: every?.join === 'stack',
    sides,
    columns: columns.length,
  };
}

/** @param {Summary} s @param {Tensor} tensor @returns {Slot[]} */
function slotsOf(s, tensor) {
  const lines = Array.from({ length: lineCount(s, tensor) }, (_, line) => line);
  const halves = lines.flatMap((line) => halvesOf(s, tensor, line));
  return halves.map((half, i) => ({
    key: `${tensor.name}:${i}`,
    label: `${tensor.name}${indexOf(tensor, half, halves.length)}`,
    half,
  }));
}

/** @param {Tensor} tensor @param {Half} half @param {number} count of all halves */
function indexOf({ axes, join }, { index, units }, count) {
  if (join === 'stack') {
    const at = axes.findIndex((axis) => axis === 'D' || axis === 'L·D');
    return `[${':, '.repeat(at)}${index(0)[at]}]`;
  }
  if (count === 1) return '';
  const from = index(0).at(-1) ?? 0;
  const range = `${from || ''}:${from ? '' : units}`;
  return `[${':, '.repeat(axes.length - 1)}${range}]`;
}
