import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shelvesOf } from '../../static/js/layout/shelves.js';
import { cellsAt, keyOf, stepCount, stepOf } from '../../static/js/model/steps.js';
import { narrationOf } from '../../static/js/words/narration.js';
import { frameworks } from './names.js';
import { everyOf, summaryOf } from './summary.js';

const scenes = everyOf({
  cell: ['rnn', 'lstm'],
  T: [1, 4],
  L: [1, 3],
  D: [1, 2],
  reverse: [false, true],
  row: [null, 1],
  order: ['layers', 'wavefront'],
}).flatMap(({ row, order, ...sizes }) => {
  const lengths = row === null ? {} : { B: 2, b: row, lengths: [sizes.T, Math.ceil(sizes.T / 2)] };
  const s = summaryOf({ ...sizes, ...lengths });
  return Object.values(frameworks(s)).flatMap(({ tensors }) =>
    Array.from({ length: stepCount(s, order) }, (_, step) => {
      const pieces = narrationOf(s, tensors, order, step);
      const text = pieces.map((piece) => piece.text).join('');
      return { s, tensors, order, step, pieces, text, cells: cellsAt(s, order, step) };
    }),
  );
});

test('a step tells its number, its layers and where in time they are', () => {
  for (const { s, order, step, text, cells } of scenes) {
    assert.ok(text.startsWith(`Step ${step + 1} of ${stepCount(s, order)}. `), text);
    for (const { layer, t } of cells) {
      assert.match(text, new RegExp(`layer ${layer}\\b.* t = ${t}\\b`, 'i'));
    }
    assert.equal(text.includes('rests while longer ones run'), cells.length === 0, text);
  }
});

test('what is copied into the shelves is what the step has computed, and what waits is to come', () => {
  for (const { s, tensors, order, step, pieces, text, cells } of scenes) {
    if (!cells.length) continue;
    const said = pieces.filter(({ like }) => like && like !== 'output').map((piece) => piece.text);
    const slots = shelvesOf(s, tensors).sides.flatMap((side) => side.slots);
    /** @param {(at: number) => boolean} when */
    const labels = (when) =>
      slots
        .filter(({ half }) =>
          [half.cell, ...half.beside].some((cell) => when(stepOf(s, order, cell))),
        )
        .map(({ label }) => label);
    if (/ waits?\.$/.test(text)) {
      assert.deepEqual(
        labels((at) => at === step),
        [],
        text,
      );
      const later = labels((at) => at > step);
      assert.ok(said.length && said.every((label) => later.includes(label)), text);
    } else {
      assert.deepEqual(
        said,
        labels((at) => at === step),
        text,
      );
    }
  }
});

test('only of the top layer a new h is said to be copied into the shelf of every step', () => {
  for (const { s, pieces, text, cells } of scenes) {
    if (!cells.length) continue;
    const at = pieces.findIndex(({ like }) => like === 'output');
    const isTop = cells.some(({ layer }) => layer === s.L - 1);
    assert.match(
      pieces[at - 1]?.text ?? '',
      isTop ? /copied into its/ : /^(The new|No new) h is (not )?in $/,
      text,
    );
  }
});

test('where the framework has no such run, nothing is said of what it returns', () => {
  const s = summaryOf({ T: 3, L: 1, D: 1 });
  const text = narrationOf(s, [], 'layers', 1)
    .map((piece) => piece.text)
    .join('');
  assert.equal(text, 'Step 2 of 3. Layer 0 reads x at t = 1, and its own h and c of t = 0.');
});

test('each tensor that is named lights the cells whose copies are meant', () => {
  for (const { s, tensors, pieces, text, cells } of scenes) {
    const slots = shelvesOf(s, tensors).sides.flatMap((side) => side.slots);
    for (const { text: said, like, lights } of pieces.filter((piece) => piece.like)) {
      const lit = lights ? [lights, ...(lights.beside ?? [])].map(keyOf) : [];
      const slot = slots.find(({ label }) => label === said);
      const tops = cells.filter(({ layer }) => layer === s.L - 1);
      const meant = slot ? [slot.half.cell, ...slot.half.beside] : tops;
      assert.deepEqual(lit, meant.map(keyOf), `${said} (${like}) in ${text}`);
    }
  }
});
