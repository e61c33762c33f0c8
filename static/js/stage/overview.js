// The whole of a sequence that is longer than the stage, and where one is in it.

import { currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { sized } from '../draw/paint.js';
import { showsAll } from '../layout/geometry.js';
import { clamp } from '../model/digits.js';
import { cellsAt, rowOf, stepOf } from '../model/steps.js';

const rowHeight = 5;

/**
 * @param {HTMLElement} root
 * @param {(left: number) => void} onScroll told how many pixels of the stage to scroll away
 */
export function create(root, onScroll) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const lens = el('div', { class: 'lens' });
  const strip = el('div', { class: 'overview', title: 'The whole sequence' }, canvas, lens);
  root.append(strip);
  /** @type {import('../types.js').View|null} */
  let view = null;
  let drawn = '';

  /** @param {PointerEvent} event */
  const drag = (event) => {
    if (!view || !(event.buttons & 1)) return;
    const share = event.offsetX / strip.clientWidth;
    onScroll(share * view.layout.width - view.width / 2);
  };
  strip.addEventListener('pointerdown', (event) => {
    strip.setPointerCapture(event.pointerId);
    drag(event);
  });
  strip.addEventListener('pointermove', drag);

  /**
   * @param {import('../types.js').Picture} picture
   * @param {import('../types.js').View} now
   * @param {() => {t: number[], values: Float32Array}|null} ask for the mean |h| of each row of cells
   */
  return (picture, now, ask) => {
    view = now;
    const s = picture.trace.summary;
    root.hidden = showsAll(now.layout, s, now.width);
    if (root.hidden) return;
    const pooled = ask();
    const { left, column, width } = now.layout;
    // The strip is as wide as the stage, less its own margins.
    const whole = now.width - 32;
    const scale = whole / width;
    lens.style.left = `${now.left * scale}px`;
    lens.style.width = `${now.width * scale}px`;
    const { order: by } = picture.scene;
    const { ink } = currentScale();
    const state = [s.key, by, picture.step, pooled !== null, whole, width, devicePixelRatio, ink];
    if (state.join() === drawn) return;
    drawn = state.join();
    const context = sized(canvas, whole, rowHeight * s.L * s.D);
    const bins = pooled?.t.length ?? 0;
    const order = String(picture.scene.order);
    context.fillStyle = ink;
    now.layout.rows.forEach(({ layer, direction }, line) => {
      const row = rowOf(s, layer, direction);
      for (let bin = 0; bin < bins; bin++) {
        const t = pooled?.t[bin] ?? 0;
        const to = pooled?.t[bin + 1] ?? s.T;
        const done = stepOf(s, order, { layer, direction, t }) <= picture.step;
        const size = (pooled?.values[row * bins + bin] ?? 0) / (picture.trace.range.h ?? 1);
        context.globalAlpha = done ? clamp(0.15, 0.15 + 0.75 * size, 0.9) : 0.05;
        const x = (left + t * column) * scale;
        const w = Math.max(1, (to - t) * column * scale);
        context.fillRect(x, line * rowHeight, w, rowHeight - 1);
      }
    });
    context.globalAlpha = 1;
    for (const { layer, direction, t } of cellsAt(s, order, picture.step)) {
      const line = now.layout.rows.findIndex((r) => r.layer === layer && r.direction === direction);
      context.fillRect((left + t * column) * scale - 1, line * rowHeight - 1, 3, rowHeight + 1);
    }
  };
}
