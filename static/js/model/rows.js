// The rows of a batch: a picture shows one at a time, and where rows are packed, what lies past a
// row's end is padding.

/** @typedef {import('../types.js').Run} Run */
/** @typedef {import('../types.js').Summary} Summary */

/**
 * A trace as one of its rows has it.
 * @param {Run} run
 * @param {number} b
 * @returns {Summary}
 */
export const rowOfBatch = (run, b) => ({
  ...run,
  b,
  length: run.lengths?.[b] ?? run.T,
  key: `${run.id}:${b}`,
});

/** Whether nothing is computed at t, since the row has ended. @param {Summary} s @param {number} t */
export const isPadding = (s, t) => t >= s.length;

/** Which row of how many; nothing where there is only one. @param {Summary} s */
export const nameOfRow = ({ b, B }) => (B > 1 ? `row ${b} of ${B}` : '');

/** The rows of a text. @param {string} text */
export const rowsOfText = (text) => text.match(/\S+/g) ?? [];

/**
 * Whole numbers out of a text such as `7, 5, 2`; what is none stays a text, for the server to name.
 * @param {string} text
 * @returns {(number|string)[]}
 */
export const numbersOfText = (text) =>
  (text.match(/[^\s,;]+/g) ?? []).map((word) => (/^-?\d+$/.test(word) ? Number(word) : word));

/** Whether the rows of a text are of several lengths. @param {string} text */
export const isRagged = (text) => new Set(rowsOfText(text).map(({ length }) => length)).size > 1;
