import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trace } from '../../static/js/model/trace.js';
import { allCells, summaryOf } from './summary.js';

const names = ['h', 'c', 'x', 'y'];

/** A number that tells which one it is. @type {(...at: number[]) => number} */
const tell = (name, row, t, k) => ((name * 10 + row) * 1000 + t) * 100 + k;

/**
 * In the network's place: answers as the server lays arrays out, and remembers what was asked.
 * @param {import('./summary.js').Summary} s
 */
function network(s) {
  /** @type {string[]} */
  const asked = [];
  /** @param {string} path */
  const floats = async (path) => {
    const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
    const [t0, t1] = [Number(searchParams.get('t0')), Number(searchParams.get('t1'))];
    assert.equal(pathname, `/api/traces/${s.id}/window`);
    assert.ok(0 <= t0 && t0 < t1 && t1 <= s.T);
    assert.equal(Number(searchParams.get('b')), s.b);
    asked.push(`${t0} ${t1}`);
    /** @type {number[]} */
    const all = [];
    /** @type {(name: string, row: number, t: number, size: number) => void} */
    const put = (name, row, t, size) => all.push(...wanted(name, row, t, size));
    for (const name of [...s.states, 'x', 'y']) {
      const isState = s.states.includes(name);
      const size = { x: s.I, y: s.O, h: s.P }[name] ?? s.H;
      for (let row = 0; row < (isState ? s.L * s.D : 1); row++)
        for (let t = t0; t < t1; t++) put(name, row, t, size);
    }
    for (const name of s.states)
      for (let row = 0; row < s.L * s.D; row++)
        put(name, row, s.directions[row % s.D] ? 0 : s.length - 1, name === 'h' ? s.P : s.H);
    return Float32Array.from(all);
  };
  return { asked, floats };
}

/** @type {(name: string, row: number, t: number, size: number) => number[]} */
const wanted = (name, row, t, size) =>
  Array.from({ length: size }, (_, k) => tell(names.indexOf(name), row, t, k));

test('every number of every cell stands where it belongs, on both sides of a border', async () => {
  const sizes = [
    ...[1, 63, 64, 65, 130].map((T) => ({ T, L: 2, D: 2, H: 3 })),
    { T: 70, L: 2, D: 2, H: 3, P: 2 },
    { T: 70, L: 2, D: 1, H: 3, reverse: true },
    { T: 70, L: 2, D: 2, H: 3, B: 3, b: 2 },
    { T: 70, L: 2, D: 2, H: 3, B: 2, lengths: [70, 65], b: 1 },
  ];
  for (const s of sizes.map(summaryOf)) {
    const { T } = s;
    const trace = new Trace(s, network(s).floats);
    await trace.load(0, T);
    for (const cell of allCells(s)) {
      const row = cell.layer * s.D + s.directions.indexOf(cell.direction);
      for (const name of s.states) {
        const size = name === 'h' ? s.P : s.H;
        assert.deepEqual([...(trace.state(name, cell) ?? [])], wanted(name, row, cell.t, size));
      }
    }
    for (let t = 0; t < T; t++) {
      assert.deepEqual([...(trace.x(t) ?? [])], wanted('x', 0, t, s.I));
      assert.deepEqual([...(trace.y(t) ?? [])], wanted('y', 0, t, s.O));
    }
  }
});

test('only the chunks that hold the window are asked for, each once', async () => {
  const s = summaryOf({ T: 309, cell: 'gru' });
  const { asked, floats } = network(s);
  const trace = new Trace(s, floats);
  assert.equal(trace.has(60, 70), false);
  await Promise.all([trace.load(60, 70), trace.load(65, 66)]);
  assert.deepEqual(asked.sort(), ['0 64', '64 128']);
  assert.ok(trace.has(60, 70) && trace.has(0, 128));
  assert.ok(!trace.has(0, 129));
  await trace.load(0, 128);
  assert.equal(asked.length, 2);
});

