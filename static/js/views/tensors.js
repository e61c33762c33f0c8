// output, h_n and c_n as arrays, filled in as steps run.

import { currentScale } from '../colour.js';
import { el } from '../dom.js';
import { sourceOf } from '../sources.js';
import { createTensor } from '../tensor/table.js';

/**
 * @param {HTMLElement} root
 * @param {(selection: import('../types.js').Selection) => void} onSelect
 * @param {(changed: import('../types.js').Scene) => void} onChange
 */
export function create(root, onSelect, onChange) {
  const tables = ['output', 'h_n', 'c_n'].map((name) => createTensor(root, name, () => redraw()));
  const numbers = el('input', { type: 'checkbox', id: 'numbers' });
  numbers.addEventListener('change', () => onChange({ numbers: numbers.checked }));
  root.append(el('label', { class: 'numbers', for: 'numbers' }, numbers, 'Show numbers'));
  /** @type {import('../types.js').Picture|null} */
  let last = null;

  /** @param {Event} event */
  const under = (event) => {
    const node = /** @type {Element} */ (event.target).closest?.('[data-index]');
    const tensor = node?.closest('[data-tensor]')?.getAttribute('data-tensor');
    const index = node?.getAttribute('data-index')?.split(',').map(Number);
    return tensor && index && last ? sourceOf(last.trace.summary, tensor, index) : null;
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
    for (const table of tables) table(picture, currentScale(), numbers.checked);
  }
  return draw;
}
