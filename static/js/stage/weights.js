// The weights of each line of cells as a small heat map at its name: one set, used at every step.
// Pointing at it, or the focus, tethers it to every cell of the line.

import { el, svg } from '../draw/dom.js';
import { paintDense, sized } from '../draw/paint.js';
import { pathOf } from '../layout/arrows.js';
import { tethersOf, weightsBox } from '../layout/tethers.js';
import { directionName, namesDirection } from '../model/steps.js';

/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('../types.js').LineWeights} LineWeights */

/** @param {HTMLElement} parent */
export function createWeights(parent) {
  const path = svg('path', { class: 'tether' });
  const overlay = svg('svg', { class: 'tethers', 'aria-hidden': 'true' }, path);
  parent.append(overlay);
  /** @type {{line: LineWeights, node: HTMLButtonElement, canvas: HTMLCanvasElement}[]} */
  let maps = [];
  let drawn = '';
  /** @type {Frame|null} */
  let frame = null;
  /** @type {LineWeights|null} the line that is pointed at */
  let pointed = null;

  function tie() {
    const ends =
      frame && pointed ? tethersOf(frame.layout, frame.s, frame.window, frame.view, pointed) : [];
    const d = ends.map((points) => pathOf({ points, isBare: true })).join('');
    if (path.getAttribute('d') !== d) path.setAttribute('d', d);
  }

  /** @param {LineWeights|null} line */
  const point = (line) => () => {
    pointed = line;
    tie();
  };

  /** @param {LineWeights} line */
  function createMap(line) {
    const canvas = el('canvas', { 'aria-hidden': 'true' });
    const node = el(
      'button',
      { type: 'button', class: 'line-weights', 'data-weights': '' },
      canvas,
    );
    node.dataset.weights = `${line.layer}:${line.direction}`;
    for (const event of ['pointerenter', 'focus']) node.addEventListener(event, point(line));
    for (const event of ['pointerleave', 'blur']) node.addEventListener(event, point(null));
    parent.append(node);
    return { line, node, canvas };
  }

  /**
   * @param {Frame} now
   * @param {import('../types.js').Weights|null} weights null while they are on their way
   */
  return (now, weights) => {
    const { s, layout, scale, view } = now;
    frame = now;
    const isShown = weights !== null && layout.left > 80;
    const state = isShown ? [s.id, scale.css[0], layout.key].join() : '';
    if (state !== drawn) {
      drawn = state;
      pointed = null;
      for (const { node } of maps) node.remove();
      maps = isShown ? weights.lines.map(createMap) : [];
      overlay.setAttribute('width', String(layout.width));
      overlay.setAttribute('height', String(layout.height));
      for (const { line, node, canvas } of maps) {
        const { y, w, h } = weightsBox(layout, view.left, line);
        const context = sized(canvas, w, h);
        const rows = line.values.length;
        const columns = line.values[0]?.length ?? 0;
        const values = Float32Array.from(line.values.flat(), (value) => value ?? Number.NaN);
        paintDense(context, scale, { x: 0, y: 0, w, h }, values, line.largest || 1, columns, rows);
        node.style.top = `${y}px`;
        const name = nameOf(line, namesDirection(s));
        node.title = name;
        node.setAttribute('aria-label', name);
      }
    }
    for (const { line, node } of maps) {
      node.style.left = `${weightsBox(layout, view.left, line).x}px`;
    }
    tie();
  };
}

/** @param {LineWeights} line @param {boolean} isNamed whether the direction has to be told */
function nameOf({ layer, direction, names, shapes }, isNamed) {
  const way = isNamed ? `, ${directionName(direction)}` : '';
  const sets = names.map((name, i) => `${name} (${shapes[i]?.join('×')})`).join(' and ');
  return `Weights of layer ${layer}${way}: ${sets}, one set, used at every step`;
}
