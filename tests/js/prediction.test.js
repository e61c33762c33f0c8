import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';
import { frameworks } from './names.js';
import { everyOf, summaryOf } from './summary.js';

const { createPrediction } = await import('../../static/js/cell/prediction.js');
const { pinName, pinOf, sourceOfY } = await import('../../static/js/model/sources.js');
const { stepName } = await import('../../static/js/model/tensors.js');
const { Trace } = await import('../../static/js/model/trace.js');

/**
 * What is shown of y at t = 3.
 * @param {Parameters<typeof summaryOf>[0]} sizes
 * @param {import('../../static/js/types.js').Prediction} got
 * @param {{framework?: string, isRandom?: boolean}} [given]
 */
function shown(sizes, got, { framework = 'pytorch', isRandom = false } = {}) {
  const activation = got.logits
    ? /** @type {const} */ ('softmax')
    : /** @type {const} */ ('linear');
  const s = { ...summaryOf({ D: 1, L: 1, H: 8, ...sizes }), activation };
  const { node, update } = createPrediction();
  const trace = new Trace(s, () => Promise.reject(new Error('asked')));
  const names = frameworks(s)[framework];
  assert.ok(names);
  const rest = { hover: null, pin: null, playing: false, fast: false, light: null };
  update({ trace, names, scene: {}, step: 9, isRandom, isFolded: false, ...rest }, 3, got);
  return node;
}

test('each symbol has its logit and its share, and the largest is marked', () => {
  const node = shown({ O: 3 }, { y: [0.25, 0.7, 0.05], logits: [1, 2, -0.5] });
  const lines = [...node.querySelectorAll('tbody tr')].map((line) =>
    [...line.children].map(({ textContent }) => textContent),
  );
  assert.deepEqual(lines, [
    ['a', '1.000', '0.250', ''],
    ['b', '2.000', '0.700', '← largest'],
    ['c', '−0.500', '0.050', ''],
  ]);
  assert.deepEqual(
    [node.querySelectorAll('.is-largest').length, node.querySelectorAll('caption').length],
    [1, 1],
  );
});

test('it says what y is made of, and that y is not what is returned', () => {
  const got = { y: Array(8).fill(0.125), logits: Array(8).fill(0) };
  const said = (/** @type {Element} */ node) => node.textContent?.replaceAll('\u00a0', ' ');
  assert.ok(
    said(shown({}, got))?.endsWith(
      'y is what the head makes of output[3]: Linear(8 → 8), then softmax. The RNN returns output, not y.',
    ),
  );
  assert.match(
    said(shown({ D: 2 }, got, { framework: 'onnx' })) ?? '',
    /makes of Y\[3\]: Linear\(16 → 8\), then softmax\. The RNN returns Y, not y\.$/,
  );
  assert.match(
    said(shown({ D: 2 }, got, { framework: 'keras-sum' })) ?? '',
    /makes of the top layer’s h at t = 3: Linear\(16 → 8\)/,
  );
});

test('without a softmax there is the number alone', () => {
  const node = shown({ O: 1 }, { y: [-4.04], logits: null });
  assert.equal(node.querySelector('tbody')?.textContent, 'a−4.040');
  assert.doesNotMatch(node.textContent ?? '', /softmax|logit|largest/);
  assert.match(node.textContent ?? '', /not y\.$/);
});

test('of weights that were never trained it says that y says nothing', () => {
  const note = (/** @type {boolean} */ isRandom) =>
    shown({ O: 1 }, { y: [1], logits: null }, { isRandom }).querySelector('.note');
  assert.equal(note(false)?.hasAttribute('hidden'), true);
  assert.equal(note(true)?.hasAttribute('hidden'), false);
  assert.match(note(true)?.textContent ?? '', /never trained, so y says nothing/);
});

test('y is pinned by its step, and made of the top layer in every direction', () => {
  for (const { D, L, reverse } of everyOf({ D: [1, 2], L: [1, 3], reverse: [false, true] })) {
    const s = summaryOf({ D, L, reverse, T: 5, B: 2, b: 1, lengths: [5, 4] });
    for (let t = 0; t < 4; t++) {
      const pin = pinOf(s, `y:${t}`);
      assert.ok(pin);
      assert.deepEqual(pin, sourceOfY(s, t));
      assert.equal(pinName(pin), `y:${t}`);
      const cells = [pin, ...(pin.beside ?? [])];
      assert.deepEqual(
        cells.map(({ direction }) => direction),
        s.directions,
      );
      assert.ok(cells.every((cell) => cell.layer === L - 1 && cell.t === t));
    }
    for (const name of ['y:4', 'y:5', 'y:', 'y:-1', 'y:1:2']) assert.equal(pinOf(s, name), null);
    assert.equal(
      pinName(pinOf(s, '0:0:2') ?? sourceOfY(s, 0)),
      reverse && D === 1 ? 'y:0' : '0:0:2',
    );
  }
});

test('a step of a tensor is written as its framework orders the axes', () => {
  /** @type {[Parameters<typeof summaryOf>[0], string, string|null][]} */
  const cases = [
    [{ B: 1 }, 'pytorch', 'output[1]'],
    [{ B: 3, b: 2 }, 'pytorch', 'output[1, 2]'],
    [{ B: 1, batchFirst: true }, 'pytorch', 'output[:, 1]'],
    [{ B: 3, b: 2, batchFirst: true }, 'pytorch', 'output[2, 1]'],
    [{ B: 3, b: 2 }, 'onnx', 'Y[1, :, 2]'],
    [{ B: 1 }, 'keras', 'outputs[:, 1]'],
    [{ B: 1, D: 1, reverse: true, T: 5 }, 'keras', 'outputs[:, 3]'],
    [{ B: 1 }, 'keras-sum', null],
  ];
  for (const [sizes, framework, name] of cases) {
    const s = summaryOf(sizes);
    const [tensor] = frameworks(s)[framework]?.tensors ?? [];
    assert.ok(tensor);
    assert.equal(stepName(s, tensor, 1), name);
  }
});
