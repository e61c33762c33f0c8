// One tensor as a table: its name, its shape, what it is, and a line for each state that it holds.

import { el, lettered } from '../draw/dom.js';
import { moved, scrolledTo } from '../layout/grid.js';
import { full } from '../model/digits.js';
import { stateAt } from '../model/light.js';
import { nameOfRow } from '../model/rows.js';
import { sourceOf } from '../model/sources.js';
import { cellsAt } from '../model/steps.js';
import {
  colourName,
  elementName,
  elementWidth,
  originOf,
  placeName,
  shapeOf,
  sourceOfStrip,
  sourceOfTensor,
  stripAt,
  stripCount,
  stripsWith,
  valuesOf,
} from '../model/tensors.js';
import { createLines } from './lines.js';
import { createStrips } from './strips.js';

/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../types.js').Tensor} Tensor */
/** @typedef {import('./lines.js').Frame} Frame */
/** @typedef {import('../layout/grid.js').Place} Place a unit of a line; −1 is a line's name, and over the lines the title */

/** Pixels of a line and the gap under it. */
const height = 17;

/**
 * @param {string} name
 * @param {() => void} onView told when another part of it is to be drawn
 */
export function createTensor(name, onView) {
  const shape = el('span', { class: 'shape' });
  const says = el('p', { class: 'means' });
  const title = el('h3', { tabindex: -1 }, name, ' ', shape);
  const lines = createLines();
  const strips = createStrips();
  const table = el('table', { role: 'grid', 'aria-label': name }, lines.body);
  const scroll = el('div', { class: 'tensor-scroll' }, strips.node, table);
  const root = el('section', { class: 'tensor', 'data-tensor': name }, title, says, scroll);
  /** @type {Frame|null} */
  let frame = null;
  let drawn = '';
  /** @type {{step: string, light: Picture['light'], pin: Picture['pin']}|null} what was followed */
  let followed = null;
  /** @type {Place} */
  let at = { line: 0, column: 0 };

  // What the document says of the place, kept, because asking makes the browser lay it all out.
  const view = { top: 0, left: 0, width: 0, height: 0 };
  scroll.addEventListener('scroll', () => {
    view.top = scroll.scrollTop;
    view.left = scroll.scrollLeft;
    onView();
  });
  const resized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = scroll;
    if (view.width === width && view.height === height) return;
    Object.assign(view, { width, height });
    if (width) onView();
  });
  resized.observe(scroll);

  /**
   * @param {Picture} picture
   * @param {Tensor} tensor
   * @param {import('../draw/colour.js').Scale} scale
   * @param {{room: number, name: number}} width of the place, and of a line's name
   * @param {Frame['lit']} lit
   */
  function update(picture, tensor, scale, { room, name }, lit) {
    const s = picture.trace.summary;
    const now = [JSON.stringify(tensor), s.b, s.length, room, name].join();
    const isNew = now !== drawn || !frame;
    const hadFocus = isNew && lines.body.contains(document.activeElement);
    const { units } = stripAt(s, tensor, 0);
    const widths = { name, ...elementWidth(units, room - name) };
    const lineTotal = stripCount(s, tensor);
    if (isNew) {
      drawn = now;
      followed = null;
      at = moved(at, '', sizes(lineTotal, units));
      lines.clear(lineTotal * height, widths.name + units * widths.element);
      describe(s, tensor, widths, lineTotal, units);
    }
    frame = { picture, tensor, scale, widths, height, lit, view, at };
    if (view.height) follow(picture, tensor, lineTotal);
    lines.update(frame);
    title.tabIndex = at.line < 0 ? 0 : -1;
    if (hadFocus) lines.nodeAt(frame, at).focus({ preventScroll: true });
    if (!widths.areNumbers && view.height) {
      strips.paint(frame, lines.all(), { ...view, width: view.width - widths.name });
    }
  }

  /**
   * @param {import('../types.js').Summary} s
   * @param {Tensor} tensor
   * @param {Frame['widths']} widths
   * @param {number} lineTotal
   * @param {number} units
   */
  function describe(s, tensor, { areNumbers, name, element }, lineTotal, units) {
    title.className = `name-${colourName(tensor)}`;
    shape.replaceChildren(...lettered(shapeOf(tensor)));
    says.textContent = tensor.says + (s.B > 1 ? `; ${nameOfRow(s)} is shown` : '');
    root.classList.toggle('has-numbers', areNumbers);
    strips.node.hidden = areNumbers;
    root.style.setProperty('--name-width', `${name}px`);
    root.style.setProperty('--element', `${element}px`);
    root.style.setProperty('--line', `${height}px`);
    table.setAttribute('aria-rowcount', String(lineTotal));
    table.setAttribute('aria-colcount', String(units + 1));
  }

  /**
   * Bring into view what has changed last: what is asked, what is pinned, or what was computed.
   * @param {Picture} picture
   * @param {Tensor} tensor
   * @param {number} lineTotal
   */
  function follow({ trace: { summary: s }, scene, step, light, pin }, tensor, lineTotal) {
    const before = followed;
    followed = { step: `${s.key} ${step}`, light, pin };
    if (lineTotal * height <= view.height) return;
    let line;
    if (light && light !== before?.light) {
      line = Array.from({ length: lineTotal }, (_, i) => i).find((i) => {
        const { cell, beside, state } = stripAt(s, tensor, i);
        return [cell, ...beside].some((each) => light.spans.has(stateAt(state, each)));
      });
    } else if (pin && pin !== before?.pin) {
      [line] = stripsWith(s, tensor, pin);
    } else if (followed.step !== before?.step) {
      [line] = cellsAt(s, String(scene.order), step).flatMap((each) => stripsWith(s, tensor, each));
    }
    if (line === undefined) return;
    const from = Math.max(0, line - 1) * height;
    const to = scrolledTo(view.top, view.height, from, (line + 3) * height);
    if (to === view.top) return;
    scroll.scrollTop = to;
    view.top = scroll.scrollTop;
  }

  /** @param {number} lines @param {number} columns */
  const sizes = (lines, columns) => {
    const page = Math.max(1, Math.floor(view.height / height) - 1);
    return { lines, columns, page, least: -1 };
  };

  root.addEventListener('keydown', (event) => {
    if (!frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const { picture, tensor } = frame;
    const { summary: s } = picture.trace;
    const { units } = stripAt(s, tensor, 0);
    const to = moved(at, event.key, sizes(stripCount(s, tensor), units));
    if (to === at) return;
    event.preventDefault();
    at = to;
    const node = at.line < 0 ? title : lines.nodeAt({ ...frame, at }, at);
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    onView(); // what had the focus is let go
  });
  root.addEventListener('focusin', (event) => {
    at = placeUnder(event) ?? at;
  });

  /** What of the tensor an event is at. @param {Event} event @returns {Place|null} */
  function placeUnder(event) {
    const node = /** @type {HTMLElement} */ (event.target).closest('h3, th, [data-index], .strip');
    const line = /** @type {HTMLElement|null|undefined} */ (node?.closest('tr'))?.dataset.line;
    if (!node || !frame) return null;
    if (line === undefined) return { line: -1, column: -1 };
    const isStrip = node.classList.contains('strip');
    const { offsetX } = /** @type {PointerEvent} */ (event);
    const column = isStrip
      ? Math.floor(offsetX / frame.widths.element)
      : Number(node.getAttribute('aria-colindex') ?? 1) - 2;
    return { line: Number(line), column };
  }

  /** The states that stand at a place. @param {Place} place @returns {Source|null} */
  function sourceAt({ line, column }) {
    if (!frame) return null;
    const { picture, tensor } = frame;
    const s = picture.trace.summary;
    if (line < 0) return sourceOfTensor(s, tensor);
    const half = stripAt(s, tensor, line);
    return column < 0 ? sourceOfStrip(half) : sourceOf(s, tensor, half.index(column));
  }

  /** What stands at a place, in words and all its digits. @param {Place} place */
  function wordsAt({ line, column }) {
    if (!frame) return '';
    const { picture, tensor } = frame;
    const s = picture.trace.summary;
    if (line < 0) return `${name} ${shapeOf(tensor)}, ${tensor.says}`;
    const half = stripAt(s, tensor, line);
    if (column < 0) return `${placeName(tensor, half)}, ${originOf(s, tensor, half)}`;
    const value = valuesOf(picture, tensor, half)?.[column] ?? null;
    return elementName(s, tensor, half, column, value, (exact) => full(exact, s.dtype));
  }

  const remove = () => {
    resized.disconnect();
    root.remove();
  };
  return { root, update, placeUnder, sourceAt, wordsAt, remove };
}
