// Where everything of the unrolled graph lies, in pixels. Time runs right, layers upward.

import { clamp } from '../model/digits.js';

/**
 * @typedef {object} Layout
 * @property {string} key of all that says where things lie: another layout has another
 * @property {number} left how far the lines' names reach
 * @property {number} first the middle of the column t = 0
 * @property {number} column width of one step
 * @property {number} pitch from one column's middle to the next one's; 0 where the run is folded into
 *   its recurrence, and all columns lie in one
 * @property {{gap: number, w: number}|null} carry the box of what a step takes over from the one
 *   before, as wide and as far beside its cell; null where that cell itself stands beside it
 * @property {number} width of the whole sequence, names and shelves included
 * @property {number} height
 * @property {{w: number, h: number}} cell
 * @property {number} between the lines of one layer
 * @property {number} corridor how far over a line the wires run that lead round from its left end
 * @property {{y: number, h: number}} y the predictions
 * @property {{y: number, h: number}} head the dense layer
 * @property {{y: number, h: number, half: number, gap: number}} shelf of every step: a half of a
 *   slot is `half` high, and `gap` over the next
 * @property {{y: number, h: number}} x the inputs
 * @property {{x: number, width: number, column: number}} sides the shelves of last states, as they
 *   lie where nothing scrolls
 * @property {{layer: number, direction: number, y: number}[]} rows top first
 * @property {{layer: number, top: number, bottom: number}[]} layers bottom first
 */

const inputHeight = 26;

/**
 * @param {import('../types.js').Summary} s
 * @param {{halves: number, isApart: boolean, columns: number}} shelves what has to have a place
 * @param {number} width of the stage
 * @param {number} height of the stage
 * @param {boolean} [isFolded] whether all columns lie in one
 * @returns {Layout}
 */
export function layoutOf(s, shelves, width, height, isFolded = false) {
  const isNarrow = width < 560;
  const left = isNarrow ? 58 : 124;
  // A reverse direction has its h_0 in front of the shelves.
  const beside = s.directions.includes(1) ? 42 : 24;
  const side = isNarrow ? 58 : width < 800 ? 72 : 88;
  const sides = shelves.columns * side + 6;
  // Narrower cells than these would hide single units, or years; a little, lest one has to scroll.
  const narrowest = s.H > 16 || s.first !== null ? 58 : 48;
  const count = isFolded ? 1 : s.T;
  const wanted = (width - left - beside - sides) / count;
  const column = wanted > narrowest - 6 ? Math.min(wanted, 104) : narrowest;
  // Folded, it stands in the middle of its place, with what it takes over at its side.
  const carry = isFolded ? { gap: 18, w: isNarrow ? 22 : 56 } : null;
  const around = width - left - beside - sides - column;
  const lead = isFolded ? clamp(isNarrow ? 30 : 90, around / 2, 240) : 0;
  const rowCount = s.L * s.D;
  const gap = shelves.isApart ? 8 : 3;
  const halves = Math.max(1, shelves.halves);
  const shelfHeight = (/** @type {number} */ half) => 8 + halves * half + (halves - 1) * gap;
  const [leastY, leastHalf, headHeight, short] = [36, 12, 18, 11];
  const footHeight = s.first === null ? 20 : 34; // t = 3, and the year where there is one
  const ends =
    8 + leastY + short + headHeight + short + shelfHeight(leastHalf) + inputHeight + footHeight;
  // Under and over each layer there is an arrow's length.
  /** @param {{between: number, arrow: number, cell: number}} least */
  const needed = ({ between, arrow, cell }) =>
    ends + (rowCount - s.L) * between + (s.L + 1) * arrow + rowCount * cell;
  // Where there is little height, and where there are many lines, they stand closer.
  const wide = { between: 18, arrow: 34, cell: 24, corridor: 9 };
  const roomy = needed(wide) <= height;
  const least = roomy ? wide : { between: 13, arrow: 22, cell: 19, corridor: 6 };
  const { between, corridor } = least;
  const free = height - ends - (rowCount - s.L) * between;
  // Cells grow first, the more the fewer lines there are; then the shelf, y and the arrows.
  const cell = { w: Math.round(column - clamp(14, column * 0.32, 34)), h: 0 };
  const most = clamp(52, 100 - 16 * rowCount, 84);
  cell.h = Math.floor(clamp(least.cell, (free - least.arrow * (s.L + 1)) / rowCount, most));
  const spare = Math.max(0, free - cell.h * rowCount - least.arrow * (s.L + 1));
  const half = Math.floor(clamp(leastHalf, leastHalf + (0.3 * spare) / halves, 44));
  const y = { y: 0, h: Math.floor(clamp(leastY, leastY + 0.1 * spare, 50)) };
  const room = spare - (half - leastHalf) * halves - (y.h - leastY);
  const arrow = Math.floor(clamp(least.arrow, least.arrow + room / (s.L + 1), 90));
  const lowest = Math.min(arrow, 60); // x stands close to what reads it
  // What is left then lies over and under it all.
  const rest = room - (arrow - least.arrow) * s.L - (lowest - least.arrow);
  y.y = 8 + Math.round(Math.max(0, rest) / 2);
  const head = { y: y.y + y.h + short, h: headHeight };
  const shelf = { y: head.y + head.h + short, h: shelfHeight(half), half, gap };

  /** @type {Layout['rows']} */
  const rows = [];
  /** @type {Layout['layers']} */
  const layers = [];
  let at = shelf.y + shelf.h + arrow;
  for (let layer = s.L - 1; layer >= 0; layer--) {
    const top = at;
    for (const direction of s.directions.toReversed()) {
      rows.push({ layer, direction, y: at });
      at += cell.h + between;
    }
    at -= between;
    layers.unshift({ layer, top, bottom: at });
    at += layer > 0 ? arrow : lowest;
  }
  const end = left + lead + count * column + Math.min(lead, 130) + beside;
  const whole = Math.ceil(end + sides);
  return {
    key: [isFolded, left, whole, column, cell.h, half, y.y, at, ...rows.map((row) => row.y)].join(),
    left,
    first: left + lead + column / 2,
    column,
    pitch: isFolded ? 0 : column,
    carry,
    width: whole,
    height: at + inputHeight + footHeight,
    cell,
    between,
    corridor,
    y,
    head,
    shelf,
    x: { y: at, h: inputHeight },
    sides: { x: Math.ceil(end), width: sides, column: side },
    rows,
    layers,
  };
}

