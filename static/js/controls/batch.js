// The rows of the batch: which of them is shown, and what PackedSequence holds of them.

import { el } from '../draw/dom.js';
import { nameOfRow } from '../model/rows.js';

/** @typedef {import('../types.js').Summary} Summary */

/** How many numbers of a list are written out. */
const most = 40;

const means = {
  lengths: 'of each row, in the order of x',
  batch_sizes: 'how many rows run at each t: those that have not ended',
  sorted_indices: 'the rows as they run, from the longest to the shortest',
  unsorted_indices:
    'where each row of x stands among the sorted, by which output and h_n are put back',
};

const ofPadded =
  'Not packed: what pads a shorter row is read as data, and by the reverse direction first.';

/** @param {Summary} s */
function ofPacked(s) {
  const steps = s.shapes.x?.[s.axes.x?.indexOf('T') ?? 0] ?? s.T;
  const ends = `output ends with the longest row: x has ${steps} steps, output ${s.T}.`;
  const rest = steps > s.T ? `; ${ends}` : '.';
  return `Packed: what lies past a row’s length is never read${rest}`;
}

/** The first numbers of a list. @param {Summary} s @param {string} name */
function numbersOf(s, name) {
  if (name !== 'batch_sizes') {
    const numbers = s[/** @type {'lengths'} */ (name)] ?? [];
    return { first: numbers.slice(0, most), count: numbers.length };
  }
  // As many as there are steps: only those that are shown are counted.
  const first = Array.from({ length: Math.min(s.T, most) }, (_, t) =>
    (s.lengths ?? []).reduce((rows, length) => rows + Number(length > t), 0),
  );
  return { first, count: s.T };
}

/** @param {(changed: import('../types.js').Scene) => void} onChange */
export function createBatch(onChange) {
  let b = 0;
  /** @type {(label: string, sign: string, by: 1|-1) => HTMLButtonElement} */
  const button = (label, sign, by) => {
    const click = () => onChange({ b: b + by });
    return el('button', { type: 'button', class: 'quiet', 'aria-label': label, click }, sign);
  };
  const previous = button('Previous row', '‹', -1);
  const next = button('Next row', '›', 1);
  const says = el('output', { 'aria-live': 'polite' });
  const picker = el(
    'div',
    { class: 'batch', role: 'group', 'aria-label': 'batch' },
    el('span', { 'data-term': 'b' }, 'row'),
    previous,
    says,
    next,
  );
  const padding = el('p', { class: 'note' });
  const list = el('dl', { class: 'packing', 'aria-label': 'PackedSequence' });
  const packing = el('div', {}, padding, list);
  let drawn = '';

  /** @param {Summary|null} s of the row that is shown @param {boolean} isRagged whether a text has shorter rows */
  const show = (s, isRagged) => {
    picker.hidden = !s || s.B === 1;
    packing.hidden = !s || (s.B === 1 && !s.lengths);
    padding.hidden = !isRagged && !s?.lengths;
    if (!s || s.key === drawn) return;
    drawn = s.key;
    b = s.b;
    says.textContent = nameOfRow(s);
    previous.disabled = b === 0;
    next.disabled = b === s.B - 1;
    padding.textContent = s.lengths ? ofPacked(s) : ofPadded;
    const held = s.lengths ? Object.entries(means) : [];
    list.replaceChildren(
      ...held.flatMap(([name, meaning]) => {
        const { first, count } = numbersOf(s, name);
        const shown = `${first.join(', ')}${count > most ? ` … ${count} in all` : ''}`;
        return [el('dt', {}, el('code', {}, name), ' ', el('b', {}, shown)), el('dd', {}, meaning)];
      }),
    );
  };
  return { picker, packing, show };
}
