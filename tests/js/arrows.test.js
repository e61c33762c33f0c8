import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowsOf, jointsOf, pathOf } from '../../static/js/layout/arrows.js';
import { layoutOf, middle } from '../../static/js/layout/geometry.js';
import { cellOf, keyOf } from '../../static/js/model/steps.js';
import { boxOfCell, boxOfColumn, isAtEdge, runsThrough } from './boxes.js';
import { frameworks } from './names.js';
import { allCells, everyOf, readBy, summaryOf } from './summary.js';

/** @param {import('../../static/js/types.js').Summary} s */
const outputOf = (s) => frameworks(s).pytorch?.tensors[0] ?? null;

const stages = everyOf({
  T: [1, 2, 6],
  L: [1, 2, 4],
  D: [1, 2],
  reverse: [false, true],
  packed: [false, true],
  size: [
    [390, 500],
    [672, 344],
    [1100, 700],
  ],
  hasShelf: [true, false],
}).map(({ size, packed, hasShelf, ...sizes }) => {
  const lengths = packed ? { B: 2, b: 1, lengths: [sizes.T, Math.ceil(sizes.T / 2)] } : {};
  const s = summaryOf({ ...sizes, ...lengths });
  const layout = layoutOf(s, { halves: s.D, isApart: false, columns: 2 }, size[0], size[1]);
  const arrows = arrowsOf(layout, s, [0, s.T], hasShelf ? outputOf(s) : null, () => false);
  return {
    s,
    layout,
    arrows,
    hasShelf,
    label: JSON.stringify({ ...sizes, size, packed, hasShelf }),
  };
});

/**
 * All that leads to something, joints seen through.
 * @param {import('../../static/js/layout/arrows.js').Arrow[]} arrows
 * @param {string} to
 * @returns {string[]}
 */
function sourcesOf(arrows, to) {
  const from = arrows.filter((arrow) => arrow.to === to).map((arrow) => arrow.from);
  return from.flatMap((each) => (each.startsWith('joint') ? sourcesOf(arrows, each) : [each]));
}

test('y reads the slot of its own step, also where a framework turns the steps round', () => {
  const s = summaryOf({ T: 4, L: 1, D: 1, reverse: true });
  const [outputs = null] = frameworks(s).keras?.tensors ?? [];
  assert.equal(outputs?.when, 'turned');
  const layout = layoutOf(s, { halves: 1, isApart: false, columns: 2 }, 900, 500);
  // The first step of the reverse direction is at t = 3; Keras gives its h first.
  const first = arrowsOf(layout, s, [0, 4], outputs, ({ t }) => t === 3);
  const ofY = first.filter(({ to }) => to.startsWith('y'));
  for (const { from, to } of ofY) {
    const [slot = 0, t = 0] = [from, to].map((name) => Number(name.split(':')[1]));
    assert.equal(slot + t, 3);
  }
  const done = ofY.filter(({ isDone }) => isDone).map(({ points }) => points[0]?.[0]);
  assert.deepEqual(done, [middle(layout, 0), middle(layout, 3)]); // out of slot 0, and into y of t = 3
});

test('what leads into a cell is all that it reads, and nothing else', () => {
  for (const { s, arrows, label } of stages) {
    for (const cell of allCells(s)) {
      const read = readBy(s, cell).map(keyOf);
      if (cell.layer === 0) read.push(`x:${cell.t}`);
      assert.deepEqual(sourcesOf(arrows, keyOf(cell)).sort(), read.sort(), label);
    }
  }
});

test('y reads the slot of its step, or where no shelf is shown the top layer', () => {
  for (const { s, arrows, hasShelf, label } of stages) {
    for (let t = 0; t < s.T; t++) {
      const top = s.directions.map((direction) => keyOf({ layer: s.L - 1, direction, t }));
      const wanted = t >= s.length ? [] : hasShelf ? [`every:${t}`] : top;
      assert.deepEqual([...new Set(sourcesOf(arrows, `y:${t}`))].sort(), wanted.sort(), label);
    }
  }
});

test('every arrow begins at what it leaves and ends at what it enters', () => {
  for (const { s, layout, arrows, label } of stages) {
    const joints = jointsOf(layout, s, [0, s.T], false);
    /** @param {string} name @returns {import('./boxes.js').Box[]} */
    const boxesOf = (name) => {
      const cell = cellOf(s, name);
      if (cell) return [boxOfCell(layout, cell)];
      const t = Number(name.split(':').at(-1));
      if (name.startsWith('joint'))
        return joints.map(([x, y]) => ({ x: x - 6, y: y - 6, w: 12, h: 12 }));
      const bands = {
        x: [layout.x],
        y: [layout.y, layout.head],
        every: [layout.shelf, layout.head],
      };
      const kind = /** @type {'x'|'y'|'every'} */ (name.split(':')[0]);
      return bands[kind].map((band) => boxOfColumn(layout, t, band));
    };
    const head = { x: 0, ...layout.head, w: layout.width };
    for (const { from, to, points, isBare } of arrows) {
      const [first, last] = [points[0], points.at(-1)];
      assert.ok(first && last);
      const isLeft = boxesOf(from).some((box) => isAtEdge(first, box)) || isAtEdge(first, head);
      const isEntered =
        boxesOf(to).some((box) => isAtEdge(last, box)) || (isBare && isAtEdge(last, head));
      assert.ok(isLeft && isEntered, `${from} ${to} ${label}`);
    }
  }
});

test('no arrow runs through a cell, nor into padding', () => {
  for (const { s, layout, arrows, label } of stages) {
    const cells = allCells({ ...s, length: s.T });
    for (const { points, from, to } of arrows) {
      const hit = cells.filter((cell) => runsThrough(points, boxOfCell(layout, cell)));
      assert.deepEqual(hit.map(keyOf), [], `${from} ${to} ${label}`);
    }
    for (const { from, to } of arrows) {
      for (const name of [from, to]) assert.ok(Number(name.split(':').at(-1)) < s.length, label);
    }
  }
});

test('an arrow is done when what it leaves is computed', () => {
  const s = summaryOf({ T: 4, L: 2, D: 2 });
  const layout = layoutOf(s, { halves: 2, isApart: false, columns: 2 }, 900, 600);
  // Layer 0 is through but for the reverse cell at t = 0.
  const isDone = (/** @type {import('./summary.js').Cell} */ { layer, direction, t }) =>
    layer === 0 && !(direction === 1 && t === 0);
  const done = arrowsOf(layout, s, [0, s.T], outputOf(s), isDone).filter((arrow) => arrow.isDone);
  const pairs = done.map(({ from, to }) => `${from}→${to}`);
  assert.ok(pairs.includes('0:0:0→joint:0:0') && !pairs.includes('0:1:0→joint:0:0'));
  assert.ok(!pairs.includes('joint:0:0→1:0:0') && pairs.includes('joint:0:1→1:1:1'));
  // Three along each line of layer 0, x into both directions, seven states into joints, three
  // joints into both directions.
  assert.equal(done.length, 3 + 3 + 8 + 7 + 6);
});

test('an arrow’s head is at its end, and a line through the head has none', () => {
  const points = /** @type {[number, number][]} */ ([
    [0, 0],
    [10, 0],
    [10, 20],
  ]);
  assert.equal(pathOf({ points, isBare: true }), 'M0,0L10,0L10,20');
  assert.equal(pathOf({ points }), 'M0,0L10,0L10,20M7,15L10,20L13,15');
});
