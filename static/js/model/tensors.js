// How a tensor is written down: its shape with names, its rows and columns, how large its elements.

import { clamp } from './geometry.js';
import { halvesOf } from './sources.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Tensor} Tensor */

/**
 * As large as lets all tensors stand side by side, but not too small to point at.
 * @param {Summary} s
 * @param {Tensor[]} tensors
 * @param {number} width
 * @param {number} rowCount
 */
export function elementSize(s, tensors, width, rowCount) {
  // Last states that are given one by one stand below each other.
  const wide = tensors.filter(({ when, join }) => when !== 'last' || join === 'stack');
  const halves = wide.flatMap((tensor) => halvesOf(s, tensor, 0));
  const units = halves.reduce((sum, half) => sum + half.units, 0);
  const least = units <= 64 ? 10 : units <= 128 ? 6 : 4;
  return clamp(least, Math.floor(Math.min((width - 320) / units - 1, 150 / rowCount)), 18);
}

/** @param {Tensor} tensor */
export const shapeOf = ({ axes, shape }) =>
  `(${axes.map((axis, i) => `${axis}=${shape[i]}`).join(', ')})`;

/** A line by its index, without the units: `[3, :, 0]`. @param {Summary} s @param {Tensor} tensor @param {number} line */
export function rowName(s, tensor, line) {
  const halves = halvesOf(s, tensor, line);
  const indices = halves.map(({ index }) => index(0).slice(0, -1));
  const [first = []] = indices;
  const index = first.map((n, i) => (indices.every((other) => other[i] === n) ? n : ':'));
  const { layer, direction } = halves[0]?.cell ?? { layer: 0, direction: 0 };
  const isState = tensor.when === 'last' && tensor.join === 'stack';
  return `[${index.join(', ')}]${isState ? ` l${layer} ${direction ? '←' : '→'}` : ''}`;
}

/**
 * Where a state stands in a tensor, as one writes it: `output[3, 0, 8:16]`.
 * @param {Tensor} tensor
 * @param {import('./sources.js').Half} half
 */
export function placeName({ name, shape }, { index, units }) {
  const [first, last] = [index(0), index(units - 1)];
  const range = shape.at(-1) === units ? ':' : `${first.at(-1)}:${(last.at(-1) ?? 0) + 1}`;
  return `${name}[${[...first.slice(0, -1), range].join(', ')}]`;
}

/** What colour a tensor has: that of PyTorch's whose states it holds. @param {Tensor} tensor */
export const colourName = ({ when, states }) =>
  when === 'last' ? `${states[0]?.[0]}_n` : 'output';

/**
 * The values of two directions made one, as the framework does.
 * @param {Tensor['join']} join
 * @param {(Float32Array|null)[]} sides null while one is on its way
 */
export function mixed(join, [first = null, second]) {
  if (second === undefined || !first || !second) return second === undefined ? first : null;
  return first.map((value, i) => {
    const other = second[i] ?? 0;
    if (join === 'mul') return value * other;
    return (value + other) / (join === 'ave' ? 2 : 1);
  });
}
