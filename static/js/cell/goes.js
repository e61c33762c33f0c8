// Where a state goes: the slots that it is copied into, and the cells that read it.

import { el } from '../draw/dom.js';
import { isPadding } from '../model/rows.js';
import { slotsOf } from '../model/sources.js';
import { lastOf } from '../model/steps.js';
import { colourName, placeName } from '../model/tensors.js';

/** @typedef {import('../types.js').Source} Source */

/**
 * @param {import('../types.js').Picture} picture
 * @param {Source} source
 * @param {(source: Source|null) => void} onHover
 * @returns {HTMLElement[]}
 */
export function destinations({ trace: { summary: s }, names: { tensors } }, source, onHover) {
  const { layer, direction, t } = source;
  /** A line that lights where it leads. @param {Source} to @param {(Node|string)[]} words */
  const line = (to, ...words) =>
    el('li', { pointerenter: () => onHover(to), pointerleave: () => onHover(null) }, ...words);
  const items = slotsOf(s, tensors, source).map(({ tensor, ...half }) => {
    const where = placeName(tensor, half);
    const code = el('code', { class: `name-${colourName(tensor)}` }, where);
    return line({ ...half.cell, state: half.state, beside: half.beside }, code);
  });
  if (isPadding(s, t)) {
    const zero = items.map((item) => el('li', {}, ...item.childNodes, ' is 0 there by definition'));
    return zero.length ? zero : [el('li', {}, 'nowhere: nothing is computed here')];
  }
  const end = lastOf(s, direction);
  const last = tensors.some(({ name }) => name === 'h_n') ? 'h_n' : 'a last state';
  if (layer < s.L - 1 && tensors[0])
    items.push(el('li', {}, `not in ${tensors[0].name}: only the top layer, ${s.L - 1}, is`));
  if (t !== end) {
    const next = t + (direction ? -1 : 1);
    const arrow = direction ? '←' : '→';
    items.push(
      line({ layer, direction, t: end }, `not in ${last}: this direction ends at t = ${end}`),
      line({ layer, direction, t: next }, `${arrow} into its own next cell, t = ${next}`),
    );
  }
  const [above, ...beside] = s.directions.map((way) => ({ layer: layer + 1, direction: way, t }));
  if (layer < s.L - 1 && above)
    items.push(line({ ...above, beside }, `↑ into layer ${layer + 1} at t = ${t}`));
  else items.push(el('li', {}, `↑ into y at t = ${t}, through the head`));
  return items;
}
