// The two rows at the ends: what goes in below, and y above.

import { el, markAsked, svg } from '../draw/dom.js';
import { barsPath } from '../draw/paint.js';
import { leftOf } from '../layout/geometry.js';
import { slotKey } from '../layout/wires.js';
import { brief } from '../model/digits.js';
import { numbersAt } from '../model/light.js';
import { isPadding } from '../model/rows.js';
import { lineAt } from '../model/sources.js';
import { passed } from '../model/steps.js';
import { createStop } from '../shelf/stop.js';
import { numbersLabel, yLabel } from '../words/labels.js';

/** @typedef {import('./view.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createEnds(parent) {
  const xName = el('div', { class: 'row-name' });
  const yName = el('div', { class: 'row-name' });
  const xRow = el('div', { class: 'end x-row' }, xName);
  const yRow = el('div', { class: 'end y-row' }, yName);
  parent.append(xRow, yRow);
  /** @typedef {{nodes: HTMLElement[], x: HTMLElement, y: HTMLElement, isFull: boolean}} Column */
  /** @type {Map<number, Column>} */
  const columns = new Map();
  let drawn = '';
  const keepStop = createStop(yRow, 'button', (node, right) => {
    const beside = columns.get(Number(node.dataset.y) + right)?.y;
    return beside?.matches('button') ? beside : undefined;
  });

  /** @param {Frame} frame @param {Set<string>} awaited keys of slots whose copies are on their way */
  return (frame, awaited) => {
    const { s, layout, window, picture } = frame;
    const { isRandom } = picture;
    const now = [s.key, layout.key, frame.names, isRandom].join();
    if (now !== drawn) {
      drawn = now;
      keep(0, 0);
      xRow.style.top = `${layout.x.y}px`;
      yRow.style.top = `${layout.y.y}px`;
      yName.style.height = `${layout.y.h}px`;
      xName.replaceChildren(el('strong', {}, 'x'), shape(frame, 'x'));
      const isNarrow = layout.left < 80;
      const softmax = s.activation === 'softmax' && !isNarrow ? ' = softmax' : '';
      const kind = isRandom ? ' untrained' : softmax;
      yRow.classList.toggle('is-random', isRandom);
      yName.title = isRandom ? 'The weights are random, so y says nothing.' : '';
      yName.replaceChildren(el('span', {}, el('strong', {}, 'y'), kind), shape(frame, 'y'));
    }
    keep(...window);
    for (let t = window[0]; t < window[1]; t++) {
      const column = columns.get(t) ?? create(frame, t);
      if (!column) continue;
      markAsked(column.x, numbersAt(picture.light, [`x:${t}`]));
      markAsked(column.y, numbersAt(picture.light, [`y:${t}`]));
      const pointed = picture.hover ?? picture.pin;
      column.x.classList.toggle('is-lit', pointed?.state === 'x' && pointed.t === t);
      // y is made of output: it waits for its slots.
      const { every, halves } = frame.shelves;
      const line = every ? lineAt(s, every, t) : t;
      const slots = Array.from({ length: halves }, (_, i) => slotKey(every?.name ?? '', line, i));
      const isHere = !slots.some((key) => awaited.has(key));
      markSelected(picture, column.y, t);
      const isFull = isHere && passed(s, frame.order, picture.step, s.L - 1, t);
      if (column.isFull !== isFull) {
        column.isFull = isFull;
        fillY(frame, column.y, isFull ? picture.trace.y(t) : null, t);
      }
    }
    keepStop();
  };

  /** Drop the columns outside a window. @param {number} t0 @param {number} t1 */
  function keep(t0, t1) {
    for (const [t, { nodes }] of columns) {
      if (t >= t0 && t < t1) continue;
      for (const node of nodes) node.remove();
      columns.delete(t);
    }
  }

  /** @param {Frame} frame @param {number} t */
  function create({ s, layout, picture }, t) {
    const x = picture.trace.x(t);
    if (!x) return null; // on its way
    const isPad = isPadding(s, t);
    const isLetter = picture.scene.input === 'text';
    // A shorter row of letters that is not packed goes on in zero vectors.
    const letter = s.features[x.indexOf(1)] ?? '0';
    const numbers = isLetter ? letter : numbersLabel(x, s.features);
    const input = el('div', {
      class: 'x-cell',
      'data-x': t,
      role: 'img',
      'aria-label': `x, t = ${t}: ${isPad ? 'padding, never read' : numbers}`,
      title: named(x, s.features),
    });
    if (!isPad) input.append(isLetter ? letter : inputOf(s, x, layout.cell.w));
    const year = s.first === null ? null : el('small', {}, s.first + t);
    const foot = el('div', { class: 'foot' }, `t = ${t}`, year);
    const y = isPad
      ? el('div', { class: 'y-cell', 'data-y': t })
      : el('button', {
          type: 'button',
          class: 'y-cell',
          'data-y': t,
          tabindex: -1,
          'aria-label': yLabel(t, null, [], false),
        });
    for (const node of isPad ? [input, y] : []) {
      node.classList.add('is-padding');
      node.title = 'padding, never read';
    }
    const nodes = [input, foot, y];
    for (const node of nodes) {
      node.style.left = `${leftOf(layout, t)}px`;
      node.style.width = `${layout.cell.w}px`;
    }
    y.style.height = `${layout.y.h}px`;
    xRow.append(input, foot);
    yRow.append(y);
    const column = { nodes, x: input, y, isFull: false };
    columns.set(t, column);
    return column;
  }
}

