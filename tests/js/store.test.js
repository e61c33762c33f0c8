import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../static/js/state/store.js';

test('a patch changes what it names and leaves the rest', () => {
  const store = createStore({ step: 1, cell: 'gru' });
  store.set({ step: 2 });
  assert.deepEqual(store.get(), { step: 2, cell: 'gru' });
});

test('who listens hears what is and what was', () => {
  const store = createStore({ step: 1 });
  /** @type {unknown[]} */
  const heard = [];
  store.subscribe((now, before) => heard.push([now.step, before.step]));
  store.set({ step: 2 });
  store.set({ step: 3 });
  assert.deepEqual(heard, [
    [2, 1],
    [3, 2],
  ]);
});

test('a state that was handed out never changes', () => {
  const store = createStore({ step: 1 });
  const before = store.get();
  store.set({ step: 2 });
  assert.equal(before.step, 1);
});

test('who sets while listening is heard too', () => {
  const store = createStore({ step: 1, pin: '' });
  store.subscribe((now) => now.step === 2 && now.pin === '' && store.set({ pin: 'a' }));
  store.set({ step: 2 });
  assert.deepEqual(store.get(), { step: 2, pin: 'a' });
});
