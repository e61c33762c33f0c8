import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureOf } from '../../static/js/plot/figures.js';

/** @type {import('../../static/js/plot/figures.js').Look} */
const look = {
  paper: 'white',
  ink: 'black',
  grid: 'grey',
  scale: [
    [0, 'red'],
    [1, 'blue'],
  ],
};
const values = [
  [1, 2, 3],
  [4, 5, 6],
];
const course = { t: [0, 1], values, state: 'c' };

test('a heat map has a row for each unit and a column for each step', () => {
  const { data, layout } = figureOf(course, 'map', 1.5, null, look);
  /** @type {any[]} */
  const [map] = data;
  assert.deepEqual(
    [map.x, map.y],
    [
      [0, 1],
      [0, 1, 2],
    ],
  );
  assert.deepEqual(map.z, [
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  assert.deepEqual([map.zmin, map.zmax, map.colorscale], [-1.5, 1.5, look.scale]);
  assert.equal(layout.yaxis.title.text, 'unit');
});

test('lines are one for each unit, named after it', () => {
  /** @type {{data: any[], layout: any}} */
  const { data, layout } = figureOf(course, 'lines', 1, null, look);
  assert.deepEqual(
    data.map(({ name }) => name),
    ['c[0]', 'c[1]', 'c[2]'],
  );
  assert.deepEqual(
    data.map(({ y }) => y),
    [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  );
  assert.equal(layout.yaxis.title.text, 'c');
});

test('steps that are years are shown as years', () => {
  for (const kind of /** @type {const} */ (['map', 'lines'])) {
    const { data, layout } = figureOf(course, kind, 1, 1700, look);
    assert.deepEqual(data[0]?.x, [1700, 1701]);
    assert.equal(layout.xaxis.title.text, 'year');
    assert.equal(figureOf(course, kind, 1, null, look).layout.xaxis.title.text, 't');
  }
});

test('a plot takes its colours from the page', () => {
  const { layout } = figureOf(course, 'map', 1, null, look);
  assert.deepEqual([layout.paper_bgcolor, layout.plot_bgcolor], ['white', 'white']);
  assert.equal(layout.font.color, 'black');
});
