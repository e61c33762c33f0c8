import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf } from '../../static/js/words/changes.js';
import { summaryOf } from './summary.js';

/** @type {(sizes: object, key: string, pin?: object|null) => any} */
const picture = (sizes, key, pin = null) => ({
  trace: { summary: { ...summaryOf(sizes), key } },
  scene: { cell: 'gru' },
  pin,
});

test('the first picture, and one that differs by its step alone, say nothing', () => {
  const now = picture({ T: 4 }, 'a');
  assert.equal(changesOf(null, now), '');
  assert.equal(changesOf(now, { ...now, step: 2 }), '');
});

test('a pin is told by its place, and that there is none any more', () => {
  const pin = { layer: 1, direction: 1, t: 2 };
  const [free, pinned] = [picture({ L: 2, D: 2 }, 'a'), picture({ L: 2, D: 2 }, 'a', pin)];
  assert.equal(changesOf(free, pinned), 'Pinned: layer 1, reverse, t = 2.');
  assert.equal(changesOf(pinned, free), 'Nothing is pinned.');
});

test('another network is told by its cell, layers, directions and length', () => {
  const before = picture({ T: 4, L: 1, D: 1 }, 'a');
  const says = (/** @type {object} */ sizes) => changesOf(before, picture(sizes, 'b'));
  assert.equal(says({ T: 5, L: 1, D: 1 }), 'Drawn anew: GRU, 1 layer, forward, 5 steps.');
  assert.equal(says({ T: 3, L: 2, D: 2 }), 'Drawn anew: GRU, 2 layers, both directions, 3 steps.');
  assert.match(says({ T: 3, L: 2, D: 1, reverse: true }), /reverse/);
});
