import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaults } from '../../static/js/state/controls.js';
import { specOf, withTrained } from '../../static/js/state/spec.js';
import { everyOf } from './summary.js';

/** @typedef {import('../../static/js/types.js').Preset} Preset */

/** @param {string} task @param {any} shape @returns {Preset} */
function presetOf(task, { cell, num_layers, bidirectional, nonlinearity = 'tanh' }) {
  const name = [task, cell, nonlinearity, num_layers, bidirectional].join();
  const about = { accuracy: '0.9987', rmse: '19.1', rmse_repeat: '33.2' };
  const sizes = { hidden_size: 8, num_layers, bidirectional, input_size: 4 };
  return { name, task, cell, nonlinearity, ...sizes, about };
}

const cells = [
  { cell: 'rnn', nonlinearity: 'tanh' },
  { cell: 'rnn', nonlinearity: 'relu' },
  { cell: 'lstm', nonlinearity: 'tanh' },
  { cell: 'gru', nonlinearity: 'tanh' },
];
const shapes = everyOf({ kind: cells, num_layers: [1, 2], bidirectional: [false, true] }).map(
  ({ kind, ...rest }) => ({ ...kind, ...rest }),
);
const presets = shapes
  .map((shape) => presetOf('double-letters', shape))
  .concat(shapes.filter((s) => !s.bidirectional).map((shape) => presetOf('sunspots', shape)));

/** @param {object} changes @returns {{spec: any, note: string, weights: string}} */
const specFor = (changes) => specOf({ ...defaults(), ...changes }, presets);

test('the preset of the very same shape and task is chosen', () => {
  for (const shape of shapes) {
    const letters = specFor(shape);
    const name = presetOf('double-letters', shape).name;
    assert.deepEqual(letters.spec.weights, { kind: 'preset', name });
    assert.match(letters.note, /99\.87 %/);
  }
  for (const shape of shapes.filter((s) => !s.bidirectional)) {
    const { spec, note } = specFor({ ...shape, input: 'series' });
    assert.deepEqual(spec.weights, { kind: 'preset', name: presetOf('sunspots', shape).name });
    assert.match(note, /19\.1 .*33\.2/);
  }
});

test('only the plain cell has a nonlinearity', () => {
  for (const cell of ['lstm', 'gru']) {
    const { spec, weights } = specFor({ cell, nonlinearity: 'relu' });
    assert.equal(spec.network.nonlinearity, 'tanh');
    assert.equal(spec.weights.kind, 'preset');
    assert.equal(weights, 'trained');
  }
  assert.equal(specFor({ cell: 'rnn', nonlinearity: 'relu' }).spec.network.nonlinearity, 'relu');
});

test('where none was trained, the weights are random and the note says why', () => {
  for (const [changes, why] of /** @type {[object, RegExp][]} */ ([
    [{ bias: false }, /have a bias/],
    [{ hidden_size: 9 }, /hidden_size 9, only for 8\./],
    [{ num_layers: 3 }, /num_layers 3, only for 1, 2\./],
    [{ input: 'series', bidirectional: true }, /No trained bidirectional network/],
    [{ input: 'random' }, /Nothing was trained on input of this kind/],
    [{ input: 'series', series: 'csv' }, /Nothing was trained on input of this kind/],
  ])) {
    const { spec, note, weights } = specFor({ ...changes, seed: 7 });
    assert.equal(weights, 'random');
    assert.deepEqual(spec.weights, { kind: 'random', seed: 7 });
    assert.match(note, why);
    assert.match(note, /Random weights are used, seed 7\.$/);
  }
});

test('random weights are what was asked for, whatever was trained', () => {
  const { spec, note } = specFor({ weights: 'random', seed: 3, hidden_size: 16 });
  assert.deepEqual(spec.weights, { kind: 'random', seed: 3 });
  assert.match(note, /1\/√16/);
});

