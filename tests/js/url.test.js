import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, defaults } from '../../static/js/state/controls.js';
import { read, write } from '../../static/js/state/url.js';

/** Values that a control can have, its ends and awkward ones among them. @param {string} name */
function valuesOf(name) {
  const control = controls[name];
  assert.ok(control);
  const { kind, choices = [], least = 0, most = 0 } = control;
  if (kind === 'choice') return choices;
  if (kind === 'truth') return [true, false];
  if (kind === 'whole') return [least, most];
  return ['', 'ab', 'a&b=c#d%20+e', 'sin,cos\n0,1\n\n', 'ü 数 😀', '1:0:3'];
}

test('every control comes back from the link with the value it had', () => {
  for (const name of Object.keys(controls)) {
    for (const value of valuesOf(name)) {
      const scene = { ...defaults(), [name]: value };
      assert.deepEqual(read(write(scene)), { scene, problems: [] });
    }
  }
});

test('all controls together come back too', () => {
  for (const last of [false, true]) {
    const scene = Object.fromEntries(
      Object.keys(controls).map((name) => [name, valuesOf(name).at(last ? -1 : 0) ?? '']),
    );
    assert.deepEqual(read(write(scene)), { scene, problems: [] });
  }
});

test('what is at its default is left out', () => {
  assert.equal(write(defaults()), '');
  assert.deepEqual(read(''), { scene: defaults(), problems: [] });
  assert.equal(write({ ...defaults(), cell: 'gru' }), '#v=2&cell=gru');
});

test('what a control cannot be is its default, and one sentence names it', () => {
  for (const [name, text] of Object.entries({
    cell: 'transformer',
    hidden_size: '0',
    num_layers: '5',
    steps: '2.5',
    seed: '-1',
    input_seed: '4294967296',
    step: 'NaN',
    bidirectional: 'yes',
    bias: '',
  })) {
    const { scene, problems } = read(`#v=2&${name}=${text}`);
    assert.deepEqual(scene, defaults());
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', new RegExp(`^${name} is “${text}” .*; .* is used\\.$`));
  }
});

test('an unknown name is left out, and one sentence says so', () => {
  for (const name of ['nothing', '__proto__', 'constructor', 'toString']) {
    const { scene, problems } = read(`#v=2&${name}=1&cell=gru`);
    assert.deepEqual(scene, { ...defaults(), cell: 'gru' });
    assert.equal(problems.length, 1, name);
    assert.match(problems[0] ?? '', new RegExp(`“${name}”.*left out`));
  }
});

test('a link of rubbish gives the default scene and short sentences', () => {
  for (const hash of ['%', '%E0%A4%A', '=', '&&&', '#', 'x'.repeat(5000), '\u0000']) {
    const { scene, problems } = read(`#v=2&${hash}`);
    assert.deepEqual(scene, defaults());
    for (const problem of problems) assert.ok(problem.length < 120, problem);
  }
});

test('a link of before has the defaults of before', () => {
  const old = { ...defaults(), cell: 'lstm', num_layers: 2, bidirectional: true, step: 10 };
  const links = /** @type {[string, Record<string, string|number|boolean>][]} */ ([
    ['#step=3', { step: 3 }],
    ['#cell=gru', { cell: 'gru' }],
    ['#cell=rnn&nonlinearity=relu', { cell: 'rnn', nonlinearity: 'relu' }],
    ['#num_layers=1&bidirectional=false', { num_layers: 1, bidirectional: false }],
    [
      '#input=series&bidirectional=false&step=400',
      { input: 'series', bidirectional: false, step: 400 },
    ],
    ['#text=aab+abcdd&packed=true&b=1', { text: 'aab abcdd', packed: true, b: 1 }],
    ['#weights=random&seed=7&hidden_size=64', { weights: 'random', seed: 7, hidden_size: 64 }],
    ['#names=keras&merge=sum', { names: 'keras', merge: 'sum' }],
    ['#pin=1%3A0%3A4&gate=f%3A2&digits=true', { pin: '1:0:4', gate: 'f:2', digits: true }],
    ['#ask=h_n&order=wavefront', { ask: 'h_n', order: 'wavefront', rail: 'answer' }],
    ['#step=3&numbers=true', { step: 3 }], // of a switch that there was
  ]);
  for (const [link, changed] of links) {
    const { scene, problems } = read(link);
    assert.deepEqual({ scene, problems }, { scene: { ...old, ...changed }, problems: [] }, link);
    assert.deepEqual(read(write(scene)), { scene, problems: [] }, link);
  }
  const { scene, problems } = read('#cell=transformer');
  assert.deepEqual(scene, old);
  assert.match(problems[0] ?? '', /lstm is used/);
});

test('a link of a version to come is read as well as can be, and says so', () => {
  const { scene, problems } = read('#v=3&step=2');
  assert.deepEqual(scene, { ...defaults(), step: 2 });
  assert.deepEqual(problems, ['The link is of version “3”; it is read as one of version 2.']);
});
