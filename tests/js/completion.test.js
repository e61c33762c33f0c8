import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionAt } from '../../static/js/ask/completion.js';

const words = {
  names: ['B', 'T', 'c_n', 'h_n', 'output', 'x'],
  calls: ['c', 'h', 'rearrange'],
  methods: ['size', 'sum', 'view'],
  attributes: ['T', 'shape'],
  modules: ['F', 'einops', 'nn', 'torch'],
  functions: ['cat', 'softmax', 'stack'],
  einops: ['rearrange'],
};

/** The caret stands at |. @param {string} marked @param {string[]} [states] */
function at(marked, states = ['h', 'c']) {
  const caret = marked.indexOf('|');
  return completionAt(marked.replace('|', ''), caret, words, states);
}
/** @param {string} marked @param {string[]} [states] */
const options = (marked, states) => at(marked, states)?.options ?? [];

test('the beginning of a name', () => {
  assert.deepEqual(options('out|'), ['output']);
  assert.deepEqual(options('torch.cat((h|'), ['h_n', 'h(']);
  assert.deepEqual(options('x + ei|'), ['einops.']);
  assert.deepEqual(options('T * to|'), ['torch.']);
});

test('behind a dot: methods of a tensor, functions of a module', () => {
  assert.deepEqual(options('output.s|'), ['shape', 'size(', 'sum(']);
  assert.deepEqual(options('h_n[-1].v|'), ['view(']);
  assert.deepEqual(options('output.sum(0).s|'), ['shape', 'size(', 'sum(']);
  assert.deepEqual(options('output.|'), ['T', 'shape', 'size(', 'sum(', 'view(']);
  assert.deepEqual(options('torch.s|'), ['softmax(', 'stack(']);
  assert.deepEqual(options('F.|'), ['cat(', 'softmax(', 'stack(']);
  assert.deepEqual(options('einops.|'), ['rearrange(']);
  assert.deepEqual(options('self.|'), []);
});

test('nothing where there is nothing to go on, or nothing more to come', () => {
  for (const text of ['|', 'output[|', 'output|', 'outp|ut', '1.|', '1.5|', 'zebra|', 'a, |']) {
    assert.equal(at(text), null, text);
  }
});

test('nothing inside a string or a comment', () => {
  for (const text of ["rearrange(x, 't b h|", 'rearrange(x, "h|', 'x  # h|']) {
    assert.equal(at(text), null, text);
  }
  assert.deepEqual(options("rearrange(x, 't b') + out|"), ['output']);
});

test('c and c_n only where there are any', () => {
  assert.deepEqual(options('c|'), ['c_n', 'c(']);
  assert.deepEqual(options('c|', ['h']), []);
});

test('what the lines above have named comes first', () => {
  const text = 'output, (hidden, _) = self.lstm(x)\nhead = hidden[-1]\nhea|';
  assert.deepEqual(options(text), ['head']);
  assert.deepEqual(options(text.replace('hea|', 'h|')), ['hidden', 'head', 'h_n', 'h(']);
  assert.deepEqual(options('head == 1\nhea|'), []);
});

test('what is put in the place of the beginning gives the word', () => {
  for (const text of ['torch.ca|', 'x + out|', 'a = h_n\nb = a.vi|']) {
    const found = at(text);
    assert.ok(found);
    const before = text.replace('|', '').slice(0, found.from);
    const typed = text.replace('|', '').slice(found.from);
    assert.ok(found.options.every((option) => option.startsWith(typed)));
    assert.match(before, /^$|[^\w]$/);
  }
});
