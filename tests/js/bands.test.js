import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';
import { frameworks } from './names.js';
import { summaryOf } from './summary.js';

const { create } = await import('../../static/js/stage/bands.js');
const { Trace } = await import('../../static/js/model/trace.js');

/** What the legend says. @param {Parameters<typeof summaryOf>[0]} sizes */
function legend(sizes) {
  const root = document.createElement('div');
  const s = summaryOf(sizes);
  const { pytorch } = frameworks(s);
  assert.ok(pytorch);
  const trace = new Trace(s, () => Promise.reject(new Error('asked')));
  const rest = { hover: null, pin: null, playing: false, fast: false, light: null };
  const is = { isRandom: false, isFolded: false };
  create(
    root,
    () => {},
    () => {},
  )({ trace, names: pytorch, scene: {}, step: 0, ...is, ...rest });
  return root.querySelector('.legend')?.textContent;
}

test('the legend says what the ends of the scale are, of each state', () => {
  assert.equal(legend({ cell: 'gru' }), 'colours: h ±1−+');
  assert.equal(legend({ cell: 'lstm', largest: 1.1949 }), 'colours: h ±1, c ±1.19−+');
});
