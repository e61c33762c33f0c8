// Whose names the tensors have.

import { el } from '../draw/dom.js';
import { titles } from '../model/frameworks.js';

/**
 * @param {HTMLElement} root
 * @param {(changed: import('../types.js').Scene) => void} onChange
 */
export function create(root, onChange) {
  const select = el(
    'select',
    { 'aria-label': 'names', change: () => onChange({ names: select.value }) },
    ...Object.entries(titles).map(([value, title]) => el('option', { value }, title)),
  );
  root.prepend(
    el('label', { class: 'names', 'data-term': 'names' }, el('span', {}, 'names: '), select),
  );

  /** @param {import('../types.js').Scene} scene */
  return ({ names }) => {
    select.value = String(names);
  };
}
