// The unrolled graph: inputs below, a row of cells for each layer and direction, y above.

import { currentScale } from '../colour.js';
import { el, svg } from '../dom.js';
import { arrowsOf, layoutOf, middle, windowOf } from '../geometry.js';
import { createBands } from '../graph/bands.js';
import { createDropout } from '../graph/dropout.js';
import { createEnds } from '../graph/ends.js';
import { createInitial } from '../graph/initial.js';
import { createRow } from '../graph/row.js';
import { travel } from '../graph/travel.js';
import { cellOf, cellsAt, stepOf } from '../steps.js';

/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {import('../graph/row.js').Row} Row */

/**
 * @typedef {object} Frame what is drawn of a picture, and where
 * @property {Picture} picture
 * @property {import('../types.js').Summary} s
 * @property {import('../geometry.js').Layout} layout
 * @property {[number, number]} window the columns that are in the document
 * @property {import('../colour.js').Scale} scale
 * @property {string} order
 * @property {import('../types.js').Cell[]} cells of the step
 */

/**
 * @param {HTMLElement} root
 * @param {(selection: import('../types.js').Selection) => void} onSelect
 * @param {(view: import('../types.js').View) => void} onView
 */
export function create(root, onSelect, onView) {
  const arrows = { todo: svg('path', { class: 'todo' }), done: svg('path', { class: 'done' }) };
  const lines = svg('svg', { class: 'arrows', 'aria-hidden': 'true' }, arrows.todo, arrows.done);
  // Keeps what scrolls by from showing between the names of the rows.
  const shade = el('div', { class: 'shade' });
  const inner = el('div', { class: 'stage-inner' }, lines, shade);
  const stage = el('div', { class: 'stage', role: 'group', 'aria-label': 'Unrolled graph' }, inner);
  root.append(stage);
  const bands = createBands(inner);
  const dropout = createDropout(inner);
  const initial = createInitial(inner);
  const ends = createEnds(inner);
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {Frame|null} */
  let frame = null;

  /** @param {Event} event */
  const cellUnder = (event) => {
    const node = /** @type {Element} */ (event.target).closest?.('[data-cell]');
    const key = node?.getAttribute('data-cell');
    return key && frame ? cellOf(frame.s, key) : null;
  };
  stage.addEventListener('pointerover', (event) => onSelect({ hover: cellUnder(event) }));
  stage.addEventListener('pointerleave', () => onSelect({ hover: null }));
  stage.addEventListener('focusin', (event) => onSelect({ hover: cellUnder(event) }));
  stage.addEventListener('focusout', () => onSelect({ hover: null }));
  stage.addEventListener('click', (event) => {
    const pin = cellUnder(event);
    if (pin) onSelect({ pin });
  });
  stage.addEventListener('keydown', (event) => moveFocus(event, stage, cellUnder(event)));
  stage.addEventListener('scroll', () => frame && draw(frame.picture), { passive: true });
  new ResizeObserver(() => frame && draw(frame.picture)).observe(stage);

  /** @param {Picture} picture */
  function draw(picture) {
    const s = picture.trace.summary;
    const before = frame;
    const layout = layoutOf(s, stage.clientWidth, stage.clientHeight);
    const order = String(picture.scene.order);
    inner.style.width = `${layout.width}px`;
    inner.style.height = `${layout.height}px`;
    shade.style.width = `${layout.left - 14}px`;
    const moved = before?.picture.step !== picture.step || before?.s.key !== s.key;
    if (moved) follow(picture, layout, order);
    const window = windowOf(layout, s, stage.scrollLeft, stage.clientWidth);
    const cells = cellsAt(s, order, picture.step);
    frame = { picture, s, layout, window, scale: currentScale(), order, cells };
    stage.classList.toggle('is-long', layout.width > stage.clientWidth);
    stage.classList.toggle('has-asked', picture.light !== null);
    onView({ left: stage.scrollLeft, width: stage.clientWidth, layout, window });

    drawRows(frame, before);
    /** @param {number} layer @param {number} direction @param {number} t */
    const done = (layer, direction, t) => stepOf(s, order, { layer, direction, t }) <= picture.step;
    const paths = arrowsOf(layout, s, window, done);
    arrows.done.setAttribute('d', paths.done);
    arrows.todo.setAttribute('d', paths.todo);
    lines.setAttribute('width', String(layout.width));
    lines.setAttribute('height', String(layout.height));
    bands(frame);
    dropout(frame);
    initial(frame);
    ends(frame);
    if (before?.s.key === s.key && picture.step === before.picture.step + 1) travel(inner, frame);
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
   * Keep what is being computed in view: the pinned cell's direction, else forward.
   * @param {Picture} picture
   * @param {import('../geometry.js').Layout} layout
   * @param {string} order
   */
  function follow(picture, layout, order) {
    const s = picture.trace.summary;
    const cells = cellsAt(s, order, picture.step);
    const wanted = picture.pin?.direction ?? 0;
    const cell = cells.findLast(({ direction }) => direction === wanted) ?? cells[0];
    const row = layout.rows.find(
      ({ layer, direction }) => layer === cell?.layer && direction === cell.direction,
    );
    if (!cell || !row) return;
    const beside = 40; // the arrows that lead into it and out of it
    const [top, bottom] = [row.y - beside, row.y + layout.cell.h + beside];
    if (top < stage.scrollTop) stage.scrollTop = top;
    if (bottom > stage.scrollTop + stage.clientHeight) {
      stage.scrollTop = bottom - stage.clientHeight;
    }
    if (layout.width <= stage.clientWidth) return;
    // Ahead of the step there is more to come than behind it.
    const [behind, ahead] = cell.direction ? [0.55, 0.9] : [0.1, 0.45];
    const room = stage.clientWidth - layout.left;
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
 */
function moveFocus(event, stage, cell) {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  if (!cell || !by) return;
  const keys = [...stage.querySelectorAll('[data-row]')].map((row) => row.getAttribute('data-row'));
  const here = keys.indexOf(`${cell.layer}:${cell.direction}`);
  const row = typeof by === 'string' ? keys[here + (by === 'up' ? -1 : 1)] : keys[here];
  const t = typeof by === 'number' ? cell.t + by : cell.t;
  const next = stage.querySelector(`[data-cell="${row}:${t}"]`);
  if (next instanceof HTMLElement) next.focus();
  event.preventDefault();
  event.stopPropagation();
}
