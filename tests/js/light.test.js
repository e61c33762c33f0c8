import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  groupsOf,
  lightOf,
  numbersAt,
  numbersOf,
  numbersOfUnits,
  stateAt,
  stepOfAll,
} from '../../static/js/model/light.js';
import { stepOf } from '../../static/js/model/steps.js';
import { summaryOf } from './summary.js';

/** @typedef {import('../../static/js/types.js').AskedPart} AskedPart */
/** @typedef {import('../../static/js/types.js').Piece} Piece */

/** Cells of the row b = 0 at t0 to t1, units 0 to 3. @param {Partial<AskedPart>} [given] @returns {AskedPart} */
function part(given = {}) {
  const { runs = [[0, 2, 2]], state = 'h' } = given;
  return {
    state,
    kind: state,
    layer: 1,
    direction: 0,
    where: '',
    seen: '',
    runs,
    columns: [0, 3],
    boxes: runs.map(([b, t0, t1]) => [b, t0, t1, 0, 3]),
    ...given,
  };
}

/** @param {AskedPart[]} parts @param {Partial<Piece>} [given] @returns {Piece} */
const piece = (parts, given = {}) => ({
  name: '',
  shape: [1, 4],
  axes: ['B=1', 'H=4'],
  dtype: 'float32',
  values: null,
  elements: null,
  parts,
  ...given,
});

const here = { layer: 1, direction: 0, t: 2 };
const [h, c] = [stateAt('h', here), stateAt('c', here)];

test('parts are numbered from 1, in their order', () => {
  const groups = groupsOf([piece([part(), part({ direction: 1 })]), piece([part({ layer: 0 })])]);
  assert.deepEqual(
    groups.map(({ number, part: { layer, direction } }) => [number, layer, direction]),
    [
      [1, 1, 0],
      [2, 1, 1],
      [3, 0, 0],
    ],
  );
});

test('the two sides of a comparison share a number exactly where they read the same cells', () => {
  const left = piece([part()], { name: 'left' });
  const right = piece([part({ columns: [4, 7] })], { name: 'right' });
  const [group, ...others] = groupsOf([left, right]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    group?.readBy.map(({ piece: by }) => by.name),
    ['left', 'right'],
  );
  for (const other of [
    { state: 'c' },
    { kind: 'c' },
    { layer: 0 },
    { direction: 1 },
    { runs: [[0, 2, 3]] },
  ]) {
    const apart = piece([part(/** @type {Partial<AskedPart>} */ (other))]);
    assert.equal(groupsOf([left, apart]).length, 2, JSON.stringify(other));
  }
});

test('every cell of a run is lit, and none beside it', () => {
  const light = lightOf([piece([part({ runs: [[0, 2, 4]] })])], 0, null);
  const lit = [0, 1, 2, 3, 4, 5, 6].filter(
    (t) => numbersAt(light, [stateAt('h', { ...here, t })]) !== null,
  );
  assert.deepEqual(lit, [2, 3, 4]);
  assert.equal(numbersAt(light, [stateAt('h', { ...here, layer: 0 })]), null);
  assert.equal(numbersAt(light, [stateAt('h', { ...here, direction: 1 })]), null);
  assert.equal(numbersAt(light, [c]), null);
});

test('of a cell, the units that are read are lit', () => {
  const light = lightOf(
    [
      piece([
        part({
          boxes: [
            [0, 2, 2, 1, 1],
            [0, 2, 2, 3, 3],
          ],
        }),
      ]),
    ],
    0,
    null,
  );
  assert.deepEqual(numbersOfUnits(light, [h], 5), [null, '', null, '', null]);
});

test('a row of the batch lights up alone', () => {
  const pieces = [piece([part({ runs: [[1, 2, 2]] })])];
  assert.equal(numbersAt(lightOf(pieces, 0, null), [h]), null);
  assert.equal(numbersAt(lightOf(pieces, 1, null), [h]), '');
});

test('one part needs no number; of several, each place tells those that read it', () => {
  assert.equal(numbersAt(lightOf([piece([part()])], 0, null), [h]), '');
  const light = lightOf([piece([part({ state: 'c' }), part()])], 0, null);
  assert.equal(numbersAt(light, [c]), '1');
  assert.equal(numbersAt(light, [h, c]), '1 2');
});

