import assert from 'node:assert/strict';
import { test } from 'node:test';
import { most, piecesOf, rowsOf, workingOf } from '../../static/js/model/terms.js';

/** @typedef {import('../../static/js/types.js').MadeOf} MadeOf */

/** @param {string} label @param {number|null} value @returns {MadeOf} */
const read = (label, value) => ({ label, value, how: 'read', of: [] });
/** @param {string} label @param {number} value @param {string} how @param {MadeOf[]} of @returns {MadeOf} */
const made = (label, value, how, ...of) => ({ label, value, how, of });
const write = String;

/** A matrix product of weights k + 1 with ones, some of them negative. @param {number} n */
const product = (n) => {
  const terms = Array.from({ length: n }, (_, k) => {
    const value = (k + 1) * (k % 3 ? 1 : -1);
    const factors = [read(`W[0, ${k}]`, value), read(`x[${k}]`, 1)];
    return made(`W[0, ${k}] · x[${k}]`, value, 'product', ...factors);
  });
  const value = terms.reduce((sum, term) => sum + (term.value ?? 0), 0);
  return made('W[0, :] · x', value, 'dot', ...terms);
};

/** @param {MadeOf} number @param {Record<string, number>} [pages] */
const shown = (number, pages = {}) =>
  rowsOf(number, write, pages).map(({ depth, label, working, value }) => [
    depth,
    label,
    working,
    value,
  ]);

test('every term has its row, and sums stand beneath what they add up', () => {
  const sum = made('…', 6, 'sum', product(2), read('b[0]', 5));
  assert.deepEqual(shown(made('σ(…)', 0.99, 'sigmoid', sum)), [
    [1, 'W[0, 0] · x[0]', '-1 × 1', -1],
    [1, 'W[0, 1] · x[1]', '2 × 1', 2],
    [0, 'W[0, :] · x', '', 1],
    [0, 'b[0]', '', 5],
    [0, 'sum', '', 6],
    [0, 'σ(sum)', 'σ(6)', 0.99],
  ]);
});

test('a sum that is multiplied stands apart from the sum around it', () => {
  const inner = made('…', 3, 'sum', product(2), read('b[0]', 2));
  const term = made('r[0] · (…)', 1.5, 'product', read('r[0]', 0.5), inner);
  assert.deepEqual(shown(made('…', 2.5, 'sum', read('a[0]', 1), term)), [
    [0, 'a[0]', '', 1],
    [2, 'W[0, 0] · x[0]', '-1 × 1', -1],
    [2, 'W[0, 1] · x[1]', '2 × 1', 2],
    [1, 'W[0, :] · x', '', 1],
    [1, 'b[0]', '', 2],
    [1, '(sum)', '', 3],
    [0, 'r[0] · (sum)', '0.5 × 3', 1.5],
    [0, 'sum', '', 2.5],
  ]);
});

test('small operations are one row', () => {
  const tanh = made('tanh(c[0])', 0.3, 'tanh', read('c[0]', 0.31));
  const h = made('o[0] · tanh(c[0])', 0.15, 'product', read('o[0]', 0.5), tanh);
  assert.deepEqual(shown(h), [[0, 'o[0] · tanh(c[0])', '0.5 × tanh(0.31)', 0.15]]);
  const open = made('1 − z[0]', 0.75, 'difference', read('1', 1), read('z[0]', 0.25));
  const left = made('(1 − z[0]) · n[0]', 0.3, 'product', open, read('n[0]', 0.4));
  assert.equal(
    workingOf(left, (value) => (value ?? 0).toFixed(2)),
    '(1 − 0.25) × 0.40',
  );
});

test('what has a name is a number in the terms that read it', () => {
  const m = made('m[3]', 0.2, 'product', read('o[3]', 0.5), read('c[3]', 0.4));
  const term = made('W_hr[0, 3] · m[3]', 0.6, 'product', read('W_hr[0, 3]', 3), m);
  assert.equal(workingOf(term, write), '3 × 0.2');
  assert.equal(workingOf(m, write), '0.5 × 0.4');
  const rh = { ...m, label: 'r[3] · hₜ₋₁[3]' };
  const reset = made('W_hn[0, 3] · (r[3] · hₜ₋₁[3])', 0.6, 'product', read('W_hn[0, 3]', 3), rh);
  assert.equal(workingOf(reset, write), '3 × (0.5 × 0.4)');
});

test('of many terms every one is on one page, the largest first, and each page adds up', () => {
  const wide = product(3 * most - 5);
  /** @type {string[]} */
  const seen = [];
  let least = Number.POSITIVE_INFINITY;
  for (let page = 0; page < 3; page++) {
    const rows = rowsOf(wide, write, { [wide.label]: page });
    const terms = rows.filter(({ kind }) => kind === 'term');
    const [rest] = rows.filter(({ kind }) => kind === 'rest');
    assert.ok(rows.length <= most + 2);
    assert.deepEqual([rest?.page, rest?.pages, rest?.product], [page, 3, wide.label]);
    assert.match(rest?.label ?? '', new RegExp(`^${wide.of.length - terms.length} more`));
    const sizes = terms.map(({ value }) => Math.abs(value ?? 0));
    assert.ok(Math.max(...sizes) <= least);
    least = Math.min(...sizes);
    const sum = [...terms, rest].reduce((total, row) => total + (row?.value ?? 0), 0);
    assert.equal(sum, wide.value);
    seen.push(...terms.map(({ label }) => label));
  }
  assert.deepEqual(seen.toSorted(), wide.of.map(({ label }) => label).toSorted());
});

test('up to that many terms stand in their own order, with nothing left over', () => {
  const rows = rowsOf(product(most), write, {});
  assert.deepEqual(
    rows.filter(({ kind }) => kind === 'term').map(({ label }) => label),
    product(most).of.map(({ label }) => label),
  );
  assert.ok(rows.every(({ kind }) => kind !== 'rest'));
});

test('an infinite term is among the largest', () => {
  const wide = product(most + 1);
  wide.of[5] = { ...wide.of[5], value: null, label: 'W[0, 5] · x[5]', how: 'read', of: [] };
  assert.equal(rowsOf(wide, write, {})[0]?.label, 'W[0, 5] · x[5]');
});

test('gates and states in a label lead on, weights and inputs do not', () => {
  const names = [...'ifgoch'];
  /** @param {string} label */
  const parts = (label) => piecesOf(label, names).flatMap(({ part }) => part ?? []);
  assert.deepEqual(parts('o[2] · tanh(c[12])'), [
    { gate: 'o', unit: 2 },
    { gate: 'c', unit: 12 },
  ]);
  for (const label of [
    'W_if[2, 0] · x[0]',
    'b_if[2]',
    'p_f[1]',
    'hₜ₋₁[1]',
    'h_0[1]',
    'W_hf[2, :]',
  ]) {
    assert.deepEqual(parts(label), [], label);
  }
  assert.deepEqual(piecesOf('f[1] · cₜ₊₁[1]', names), [
    { text: 'f[1]', part: { gate: 'f', unit: 1 } },
    { text: ' · c' },
    { text: 't+1', isIndex: true },
    { text: '[1]' },
  ]);
});
