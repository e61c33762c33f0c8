// Strips of units, painted on a canvas, and bars of inputs and predictions.

import { colourOf, indexOf } from './colour.js';

/** @typedef {{x: number, y: number, w: number, h: number}} Box */

/** More units than these go on in a second line. */
const perLine = 16;

/**
 * A canvas that is sharp on every screen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sized(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.ceil(width * ratio);
  canvas.height = Math.ceil(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no canvas.');
  context.scale(ratio, ratio);
  return context;
}

/**
 * The units of a state as coloured boxes.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./colour.js').Scale} scale
 * @param {Box} box
 * @param {Float32Array} values
 * @param {number} range
 */
export function paintUnits(context, scale, box, values, range) {
  const lines = Math.ceil(values.length / perLine);
  const columns = Math.ceil(values.length / lines);
  const [w, h] = [box.w / columns, box.h / lines];
  if (w < 3.5) {
    paintDense(context, scale, box, values, range, columns, lines);
    return;
  }
  const gap = 1;
  for (let unit = 0; unit < values.length; unit++) {
    const x = box.x + (unit % columns) * w;
    const y = box.y + Math.floor(unit / columns) * h;
    context.fillStyle = colourOf(scale, values[unit] ?? 0, range);
    context.fillRect(x, y, w - gap, h - (lines > 1 ? gap : 0));
  }
}

/** @type {ReturnType<typeof createScratch>|null} */
let scratch = null;

/** @param {number} columns @param {number} lines */
function createScratch(columns, lines) {
  const canvas = new OffscreenCanvas(columns, lines);
  const small = canvas.getContext('2d', { willReadFrequently: true });
  if (!small) throw new Error('This browser draws no canvas.');
  const image = new ImageData(columns, lines);
  return { canvas, small, image, pixels: new Uint32Array(image.data.buffer) };
}

/**
 * Units without gaps, as an image of one pixel each that is stretched: many boxes take long.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./colour.js').Scale} scale
 * @param {Box} box
 * @param {Float32Array} values
 * @param {number} range
 * @param {number} columns
 * @param {number} lines
 */
export function paintDense(context, scale, box, values, range, columns, lines) {
  if (scratch?.image.width !== columns || scratch.image.height !== lines) {
    scratch = createScratch(columns, lines);
  }
  const { canvas, small, image, pixels } = scratch;
  for (let unit = 0; unit < values.length; unit++) {
    pixels[unit] = scale.pixels[indexOf(values[unit] ?? 0, range)] ?? 0;
  }
  small.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, box.x, box.y, box.w, box.h);
}

/**
 * Numbers as bars from a common line, as path data: the line is in the middle, or at the bottom
 * where no number can be negative.
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} height
 * @param {number} range what fills the box
 * @param {boolean} signed whether numbers can be negative
 */
export function barsPath(values, width, height, range, signed) {
  const zero = signed ? height / 2 : height;
  const w = width / values.length;
  const gap = w >= 3.5 ? 1 : 0;
  let path = '';
  values.forEach((value, i) => {
    const size = Math.max(1, Math.min(Math.abs(value) / range, 1) * zero);
    path += `M${i * w},${zero}h${w - gap}v${value < 0 ? size : -size}h${gap - w}z`;
  });
  return path;
}
