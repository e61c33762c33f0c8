import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestionsOf } from '../../static/js/ask/suggestions.js';
import { frameworks } from './names.js';
import { everyOf, summaryOf } from './summary.js';

/** What is offered, by its label. @param {Parameters<typeof summaryOf>[0]} sizes @param {number[]} [lengths] */
function offered(sizes, lengths) {
  const s = { ...summaryOf(sizes), ...(lengths ? { lengths } : {}) };
  const all = suggestionsOf(s, 'pytorch', []);
  return Object.fromEntries(all.map(({ label, text }) => [label, text]));
}

test('the last states, by where the batch stands', () => {
  const forward = 'last forward state';
  const reverse = 'last reverse state';
  const [first, second] = [offered({}), offered({ batchFirst: true })];
  assert.equal(first[forward], 'output[-1, :, :P] == h_n[-2]');
  assert.equal(first[reverse], 'output[0, :, P:] == h_n[-1]');
  assert.equal(second[forward], 'output[:, -1, :P] == h_n[-2]');
  assert.equal(second[reverse], 'output[:, 0, P:] == h_n[-1]');
});

test('of one direction, where that one ends', () => {
  assert.equal(offered({ D: 1 })['is h_n output[-1]?'], 'output[-1] == h_n[-1]');
  assert.equal(
    offered({ D: 1, batchFirst: true })['is h_n output[:, -1]?'],
    'output[:, -1] == h_n[-1]',
  );
  assert.equal(offered({ D: 1, reverse: true })['is h_n output[0]?'], 'output[0] == h_n[-1]');
});

test('nothing of reverse or of two directions where there is one', () => {
  for (const sizes of everyOf({ D: [1], L: [1, 3], cell: ['rnn', 'lstm', 'gru'] })) {
    const texts = Object.entries(offered(sizes)).flat().join('\n');
    assert.doesNotMatch(texts, /reverse|bidirectional|h_n\[-2\]|P:/);
  }
});

test('c_n for an LSTM alone, and only where it can be held to h_n', () => {
  /** @param {Parameters<typeof summaryOf>[0]} sizes */
  const has = (sizes) => Object.values(offered(sizes)).some((text) => /c_n\[/.test(text));
  assert.equal(has({ cell: 'lstm' }), true);
  assert.equal(has({ cell: 'lstm', H: 3, P: 2 }), false);
  assert.equal(has({ cell: 'gru' }), false);
  assert.equal(has({ cell: 'rnn' }), false);
});

test('of rows of different lengths, each one’s own last step', () => {
  const label = 'each row’s last step';
  assert.equal(offered({ T: 5 })[label], undefined);
  assert.equal(offered({ T: 5 }, [5, 5])[label], undefined);
  assert.equal(offered({ T: 5 }, [5, 2])[label], 'output[lengths - 1, torch.arange(B)]');
  const batchFirst = offered({ T: 5, batchFirst: true }, [5, 2]);
  assert.equal(batchFirst[label], 'output[torch.arange(B), lengths - 1]');
  assert.equal(offered({ T: 5 }, [5, 2])['last forward state'], undefined);
});

test('every chip is another one, and its forward names the network’s own layer', () => {
  for (const sizes of everyOf({ D: [1, 2], L: [1, 2], cell: ['rnn', 'lstm', 'gru'], T: [1, 5] })) {
    const all = suggestionsOf(summaryOf(sizes), 'pytorch', []);
    assert.equal(new Set(all.map(({ label }) => label)).size, all.length);
    assert.equal(new Set(all.map(({ text }) => text)).size, all.length);
    const forward = all.at(-1)?.text ?? '';
    assert.match(forward, new RegExp(`self\\.${sizes.cell}\\(x\\)`));
    assert.equal(forward.includes('c_n'), sizes.cell === 'lstm');
  }
});

test('under other names only what those hold, and of two directions where there are two', () => {
  const pytorch = /\b(h_n|c_n|torch|self)\b/;
  for (const names of ['keras', 'jax', 'onnx']) {
    for (const sizes of everyOf({ D: [1, 2], cell: ['lstm', 'gru'], batchFirst: [false, true] })) {
      const s = summaryOf(sizes);
      const all = suggestionsOf(s, names, frameworks(s)[names]?.tensors ?? []);
      const texts = all.map(({ text }) => text);
      assert.equal(new Set(texts).size, texts.length);
      assert.doesNotMatch(texts.join('\n'), pytorch);
      if (sizes.D === 1) assert.doesNotMatch(JSON.stringify(all), /bidirectional|backward/);
    }
  }
  const s = summaryOf({ batchFirst: true });
  const [first] = suggestionsOf(s, 'onnx', frameworks(s).onnx?.tensors ?? []);
  assert.equal(first?.text, 'Y[:, -1]');
});
