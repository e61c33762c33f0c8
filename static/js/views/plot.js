// A row of cells over the whole of time, by Plotly, which is loaded when the first plot opens.

import { el } from '../dom.js';
import { figureOf } from '../figures.js';
import { directionName } from '../steps.js';

/** @typedef {import('../types.js').Cell} Cell */

/**
 * @param {HTMLElement} root
 * @param {{address: string,
 *   fetch: (cell: Cell, state: string) => Promise<import('../figures.js').Course>}} given
 */
export function create(root, { address, fetch }) {
  const title = el('h2', {});
  const close = el('button', { type: 'button', click: () => dialog.close() }, 'Close');
  const state = el('select', { 'aria-label': 'State' });
  const kind = el('select', { 'aria-label': 'Kind of plot' });
  kind.append(
    el('option', { value: 'map' }, 'heat map'),
    el('option', { value: 'lines' }, 'lines'),
  );
  const place = el('div', { class: 'plot' });
  const says = el('p', { class: 'note', role: 'status' });
  const head = el('div', { class: 'head' }, title, state, kind, close);
  const dialog = el('dialog', { class: 'plots', 'aria-label': 'Time course' }, head, says, place);
  root.append(dialog);
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
      const [plotly, course] = await Promise.all([load(address), fetch(cell, state.value)]);
      const wanted = /** @type {'map'|'lines'} */ (kind.value);
      const figure = figureOf(course, wanted, picture.trace.range, s.first, lookOf());
      await plotly.react(place, figure.data, figure.layout, {
        responsive: true,
        displaylogo: false,
      });
      const pooled =
        course.t.length < s.T ? `means over ${(s.T / course.t.length).toFixed(1)} steps` : '';
      says.textContent = pooled;
    } catch (error) {
      says.textContent = `The plot can’t be drawn: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** @param {import('../types.js').Picture} picture @param {Cell} cell */
  return (picture, cell) => {
    const s = picture.trace.summary;
    shown = { picture, cell };
    const way = s.D > 1 ? `, ${directionName(cell.direction)}` : '';
    title.textContent = `Layer ${cell.layer}${way}: every unit over time`;
    state.replaceChildren(...s.states.map((value) => el('option', { value }, value)));
    dialog.showModal();
    draw(picture, cell);
  };
}

/** @type {Promise<any>|null} */
let loading = null;

/**
 * Plotly comes as a script that leaves a global, not as a module.
 * @param {string} src
 * @returns {Promise<any>}
 */
function load(src) {
  loading ??= new Promise((resolve, reject) => {
    const script = el('script', { src });
    script.addEventListener('load', () => resolve(Reflect.get(window, 'Plotly')));
    script.addEventListener('error', () => {
      loading = null;
      reject(new Error('Plotly did not load; is the server running?'));
    });
    document.head.append(script);
  });
  return loading;
}

/** @returns {import('../figures.js').Look} */
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
