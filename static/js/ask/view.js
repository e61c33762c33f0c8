// Ask: an expression, what may be asked, and the answer.

import { currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { numbersOf } from '../model/light.js';
import { outcomeOf, shownOf } from '../words/words.js';
import { nodesOf } from './answer.js';
import { underNames } from './completion.js';
import { createField } from './field.js';
import { suggestionsOf } from './suggestions.js';

/** @typedef {import('../types.js').Answer} Answer */

/**
 * @typedef {object} Shown
 * @property {string} text
 * @property {Answer|null} answer
 * @property {import('../types.js').AskProblem|null} problem
 * @property {number|null} line that the caret is on
 * @property {import('../model/trace.js').Trace|null} trace
 * @property {import('../types.js').Names|null} names
 * @property {import('../types.js').Scene} scene
 * @property {import('../types.js').Light|null} light
 * @property {import('../types.js').Source|null} source that is pointed at or pinned
 * @property {number|null} came the step that the question has led away from
 */

/**
 * @param {HTMLElement} root the line in which one asks
 * @param {HTMLElement} panel where the answer stands
 * @param {object} does
 * @param {(text: string, isTyped: boolean) => void} does.question
 * @param {() => void} does.ask at once
 * @param {(line: number|null) => void} does.stand on a line
 * @param {(narrow: import('../types.js').Narrow|null) => void} does.narrow
 * @param {(t: number) => void} does.reveal
 * @param {() => Promise<import('../types.js').Vocabulary>} does.words
 */
export function create(root, panel, does) {
  /** @type {import('../types.js').Vocabulary|null} */
  let words = null;
  let isComing = false;
  /** @type {import('../model/trace.js').Trace|null} */
  let trace = null;
  /** @type {import('../types.js').Names|null} */
  let names = null;
  /** @type {unknown[]} */
  let drawn = [];

  const {
    root: box,
    field,
    show,
    keep,
    complete,
  } = createField({
    type: (text) => does.question(text, true),
    ask: does.ask,
    stand: does.stand,
    words: () => {
      if (!words && !isComing) fetchWords();
      if (!words || !trace || !names) return null;
      return { words: underNames(words, names), states: trace.summary.states };
    },
  });
  const chips = el('div', {
    class: 'ask-chips',
    role: 'group',
    'aria-label': 'Suggestions',
    // Left alone, the browser leaves what is seen in part as it is.
    focusin: (/** @type {FocusEvent} */ { target }) =>
      target instanceof Element && target.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
  });
  const problemNode = el('p', { id: 'ask-problem', class: 'error', role: 'alert' });
  const hint = el('p', { class: 'note' });
  const asked = el('pre', { class: 'asked' });
  const gone = el('p', { class: 'note' });
  const says = el('div', { class: 'ask-answer', 'aria-live': 'polite' });
  const title = el('h2', {}, el('label', { for: field.id }, 'Ask'));
  field.title = 'Which states does this read?';
  root.append(title, box, chips);
  panel.append(el('h2', {}, 'Which states does this read?'), asked, problemNode, hint, says, gone);
  // While the focus is elsewhere, the last line is what is asked.
  for (const place of [root, panel]) {
    place.addEventListener('focusout', ({ relatedTarget: to }) => {
      if (!(to instanceof Node && (root.contains(to) || panel.contains(to)))) does.stand(null);
    });
  }

  async function fetchWords() {
    isComing = true;
    try {
      words = await does.words();
      if (document.activeElement === field) complete();
    } finally {
      isComing = false;
    }
  }

  /** Put an expression in the place of what stands there, which stays in the history. @param {string} text */
  function fill(text) {
    keep(field.value);
    keep(text);
    does.question(text, false);
    does.ask();
  }

  /** The same where the button goes with what it mends. @param {string} text */
  function mend(text) {
    fill(text);
    field.focus();
  }

  /** @param {Shown} shown */
  const update = ({ text, answer, problem, line, light, source, came, ...now }) => {
    trace = now.trace;
    show(text, problem, outcomeOf(answer, problem !== null));
    hint.hidden = text !== '';
    asked.hidden = text === '';
    if (asked.textContent !== text) asked.textContent = text;
    gone.hidden = came === null;
    gone.textContent = `The picture has gone on to step ${Number(now.scene.step) + 1}, where all of it is computed. Escape goes back.`;
    if (!trace) return;
    const { summary } = trace;
    if (now.names && names !== now.names) {
      names = now.names;
      const framework = String(now.scene.names);
      const offers = suggestionsOf(summary, framework, names.tensors);
      chips.replaceChildren(...offers.map((offer) => chipOf(offer, fill)));
      field.placeholder = framework === 'pytorch' ? 'output[-1]' : (offers[0]?.text ?? '');
      hint.textContent = hintOf(framework, names);
    }
    const where = problem?.line && text.includes('\n') ? `Line ${problem.line + 1}: ` : '';
    const message = problem ? `${where}${problem.message}` : '';
    if (problemNode.textContent !== message) problemNode.textContent = message;
    const found = answer && shownOf(answer, line);
    const next = [answer, found?.line, trace, currentScale()];
    if (!next.every((each, i) => each === drawn[i])) {
      drawn = next;
      const row = { range: trace.range, b: trace.summary.b };
      const nodes = answer && found ? nodesOf(answer, found, row, { ...does, mend }) : [];
      says.replaceChildren(...nodes);
    }
    const lit = numbersOf(light, summary.states, source);
    for (const [i, node] of says.querySelectorAll('.ask-part').entries()) {
      node.classList.toggle('is-lit', lit.includes(i + 1));
    }
  };
  return Object.assign(update, { focus: () => field.focus() });
}

/** @param {string} framework @param {import('../types.js').Names} names */
function hintOf(framework, { tensors }) {
  const some = tensors.slice(0, 3).map(({ name }) => name);
  const forward = framework === 'pytorch' ? ', or a pasted forward' : '';
  return (
    `An expression over ${[...some, 'x'].join(', ')} and y${forward}. Enter keeps it, ` +
    'Shift+Enter adds a line, ↑ brings back what was asked.'
  );
}

/** @param {import('./suggestions.js').Suggestion} offer @param {(text: string) => void} fill */
function chipOf({ label, text }, fill) {
  return el(
    'button',
    { type: 'button', class: 'chip', title: text, click: () => fill(text) },
    label,
  );
}