test('inputs and predictions are lit by their t', () => {
  const none = { layer: null, direction: null };
  const light = lightOf(
    [piece([part({ state: 'x', ...none }), part({ state: 'y', ...none })])],
    0,
    null,
  );
  assert.equal(numbersAt(light, ['x:2']), '1');
  assert.equal(numbersAt(light, ['y:2']), '2');
  assert.equal(numbersAt(light, ['x:1', 'y:3']), null);
});

test('padding is lit where its state would stand, and nowhere else', () => {
  const none = { layer: null, direction: null };
  for (const [kind, where, place] of /** @type {const} */ ([
    ['h', {}, h],
    ['c', {}, c],
    ['x', none, 'x:2'],
    ['y', none, 'y:2'],
  ])) {
    const light = lightOf([piece([part({ state: 'padding', kind, ...where })])], 0, null);
    assert.deepEqual([...(light?.spans.keys() ?? [])], [place]);
  }
});

test('a state before the first step has a place of its own', () => {
  const light = lightOf([piece([part({ state: 'h_0', runs: [[0, 0, 0]] })])], 0, null);
  const start = { ...here, t: 0 };
  assert.equal(numbersAt(light, [stateAt('h_0', start)]), '');
  assert.equal(numbersAt(light, [stateAt('h', start), stateAt('c_0', start)]), null);
});

test('a selection is read by the parts that read its cell, its state and its unit', () => {
  const boxes = /** @type {AskedPart['boxes']} */ ([[0, 2, 2, 1, 2]]);
  const light = lightOf([piece([part({ state: 'c' }), part({ boxes })])], 0, null);
  const states = ['h', 'c'];
  assert.deepEqual(numbersOf(light, states, here), [2, 1]);
  assert.deepEqual(numbersOf(light, states, { ...here, state: 'c', unit: 0 }), [1]);
  assert.deepEqual(numbersOf(light, states, { ...here, state: 'h', unit: 0 }), []);
  assert.deepEqual(numbersOf(light, states, { ...here, state: 'h', unit: 2 }), [2]);
  const other = { ...here, t: 1 };
  assert.deepEqual(numbersOf(light, states, other), []);
  assert.deepEqual(numbersOf(light, ['h'], { ...other, beside: [here] }), [2]);
  assert.deepEqual(numbersOf(light, states, null), []);
  assert.deepEqual(numbersOf(null, states, here), []);
});

test('what reads no state leaves everything as it is', () => {
  assert.equal(lightOf([], 0, null), null);
  assert.equal(lightOf([piece([])], 0, null), null);
});

test('narrowed to a part, that one alone is lit, under its number', () => {
  const pieces = [piece([part(), part({ direction: 1 })])];
  const light = lightOf(pieces, 0, { number: 2 });
  assert.equal(numbersAt(light, [h]), null);
  assert.equal(numbersAt(light, [stateAt('h', { ...here, direction: 1 })]), '2');
});

test('narrowed to an element, its unit alone is lit', () => {
  const parts = [part(), part({ direction: 1 })];
  const elements = /** @type {Piece['elements']} */ ([
    [0, 2, 0, 1],
    [1, 2, 0, 3],
  ]);
  const [own, other] = [piece(parts, { elements }), piece([part()])];
  const light = lightOf([own, other], 0, { piece: own, element: 0 });
  assert.deepEqual(numbersOfUnits(light, [h], 4), [null, '1', null, null]);
  assert.equal(light?.spans.size, 1);
});

test('an element that mixes several lights all of its tensor', () => {
  const own = piece([part(), part({ direction: 1 })]);
  const light = lightOf([own, piece([part({ layer: 0 })])], 0, { piece: own, element: 0 });
  assert.equal(light?.spans.size, 2);
});

test('the step after which all that is lit is computed is the last of its cells', () => {
  const s = summaryOf({ L: 2, D: 2, T: 4 });
  const at = (/** @type {string[]} */ ...places) =>
    stepOfAll(s, 'layers', {
      spans: new Map(places.map((place) => [place, []])),
      isNumbered: false,
    });
  assert.equal(at('h:0:0:3'), stepOf(s, 'layers', { layer: 0, direction: 0, t: 3 }));
  assert.equal(at('h:0:0:3', 'h:1:1:1'), stepOf(s, 'layers', { layer: 1, direction: 1, t: 1 }));
  // y reads both directions: the one that comes to it later counts.
  assert.equal(at('y:3'), stepOf(s, 'layers', { layer: 1, direction: 0, t: 3 }));
  assert.equal(at('x:2', 'h_0:0:0:0'), -1);
});
