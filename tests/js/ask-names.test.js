import assert from 'node:assert/strict';
import { test } from 'node:test';
import { underNames } from '../../static/js/ask/completion.js';
import { frameworks } from './names.js';
import { summaryOf } from './summary.js';

const words = {
  names: ['B', 'c_n', 'h_n', 'output', 'x'],
  calls: [],
  methods: [],
  attributes: [],
  modules: [],
  functions: [],
  einops: [],
};

test('a framework’s names stand in the place of PyTorch’s, those of the top layer in short too', () => {
  const { onnx, pytorch } = frameworks(summaryOf({ L: 2, D: 2, cell: 'gru' }));
  assert.ok(onnx && pytorch);
  assert.deepEqual(underNames(words, onnx).names, ['B', 'Y', 'Y_h', 'Y_h_l0', 'Y_h_l1', 'x']);
  assert.deepEqual(underNames(words, pytorch).names, ['B', 'h_n', 'output', 'x']);
});
