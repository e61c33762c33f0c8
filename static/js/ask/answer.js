// An answer: what is to be said of it, its shape, the states that it reads, what they have seen.

import { colourOf, currentScale } from '../draw/colour.js';
import { el, lettered, svg } from '../draw/dom.js';
import { sized } from '../draw/paint.js';
import { brief, clamp } from '../model/digits.js';
import { groupsOf } from '../model/light.js';
import { columnsOf, isBefore, otherRows, shapeOf, stepsRead } from '../words/words.js';

/** @typedef {import('../types.js').Answer} Answer */
/** @typedef {import('../types.js').Piece} Piece */
/** @typedef {import('../model/light.js').Group} Group */
/** @typedef {{b: number, length: number}} Row of the batch, the one that is shown */

/**
 * @typedef {object} Does
 * @property {(narrow: import('../types.js').Narrow|null) => void} narrow
 * @property {(text: string) => void} mend
 * @property {(t: number) => void} reveal
 */

/**
 * @param {Answer} answer
 * @param {ReturnType<typeof import('../words/words.js').shownOf>} shown
 * @param {{range: Record<string, number>, b: number}} picture the range of the states' values, and the row that is shown
 * @param {Does} does
 * @returns {Node[]}
 */
export function nodesOf(answer, { line, name, pieces, rest }, { range, b }, does) {
  const groups = groupsOf(pieces);
  const isSeveral = groups.length > 1;
  const { equality, notes, warnings, yes } = answer;
  const title = line === null ? null : el('p', {}, `Line ${line + 1} `, el('code', {}, name));
  const heads = [...pieces.map(headOf), ...rest.map(restOf)];
  const row = { b, length: answer.lengths[b] ?? 0 };
  const parts = groups.map((group) => partOf(group, isSeveral, pieces.length > 1, row, does));
  const values = pieces
    .filter(({ values: found, shape }) => found !== null && !shape.includes(0))
    .map((piece) =>
      createValues(piece, rangeOf(piece, range), (element) =>
        does.narrow(element === null ? null : { piece, element }),
      ),
    );
  const isWhole = line === null;
  const says = equality?.sentence ?? yes;
  return [
    title,
    isWhole && says ? el('p', { class: 'ask-says' }, says) : null,
    ...(isWhole ? warnings : []).map((warning) => warningOf(warning, does)),
    el('p', { class: 'ask-shapes' }, ...heads),
    groups.length ? el('ul', { class: 'ask-parts' }, ...parts) : null,
    ...notes.map((note) => el('p', { class: 'note' }, note)),
    ...values,
  ].filter((node) => node !== null);
}

/** @param {Piece} piece */
function headOf(piece) {
  const reads = piece.parts.length ? '' : ', read from no state';
  return namedOf(piece.name, `${shapeOf(piece)} ${piece.dtype}${reads}`);
}

/** @param {import('../types.js').Rest} rest */
const restOf = ({ name, text }) => namedOf(name, `${text}, read from no state`);

/** @param {string} name @param {string} text */
const namedOf = (name, text) =>
  el('span', {}, name && el('code', {}, name), ' ', ...lettered(text));

/**
 * @param {Group} group
 * @param {boolean} isNumbered
 * @param {boolean} isNamed whether it has to be told which tensor reads it
 * @param {Row} row
 * @param {Does} does
 */
function partOf({ number, part, readBy }, isNumbered, isNamed, row, does) {
  const columns = readBy.map(({ piece, part: own }) =>
    [isNamed && piece.name, columnsOf(piece, own)].filter(Boolean).join(' '),
  );
  const of = columns.filter(Boolean).join(' and ');
  const others = otherRows(part, row.b);
  const node = el(
    'button',
    { type: 'button', class: 'ask-part' },
    isNumbered && el('span', { class: 'badge' }, number),
    el('span', { class: 'part-where' }, part.where),
    barOf(part, row),
    el('span', { class: 'part-seen' }, [part.seen, others].filter(Boolean).join('; ')),
    of && el('code', {}, of),
  );
  const mine = part.runs.find(([b]) => b === row.b);
  if (mine) {
    const isAtEnd = isBefore(part) && part.direction === 1; // where the reverse direction begins
    node.addEventListener('click', () => does.reveal(isAtEnd ? row.length - 1 : mine[1]));
  }
  // Not on entering: an answer may have come under a pointer that rests.
  let isPointed = false;
  node.addEventListener('pointermove', () => {
    if (!isPointed) does.narrow({ number });
    isPointed = true;
  });
  node.addEventListener('focus', () => does.narrow({ number }));
  node.addEventListener('blur', () => does.narrow(null));
  // What was clicked has the focus, and may have been scrolled from under the pointer.
  node.addEventListener('pointerleave', () => {
    isPointed = false;
    if (document.activeElement !== node) does.narrow(null);
  });
  return el('li', {}, node);
}

