import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { createApi } from '../../static/js/state/api.js';

const { signal } = new AbortController();
const request = { spec: { input: { kind: 'text', text: 'ab' } }, look: { step: '0' } };
/** @type {any} what stands in the page; of the answer its id alone is looked at here */
const first = { presets: [], request, answer: { id: 'from the page' } };

// Another server in ours' place: it says of every request that it has come.
/** @type {string[]} */
const asked = [];
const server = createServer((incoming, outgoing) => {
  asked.push(`${incoming.method} ${incoming.url}`);
  outgoing.writeHead(201).end('{"id": "from the server"}');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
after(() => server.close());

// In a page, an address is relative to it; here, to the server.
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const own = globalThis.fetch;
globalThis.fetch = (path, init) => own(new URL(String(path), `http://127.0.0.1:${port}/of/`), init);

test('what the page has the answer to is not asked, once', async () => {
  const api = createApi(() => {}, first);
  const { spec, look } = request;
  const other = await api.create({ ...spec, lengths: [2] }, look, signal);
  const elsewhere = await api.create(spec, { step: '1' }, signal);
  assert.deepEqual([other.id, elsewhere.id], ['from the server', 'from the server']);
  assert.equal((await api.create(spec, look, signal)).id, 'from the page');
  // The server may have forgotten that trace by now.
  assert.equal((await api.create(spec, look, signal)).id, 'from the server');
  assert.deepEqual(asked, [
    'POST /of/api/traces?step=0',
    'POST /of/api/traces?step=1',
    'POST /of/api/traces?step=0',
  ]);
});

test('where the settings forbade the answer, all is asked', async () => {
  const api = createApi(() => {}, { ...first, answer: null });
  const { spec, look } = request;
  assert.equal((await api.create(spec, look, signal)).id, 'from the server');
});
