import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesPath, slotsOf, sourceOf } from '../../static/js/model/sources.js';
import { keyOf, lastOf } from '../../static/js/model/steps.js';
import { frameworks } from './names.js';
import { allCells, everyOf, summaryOf } from './summary.js';

/** @typedef {import('../../static/js/types.js').Summary} Summary */
/** @typedef {import('../../static/js/types.js').Tensor} Tensor */

/** @type {Summary[]} */
const summaries = everyOf({
  cell: ['rnn', 'lstm', 'gru'],
  T: [1, 4],
  L: [1, 3],
  D: [1, 2],
  reverse: [false, true],
  P: [2, 3], // of 3 units
  batchFirst: [false, true],
})
  .filter(({ cell, P }) => cell === 'lstm' || P === 3)
  .map(summaryOf);

/** What PyTorch returns. @param {Summary} s */
const pytorch = (s) => frameworks(s).pytorch?.tensors ?? [];

/** Rows of batches that are packed. @type {Summary[]} */
const packed = everyOf({ L: [1, 2], D: [1, 2], b: [0, 1, 2], batchFirst: [false, true] }).map(
  (sizes) => summaryOf({ T: 4, B: 3, lengths: [2, 4, 1], ...sizes }),
);

/** The tensors of every framework, each list with its summary. */
const every = [...summaries, ...packed].flatMap((s) =>
  Object.values(frameworks(s)).map(({ tensors }) => ({ s, tensors })),
);

/** PyTorch's tensor of a name. @param {Summary} s @param {string} name */
function named(s, name) {
  const found = pytorch(s).find((tensor) => tensor.name === name);
  assert.ok(found);
  return found;
}

/**
 * The state of an element; an index outside of the tensor has none.
 * @param {Summary} s
 * @param {Tensor} tensor
 * @param {number[]} index
 */
function source(s, tensor, index) {
  const found = sourceOf(s, tensor, index);
  assert.ok(found);
  return found;
}

/**
 * Every element that was read from a state, or from one unit of it.
 * @param {Summary} s
 * @param {Tensor[]} tensors
 * @param {import('../../static/js/types.js').Source} from
 */
function elementsOf(s, tensors, from) {
  const { state: wanted, unit: only } = from;
  return slotsOf(s, tensors, from)
    .filter(({ state }) => wanted === undefined || wanted === state)
    .flatMap(({ tensor, units, index }) =>
      [...Array(units).keys()]
        .filter((unit) => only === undefined || only === unit)
        .map((unit) => ({ tensor: tensor.name, index: index(unit) })),
    );
}

/** Every index of a tensor in the row, but for padding. @param {Summary} s @param {Tensor} tensor */
function indices(s, { shape, axes, when }) {
  const all = Object.fromEntries(shape.map((n, axis) => [axis, [...Array(n).keys()]]));
  /** @type {number[][]} */
  const found = everyOf(all).map((at) => shape.map((_, axis) => at[axis]));
  return found.filter((index) => {
    const line = index[axes.indexOf('T')] ?? 0;
    const t = when === 'turned' ? s.T - 1 - line : line;
    const isPadding = axes.includes('T') && when !== 'held' && t >= s.length;
    return index[axes.indexOf('B')] === s.b && !isPadding;
  });
}

test('every element is among the elements of each of its own sources', () => {
  for (const { s, tensors } of every) {
    for (const tensor of tensors) {
      for (const index of indices(s, tensor)) {
        const { beside = [], ...first } = source(s, tensor, index);
        for (const cell of [first, ...beside]) {
          const found = elementsOf(s, [tensor], { ...first, ...cell });
          assert.equal(found.filter((each) => each.index.join() === index.join()).length, 1);
          // A row's last h is held past its end; any other stands in one place alone.
          if (tensor.when !== 'held') assert.equal(found.length, 1);
        }
      }
    }
  }
});

test('every element of a cell has that cell among its sources', () => {
  for (const { s, tensors } of every) {
    let count = 0;
    for (const cell of allCells(s)) {
      for (const { tensor: name, index } of elementsOf(s, tensors, cell)) {
        const tensor = tensors.find((each) => each.name === name);
        assert.ok(tensor);
        const { beside = [], ...first } = source(s, tensor, index);
        assert.ok([first, ...beside].some((each) => keyOf(each) === keyOf(cell)));
        assert.ok(tensor.states.some(([state]) => state === first.state));
        count++;
      }
    }
    const sides = tensors.map(
      (tensor) => indices(s, tensor).length * (tensor.join === 'sum' ? tensor.states.length : 1),
    );
    assert.equal(
      count,
      sides.reduce((a, b) => a + b),
    );
  }
});

