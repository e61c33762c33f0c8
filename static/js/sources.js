// Which state an element of a tensor is, and back: output, h_n and c_n are slices of the states.

import { lastOf } from './steps.js';

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
    // The last axis holds the directions side by side, H units each.
    const direction = Math.floor(k / s.H);
    return { state: 'h', layer: s.L - 1, direction, t, unit: k % s.H };
  }
  // The first axis runs over layer 0 forward, layer 0 reverse, layer 1 forward …
  const [layer, direction] = [Math.floor(i / s.D), i % s.D];
  const state = tensor === 'c_n' ? 'c' : 'h';
  return { state, layer, direction, t: lastOf(s, direction), unit: k };
}

/**
 * The slots of the tensors that a state is read into; `unit` runs over all H of each.
 * @param {Summary} s
 * @param {import('./types.js').Cell} cell
 * @returns {{tensor: string, state: string, index: (unit: number) => number[]}[]}
 */
export function slotsOf(s, { layer, direction, t }) {
  const slots = [];
  if (layer === s.L - 1) {
    /** @param {number} unit */
    const index = (unit) => {
      const k = direction * s.H + unit;
      return batchFirst(s) ? [0, t, k] : [t, 0, k];
    };
    slots.push({ tensor: 'output', state: 'h', index });
  }
  if (t === lastOf(s, direction)) {
    /** @param {number} unit */
    const index = (unit) => [layer * s.D + direction, 0, unit];
    slots.push({ tensor: 'h_n', state: 'h', index });
    if (s.states.includes('c')) slots.push({ tensor: 'c_n', state: 'c', index });
  }
  return slots;
}
