import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, fittingInput, moduleOf, withSizes } from '../../static/js/model/found.js';
import { defaults } from '../../static/js/state/controls.js';
import { isNumbers } from '../../static/js/state/intake.js';

/** @typedef {import('../../static/js/types.js').Module} Module */

/** @type {Module} */
const plain = {
  name: 'encoder.rnn',
  cell: 'lstm',
  input_size: 3,
  hidden_size: 16,
  num_layers: 2,
  bidirectional: true,
  proj_size: 0,
  bias: true,
  nonlinearity: 'tanh',
  dtype: 'float32',
  reverse: false,
  reset_after: true,
  peepholes: false,
  hard_sigmoid: null,
  head: { output_size: 5, activation: 'linear' },
  assumed: [],
  has_nonlinearity: true,
  error: null,
};
const found = { id: 'ab12', format: 'PyTorch', modules: [plain], ignored: ['a', 'b', 'c'] };
const chosen = { weights: 'file', file: 'ab12', module: 'encoder.rnn', file_name: 'model.pt' };

/** @param {object} changes @param {object} [others] @param {object} [ofFile] */
const said = (changes, others = {}, ofFile = {}) =>
  describe(
    { ...defaults(), ...chosen, ...others },
    { ...found, ...ofFile },
    { ...plain, ...changes },
  );

test('one sentence says format, network, sizes, head and what is ignored', () => {
  assert.deepEqual(said({}), [
    'model.pt: PyTorch, LSTM encoder.rnn, I=3 H=16 L=2 bidirectional, head of 5; ' +
      '3 tensors ignored: a, b, c.',
  ]);
  assert.match(said({}, {}, { ignored: ['a'] })[0] ?? '', /; 1 tensor ignored: a\.$/);
  assert.match(said({}, {}, { ignored: [...'abcdefgh'] })[0] ?? '', /; 8 tensors .*: a, b, c …$/);
  assert.match(said({}, {}, { ignored: [] })[0] ?? '', /head of 5\.$/);
  assert.match(said({ name: '' })[0] ?? '', /PyTorch, LSTM, I=3/);
});

test('a form that a plain network has not is told, and a plain one tells none', () => {
  const forms = {
    'H=16 P=4 L=2': { proj_size: 4 },
    'reverse only': { reverse: true, bidirectional: false },
    relu: { nonlinearity: 'relu' },
    'without bias': { bias: false },
    'reset before the product': { reset_after: false },
    peepholes: { peepholes: true },
    'hard sigmoid': { hard_sigmoid: [0.2, 0.5] },
    float64: { dtype: 'float64' },
  };
  for (const [words, form] of Object.entries(forms)) {
    assert.ok(said(form)[0]?.includes(words), words);
    assert.ok(!said({})[0]?.includes(words), words);
  }
});

test('random input, random y and what is assumed have a sentence each', () => {
  const sentences = said({ head: null, assumed: ['It is so.'] }, { input: 'random' });
  assert.equal(sentences.length, 4);
  assert.match(sentences[1] ?? '', /reads 3 numbers a step, so random ones go in/);
  assert.match(sentences[2] ?? '', /no dense layer, so random weights make y/);
  assert.equal(sentences[3], 'It is so.');
  assert.match(said({ input_size: 1 }, { input: 'random' })[1] ?? '', /reads 1 number a step/);
});

test('an input that fits stays, any other gives way to random numbers', () => {
  /** @param {object} scene @param {number} inputs */
  const changed = (scene, inputs) => fittingInput({ ...defaults(), ...scene }, inputs);
  const own = (/** @type {string} */ csv) => ({ input: 'series', series: 'csv', csv });
  assert.deepEqual(changed({ input: 'text' }, 4), {});
  assert.deepEqual(changed({ input: 'text' }, 3), { input: 'random' });
  assert.deepEqual(changed({ input: 'series' }, 1), {});
  assert.deepEqual(changed({ input: 'series' }, 4), { input: 'random' });
  assert.deepEqual(changed({ input: 'random' }, 9), {});
  for (const csv of ['1,2,3\n4,5,6', 'a;b;c\r\n1;2;3', '\n1\t2\t3']) {
    assert.deepEqual(changed(own(csv), 3), {});
    assert.deepEqual(changed(own(csv), 2), { input: 'random' });
  }
});

test('a scene runs a network of its own file alone', () => {
  const scene = { ...defaults(), ...chosen };
  assert.equal(moduleOf(scene, found), plain);
  assert.equal(moduleOf({ ...scene, module: 'decoder' }, found), null);
  assert.equal(moduleOf({ ...scene, file: 'cd34' }, found), null);
  assert.equal(moduleOf({ ...scene, weights: 'random' }, found), null);
  assert.equal(moduleOf(scene, null), null);
});

test('the form shows the file’s sizes and keeps all else', () => {
  const scene = { ...defaults(), ...chosen, hidden_size: 7, steps: 12 };
  const shown = withSizes(scene, plain);
  assert.equal(shown.hidden_size, 16);
  assert.equal(shown.input_size, 3);
  assert.equal(shown.steps, 12);
  assert.equal(scene.hidden_size, 7);
  assert.equal(withSizes(scene, null), scene);
});

test('a file of numbers is told from a model by its name or its type', () => {
  const names = { 'a.csv': true, 'A.TSV': true, 'a.txt': true, 'a.pt': false, 'csv.onnx': false };
  for (const [name, is] of Object.entries(names)) assert.equal(isNumbers({ name, type: '' }), is);
  assert.equal(isNumbers({ name: 'numbers', type: 'text/plain' }), true);
  assert.equal(isNumbers({ name: 'model', type: 'application/octet-stream' }), false);
});
