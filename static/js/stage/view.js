// The unrolled graph: inputs below, a row of cells for each layer and direction, y above.

import { currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { layoutOf, middle, topOf, windowOf } from '../layout/geometry.js';
import { shelvesOf } from '../layout/shelves.js';
import { wiresOf } from '../layout/wires.js';
import { namesPath, sourceOfY } from '../model/sources.js';
import { cellFollowed, cellOf, cellsAt, keyOf, stepOf } from '../model/steps.js';
import { createEvery } from '../shelf/every.js';
import { createSides } from '../shelf/sides.js';
import { sourceOfSlot } from '../shelf/slot.js';
import { createCarry } from './carry.js';
import { createEnds, createHead } from './ends.js';
import { createDropout, createLines, createRings } from './lines.js';
import { createInitial, createRow } from './row.js';
import { columnsOf, slide } from './slide.js';
import { travel } from './travel.js';
import { createWeights } from './weights.js';

/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {import('./row.js').Row} Row */

/**
 * @typedef {object} Frame what is drawn of a picture, and where
 * @property {Picture} picture
 * @property {import('../types.js').Summary} s
 * @property {import('../layout/geometry.js').Layout} layout
 * @property {import('../layout/shelves.js').Shelves} shelves
 * @property {{left: number, x: number}} view what is in view: from here to the shelves at the side
 * @property {string} names whose tensors the shelves are
 * @property {{keys: string[], state: string|undefined}} lit the cells that are selected, and which of
 *   their states where it is one alone
 * @property {[number, number]} window the columns that are in the document
 * @property {import('../draw/colour.js').Scale} scale
 * @property {string} order
 * @property {import('../types.js').Cell[]} cells of the step
 */

/**
 * @param {HTMLElement} root
 * @param {(selection: import('../types.js').Selection) => void} onSelect
 * @param {(view: import('../types.js').View) => void} onView
 * @param {(trace: import('../model/trace.js').Trace) => import('../types.js').Weights|null} weightsOf
 */
export function create(root, onSelect, onView, weightsOf) {
  // Keeps what scrolls by from showing between the names of the rows.
  const shade = el('div', { class: 'shade' });
  const inner = el('div', { class: 'stage-inner' }, shade);
  const stage = el('div', { class: 'stage', role: 'group', 'aria-label': 'Unrolled graph' }, inner);
  root.append(stage);
  const rings = createRings(inner);
  const lines = createLines(inner);
  const dropout = createDropout(inner);
  const initial = createInitial(inner);
  const carry = createCarry(inner);
  const ends = createEnds(inner);
  const head = createHead(inner);
  const every = createEvery(inner);
  const sides = createSides(inner);
  const weights = createWeights(inner);
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {Frame|null} */
  let frame = null;
  /** @type {Set<string>} the slots whose copies are on their way */
  let awaited = new Set();

  /** @param {Event} event @returns {import('../types.js').Source|null} */
  const sourceUnder = (event) => {
    const node = /** @type {Element} */ (event.target).closest?.('[data-slot], button[data-y]');
    const t = node?.getAttribute('data-y');
    if (t && frame) return sourceOfY(frame.s, Number(t));
    return node ? sourceOfSlot(node) : cellUnder(event);
  };
  /** @param {Event} event */
  const cellUnder = (event) => {
    const node = /** @type {Element} */ (event.target).closest?.('[data-cell]');
    const key = node?.getAttribute('data-cell');
    return key && frame ? cellOf(frame.s, key) : null;
  };
  stage.addEventListener('pointerover', (event) => onSelect({ hover: sourceUnder(event) }));
  stage.addEventListener('pointerleave', () => onSelect({ hover: null }));
  stage.addEventListener('focusin', (event) => onSelect({ hover: sourceUnder(event) }));
  stage.addEventListener('focusout', () => onSelect({ hover: null }));
  stage.addEventListener('click', (event) => {
    const pin = sourceUnder(event);
    if (pin) onSelect({ pin });
  });
  stage.addEventListener('keydown', (event) => {
    moveFocus(event, stage, cellUnder(event), frame?.picture.isFolded ?? false);
  });
  stage.addEventListener('scroll', () => frame && draw(frame.picture), { passive: true });
  new ResizeObserver(() => frame && draw(frame.picture)).observe(stage);

  /** @param {Picture} picture */
  function draw(picture) {
    const s = picture.trace.summary;
    const before = frame;
    const names = namesPath(picture.scene);
    const isKnown = before?.names === names && before.s.key === s.key;
    const shelves = isKnown ? before.shelves : shelvesOf(s, picture.names.tensors);
    const { isFolded } = picture;
    const layout = layoutOf(s, shelves, stage.clientWidth, stage.clientHeight, isFolded);
    const order = String(picture.scene.order);
    const turned = before !== null && before.picture.isFolded !== isFolded;
    // What is about to be folded is on screen for the last time.
    const folded = before && turned && isFolded ? columnsOf(inner, before) : [];
    inner.style.width = `${layout.width}px`;
    inner.style.height = `${layout.height}px`;
    // What takes the focus scrolls out from under the names and the shelves at the side.
    stage.style.scrollPaddingInline = `${layout.left}px ${layout.sides.width + 8}px`;
    const moved = turned || before?.picture.step !== picture.step || before?.s.key !== s.key;
    // The pinned cell's direction, else forward.
    const followed = cellFollowed(s, order, picture.step, picture.pin?.direction ?? 0);
    if (moved) follow(layout, followed);
    const { scrollLeft, clientWidth } = stage;
    // The states before the first step stand where names end, until they scroll under those.
    shade.style.width = `${layout.left - (scrollLeft > 0 ? 2 : 14)}px`;
    /** @type {[number, number]} folded, the one column is that of the step */
    const step = [followed.t, followed.t + 1];
    const window = isFolded ? step : windowOf(layout, s, scrollLeft, clientWidth);
    const cells = cellsAt(s, order, picture.step);
    const shelvesAt = Math.min(layout.sides.x, scrollLeft + clientWidth - layout.sides.width);
    const scale = currentScale();
    const source = picture.hover ?? picture.pin;
    const keys = source ? [source, ...(source.beside ?? [])].map(keyOf) : [];
    const lit = { keys, state: source?.state };
    const view = { left: scrollLeft, x: shelvesAt };
    frame = { picture, s, layout, shelves, view, names, window, scale, order, cells, lit };
    stage.classList.toggle('is-long', layout.width > clientWidth);
    stage.classList.toggle('has-asked', picture.light !== null);
    onView({ left: scrollLeft, width: clientWidth, layout, window });

    drawRows(frame, before);
    /** @param {import('../types.js').Cell} cell */
    const done = (cell) => stepOf(s, order, cell) <= picture.step;
    const wires = wiresOf(layout, s, shelves, window, view, done).filter(
      ({ kind }) => picture.scene[kind],
    );
    if (moved) awaited = new Set();
    if (before?.s.key === s.key && picture.step === before.picture.step + 1) {
      const mine = travel(inner, frame, wires, () => {
        if (awaited !== mine) return; // another step has come
        awaited = new Set();
        if (frame) draw(frame.picture);
      });
      awaited = mine;
    }
    lines(frame, wires);
    rings(frame);
    dropout(frame);
    initial(frame);
    carry(frame);
    ends(frame, awaited);
    head(frame);
    every(frame, awaited);
    sides(frame, awaited);
    weights(frame, weightsOf(picture.trace));
    if (turned) slide(inner, isFolded ? folded : columnsOf(inner, frame), frame);
  }

  /** @param {Frame} now @param {Frame|null} before */
  function drawRows(now, before) {
    const wanted = new Set(now.layout.rows.map(({ layer, direction }) => `${layer}:${direction}`));
    for (const [key, row] of rows) {
      if (!wanted.has(key)) {
        row.remove();
        rows.delete(key);
      }
    }
    for (const { layer, direction, y } of now.layout.rows) {
      const key = `${layer}:${direction}`;
      let row = rows.get(key);
      if (!row) {
        row = createRow(inner, layer, direction, before !== null);
        rows.set(key, row);
      }
      row.update(now, y);
    }
  }

  /**
   * Keep what is being computed in view.
   * @param {import('../layout/geometry.js').Layout} layout
   * @param {import('../types.js').Cell} cell
   */
  function follow(layout, cell) {
    const beside = 40; // the arrows that lead into it and out of it
    const y = topOf(layout, cell);
    const [top, bottom] = [y - beside, y + layout.cell.h + beside];
    if (top < stage.scrollTop) stage.scrollTop = top;
    if (bottom > stage.scrollTop + stage.clientHeight) {
      stage.scrollTop = bottom - stage.clientHeight;
    }
    if (layout.width <= stage.clientWidth) return;
    // Ahead of the step there is more to come than behind it.
    const [behind, ahead] = cell.direction ? [0.55, 0.9] : [0.1, 0.45];
    const room = stage.clientWidth - layout.left - layout.sides.width;
    const at = middle(layout, cell.t) - layout.left - stage.scrollLeft;
    if (at < behind * room) stage.scrollLeft += at - behind * room;
    if (at > ahead * room) stage.scrollLeft += at - ahead * room;
  }

  /** @param {number} left */
  const scrollTo = (left) => {
    stage.scrollLeft = left;
  };
  /** Have a column in the middle, and all of the graph in view. @param {number} t */
  const reveal = (t) => {
    stage.scrollIntoView({ block: 'nearest' });
    if (frame) scrollTo(middle(frame.layout, t) - stage.clientWidth / 2);
  };
  return Object.assign(draw, { scrollTo, reveal });
}

/**
 * Arrow keys go from cell to cell while a cell has the focus.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} stage
 * @param {import('../types.js').Cell|null} cell
 * @param {boolean} isFolded
 */
function moveFocus(event, stage, cell, isFolded) {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  if (!cell || !by) return;
  // Folded, there is no other column: left and right step, as they do elsewhere.
  if (typeof by === 'number' && isFolded) return;
  const keys = [...stage.querySelectorAll('[data-row]')].map((row) => row.getAttribute('data-row'));
  const here = keys.indexOf(`${cell.layer}:${cell.direction}`);
  const row = typeof by === 'string' ? keys[here + (by === 'up' ? -1 : 1)] : keys[here];
  const t = typeof by === 'number' ? cell.t + by : cell.t;
  const next = stage.querySelector(`[data-cell="${row}:${t}"]`);
  if (next instanceof HTMLElement) next.focus();
  event.preventDefault();
  event.stopPropagation();
}