/** The shape of x or y, time and batch in the order of what the framework returns. @param {Frame} frame @param {'x'|'y'} name */
function shape({ s, shelves: { every } }, name) {
  const shapes = s.shapes[name] ?? [];
  const order = (every?.axes ?? []).filter((axis) => axis === 'T' || axis === 'B');
  const size = /** @type {Record<string, number>} */ ({ T: s.T, B: s.B });
  const front =
    shapes.length === 3 && every ? order.map((axis) => size[axis]) : shapes.slice(0, -1);
  return el('span', { class: 'shape' }, `(${[...front, shapes.at(-1)].join(', ')})`);
}

/**
 * A number, or bars for several.
 * @param {import('../types.js').Summary} s
 * @param {Float32Array} x
 * @param {number} width
 */
function inputOf(s, x, width) {
  return x.length === 1 ? short(x[0] ?? 0, 4) : bars(x, width - 8, 20, s.largest.x ?? 1, true);
}

/** @type {(values: Float32Array, width: number, height: number, range: number, signed: boolean) => Node} */
function bars(values, width, height, range, signed) {
  const path = svg('path', { d: barsPath(values, width, height, range, signed) });
  return svg('svg', { width, height, class: 'bars', 'aria-hidden': 'true' }, path);
}

/** @param {import('../types.js').Picture} picture @param {HTMLElement} node @param {number} t */
function markSelected({ hover, pin }, node, t) {
  /** @param {import('../types.js').Source|null} source */
  const isOf = (source) => source?.kind === 'y' && source.t === t;
  node.classList.toggle('is-lit', isOf(hover ?? pin));
  node.classList.toggle('is-pinned', isOf(pin));
}

/** @param {Frame} frame @param {HTMLElement} node @param {Float32Array|null} y @param {number} t */
function fillY({ s, layout }, node, y, t) {
  node.classList.toggle('is-done', y !== null);
  node.setAttribute('aria-label', yLabel(t, y, s.symbols, s.activation === 'softmax'));
  node.title = y ? named(y, s.symbols) : '';
  if (!y) {
    node.replaceChildren();
  } else if (s.activation === 'softmax') {
    const best = y.indexOf(Math.max(...y));
    node.replaceChildren(
      bars(y, layout.cell.w - 8, layout.y.h - 18, 1, false),
      el('b', {}, s.symbols[best] ?? best),
    );
  } else if (y.length === 1) {
    // Of a series, y is the next number.
    const of = s.first === null ? null : el('small', {}, `→ ${s.first + t + 1}`);
    node.replaceChildren(el('b', {}, short(y[0] ?? 0, 3)), of ?? '');
  } else {
    node.replaceChildren(bars(y, layout.cell.w - 8, layout.y.h - 10, s.largest.y ?? 1, true));
  }
}

/** @param {Float32Array} values @param {string[]} names */
function named(values, names) {
  return [...values].map((value, i) => `${names[i] ?? i}: ${brief(value)}`).join('\n');
}

/** As many digits as asked for, but whole numbers whole. @type {(n: number, digits: number) => string} */
const short = (n, digits) => String(Number(n.toPrecision(Math.abs(n) >= 1000 ? 6 : digits)));

// The head: a dense layer of its own between output and y, outside the recurrent network.

/** @param {HTMLElement} parent */
export function createHead(parent) {
  const says = el('span', {});
  const root = el('div', { class: 'head-box' }, says);
  parent.append(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({ s, layout, view }) => {
    const seen = view.x - view.left - layout.left;
    const now = [s.key, layout.key, seen].join();
    if (now === drawn) return;
    drawn = now;
    const x = leftOf(layout, 0) - 9;
    const width = leftOf(layout, s.T - 1) + layout.cell.w + 9 - x;
    Object.assign(root.style, {
      left: `${x}px`,
      top: `${layout.head.y}px`,
      width: `${width}px`,
      height: `${layout.head.h}px`,
    });
    // It stays while the box scrolls.
    says.style.width = `${Math.min(width - 2, seen)}px`;
    says.style.left = `${layout.left}px`;
    const sizes = `${s.D * s.P} → ${s.O}`;
    root.title = `The head: one dense layer, Linear(${sizes}), outside the RNN, the same at every step`;
    const room = Math.min(width, seen);
    const short = room > 250 ? `the head: one dense layer, ${sizes}` : 'the head';
    says.textContent =
      room > 620
        ? `the head: one dense layer, Linear(${sizes}), outside the RNN, the same at every step`
        : short;
  };
}
