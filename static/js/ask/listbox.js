// The words that can stand at the caret, as a list below the field.

import { el } from '../dom.js';

/** @typedef {import('./completion.js').Completion} Completion */

/**
 * @param {HTMLTextAreaElement} field
 * @param {(completion: Completion, option: string) => void} onChoose
 */
export function createListbox(field, onChoose) {
  const root = el('ul', {
    id: 'ask-options',
    role: 'listbox',
    'aria-label': 'Words',
    hidden: true,
  });
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', root.id);
  /** @type {Completion|null} */
  let shown = null;
  let active = -1;

  /** @param {Completion|null} completion @param {number} [column] where it stands */
  function show(completion, column = 0) {
    shown = completion;
    active = -1;
    root.hidden = !shown;
    root.replaceChildren(...(shown?.options ?? []).map(optionOf));
    root.style.setProperty('--column', String(column));
    root.scrollTop = 0;
    field.setAttribute('aria-expanded', String(shown !== null));
    field.removeAttribute('aria-activedescendant');
  }

  /** @param {string} text @param {number} i */
  function optionOf(text, i) {
    const node = el(
      'li',
      { role: 'option', id: `ask-option-${i}`, 'aria-selected': 'false' },
      text,
    );
    node.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus
    node.addEventListener('click', () => choose(i));
    return node;
  }

  /** @param {number} by */
  function move(by) {
    const count = root.children.length;
    root.children[active]?.setAttribute('aria-selected', 'false');
    active = active < 0 && by < 0 ? count - 1 : (active + by + count) % count;
    const node = root.children[active];
    node?.setAttribute('aria-selected', 'true');
    node?.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', node?.id ?? '');
  }

  /** @param {number} i */
  function choose(i) {
    const option = shown?.options[i];
    if (shown && option !== undefined) onChoose(shown, option);
  }

  /**
   * Take a key; answers whether it was one of the list's.
   * @param {string} key
   */
  function take(key) {
    if (!shown) return false;
    if (key === 'ArrowDown' || key === 'ArrowUp') move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Tab') choose(Math.max(active, 0));
    else if (key === 'Enter' && active >= 0) choose(active);
    else if (key === 'Escape') show(null);
    else return false;
    return true;
  }

  show(null);
  return { root, show, take };
}
