// What a step did, in one or two sentences: what its cells read, and where their new states went.

import { shelvesOf } from '../layout/shelves.js';
import { isMixed } from '../model/sources.js';
import { cellsAt, directionName, keyOf, lastOf, stepCount } from '../model/steps.js';
import { colourName } from '../model/tensors.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {import('../types.js').Tensor} Tensor */

/**
 * @typedef {object} Piece of a sentence
 * @property {string} text
 * @property {string} [like] the tensor of PyTorch that it names, or that is like the one it names
 * @property {import('../types.js').Source|null} [lights] the states whose copies it names
 */

/**
 * @param {Summary} s
 * @param {Tensor[]} tensors as the chosen framework has them
 * @param {string} order
 * @param {number} step
 * @returns {Piece[]}
 */
export function narrationOf(s, tensors, order, step) {
  const cells = cellsAt(s, order, step);
  const pieces = [{ text: `Step ${step + 1} of ${stepCount(s, order)}. ` }];
  if (!cells.length) return [...pieces, { text: `Row ${s.b} rests while longer ones run.` }];
  const layers = [...new Set(cells.map(({ layer }) => layer))];
  const reads = layers.map((layer) =>
    readingOf(
      s,
      cells.filter((cell) => cell.layer === layer),
    ),
  );
  const first = `${reads.join('; ')}.`;
  const copies = copiesOf(s, tensors, cells);
  const end = copies.length ? ' ' : '';
  pieces.push({ text: `${first[0]?.toUpperCase()}${first.slice(1)}${end}` });
  return [...pieces, ...copies];
}

/** What the cells of one layer read. @param {Summary} s @param {Cell[]} cells */
function readingOf(s, cells) {
  const [{ layer, direction, t } = { layer: 0, direction: 0, t: 0 }] = cells;
  if (cells.length > 1) {
    const below = layer ? `what layer ${layer - 1} passed up` : 'x';
    const places = cells.map((cell) => `${directionName(cell.direction)} at t = ${cell.t}`);
    const own = s.states.join(' and ');
    return `layer ${layer} reads ${below}, and each cell its own ${own} of the step before: ${places.join(', ')}`;
  }
  const below = layer ? `what layer ${layer - 1} passed up` : 'x';
  const own = isFirst(s)({ layer, direction, t })
    ? s.states.map((name) => `${name}_0`).join(' and ')
    : `its own ${s.states.join(' and ')} of t = ${direction ? t + 1 : t - 1}`;
  const way = s.directions.includes(1) ? `, ${directionName(direction)},` : '';
  return `layer ${layer}${way} reads ${below} at t = ${t}, and ${own}`;
}

/** Whether a cell is the first of its direction. @param {Summary} s @returns {(cell: Cell) => boolean} */
const isFirst =
  (s) =>
  ({ direction, t }) =>
    t === (direction ? s.length - 1 : 0);

/**
 * Where the new states are copied to.
 * @param {Summary} s
 * @param {Tensor[]} tensors
 * @param {Cell[]} cells
 * @returns {Piece[]}
 */
function copiesOf(s, tensors, cells) {
  const { every, sides } = shelvesOf(s, tensors);
  if (!every) return [];
  const isTop = (/** @type {Cell} */ { layer }) => layer === s.L - 1;
  const tops = cells.filter(isTop);
  const isMany = cells.length > 1;
  const isHalf = s.D > 1 && !isMixed(every);
  const [top = null, ...others] = tops;
  const lights = top && { ...top, state: 'h', beside: others };
  const name = { text: every.name, like: colourName(every), lights };
  /** @type {Piece[]} */
  const pieces = [];
  if (!tops.length) {
    pieces.push({ text: isMany ? 'No new h is in ' : 'The new h is not in ' }, name);
    pieces.push({ text: ', which holds the top layer alone' });
  } else {
    const ofTop = tops.length < cells.length ? 'The top layer’s h' : 'The new h';
    const slot = isHalf ? 'its half of ' : 'its slot of ';
    const which = tops.length > 1 ? 'Each new h' : ofTop;
    pieces.push({ text: `${which} is copied into ${slot}` }, name);
  }
  const slots = sides.flatMap(({ tensor, slots: all }) => all.map((slot) => ({ ...slot, tensor })));
  /** @param {Cell[]} some @param {string[]} states @returns {Piece[]} */
  const named = (some, states) => {
    const keys = some.map(keyOf);
    const found = slots.filter(
      ({ half: { state, cell, beside } }) =>
        states.includes(state) && [cell, ...beside].some((each) => keys.includes(keyOf(each))),
    );
    return listed(
      found.map(({ label, tensor, half: { state, cell, beside } }) => ({
        text: label,
        like: colourName(tensor),
        lights: { ...cell, state, beside },
      })),
    );
  };
  const ended = cells.filter(({ direction, t }) => t === lastOf(s, direction));
  const ends = cells.map(({ layer, direction }) => ({ layer, direction, t: lastOf(s, direction) }));
  // Of many that wait, those of h stand for all.
  const waiting = named(ends, ends.length === 1 ? s.states : ['h']);
  const last = ended.length ? named(ended, s.states) : waiting;
  if (!last.length) return [...pieces, { text: '.' }];
  if (!ended.length) {
    const none = isMany ? 'none of them is a last step yet' : 'it is not the last step yet';
    return [
      ...pieces,
      { text: `; ${none}, so ` },
      ...last,
      { text: last.length > 1 ? ' wait.' : ' waits.' },
    ];
  }
  const which =
    ended.length < cells.length
      ? 'One of them is a last step'
      : isMany
        ? 'All are last steps'
        : 'It is the last step';
  const go = s.states.length > 1 ? 'h and c go' : 'h goes';
  return [...pieces, { text: `. ${which}: ${go} into ` }, ...last, { text: '.' }];
}

/** `a, b and c`. @param {Piece[]} pieces @returns {Piece[]} */
const listed = (pieces) =>
  pieces.flatMap((piece, i) => {
    if (i === 0) return [piece];
    return [{ text: i === pieces.length - 1 ? ' and ' : ', ' }, piece];
  });
