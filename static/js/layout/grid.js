// A table of many elements: the one that has the focus, and which of its lines are in view.

import { clamp } from '../model/digits.js';

/** @typedef {{line: number, column: number}} Place */

/**
 * Where the focus goes by a key; the same place where the key is no way to go.
 * @param {Place} from
 * @param {string} key
 * @param {{lines: number, columns: number, page: number, least: number}} table how many lines and
 *   columns it has, how many lines are a page, and where both begin: at 0, or at −1 with its heads
 * @returns {Place} within the table, be it that it has become smaller
 */
export function moved(from, key, { lines, columns, page, least }) {
  /** @type {Record<string, [number, number]>} */
  const ways = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    PageUp: [-page, 0],
    PageDown: [page, 0],
    Home: [0, -from.column],
    End: [0, columns],
  };
  const way = Object.hasOwn(ways, key) ? ways[key] : undefined;
  const isWithin = from.line < lines && from.column < columns;
  if (!way && isWithin) return from;
  const [down, right] = way ?? [0, 0];
  return {
    line: clamp(least, from.line + down, lines - 1),
    column: clamp(least, from.column + right, columns - 1),
  };
}

/**
 * The lines that are in view, and a few around them: first ≤ line < end.
 * @param {number} count of all lines
 * @param {number} size of a line
 * @param {{top: number, height: number}} view what is scrolled away, and what is seen
 * @returns {[first: number, end: number]}
 */
export function linesInView(count, size, { top, height }) {
  const shown = Math.min(count, Math.ceil(height / size) + 6);
  const first = clamp(0, Math.floor(top / size) - 3, count - shown);
  return [first, first + shown];
}

/**
 * How far to scroll so that what lies from..end is seen; as far as it is where it is seen already.
 * @param {number} scrolled
 * @param {number} room
 * @param {number} from
 * @param {number} end
 */
export const scrolledTo = (scrolled, room, from, end) =>
  from < scrolled ? from : end > scrolled + room ? end - room : scrolled;
