// Which arrows lead from what to what, and along which points: inputs into the first layer, states
// to the next step and up, the slots of every step into y. None leads into padding or out of it.

import { lineAt } from '../model/sources.js';
import { keyOf } from '../model/steps.js';
import { leftOf, middle, topOf } from './geometry.js';
import { loopOf } from './loop.js';

/** @typedef {import('./geometry.js').Layout} Layout */
/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {[number, number]} Point */

/**
 * @typedef {object} Arrow
 * @property {string} from a cell's key, `x:3`, `joint:0:3` of a layer and a step, `every:3`,
 *   `carry:0:1` of a layer and a direction
 * @property {string} to the same, or `y:3`
 * @property {Point[]} points the head is at the last
 * @property {boolean} isDone whether something has passed along it
 * @property {boolean} [isBare] whether it has no head
 */

export const jointSize = 6; // radius

/** How far beside a cell lines run that lead past it. @param {Layout} l */
export const aside = ({ column, cell }) => Math.min(8, (column - cell.w) * 0.35);

/** Where between the two lines of a layer lines turn. @param {Layout} l @param {number} layer */
export const turnOf = (l, layer) => topOf(l, { layer, direction: 0 }) - l.between * 0.62;

/** Where the directions of a layer are joined, to go up. @param {Layout} l @param {number} layer */
function jointOf(l, layer) {
  const [below, above] = [l.layers[layer]?.top ?? 0, l.layers[layer + 1]?.bottom ?? 0];
  return above + (below - above) * 0.46;
}

/** Where they are joined for the head, where no shelf lies between. @param {Layout} l */
const topJoint = (l) => l.shelf.y + l.shelf.h / 2;

/**
 * The joints of a window: where they lie.
 * @param {Layout} l
 * @param {Summary} s
 * @param {[number, number]} window
 * @param {boolean} hasShelf whether the tensor of every step is shown
 * @returns {Point[]}
 */
export function jointsOf(l, s, [t0, t1], hasShelf) {
  if (s.D === 1) return [];
  const heights = l.layers.slice(0, -1).map(({ layer }) => jointOf(l, layer));
  if (!hasShelf) heights.push(topJoint(l));
  /** @type {Point[]} */
  const joints = [];
  for (let t = t0; t < Math.min(t1, s.length); t++) {
    for (const y of heights) joints.push([middle(l, t), y]);
  }
  return joints;
}

/**
 * How a line goes up out of a cell, past the other line of its layer where that lies over it.
 * @param {Layout} l
 * @param {Summary} s
 * @param {Cell} cell
 * @returns {{start: Point[], isAside: boolean}} its first points, and whether it goes on beside the column
 */
export function upFrom(l, s, cell) {
  const y = topOf(l, cell) - 2;
  if (s.D === 1 || cell.direction === 1) return { start: [[middle(l, cell.t), y]], isAside: false };
  const right = leftOf(l, cell.t) + l.cell.w;
  const turn = turnOf(l, cell.layer);
  const start = /** @type {Point[]} */ ([
    [right - 9, y],
    [right - 9, turn],
    [right + aside(l), turn],
  ]);
  return { start, isAside: true };
}

/**
 * How a line that comes from below goes into a cell.
 * @param {Layout} l
 * @param {Summary} s
 * @param {Cell} cell
 * @param {number} from its height where it begins
 * @returns {Point[]}
 */
function into(l, s, cell, from) {
  const x = middle(l, cell.t);
  const end = topOf(l, cell) + l.cell.h + 2;
  if (s.D === 1 || cell.direction === 0)
    return [
      [x, from],
      [x, end],
    ];
  const left = leftOf(l, cell.t);
  const bottom = l.layers[cell.layer]?.bottom ?? 0;
  const fork = bottom + Math.min(12, (from - bottom) / 2);
  const turn = turnOf(l, cell.layer);
  const [past, enter] = [left - aside(l), left + 9];
  return [
    [x, from],
    [x, fork],
    [past, fork],
    [past, turn],
    [enter, turn],
    [enter, end],
  ];
}

/**
 * @param {Layout} l
 * @param {Summary} s
 * @param {[number, number]} window
 * @param {import('../types.js').Tensor|null} every the tensor of every step, which y is made of; null
 *   where it is not shown
 * @param {(cell: Cell) => boolean} done
 * @returns {Arrow[]}
 */
export function arrowsOf(l, s, [t0, end], every, done) {
  const t1 = Math.min(end, s.length);
  /** @type {Arrow[]} */
  const arrows = [];
  for (const { layer, direction, y } of l.rows) {
    const line = y + l.cell.h / 2;
    if (l.carry) {
      arrows.push(...loopOf(l, s, { layer, direction, t: t0 }, done));
      continue;
    }
    for (let t = Math.max(t0, 1); t < t1; t++) {
      const [before, after] = [leftOf(l, t - 1) + l.cell.w + 1, leftOf(l, t) - 1];
      const [early, late] = [t - 1, t].map((at) => ({ layer, direction, t: at }));
      if (!early || !late) continue;
      const [from, to] = direction ? [late, early] : [early, late];
      /** @type {Point[]} */
      const points = direction
        ? [
            [after, line],
            [before, line],
          ]
        : [
            [before, line],
            [after, line],
          ];
      arrows.push({ from: keyOf(from), to: keyOf(to), points, isDone: done(from) });
    }
  }
  for (let t = t0; t < t1; t++) {
    for (const { layer } of l.layers) arrows.push(...upInto(l, s, layer, t, done));
    arrows.push(...intoY(l, s, t, every, done));
  }
  return arrows;
}

