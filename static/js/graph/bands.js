// The bands that say which cells make up output, h_n and c_n.

import { el } from '../dom.js';
import { leftOf, strips } from '../geometry.js';
import { lastName, namesPath } from '../sources.js';
import { lastOf } from '../steps.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createBands(parent) {
  const root = el('div', { class: 'bands', 'aria-hidden': 'true' });
  parent.prepend(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({
    s,
    layout,
    picture: {
      scene,
      names: { tensors },
    },
  }) => {
    const { output, h_n, c_n } = scene;
    const now = [s.key, layout.width, layout.height, output, h_n, c_n, namesPath(scene)].join();
    if (now === drawn) return;
    drawn = now;
    root.replaceChildren();
    root.classList.toggle('is-tight', layout.ring < 10);
    const top = layout.layers[s.L - 1];
    if (output && top) {
      const x = leftOf(layout, 0) - 9;
      const width = leftOf(layout, s.length - 1) + layout.cell.w + 9 - x;
      add('band-output', x, top.top, width, top.bottom - top.top);
    }
    for (const { layer, direction, y } of layout.rows) {
      const x = leftOf(layout, lastOf(s, direction));
      if (h_n) {
        const name = lastName(s, tensors, layer, direction);
        const place = name.length > 6 ? 'is-long' : 'is-forward'; // at the right end
        const tag = el('span', { class: direction ? null : place }, name);
        add('ring-h-n', x - 5, y - 5, layout.cell.w + 10, layout.cell.h + 10, tag);
      }
      if (c_n && s.states.includes('c')) {
        const { c } = strips(layout, true);
        add('ring-c-n', x + c.x - 3, y + c.y - 2, c.w + 6, c.h + 5);
      }
    }
    if (output && top) {
      const tag = el('span', { class: 'tag-output' }, tensors[0]?.name);
      const line = el('div', { class: 'end' }, tag);
      line.style.top = `${top.top - 13}px`;
      root.append(line);
    }
  };

  /** @type {(kind: string, x: number, y: number, w: number, h: number, tag?: Node) => void} */
  function add(kind, x, y, w, h, tag) {
    const box = el('div', { class: kind }, tag);
    Object.assign(box.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
    root.append(box);
  }
}
