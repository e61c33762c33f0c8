// What a symbol of a cell's equations stands for in the graph: x, or a state of this cell or of the
// one before it.

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {import('../types.js').Source} Source */

/** x, h or c; of the step before or of this one; and of which unit, where it is one. */
const symbol = /(?<![A-Za-z_])(?:([hc])(ₜ[₊₋]₁)?|(x))(?:\[(\d+)\])?/u;

/**
 * @param {Summary} s
 * @param {Cell} cell whose equation or number it stands in
 * @param {string} text `x`, `hₜ₋₁`, `W_hh[2, 0] · hₜ₋₁[0]`: the first symbol in it counts
 * @returns {Source|null} null where it stands for no state that is drawn: a weight, or h_0
 */
export function standsFor(s, cell, text) {
  const found = symbol.exec(text);
  if (!found) return null;
  const [, state, before, x, index] = found;
  const unit = index === undefined ? {} : { unit: Number(index) };
  if (x) return inputOf(s, cell, unit);
  if (!before) return { ...cell, state, ...unit };
  const t = cell.t + (cell.direction ? 1 : -1);
  return t < 0 || t >= s.length ? null : { ...cell, t, state, ...unit };
}

/**
 * What a cell reads from below: x itself, or each direction's h of the layer below.
 * @param {Summary} s
 * @param {Cell} cell
 * @param {{unit?: number}} unit
 * @returns {Source}
 */
function inputOf({ directions, P }, { layer, direction, t }, { unit }) {
  if (layer === 0) return { layer, direction, t, state: 'x', ...(unit !== undefined && { unit }) };
  const below = directions.map((way) => ({ layer: layer - 1, direction: way, t }));
  const at = unit === undefined ? 0 : Math.floor(unit / P);
  const first = below[at] ?? { layer: layer - 1, direction, t };
  if (unit !== undefined) return { ...first, state: 'h', unit: unit % P };
  return { ...first, state: 'h', beside: below.slice(1) };
}
