import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf, leftOf } from '../../static/js/layout/geometry.js';
import { shelvesOf } from '../../static/js/layout/shelves.js';
import { slotBox, slotKey, wiresOf } from '../../static/js/layout/wires.js';
import { halvesOf, sourceOf } from '../../static/js/model/sources.js';
import { cellOf, keyOf } from '../../static/js/model/steps.js';
import { boxOfCell, boxOfHalf, isAtEdge, runsThrough } from './boxes.js';
import { frameworks } from './names.js';
import { allCells, everyOf, summaryOf } from './summary.js';

const stages = everyOf({
  cell: ['rnn', 'lstm', 'gru'],
  T: [1, 5],
  L: [1, 2, 4],
  D: [1, 2],
  reverse: [false, true],
  batchFirst: [false, true],
  row: [null, 0, 1],
  size: [
    [390, 500],
    [1100, 700],
  ],
}).flatMap(({ size, row, ...sizes }) => {
  const lengths = row === null ? {} : { B: 2, b: row, lengths: [sizes.T, Math.ceil(sizes.T / 2)] };
  const s = summaryOf({ ...sizes, ...lengths });
  return Object.entries(frameworks(s)).map(([framework, { tensors }]) => {
    const shelves = shelvesOf(s, tensors);
    const layout = layoutOf(s, shelves, size[0], size[1]);
    const view = { left: 0, x: layout.sides.x };
    const wires = wiresOf(layout, s, shelves, [0, s.T], view, () => true);
    const label = JSON.stringify({ framework, ...sizes, row, size });
    return { s, tensors, shelves, layout, wires, label };
  });
});

/** The slots of a stage, with the elements that stand in each. @param {typeof stages[number]} stage */
function slotsOf({ s, shelves: { every, sides } }) {
  const ofSteps = Array.from({ length: every ? s.T : 0 }, (_, t) => t).flatMap((t) =>
    every
      ? halvesOf(s, every, t).map((half, i) => ({
          key: slotKey(every.name, t, i),
          half,
          tensor: every,
        }))
      : [],
  );
  const lasts = sides.flatMap(({ tensor, slots }) =>
    slots.map(({ key, half }) => ({ key, half, tensor })),
  );
  return [...ofSteps, ...lasts];
}

test('each slot’s wires start at the cells that its elements were read from', () => {
  for (const stage of stages) {
    const { s, wires, label } = stage;
    const keys = new Set();
    for (const { key, half, tensor } of slotsOf(stage)) {
      assert.ok(!keys.has(key), label);
      keys.add(key);
      const from = wires.filter(({ to }) => to === key).map((wire) => wire.from);
      for (let unit = 0; unit < half.units; unit++) {
        const source = sourceOf(s, tensor, half.index(unit));
        assert.ok(source);
        assert.equal(source.unit, unit, label);
        // Past a packed row's end stands 0, which is a copy of nothing.
        const read = source.t < s.length ? [source, ...(source.beside ?? [])].map(keyOf) : [];
        assert.deepEqual([...from].sort(), read.sort(), `${key} ${label}`);
      }
    }
    assert.ok(wires.every(({ to }) => keys.has(to)));
  }
});

test('every last state of every tensor has its slot', () => {
  for (const { tensors, shelves, label } of stages) {
    const lasts = tensors.filter(({ when }) => when === 'last');
    assert.deepEqual(
      shelves.sides.map(({ tensor }) => tensor.name),
      lasts.map(({ name }) => name),
      label,
    );
    for (const { tensor, slots } of shelves.sides) {
      const cells = slots.flatMap(({ half: { cell, beside } }) => [cell, ...beside]);
      const lines = cells.map(({ layer, direction }) => `${layer}:${direction}`);
      const wanted = tensor.states.map(([, layer, direction]) => `${layer}:${direction}`);
      assert.deepEqual(lines, wanted, label);
    }
  }
});

test('no two slots at the side lie on one another', () => {
  for (const { layout, shelves, label } of stages) {
    const places = shelves.sides.flatMap((side) =>
      side.slots.map(({ half }) => {
        const { x, y } = slotBox(layout, layout.sides.x, side, half.cell);
        return `${x} ${y}`;
      }),
    );
    assert.equal(new Set(places).size, places.length, label);
  }
});

