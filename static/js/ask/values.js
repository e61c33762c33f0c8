// The numbers of an answer as coloured boxes; pointing at one tells it, and lights its cell.

import { brief, colourOf, currentScale } from '../colour.js';
import { el } from '../dom.js';
import { clamp } from '../geometry.js';
import { sized } from '../paint.js';
import { isBefore } from './words.js';

/** @typedef {import('../types.js').Piece} Piece */

const room = { width: 360, height: 180 };

/**
 * @param {Piece} piece
 * @param {number} range what the ends of the scale stand for
 * @param {(element: number|null) => void} onPoint
 */
export function createValues(piece, range, onPoint) {
  const numbers = [piece.values].flat(Number.POSITIVE_INFINITY).map(Number);
  const columns = piece.shape.at(-1) ?? 1;
  const lines = Math.ceil(numbers.length / columns);
  const size = clamp(3, Math.floor(Math.min(room.width / columns, room.height / lines)), 14);
  const canvas = el('canvas', {
    tabindex: 0,
    role: 'img',
    'aria-label': `Values of ${piece.name || 'the answer'}, ${numbers.length} elements`,
  });
  const says = el('output', { class: 'ask-value' });
  let at = -1;

  const scale = currentScale();
  const context = sized(canvas, columns * size, lines * size);
  const gap = size > 5 ? 1 : 0;
  numbers.forEach((value, i) => {
    context.fillStyle = colourOf(scale, value, range);
    const [x, y] = [(i % columns) * size, Math.floor(i / columns) * size];
    context.fillRect(x, y, size - gap, size - gap);
  });

  /** @param {number} i -1 for none */
  function point(i) {
    if (i === at) return;
    at = i;
    says.textContent = i < 0 ? '' : sentenceOf(piece, i, numbers[i] ?? Number.NaN);
    onPoint(i < 0 ? null : i);
  }
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const [column, line] = [Math.floor(offsetX / size), Math.floor(offsetY / size)];
    const i = line * columns + column;
    point(column >= 0 && column < columns && i < numbers.length ? i : -1);
  });
  canvas.addEventListener('pointerleave', () => point(-1));
  canvas.addEventListener('focus', () => point(0));
  canvas.addEventListener('blur', () => point(-1));
  canvas.addEventListener('keydown', (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const by = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!by) return;
    event.preventDefault();
    if (at + by >= 0 && at + by < numbers.length) point(at + by);
  });
  return el('div', { class: 'ask-piece' }, piece.name && el('code', {}, piece.name), canvas, says);
}

/** @param {Piece} piece @param {number} i @param {number} value */
function sentenceOf({ name, shape, elements, parts }, i, value) {
  const index = indexOf(shape, i);
  const [part = 0, t, b, unit] = elements?.[i] ?? [];
  const of = parts[part];
  const number = `${name}${shape.length ? `[${index.join(', ')}]` : ''} = ${brief(value)}`.trim();
  if (t === undefined || !of) return number;
  const { state, layer, direction } = of;
  const time = isBefore(of) ? '' : `, t = ${t}`;
  const cell = layer === null ? '' : `, layer ${layer}, ${direction ? 'reverse' : 'forward'}`;
  return `${number}: ${state}${cell}${time}, b = ${b}, unit ${unit}`;
}

/** Where an element stands. @param {number[]} shape @param {number} i */
export function indexOf(shape, i) {
  let rest = i;
  const index = shape.toReversed().map((n) => {
    const k = rest % n;
    rest = Math.floor(rest / n);
    return k;
  });
  return index.reverse();
}
