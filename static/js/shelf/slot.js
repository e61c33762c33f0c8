// A slot of a shelf: empty until its cells are computed, then a copy of their state.

import { el, markAsked } from '../draw/dom.js';
import { paintUnits } from '../draw/paint.js';
import { numbersAt, stateAt } from '../model/light.js';
import { keyOf, stepOf } from '../model/steps.js';
import { mixed } from '../model/tensors.js';
import { slotLabel } from '../words/labels.js';

/** @typedef {import('../stage/view.js').Frame} Frame */
/** @typedef {import('../model/sources.js').Half} Half */

/** @type {WeakMap<Element, import('../types.js').Source>} */
const sources = new WeakMap();

/** The state that a slot holds a copy of. @param {Element} node */
export const sourceOfSlot = (node) => sources.get(node) ?? null;

/**
 * @param {string} key
 * @param {string} label as one writes it
 * @param {Half} half
 * @param {import('../types.js').Tensor} tensor
 * @param {boolean} isNamed whether the label stands in it
 * @param {boolean} [isPad] whether it lies past a row's end, where 0 stands and no copy
 */
export function createSlot(key, label, half, tensor, isNamed, isPad = false) {
  const { join } = tensor;
  const says = isPad
    ? `${label}: past the row’s end, 0 by definition`
    : slotLabel(label, half, tensor);
  const node = el(
    'button',
    {
      type: 'button',
      class: isPad ? 'slot is-padding' : 'slot',
      'data-slot': key,
      tabindex: -1,
      title: says,
      'aria-label': isPad ? says : `${says}: empty`,
    },
    isNamed ? el('span', {}, label) : null,
  );
  const { beside } = half;
  const cells = [half.cell, ...beside];
  sources.set(node, { ...half.cell, state: half.state, ...(beside.length ? { beside } : {}) });
  const places = cells.map((cell) => stateAt(half.state, cell));
  const keys = cells.map(keyOf);
  let shown = '';
  let isLit = false;

  /**
   * @param {Frame} frame
   * @param {{context: CanvasRenderingContext2D, box: import('../draw/paint.js').Box}} strip where it is
   *   painted: the shelf has one canvas for all
   * @param {boolean} isAwaited whether the copy is still on its way
   */
  function update({ s, picture, order, scale, lit }, { context, box }, isAwaited) {
    const done = !isAwaited && cells.every((cell) => stepOf(s, order, cell) <= picture.step);
    const sides = done ? cells.map((cell) => picture.trace.state(half.state, cell)) : [];
    const values = mixed(join, sides);
    const now = values ? `${s.key} ${scale.css[0]}` : '';
    if (now !== shown) {
      shown = now;
      node.classList.toggle('is-done', values !== null);
      if (!isPad) node.setAttribute('aria-label', `${says}: ${values ? 'filled' : 'empty'}`);
      context.clearRect(box.x, box.y, box.w, box.h);
      // A sum of two may be twice as large.
      const range = (picture.trace.range[half.state] ?? 1) * (join === 'sum' ? 2 : 1);
      if (values) paintUnits(context, scale, box, values, range);
    }
    markAsked(node, numbersAt(picture.light, places));
    const isNowLit =
      (!lit.state || lit.state === half.state) && keys.some((key) => lit.keys.includes(key));
    if (isNowLit !== isLit) node.classList.toggle('is-lit', isNowLit);
    isLit = isNowLit;
  }

  /** What was painted is gone, or its place is another. */
  const forget = () => {
    shown = '';
    node.classList.remove('is-done');
  };
  return { node, update, forget };
}
