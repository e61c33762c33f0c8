// What concerns the whole page: a link that can't be read, a server that is gone, the scene of last time.

import { el } from '../draw/dom.js';

/**
 * @param {HTMLElement} root
 * @param {() => void} onDismiss
 * @param {{scene: string, go: () => void}} last the scene of last time as a link's hash, or empty
 */
export function create(root, onDismiss, last) {
  const gone = el('p', { class: 'notice', role: 'alert', hidden: true });
  const text = el('span', {});
  const dismiss = el('button', { type: 'button', class: 'quiet', click: onDismiss }, 'Dismiss');
  const notice = el('p', { class: 'notice', role: 'status', hidden: true }, text, dismiss);
  const offer = el('p', { class: 'notice offer', hidden: last.scene === '' });
  /** @type {(text: string, does: () => void) => HTMLElement} */
  const button = (label, does) =>
    el('button', { type: 'button', class: 'quiet', click: () => leave(does) }, label);
  /** @param {() => void} does */
  const leave = (does) => {
    offer.hidden = true;
    does();
  };
  offer.append(
    'You have been here before. ',
    button('Go on where you were', last.go),
    button('Begin anew', () => {}),
  );
  root.append(gone, notice, offer);

  /**
   * @param {string} message
   * @param {boolean} isGone
   * @param {boolean} isBegun whether something has been changed already
   */
  return (message, isGone, isBegun) => {
    offer.hidden ||= isBegun;
    gone.hidden = !isGone;
    gone.textContent = isGone
      ? 'The server does not answer. The picture stays; asking again until it does.'
      : '';
    notice.hidden = message === '';
    text.textContent = message;
  };
}
