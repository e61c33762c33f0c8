// Which weights run, and why. Where none were trained, random ones do, and the control says so.

import { el } from '../draw/dom.js';

/** @typedef {import('../types.js').Scene} Scene */

/**
 * @param {ReturnType<typeof import('./fields.js').createFields>} form
 * @param {(changed: Scene) => void} onChange
 */
export function createWeights({ fields, select, whole }, onChange) {
  const line = select(
    'weights',
    'weights',
    [
      ['trained', ''],
      ['random', ''],
      ['file', ''],
    ],
    (value) => onChange({ weights: value }),
  );
  const box = /** @type {HTMLSelectElement} */ (line.querySelector('select'));
  const [trained, random, file] = box.options;
  const note = el('p', { class: 'note', id: 'note-weights', 'aria-live': 'polite' });
  const draw = el('button', { type: 'button', click: () => onChange({ seed: fresh() }) });
  draw.textContent = 'New seed';
  const seed = el('div', { class: 'seed' }, whole('seed', 'seed'), draw);
  const shown = fields.get('weights');
  if (shown) fields.set('weights', { ...shown, show: () => {} });
  line.dataset.term = 'weights';

  /** @param {Scene} scene @param {string} ran which run @param {string} says */
  const show = (scene, ran, says) => {
    const isFile = scene.weights === 'file';
    // Where none were trained, random ones run: then that is what stands there.
    const isLack = scene.weights === 'trained' && ran === 'random';
    const task = scene.input === 'series' ? 'sunspots' : 'double letters';
    const texts = [
      `trained on ${task}`,
      isLack ? 'random: none trained' : 'random',
      String(scene.file_name) || 'of a file',
    ];
    [trained, random, file].forEach((option, i) => {
      if (option && option.textContent !== texts[i]) option.textContent = texts[i] ?? '';
    });
    if (trained) trained.disabled = isLack;
    file?.toggleAttribute('hidden', scene.file === '');
    shown?.show(isLack ? 'random' : scene.weights);
    box.title = says;
    seed.hidden = isFile || (!isLack && scene.weights !== 'random');
    if (note.textContent !== says) note.textContent = says;
  };
  return { line, more: [note, seed], show };
}

/** A seed that nobody had. */
const fresh = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
