// The head: a dense layer of its own between output and y, outside the recurrent network.

import { el } from '../dom.js';
import { leftOf } from '../geometry.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createHead(parent) {
  const says = el('span', {});
  const root = el('div', { class: 'head-box' }, says);
  parent.append(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({ s, layout, view }) => {
    const seen = view.x - view.left - layout.left;
    const now = [s.key, layout.width, layout.height, seen].join();
    if (now === drawn) return;
    drawn = now;
    const x = leftOf(layout, 0) - 9;
    const width = leftOf(layout, s.T - 1) + layout.cell.w + 9 - x;
    Object.assign(root.style, {
      left: `${x}px`,
      top: `${layout.head.y}px`,
      width: `${width}px`,
      height: `${layout.head.h}px`,
    });
    says.style.width = `${Math.min(width - 2, seen)}px`; // it stays while the box scrolls
    const sizes = `${s.D * s.P} → ${s.O}`;
    root.title = `The head: one dense layer, Linear(${sizes}), outside the RNN, the same at every step`;
    says.textContent =
      Math.min(width, seen) > 500
        ? `the head: one dense layer, Linear(${sizes}), outside the RNN, the same at every step`
        : `the head: one dense layer, ${sizes}`;
  };
}
