// The kinds of fields that the form is made of. Every one stands with its own error beneath it.

import { el } from '../draw/dom.js';
import { controls } from '../state/controls.js';

/** @typedef {HTMLInputElement|HTMLTextAreaElement} Input */

/**
 * @typedef {object} Field
 * @property {(value: any) => void} show
 * @property {HTMLElement & {disabled: boolean}} node
 * @property {HTMLElement} error
 */

/** @param {(changed: import('../types.js').Scene) => void} onChange */
export function createFields(onChange) {
  /** @type {Map<string, Field>} */
  const fields = new Map();

  /** @type {(name: string, label: string, input: Input) => HTMLElement} */
  const field = (name, label, input) => {
    input.id = `control-${name}`;
    const error = errorOf(name);
    input.setAttribute('aria-describedby', error.id);
    const show = (/** @type {any} */ value) => {
      if (input instanceof HTMLInputElement && input.type === 'checkbox') input.checked = value;
      else if (document.activeElement !== input || readOf(input) !== value) {
        if (input.value !== String(value)) input.value = String(value);
      }
    };
    input.addEventListener('input', () => onChange({ [name]: readOf(input) }));
    fields.set(name, { show, node: input, error });
    const of = el('label', { for: input.id, 'data-term': name }, label);
    return el('div', { class: 'field' }, of, input, error);
  };

  /** A field whose label is not shown. @type {typeof field} */
  const bare = (name, label, input) => {
    const node = field(name, label, input);
    node.classList.add('is-bare');
    return node;
  };
  /** @param {string} name @param {string} [label] @param {string} [short] what is shown of it */
  const whole = (name, label = name, short = label) => {
    const { least, most } = controls[name] ?? {};
    const node = el('input', { type: 'number', min: least, max: most, step: 1 });
    if (short !== label) node.setAttribute('aria-label', label);
    return field(name, short, node);
  };
  /** @param {string} name */
  const truth = (name) =>
    field(name, name, el('input', { type: 'checkbox', role: 'switch', class: 'switch' }));

  /** @type {(name: string, label: string, options: [string, string][], onPick: (value: string) => void) => HTMLElement} */
  const select = (name, label, options, onPick) => {
    const node = el('select', { id: `control-${name}`, 'aria-label': label });
    node.append(...options.map(([value, text]) => el('option', { value }, text)));
    node.addEventListener('change', () => onPick(node.value));
    const error = errorOf(name);
    node.setAttribute('aria-describedby', error.id);
    const show = (/** @type {any} */ value) => {
      if (node.value !== String(value)) node.value = String(value);
    };
    fields.set(name, { show, node, error });
    return el('div', { class: 'field' }, node, error);
  };

  /** @type {(name: string, label: string, texts: Record<string, string>) => HTMLElement} */
  const choice = (name, label, texts) => {
    const error = errorOf(name);
    const radios = Object.entries(texts).map(([value, text]) => {
      const radio = el('input', {
        type: 'radio',
        name,
        value,
        change: () => onChange({ [name]: value }),
      });
      return { value, radio, node: el('label', {}, radio, el('span', {}, text)) };
    });
    const set = el('fieldset', { class: 'segments', 'aria-label': label });
    set.append(...radios.map(({ node }) => node));
    const show = (/** @type {string} */ value) => {
      for (const { radio, value: own } of radios) radio.checked = own === value;
    };
    fields.set(name, { show, node: set, error });
    return el('div', { class: 'choice', 'data-term': name }, set, error);
  };

  return { fields, field, bare, whole, truth, select, choice };
}

/** Where the error of a control stands. @param {string} name */
export const errorOf = (name) => el('p', { class: 'error', id: `error-${name}`, role: 'alert' });

/**
 * What stands in an input; what is no number stays the text that was typed, for the server to name.
 * @param {Input} input
 */
function readOf(input) {
  if (input instanceof HTMLInputElement) {
    if (input.type === 'checkbox') return input.checked;
    if (input.type === 'number') return input.value === '' ? '' : Number(input.value);
  }
  return input.value;
}
