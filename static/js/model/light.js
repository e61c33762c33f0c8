// What an answer lights up. Its parts are numbered; those that read the same cells share a number.

import { stepOf } from './steps.js';

/** @typedef {import('../types.js').Piece} Piece */
/** @typedef {import('../types.js').AskedPart} AskedPart */
/** @typedef {import('../types.js').Light} Light */
/** @typedef {import('../types.js').Cell} Cell */

/**
 * Parts that read the same cells, and which columns of which tensors do.
 * @typedef {{number: number, part: AskedPart, readBy: {piece: Piece, part: AskedPart}[]}} Group
 */

/** @param {AskedPart} part */
const cellsOf = ({ state, kind, layer, direction, runs }) =>
  [state, kind, layer, direction, ...runs].join();

/**
 * @param {Piece[]} pieces
 * @returns {Group[]} in the order of their numbers, from 1
 */
export function groupsOf(pieces) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const piece of pieces) {
    for (const part of piece.parts) {
      const key = cellsOf(part);
      const group = groups.get(key) ?? { number: groups.size + 1, part, readBy: [] };
      group.readBy.push({ piece, part });
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

/**
 * What is lit of a row of the batch.
 * @param {Piece[]} pieces
 * @param {number} b
 * @param {import('../types.js').Narrow|null} narrow one part of it, or one element
 * @returns {Light|null} null where no state is read
 */
export function lightOf(pieces, b, narrow) {
  const groups = groupsOf(pieces);
  if (!groups.length) return null;
  /** @type {Light} */
  const light = { spans: new Map(), isNumbered: groups.length > 1 };
  for (const { number, readBy } of groups) {
    if (narrow && 'number' in narrow && narrow.number !== number) continue;
    for (const { piece, part } of readBy) {
      for (const [row, t0, t1, first, last] of boxesOf(piece, part, narrow)) {
        if (row !== b) continue;
        for (let t = t0; t <= t1; t++) add(light, placeOf(part, t), { number, first, last });
      }
    }
  }
  return light;
}

/**
 * @param {Piece} piece
 * @param {AskedPart} part
 * @param {import('../types.js').Narrow|null} narrow
 * @returns {AskedPart['boxes']}
 */
function boxesOf(piece, part, narrow) {
  if (!narrow || 'number' in narrow) return part.boxes;
  if (narrow.piece !== piece) return [];
  const found = piece.elements?.[narrow.element];
  if (!found) return part.boxes; // it was mixed out of all of them
  const [of, t, b, unit] = found;
  return piece.parts[of] === part ? [[b, t, t, unit, unit]] : [];
}

/** @param {Light} light @param {string} place @param {{number: number, first: number, last: number}} span */
function add({ spans }, place, span) {
  const there = spans.get(place);
  if (!there) spans.set(place, [span]);
  else if (!there.some(({ number, first, last }) => same(span, number, first, last))) {
    there.push(span);
  }
}

/** @param {{number: number, first: number, last: number}} a @param {number[]} b */
const same = (a, ...b) => a.number === b[0] && a.first === b[1] && a.last === b[2];

/** Padding stands where its state would. @param {AskedPart} part @param {number} t */
function placeOf({ kind, layer, direction }, t) {
  const isCell = layer !== null && direction !== null;
  return isCell ? stateAt(kind, { layer, direction, t }) : `${kind}:${t}`;
}

/** The place of a state. @param {string} state @param {Cell} cell */
export const stateAt = (state, { layer, direction, t }) => `${state}:${layer}:${direction}:${t}`;

/**
 * The numbers of the parts that read any of some places: "1 2", "" where nothing has to be told
 * apart, null where none reads them.
 * @param {Light|null} light
 * @param {string[]} places
 */
export function numbersAt(light, places) {
  if (!light) return null;
  return told(
    light,
    places.flatMap((place) => light.spans.get(place) ?? []),
  );
}

/**
 * The same for each unit of them.
 * @param {Light|null} light
 * @param {string[]} places
 * @param {number} count
 * @returns {(string|null)[]}
 */
export function numbersOfUnits(light, places, count) {
  const spans = places.flatMap((place) => light?.spans.get(place) ?? []);
  return Array.from({ length: count }, (_, unit) =>
    light
      ? told(
          light,
          spans.filter(({ first, last }) => first <= unit && unit <= last),
        )
      : null,
  );
}

/**
 * The numbers of the parts that read what is selected: a cell, one of its states, or a unit of it.
 * @param {Light|null} light
 * @param {string[]} states that a cell has
 * @param {import('../types.js').Source|null} source
 */
export function numbersOf(light, states, source) {
  if (!light || !source) return [];
  const { state, unit, beside = [] } = source;
  const places = [source, ...beside].flatMap((cell) =>
    (state ? [state] : states).map((each) => stateAt(each, cell)),
  );
  return places
    .flatMap((place) => light.spans.get(place) ?? [])
    .filter(({ first, last }) => unit === undefined || (first <= unit && unit <= last))
    .map(({ number }) => number);
}

/**
 * The step after which all that is lit has been computed; -1 where nothing has to be.
 * @param {import('../types.js').Summary} s
 * @param {string} order
 * @param {Light} light
 */
export function stepOfAll(s, order, { spans }) {
  const steps = [...spans.keys()].flatMap((place) => {
    const [kind = '', ...at] = place.split(':');
    const [first = 0, direction = 0, t = 0] = at.map(Number);
    // y at t is made of the top layer's h of every direction.
    if (kind === 'y') {
      return s.directions.map((way) =>
        stepOf(s, order, { layer: s.L - 1, direction: way, t: first }),
      );
    }
    return s.states.includes(kind) ? [stepOf(s, order, { layer: first, direction, t })] : [];
  });
  return Math.max(-1, ...steps.filter(Number.isFinite));
}

/** @param {Light} light @param {{number: number}[]} spans */
function told({ isNumbered }, spans) {
  if (!spans.length) return null;
  if (!isNumbered) return '';
  return [...new Set(spans.map(({ number }) => number))].sort((a, b) => a - b).join(' ');
}
