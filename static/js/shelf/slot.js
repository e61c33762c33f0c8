// A slot of a shelf: empty until its cells are computed, then a copy of their state.

import { markAsked, numbersAt, stateAt } from '../ask/light.js';
import { el } from '../dom.js';
import { paintUnits, sized } from '../paint.js';
import { isPadding } from '../rows.js';
import { keyOf, stepOf } from '../steps.js';
import { mixed } from '../tensor/shape.js';

/** @typedef {import('../views/graph.js').Frame} Frame */
/** @typedef {import('../sources.js').Half} Half */

/** @type {WeakMap<Element, import('../types.js').Source>} */
const sources = new WeakMap();

/** The state that a slot holds a copy of. @param {Element} node */
export const sourceOfSlot = (node) => sources.get(node) ?? null;

/**
 * @param {string} key
 * @param {string} label as one writes it
 * @param {Half} half
 * @param {boolean} isNamed whether the label stands in it
 */
export function createSlot(key, label, half, isNamed) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const { layer, direction, t } = half.cell;
  const of = `${half.state} of layer ${layer}, ${direction ? 'reverse' : 'forward'}, t = ${t}`;
  const node = el(
    'button',
    {
      type: 'button',
      class: 'slot',
      'data-slot': key,
      tabindex: -1,
      title: `${label}: a copy of ${of}`,
      'aria-label': `${label}, a copy of ${of}`,
    },
    isNamed ? el('span', {}, label) : null,
    canvas,
  );
  const { beside } = half;
  const cells = [half.cell, ...beside];
  sources.set(node, { ...half.cell, state: half.state, ...(beside.length ? { beside } : {}) });
  const places = cells.map((cell) => stateAt(half.state, cell));
  const keys = cells.map(keyOf);
  /** @type {string|null} */
  let shown = null;

  /**
   * @param {Frame} frame
   * @param {import('../types.js').Tensor['join']} join
   * @param {{w: number, h: number}} size of the strip
   * @param {boolean} isAwaited whether the copy is still on its way
   */
  function update({ s, picture, order, scale }, join, { w, h }, isAwaited) {
    const isPad = isPadding(s, half.cell.t);
    node.classList.toggle('is-padding', isPad);
    const done = cells.every((cell) => stepOf(s, order, cell) <= picture.step);
    const sides =
      done && !isAwaited ? cells.map((cell) => picture.trace.state(half.state, cell)) : [];
    const values = mixed(join, sides);
    const look = values ? [s.key, scale.css[0]] : [];
    const now = [...look, w, h, devicePixelRatio].join();
    if (now !== shown) {
      shown = now;
      node.classList.toggle('is-done', values !== null);
      const context = sized(canvas, w, h);
      // A sum of two may be twice as large.
      const range = (picture.trace.range[half.state] ?? 1) * (join === 'sum' ? 2 : 1);
      if (values) paintUnits(context, scale, { x: 0, y: 0, w, h }, values, range);
    }
    markAsked(node, numbersAt(picture.light, places));
    const source = picture.hover ?? picture.pin;
    const lit = source ? [source, ...(source.beside ?? [])].map(keyOf) : [];
    const isOther = Boolean(source?.state && source.state !== half.state);
    node.classList.toggle('is-lit', !isOther && lit.some((each) => keys.includes(each)));
  }

  return { node, update };
}
