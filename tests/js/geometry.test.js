import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowsOf, layoutOf, leftOf, middle, strips, windowOf } from '../../static/js/geometry.js';
import { allCells, everyOf, summaryOf } from './summary.js';

/** @typedef {{x: number, y: number, w: number, h: number}} Box */

const stages = everyOf({
  T: [1, 2, 8, 40],
  L: [1, 2, 4, 8],
  D: [1, 2],
  reverse: [false, true],
  H: [1, 8, 64],
  width: [300, 390, 820, 1400],
  height: [240, 420, 900],
}).map(({ width, height, ...sizes }) => {
  const s = summaryOf(sizes);
  return {
    s,
    layout: layoutOf(s, width, height),
    label: JSON.stringify({ ...sizes, width, height }),
  };
});

/** @type {(layout: any, cell: import('./summary.js').Cell) => Box} */
function boxOf(layout, { layer, direction, t }) {
  const row = layout.rows.find(
    (/** @type {any} */ r) => r.layer === layer && r.direction === direction,
  );
  assert.ok(row);
  return { x: leftOf(layout, t), y: row.y, ...layout.cell };
}

test('cells lie inside the picture, right of the names, between y and x', () => {
  for (const { s, layout, label } of stages) {
    for (const cell of allCells(s)) {
      const { x, y, w, h } = boxOf(layout, cell);
      assert.ok(w >= 8 && h >= 8, label);
      assert.ok(x >= layout.left && x + w <= layout.width, label);
      assert.ok(y > layout.y.y + layout.y.h && y + h < layout.x.y, label);
      assert.ok(layout.x.y + layout.x.h <= layout.height, label);
    }
  }
});

test('time runs right: the cells of a row follow each other with room for an arrow', () => {
  for (const { s, layout, label } of stages) {
    for (let t = 1; t < s.T; t++) {
      assert.ok(leftOf(layout, t) - leftOf(layout, t - 1) - layout.cell.w >= 8, label);
    }
  }
});

test('layers run upward, and no row touches another', () => {
  for (const { s, layout, label } of stages) {
    assert.equal(layout.rows.length, s.L * s.D);
    for (const [i, row] of layout.rows.entries()) {
      const above = layout.rows[i - 1];
      if (!above) continue;
      assert.ok(above.y + layout.cell.h < row.y, label);
      assert.ok(above.layer > row.layer || above.direction > row.direction, label);
    }
  }
});

test('a layer’s frame holds its own rows and no other', () => {
  for (const { layout, label } of stages) {
    for (const { layer, top, bottom } of layout.layers) {
      for (const row of layout.rows) {
        const inside = row.y > top && row.y + layout.cell.h < bottom;
        const outside = row.y + layout.cell.h <= top || row.y >= bottom;
        assert.ok(row.layer === layer ? inside : outside, label);
      }
    }
  }
});

test('the strips of h and c lie inside the cell and apart', () => {
  for (const { layout, label } of stages) {
    const { h, c } = strips(layout, true);
    for (const box of [h, c, strips(layout, false).h]) {
      assert.ok(box.w > 0 && box.h > 0, label);
      assert.ok(box.x >= 0 && box.x + box.w <= layout.cell.w, label);
      assert.ok(box.y >= 0 && box.y + box.h <= layout.cell.h, label);
    }
    assert.ok(h.y + h.h <= c.y, label);
  }
});

test('a stage that has the room shows the whole sequence without scrolling', () => {
  const s = summaryOf({ T: 8, L: 2, D: 2, H: 8 });
  const layout = layoutOf(s, 1000, 620);
  assert.ok(layout.width <= 1000);
  assert.ok(layout.height <= 620);
});

test('the window holds every column in view, and of a long sequence little more', () => {
  for (const { T, left } of everyOf({ T: [300, 2000], left: [0, 0.2, 0.5, 0.99, 1] })) {
    const s = summaryOf({ T });
    const layout = layoutOf(s, 1000, 600);
    const scrolled = left * (layout.width - 1000);
    const [from, to] = windowOf(layout, s, scrolled, 1000);
    for (let t = 0; t < T; t++) {
      const x = middle(layout, t);
      if (x > scrolled && x < scrolled + 1000) assert.ok(from <= t && t < to, `${t} of ${T}`);
    }
    assert.ok(from >= 0 && to <= T && to - from <= 1000 / layout.column + 40);
  }
  const short = summaryOf({ T: 20 });
  assert.deepEqual(windowOf(layoutOf(short, 300, 600), short, 500, 300), [0, 20]);
});

/** The lines of path data, without the heads. @param {string} path */
function shafts(path) {
  return path
    .split('M')
    .filter((part) => part.split('L').length === 2)
    .map((part) => part.split('L').map((point) => point.split(',').map(Number)));
}

test('arrows along a row point with its direction, arrows between layers up', () => {
  for (const { s, layout, label } of stages.filter(({ s }) => s.T <= 8)) {
    const { done, todo } = arrowsOf(layout, s, [0, s.T], () => false);
    // The input is there before anything is computed.
    assert.equal(shafts(done).length, s.T, label);
    const lines = [...shafts(done), ...shafts(todo)];
    assert.equal(lines.length, s.L * s.D * (s.T - 1) + (s.L + 1) * s.T, label);
    for (const [[x0 = 0, y0 = 0] = [], [x1 = 0, y1 = 0] = []] of lines) {
      if (y0 === y1) {
        const row = layout.rows.find(({ y }) => y < y0 && y0 < y + layout.cell.h);
        assert.ok(row && (row.direction ? x1 < x0 : x1 > x0), label);
      } else {
        assert.ok(x0 === x1 && y1 < y0, label);
      }
    }
  }
});

test('an arrow is done when what it leaves is computed', () => {
  const s = summaryOf({ T: 4, L: 2, D: 2 });
  const layout = layoutOf(s, 900, 600);
  /** Layer 0 is through but for the reverse cell at t = 0. @type {(...cell: number[]) => boolean} */
  const isDone = (layer, direction, t) => layer === 0 && !(direction === 1 && t === 0);
  const lines = shafts(arrowsOf(layout, s, [0, s.T], isDone).done);
  // Three along each row of layer 0, x into layer 0 four times, layer 0 into layer 1 at t = 1, 2, 3.
  assert.equal(lines.length, 3 + 3 + 4 + 3);
});
