// The weights of each line of cells as a small heat map at its name: one set, used at every step.
// Pointing at it, or the focus, tethers it to every cell of the line.

import { el, svg } from '../draw/dom.js';
import { paintDense, sized } from '../draw/paint.js';
import { leftOf, middle, topOf } from '../model/geometry.js';
import { directionName, namesDirection } from '../model/steps.js';

/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('../types.js').LineWeights} LineWeights */

/** Pixels of its side, and from it to the first column, where the states before the first step are. */
const [largestSide, before] = [24, 46];

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

  /** @param {LineWeights|null} line which is pointed at */
  function tether(line) {
    const { layout, view, window: columns } = frame ?? {};
    if (!line || !layout || !view || !columns) {
      path.setAttribute('d', '');
      return;
    }
    const top = topOf(layout, line);
    const over = top - 5;
    const cells = Array.from({ length: columns[1] - columns[0] }, (_, i) => columns[0] + i).filter(
      (t) => leftOf(layout, t) >= view.left + layout.left - 14 && middle(layout, t) < view.x,
    );
    const last = cells.at(-1) ?? 0;
    const x = view.left + layout.left - before + side(layout) / 2;
    const down = cells.map((t) => `M${middle(layout, t)},${over}V${top}`).join('');
    path.setAttribute('d', `M${x},${top}V${over}H${middle(layout, last)}${down}`);
  }

  /** @param {LineWeights} line */
  function createMap(line) {
    const canvas = el('canvas', { 'aria-hidden': 'true' });
    const node = el(
      'button',
      { type: 'button', class: 'line-weights', 'data-weights': '' },
      canvas,
    );
    node.dataset.weights = `${line.layer}:${line.direction}`;
    for (const event of ['pointerenter', 'focus']) node.addEventListener(event, () => tether(line));
    for (const event of ['pointerleave', 'blur']) node.addEventListener(event, () => tether(null));
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
      tether(null);
      for (const { node } of maps) node.remove();
      maps = isShown ? weights.lines.map(createMap) : [];
      overlay.setAttribute('width', String(layout.width));
      overlay.setAttribute('height', String(layout.height));
      for (const { line, node, canvas } of maps) {
        const size = side(layout);
        const context = sized(canvas, size, size);
        const rows = line.values.length;
        const columns = line.values[0]?.length ?? 0;
        const values = Float32Array.from(line.values.flat(), (value) => value ?? Number.NaN);
        const box = { x: 0, y: 0, w: size, h: size };
        paintDense(context, scale, box, values, line.largest || 1, columns, rows);
        node.style.top = `${topOf(layout, line) + (layout.cell.h - size) / 2}px`;
        const name = nameOf(line, namesDirection(s));
        node.title = name;
        node.setAttribute('aria-label', name);
      }
    }
    for (const { node } of maps) node.style.left = `${view.left + layout.left - before}px`;
  };
}

/** @param {import('../model/geometry.js').Layout} layout */
const side = ({ cell }) => Math.min(largestSide, cell.h);

/** @param {LineWeights} line @param {boolean} isNamed whether the direction has to be told */
function nameOf({ layer, direction, names, shapes }, isNamed) {
  const way = isNamed ? `, ${directionName(direction)}` : '';
  const sets = names.map((name, i) => `${name} (${shapes[i]?.join('×')})`).join(' and ');
  return `Weights of layer ${layer}${way}: ${sets}, one set, used at every step`;
}
