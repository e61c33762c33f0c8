// Marks along a line, of which those are named whose names have room.

/** Pixels that a name takes, with what is between it and the next. */
const room = 50;

/**
 * @param {number[]} at where the marks stand, from left to right
 * @param {number} end of the line
 * @returns {Set<number>} which of them are named
 */
export function labelled(at, end) {
  const named = new Set();
  let free = 0;
  at.forEach((x, i) => {
    if (x < free || (i > 0 && x + room > end + 8)) return;
    named.add(i);
    free = x + room;
  });
  return named;
}
