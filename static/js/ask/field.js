// The field: one line until a second one is typed or pasted. What is wrong is underlined behind it.

import { el } from '../draw/dom.js';
import { completionAt } from './completion.js';
import { createHistory } from './history.js';

/** Lines that are shown at once. */
const most = 8;

/**
 * @param {object} does
 * @param {(text: string) => void} does.type
 * @param {() => void} does.ask at once
 * @param {(line: number|null) => void} does.stand on a line; null where there is only one
 * @param {() => {words: import('../types.js').Vocabulary, states: string[]}|null} does.words
 */
export function createField(does) {
  const field = el('textarea', {
    id: 'ask-field',
    rows: 1,
    wrap: 'off',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': 'ask-problem',
    'aria-keyshortcuts': '/',
  });
  const numbers = el('div', { class: 'ask-numbers', 'aria-hidden': 'true', hidden: true });
  const under = el('pre', { class: 'ask-under', 'aria-hidden': 'true' });
  const outcome = el('output', { class: 'ask-outcome', for: field.id });
  const list = createListbox(field, ({ from }, option) => {
    field.setRangeText(option, from, field.selectionStart, 'end');
    changed();
  });
  const text = el('div', { class: 'ask-text' }, under, field);
  const box = el('div', { class: 'ask-box' }, numbers, text, outcome);
  box.addEventListener('click', ({ target }) => target !== field && field.focus());
  const root = el('div', { class: 'ask-field' }, box, ...list.nodes);
  const history = createHistory(() => localStorage);
  /** @type {import('../types.js').AskProblem|null} */
  let marked = null;

  function changed() {
    grow();
    mark(null);
    does.type(field.value);
    complete();
    stand();
  }

  function grow() {
    const count = field.value.split('\n').length;
    field.rows = Math.min(count, most);
    numbers.hidden = count === 1;
    if (numbers.childElementCount !== count) {
      numbers.replaceChildren(...Array.from({ length: count }, (_, i) => el('span', {}, i + 1)));
    }
    scroll();
  }

  function scroll() {
    under.scrollLeft = field.scrollLeft;
    under.scrollTop = field.scrollTop;
    numbers.scrollTop = field.scrollTop;
  }

  function complete() {
    const known = does.words();
    const { value, selectionStart: caret } = field;
    const found = known && completionAt(value, caret, known.words, known.states);
    list.show(found, found ? found.from - value.lastIndexOf('\n', found.from - 1) - 1 : 0);
  }

  /** Tell the caret's line. */
  function stand() {
    const before = field.value.slice(0, field.selectionStart).split('\n').length - 1;
    for (const [i, node] of [...numbers.children].entries()) {
      node.classList.toggle('is-here', i === before);
    }
    does.stand(numbers.hidden ? null : before);
  }

  /** Have a text in the history. @param {string} text */
  const keep = (text) => history.keep(text);

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    const { key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event;
    if (isComposing || altKey) return;
    const isPlain = !shiftKey && !ctrlKey && !metaKey;
    const isSingle = numbers.hidden;
    if (/^(Arrow(Left|Right)|Home|End)$/.test(key)) list.show(null); // the caret goes elsewhere
    if (isPlain && list.take(key)) event.preventDefault();
    else if (key === 'Enter' && !shiftKey && (isSingle || !isPlain)) {
      event.preventDefault();
      list.show(null);
      keep(field.value);
      does.ask();
    } else if (isPlain && isSingle && (key === 'ArrowUp' || key === 'ArrowDown')) {
      const found = history.go(key === 'ArrowUp' ? -1 : 1, field.value);
      if (found === null) return;
      event.preventDefault();
      field.value = found;
      changed();
      list.show(null);
    }
  }

  field.addEventListener('input', changed);
  field.addEventListener('keydown', keydown);
  field.addEventListener('scroll', scroll);
  field.addEventListener('change', () => keep(field.value));
  for (const event of ['blur', 'pointerdown']) {
    field.addEventListener(event, () => list.show(null));
  }
  for (const event of ['keyup', 'pointerup', 'focus']) field.addEventListener(event, stand);

  /** Underline where something is wrong. @param {import('../types.js').AskProblem|null} problem */
  function mark(problem) {
    if (problem === marked) return;
    marked = problem;
    if (problem) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    const { line, column = 0, end = 0 } = problem ?? {};
    if (line === null || line === undefined) {
      under.replaceChildren();
      return;
    }
    const lines = field.value.split('\n');
    const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    const [from, to] = [start + column, start + Math.max(end, column + 1)];
    const wrong = field.value.slice(from, to).replace(/\n.*|^$/s, ' ');
    const rest = field.value.slice(to);
    under.replaceChildren(field.value.slice(0, from), el('mark', {}, wrong), rest);
    scroll();
  }

  /**
   * @param {string} value
   * @param {import('../types.js').AskProblem|null} problem
   * @param {string} says
   */
  function show(value, problem, says) {
    if (field.value !== value) {
      field.value = value;
      grow();
    }
    mark(problem);
    if (outcome.textContent !== says) outcome.textContent = says;
  }
  return { root, field, show, keep, complete };
}

// The words that can stand at the caret, as a list below the field.

/** @typedef {import('./completion.js').Completion} Completion */

/**
 * @param {HTMLTextAreaElement} field
 * @param {(completion: Completion, option: string) => void} onChoose
 */
function createListbox(field, onChoose) {
  const root = el('ul', {
    id: 'ask-options',
    role: 'listbox',
    'aria-label': 'Words',
    hidden: true,
  });
  const says = el('span', { class: 'said', role: 'status' });
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
    const count = shown?.options.length ?? 0;
    says.textContent = count ? `${count} ${count > 1 ? 'words' : 'word'} to choose from` : '';
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
  return { nodes: [root, says], show, take };
}