test('as many steps come at once as the server would send together', async () => {
  const s = summaryOf({ T: 64, L: 4, D: 2, together: 5 });
  const { asked, floats } = network(s);
  const trace = new Trace(s, floats);
  await trace.load(3, 7);
  assert.deepEqual(asked.sort(), ['0 5', '5 10']);
  await trace.load(63, 64);
  assert.equal(asked.at(-1), '60 64');
});

test('what comes with a new trace is not asked for', async () => {
  const s = summaryOf({ T: 130, L: 2, D: 2 });
  const { asked, floats } = network(s);
  const [trace, fetched] = [new Trace(s, floats), new Trace(s, floats)];
  trace.take(128, await floats(`api/traces/${s.id}/window?t0=128&t1=130&b=0`));
  await fetched.load(128, 130);
  assert.deepEqual(asked, ['128 130', '128 130']);
  await trace.load(128, 130);
  assert.equal(asked.length, 2);
  for (const cell of allCells(s).filter(({ t }) => t > 127))
    assert.deepEqual(trace.state('h', cell), fetched.state('h', cell));
  assert.equal(trace.state('h', { layer: 0, direction: 0, t: 60 }), null);
});

test('the rows of a batch have the same names', () => {
  const { floats } = network(summaryOf());
  const trace = new Trace(summaryOf({ B: 2 }), floats);
  trace.names.set('names/jax', { tensors: [], code: 'import jax', refused: '' });
  const other = new Trace(summaryOf({ B: 2, b: 1 }), floats, trace.names);
  assert.equal(other.names.get('names/jax')?.code, 'import jax');
});

test('a window past the end is cut there', async () => {
  const s = summaryOf({ T: 70, cell: 'rnn' });
  const { asked, floats } = network(s);
  const trace = new Trace(s, floats);
  await trace.load(40, 500);
  assert.deepEqual(asked.sort(), ['0 64', '64 70']);
  assert.ok(trace.has(0, 500));
});

test('the last states come with any window', async () => {
  const s = summaryOf({ T: 309, L: 2, D: 2, H: 3 });
  const trace = new Trace(s, network(s).floats);
  await trace.load(150, 160);
  for (const cell of allCells(s).filter(({ direction, t }) => t === (direction ? 0 : 308))) {
    const row = cell.layer * s.D + cell.direction;
    assert.deepEqual([...(trace.state('c', cell) ?? [])], wanted('c', row, cell.t, s.H));
  }
  assert.equal(trace.state('h', { layer: 0, direction: 0, t: 100 }), null);
});

test('while it is on its way a state is null', async () => {
  const s = summaryOf();
  const trace = new Trace(s, network(s).floats);
  const coming = trace.load(0, 1);
  assert.equal(trace.state('h', { layer: 0, direction: 0, t: 0 }), null);
  assert.equal(trace.has(0, 1), false);
  await coming;
  assert.ok(trace.has(0, 1));
});

test('what failed can be asked for again', async () => {
  const s = summaryOf();
  const { floats } = network(s);
  let fails = true;
  const trace = new Trace(s, async (path) => {
    if (fails) throw new Error('gone');
    return floats(path);
  });
  await assert.rejects(trace.load(0, 1), /gone/);
  fails = false;
  await trace.load(0, 1);
  assert.ok(trace.has(0, 1));
});

test('the scale is ±1 unless a state exceeds it', () => {
  const { floats } = network(summaryOf());
  assert.equal(new Trace(summaryOf({ largest: 0.3 }), floats).range.c, 1);
  assert.equal(new Trace(summaryOf({ largest: 4.15 }), floats).range.c, 4.15);
  assert.equal(new Trace(summaryOf({ largest: 4.15 }), floats).range.h, 1);
  // Of random weights it follows the states, however small.
  for (const largest of [0.3, 4.15]) {
    const { range } = new Trace(summaryOf({ largest }), floats, new Map(), true);
    assert.deepEqual(range, { h: 0.9, c: largest });
  }
  const still = { ...summaryOf(), largest: { h: 0, c: 0 } };
  assert.deepEqual(new Trace(still, floats, new Map(), true).range, { h: 1, c: 1 });
});
