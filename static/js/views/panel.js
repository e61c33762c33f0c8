// The controls: network, input, weights. Every one stands with its own error beneath it.

import { controls } from '../controls.js';
import { el } from '../dom.js';

/** @typedef {import('../types.js').Scene} Scene */
/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Input */

/**
 * @param {HTMLElement} root
 * @param {(changed: Scene) => void} onChange
 * @param {{maxBytes: number, onError: (name: string, message: string) => void}} given
 */
export function create(root, onChange, { maxBytes, onError }) {
  /** @type {Map<string, {show: (value: any) => void, node: HTMLElement, error: HTMLElement}>} */
  const fields = new Map();

  /** @type {(name: string, label: string, input: Input) => HTMLElement} */
  const field = (name, label, input) => {
    input.id = `control-${name}`;
    const error = el('p', { class: 'error', id: `error-${name}`, role: 'alert' });
    input.setAttribute('aria-describedby', error.id);
    const show = (/** @type {any} */ value) => {
      if (input instanceof HTMLInputElement && input.type === 'checkbox') input.checked = value;
      else if (document.activeElement !== input || readOf(input) !== value) {
        if (input.value !== String(value)) input.value = String(value);
      }
    };
    const told = input instanceof HTMLSelectElement ? 'change' : 'input';
    input.addEventListener(told, () => onChange({ [name]: readOf(input) }));
    fields.set(name, { show, node: input, error });
    return el('div', { class: 'field' }, el('label', { for: input.id }, label), input, error);
  };

  /** @param {string} name @param {string} [label] */
  const whole = (name, label = name) => {
    const { least, most } = controls[name] ?? {};
    return field(name, label, el('input', { type: 'number', min: least, max: most, step: 1 }));
  };
  /** @param {string} name */
  const truth = (name) =>
    field(name, name, el('input', { type: 'checkbox', role: 'switch', class: 'switch' }));

  /** @type {(name: string, label: string, texts: Record<string, string>) => HTMLElement} */
  const choice = (name, label, texts) => {
    const error = el('p', { class: 'error', role: 'alert' });
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
    return el('div', {}, set, error);
  };

  const nonlinearity = choice('nonlinearity', 'nonlinearity', { tanh: 'tanh', relu: 'relu' });
  const text = field(
    'text',
    'letters a to d',
    el('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' }),
  );
  const csv = csvField();
  const series = choice('series', 'series', {
    sunspots: 'Sunspots 1700–2008',
    csv: 'Own numbers',
  });
  const byInput = {
    text: el('div', {}, text),
    series: el('div', {}, series, csv),
    random: el(
      'div',
      {},
      whole('steps', 'steps T'),
      whole('input_size'),
      whole('input_seed', 'seed of x'),
    ),
  };
  const note = el('p', { class: 'note', 'aria-live': 'polite' });
  const draw = el(
    'button',
    { type: 'button', click: () => onChange({ seed: fresh() }) },
    'New seed',
  );

  root.append(
    el('h2', {}, 'Network'),
    choice('cell', 'cell', { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' }),
    nonlinearity,
    whole('hidden_size'),
    whole('num_layers'),
    truth('bidirectional'),
    truth('batch_first'),
    truth('bias'),
    el('h2', {}, 'Input'),
    choice('input', 'input', { text: 'Text', series: 'Series', random: 'Random' }),
    ...Object.values(byInput),
    el('h2', {}, 'Weights'),
    choice('weights', 'weights', { trained: 'Trained', random: 'Random' }),
    note,
    el('div', { class: 'seed' }, whole('seed', 'seed'), draw),
  );

  function csvField() {
    const area = el('textarea', { rows: 6, spellcheck: 'false', placeholder: '0.5, 1.2' });
    const node = field('csv', 'CSV: one row a step, one column a feature', area);
    const choose = el('input', { type: 'file', accept: '.csv,.txt,.tsv,text/*', class: 'file' });
    choose.setAttribute('aria-label', 'CSV file');
    choose.addEventListener('change', () => take(choose.files?.[0]));
    node.append(choose);
    // A file may be dropped anywhere; left alone, the browser would show it in the page's place.
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files[0]);
    });
    // A field that has to lay out so many lines keeps the page from answering.
    area.addEventListener('paste', (event) => {
      const { length } = event.clipboardData?.getData('text') ?? '';
      if (isLarge('What was pasted', length)) event.preventDefault();
    });
    return node;

    /** Whether it is too much to read; says so where it is. @param {string} what @param {number} bytes */
    function isLarge(what, bytes) {
      if (bytes <= maxBytes) return false;
      const [has, most] = [bytes, maxBytes].map((size) => (size / 1e6).toFixed(1));
      onError('csv', `${what} has ${has} MB; at most ${most} MB are read: shorten it.`);
      return true;
    }

    /** @param {File|undefined} file */
    async function take(file) {
      if (!file) return;
      if (isLarge(file.name, file.size)) return;
      onChange({ input: 'series', series: 'csv', csv: await file.text() });
    }
  }

  /**
   * @param {Scene} scene what the form shows
   * @param {Record<string, string>} errors messages by control
   * @param {string} words on the weights
   */
  return (scene, errors, words) => {
    for (const [name, { show, node, error }] of fields) {
      show(scene[name]);
      const message = errors[name] ?? '';
      if (error.textContent !== message) error.textContent = message;
      node.toggleAttribute('aria-invalid', message !== '');
    }
    nonlinearity.hidden = scene.cell !== 'rnn';
    for (const [kind, node] of Object.entries(byInput)) node.hidden = scene.input !== kind;
    csv.hidden = scene.series !== 'csv';
    if (note.textContent !== words) note.textContent = words;
  };
}

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

/** A seed that nobody had. */
const fresh = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
