import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief } from '../../static/js/model/digits.js';
import { lastOf } from '../../static/js/model/steps.js';
import { Trace } from '../../static/js/model/trace.js';
import { create } from '../../static/js/tensors/view.js';
import { does, frame, painted, resize } from './dom.js';
import { frameworks } from './names.js';
import { summaryOf } from './summary.js';

/** @typedef {import('../../static/js/types.js').Picture} Picture */
/** @typedef {import('../../static/js/types.js').Selection} Selection */

/** A number that tells whose it is. @type {(row: number, t: number, unit: number) => number} */
const tell = (row, t, unit) => ((row * 97 + t * 13 + unit * 7) % 199) / 100 - 1;

/**
 * A picture of a run, under a framework's names.
 * @param {Parameters<typeof summaryOf>[0]} sizes
 * @param {Partial<Picture>} [given]
 * @param {string} [framework]
 * @returns {Picture}
 */
function picture(sizes, given = {}, framework = 'pytorch') {
  const s = summaryOf({ cell: 'gru', L: 1, D: 1, together: 5000, ...sizes });
  const trace = new Trace(s, () => Promise.reject(new Error('asked')));
  /** @type {number[]} */
  const all = [];
  /** @param {number} row @param {number} t */
  const put = (row, t) => {
    for (let unit = 0; unit < s.H; unit++) all.push(tell(row, t, unit));
  };
  const rows = s.states.flatMap(() => Array.from({ length: s.L * s.D }, (_, row) => row));
  for (const row of rows) for (let t = 0; t < s.T; t++) put(row, t);
  all.push(...Array(s.T * (s.I + s.O)).fill(0));
  for (const row of rows) put(row, lastOf(s, s.directions[row % s.D] ?? 0));
  trace.take(0, Float32Array.from(all));
  const names = frameworks(s)[framework];
  assert.ok(names);
  const scene = { order: 'layers' };
  const rest = {
    hover: null,
    pin: null,
    playing: false,
    fast: false,
    light: null,
    isRandom: false,
    isFolded: false,
  };
  return { trace, names, scene, step: 10_000, ...rest, ...given };
}

/** A column for tensors, and what it reports. @param {{width: number, height: number}} [size] */
function column(size = { width: 360, height: 800 }) {
  const root = document.createElement('section');
  document.body.replaceChildren(root);
  /** @type {Selection[]} */
  const selected = [];
  const draw = create(root, (selection) => selected.push(selection));
  resize(root, size);
  /** @param {Picture} now */
  const show = (now) => {
    draw(now);
    for (const box of root.querySelectorAll('.tensor-scroll'))
      resize(box, { width: size.width - 24, height: 340 });
    frame();
  };
  /** @param {string} tensor @param {string} [index] @returns {HTMLElement[]} */
  const elements = (tensor, index) => {
    const of = index === undefined ? '[data-index]' : `[data-index="${index}"]`;
    return [...root.querySelectorAll(`[data-tensor="${tensor}"] ${of}`)].map(
      (node) => /** @type {HTMLElement} */ (node),
    );
  };
  return { root, show, draw, selected, elements };
}

/** @param {HTMLElement} node */
const label = (node) => node.getAttribute('aria-label');
const focused = () => /** @type {HTMLElement} */ (document.activeElement);

test('each element of a small tensor is a node with its number, once it is computed', () => {
  const { show, elements } = column();
  for (const step of [0, 2, 4, 5, 7]) {
    const now = picture({ T: 4, L: 2, D: 2, H: 3 }, { step });
    show(now);
    for (const { dataset, textContent } of elements('output')) {
      const [t = 0, , k = 0] = String(dataset.index).split(',').map(Number);
      const direction = Math.floor(k / 3);
      // Layer 1 begins at step 4, its reverse direction at the last t.
      const isDone = step >= 4 + (direction ? 3 - t : t);
      const value = Math.fround(tell(2 + direction, t, k % 3));
      assert.equal(textContent, isDone ? brief(value) : '', `${dataset.index} at step ${step}`);
    }
    assert.equal(elements('output').length, 4 * 6);
    assert.equal(elements('h_n').length, 4 * 3);
  }
});

