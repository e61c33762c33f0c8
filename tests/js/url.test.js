import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, defaults } from '../../static/js/controls.js';
import { read, write } from '../../static/js/url.js';

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
  assert.equal(write({ ...defaults(), cell: 'gru' }), '#cell=gru');
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
    const { scene, problems } = read(`#${name}=${text}`);
    assert.deepEqual(scene, defaults());
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', new RegExp(`^${name} is “${text}” .*; .* is used\\.$`));
  }
});

test('an unknown name is left out, and one sentence says so', () => {
  for (const name of ['nothing', '__proto__', 'constructor', 'toString']) {
    const { scene, problems } = read(`#${name}=1&cell=gru`);
    assert.deepEqual(scene, { ...defaults(), cell: 'gru' });
    assert.equal(problems.length, 1, name);
    assert.match(problems[0] ?? '', new RegExp(`“${name}”.*left out`));
  }
});

test('a link of rubbish gives the default scene and short sentences', () => {
  for (const hash of ['#%', '#%E0%A4%A', '#=', '#&&&', '##', `#${'x'.repeat(5000)}`, '#\u0000']) {
    const { scene, problems } = read(hash);
    assert.deepEqual(scene, defaults());
    for (const problem of problems) assert.ok(problem.length < 120, problem);
  }
});
