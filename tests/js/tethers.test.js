// What the heat map of a line's weights is tied to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf, topOf } from '../../static/js/layout/geometry.js';
import { tethersOf, weightsBox } from '../../static/js/layout/tethers.js';
import { boxOfCell, isAtEdge, runsThrough } from './boxes.js';
import { allCells, everyOf, summaryOf } from './summary.js';

const shelves = { halves: 1, isApart: false, columns: 1 };

test('a tether leads from the heat map to each cell of its line, and to none in padding', () => {
  const sizes = {
    T: [1, 8],
    L: [1, 2],
    D: [1, 2],
    height: [330, 500, 900],
    isFolded: [false, true],
  };
  for (const { height, isFolded, ...rest } of everyOf({ ...sizes, lengths: [null, [8, 3]] })) {
    const b = rest.lengths ? 1 : 0;
    const s = summaryOf({ ...rest, T: rest.lengths ? 8 : rest.T, B: 2, b });
    const l = layoutOf(s, shelves, 1400, height, isFolded);
    const label = JSON.stringify({ ...rest, height, isFolded });
    const window = /** @type {[number, number]} */ (isFolded ? [0, 1] : [0, s.T]);
    for (const line of l.rows) {
      const ends = tethersOf(l, s, window, { left: 0, x: l.sides.x }, line);
      const cells = allCells(s).filter(
        ({ layer, direction, t }) =>
          layer === line.layer && direction === line.direction && t < window[1],
      );
      assert.equal(ends.length, cells.length, label);
      for (const [i, points] of ends.entries()) {
        const own = boxOfCell(l, { ...line, t: cells[i]?.t ?? Number.NaN });
        assert.ok(isAtEdge(points[0] ?? [0, 0], weightsBox(l, 0, line)), label);
        assert.ok(isAtEdge(points.at(-1) ?? [0, 0], own), label);
        for (const cell of allCells(s)) {
          assert.ok(!runsThrough(points, boxOfCell(l, cell)), label);
        }
      }
    }
  }
});

test('of a long sequence the cells in view alone are tied, wherever it is scrolled to', () => {
  const s = summaryOf({ T: 309, L: 1, D: 1 });
  const l = layoutOf(s, shelves, 900, 500);
  const line = { layer: 0, direction: 0 };
  const view = { left: 4000, x: 4700 };
  const ends = tethersOf(l, s, [60, 100], view, line);
  assert.ok(ends.length > 5);
  for (const points of ends) {
    const [[from = 0] = [], [to = 0, top] = []] = [points[0], points.at(-1)];
    assert.ok(from > view.left && from < view.left + l.left);
    assert.ok(to > view.left + l.left - 14 && to < view.x);
    assert.equal(top, topOf(l, line));
  }
});
