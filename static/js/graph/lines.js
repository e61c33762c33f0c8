// The arrows between states and the wires to the shelves, as a few paths.

import { el, svg } from '../dom.js';
import { stepOf } from '../steps.js';
import { arrowsOf, jointSize, jointsOf, pathOf } from './arrows.js';

/** @typedef {import('../views/graph.js').Frame} Frame */
/** @typedef {import('../shelf/wires.js').Wire} Wire */

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
    const { width, height, column, cell } = layout;
    const sizes = [width, height, column, cell.h, shelves.halves, shelves.isApart];
    const now = [s.key, ...sizes, ...window, picture.step, order, hasShelf].join();
    if (now !== shown) {
      shown = now;
      root.setAttribute('width', String(width));
      root.setAttribute('height', String(height));
      /** @param {import('../types.js').Cell} cell */
      const done = (cell) => stepOf(s, order, cell) <= picture.step;
      const found = arrowsOf(layout, s, window, hasShelf, done);
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
    // A wire that begins out of view says where.
    const cut = drawn.filter(({ isCut, kind }) => isCut && kind === 'h_n');
    const cutNow = cut.length ? [...sizes, view.x, ...cut.map(({ from }) => from)].join() : '';
    if (cutNow === told) return;
    told = cutNow;
    cuts.replaceChildren(
      ...cut.map(({ cell, points }) => {
        const [, y = 0] = points.at(-1) ?? [];
        const node = el('span', {}, `t = ${cell.t}`);
        node.style.left = `${view.x}px`;
        node.style.top = `${y}px`;
        return node;
      }),
    );
  };
}

/** A ring with two strokes in it: ‖. @param {[number, number]} at */
const jointPath = ([x, y]) =>
  `M${x - jointSize},${y}a${jointSize},${jointSize} 0 1,0 ${2 * jointSize},0a${jointSize},${jointSize} 0 1,0 ${-2 * jointSize},0` +
  `M${x - 1.7},${y - 3}v6M${x + 1.7},${y - 3}v6`;