test('what is hidden draws nothing, and when it is shown the picture that holds now', () => {
  const { root, draw, elements } = column({ width: 0, height: 0 });
  for (const step of [0, 1, 2]) draw(picture({ T: 3, H: 2 }, { step }));
  assert.equal(root.querySelectorAll('[data-tensor]').length, 0);
  resize(root, { width: 360, height: 800 });
  assert.deepEqual(
    elements('output').map(({ textContent }) => textContent !== ''),
    Array(6).fill(true),
  );
});

test('of 1,024 units and 60 steps few nodes are there, and what is in view is painted', () => {
  const { root, show } = column();
  show(picture({ T: 60, H: 1024, D: 2 }));
  assert.ok(root.querySelectorAll('*').length < 250);
  const box = root.querySelector('[data-tensor="output"] .tensor-scroll');
  const boxes = painted.get(box?.querySelector('canvas'));
  // 4 pixels a unit, 20 lines of 17 pixels: no more than that is seen.
  assert.ok(boxes.length > 20 * 50 && boxes.length < 21 * 90, `${boxes.length} rectangles`);
  assert.ok(box);
  for (const top of [400, 900, 1700]) {
    box.scrollTop = top;
    box.scrollLeft = 4000;
    does(box, 'pointer', 'scroll');
    frame();
  }
  const lines = [...box.querySelectorAll('tr')].map((line) => Number(line.dataset.line));
  assert.ok(lines.includes(100) && lines.includes(119), 'the lines in view');
  assert.ok(lines.length <= 28, 'and few others');
  // The strip has 24 units left to the right of what is scrolled away.
  const units = new Set(painted.get(box.querySelector('canvas')).map(([x = 0]) => x));
  assert.deepEqual(
    [...units],
    Array.from({ length: 24 }, (_, i) => 4 * i),
  );
});

test('in a painted tensor the element under the pointer is a node, and no other is', () => {
  const { root, show, selected, elements } = column();
  const now = picture({ T: 60, H: 1024 });
  show(now);
  const strip = root.querySelector('[data-tensor="output"] [data-line="3"] .strip');
  assert.ok(strip);
  does(strip, 'pointer', 'pointermove', { offsetX: 4 * 517 + 2, movementX: 1 });
  const { hover } = selected.at(-1) ?? {};
  assert.deepEqual(hover, { layer: 0, direction: 0, t: 3, state: 'h', unit: 517 });
  show({ ...now, hover });
  const lit = elements('output').filter((node) => node.classList.contains('is-lit'));
  assert.deepEqual(
    lit.map(({ dataset }) => dataset.index),
    ['3,0,517'],
  );
  assert.equal(root.querySelector('.readout')?.textContent?.startsWith('output[3, 0, 517] '), true);
  const count = selected.length;
  does(strip, 'pointer', 'pointermove', { offsetX: 4 * 517 + 3, movementX: 1 });
  assert.equal(selected.length, count, 'within the element nothing is told again');
  show({ ...now, hover: null });
  assert.deepEqual(
    elements('output').map(({ dataset }) => dataset.index),
    ['0,0,0'],
  );
});

test('a tensor is one tab stop, arrow keys move inside, Enter pins', () => {
  for (const H of [4, 40]) {
    const { root, show, selected, elements } = column();
    const now = picture({ T: 6, H });
    show(now);
    for (const name of ['output', 'h_n'])
      assert.equal(root.querySelectorAll(`[data-tensor="${name}"] [tabindex="0"]`).length, 1);
    elements('output', '0,0,0')[0]?.focus();
    for (const [key, index] of [
      ['ArrowDown', '1,0,0'],
      ['ArrowRight', '1,0,1'],
      ['End', `1,0,${H - 1}`],
      ['ArrowDown', `2,0,${H - 1}`],
      ['Home', '2,0,0'],
    ]) {
      const event = does(focused(), 'keyboard', 'keydown', { key });
      assert.equal(event.defaultPrevented, true, 'the step stays');
      show({ ...now, hover: selected.at(-1)?.hover ?? null });
      assert.equal(focused().dataset.index, index, key);
      assert.equal(root.querySelectorAll('[data-tensor="output"] [tabindex="0"]').length, 1);
    }
    const source = { layer: 0, direction: 0, t: 2, state: 'h', unit: 0 };
    assert.deepEqual(selected.at(-1)?.hover, source, 'focus is hover');
    const value = brief(Math.fround(tell(0, 2, 0)));
    assert.equal(label(focused()), `output[2, 0, 0] ${value}, h of layer 0 forward at t = 2`);
    does(focused(), 'keyboard', 'keydown', { key: 'Enter' });
    assert.deepEqual(selected.at(-1), { pin: source });
  }
});

