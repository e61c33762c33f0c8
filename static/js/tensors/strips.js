// The strips of a tensor with many units, painted: the part of them that is in view.

import { colourOf } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { sized } from '../draw/paint.js';
import { rangeOf } from '../model/tensors.js';

/** How much of its colour an element keeps that is not asked for, while others are. */
const pale = 0.25;

/** @typedef {{top: number, left: number, width: number, height: number}} View */

export function createStrips() {
  const node = el('canvas', { 'aria-hidden': 'true' });
  /** @type {CanvasRenderingContext2D|null} */
  let context = null;
  let size = '';
  let painted = '';

  /**
   * @param {import('./lines.js').Frame} frame
   * @param {Iterable<import('./lines.js').Line>} lines
   * @param {View} view of the strips, without their names
   */
  function paint({ picture, tensor, scale, widths, height }, lines, view) {
    const shown = [...lines].filter(
      ({ i, values }) =>
        values && (i + 1) * height > view.top && i * height < view.top + view.height,
    );
    const { top, left, width, height: tall } = view;
    const what = shown.map((line) => [line.i, line.shown, line.asked].join());
    const now = [
      tensor.name,
      widths.element,
      top,
      left,
      width,
      tall,
      picture.light !== null,
      ...what,
    ].join();
    if (now === painted) return;
    painted = now;
    if (!context || size !== `${width} ${tall}`) {
      size = `${width} ${tall}`;
      context = sized(node, width, tall);
      node.style.marginBottom = `${-tall}px`;
    }
    node.style.left = `${widths.name}px`;
    context.clearRect(0, 0, width, tall);
    const gap = widths.element >= 5 ? 1 : 0;
    const first = Math.floor(left / widths.element);
    for (const { i, half, values, numbers } of shown) {
      if (!values) continue;
      const range = rangeOf(picture.trace, tensor, half);
      const end = Math.min(half.units, Math.ceil((left + width) / widths.element));
      for (let unit = first; unit < end; unit++) {
        const isPale = picture.light !== null && (numbers[unit] ?? null) === null;
        context.globalAlpha = isPale ? pale : 1;
        context.fillStyle = colourOf(scale, values[unit] ?? 0, range);
        const x = unit * widths.element - left;
        context.fillRect(x, i * height - top, widths.element - gap, height - 1);
      }
    }
  }
  return { node, paint };
}
