// How a tensor is written down: its shape with names, its rows and columns, how large its elements.

import { el } from '../dom.js';
import { clamp } from '../geometry.js';
import { directionName, layerAt, sizeOf } from '../steps.js';

/** @typedef {import('../types.js').Summary} Summary */

/**
 * As large as lets all tensors stand side by side, but not too small to point at.
 * @param {Summary} s
 * @param {number} width
 * @param {number} rowCount
 */
export function elementSize(s, width, rowCount) {
  // The states' last values stand one above the other, beside output.
  const units = s.D * s.P + Math.max(...s.states.map((state) => sizeOf(s, state)));
  const least = units <= 64 ? 10 : units <= 128 ? 6 : 4;
  return clamp(least, Math.floor(Math.min((width - 200) / units - 1, 150 / rowCount)), 18);
}

/** @param {Summary} s @param {string} tensor */
export function shapeOf(s, tensor) {
  const axes = s.axes[tensor] ?? [];
  return `(${axes.map((axis, i) => `${axis}=${s.shapes[tensor]?.[i]}`).join(', ')})`;
}

/** @param {Summary} s @param {string} tensor @param {number[]} index */
export function lineOf(s, tensor, [i = 0, j = 0]) {
  return tensor === 'output' && s.axes.output?.[0] === 'B' ? j : i;
}

/** @param {Summary} s @param {string} tensor @param {number} i */
export function rowName(s, tensor, i) {
  if (tensor === 'output') return s.axes.output?.[0] === 'B' ? `[${s.b}, ${i}]` : `[${i}, ${s.b}]`;
  const { layer, direction } = layerAt(s, i);
  return `[${i}, ${s.b}] l${layer} ${direction ? '←' : '→'}`;
}

/** What stands in output past a row's end. @param {HTMLElement} td @param {boolean} numbers */
export function asPadding(td, numbers) {
  td.classList.add('is-padding');
  td.title = 'padding: 0 by definition';
  if (numbers) td.textContent = '0';
}

/** The directions' names over output's two halves. @param {Summary} s @param {string} tensor */
export function columnHeads(s, tensor) {
  if (tensor !== 'output' || s.D === 1) return [];
  const names = [0, 1].map((direction) => {
    const text = s.P > 2 ? directionName(direction) : '→←'[direction];
    return el('th', { colspan: s.P, scope: 'colgroup' }, text);
  });
  return [el('tr', {}, el('td'), ...names)];
}