test('a wire begins at its cell and ends at its slot, level with the line', () => {
  for (const stage of stages) {
    const { s, layout, shelves, wires, label } = stage;
    for (const { from, to, points } of wires) {
      const cell = cellOf(s, from);
      const [first, last] = [points[0], points.at(-1)];
      assert.ok(cell && first && last);
      assert.ok(isAtEdge(first, boxOfCell(layout, cell)), `${from} ${to} ${label}`);
      const side = shelves.sides.find(({ slots }) => slots.some(({ key }) => key === to));
      const slot = side?.slots.find(({ key }) => key === to);
      const [t = 0, half = 0] = to.split(':').slice(-2).map(Number);
      const box =
        side && slot
          ? slotBox(layout, layout.sides.x, side, slot.half.cell)
          : boxOfHalf(layout, t, half);
      assert.ok(isAtEdge(last, box), `${from} ${to} ${label}`);
      if (side && slot) assert.equal(box.y, boxOfCell(layout, slot.half.cell).y);
      else assert.equal(box.x, leftOf(layout, t));
    }
  }
});

test('no wire runs through a cell', () => {
  for (const { s, layout, wires, label } of stages) {
    const cells = allCells({ ...s, length: s.T });
    for (const { from, to, points } of wires) {
      // What is held past the end, or turned round, goes aslant over the top layer.
      const isAslant = points.some(
        ([x, y], i) => i > 0 && x !== points[i - 1]?.[0] && y !== points[i - 1]?.[1],
      );
      if (isAslant) continue;
      const hit = cells.filter((cell) => runsThrough(points, boxOfCell(layout, cell)));
      assert.deepEqual(hit.map(keyOf), [], `${from} ${to} ${label}`);
    }
  }
});

test('of a cell that has scrolled out of view the wire is short, and says so', () => {
  const s = summaryOf({ T: 100, L: 1, D: 2 });
  const tensors = frameworks(s).pytorch?.tensors ?? [];
  const shelves = shelvesOf(s, tensors);
  const layout = layoutOf(s, shelves, 800, 500);
  for (const left of [0, 1000, layout.width - 800]) {
    const x = Math.min(layout.sides.x, left + 800 - layout.sides.width);
    const wires = wiresOf(layout, s, shelves, [0, s.T], { left, x }, () => true);
    for (const { from, points, isCut } of wires.filter(({ kind }) => kind === 'h_n')) {
      const t = from === '0:1:0' ? 0 : 99;
      const isSeen = leftOf(layout, t) >= left + layout.left - 14 && leftOf(layout, t) < x;
      assert.equal(isCut, !isSeen, `${from} at ${left}`);
      assert.ok(points.every(([px]) => px <= x + layout.sides.width));
    }
  }
});

test('tensors of one state each share a column, those of several have their own', () => {
  const s = summaryOf({ L: 2, D: 2 });
  const { pytorch, keras } = frameworks(s);
  assert.equal(shelvesOf(s, pytorch?.tensors ?? []).columns, 2);
  const shelves = shelvesOf(s, keras?.tensors ?? []);
  assert.deepEqual(
    shelves.sides.map(({ column }) => column),
    [0, 1, 1, 1, 1, 2, 2, 2, 2],
  );
  const labels = shelves.sides[0]?.slots.map(({ label }) => label);
  assert.deepEqual(labels, ['output[:, :3]', 'output[:, 3:]']);
});

test('a slot at the side goes by what one writes to have it', () => {
  const s = summaryOf({ L: 2, D: 2 });
  const swapped = summaryOf({ L: 2, D: 2, batchFirst: true });
  const { pytorch, keras, onnx } = frameworks(s);
  const labels = [pytorch, keras, onnx, frameworks(swapped).onnx].map((view) => {
    const { sides } = shelvesOf(s, view?.tensors ?? []);
    const slots = sides
      .filter(({ tensor }) => tensor.name !== 'output')
      .flatMap((side) => side.slots);
    const isTop = (/** @type {import('./summary.js').Cell} */ cell) => keyOf(cell) === '1:1:0';
    return slots.find(({ half }) => half.state === 'h' && isTop(half.cell))?.label;
  });
  assert.deepEqual(labels, ['h_n[3]', 'h,1,1', 'Y_h_l1[1]', 'Y_h_l1[:, 1]']);
});
