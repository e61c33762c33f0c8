// What concerns the whole page: a link that can't be read, a server that is gone.

import { el } from '../draw/dom.js';

/**
 * @param {HTMLElement} root
 * @param {() => void} onDismiss
 */
export function create(root, onDismiss) {
  const gone = el('p', { class: 'notice', role: 'alert', hidden: true });
  const text = el('span', {});
  const dismiss = el('button', { type: 'button', class: 'quiet', click: onDismiss }, 'Dismiss');
  const notice = el('p', { class: 'notice', role: 'status', hidden: true }, text, dismiss);
  root.append(gone, notice);

  /** @param {string} message @param {boolean} isGone */
  return (message, isGone) => {
    gone.hidden = !isGone;
    gone.textContent = isGone
      ? 'The server does not answer. The picture stays; asking again until it does.'
      : '';
    notice.hidden = message === '';
    text.textContent = message;
  };
}
