// The model file: a button that opens one, what was found in it, and which of its networks runs.

import { el } from '../draw/dom.js';
import { describe, fittingInput, moduleOf } from '../model/found.js';
import { errorOf } from './fields.js';

/** @typedef {import('../types.js').Scene} Scene */
/** @typedef {import('../types.js').Found} Found */

const close = {
  weights: 'trained',
  file: '',
  module: '',
  file_name: '',
  file_nonlinearity: 'tanh',
};

/**
 * @param {ReturnType<typeof import('./fields.js').createFields>} form
 * @param {(changed: Scene) => void} onChange
 * @param {(file: File) => void} onFile
 */
export function createModel({ fields, choice }, onChange, onFile) {
  /** @type {{scene: Scene, found: Found|null}|null} */
  let shown = null;
  let wasSent = false;
  const choose = el('input', { type: 'file', hidden: true, 'aria-label': 'Model file' });
  choose.addEventListener('change', () => {
    const file = choose.files?.[0];
    if (file) onFile(file);
    choose.value = ''; // so that the same file can be chosen again
  });
  const open = el('button', { type: 'button', click: () => choose.click() });
  open.textContent = 'Open a model file…';
  const bar = el('progress', { max: 1 });
  const error = errorOf('file');
  open.setAttribute('aria-describedby', error.id);
  fields.set('file', { show: () => {}, node: open, error });

  const says = el('div', { role: 'status' });
  const module = el('select', { id: 'control-module' });
  module.addEventListener('change', () => {
    if (!shown) return;
    const inputs = shown.found?.modules.find(({ name }) => name === module.value)?.input_size;
    const fitting = fittingInput(shown.scene, inputs ?? null);
    onChange({ module: module.value, file_nonlinearity: 'tanh', ...fitting });
  });
  const moduleError = errorOf('module');
  module.setAttribute('aria-describedby', moduleError.id);
  fields.set('module', { show: () => {}, node: module, error: moduleError });
  const label = el('label', { for: module.id }, 'network in the file');
  const which = el('div', { class: 'field' }, label, module);
  const leave = el('button', { type: 'button', class: 'quiet', click: () => onChange(close) });
  leave.textContent = 'Close the file';
  const texts = { tanh: 'tanh', relu: 'relu' };
  const nonlinearity = choice('file_nonlinearity', 'nonlinearity of the file', texts);
  const card = el('div', { class: 'model' }, says, nonlinearity, which, leave, moduleError);
  const node = el('div', { class: 'field open-file' }, open, choose, bar, error);

  /**
   * @param {Scene} scene
   * @param {Found|null} found
   * @param {{name: string, share: number}|null} upload
   * @returns {boolean} whether something was found that was not told yet
   */
  const show = (scene, found, upload) => {
    bar.hidden = upload === null;
    wasSent ||= upload !== null;
    if (upload) {
      bar.setAttribute('aria-label', `Sending ${upload.name}`);
      // All is sent, and the server reads: for how long, nobody knows.
      if (upload.share < 1) bar.value = upload.share;
      else bar.removeAttribute('value');
    }
    if (shown?.scene === scene && shown.found === found) return false;
    shown = { scene, found };
    const running = moduleOf(scene, found);
    leave.hidden = scene.weights !== 'file';
    let isNew = false;
    const sentences = found && running ? describe(scene, found, running) : [];
    if (says.textContent !== sentences.join('')) {
      says.replaceChildren(...sentences.map((sentence) => el('p', {}, sentence)));
      isNew = wasSent && sentences.length > 0;
      wasSent = false;
    }
    const modules = found && running ? found.modules : [];
    nonlinearity.hidden = running?.has_nonlinearity ?? true;
    which.hidden = modules.length < 2;
    module.replaceChildren(
      ...modules.map(({ name, cell, error: wrong }) =>
        el('option', { value: name, disabled: wrong !== null, title: wrong }, optionOf(name, cell)),
      ),
    );
    module.value = String(scene.module);
    return isNew;
  };

  return { node, card, show };
}

/** @param {string} name @param {string|null} cell */
const optionOf = (name, cell) => `${name || 'top level'}: ${cell?.toUpperCase() ?? 'can’t be run'}`;
