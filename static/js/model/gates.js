// The sub-steps of a cell: its gates and states, in the order in which they are computed; and which
// number of which of them is explained.

import { clamp } from './digits.js';

/** @typedef {import('../types.js').Equation} Equation */
/** @typedef {{gate: string, unit: number|null}} Part a gate or state of a cell, or one number of it */

/**
 * A part out of its text, `f` or `f:2`; null where the cell has none of that name.
 * @param {Equation[]} equations
 * @param {string} text
 * @returns {Part|null}
 */
export function partOf(equations, text) {
  const [, gate, unit] = /^([a-z]+)(?::(\d+))?$/.exec(text) ?? [];
  const equation = equations.find(({ name }) => name === gate);
  if (!equation) return null;
  if (unit === undefined) return { gate: equation.name, unit: null };
  return Number(unit) < equation.units ? { gate: equation.name, unit: Number(unit) } : null;
}

/** @param {Part|null} part */
export function textOf(part) {
  if (!part) return '';
  return part.unit === null ? part.gate : `${part.gate}:${part.unit}`;
}

/**
 * One sub-step on or back. The unit stays, where the next has so many.
 * @param {Equation[]} equations
 * @param {Part|null} part
 * @param {1|-1} by
 * @returns {Part|null}
 */
export function moved(equations, part, by) {
  const last = equations.length - 1;
  const here = equations.findIndex(({ name }) => name === part?.gate);
  const next = equations[part ? clamp(0, here + by, last) : by > 0 ? 0 : last];
  if (!next) return null;
  const unit = part?.unit ?? null;
  return { gate: next.name, unit: unit !== null && unit < next.units ? unit : null };
}
