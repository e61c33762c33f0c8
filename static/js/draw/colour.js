// From numbers to colours. The three colours of the scale stand in the style sheet; the browser
// itself blends them, on a canvas of 511 × 1 pixels.

const half = 255;

/**
 * @typedef {object} Scale 511 colours from red over white to blue
 * @property {string[]} css as the style sheet writes them
 * @property {Uint32Array} pixels as an image holds them
 * @property {string[]} texts black or white: what can be read on each
 * @property {string} ink of text
 * @property {string} soft ink of bars
 */

/** @type {Scale|null} */
let current = null;

/** The scale of the theme that holds now. */
export function currentScale() {
  if (!current) {
    current = readScale();
    const forget = () => {
      current = null;
    };
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', forget, { once: true });
  }
  return current;
}

/** @returns {Scale} */
function readScale() {
  const style = getComputedStyle(document.documentElement);
  const canvas = new OffscreenCanvas(2 * half + 1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws no canvas.');
  const gradient = context.createLinearGradient(0.5, 0, 2 * half + 0.5, 0);
  gradient.addColorStop(0, style.getPropertyValue('--negative').trim());
  gradient.addColorStop(0.5, style.getPropertyValue('--zero').trim());
  gradient.addColorStop(1, style.getPropertyValue('--positive').trim());
  context.fillStyle = gradient;
  context.fillRect(0, 0, 2 * half + 1, 1);
  const bytes = context.getImageData(0, 0, 2 * half + 1, 1).data;
  const css = Array.from(
    { length: 2 * half + 1 },
    (_, i) => `rgb(${bytes[4 * i]} ${bytes[4 * i + 1]} ${bytes[4 * i + 2]})`,
  );
  const texts = Array.from({ length: 2 * half + 1 }, (_, i) =>
    textOn(...bytes.subarray(4 * i, 4 * i + 3)),
  );
  const pixels = new Uint32Array(bytes.buffer);
  const [ink = '', soft = ''] = ['--ink', '--ink-soft'].map((name) => style.getPropertyValue(name));
  return { css, pixels, texts, ink: ink.trim(), soft: soft.trim() };
}

/**
 * Where a value stands in the scale.
 * @param {number} value
 * @param {number} range the value of the last colour
 */
export function indexOf(value, range) {
  const share = Math.max(-1, Math.min(value / range, 1));
  return Math.round((share + 1) * half);
}

/** @param {{css: string[]}} scale @param {number} value @param {number} range */
export const colourOf = (scale, value, range) => scale.css[indexOf(value, range)] ?? '';

/** What can be read on it. @param {{texts: string[]}} scale @param {number} value @param {number} range */
export const textOf = (scale, value, range) => scale.texts[indexOf(value, range)] ?? '';

/**
 * Black or white, whichever stands out more: one of them always does by 4.5 : 1 and more.
 * Source: relative luminance and contrast ratio of WCAG 2.2
 * @param {...number} colour red, green and blue, 0 to 255
 */
export function textOn(...colour) {
  const [red = 0, green = 0, blue = 0] = colour.map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? '#000' : '#fff';
}
