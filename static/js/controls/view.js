// The controls, on one line: the network, x, the weights. What is changed less often is behind More.

import { el } from '../draw/dom.js';
import { moduleOf, ofFile, withSizes } from '../model/found.js';
import { isRagged } from '../model/rows.js';
import { createBatch } from './batch.js';
import { createFields } from './fields.js';
import { createInput } from './input.js';
import { createModel } from './model.js';
import { createMore } from './more.js';
import { createWeights } from './weights.js';

/** @typedef {import('../types.js').Scene} Scene */

/**
 * @param {HTMLElement} root
 * @param {(changed: Scene) => void} onChange
 * @param {{maxBytes: number, onError: (name: string, message: string) => void,
 *   onModel: (file: File) => void}} given
 */
export function create(root, onChange, { maxBytes, onError, onModel }) {
  const form = createFields(onChange);
  const { fields, whole, truth, choice } = form;
  const nonlinearity = choice('nonlinearity', 'nonlinearity', { tanh: 'tanh', relu: 'relu' });
  const input = createInput(form, onChange, { maxBytes, onError });
  const batch = createBatch(onChange);
  const weights = createWeights(form, onChange);
  const model = createModel(form, onChange, onModel);
  const more = createMore([
    { title: 'Network', nodes: [model.card, nonlinearity, truth('batch_first'), truth('bias')] },
    { title: 'Input', nodes: [...input.more, batch.packing] },
    { title: 'Weights', nodes: weights.more },
  ]);
  root.append(
    choice('cell', 'cell', { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' }),
    whole('hidden_size'),
    whole('num_layers'),
    truth('bidirectional'),
    el('span', { class: 'rule' }),
    ...input.line,
    batch.picker,
    el('span', { class: 'rule' }),
    weights.line,
    more.button,
    more.node,
    model.node,
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
  const update = ({ draft: scene, errors, note, weights: ran, found, upload }, picture) => {
    const isFile = scene.weights === 'file';
    const running = moduleOf(scene, found);
    const sizes = withSizes(scene, running);
    for (const [name, { show, node, error }] of fields) {
      show(sizes[name]);
      const message = errors[name] ?? '';
      if (error.textContent !== message) {
        error.textContent = message;
        more.reveal(error);
      }
      if (message) node.setAttribute('aria-invalid', 'true');
      else node.removeAttribute('aria-invalid');
      if (ofFile.includes(name)) node.disabled = isFile;
    }
    if (model.show(scene, found, upload)) more.reveal(model.card);
    // Where the file leaves it open, it is chosen beside what was found in the file.
    nonlinearity.hidden = sizes.cell !== 'rnn' || running?.has_nonlinearity === false;
    input.show(scene);
    batch.show(picture, scene.input === 'text' && isRagged(String(scene.text)));
    weights.show(scene, ran, note);
  };
  return Object.assign(update, { takeCsv: input.takeCsv, escape: more.close });
}
