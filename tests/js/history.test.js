import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistory } from '../../static/js/ask/history.js';

/** A storage that forgets with the test. */
function createStorage() {
  /** @type {Map<string, string>} */
  const held = new Map();
  return {
    getItem: (/** @type {string} */ key) => held.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
      held.set(key, value);
    },
  };
}

test('back through what was asked, and forth to the empty field', () => {
  const history = createHistory(createStorage);
  for (const text of ['a', 'b', 'c']) history.keep(text);
  assert.equal(history.go(-1, 'c'), 'b');
  assert.equal(history.go(-1, 'b'), 'a');
  assert.equal(history.go(-1, 'a'), null);
  assert.equal(history.go(1, 'a'), 'b');
  assert.equal(history.go(1, 'b'), 'c');
  assert.equal(history.go(1, 'c'), '');
  assert.equal(history.go(1, ''), null);
  assert.equal(history.go(-1, ''), 'c');
});

test('a text that was changed stays', () => {
  const history = createHistory(createStorage);
  history.keep('a');
  history.keep('b');
  assert.equal(history.go(-1, 'b + 1'), null);
  assert.equal(history.go(-1, 'b'), 'a');
});

test('each text once, the latest last; blanks are none', () => {
  const history = createHistory(createStorage);
  for (const text of ['a', 'b', 'a', ' \n']) history.keep(text);
  assert.equal(history.go(-1, ''), 'a');
  assert.equal(history.go(-1, 'a'), 'b');
  assert.equal(history.go(-1, 'b'), null);
});

test('it outlives the page', () => {
  const storage = createStorage();
  createHistory(() => storage).keep('output');
  assert.equal(createHistory(() => storage).go(-1, ''), 'output');
});

test('a browser that forbids it, and what others left there, do no harm', () => {
  const forbidden = createHistory(() => {
    throw new Error('forbidden');
  });
  forbidden.keep('a');
  assert.equal(forbidden.go(-1, ''), 'a');
  for (const left of ['{', '{"a": 1}', '[1, null]']) {
    const history = createHistory(() => ({ getItem: () => left, setItem: () => {} }));
    assert.equal(history.go(-1, ''), null);
  }
});
