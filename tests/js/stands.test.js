import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standsFor } from '../../static/js/model/stands.js';
import { summaryOf } from './summary.js';

const s = summaryOf({ L: 2, D: 2, T: 4, H: 3 });
const forward = { layer: 1, direction: 0, t: 2 };
const reverse = { layer: 1, direction: 1, t: 2 };

test('the step before is the one that the direction came from', () => {
  assert.deepEqual(standsFor(s, forward, 'hₜ₋₁'), { ...forward, t: 1, state: 'h' });
  assert.deepEqual(standsFor(s, reverse, 'cₜ₊₁[2]'), { ...reverse, t: 3, state: 'c', unit: 2 });
  assert.deepEqual(standsFor(s, forward, 'W_hf[2, 0] · hₜ₋₁[0]'), {
    ...forward,
    t: 1,
    state: 'h',
    unit: 0,
  });
});

test('before the first step there is no cell, and a weight is no state', () => {
  assert.equal(standsFor(s, { ...forward, t: 0 }, 'hₜ₋₁'), null);
  assert.equal(standsFor(s, { ...reverse, t: 3 }, 'hₜ₊₁'), null);
  for (const text of ['b_hh[2]', 'W_ih', 'σ', 'tanh'])
    assert.equal(standsFor(s, forward, text), null);
});

test('x is the input below, and above it the h of both directions, unit by unit', () => {
  const first = { layer: 0, direction: 1, t: 2 };
  assert.deepEqual(standsFor(s, first, 'W_if[2, 1] · x[1]'), { ...first, state: 'x', unit: 1 });
  assert.deepEqual(standsFor(s, reverse, 'x'), {
    layer: 0,
    direction: 0,
    t: 2,
    state: 'h',
    beside: [{ layer: 0, direction: 1, t: 2 }],
  });
  assert.deepEqual(standsFor(s, reverse, 'x[4]'), {
    layer: 0,
    direction: 1,
    t: 2,
    state: 'h',
    unit: 1,
  });
});

test('of this step a state is the cell itself', () => {
  assert.deepEqual(standsFor(s, forward, 'h'), { ...forward, state: 'h' });
});
