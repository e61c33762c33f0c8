// The rings around the cells whose states h_n and c_n hold copies of.

import { el } from '../dom.js';
import { leftOf, strips } from '../geometry.js';
import { lastOf } from '../steps.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createRings(parent) {
  const root = el('div', { class: 'rings', 'aria-hidden': 'true' });
  parent.prepend(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({ s, layout, picture: { scene } }) => {
    const { h_n, c_n } = scene;
    const now = [s.key, layout.width, layout.height, h_n, c_n].join();
    if (now === drawn) return;
    drawn = now;
    root.replaceChildren();
    for (const { direction, y } of layout.rows) {
      const x = leftOf(layout, lastOf(s, direction));
      if (h_n) add('ring-h-n', x - 4, y - 4, layout.cell.w + 8, layout.cell.h + 8);
      if (c_n && s.states.includes('c')) {
        const { c } = strips(layout, true);
        add('ring-c-n', x + c.x - 3, y + c.y - 2, c.w + 6, c.h + 5);
      }
    }
  };

  /** @type {(kind: string, x: number, y: number, w: number, h: number) => void} */
  function add(kind, x, y, w, h) {
    const ring = el('div', { class: kind });
    Object.assign(ring.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
    root.append(ring);
  }
}