test('the name of a line stands for its state, the title for all that the tensor holds', () => {
  const { root, show, selected } = column();
  show(picture({ T: 3, D: 2, H: 2 }));
  const line = root.querySelector('[data-tensor="output"] [data-line="3"] th');
  const title = root.querySelector('[data-tensor="h_n"] h3');
  assert.ok(line && title);
  does(line, 'pointer', 'pointerover');
  assert.deepEqual(selected.at(-1)?.hover, { layer: 0, direction: 1, t: 1, state: 'h' });
  does(title, 'pointer', 'pointerover');
  const last = { layer: 0, direction: 1, t: 0 };
  const all = { layer: 0, direction: 0, t: 2, state: 'h', beside: [last] };
  assert.deepEqual(selected.at(-1)?.hover, all);
  does(title, 'pointer', 'click');
  assert.equal(selected.at(-1)?.pin, undefined, 'a title is nothing to pin');
});

test('what a lit source is in lights up, of any tensor', () => {
  const { show, elements } = column();
  const beside = [{ layer: 1, direction: 1, t: 0 }];
  const hover = { layer: 1, direction: 0, t: 2, state: 'h', beside };
  show(picture({ cell: 'lstm', T: 3, L: 2, D: 2, H: 2 }, { hover }));
  /** @param {string} name */
  const lit = (name) =>
    elements(name)
      .filter(({ classList }) => classList.contains('is-lit'))
      .map(({ dataset }) => dataset.index);
  assert.deepEqual(lit('output'), ['0,0,2', '0,0,3', '2,0,0', '2,0,1']);
  assert.deepEqual(lit('h_n'), ['2,0,0', '2,0,1', '3,0,0', '3,0,1']);
  assert.deepEqual(lit('c_n'), [], 'another state of the same cells');
});

test('what is computed, asked or pinned comes into view in a long tensor', () => {
  const { root, show } = column();
  const now = picture({ T: 90, H: 2, L: 2 }, { step: 0 });
  const box = () => root.querySelector('[data-tensor="output"] .tensor-scroll');
  /** @param {number} line */
  const isSeen = (line) => {
    const top = box()?.scrollTop ?? 0;
    return top <= 17 * line && 17 * (line + 1) <= top + 340;
  };
  show(now);
  assert.ok(isSeen(0) && !isSeen(70));
  show({ ...now, step: 90 + 70 });
  assert.ok(isSeen(70), 'layer 1 comes to t = 70');
  const span = [{ number: 1, first: 0, last: 1 }];
  const light = { isNumbered: false, spans: new Map([['h:1:0:3', span]]) };
  show({ ...now, step: 160, light });
  assert.ok(isSeen(3) && !isSeen(70));
  show({ ...now, step: 160, light, pin: { layer: 1, direction: 0, t: 55 } });
  assert.ok(isSeen(55));
  show({ ...now, step: 160, light, pin: { layer: 0, direction: 0, t: 8 } });
  assert.ok(isSeen(55), 'a state that the tensor has not moves nothing');
});

test('a run that a framework has not says so, and no tensor is left', () => {
  const { root, show } = column();
  const now = picture({ T: 3 });
  show(now);
  show({ ...now, names: { tensors: [], code: '', refused: 'It has none.' } });
  assert.equal(root.querySelectorAll('[data-tensor]').length, 0);
  assert.equal(root.querySelector('.refused')?.textContent, 'It has none.');
});

test('the tensors of every framework stand below each other, with all their elements', () => {
  for (const framework of ['pytorch', 'keras', 'keras-sum', 'onnx']) {
    const { root, show, elements } = column();
    const now = picture({ T: 3, L: 2, D: 2, H: 2 }, {}, framework);
    show(now);
    const shown = [...root.querySelectorAll('[data-tensor]')].map((node) =>
      node.getAttribute('data-tensor'),
    );
    assert.deepEqual(
      shown,
      now.names.tensors.map(({ name }) => name),
    );
    for (const { name, shape } of now.names.tensors) {
      const count = shape.reduce((product, n) => product * n, 1);
      assert.equal(elements(name).filter(({ textContent }) => textContent).length, count, name);
    }
  }
});
