import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceOf } from '../../static/js/model/sources.js';
import { keyOf, lastOf } from '../../static/js/model/steps.js';
import {
  elementName,
  elementWidth,
  namesWidth,
  shapeOf,
  sourceOfStrip,
  sourceOfTensor,
  stripAt,
  stripCount,
  stripName,
  stripsWith,
} from '../../static/js/model/tensors.js';
import { frameworks } from './names.js';
import { allCells, everyOf, summaryOf } from './summary.js';

/** @typedef {import('../../static/js/types.js').Source} Source */
/** @typedef {import('../../static/js/types.js').Summary} Summary */
/** @typedef {import('../../static/js/types.js').Tensor} Tensor */

const summaries = [
  ...everyOf({
    T: [1, 4],
    L: [1, 2],
    D: [1, 2],
    reverse: [false, true],
    batchFirst: [false, true],
  }),
  ...everyOf({ D: [1, 2], b: [0, 2] }).map((sizes) => ({
    T: 4,
    B: 3,
    lengths: [2, 4, 1],
    ...sizes,
  })),
].map(summaryOf);

/** Every tensor of every framework, each with its summary. */
const every = summaries.flatMap((s) =>
  Object.values(frameworks(s)).flatMap(({ tensors }) => tensors.map((tensor) => ({ s, tensor }))),
);

/** @param {Summary} s @param {Tensor} tensor */
const stripsOf = (s, tensor) =>
  Array.from({ length: stripCount(s, tensor) }, (_, i) => stripAt(s, tensor, i));

/** PyTorch's tensor. @param {Summary} s @param {string} name */
function named(s, name) {
  const found = frameworks(s).pytorch?.tensors.find((tensor) => tensor.name === name);
  assert.ok(found);
  return found;
}

test('strips hold each element of the row that is shown, once', () => {
  for (const { s, tensor } of every) {
    const { axes, shape } = tensor;
    const own = shape.reduce((product, n, i) => product * (axes[i] === 'B' ? 1 : n), 1);
    const indices = stripsOf(s, tensor).flatMap(({ units, index }) =>
      Array.from({ length: units }, (_, unit) => index(unit).join()),
    );
    assert.equal(new Set(indices).size, indices.length, tensor.name);
    assert.equal(indices.length, own, tensor.name);
  }
});

test('a strip stands for the states that each of its elements was read from', () => {
  for (const { s, tensor } of every)
    for (const half of stripsOf(s, tensor)) {
      const { unit, ...of } = sourceOf(s, tensor, half.index(1)) ?? {};
      assert.equal(unit, 1);
      assert.deepEqual(sourceOfStrip(half), of);
    }
});

test('a tensor stands for every state that an element of it was read from, and no other', () => {
  for (const { s, tensor } of every) {
    /** @param {Source|null} source */
    const keys = (source) => (source ? [source, ...(source.beside ?? [])].map(keyOf) : []);
    const wanted = stripsOf(s, tensor)
      .flatMap((half) => keys(sourceOfStrip(half)))
      .filter((key) => Number(key.split(':')[2]) < s.length);
    assert.deepEqual(new Set(keys(sourceOfTensor(s, tensor))), new Set(wanted), tensor.name);
  }
});

test('the strips of a cell are those that stand for it', () => {
  for (const { s, tensor } of every)
    for (const cell of allCells(s))
      for (const state of [undefined, ...s.states]) {
        const wanted = stripsOf(s, tensor).flatMap((half, i) => {
          const isOf = [half.cell, ...half.beside].some((each) => keyOf(each) === keyOf(cell));
          return isOf && (state ?? half.state) === half.state ? [i] : [];
        });
        assert.deepEqual(stripsWith(s, tensor, { ...cell, state }), wanted, tensor.name);
      }
});

test('all of h_n are the last states of each direction of each layer', () => {
  const s = summaryOf({ T: 6, B: 2, lengths: [6, 3], b: 1 });
  const source = sourceOfTensor(s, named(s, 'h_n'));
  const found = source && [source, ...(source.beside ?? [])].map(keyOf);
  assert.equal(source?.state, 'h');
  assert.deepEqual(found, ['0:0:2', '0:1:0', '1:0:2', '1:1:0']);
  assert.equal(lastOf(s, 0), 2);
});

test('a strip is named by its index, and by layer and direction where that does not tell', () => {
  const s = summaryOf({ T: 4, L: 2, D: 2, H: 3 });
  /** @param {Summary} of @param {string} name */
  const names = (of, name) =>
    stripsOf(of, named(of, name)).map((half) => stripName(of, named(of, name), half));
  assert.deepEqual(names(s, 'output').slice(-2), ['[3, 0, :3] →', '[3, 0, 3:] ←']);
  assert.deepEqual(names(s, 'h_n').slice(1, 3), ['[1, 0] l0 ←', '[2, 0] l1 →']);
  const ahead = summaryOf({ T: 2, L: 1, D: 1, H: 3, batchFirst: true });
  assert.deepEqual(names(ahead, 'output'), ['[0, 0]', '[0, 1]']);
});

test('an element says its index, its value, and where it was copied from', () => {
  const s = summaryOf({ T: 4, L: 1, D: 2, H: 3 });
  const output = named(s, 'output');
  const [forward, reverse] = [stripAt(s, output, 6), stripAt(s, output, 7)];
  assert.equal(
    elementName(s, output, forward, 2, 0.4119),
    'output[3, 0, 2] 0.412, h of layer 0 forward at t = 3',
  );
  assert.equal(
    elementName(s, output, reverse, 0, null),
    'output[3, 0, 3] not computed yet, h of layer 0 reverse at t = 3',
  );
  const sum = frameworks(s)['keras-sum']?.tensors.find(({ name }) => name === 'output');
  assert.ok(sum);
  assert.equal(
    elementName(s, sum, stripAt(s, sum, 0), 1, -1),
    'output[0, 1] −1.000, the sum of h of layer 0 forward at t = 3 and reverse at t = 0',
  );
  const short = summaryOf({ T: 4, B: 2, lengths: [4, 2], b: 1, D: 1, L: 1 });
  assert.equal(
    elementName(short, named(short, 'output'), stripAt(short, named(short, 'output'), 3), 1, 0),
    'output[3, 1, 1] 0.000, padding: 0 by definition',
  );
});

test('a shape names its axes', () => {
  assert.equal(shapeOf(named(summaryOf({ T: 8, D: 1, H: 8 }), 'output')), '(T=8, B=1, D·H=8)');
});

test('eight numbers fit into a narrow column; more units are colours', () => {
  for (const D of [1, 2])
    for (const T of [8, 60]) {
      const s = summaryOf({ T, D, H: 8 });
      const name = namesWidth(s, frameworks(s).pytorch?.tensors ?? []);
      const { areNumbers, element } = elementWidth(8, 336 - name);
      assert.ok(areNumbers);
      assert.ok(name + 8 * element <= 336, `${T} steps and ${D} directions`);
    }
  assert.deepEqual(elementWidth(9, 270), { areNumbers: false, element: 18 });
  assert.deepEqual(elementWidth(64, 270), { areNumbers: false, element: 4 });
  // No narrower than can be pointed at, however many there are.
  assert.deepEqual(elementWidth(1024, 270), { areNumbers: false, element: 4 });
});
