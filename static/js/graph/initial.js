// The states before the first step, h_0 and c_0: beside the cell in which a direction begins.

import { markAsked, numbersAt, stateAt } from '../ask/light.js';
import { el } from '../dom.js';
import { startOf } from '../geometry.js';
import { directionName } from '../steps.js';

/** @typedef {import('../views/graph.js').Frame} Frame */
/** @typedef {{node: HTMLElement, place: string}} Initial */

/** @param {HTMLElement} parent */
export function createInitial(parent) {
  const root = el('div', { class: 'initials' });
  parent.append(root);
  let drawn = '';
  /** @type {Initial[]} */
  let initials = [];

  /** @param {Frame} frame */
  return (frame) => {
    const { s, layout, picture } = frame;
    const now = [s.key, layout.width, layout.height].join();
    if (now !== drawn) {
      drawn = now;
      root.replaceChildren();
      initials = layout.rows.flatMap((row) => place(frame, row));
    }
    for (const { node, place: at } of initials) markAsked(node, numbersAt(picture.light, [at]));
  };

  /** @param {Frame} frame @param {Frame['layout']['rows'][number]} row @returns {Initial[]} */
  function place({ s, layout }, { layer, direction, y }) {
    const found = s.states.map((state) => {
      const where = `layer ${layer}, ${directionName(direction)}`;
      const says = `${state}_0 of ${where}: before its first step`;
      const at = stateAt(`${state}_0`, { layer, direction, t: 0 });
      const node = el(
        'span',
        { class: 'initial', 'data-initial': at, role: 'img', 'aria-label': says, title: says },
        `${state}₀`,
      );
      return { node, place: at };
    });
    const box = el('div', { class: direction ? 'is-reverse' : null }, ...found.map((f) => f.node));
    box.style.left = `${startOf(layout, s, direction)}px`;
    box.style.top = `${y + layout.cell.h / 2}px`;
    root.append(box);
    return found;
  }
}
