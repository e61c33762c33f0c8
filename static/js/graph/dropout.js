// Where dropout would act: on what one layer passes up to the next, and nowhere else.

import { el } from '../dom.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createDropout(parent) {
  const root = el('div', { class: 'dropouts' });
  parent.append(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({ s, layout }) => {
    const now = [s.key, layout.width, layout.height].join();
    if (now === drawn) return;
    drawn = now;
    root.replaceChildren(
      ...s.dropout.map((layer) => {
        const [below, above] = [layout.layers[layer], layout.layers[layer + 1]];
        const says = el('span', {}, 'dropout would act here in training');
        const line = el('div', { class: 'dropout', 'data-dropout': layer }, says);
        line.style.top = `${((below?.top ?? 0) + (above?.bottom ?? 0)) / 2}px`;
        return line;
      }),
    );
  };
}