/** The middle of a column. @param {Layout} l @param {number} t */
export const middle = (l, t) => l.first + t * l.pitch;

/** Where a cell's box begins. @param {Layout} l @param {number} t */
export const leftOf = (l, t) => Math.round(middle(l, t) - l.cell.w / 2);

/** Where the line of a layer and a direction lies. @param {Layout} l @param {{layer: number, direction: number}} cell */
export const topOf = (l, { layer, direction }) =>
  l.rows.find((row) => row.layer === layer && row.direction === direction)?.y ?? 0;

/** Where a half of the slots of every step lies. @param {Layout} l @param {number} half */
export const halfTop = ({ shelf }, half) => shelf.y + 4 + half * (shelf.half + shelf.gap);

/**
 * Where a direction of a line begins: in front of its first cell, clear of what leads around it.
 * @param {Layout} l
 * @param {import('../types.js').Summary} s
 * @param {number} direction
 */
export function startOf(l, s, direction) {
  const out = l.carry ? l.carry.gap + l.carry.w + 6 : 10;
  return direction ? leftOf(l, s.length - 1) + l.cell.w + out : leftOf(l, 0) - out;
}

/** Whether all columns can be in view at once. @param {Layout} l @param {import('../types.js').Summary} s @param {number} width of the stage */
export const showsAll = (l, s, width) => leftOf(l, s.T - 1) + l.cell.w + l.sides.width <= width;

/** What the names of a cell's two strips take, at the left of the first column. */
const nameWidth = 10;

/**
 * The parts of a cell's box: a strip of h and, where there is one, a thinner strip of c below.
 * @param {Layout} l
 * @param {boolean} hasC
 * @param {number} t in the first column two strips have their names beside them, as in a folded one
 */
export function strips({ cell, carry }, hasC, t) {
  const padY = 4;
  const padX = hasC && (t === 0 || carry) ? 4 + nameWidth : 4;
  const w = cell.w - 4 - padX;
  const inner = cell.h - 2 * padY;
  const gap = 3;
  const h = hasC ? Math.round((inner - gap) * 0.6) : inner;
  return {
    h: { x: padX, y: padY, w, h },
    c: { x: padX, y: padY + h + gap, w, h: inner - gap - h },
  };
}

/**
 * The columns to have in the document: all of a short sequence, of a long one what is in view and
 * some on either side, always as many.
 * @param {Layout} l
 * @param {import('../types.js').Summary} s
 * @param {number} scrollLeft
 * @param {number} width
 * @returns {[number, number]}
 */
export function windowOf(l, s, scrollLeft, width) {
  if (s.T <= 96 && s.T * s.L * s.D <= 256) return [0, s.T];
  const beside = 3;
  const count = Math.min(s.T, Math.ceil(width / l.pitch) + 2 * beside);
  const first = Math.floor((scrollLeft - l.left) / l.pitch) - beside;
  const from = clamp(0, first, s.T - count);
  return [from, from + count];
}