/**
 * What a layer reads at a step.
 * @param {Layout} l
 * @param {Summary} s
 * @param {number} layer
 * @param {number} t
 * @param {(cell: Cell) => boolean} done
 * @returns {Arrow[]}
 */
function upInto(l, s, layer, t, done) {
  const cells = s.directions.map((direction) => ({ layer, direction, t }));
  if (layer === 0) {
    return cells.map((cell) => {
      const points = into(l, s, cell, l.x.y - 2);
      return { from: `x:${t}`, to: keyOf(cell), points, isDone: true };
    });
  }
  const { from, y, isDone, joined } = joinedAt(l, s, layer - 1, t, jointOf(l, layer - 1), done);
  const forked = cells.map((cell) => ({
    from,
    to: keyOf(cell),
    points: into(l, s, cell, y),
    isDone,
  }));
  return [...joined, ...forked];
}

/**
 * What a layer passes up at a step: both directions in a joint, or the one that there is.
 * @param {Layout} l
 * @param {Summary} s
 * @param {number} layer
 * @param {number} t
 * @param {number} at the joint's height
 * @param {(cell: Cell) => boolean} done
 * @returns {{from: string, y: number, isDone: boolean, joined: Arrow[]}} what it comes from, at
 *   which height, and how it came there
 */
function joinedAt(l, s, layer, t, at, done) {
  const cells = s.directions.map((direction) => ({ layer, direction, t }));
  const isDone = cells.every(done);
  const [only] = cells;
  if (s.D === 1 && only) return { from: keyOf(only), y: topOf(l, only) - 2, isDone, joined: [] };
  const from = `joint:${layer}:${t}`;
  const x = middle(l, t);
  const joined = cells.map((cell) => {
    const { start, isAside } = upFrom(l, s, cell);
    const beside = start.at(-1)?.[0] ?? x;
    /** @type {Point[]} */
    const rest = isAside
      ? [
          [beside, at],
          [x + jointSize + 1, at],
        ]
      : [[x, at + jointSize + 1]];
    return { from: keyOf(cell), to: from, points: [...start, ...rest], isDone: done(cell) };
  });
  return { from, y: at - jointSize - 1, isDone, joined };
}

/**
 * Through the head: from the slot of every step, or where there is none from the top layer.
 * @param {Layout} l
 * @param {Summary} s
 * @param {number} t
 * @param {import('../types.js').Tensor|null} every
 * @param {(cell: Cell) => boolean} done
 * @returns {Arrow[]}
 */
function intoY(l, s, t, every, done) {
  const x = middle(l, t);
  /** @param {number} from @returns {{points: Point[], isBare: boolean}} */
  const intoHead = (from) => ({
    points: [
      [x, from],
      [x, l.head.y + l.head.h],
    ],
    isBare: true,
  });
  /** @type {{points: Point[]}} */
  const outOfHead = {
    points: [
      [x, l.head.y],
      [x, l.y.y + l.y.h + 2],
    ],
  };
  if (!every) {
    const { from, y, isDone, joined } = joinedAt(l, s, s.L - 1, t, topJoint(l), done);
    const ends = { from, to: `y:${t}`, isDone };
    return [...joined, { ...ends, ...intoHead(y) }, { ...ends, ...outOfHead }];
  }
  /** @param {number} at */
  const made = (at) => ({
    from: `every:${lineAt(s, every, at)}`,
    to: `y:${at}`,
    isDone: s.directions.every((direction) => done({ layer: s.L - 1, direction, t: at })),
  });
  // Where a framework turns the steps round, the slot over this column is another y's.
  const over = l.carry ? t : lineAt(s, every, t);
  return [
    { ...made(over), ...intoHead(l.shelf.y) },
    { ...made(t), ...outOfHead },
  ];
}

/** An arrow as path data; its head is of five pixels. @param {{points: Point[], isBare?: boolean}} arrow */
export function pathOf({ points, isBare }) {
  const line = `M${points.map(([x, y]) => `${x},${y}`).join('L')}`;
  const [[x0, y0], [x1, y1]] = /** @type {[Point, Point]} */ (points.slice(-2));
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (isBare || !length) return line;
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const [bx, by] = [x1 - 5 * ux, y1 - 5 * uy];
  return `${line}M${bx - 3 * uy},${by + 3 * ux}L${x1},${y1}L${bx + 3 * uy},${by - 3 * ux}`;
}
