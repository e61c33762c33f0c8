// The keys and the words, in a dialog.

import { el } from '../draw/dom.js';

const keys = [
  ['← →', 'a step back, a step on; between cells while one has the focus'],
  ['↑ ↓', 'a sub-step: the gate that is computed before, or next'],
  ['Space', 'play or pause'],
  ['Home End', 'first step, last step'],
  ['Page up, down', 'a step back, a step on while it is presented: the keys of a clicker'],
  ['Enter', 'pin the cell, or explain the number, that has the focus'],
  [
    'Escape',
    'undo the innermost: a menu, what is explained, a pin, a step that Ask has gone to, the presentation, what is asked',
  ],
  ['/', 'ask which states an expression reads; ↑ there is what was asked before'],
  ['?', 'this list'],
];

/**
 * @param {HTMLElement} root
 * @param {Record<string, string>} glossary
 * @param {{get: () => string, set: (text: string) => void}} kept whether / and ? are keys
 */
export function create(root, glossary, kept) {
  const list = el('dl', {});
  for (const [key, does] of keys) list.append(el('dt', {}, el('kbd', {}, key)), el('dd', {}, does));
  const single = el('input', { type: 'checkbox', id: 'single-keys' });
  single.checked = kept.get() !== 'off';
  single.addEventListener('change', () => kept.set(single.checked ? 'on' : 'off'));
  const words = el(
    'ul',
    { class: 'words' },
    ...Object.values(glossary).map((of) => el('li', {}, of)),
  );
  const close = el('button', { type: 'button', click: () => dialog.close() }, 'Close');
  const dialog = el('dialog', { class: 'help', 'aria-label': 'Help' });
  dialog.append(
    el('div', { class: 'head' }, el('h2', {}, 'Keys'), close),
    list,
    el('p', {}, single, el('label', { for: single.id }, ' / and ? are keys of the page')),
    el('p', {}, el('a', { href: 'docs' }, 'The API’s page')),
    el('h2', {}, 'Words'),
    words,
  );
  root.append(dialog);
  return { open: () => dialog.showModal(), hasKeys: () => single.checked };
}
