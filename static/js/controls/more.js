// What is changed less often: a panel below its button, which any click beside it closes.

import { el } from '../draw/dom.js';

/** Pixels that are left between the panel and the window's edge. */
const edge = 8;

/** @param {{title: string, nodes: Node[]}[]} sections */
export function createMore(sections) {
  const node = el(
    'div',
    { id: 'more', popover: 'auto', class: 'more', role: 'group', 'aria-label': 'More controls' },
    ...sections.map(({ title, nodes }) => el('section', {}, el('h2', {}, title), ...nodes)),
  );
  const button = el('button', { type: 'button', popovertarget: 'more' }, 'More');
  node.addEventListener('beforetoggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== 'open') return;
    const { left, bottom } = button.getBoundingClientRect();
    const room = innerWidth - edge;
    node.style.left = `${Math.max(edge, Math.min(left, room - 320))}px`;
    node.style.top = `${Math.max(edge, bottom + 6)}px`;
  });

  const isOpen = () => node.matches(':popover-open');
  /** Have what has just come in the panel seen. @param {HTMLElement} part */
  const reveal = (part) => {
    if (part.textContent && node.contains(part) && !isOpen()) node.showPopover();
  };
  /** Whether there was something to close. */
  const close = () => {
    const wasOpen = isOpen();
    if (wasOpen) node.hidePopover();
    return wasOpen;
  };
  return { button, node, reveal, close };
}
