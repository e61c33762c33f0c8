// What a screen reader is told of the picture's parts: their places, how far they are, their numbers.

import { isPadding } from '../model/rows.js';
import { isMixed, tensorsWith } from '../model/sources.js';
import { directionName } from '../model/steps.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {import('../types.js').Tensor} Tensor */

/** More numbers than these are not listened to. */
const most = 8;

/** A number with two decimals. @param {number} value */
const spoken = (value) =>
  (Number.isFinite(value) ? value.toFixed(2) : String(value)).replace('-', '−');

/**
 * The first numbers of several, with their names where they have some: `a 0.98, b 0.01`.
 * @param {ArrayLike<number>} values
 * @param {string[]} [names]
 */
export function numbersLabel(values, names = []) {
  const said = Array.from({ length: Math.min(most, values.length) }, (_, i) => {
    const name = names[i] === undefined ? '' : `${names[i]} `;
    return `${name}${spoken(values[i] ?? 0)}`;
  });
  return `${said.join(', ')}${values.length > most ? ', …' : ''}`;
}

/** @param {Cell} cell */
const placeLabel = ({ layer, direction, t }) =>
  `layer ${layer}, ${directionName(direction)}, t = ${t}`;

/**
 * `layer 0, forward, t = 3: computed now, in output; h 0.81, −0.53`.
 * @param {Summary} s
 * @param {Tensor[]} tensors as the chosen framework has them
 * @param {Cell} cell
 * @param {{done: boolean, current: boolean, pinned: boolean}} is
 * @param {[string, Float32Array][]} states by name, those that are at hand
 */
export function cellLabel(s, tensors, cell, { done, current, pinned }, states) {
  const place = placeLabel(cell);
  if (isPadding(s, cell.t)) return `${place}: padding, never read`;
  const names = tensorsWith(s, tensors, cell).map(({ name }) => name);
  const how = current ? 'computed now' : done ? 'computed' : 'not computed yet';
  const said = [how, pinned && 'pinned', names.length && `in ${listed(names)}`].filter(Boolean);
  const numbers = states.map(([name, values]) => `; ${name} ${numbersLabel(values)}`);
  return `${place}: ${said.join(', ')}${numbers.join('')}`;
}

/** @param {string[]} names */
const listed = (names) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];

/**
 * What a slot is a copy of: `output[3, 0, :], a copy of h of layer 0, forward, t = 3`.
 * @param {string} label as one writes it
 * @param {import('../model/sources.js').Half} half
 * @param {Tensor} tensor
 */
export function slotLabel(label, { state, cell, beside }, tensor) {
  const made = isMixed(tensor) && beside.length ? 'made of' : 'a copy of';
  const of = [cell, ...beside].map((each) => placeLabel(each)).join(', and ');
  return `${label}, ${made} ${state} of ${of}`;
}

/**
 * @param {number} t
 * @param {Float32Array|null} y null while it is not computed
 * @param {string[]} symbols
 * @param {boolean} hasLargest whether its numbers are shares of one, so that the largest counts
 */
export function yLabel(t, y, symbols, hasLargest) {
  const place = `y, t = ${t}`;
  if (!y) return `${place}: not computed yet`;
  const best = y.indexOf(Math.max(...y));
  const largest = `largest ${symbols[best] ?? best}; `;
  return `${place}: ${hasLargest ? largest : ''}${numbersLabel(y, symbols)}`;
}