test('one unit of a state stands at that unit of every slot, and only of that state', () => {
  for (const s of [...summaries, ...packed]) {
    for (const cell of allCells(s)) {
      for (const state of s.states) {
        for (const unit of [0, (state === 'h' ? s.P : s.H) - 1]) {
          const elements = elementsOf(s, pytorch(s), { ...cell, state, unit });
          for (const { tensor, index } of elements) {
            assert.deepEqual(source(s, named(s, tensor), index), { ...cell, state, unit });
          }
          const slots = slotsOf(s, pytorch(s), cell).filter((slot) => slot.state === state);
          assert.equal(elements.length, slots.length);
        }
      }
    }
  }
});

test('h_n runs over layer 0 forward, layer 0 reverse, layer 1 forward', () => {
  const s = summaryOf({ T: 6, L: 2, D: 2 });
  const order = [0, 1, 2, 3].map((i) => keyOf(source(s, named(s, 'h_n'), [i, 0, 0])));
  assert.deepEqual(order, ['0:0:5', '0:1:0', '1:0:5', '1:1:0']);
});

test('output and h_n share the last h of each direction of the top layer', () => {
  for (const s of summaries) {
    const shared = allCells(s).filter((cell) => {
      const tensors = slotsOf(s, pytorch(s), cell).map(({ tensor }) => tensor.name);
      return tensors.includes('output') && tensors.includes('h_n');
    });
    const wanted = s.directions.map((direction) =>
      keyOf({ layer: s.L - 1, direction, t: lastOf(s, direction) }),
    );
    assert.deepEqual(shared.map(keyOf), wanted);
  }
});

test('the last row of output holds the reverse direction’s first h, not its last', () => {
  const s = summaryOf({ T: 6, L: 1, D: 2, H: 3 });
  assert.equal(keyOf(source(s, named(s, 'output'), [5, 0, 4])), '0:1:5');
  assert.equal(keyOf(source(s, named(s, 'h_n'), [1, 0, 1])), '0:1:0');
});

test('batch_first swaps the axes of output and leaves h_n alone', () => {
  const plain = summaryOf({ batchFirst: false });
  const swapped = summaryOf({ batchFirst: true });
  for (const cell of allCells(plain)) {
    for (const [i, slot] of slotsOf(plain, pytorch(plain), cell).entries()) {
      const [a, b, k] = slot.index(1);
      const wanted = slot.tensor.name === 'output' ? [b, a, k] : [a, b, k];
      assert.deepEqual(slotsOf(swapped, pytorch(swapped), cell)[i]?.index(1), wanted);
    }
  }
});

test('h_n of a packed row is its own last step forward, and t = 0 in reverse', () => {
  for (const [b, last] of [1, 3, 0].entries()) {
    const s = summaryOf({ T: 4, L: 2, D: 2, B: 3, lengths: [2, 4, 1], b });
    const order = [0, 1, 2, 3].map((i) => keyOf(source(s, named(s, 'h_n'), [i, b, 0])));
    assert.deepEqual(order, [`0:0:${last}`, '0:1:0', `1:0:${last}`, '1:1:0']);
  }
});

test('where output is padding, no last state stands', () => {
  for (const s of packed) {
    for (let t = s.length; t < s.T; t++) {
      const slots = slotsOf(s, pytorch(s), { layer: s.L - 1, direction: 0, t });
      assert.deepEqual(
        slots.map(({ tensor }) => tensor.name),
        ['output'],
      );
    }
  }
});

test('a Keras layer alone holds a row’s last h past its end', () => {
  const s = summaryOf({ T: 4, L: 1, D: 1, B: 3, lengths: [2, 4, 1], b: 0 });
  const [outputs] = frameworks(s).keras?.tensors ?? [];
  assert.ok(outputs);
  const ts = [0, 1, 2, 3].map((line) => source(s, outputs, [0, line, 0]).t);
  assert.deepEqual(ts, [0, 1, 1, 1]);
});

test('a backward layer alone begins with its last step, ONNX has an axis of its own for it', () => {
  const s = summaryOf({ T: 6, L: 1, D: 2 });
  const [backward] = frameworks(s).keras?.tensors.filter(({ name }) => name === 'backward') ?? [];
  const [Y] = frameworks(s).onnx?.tensors ?? [];
  assert.ok(backward && Y);
  assert.equal(keyOf(source(s, backward, [0, 0, 0])), '0:1:5');
  assert.equal(keyOf(source(s, Y, [2, 1, 0, 0])), '0:1:2');
  assert.equal(sourceOf(s, Y, [2, 1, 1, 0]), null); // another row of the batch
});

test('a Keras sum is read from both directions', () => {
  const s = summaryOf({ T: 6, L: 2, D: 2 });
  const [outputs] = frameworks(s)['keras-sum']?.tensors ?? [];
  assert.ok(outputs);
  const { beside = [], ...first } = source(s, outputs, [0, 4, 1]);
  assert.deepEqual([first, ...beside].map(keyOf), ['1:0:4', '1:1:4']);
});

test('a merge mode is Keras’ alone', () => {
  assert.equal(namesPath({ names: 'pytorch', merge: 'sum' }), 'names/pytorch');
  assert.equal(namesPath({ names: 'keras', merge: 'sum' }), 'names/keras?merge=sum');
});
