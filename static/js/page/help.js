// The keys, in a dialog.

import { el } from '../draw/dom.js';

const keys = [
  ['← →', 'a step back, a step on; between cells while one has the focus'],
  ['↑ ↓', 'a sub-step: the gate that is computed before, or next'],
  ['Space', 'play or pause'],
  ['Home End', 'first step, last step'],
  ['Enter', 'pin the cell, or explain the number, that has the focus'],
  ['Escape', 'close what is explained, then let go of what is pinned'],
  ['/', 'ask which states an expression reads; ↑ there is what was asked before'],
  ['?', 'this list'],
];

/** @param {HTMLElement} root */
export function create(root) {
  const list = el('dl', {});
  for (const [key, does] of keys) list.append(el('dt', {}, el('kbd', {}, key)), el('dd', {}, does));
  const close = el('button', { type: 'button', click: () => dialog.close() }, 'Close');
  const dialog = el('dialog', { class: 'help', 'aria-label': 'Keys' });
  dialog.append(el('div', { class: 'head' }, el('h2', {}, 'Keys'), close), list);
  root.append(dialog);
  return () => dialog.showModal();
}
