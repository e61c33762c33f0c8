import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, partOf, textOf } from '../../static/js/model/gates.js';

/** An LSTM whose h is projected to two units. @type {import('../../static/js/types.js').Equation[]} */
const equations = [...'ifgocmh'].map((name) => ({
  name,
  units: name === 'h' ? 2 : 3,
  mathml: ['math'],
}));
const names = equations.map(({ name }) => name);

test('every gate and every number of it comes back from its text', () => {
  for (const { name: gate, units } of equations) {
    for (const unit of [null, ...Array(units).keys()]) {
      const part = { gate, unit };
      assert.deepEqual(partOf(equations, textOf(part)), part);
    }
  }
  assert.equal(partOf(equations, textOf(null)), null);
});

test('what the cell has not is nothing', () => {
  for (const text of [
    'z',
    'h:2',
    'i:3',
    'i:',
    ':1',
    'i:-1',
    'i:1.5',
    'i:1:1',
    'constructor',
    '%',
  ]) {
    assert.equal(partOf(equations, text), null, text);
  }
});

test('sub-steps go through all gates in their order and stay at the ends', () => {
  for (const by of /** @type {(1|-1)[]} */ ([1, -1])) {
    /** @type {import('../../static/js/model/gates.js').Part|null} */
    let part = null;
    const seen = names.map(() => {
      part = moved(equations, part, by);
      return part?.gate;
    });
    assert.deepEqual(seen, by > 0 ? names : names.toReversed());
    assert.deepEqual(moved(equations, part, by), part);
  }
  assert.equal(moved([], null, 1), null);
});

test('the unit stays, but where the next has not so many', () => {
  assert.deepEqual(moved(equations, { gate: 'i', unit: 2 }, 1), { gate: 'f', unit: 2 });
  assert.deepEqual(moved(equations, { gate: 'm', unit: 1 }, 1), { gate: 'h', unit: 1 });
  assert.deepEqual(moved(equations, { gate: 'm', unit: 2 }, 1), { gate: 'h', unit: null });
});
