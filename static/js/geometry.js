// Where everything of the unrolled graph lies, in pixels. Time runs right, layers upward.

/**
 * @typedef {object} Layout
 * @property {number} left where the column t = 0 begins, right of the rows' names
 * @property {number} column width of one step
 * @property {number} width of the whole sequence, names included
 * @property {number} height
 * @property {{w: number, h: number}} cell
 * @property {number} ring room around a layer
 * @property {{y: number, h: number}} y the row of predictions
 * @property {{y: number, h: number}} x the row of inputs
 * @property {{layer: number, direction: number, y: number}[]} rows top first
 * @property {{layer: number, top: number, bottom: number}[]} layers bottom first
 */

const head = { y: 14, h: 36 };
const inputHeight = 26;
const footHeight = 34; // t = 3, and the year where there is one
const right = 36; // room for the ring of the last cell and its name

/** @param {number} least @param {number} value @param {number} most */
export const clamp = (least, value, most) => Math.max(least, Math.min(value, most));

/**
 * @param {import('./types.js').Summary} s
 * @param {number} width of the stage
 * @param {number} height of the stage
 * @returns {Layout}
 */
export function layoutOf(s, width, height) {
  const left = width < 560 ? 58 : 92;
  // Narrower cells than these would hide single units.
  const narrowest = s.H > 16 ? 60 : 48;
  const column = clamp(narrowest, (width - left - right) / s.T, 104);
  const rowCount = s.L * s.D;
  // Six rows and more have to stand closer.
  const roomy = rowCount <= 4;
  const ring = roomy ? 20 : 9; // around a layer, for the rings and their names
  const between = roomy ? 18 : 13;
  const fixed =
    head.y + head.h + inputHeight + footHeight + s.L * 2 * ring + (rowCount - s.L) * between;
  const free = height - fixed;
  // Between layers, below the lowest and above the highest there is an arrow's length. Arrows
  // and cells share what room there is.
  const cell = { w: Math.round(column - clamp(14, column * 0.32, 34)), h: 0 };
  cell.h = Math.round(clamp(roomy ? 26 : 19, (free - 24 * (s.L + 1)) / rowCount, 52));
  const arrow = Math.round(clamp(roomy ? 22 : 13, (free - cell.h * rowCount) / (s.L + 1), 40));

  /** @type {Layout['rows']} */
  const rows = [];
  /** @type {Layout['layers']} */
  const layers = [];
  const spare = free - cell.h * rowCount - arrow * (s.L + 1);
  const top = { y: head.y + Math.max(0, Math.round(spare / 2)), h: head.h };
  let y = top.y + top.h + arrow;
  for (let layer = s.L - 1; layer >= 0; layer--) {
    const start = y;
    y += ring;
    for (const direction of s.directions.toReversed()) {
      rows.push({ layer, direction, y });
      y += cell.h + between;
    }
    y += ring - between;
    layers.unshift({ layer, top: start, bottom: y });
    y += arrow;
  }
  return {
    left,
    column,
    width: Math.ceil(left + s.T * column + right),
    height: y + inputHeight + footHeight,
    cell,
    ring,
    y: top,
    x: { y, h: inputHeight },
    rows,
    layers,
  };
}

/** The middle of a column. @param {Layout} l @param {number} t */
export const middle = (l, t) => l.left + (t + 0.5) * l.column;

/** Where a cell's box begins. @param {Layout} l @param {number} t */
export const leftOf = (l, t) => Math.round(middle(l, t) - l.cell.w / 2);

/**
 * Where a direction of a row begins: in front of its first cell, clear of the band around output.
 * @param {Layout} l
 * @param {import('./types.js').Summary} s
 * @param {number} direction
 */
export const startOf = (l, s, direction) =>
  direction ? leftOf(l, s.length - 1) + l.cell.w + 10 : leftOf(l, 0) - 10;

/**
 * The parts of a cell's box: a strip of h and, where there is one, a thinner strip of c below.
 * @param {Layout} l
 * @param {boolean} hasC
 */
export function strips({ cell }, hasC) {
  const [padX, padY] = [4, 4];
  const w = cell.w - 2 * padX;
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
 * @param {import('./types.js').Summary} s
 * @param {number} scrollLeft
 * @param {number} width
 * @returns {[number, number]}
 */
export function windowOf(l, s, scrollLeft, width) {
  if (s.T <= 96 && s.T * s.L * s.D <= 256) return [0, s.T];
  const beside = 3;
  const count = Math.min(s.T, Math.ceil(width / l.column) + 2 * beside);
  const first = Math.floor((scrollLeft - l.left) / l.column) - beside;
  const from = clamp(0, first, s.T - count);
  return [from, from + count];
}

/**
 * The arrows between t0 and t1 as path data: those along which a state has passed, and the rest.
 * None leads into padding or out of it.
 * @param {Layout} l
 * @param {import('./types.js').Summary} s
 * @param {[number, number]} window
 * @param {(layer: number, direction: number, t: number) => boolean} done
 */
export function arrowsOf(l, s, [t0, end], done) {
  const t1 = Math.min(end, s.length);
  const paths = { done: '', todo: '' };
  /** @param {boolean} isDone @param {number[]} from @param {number[]} to */
  const arrow = (isDone, [x0 = 0, y0 = 0], [x1 = 0, y1 = 0]) => {
    paths[isDone ? 'done' : 'todo'] += arrowPath(x0, y0, x1, y1);
  };
  const half = l.cell.w / 2;
  for (const { layer, direction, y } of l.rows) {
    const line = y + l.cell.h / 2;
    for (let t = Math.max(t0, 1); t < t1; t++) {
      const [before, after] = [middle(l, t - 1) + half + 1, middle(l, t) - half - 1];
      if (direction) arrow(done(layer, 1, t), [after, line], [before, line]);
      else arrow(done(layer, 0, t - 1), [before, line], [after, line]);
    }
  }
  /** @param {number} layer @param {number} t */
  const allDone = (layer, t) => s.directions.every((direction) => done(layer, direction, t));
  for (let t = t0; t < t1; t++) {
    const x = middle(l, t);
    for (const { layer, top, bottom } of l.layers) {
      const below = l.layers[layer - 1];
      const from = below ? below.top + l.ring - 3 : l.x.y - 2;
      arrow(!below || allDone(layer - 1, t), [x, from], [x, bottom - l.ring + 3]);
      if (layer === s.L - 1) {
        arrow(allDone(layer, t), [x, top + l.ring - 3], [x, l.y.y + l.y.h + 2]);
      }
    }
  }
  return paths;
}

/** A line that ends in a head of five pixels. @type {(...p: number[]) => string} */
function arrowPath(x0 = 0, y0 = 0, x1 = 0, y1 = 0) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const [bx, by] = [x1 - 5 * ux, y1 - 5 * uy];
  const wing = `M${bx - 3 * uy},${by + 3 * ux}L${x1},${y1}L${bx + 3 * uy},${by - 3 * ux}`;
  return `M${x0},${y0}L${x1},${y1}${wing}`;
}
