// Which state an element of a tensor is, and back: output, h_n and c_n are slices of the states.

import { lastOf, layerAt, rowOf, sizeOf } from './steps.js';

/** @typedef {import('./types.js').Summary} Summary */
/** @typedef {import('./types.js').Source} Source */

/** @param {Summary} s */
const batchFirst = (s) => s.axes.output?.[0] === 'B';

/**
 * The state that one element was read from.
 * @param {Summary} s
 * @param {string} tensor
 * @param {number[]} index
 * @returns {Source & {state: string, unit: number}}
 */
export function sourceOf(s, tensor, [i = 0, j = 0, k = 0]) {
  if (tensor === 'output') {
    const t = batchFirst(s) ? j : i;
    // The last axis holds the directions side by side, P units each.
    const direction = s.directions[Math.floor(k / s.P)] ?? 0;
    return { state: 'h', layer: s.L - 1, direction, t, unit: k % s.P };
  }
  const { layer, direction } = layerAt(s, i);
  const state = tensor === 'c_n' ? 'c' : 'h';
  return { state, layer, direction, t: lastOf(s, direction), unit: k };
}

/**
 * The slots of the tensors that a state is read into; `unit` runs over all `units` of each. That of
 * padding is where output is 0.
 * @param {Summary} s
 * @param {import('./types.js').Cell} cell
 * @returns {{tensor: string, state: string, units: number, index: (unit: number) => number[]}[]}
 */
export function slotsOf(s, { layer, direction, t }) {
  const slots = [];
  if (layer === s.L - 1) {
    /** @param {number} unit */
    const index = (unit) => {
      const k = s.directions.indexOf(direction) * s.P + unit;
      return batchFirst(s) ? [s.b, t, k] : [t, s.b, k];
    };
    slots.push({ tensor: 'output', state: 'h', units: s.P, index });
  }
  if (t === lastOf(s, direction)) {
    /** @param {number} unit */
    const index = (unit) => [rowOf(s, layer, direction), s.b, unit];
    for (const state of s.states) {
      slots.push({ tensor: `${state}_n`, state, units: sizeOf(s, state), index });
    }
  }
  return slots;
}
