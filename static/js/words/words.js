// What an answer says, short.

import { brief } from '../model/digits.js';

/** @typedef {import('../types.js').Answer} Answer */
/** @typedef {import('../types.js').AskedPart} AskedPart */
/** @typedef {import('../types.js').Piece} Piece */

/**
 * What came of it, for the right end of the field.
 * @param {Answer|null} answer
 * @param {boolean} isWrong
 */
export function outcomeOf(answer, isWrong) {
  if (isWrong) return '! can’t be asked';
  if (!answer) return '';
  const { equality, pieces, rest, value, warnings, yes } = answer;
  if (equality?.by_value && equality.by_source) return '✓ the same states';
  if (equality?.by_value) return '≠ equal, but other states';
  if (equality) return '≠ not equal';
  const mark = warnings.length ? '! ' : yes ? '✓ ' : '';
  if (value !== null) return `${mark}${pythonOf(value)}`;
  // The place is small: of several the first stands for all.
  const [first, ...more] = [...pieces.map(shapeOf), ...rest.map(({ text }) => text)];
  return `${mark}${first}${more.length ? ', …' : ''}`;
}

/** As Python writes it. @param {boolean|number|string} value */
function pythonOf(value) {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' && !Number.isInteger(value) ? brief(value) : String(value);
}

/** @param {Piece} piece */
export const shapeOf = ({ axes }) => `(${axes.join(', ')}${axes.length === 1 ? ',' : ''})`;

/**
 * The tensors to show: those of the caret's line, or what is asked.
 * @param {Answer} answer
 * @param {number|null} line
 * @returns {{line: number|null, name: string, pieces: Piece[], rest: import('../types.js').Rest[]}}
 */
export function shownOf(answer, line) {
  const asked = { line: null, name: '', pieces: answer.pieces, rest: answer.rest };
  if (line === null) return asked;
  // A statement goes on until the next one begins.
  const found = answer.lines.findLast((statement) => statement.line <= line);
  return found && found !== answer.lines.at(-1) ? found : asked;
}

/** Whether a part is a state before the first step, which has no t. @param {AskedPart} part */
export const isBefore = ({ state }) => state.endsWith('_0');

/**
 * The columns that read a part, as an index.
 * @param {Piece} piece
 * @param {AskedPart} part
 */
export function columnsOf({ shape }, { columns }) {
  const n = shape.at(-1);
  if (!columns || n === undefined || columns[1] - columns[0] + 1 === n) return '';
  const [first, last] = columns;
  return first === last
    ? `[..., ${first}]`
    : `[..., ${first || ''}:${last + 1 < n ? last + 1 : ''}]`;
}

/**
 * The steps that a part has read, of one row: those that all of its cells have, and those that
 * some have. Null where no cell of the row is in it.
 * @param {AskedPart} part
 * @param {number} b
 * @param {number} length of the row
 * @returns {{all: [number, number], some: [number, number]}|null} each from, to
 */
export function stepsRead({ state, direction, runs }, b, length) {
  const mine = runs.filter(([row]) => row === b);
  if (!mine.length || (state !== 'h' && state !== 'c')) return null;
  const first = Math.min(...mine.map(([, t]) => t));
  const last = Math.max(...mine.map(([, , t]) => t));
  if (direction) return { all: [last, length], some: [first, length] };
  return { all: [0, first + 1], some: [0, last + 1] };
}

/**
 * That a part reads rows which the page does not show.
 * @param {AskedPart} part
 * @param {number} b the row that it shows
 */
export function otherRows({ runs }, b) {
  const others = [...new Set(runs.map(([row]) => row))].filter((row) => row !== b);
  if (!others.length) return '';
  const several = others.length > 3 ? `${others.length} more rows` : `b = ${others.join(', ')}`;
  const isHere = runs.some(([row]) => row === b);
  return isHere ? `also of ${several}, not shown` : `of ${several}; the graph shows b = ${b}`;
}