/** The steps of a row; those that are read are filled. @type {(part: Group['part'], row: Row) => Node|null} */
function barOf(part, { b, length }) {
  const read = stepsRead(part, b, length);
  if (!read) return null;
  const [width, height] = [72, 8];
  const w = width / length;
  const gap = w >= 4 ? 1.5 : 0;
  /** @param {number} from @param {number} to */
  const ticks = (from, to) => {
    if (!gap) return `M${from * w},0h${(to - from) * w}v${height}h${(from - to) * w}z`;
    const steps = Array.from({ length: to - from }, (_, i) => (from + i) * w);
    return steps.map((x) => `M${x},0h${w - gap}v${height}h${gap - w}z`).join('');
  };
  return svg(
    'svg',
    { class: 'ask-bar', width, height, 'aria-hidden': 'true' },
    svg('path', { d: ticks(0, length) }),
    svg('path', { class: 'some', d: ticks(...read.some) }),
    svg('path', { class: 'all', d: ticks(...read.all) }),
  );
}

/** @param {Answer['warnings'][number]} warning @param {Does} does */
function warningOf({ message, fix, can_be_asked: canBeAsked }, does) {
  const code = el('code', {}, fix);
  const button = el(
    'button',
    { type: 'button', class: 'quiet', click: () => does.mend(fix) },
    code,
  );
  const write = fix ? ['Write ', canBeAsked ? button : code] : [];
  return el('p', { class: 'ask-warning' }, `${message} `, ...write);
}

/** What the ends of the scale stand for: as in the graph, where all of it is one state. @type {(piece: Piece, range: Record<string, number>) => number} */
function rangeOf({ values, parts }, range) {
  const numbers = [values].flat(Number.POSITIVE_INFINITY).map((value) => Math.abs(Number(value)));
  const largest = Math.max(...numbers.filter(Number.isFinite), 1);
  const kinds = new Set(parts.map(({ state }) => state));
  const [kind = ''] = kinds;
  return kinds.size === 1 && (range[kind] ?? 0) >= largest ? (range[kind] ?? 1) : largest;
}

// The numbers of an answer as coloured boxes; pointing at one tells it, and lights its cell.

const room = { width: 360, height: 180 };

/**
 * @param {Piece} piece
 * @param {number} range what the ends of the scale stand for
 * @param {(element: number|null) => void} onPoint
 */
function createValues(piece, range, onPoint) {
  const numbers = [piece.values].flat(Number.POSITIVE_INFINITY).map(Number);
  const columns = piece.shape.at(-1) ?? 1;
  const lines = Math.ceil(numbers.length / columns);
  const size = clamp(3, Math.floor(Math.min(room.width / columns, room.height / lines)), 14);
  const canvas = el('canvas', {
    tabindex: 0,
    role: 'img',
    'aria-label': `Values of ${piece.name || 'the answer'}, ${numbers.length} elements`,
  });
  const says = el('output', { class: 'ask-value' });
  let at = -1;

  const scale = currentScale();
  const context = sized(canvas, columns * size, lines * size);
  const gap = size > 5 ? 1 : 0;
  numbers.forEach((value, i) => {
    context.fillStyle = colourOf(scale, value, range);
    const [x, y] = [(i % columns) * size, Math.floor(i / columns) * size];
    context.fillRect(x, y, size - gap, size - gap);
  });

  /** @param {number} i -1 for none */
  function point(i) {
    if (i === at) return;
    at = i;
    says.textContent = i < 0 ? '' : sentenceOf(piece, i, numbers[i] ?? Number.NaN);
    onPoint(i < 0 ? null : i);
  }
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const [column, line] = [Math.floor(offsetX / size), Math.floor(offsetY / size)];
    const i = line * columns + column;
    point(column >= 0 && column < columns && i < numbers.length ? i : -1);
  });
  canvas.addEventListener('pointerleave', () => point(-1));
  canvas.addEventListener('focus', () => point(0));
  canvas.addEventListener('blur', () => point(-1));
  canvas.addEventListener('keydown', (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const by = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!by) return;
    event.preventDefault();
    if (at + by >= 0 && at + by < numbers.length) point(at + by);
  });
  return el('div', { class: 'ask-piece' }, piece.name && el('code', {}, piece.name), canvas, says);
}

/** @param {Piece} piece @param {number} i @param {number} value */
function sentenceOf({ name, shape, elements, parts }, i, value) {
  const index = indexOf(shape, i);
  const [part = 0, t, b, unit] = elements?.[i] ?? [];
  const of = parts[part];
  const number = `${name}${shape.length ? `[${index.join(', ')}]` : ''} = ${brief(value)}`.trim();
  if (t === undefined || !of) return number;
  const { state, layer, direction } = of;
  const time = isBefore(of) ? '' : `, t = ${t}`;
  const cell = layer === null ? '' : `, layer ${layer}, ${direction ? 'reverse' : 'forward'}`;
  return `${number}: ${state}${cell}${time}, b = ${b}, unit ${unit}`;
}

/** Where an element stands. @param {number[]} shape @param {number} i */
export function indexOf(shape, i) {
  let rest = i;
  const index = shape.toReversed().map((n) => {
    const k = rest % n;
    rest = Math.floor(rest / n);
    return k;
  });
  return index.reverse();
}
