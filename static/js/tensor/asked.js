// Which elements of a tensor are read by what is asked.

import { markAsked, numbersOfUnits, stateAt } from '../ask/light.js';

/**
 * @param {import('../types.js').Light|null} light
 * @param {import('./lines.js').Half} half
 */
export function ask(light, half) {
  const places = [half.cell, ...half.beside].map((cell) => stateAt(half.state, cell));
  const spans = places.flatMap((place) => light?.spans.get(place) ?? []);
  const isNumbered = light?.isNumbered ?? false;
  const now = [isNumbered, ...spans.map((span) => Object.values(span))].join();
  if (half.asked === now) return;
  half.asked = now;
  /** @type {string|null} */
  let before = null;
  const ofUnits = numbersOfUnits(light, places, half.tds.length);
  half.tds.forEach((td, unit) => {
    const numbers = ofUnits[unit] ?? null;
    markAsked(td, numbers);
    // Side by side with others of its part, the first one shows the number.
    td.classList.toggle('is-badged', Boolean(numbers) && numbers !== before);
    before = numbers;
  });
}
