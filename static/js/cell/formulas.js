// The equations of a cell, one line each, in the order in which they are computed.

import { el, math } from '../dom.js';

/** @typedef {import('../types.js').Equation} Equation */
/** @typedef {import('../substeps.js').Part} Part */

/** @param {(part: Part|null) => void} onOpen */
export function createFormulas(onOpen) {
  const node = el('ol', { class: 'formulas', 'aria-label': 'Equations, as they are computed' });
  /** @type {Equation[]} */
  let shown = [];
  node.addEventListener('click', (event) => {
    const line = /** @type {Element} */ (event.target).closest('li');
    const gate = line?.getAttribute('data-gate');
    if (gate) onOpen(line?.ariaCurrent ? null : { gate, unit: null });
  });

  /**
   * @param {Equation[]} equations
   * @param {Part|null} part the sub-step; what follows it is still to come
   */
  function update(equations, part) {
    if (equations !== shown) {
      shown = equations;
      const lines = equations.map(({ name, mathml }) =>
        el('li', { 'data-gate': name }, math(/** @type {import('../types.js').Markup} */ (mathml))),
      );
      node.replaceChildren(...lines);
    }
    const here = equations.findIndex(({ name }) => name === part?.gate);
    [...node.children].forEach((line, i) => {
      line.ariaCurrent = i === here ? 'step' : null;
      line.classList.toggle('is-todo', here >= 0 && i > here);
    });
  }
  return { node, update };
}
