import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cellOf,
  cellsAt,
  keyOf,
  lastOf,
  passed,
  stepCount,
  stepOf,
} from '../../static/js/model/steps.js';
import { allCells, everyOf, readBy, summaryOf } from './summary.js';

const orders = ['layers', 'wavefront'];
const summaries = everyOf({
  T: [1, 2, 5],
  L: [1, 2, 4],
  D: [1, 2],
  reverse: [false, true],
}).map(summaryOf);

test('every cell stands in the schedule once, at the step that stepOf gives', () => {
  for (const s of summaries) {
    for (const order of orders) {
      const steps = Array.from({ length: stepCount(s, order) }, (_, i) => cellsAt(s, order, i));
      assert.ok(steps.every((cells) => cells.length > 0));
      steps.forEach((cells, step) => {
        for (const cell of cells) assert.equal(stepOf(s, order, cell), step);
      });
      const seen = steps.flat().map(keyOf).sort();
      assert.deepEqual(seen, allCells(s).map(keyOf).sort());
    }
  }
});

test('every cell comes after all that it reads', () => {
  for (const s of summaries) {
    for (const order of orders) {
      for (const cell of allCells(s)) {
        for (const read of readBy(s, cell)) {
          assert.ok(stepOf(s, order, read) < stepOf(s, order, cell), `${order} ${keyOf(cell)}`);
        }
      }
    }
  }
});

test('in the wavefront no cell waits longer than it has to', () => {
  for (const s of summaries) {
    /** The longest chain of reads below a cell. @type {(cell: any) => number} */
    const depth = (cell) => Math.max(0, ...readBy(s, cell).map((read) => 1 + depth(read)));
    for (const cell of allCells(s)) assert.equal(stepOf(s, 'wavefront', cell), depth(cell));
  }
});

test('layer by layer, a layer begins when the one below is through', () => {
  for (const s of summaries) {
    for (const { layer, direction, t } of allCells(s).filter((cell) => cell.layer > 0)) {
      for (const below of allCells(s).filter((cell) => cell.layer === layer - 1)) {
        assert.ok(stepOf(s, 'layers', below) < stepOf(s, 'layers', { layer, direction, t }));
      }
    }
  }
});

test('a t has passed when every direction of the layer has', () => {
  for (const s of summaries) {
    for (const order of orders) {
      for (let step = 0; step < stepCount(s, order); step++) {
        for (const { layer, t } of allCells(s)) {
          const all = s.directions.every(
            (direction) => stepOf(s, order, { layer, direction, t }) <= step,
          );
          assert.equal(passed(s, order, step, layer, t), all);
        }
      }
    }
  }
});

test('a direction ends where no cell of its own reads it', () => {
  for (const s of summaries) {
    for (const direction of s.directions) {
      const read = new Set(
        allCells(s)
          .filter((cell) => cell.layer === 0 && cell.direction === direction)
          .flatMap((cell) => readBy(s, cell).map(({ t }) => t)),
      );
      assert.ok(!read.has(lastOf(s, direction)));
      assert.equal(read.size, s.T - 1);
    }
  }
});

test('a key and its cell are one', () => {
  const s = summaryOf();
  for (const cell of allCells(s)) assert.deepEqual(cellOf(s, keyOf(cell)), cell);
});

test('a network that only runs in reverse has no forward cell', () => {
  const s = summaryOf({ T: 5, D: 1, reverse: true });
  assert.equal(cellOf(s, '0:0:0'), null);
  assert.deepEqual(cellOf(s, '0:1:0'), { layer: 0, direction: 1, t: 0 });
});

test('a key that names no cell of the trace gives none', () => {
  const s = summaryOf({ T: 5, L: 2, D: 1 });
  for (const key of [
    '',
    '0:0',
    '2:0:0',
    '0:1:0',
    '0:0:5',
    '0:0:-1',
    '0:0:1.5',
    'a:b:c',
    '0:0:0:0',
  ]) {
    assert.equal(cellOf(s, key), null, key);
  }
});
