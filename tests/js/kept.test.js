import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKept } from '../../static/js/model/kept.js';

test('what is kept is there again, and a browser that forbids it is no error', () => {
  /** @type {Map<string, string>} */
  const held = new Map();
  const storage = {
    getItem: (/** @type {string} */ key) => held.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => void held.set(key, text),
  };
  const first = createKept('a', () => storage);
  assert.equal(first.get(), '');
  first.set('#v=2&step=3');
  assert.equal(createKept('a', () => storage).get(), '#v=2&step=3');
  assert.equal(createKept('b', () => storage).get(), '');
  const forbidden = createKept('a', () => {
    throw new Error('SecurityError');
  });
  forbidden.set('x');
  assert.equal(forbidden.get(), '');
});
