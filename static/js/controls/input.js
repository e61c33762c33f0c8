// What x is: letters, a series, numbers of one's own, or random ones.

import { el } from '../draw/dom.js';
import { createCsv } from './csv.js';

/** @typedef {import('../types.js').Scene} Scene */

/** The kinds of x, and what each sets. @type {Record<string, {title: string, sets: Scene}>} */
const kinds = {
  text: { title: 'letters', sets: { input: 'text' } },
  sunspots: { title: 'sunspots 1700–2008', sets: { input: 'series', series: 'sunspots' } },
  csv: { title: 'own numbers', sets: { input: 'series', series: 'csv' } },
  random: { title: 'random', sets: { input: 'random' } },
};

/** @param {Scene} scene */
const kindOf = ({ input, series }) => String(input === 'series' ? series : input);

/**
 * @param {ReturnType<typeof import('./fields.js').createFields>} form
 * @param {(changed: Scene) => void} onChange
 * @param {{maxBytes: number, onError: (name: string, message: string) => void}} given
 */
export function createInput(form, onChange, given) {
  const { fields, field, bare, whole, truth, select } = form;
  const kind = select(
    'input',
    'kind of x',
    Object.entries(kinds).map(([value, { title }]) => [value, title]),
    (value) => onChange(kinds[value]?.sets ?? {}),
  );
  const ofKind = fields.get('input');
  if (ofKind) fields.set('series', { ...ofKind, show: () => {} });
  const text = bare(
    'text',
    'letters a to d',
    el('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' }),
  );
  const lengths = field(
    'lengths',
    'packed lengths',
    el('input', { type: 'text', autocomplete: 'off', placeholder: 'not packed' }),
  );
  const csv = createCsv(field, { ...given, onChange });
  const own = el('button', { type: 'button', popovertarget: 'more' }, 'Edit the numbers');
  const [steps, rows, size] = [
    whole('steps', 'steps T', 'T'),
    whole('rows', 'rows B', 'B'),
    whole('input_size', 'input_size', 'I'),
  ];
  /** By kind: what stands on the line, and what behind More. @type {Record<string, [HTMLElement[], HTMLElement[]]>} */
  const parts = {
    text: [
      [text],
      [el('p', { class: 'note' }, 'A space begins another row of the batch.'), truth('packed')],
    ],
    sunspots: [[], [el('p', { class: 'note' }, 'One number a year; y is the next year’s.')]],
    csv: [[own], [csv.node]],
    random: [
      [steps, rows, size],
      [lengths, whole('input_seed', 'seed of x')],
    ],
  };
  const every = Object.entries(parts);

  /** @param {Scene} scene */
  const show = (scene) => {
    const now = kindOf(scene);
    ofKind?.show(now);
    for (const [name, nodes] of every) {
      for (const node of nodes.flat()) node.hidden = name !== now;
    }
  };
  const name = el('strong', { class: 'of-x', 'aria-hidden': 'true', 'data-term': 'x' }, 'x');
  return {
    line: [name, kind, ...every.flatMap(([, [line]]) => line)],
    more: every.flatMap(([, [, more]]) => more),
    show,
    takeCsv: csv.take,
  };
}
