import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNumbers } from '../../static/js/cell/numbers.js';
import { Trace } from '../../static/js/model/trace.js';
import { does, frame, resize } from './dom.js';
import { summaryOf } from './summary.js';

/** @typedef {import('../../static/js/model/gates.js').Part} Part */

const order = ['i', 'f', 'g', 'o', 'c', 'h'];

/** The table of a cell's numbers, each of which tells whose it is. @param {number} H @param {number} [P] of h */
function tableOf(H, P = H) {
  /** @type {Part[]} */
  const opened = [];
  const { node, update, focus } = createNumbers((part) => opened.push(part));
  document.body.replaceChildren(node);
  const trace = new Trace(summaryOf({ H, P }), () => Promise.reject(new Error('asked')));
  /** @param {string} name @param {number} units */
  const column = (name, units) =>
    Array.from({ length: units }, (_, unit) => (1000 * order.indexOf(name) + unit) / 1000);
  const gates = Object.fromEntries([...'ifgo'].map((name) => [name, column(name, H)]));
  const states = { c: column('c', H), h: column('h', P) };
  /** @param {number} [unit] that is selected */
  const show = (unit) => {
    update({ gates, states }, order, { layer: 0, direction: 0, t: 0, unit }, null, trace, true);
  };
  show();
  resize(node, { width: 320, height: 360 });
  /** @param {number} unit @param {string} name */
  const at = (unit, name) =>
    node.querySelector(`tr[aria-rowindex="${unit + 2}"]`)?.querySelectorAll('td')[
      order.indexOf(name)
    ];
  /** @param {number} top */
  const scroll = (top) => {
    node.scrollTop = top;
    does(node, 'pointer', 'scroll');
    frame();
  };
  const units = () =>
    [...node.querySelectorAll('tbody th')].map(({ textContent }) => Number(textContent));
  return { node, show, focus, at, scroll, units, opened };
}

test('of few units all numbers are there, of many those in view', () => {
  const small = tableOf(64);
  assert.equal(small.units().length, 64);
  const { node, units, scroll, at } = tableOf(1024);
  assert.equal(node.querySelector('table')?.getAttribute('aria-rowcount'), '1025');
  for (const top of [0, 9000, 5000, 1024 * 18 - 360]) {
    scroll(top);
    const inView = units().filter((unit) => 18 * (unit + 1) > top && 18 * unit < top + 360);
    const first = Math.floor(top / 18);
    assert.deepEqual(
      inView,
      Array.from({ length: inView.length }, (_, i) => first + i),
    );
    assert.ok(inView.length >= 20 && units().length <= 28);
    assert.equal(at(first, 'g')?.textContent, String((2000 + first) / 1000));
    // Room for the rest: the table is as high wherever it is scrolled to.
    const rows = [...node.querySelectorAll('tbody tr')];
    const room = rows.map((row) => Number.parseFloat(row.getAttribute('style')?.slice(7) ?? '18'));
    assert.equal(
      room.reduce((sum, height) => sum + height, 0),
      1024 * 18,
    );
  }
});

test('the keyboard goes through all units, and Enter opens', () => {
  const { at, opened } = tableOf(1024);
  at(0, 'i')?.focus();
  for (const key of ['PageDown', 'PageDown', 'ArrowDown', 'ArrowRight'])
    does(/** @type {Element} */ (document.activeElement), 'keyboard', 'keydown', { key });
  assert.ok(document.activeElement === at(37, 'f'));
  does(/** @type {Element} */ (document.activeElement), 'keyboard', 'keydown', { key: 'Enter' });
  assert.deepEqual(opened, [{ gate: 'f', unit: 37 }]);
});

test('what has the focus keeps it while the table is scrolled', () => {
  const { at, scroll, units, node } = tableOf(1024);
  at(5, 'o')?.focus();
  for (const top of [9000, 0, 12_000, 60]) {
    scroll(top);
    assert.ok(document.activeElement === at(5, 'o'), `scrolled to ${top}`);
    assert.deepEqual(
      units(),
      units().toSorted((a, b) => a - b),
    );
  }
  assert.equal(node.querySelectorAll('[tabindex="0"]').length, 1);
});

test('the unit that is selected comes into view', () => {
  const { node, show, at } = tableOf(1024);
  show(700);
  assert.ok(node.scrollTop <= 700 * 18 && 701 * 18 <= node.scrollTop + 360);
  frame();
  assert.equal(at(700, 'i')?.closest('tr')?.classList.contains('is-lit'), true);
});

test('a projected h has fewer units, and nothing to open beyond them', () => {
  const { at, opened } = tableOf(4, 2);
  assert.deepEqual([at(1, 'h')?.textContent, at(2, 'h')?.textContent], ['5.001', '']);
  for (const unit of [1, 2]) {
    const td = at(unit, 'h');
    assert.ok(td);
    does(td, 'pointer', 'click');
  }
  assert.deepEqual(opened, [{ gate: 'h', unit: 1 }]);
});
