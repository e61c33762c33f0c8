// How a tensor is written down: its shape with names, as strips of one state each, what each of its
// elements is called, and how wide they are.

import { brief, clamp } from './digits.js';
import { isPadding } from './rows.js';
import { halvesOf, isMixed, lineAt, lineCount, slotsOf } from './sources.js';
import { directionName, namesDirection, stepOf } from './steps.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../types.js').Tensor} Tensor */
/** @typedef {import('./sources.js').Half} Half */

/** As many numbers side by side can be read in a narrow column; more are colours. */
const mostNumbers = 8;

/** Pixels of a letter of a strip's name, of a blank, and between the name and the first element. */
const [letter, blank, apart] = [5.5, 3.5, 6];

/** How many strips a tensor has: each half of each line is one. @param {Summary} s @param {Tensor} tensor */
export const stripCount = (s, tensor) => lineCount(s, tensor) * halvesOf(s, tensor, 0).length;

/** @param {Summary} s @param {Tensor} tensor @param {number} i @returns {Half} */
export function stripAt(s, tensor, i) {
  const count = halvesOf(s, tensor, 0).length;
  const half = halvesOf(s, tensor, Math.floor(i / count))[i % count];
  if (!half) throw new RangeError(`${tensor.name} has no strip ${i}.`);
  return half;
}

/**
 * The strips that a cell's states stand in.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {Source} cell a state of it alone, where it names one
 */
export function stripsWith(s, tensor, cell) {
  return slotsOf(s, [tensor], cell)
    .filter(({ state }) => (cell.state ?? state) === state)
    .map(({ line, index }) => {
      const halves = halvesOf(s, tensor, line);
      const first = index(0).join();
      return line * halves.length + halves.findIndex((half) => half.index(0).join() === first);
    });
}

/**
 * How wide the names of all strips are, in pixels: one width, so that units lie below each other.
 * @param {Summary} s
 * @param {Tensor[]} tensors
 */
export function namesWidth(s, tensors) {
  const widths = tensors.map((tensor) => {
    const name = stripName(s, tensor, stripAt(s, tensor, stripCount(s, tensor) - 1));
    const blanks = name.split(' ').length - 1;
    return (name.length - blanks) * letter + blanks * blank;
  });
  return Math.ceil(Math.max(0, ...widths)) + apart;
}

/**
 * How wide an element is, in pixels, and whether elements are numbers.
 * @param {number} units side by side
 * @param {number} room for them
 */
export function elementWidth(units, room) {
  const areNumbers = units <= mostNumbers;
  const [least, most] = areNumbers ? [33, 46] : [4, 18];
  return { areNumbers, element: clamp(least, Math.floor(room / units), most) };
}

/** @param {Tensor} tensor */
export const shapeOf = ({ axes, shape }) =>
  `(${axes.map((axis, i) => `${axis}=${shape[i]}`).join(', ')})`;

/**
 * A strip by its index, and what it is of where the index doesn't tell: `[3, 0, :8] →`.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {Half} half
 */
export function stripName(s, { when, join, shape }, { index, units, cell, beside }) {
  const [at, first] = [index(0).slice(0, -1), index(0).at(-1) ?? 0];
  const end = first + units;
  const range = `${first || ''}:${end === shape.at(-1) ? '' : end}`;
  const places = range === ':' ? at : [...at, range];
  const layer = when === 'last' && join === 'stack' ? ` l${cell.layer}` : '';
  const way = namesDirection(s) && !beside.length ? ` ${cell.direction ? '←' : '→'}` : '';
  return `[${places.join(', ')}]${layer}${way}`;
}

/**
 * Where a state stands in a tensor, as one writes it: `output[3, 0, 8:16]`.
 * @param {Tensor} tensor
 * @param {Half} half
 */
