import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelled } from '../../static/js/layout/ticks.js';

test('names of marks never overlap, nor run past the end, whatever the width', () => {
  for (let count = 1; count <= 12; count++) {
    for (const end of [0, 90, 180, 430, 1200]) {
      const at = Array.from({ length: count }, (_, i) => (end * i) / count);
      const named = [...labelled(at, end)].map((i) => at[i] ?? 0);
      assert.equal(named[0], 0, 'the first always has one');
      for (const [i, x] of named.slice(1).entries()) {
        assert.ok(x - (named[i] ?? 0) >= 44, `${count} in ${end}`);
        assert.ok(x + 42 <= end + 8, `${count} in ${end}`);
      }
    }
  }
});

test('where all have room, all are named', () => {
  assert.deepEqual([...labelled([0, 100, 200], 300)], [0, 1, 2]);
});
