// y at one step: what the head made of output there. The recurrent network does not return it.

import { colourOf, currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { brief, full } from '../model/digits.js';
import { stepName } from '../model/tensors.js';

/** @typedef {import('../types.js').Prediction} Prediction */

export function createPrediction() {
  const note = el('p', { class: 'note' }, 'The weights were never trained, so y says nothing.');
  const table = el('table', { class: 'numbers-of-y' });
  const says = el('p', {});
  const node = el('div', {}, note, el('div', { class: 'table-scroll' }, table), says);

  /**
   * @param {import('../types.js').Picture} picture
   * @param {number} t
   * @param {Prediction} got
   */
  function update(picture, t, { y, logits }) {
    const s = picture.trace.summary;
    const numbers = y.map((value) => value ?? Number.NaN);
    const best = logits ? numbers.indexOf(Math.max(...numbers)) : -1;
    note.hidden = !picture.isRandom;
    /** @param {number|null} value @param {number} [range] where it is drawn as a colour as well */
    const number = (value, range) => {
      const all = full(value ?? Number.NaN, s.dtype);
      const td = el('td', { title: all }, picture.scene.digits ? all : brief(value ?? Number.NaN));
      const colour = range ? colourOf(currentScale(), value ?? 0, range) : 'transparent';
      td.style.setProperty('--value', colour);
      return td;
    };
    const lines = y.map((value, i) =>
      el(
        'tr',
        { class: i === best ? 'is-largest' : null },
        el('th', { scope: 'row' }, s.symbols[i] ?? (y.length === 1 ? 'y' : i)),
        logits ? number(logits[i] ?? null) : null,
        number(value, logits ? 1 : s.largest.y || 1),
        logits ? el('td', {}, i === best ? '← largest' : '') : null,
      ),
    );
    const names = logits ? ['symbol', 'logit', 'softmax', ''] : ['', 'value'];
    const heads = names.map((name) =>
      name ? el('th', { scope: 'col', 'data-term': name }, name) : el('td'),
    );
    table.replaceChildren(
      el('caption', {}, `y at t = ${t}`),
      el('thead', {}, el('tr', {}, ...heads)),
      el('tbody', {}, ...lines),
    );
    says.replaceChildren(...sentence(picture, t));
  }
  return { node, update };
}

/**
 * What y is made of, and that it is not what is returned.
 * @param {import('../types.js').Picture} picture
 * @param {number} t
 */
function sentence({ trace: { summary: s }, names: { tensors } }, t) {
  const every = tensors.find(({ when }) => when !== 'last');
  /** @param {string} text */
  const code = (text) => el('code', { class: 'name-output' }, text);
  const read = every && stepName(s, every, t);
  const then = s.activation === 'softmax' ? ', then softmax' : '';
  return [
    'y is what the head makes of ',
    read ? code(read) : `the top layer’s h at t = ${t}`,
    `: Linear(${s.D * s.P}\u00a0→\u00a0${s.O})${then}. The RNN returns `,
    ...(every ? [code(every.name)] : ['its last states']),
    ', not y.',
  ];
}
