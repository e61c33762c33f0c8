// The motion between the unrolled graph and its recurrence: the columns slide onto one, or out of it,
// since they were the same cells all along.

import { el } from '../draw/dom.js';
import { sized } from '../draw/paint.js';
import { leftOf } from '../layout/geometry.js';

/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {{node: HTMLCanvasElement, x: number, w: number}} Column a picture of one, and where it stands */

/**
 * What the columns of an unrolled graph look like now: their strips, and the outlines of cells.
 * @param {HTMLElement} inner
 * @param {Frame} frame
 * @returns {Column[]} of those in view
 */
export function columnsOf(inner, { layout, window: [t0, t1], view }) {
  const { cell, rows, height } = layout;
  const ink = getComputedStyle(inner).color;
  const canvases = [...inner.querySelectorAll('.row > canvas')];
  /** @type {Column[]} */
  const columns = [];
  for (let t = t0; t < t1; t++) {
    const x = leftOf(layout, t);
    if (x < view.left || x > view.x) continue;
    const node = el('canvas', { class: 'sliding', 'aria-hidden': 'true' });
    const context = sized(node, cell.w, height);
    context.strokeStyle = ink;
    context.globalAlpha = 0.8;
    for (const { y } of rows) context.strokeRect(0.5, y + 0.5, cell.w - 1, cell.h - 1);
    for (const canvas of /** @type {HTMLCanvasElement[]} */ (canvases)) {
      const ratio = devicePixelRatio || 1;
      const y = Number.parseFloat(canvas.parentElement?.style.top ?? '');
      const from = (x - Number.parseFloat(canvas.style.left)) * ratio;
      const size = [cell.w, cell.h];
      const [w = 0, h = 0] = size.map((length) => length * ratio);
      context.drawImage(canvas, from, 0, w, h, 0, y, cell.w, cell.h);
    }
    columns.push({ node, x, w: cell.w });
  }
  return columns;
}

/**
 * @param {HTMLElement} inner
 * @param {Column[]} columns of the unrolled graph
 * @param {Frame} frame what is there now
 */
export function slide(inner, columns, { layout, view, picture }) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const { isFolded } = picture;
  const duration = 600;
  const { cell } = layout;
  // They meet where the one column stands, or stood: in the middle of the picture.
  const one = isFolded ? leftOf(layout, 0) : view.left + (layout.left + view.x - view.left) / 2;
  for (const { node, x, w } of columns) {
    const width = isFolded ? cell.w : w;
    const apart = { transform: `translateX(${x}px)`, opacity: 1 };
    const together = { transform: `translateX(${one}px) scaleX(${width / w})`, opacity: 0.4 };
    inner.append(node);
    node
      .animate(isFolded ? [apart, together] : [together, apart], {
        duration,
        easing: 'ease-in-out',
      })
      .finished.finally(() => node.remove());
  }
  // What is there now comes out from under them.
  const late = [{ opacity: 0 }, { opacity: 0, offset: 0.85 }, { opacity: 1 }];
  const parts = [
    '.row > :not(.row-name)',
    '.end > :not(.row-name)',
    '.arrows',
    '.carries',
    '.rings',
  ];
  for (const node of inner.querySelectorAll(parts.join())) node.animate(late, { duration });
}
