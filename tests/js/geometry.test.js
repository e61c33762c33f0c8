import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  halfTop,
  layoutOf,
  leftOf,
  middle,
  showsAll,
  strips,
  windowOf,
} from '../../static/js/layout/geometry.js';
import { boxOfCell } from './boxes.js';
import { allCells, everyOf, summaryOf } from './summary.js';

/** The shelves of PyTorch's output, h_n and c_n of two directions. */
const pytorch = { halves: 2, isApart: false, columns: 2 };

const stages = everyOf({
  T: [1, 2, 8, 40],
  L: [1, 2, 4, 8],
  D: [1, 2],
  reverse: [false, true],
  H: [1, 8, 64],
  width: [300, 390, 820, 1400],
  height: [240, 420, 900],
  columns: [1, 2, 4],
}).map(({ width, height, columns, ...sizes }) => {
  const s = summaryOf(sizes);
  return {
    s,
    layout: layoutOf(s, { halves: s.D, isApart: columns === 2, columns }, width, height),
    label: JSON.stringify({ ...sizes, width, height, columns }),
  };
});

test('cells lie inside the picture, right of the names, between y and x', () => {
  for (const { s, layout, label } of stages) {
    for (const cell of allCells(s)) {
      const { x, y, w, h } = boxOfCell(layout, cell);
      assert.ok(w >= 8 && h >= 8, label);
      assert.ok(x >= layout.left && x + w <= layout.sides.x, label);
      assert.ok(y > layout.shelf.y + layout.shelf.h && y + h < layout.x.y, label);
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

test('y, the head and the shelf of every step lie over one another, and apart', () => {
  for (const { s, layout, label } of stages) {
    const { y, head, shelf } = layout;
    assert.ok(y.y >= 0 && y.y + y.h < head.y && head.y + head.h < shelf.y, label);
    const tops = Array.from({ length: s.D }, (_, half) => halfTop(layout, half));
    for (const [half, top] of tops.entries()) {
      assert.ok(top > shelf.y && top + shelf.half < shelf.y + shelf.h, label);
      assert.ok(half === 0 || top > (tops[half - 1] ?? 0) + shelf.half, label);
    }
  }
});

test('the shelves at the side lie past the last column, within the picture', () => {
  for (const { s, layout, label } of stages) {
    assert.ok(layout.sides.x >= leftOf(layout, s.T - 1) + layout.cell.w + 20, label);
    assert.ok(layout.sides.x + layout.sides.width <= layout.width, label);
  }
});

test('the strips of h and c lie inside the cell and apart', () => {
  for (const { layout, label } of stages) {
    const { h, c } = strips(layout, true, 1);
    const first = strips(layout, true, 0);
    assert.ok(first.h.x >= h.x + 7, 'in the first column the names have room');
    for (const box of [h, c, first.h, first.c, strips(layout, false, 0).h]) {
      assert.ok(box.w > 0 && box.h > 0, label);
      assert.ok(box.x >= 0 && box.x + box.w <= layout.cell.w, label);
      assert.ok(box.y >= 0 && box.y + box.h <= layout.cell.h, label);
    }
    assert.ok(h.y + h.h <= c.y, label);
  }
});

test('up to four lines of eight steps fit into the stage of a small screen', () => {
  for (const { L, D } of everyOf({ L: [1, 2, 4], D: [1, 2] })) {
    if (L * D > 4) continue;
    const s = summaryOf({ T: 8, L, D, H: 8 });
    for (const [width, height] of [
      [700, 480], // the least that a stage beside the rail has
      [908, 480],
      [1068, 650],
    ]) {
      const layout = layoutOf(s, { ...pytorch, halves: D }, width ?? 0, height ?? 0);
      assert.ok(layout.width <= (width ?? 0), `${L} ${D} ${width}`);
      assert.ok(layout.height <= (height ?? 0), `${L} ${D} ${layout.height}`);
    }
  }
});

test('with one line or two, cells and the shelf grow into free height, and nothing is scrolled', () => {
  for (const [L, least] of /** @type {const} */ ([
    [1, 84],
    [2, 64],
  ])) {
    const s = summaryOf({ T: 8, L, D: 1, H: 8, cell: 'rnn' });
    for (const [width, height] of /** @type {const} */ ([
      [920, 473],
      [1080, 640],
    ])) {
      const layout = layoutOf(s, { halves: 1, isApart: false, columns: 1 }, width, height);
      assert.ok(layout.cell.h >= least, `${L} lines: ${layout.cell.h}`);
      assert.ok(layout.shelf.half >= 36 && layout.y.h >= 40, `${layout.shelf.half}, ${layout.y.h}`);
      assert.ok(layout.height <= height && layout.width <= width);
      // What is left lies as much over it as under it.
      const [over, under] = [layout.y.y - 8, height - layout.height];
      assert.ok(Math.abs(over - under) <= 4, `${over} over, ${under} under`);
    }
  }
});

test('cells are a little narrower before one has to scroll', () => {
  const shelves = { halves: 1, isApart: false, columns: 1 };
  const ten = summaryOf({ T: 10, L: 2, D: 1, H: 8, cell: 'gru' });
  const layout = layoutOf(ten, shelves, 664, 480);
  assert.ok(layout.width <= 664, `${layout.width}`);
  assert.equal(showsAll(layout, ten, 664), true);
  const long = summaryOf({ T: 12, L: 2, D: 1, H: 8, cell: 'gru' });
  assert.equal(showsAll(layoutOf(long, shelves, 664, 480), long, 664), false);
});

test('the window holds every column in view, and of a long sequence little more', () => {
  for (const { T, left } of everyOf({ T: [300, 2000], left: [0, 0.2, 0.5, 0.99, 1] })) {
    const s = summaryOf({ T });
    const layout = layoutOf(s, pytorch, 1000, 600);
    const scrolled = left * (layout.width - 1000);
    const [from, to] = windowOf(layout, s, scrolled, 1000);
    for (let t = 0; t < T; t++) {
      const x = middle(layout, t);
      if (x > scrolled && x < scrolled + 1000) assert.ok(from <= t && t < to, `${t} of ${T}`);
    }
    assert.ok(from >= 0 && to <= T && to - from <= 1000 / layout.column + 40);
  }
  const short = summaryOf({ T: 20 });
  assert.deepEqual(windowOf(layoutOf(short, pytorch, 300, 600), short, 500, 300), [0, 20]);
});
