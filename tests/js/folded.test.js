// The graph folded into its recurrence: one column, and a loop for each line of cells.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowsOf } from '../../static/js/layout/arrows.js';
import { layoutOf, leftOf, middle, strips } from '../../static/js/layout/geometry.js';
import { carryOf, loopOf } from '../../static/js/layout/loop.js';
import { shelvesOf } from '../../static/js/layout/shelves.js';
import { wiresOf } from '../../static/js/layout/wires.js';
import { cellFollowed, cellsAt, keyOf, lastOf } from '../../static/js/model/steps.js';
import { boxOfCell, isAtEdge, runsThrough } from './boxes.js';
import { frameworks } from './names.js';
import { everyOf, readBy, summaryOf } from './summary.js';

const folded = everyOf({
  T: [1, 8],
  L: [1, 2],
  D: [1, 2],
  reverse: [false, true],
  cell: ['rnn', 'lstm'],
  width: [390, 908, 1400],
  height: [330, 500],
}).map(({ width, height, ...sizes }) => {
  const s = summaryOf(sizes);
  const shelves = shelvesOf(s, frameworks(s).pytorch?.tensors ?? []);
  const layout = layoutOf(s, shelves, width, height, true);
  return { s, shelves, layout, width, label: JSON.stringify({ ...sizes, width, height }) };
});

/** @param {import('../../static/js/types.js').Summary} s */
const linesOf = ({ L, directions }) =>
  Array.from({ length: L }, (_, layer) =>
    directions.map((direction) => ({ layer, direction })),
  ).flat();

test('all columns lie in one, between the names and the shelves, and nothing scrolls', () => {
  for (const { s, layout, width, label } of folded) {
    for (let t = 0; t < s.T; t++) assert.equal(middle(layout, t), middle(layout, 0), label);
    for (const line of linesOf(s)) {
      const carry = carryOf(layout, { ...line, t: 0 });
      assert.ok(Math.min(carry.x, leftOf(layout, 0)) >= layout.left, label);
      assert.ok(carry.x + carry.w <= layout.sides.x, label);
    }
    assert.ok(layout.width <= width, label);
  }
});

test('a loop leads out of its cell and into it again, past every cell', () => {
  for (const { s, layout, label } of folded) {
    for (const line of linesOf(s)) {
      const cell = { ...line, t: 0 };
      const [round, back] = loopOf(layout, s, cell, () => true);
      const [own, carry] = [boxOfCell(layout, cell), carryOf(layout, cell)];
      assert.ok(isAtEdge(round.points[0] ?? [0, 0], own), label);
      assert.ok(isAtEdge(round.points.at(-1) ?? [0, 0], carry), label);
      assert.ok(isAtEdge(back.points[0] ?? [0, 0], carry), label);
      assert.ok(isAtEdge(back.points.at(-1) ?? [0, 0], own), label);
      // h goes on the way that time runs for the line.
      const [[out = 0] = [], [into = 0] = []] = [round.points[0], back.points.at(-1)];
      assert.equal(out > into, line.direction === 0, label);
      for (const other of linesOf(s)) {
        const box = boxOfCell(layout, { ...other, t: 0 });
        assert.ok(!runsThrough(round.points, box) && !runsThrough(back.points, box), label);
      }
    }
  }
});

test('what a cell takes over is its own step before; before the first step it is h_0', () => {
  for (const { s, layout, label } of folded) {
    for (let t = 0; t < s.T; t++) {
      for (const line of linesOf(s)) {
        const cell = { ...line, t };
        const own = readBy(s, cell).find(({ layer }) => layer === line.layer);
        const asked = /** @type {string[]} */ ([]);
        const [round, back] = loopOf(layout, s, cell, (other) => asked.push(keyOf(other)) > 0);
        assert.deepEqual([...new Set(asked)], own ? [keyOf(own)] : [], label);
        assert.deepEqual([round.isDone, back.isDone], [own !== undefined, true], label);
      }
    }
  }
});

test('each arrow of the one column is of the step that it shows', () => {
  for (const { s, shelves, layout, label } of folded) {
    const t = s.T - 1;
    const arrows = arrowsOf(layout, s, [t, t + 1], shelves.every, () => true);
    const ends = arrows.flatMap(({ from, to }) => [from, to]);
    assert.ok(ends.includes(`x:${t}`) && ends.includes(`y:${t}`), label);
    for (const end of ends) if (/^\d/.test(end)) assert.match(end, new RegExp(`:${t}$`), label);
  }
});

test('a last state’s wire begins at the column only while it shows the last cell', () => {
  for (const { s, shelves, layout, width, label } of folded) {
    const view = { left: 0, x: Math.min(layout.sides.x, width) };
    for (let t = 0; t < s.T; t++) {
      const wires = wiresOf(layout, s, shelves, [t, t + 1], view, () => true);
      for (const { kind, cell, points, isCut } of wires) {
        if (kind === 'output') {
          assert.equal(cell.t, t, label);
          continue;
        }
        assert.equal(cell.t, lastOf(s, cell.direction), label);
        assert.equal(isCut, cell.t !== t, label);
        const begins = isAtEdge(points[0] ?? [0, 0], boxOfCell(layout, cell));
        assert.equal(begins, cell.t === t, label);
      }
    }
  }
});

test('the slot over the column is the one that its cell is copied to, whatever its place', () => {
  const turned = new Set();
  for (const sizes of everyOf({ D: [1, 2], reverse: [false, true] })) {
    const s = summaryOf({ ...sizes, T: 5, L: 1 });
    for (const { tensors } of Object.values(frameworks(s))) {
      const shelves = shelvesOf(s, tensors);
      const layout = layoutOf(s, shelves, 908, 500, true);
      const view = { left: 0, x: layout.sides.x };
      for (let t = 0; t < s.T; t++) {
        const wires = wiresOf(layout, s, shelves, [t, t + 1], view, () => true);
        const up = wires.filter(({ tensor }) => tensor === shelves.every?.name);
        assert.equal(up.length, s.D);
        for (const { cell, to } of up) {
          assert.equal(cell.t, t);
          if (to.split(':').at(-2) !== String(t)) turned.add(shelves.every?.name);
        }
      }
    }
  }
  assert.deepEqual([...turned], ['outputs']); // Keras gives a lone reverse direction turned round
});

test('the column is that of the step, forward unless a reverse cell is pinned', () => {
  const s = summaryOf({ T: 5, L: 2, D: 2 });
  assert.deepEqual(cellFollowed(s, 'layers', 6, 0), { layer: 1, direction: 0, t: 1 });
  assert.deepEqual(cellFollowed(s, 'layers', 6, 1), { layer: 1, direction: 1, t: 3 });
  const packed = summaryOf({ T: 5, L: 1, D: 1, lengths: [5, 2], B: 2, b: 1 });
  assert.deepEqual(cellsAt(packed, 'layers', 4), []);
  assert.deepEqual(cellFollowed(packed, 'layers', 4, 0), { layer: 0, direction: 0, t: 1 });
});

test('folded, the two strips of a cell have their names beside them at every step', () => {
  for (const { s, layout, label } of folded) {
    for (let t = 0; t < s.T; t++) {
      assert.deepEqual(strips(layout, true, t), strips(layout, true, 0), label);
    }
  }
});
