// The arrows between states and the wires to the shelves, as a few paths.

import { el, svg } from '../draw/dom.js';
import { arrowsOf, jointSize, jointsOf, pathOf } from '../layout/arrows.js';
import { leftOf, strips, topOf } from '../layout/geometry.js';
import { lastOf, stepOf } from '../model/steps.js';

/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('../layout/wires.js').Wire} Wire */

const kinds = ['output', 'h_n', 'c_n'];

/** @param {HTMLElement} parent */
export function createLines(parent) {
  /** @param {string} name */
  const path = (name) => svg('path', { class: name });
  const arrows = { todo: path('todo'), done: path('done') };
  const wires = kinds.flatMap((kind) => [
    { kind, isDone: false, node: path(`wire name-${kind} todo`) },
    { kind, isDone: true, node: path(`wire name-${kind} done`) },
  ]);
  const lit = kinds.map((kind) => ({ kind, node: path(`wire name-${kind} of-selected`) }));
  const joints = path('joints');
  const meaning = svg('title', {});
  meaning.textContent = 'Both directions, side by side: that is what the next layer reads';
  joints.append(meaning);
  const all = [...wires, ...lit].map(({ node }) => node);
  const root = svg(
    'svg',
    { class: 'arrows', 'aria-hidden': 'true' },
    arrows.todo,
    arrows.done,
    ...all,
    joints,
  );
  const cuts = el('div', { class: 'cuts' });
  parent.append(root, cuts);
  let shown = ''; // arrows are many, and most frames move none
  let told = '';
  /** @type {Map<SVGPathElement, string>} a path that is set again is parsed again, though the same */
  const drawnAs = new Map();
  /** @param {SVGPathElement} node @param {string} d */
  function draw(node, d) {
    if (drawnAs.get(node) === d) return;
    drawnAs.set(node, d);
    node.setAttribute('d', d);
  }

  /** @param {Frame} frame @param {Wire[]} drawn */
  return (frame, drawn) => {
    const { s, layout, window, picture, order, shelves, view, lit: selected } = frame;
    const hasShelf = shelves.every !== null && Boolean(picture.scene.output);
    /** @param {{points: [number, number][]}[]} some */
    const write = (some) => some.map(pathOf).join('');
    const { width, height } = layout;
    const sizes = [layout.key, shelves.halves, shelves.isApart];
    const now = [s.key, ...sizes, frame.names, ...window, picture.step, order, hasShelf].join();
    if (now !== shown) {
      shown = now;
      root.setAttribute('width', String(width));
      root.setAttribute('height', String(height));
      /** @param {import('../types.js').Cell} cell */
      const done = (cell) => stepOf(s, order, cell) <= picture.step;
      const found = arrowsOf(layout, s, window, hasShelf ? shelves.every : null, done);
      draw(arrows.done, write(found.filter(({ isDone }) => isDone)));
      draw(arrows.todo, write(found.filter(({ isDone }) => !isDone)));
      draw(joints, jointsOf(layout, s, window, hasShelf).map(jointPath).join(''));
    }
    /** @param {string} kind */
    const ofKind = (kind) => drawn.filter((wire) => wire.kind === kind);
    for (const { kind, isDone, node } of wires) {
      draw(node, write(ofKind(kind).filter((wire) => wire.isDone === isDone)));
    }
    for (const { kind, node } of lit) {
      const some = ofKind(kind).filter(
        ({ from, state }) =>
          selected.keys.includes(from) && (!selected.state || selected.state === state),
      );
      draw(node, write(some));
    }
    // A wire that begins out of view says where, below its slot: there it hides nothing.
    const cut = drawn.filter(({ isCut, kind }) => isCut && kind === 'h_n');
    const cutNow = cut.length ? [...sizes, view.x, ...cut.map(({ from }) => from)].join() : '';
    if (cutNow === told) return;
    told = cutNow;
    const slots = new Set(cut.map(({ to }) => to));
    cuts.replaceChildren(
      ...[...slots].map((key) => {
        const some = cut.filter(({ to }) => to === key);
        const [first] = some;
        const node = el('span', {}, `t = ${some.map(({ cell }) => cell.t).join(', ')}`);
        if (!first) return node;
        const [x = 0] = first.points.at(-1) ?? [];
        node.style.left = `${x + layout.sides.column / 2 - 8}px`;
        node.style.top = `${topOf(layout, first.cell) + layout.cell.h + 1}px`;
        return node;
      }),
    );
  };
}

/** A ring with two strokes in it: ‖. @param {[number, number]} at */
const jointPath = ([x, y]) =>
  `M${x - jointSize},${y}a${jointSize},${jointSize} 0 1,0 ${2 * jointSize},0a${jointSize},${jointSize} 0 1,0 ${-2 * jointSize},0` +
  `M${x - 1.7},${y - 3}v6M${x + 1.7},${y - 3}v6`;

// The rings around the cells whose states h_n and c_n hold copies of.

/** @param {HTMLElement} parent */
export function createRings(parent) {
  const root = el('div', { class: 'rings', 'aria-hidden': 'true' });
  parent.prepend(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({ s, layout, window, picture: { scene } }) => {
    const { h_n, c_n } = scene;
    // Folded, the column stands for other cells as well.
    const shown = layout.carry ? window[0] : null;
    const now = [s.key, layout.key, shown, h_n, c_n].join();
    if (now === drawn) return;
    drawn = now;
    root.replaceChildren();
    for (const { direction, y } of layout.rows) {
      if (shown !== null && shown !== lastOf(s, direction)) continue;
      const x = leftOf(layout, lastOf(s, direction));
      if (h_n) add('ring-h-n', x - 4, y - 4, layout.cell.w + 8, layout.cell.h + 8);
      if (c_n && s.states.includes('c')) {
        const { c } = strips(layout, true, lastOf(s, direction));
        add('ring-c-n', x + c.x - 3, y + c.y - 2, c.w + 6, c.h + 5);
      }
    }
  };

  /** @type {(kind: string, x: number, y: number, w: number, h: number) => void} */
  function add(kind, x, y, w, h) {
    const ring = el('div', { class: kind });
    Object.assign(ring.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
    root.append(ring);
  }
}

// Where dropout would act: on what one layer passes up to the next, and nowhere else.

/** @param {HTMLElement} parent */
export function createDropout(parent) {
  const root = el('div', { class: 'dropouts' });
  parent.append(root);
  let drawn = '';

  /** @param {Frame} frame */
  return ({ s, layout }) => {
    const now = [s.key, layout.key].join();
    if (now === drawn) return;
    drawn = now;
    root.replaceChildren(
      ...s.dropout.map((layer) => {
        const [below, above] = [layout.layers[layer], layout.layers[layer + 1]];
        const title = 'Dropout would act here, in training: a run leaves it out';
        const says = el('span', { title }, 'dropout in training');
        const line = el('div', { class: 'dropout', 'data-dropout': layer }, says);
        line.style.top = `${((below?.top ?? 0) + (above?.bottom ?? 0)) / 2}px`;
        return line;
      }),
    );
  };
}