test('the input is told with what belongs to it and nothing else', () => {
  /** @param {object} changes */
  const inputFor = (changes) => specFor(changes).spec.input;
  assert.deepEqual(inputFor({ text: 'abc' }), { kind: 'text', text: 'abc' });
  assert.deepEqual(inputFor({ input: 'series' }), { kind: 'series', name: 'sunspots' });
  const csv = { input: 'series', series: 'csv', csv: '1\n2' };
  assert.deepEqual(inputFor(csv), { kind: 'csv', csv: '1\n2' });
  const id = '0f'.repeat(32);
  assert.deepEqual(inputFor({ ...csv, csv: `table:${id}` }), { kind: 'table', id });
  const random = { input: 'random', input_seed: 5, steps: 6, input_size: 7 };
  const one = { kind: 'random', seed: 5, steps: 6, rows: 1, input_size: 7 };
  assert.deepEqual(inputFor(random), one);
  assert.deepEqual(inputFor({ ...random, rows: 3 }), { ...one, rows: 3 });
});

test('a text that is packed has the lengths of its rows, whatever stands between them', () => {
  const text = ' aacc\tb \n dd ';
  assert.deepEqual(specFor({ text, packed: true }).spec.lengths, [4, 1, 2]);
  assert.ok(!('lengths' in specFor({ text }).spec));
  const file = { weights: 'file', file: 'ab12' };
  assert.deepEqual(specFor({ text, packed: true, ...file }).spec.lengths, [4, 1, 2]);
});

test('lengths of random rows are those that were typed; what is no number is passed on', () => {
  for (const [lengths, wanted] of /** @type {[string, any][]} */ ([
    ['7, 5, 2', [7, 5, 2]],
    ['7 5;2', [7, 5, 2]],
    ['-1, 2.5, x', [-1, '2.5', 'x']],
    ['', undefined],
    [' , ', undefined],
  ])) {
    const { spec } = specFor({ input: 'random', rows: 3, lengths, packed: true });
    assert.deepEqual(spec.lengths, wanted, lengths);
  }
});

test('a series is one row, and never packed', () => {
  const { spec } = specFor({ input: 'series', packed: true, lengths: '3' });
  assert.ok(!('lengths' in spec));
});

test('the network is passed on as the controls have it', () => {
  const { spec } = specFor({
    cell: 'gru',
    bias: false,
    batch_first: true,
    hidden_size: 5,
    num_layers: 4,
    bidirectional: true,
  });
  assert.deepEqual(spec.network, {
    cell: 'gru',
    nonlinearity: 'tanh',
    hidden_size: 5,
    num_layers: 4,
    bidirectional: true,
    bias: false,
    batch_first: true,
  });
});

test('a file tells its network and the width of its input', () => {
  const file = { weights: 'file', file: 'ab12', module: 'encoder.rnn', batch_first: true };
  const weights = { kind: 'file', id: 'ab12', module: 'encoder.rnn', batch_first: true };
  const { spec } = specFor({ ...file, input: 'random', input_seed: 5, steps: 6, input_size: 7 });
  assert.deepEqual(spec, { weights, input: { kind: 'random', seed: 5, steps: 6, rows: 1 } });
  const own = specFor({ ...file, input: 'series', series: 'csv', csv: '1\n2' });
  assert.deepEqual(own.spec, { weights, input: { kind: 'csv', csv: '1\n2' } });
  const relu = specFor({ ...file, nonlinearity: 'relu', file_nonlinearity: 'relu' });
  assert.deepEqual(relu.spec.weights, { ...weights, nonlinearity: 'relu' });
  assert.deepEqual(specFor({ ...file, nonlinearity: 'relu' }).spec.weights, weights);
});

test('a network that x has no trained weights for becomes the nearest that has', () => {
  const none = withTrained(defaults(), { input: 'random' }, presets);
  assert.deepEqual(none, { input: 'random' });
  const before = { ...defaults(), bidirectional: true, num_layers: 2, hidden_size: 5 };
  const changed = withTrained(before, { input: 'series', series: 'sunspots' }, presets);
  assert.equal(specOf({ ...before, ...changed }, presets).weights, 'trained');
  assert.equal(changed.cell, defaults().cell);
  assert.equal(changed.num_layers, 2);
  const random = { ...before, weights: 'random' };
  assert.deepEqual(withTrained(random, { input: 'series' }, presets), { input: 'series' });
});
