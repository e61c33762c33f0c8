import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { controls, defaults } from '../../static/js/state/controls.js';
import { createTables, idOf, most } from '../../static/js/state/tables.js';
import { read, write } from '../../static/js/state/url.js';

const { signal } = new AbortController();
const long = '0.5,1\n'.repeat(most);

/** In the network's place: keeps CSVs as the server does, and remembers what was sent. */
function network() {
  /** @type {Map<string, string>} */
  const held = new Map();
  /** @type {string[]} */
  const sent = [];
  return {
    held,
    sent,
    keep: async (/** @type {string} */ csv) => {
      const id = createHash('sha256').update(csv).digest('hex');
      held.set(id, csv);
      sent.push(csv);
      return { id };
    },
    kept: async (/** @type {string} */ id) => held.get(id) ?? assert.fail('it was asked in vain'),
  };
}

/** The storage of one tab. */
function createStorage() {
  /** @type {Map<string, string>} */
  const held = new Map();
  const storage = {
    getItem: (/** @type {string} */ key) => held.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
      held.set(key, value);
    },
  };
  return () => storage;
}

const forbidden = () => {
  throw new Error('SecurityError');
};

/** @param {string} csv */
const sceneOf = (csv) => ({ ...defaults(), input: 'series', series: 'csv', csv });

test('a short CSV stands in the link itself, and nothing is sent', async () => {
  const server = network();
  const tables = createTables(server, createStorage());
  for (const csv of ['', '1,2', '1'.repeat(most)]) {
    assert.equal(await tables.brief(sceneOf(csv), signal), csv);
    assert.equal(await tables.whole(csv, signal), csv);
  }
  assert.deepEqual(server.sent, []);
});

test('a long CSV is sent once, and its link is short and leads back to it', async () => {
  const server = network();
  const tables = createTables(server, createStorage());
  const brief = await tables.brief(sceneOf(long), signal);
  assert.equal(await tables.brief(sceneOf(long), signal), brief);
  assert.deepEqual(server.sent, [long]);
  const hash = write(sceneOf(brief));
  assert.ok(hash.length < 200, hash);
  const csv = String(read(hash).scene.csv);
  assert.ok(server.held.has(idOf(csv) ?? ''));
  // Someone else, who has the link alone.
  const other = createTables(server, createStorage());
  assert.equal(await other.whole(csv, signal), long);
  assert.equal(await other.brief(sceneOf(csv), signal), brief);
  assert.deepEqual(server.sent, [long]);
});

test('what the server has lost is sent again where it is at hand, after a reload as well', async () => {
  for (const storage of [createStorage(), forbidden]) {
    const server = network();
    const before = createTables(server, storage);
    const brief = await before.brief(sceneOf(long), signal);
    const isAtHand = storage !== forbidden;
    server.held.clear();
    const tables = createTables(server, storage); // the page is loaded again
    assert.equal(await tables.brief(sceneOf(brief), signal), brief);
    assert.equal(tables.lost(brief), isAtHand);
    assert.equal(await tables.brief(sceneOf(brief), signal), brief);
    assert.equal(server.held.size, Number(isAtHand));
    assert.ok(before.lost(brief));
    assert.equal(await before.brief(sceneOf(long), signal), brief);
    assert.equal(server.held.size, 1);
  }
});

test('a CSV that does not run is not sent for the sake of the link, nor put into it', async () => {
  const server = network();
  const tables = createTables(server, createStorage());
  const scene = { ...sceneOf(long), input: 'text' };
  assert.equal(await tables.brief(scene, signal), controls.csv?.value);
  assert.deepEqual(server.sent, []);
  const brief = await tables.brief(sceneOf(long), signal);
  assert.equal(await tables.brief(scene, signal), brief);
});

test('only an id stands for a CSV', () => {
  assert.equal(idOf(`table:${'a1'.repeat(32)}`), 'a1'.repeat(32));
  for (const csv of ['', '1,2', 'table:', `table:${'a'.repeat(63)}`, `table:${'A'.repeat(64)}`]) {
    assert.equal(idOf(csv), null);
  }
  assert.equal(idOf(`table:${'a'.repeat(64)}\n1`), null);
});
