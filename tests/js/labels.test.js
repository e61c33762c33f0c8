import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shelvesOf } from '../../static/js/layout/shelves.js';
import { halvesOf } from '../../static/js/model/sources.js';
import { lastOf } from '../../static/js/model/steps.js';
import { cellLabel, numbersLabel, slotLabel, yLabel } from '../../static/js/words/labels.js';
import { frameworks } from './names.js';
import { allCells, summaryOf } from './summary.js';

const now = { done: true, current: true, pinned: false };

/** @param {import('../../static/js/types.js').Summary} s @param {string} framework */
const tensorsOf = (s, framework) => frameworks(s)[framework]?.tensors ?? [];

test('a cell says its place, how far it is, which tensors it is in, and its values', () => {
  const s = summaryOf({ L: 1, D: 1, T: 5, H: 2 });
  const cell = { layer: 0, direction: 0, t: 3 };
  const tensors = tensorsOf(s, 'pytorch');
  const states = /** @type {[string, Float32Array][]} */ ([
    ['h', Float32Array.of(0.814, -0.531)],
    ['c', Float32Array.of(1, 0)],
  ]);
  assert.equal(
    cellLabel(s, tensors, cell, now, states),
    'layer 0, forward, t = 3: computed now, in output; h 0.81, −0.53; c 1.00, 0.00',
  );
  assert.equal(
    cellLabel(s, tensors, { ...cell, t: 4 }, { done: false, current: false, pinned: true }, []),
    'layer 0, forward, t = 4: not computed yet, pinned, in output, h_n and c_n',
  );
});

test('under every framework’s names a cell is in a tensor where a half of it is', () => {
  const s = summaryOf({ L: 2, D: 2, T: 4, H: 2 });
  for (const [name, { tensors }] of Object.entries(frameworks(s))) {
    for (const cell of allCells(s)) {
      const label = cellLabel(s, tensors, cell, { ...now, current: false }, []);
      const isTop = cell.layer === 1;
      assert.match(label, /: computed(,|$)/);
      const isLast = cell.t === lastOf(s, cell.direction);
      assert.equal(/, in /.test(label), isTop || isLast, `${name}: ${label}`);
      assert.equal(
        label.split(/[ ,]+/).includes(tensors[0]?.name ?? ''),
        isTop,
        `${name}: ${label}`,
      );
    }
  }
});

test('padding of a shorter row is never read', () => {
  const s = summaryOf({ T: 5, B: 2, b: 1, lengths: [5, 2] });
  assert.match(
    cellLabel(s, tensorsOf(s, 'pytorch'), { layer: 0, direction: 0, t: 2 }, now, []),
    /^layer 0, forward, t = 2: padding, never read$/,
  );
});

test('of many numbers the first eight are said', () => {
  assert.equal(numbersLabel(new Float32Array(9)).match(/0\.00/g)?.length, 8);
  assert.match(numbersLabel(new Float32Array(9)), /, …$/);
  assert.doesNotMatch(numbersLabel(new Float32Array(8)), /…/);
  assert.equal(numbersLabel([1, -1], ['a']), 'a 1.00, −1.00');
});

test('a slot says what it is a copy of, and what it is made of where two are one', () => {
  const s = summaryOf({ L: 1, D: 2, T: 3, H: 2 });
  const [slot] = shelvesOf(s, tensorsOf(s, 'pytorch')).sides[0]?.slots.slice(1) ?? [];
  const h_n = tensorsOf(s, 'pytorch')[1];
  assert.ok(slot && h_n);
  assert.equal(
    slotLabel(slot.label, slot.half, h_n),
    'h_n[1], a copy of h of layer 0, reverse, t = 0',
  );
  const [sum] = tensorsOf(s, 'keras-sum');
  const [half] = sum ? halvesOf(s, sum, 1) : [];
  assert.ok(sum && half);
  assert.equal(
    slotLabel('outputs[0, 1, :]', half, sum),
    'outputs[0, 1, :], made of h of layer 0, forward, t = 1, and layer 0, reverse, t = 1',
  );
});

test('y says its numbers, and the largest where they are shares of one', () => {
  const y = Float32Array.of(0.25, 0.75);
  assert.equal(yLabel(3, null, [], true), 'y, t = 3: not computed yet');
  assert.equal(yLabel(3, y, ['a', 'b'], true), 'y, t = 3: largest b; a 0.25, b 0.75');
  assert.equal(yLabel(3, y, [], true), 'y, t = 3: largest 1; 0.25, 0.75');
  assert.equal(yLabel(0, Float32Array.of(-4), [], false), 'y, t = 0: −4.00');
});
