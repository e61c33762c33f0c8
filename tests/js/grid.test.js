import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesInView, moved, scrolledTo } from '../../static/js/layout/grid.js';

const sizes = { lines: 20, columns: 8, page: 5, least: -1 };

test('arrows go to the neighbour, and stay where there is none', () => {
  const from = { line: 3, column: 2 };
  /** @type {[string, number, number][]} */
  const wanted = [
    ['ArrowLeft', 3, 1],
    ['ArrowRight', 3, 3],
    ['ArrowUp', 2, 2],
    ['ArrowDown', 4, 2],
    ['PageDown', 8, 2],
    ['PageUp', -1, 2],
    ['Home', 3, 0],
    ['End', 3, 7],
  ];
  for (const [key, line, column] of wanted)
    assert.deepEqual(moved(from, key, sizes), { line, column }, key);
  const corner = { line: 19, column: 7 };
  for (const key of ['ArrowRight', 'ArrowDown', 'PageDown', 'End'])
    assert.deepEqual(moved(corner, key, sizes), corner, key);
  for (const least of [-1, 0]) {
    const first = { line: least, column: least };
    for (const key of ['ArrowLeft', 'ArrowUp', 'PageUp'])
      assert.deepEqual(moved(first, key, { ...sizes, least }), first, key);
  }
});

test('another key goes nowhere: the place itself comes back', () => {
  const from = { line: 3, column: 2 };
  for (const key of ['Enter', 'a', ' ', 'constructor'])
    assert.equal(moved(from, key, sizes), from, key);
  assert.notEqual(moved(from, 'ArrowUp', sizes), from);
});

test('in a table that has become smaller the place is within it', () => {
  const small = { lines: 2, columns: 3, page: 1, least: 0 };
  assert.deepEqual(moved({ line: 9, column: 9 }, '', small), { line: 1, column: 2 });
});

test('the lines in view are all that are seen, a few more, and never more than there are', () => {
  for (const count of [1, 30, 5000])
    for (const height of [0, 100, 333])
      for (let top = 0; top <= Math.max(0, count * 17 - height); top += 61) {
        const [first, end] = linesInView(count, 17, { top, height });
        assert.ok(0 <= first && end <= count);
        assert.ok(first * 17 <= top, 'what is seen first is there');
        assert.ok(end * 17 >= Math.min(count * 17, top + height), 'and what is seen last');
        assert.ok(end - first <= height / 17 + 7);
      }
});

test('one scrolls as far as it takes, and not at all to what is seen', () => {
  assert.equal(scrolledTo(100, 50, 110, 120), 100);
  assert.equal(scrolledTo(100, 50, 80, 90), 80);
  assert.equal(scrolledTo(100, 50, 140, 160), 110);
});
