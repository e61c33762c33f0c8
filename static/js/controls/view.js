// The controls: network, input, weights.

import { el } from '../draw/dom.js';
import { moduleOf, ofFile, withSizes } from '../model/found.js';
import { createBatch } from './batch.js';
import { createCsv } from './csv.js';
import { createFields } from './fields.js';
import { createModel } from './model.js';

/** @typedef {import('../types.js').Scene} Scene */

/**
 * @param {HTMLElement} root
 * @param {(changed: Scene) => void} onChange
 * @param {{maxBytes: number, onError: (name: string, message: string) => void,
 *   onModel: (file: File) => void}} given
 */
export function create(root, onChange, { maxBytes, onError, onModel }) {
  const form = createFields(onChange);
  const { fields, field, whole, truth, choice } = form;
  const model = createModel(form, onChange, onModel);
  const nonlinearity = choice('nonlinearity', 'nonlinearity', { tanh: 'tanh', relu: 'relu' });
  const text = field(
    'text',
    'letters a to d',
    el('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' }),
  );
  const lengths = field(
    'lengths',
    'packed lengths',
    el('input', { type: 'text', autocomplete: 'off', placeholder: 'not packed' }),
  );
  const csv = createCsv(field, { maxBytes, onChange, onError });
  const series = choice('series', 'series', {
    sunspots: 'Sunspots 1700–2008',
    csv: 'Own numbers',
  });
  const batch = createBatch(onChange);
  const rowsNote = el('p', { class: 'note' }, 'A space begins another row of the batch.');
  const byInput = {
    text: el('div', {}, text, rowsNote, truth('packed')),
    series: el('div', {}, series, csv.node),
    random: el(
      'div',
      {},
      whole('steps', 'steps T'),
      whole('rows', 'rows B'),
      lengths,
      whole('input_size'),
      whole('input_seed', 'seed of x'),
    ),
  };
  const weights = choice('weights', 'weights', {
    trained: 'Trained',
    random: 'Random',
    file: 'File',
  });
  const fromFile = weights.querySelector('label:last-of-type');
  const note = el('p', { class: 'note', 'aria-live': 'polite' });
  const draw = el(
    'button',
    { type: 'button', click: () => onChange({ seed: fresh() }) },
    'New seed',
  );
  const seed = el('div', { class: 'seed' }, whole('seed', 'seed'), draw);

  root.append(
    model.node,
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
    batch.node,
    el('h2', {}, 'Weights'),
    weights,
    note,
    seed,
  );

  /**
   * @param {object} now
   * @param {Scene} now.draft what the form shows
   * @param {Record<string, string>} now.errors messages by control
   * @param {string} now.note on the weights
   * @param {string} now.weights which run
   * @param {import('../types.js').Found|null} now.found in the scene's file
   * @param {import('../types.js').Sending|null} now.upload the file that is on its way
   * @param {import('../types.js').Summary|null} picture the row that is drawn
   */
  const update = ({ draft: scene, errors, note: words, weights: ran, found, upload }, picture) => {
    const isFile = scene.weights === 'file';
    const running = moduleOf(scene, found);
    // Where none were trained, random ones run: then that is what stands there.
    const isRandom = ran === 'random' && !isFile;
    const sizes = withSizes(scene, running);
    const shown = isRandom ? { ...sizes, weights: ran } : sizes;
    for (const [name, { show, node, error }] of fields) {
      show(shown[name]);
      const message = errors[name] ?? '';
      if (error.textContent !== message) error.textContent = message;
      node.toggleAttribute('aria-invalid', message !== '');
      if (ofFile.includes(name)) node.disabled = isFile;
    }
    model.show(scene, found, upload);
    // Where the file leaves it open, it is chosen beside what was found in the file.
    nonlinearity.hidden = shown.cell !== 'rnn' || running?.has_nonlinearity === false;
    for (const [kind, node] of Object.entries(byInput)) node.hidden = scene.input !== kind;
    csv.node.hidden = scene.series !== 'csv';
    fromFile?.toggleAttribute('hidden', scene.file === '');
    batch.show(picture, scene.input === 'text');
    seed.hidden = !isRandom && scene.weights !== 'random';
    if (note.textContent !== words) note.textContent = words;
  };
  return Object.assign(update, { takeCsv: csv.take });
}

/** A seed that nobody had. */
const fresh = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
