// What the layers return, output, h_n and c_n or another framework's, filled in as steps run.

import { currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { sourceOf } from '../model/sources.js';
import { createTensor } from './table.js';

/** @typedef {import('../types.js').Tensor} Tensor */

/**
 * @param {HTMLElement} root
 * @param {(selection: import('../types.js').Selection) => void} onSelect
 * @param {(changed: import('../types.js').Scene) => void} onChange
 */
export function create(root, onSelect, onChange) {
  /** @type {ReturnType<typeof createTensor>[]} */
  let tables = [];
  let placed = '';
  const lasts = el('div', { class: 'lasts' });
  const refused = el('p', { class: 'refused' });
  const numbers = el('input', { type: 'checkbox', id: 'numbers' });
  numbers.addEventListener('change', () => onChange({ numbers: numbers.checked }));
  const label = el('label', { class: 'numbers', for: 'numbers' }, numbers, 'Show numbers');
  root.append(refused, lasts, label);
  /** @type {import('../types.js').Picture|null} */
  let last = null;

  /** @param {Event} event */
  const under = (event) => {
    const node = /** @type {Element} */ (event.target).closest?.('[data-index]');
    const tensor = node?.closest('[data-tensor]')?.getAttribute('data-tensor');
    const index = node?.getAttribute('data-index')?.split(',').map(Number);
    if (!tensor || !index || !last) return null;
    const { trace, names } = last;
    const under = names.tensors.find(({ name }) => name === tensor);
    return under ? sourceOf(trace.summary, under, index) : null;
  };
  root.addEventListener('pointerover', (event) => onSelect({ hover: under(event) }));
  root.addEventListener('pointerleave', () => onSelect({ hover: null }));
  root.addEventListener('click', (event) => {
    const pin = under(event);
    if (pin) onSelect({ pin });
  });
  root.addEventListener('scroll', () => requestAnimationFrame(redraw), { capture: true });
  const redraw = () => {
    if (last) draw(last);
  };

  /** @param {import('../types.js').Picture} picture */
  function draw(picture) {
    last = picture;
    numbers.checked = Boolean(picture.scene.numbers);
    root.classList.toggle('shows-numbers', numbers.checked);
    root.classList.toggle('has-asked', picture.light !== null);
    const { names } = picture;
    place(names.tensors);
    refused.textContent = names.refused;
    refused.hidden = names.refused === '';
    for (const table of tables) table(picture, names.tensors, currentScale(), numbers.checked);
  }

  /**
   * Have a table for each. The last states of frameworks that give them one by one stand together.
   * @param {Tensor[]} tensors
   */
  function place(tensors) {
    const now = tensors.map(({ name }) => name).join();
    if (now === placed) return;
    placed = now;
    for (const table of tables) table.remove();
    const isPyTorch = tensors.some(({ name }) => name === 'h_n');
    root.classList.toggle('are-many', !isPyTorch);
    lasts.hidden = isPyTorch;
    const apart = tensors.filter(({ when }) => isPyTorch || when !== 'last');
    const others = tensors.filter((tensor) => !apart.includes(tensor));
    tables = [
      ...apart.map(({ name }) => createTensor(root, root, name, () => redraw())),
      ...others.map(({ name }) => createTensor(root, lasts, name, () => redraw())),
    ];
    root.querySelector(':scope > [data-tensor]')?.after(lasts);
    root.append(label);
  }
  return draw;
}
