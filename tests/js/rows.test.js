import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPadding, nameOfRow } from '../../static/js/model/rows.js';
import { cellNear, cellsAt, keyOf, stepCount, stepOf } from '../../static/js/model/steps.js';
import { allCells, everyOf, readBy, summaryOf } from './summary.js';

const orders = ['layers', 'wavefront'];
const lengths = [5, 2, 4];
const batches = everyOf({ L: [1, 2, 3], D: [1, 2], reverse: [false, true], b: [0, 1, 2] }).map(
  (sizes) => summaryOf({ T: 5, B: 3, lengths, ...sizes }),
);

test('a row is as long as its length, and as all of T where nothing is packed', () => {
  for (const b of [0, 1, 2]) {
    assert.equal(summaryOf({ T: 5, B: 3, lengths, b }).length, lengths[b]);
    assert.equal(summaryOf({ T: 5, B: 3, b }).length, 5);
  }
});

test('rows of one trace, and the same row of two, have keys of their own', () => {
  const keys = everyOf({ id: ['one', 'two'], b: [0, 1, 2] }).map(
    (sizes) => summaryOf({ B: 3, ...sizes }).key,
  );
  assert.equal(new Set(keys).size, 6);
});

test('which row it is needs no words where there is one', () => {
  assert.equal(nameOfRow(summaryOf()), '');
  assert.equal(nameOfRow(summaryOf({ B: 3, b: 1 })), 'row 1 of 3');
});

test('every cell of a row runs once, in the step of the batch, and padding in none', () => {
  for (const s of batches) {
    const whole = summaryOf({ T: 5, L: s.L, D: s.D, reverse: s.directions[0] === 1 });
    for (const order of orders) {
      const steps = Array.from({ length: stepCount(s, order) }, (_, i) => cellsAt(s, order, i));
      assert.deepEqual(steps.flat().map(keyOf).sort(), allCells(s).map(keyOf).sort());
      for (const cell of allCells(whole)) {
        const at = isPadding(s, cell.t) ? Number.POSITIVE_INFINITY : stepOf(whole, order, cell);
        assert.equal(stepOf(s, order, cell), at);
      }
    }
  }
});

test('every cell comes after all that it reads, the reverse direction from the row’s own end', () => {
  for (const s of batches) {
    for (const order of orders) {
      for (const cell of allCells(s)) {
        for (const read of readBy(s, cell)) {
          assert.ok(stepOf(s, order, read) < stepOf(s, order, cell), `${order} ${keyOf(cell)}`);
        }
      }
    }
  }
});

test('in a step in which the row rests, the cell to show is the one that ran last', () => {
  for (const s of batches) {
    for (const order of orders) {
      /** @type {string[]} */
      let before = [];
      for (let step = 0; step < stepCount(s, order); step++) {
        const here = cellsAt(s, order, step).map(keyOf);
        const near = cellNear(s, order, step);
        if (here.length) before = here;
        if (before.length) assert.equal(keyOf(near), before[0]);
        else assert.deepEqual(near, { layer: 0, direction: 1, t: s.length - 1 });
      }
    }
  }
});