export function placeName({ name, shape }, { index, units }) {
  const [first, last] = [index(0), index(units - 1)];
  const range = shape.at(-1) === units ? ':' : `${first.at(-1)}:${(last.at(-1) ?? 0) + 1}`;
  return `${name}[${[...first.slice(0, -1), range].join(', ')}]`;
}

/**
 * All that stands in a tensor at one step, as one writes it: `output[3]`, `Y[3, :, 1]`.
 * @param {Summary} s
 * @param {Tensor} tensor that has every step
 * @param {number} t
 * @returns {string|null} null where two directions are one number: the head reads both, not it
 */
export function stepName(s, tensor, t) {
  if (isMixed(tensor) && s.D > 1) return null;
  /** @type {Record<string, number|false>} */
  const at = { T: lineAt(s, tensor, t), B: s.B > 1 && s.b };
  const index = tensor.axes.map((axis) => at[axis] ?? ':').map((n) => (n === false ? ':' : n));
  while (index.at(-1) === ':') index.pop();
  return `${tensor.name}[${index.join(', ')}]`;
}

const mixes = { sum: 'the sum', mul: 'the product', ave: 'the average' };

/** What a strip was copied from, or made of. @param {Summary} s @param {Tensor} tensor @param {Half} half */
export function originOf(s, { join }, { state, cell, beside }) {
  if (isPadding(s, cell.t)) return 'padding: 0 by definition';
  /** @param {import('../types.js').Cell} cell */
  const at = ({ direction, t }) => `${directionName(direction)} at t = ${t}`;
  const of = `${state} of layer ${cell.layer} ${[cell, ...beside].map(at).join(' and ')}`;
  const mix = beside.length ? mixes[/** @type {keyof typeof mixes} */ (join)] : undefined;
  return mix ? `${mix} of ${of}` : of;
}

/**
 * What an element is called: its index, its value, and where it was copied from.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {Half} half
 * @param {number} unit
 * @param {number|null} value null while it is not computed
 * @param {(value: number) => string} [write]
 */
export function elementName(s, tensor, half, unit, value, write = brief) {
  const place = `${tensor.name}[${half.index(unit).join(', ')}]`;
  const said = value === null ? 'not computed yet' : write(value);
  return `${place} ${said}, ${originOf(s, tensor, half)}`;
}

/**
 * The state of a strip, all its units.
 * @param {Half} half
 * @returns {Source}
 */
export const sourceOfStrip = ({ state, cell, beside }) =>
  beside.length ? { ...cell, state, beside } : { ...cell, state };

/**
 * All states that a tensor holds copies of.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @returns {Source|null}
 */
export function sourceOfTensor(s, tensor) {
  const strips = Array.from({ length: stripCount(s, tensor) }, (_, i) => stripAt(s, tensor, i));
  const [first, ...beside] = strips
    .flatMap(({ cell, beside }) => [cell, ...beside])
    .filter(({ t }) => !isPadding(s, t));
  return first ? { ...first, state: strips[0]?.state, beside } : null;
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

/**
 * What stands in a strip after a step: nothing before all of it is computed; zeros past a row's end.
 * @param {import('../types.js').Picture} picture
 * @param {Tensor} tensor
 * @param {Half} half
 * @returns {Float32Array|null}
 */
export function valuesOf({ trace, scene, step }, { join }, { state, cell, beside, units }) {
  const s = trace.summary;
  if (isPadding(s, cell.t)) return new Float32Array(units);
  const cells = [cell, ...beside];
  const isDone = cells.every((each) => stepOf(s, String(scene.order), each) <= step);
  return isDone
    ? mixed(
        join,
        cells.map((each) => trace.state(state, each)),
      )
    : null;
}

/** What the ends of its scale stand for: a sum of two may be twice as large. @param {import('./trace.js').Trace} trace @param {Tensor} tensor @param {Half} half */
export const rangeOf = ({ range }, { join }, { state }) =>
  (range[state] ?? 1) * (join === 'sum' ? 2 : 1);
