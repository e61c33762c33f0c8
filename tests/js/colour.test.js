import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourOf, indexOf, textOn } from '../../static/js/draw/colour.js';
import { brief, full } from '../../static/js/model/digits.js';

/** Floats of every size, by a generator with a seed of its own. @param {number} count */
function floats(count) {
  const bits = new Uint32Array(count);
  let state = 12345;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bits[i] = state;
  }
  return [...new Float32Array(bits.buffer)].filter(Number.isFinite);
}

test('the scale runs from −range over zero in its middle to range', () => {
  for (const range of [1, 4.15, 1e-3]) {
    assert.deepEqual(
      [-range, 0, range].map((value) => indexOf(value, range)),
      [0, 255, 510],
    );
    assert.deepEqual(
      [-9 * range, 9 * range].map((value) => indexOf(value, range)),
      [0, 510],
    );
    assert.deepEqual(
      [-Infinity, Infinity].map((value) => indexOf(value, range)),
      [0, 510],
    );
  }
});

test('a larger value is never further to the left, and signs are mirrored', () => {
  let before = 0;
  for (let value = 0; value <= 1.2; value += 0.001) {
    const at = indexOf(value, 1);
    assert.ok(at >= 255 && at - 255 >= before);
    // Rounding takes halves up, on both sides of zero.
    assert.ok(Math.abs(255 - indexOf(-value, 1) - (at - 255)) <= 1);
    before = at - 255;
  }
});

test('a colour is the one at the value’s place', () => {
  const css = Array.from({ length: 511 }, (_, i) => `colour ${i}`);
  assert.equal(colourOf({ css }, 0, 1), 'colour 255');
  assert.equal(colourOf({ css }, -2, 1), 'colour 0');
});

test('all digits of a float32 read back as the same float32', () => {
  const awkward = [0, 1, -1, 0.1, 1 / 3, 16777216, 3.4028234663852886e38, 1e-45, 1.17549435e-38];
  for (const value of [...awkward, ...floats(20000)]) {
    const single = Math.fround(value);
    assert.equal(Math.fround(Number(full(single))), single);
    assert.equal(full(Number(full(single))), full(single));
  }
});

test('no digit more than it takes', () => {
  for (const value of floats(5000)) {
    const digits = full(value)
      .replace(/e.*|[-.]/g, '')
      .replace(/^0+|0+$/g, '');
    assert.ok(digits.length <= 9);
    if (digits.length > 6) {
      const shorter = Number(value.toPrecision(digits.length - 1));
      assert.notEqual(Math.fround(shorter), value);
    }
  }
  assert.deepEqual(
    [0.1, 0.5, 8, -0.25].map((v) => full(Math.fround(v))),
    ['0.1', '0.5', '8', '-0.25'],
  );
});

test('in brief a number is as near as its digits allow, and short', () => {
  for (const value of [0, 0.0004, 0.12345, 1.5, 9.99, 12.345, 99.9, 123.45, 1234.5, 54321]) {
    for (const signed of [value, -value]) {
      const text = brief(signed);
      assert.ok(text.length <= 7);
      assert.ok(!text.includes('-'), 'a minus is longer than a hyphen');
      const read = Number(text.replace('−', '-'));
      assert.ok(Math.abs(read - signed) <= Math.max(0.0005, Math.abs(signed) * 0.0006));
    }
  }
});

test('what is no finite number is called by its name', () => {
  assert.deepEqual([Infinity, -Infinity, NaN].map(brief), ['Infinity', '-Infinity', 'NaN']);
});

test('a float64 has all of its own digits', () => {
  assert.equal(full(1 / 3, 'float64'), '0.3333333333333333');
  assert.equal(full(1 / 3, 'float32'), '0.33333333');
});

test('a number can be read on every colour', () => {
  /** Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio @param {number[]} colour */
  const luminance = (colour) => {
    const [r = 0, g = 0, b = 0] = colour
      .map((level) => level / 255)
      .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (let r = 0; r < 256; r += 15)
    for (let g = 0; g < 256; g += 15)
      for (let b = 0; b < 256; b += 15) {
        const [ink, ground] = [textOn(r, g, b) === '#000' ? 0 : 1, luminance([r, g, b])];
        const [light, dark] = [Math.max(ink, ground), Math.min(ink, ground)];
        assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, `on ${r}, ${g}, ${b}`);
      }
});
