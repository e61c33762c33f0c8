// A row of cells over the whole of time. The frame that draws it, and Plotly in it, is loaded when
// the first plot opens.

import { el } from '../draw/dom.js';
import { nameOfRow } from '../model/rows.js';
import { directionName, namesDirection } from '../model/steps.js';
import { figureOf } from './figures.js';

/** @typedef {import('../types.js').Cell} Cell */

/**
 * @param {HTMLElement} root
 * @param {(cell: Cell, state: string) => Promise<import('./figures.js').Course>} fetch
 */
export function create(root, fetch) {
  const title = el('h2', {});
  const close = el('button', { type: 'button', click: () => dialog.close() }, 'Close');
  const state = el('select', { 'aria-label': 'State' });
  const kind = el('select', { 'aria-label': 'Kind of plot' });
  kind.append(
    el('option', { value: 'map' }, 'heat map'),
    el('option', { value: 'lines' }, 'lines'),
  );
  const frame = el('iframe', { class: 'plot', title: 'Plot' });
  const says = el('p', { class: 'note', role: 'status' });
  const head = el('div', { class: 'head' }, title, state, kind, close);
  const dialog = el('dialog', { class: 'plots', 'aria-label': 'Time course' }, head, says, frame);
  root.append(dialog);
  window.addEventListener('message', ({ source, data }) => {
    if (source === frame.contentWindow && data === 'close') dialog.close();
  });
  /** @type {{picture: import('../types.js').Picture, cell: Cell}|null} */
  let shown = null;
  const redraw = () => shown && draw(shown.picture, shown.cell);
  state.addEventListener('change', redraw);
  kind.addEventListener('change', redraw);

  /** @param {import('../types.js').Picture} picture @param {Cell} cell */
  async function draw(picture, cell) {
    const s = picture.trace.summary;
    says.textContent = 'Loading …';
    try {
      const [course] = await Promise.all([fetch(cell, state.value), ready(frame)]);
      const wanted = /** @type {'map'|'lines'} */ (kind.value);
      const figure = figureOf(
        course,
        wanted,
        picture.trace.range[course.state] ?? 1,
        s.first,
        lookOf(),
      );
      frame.contentWindow?.postMessage(figure, location.origin);
      const steps = (s.length / course.t.length).toFixed(1);
      says.textContent = course.t.length < s.length ? `Means over ${steps} steps.` : '';
    } catch (error) {
      says.textContent = `The plot can’t be drawn: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** @param {import('../types.js').Picture} picture @param {Cell} cell */
  return (picture, cell) => {
    const s = picture.trace.summary;
    shown = { picture, cell };
    const way = namesDirection(s) ? `, ${directionName(cell.direction)}` : '';
    const row = s.B > 1 ? `, ${nameOfRow(s)}` : '';
    title.textContent = `Layer ${cell.layer}${way}${row}: every unit over time`;
    state.replaceChildren(...s.states.map((value) => el('option', { value }, value)));
    dialog.showModal();
    draw(picture, cell);
  };
}

/**
 * The frame, once its page is there.
 * @param {HTMLIFrameElement} frame
 */
function ready(frame) {
  if (frame.dataset.ready) return null;
  return new Promise((resolve) => {
    frame.addEventListener('load', () => {
      frame.dataset.ready = 'true';
      resolve(frame);
    });
    frame.src = 'plot';
  });
}

/** @returns {import('./figures.js').Look} */
function lookOf() {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    paper: of('--paper'),
    ink: of('--ink'),
    grid: of('--line'),
    scale: [
      [0, of('--negative')],
      [0.5, of('--zero')],
      [1, of('--positive')],
    ],
  };
}
