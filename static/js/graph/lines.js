// The arrows between states and the wires to the shelves, as a few paths.

import { el, svg } from '../dom.js';
import { keyOf, stepOf } from '../steps.js';
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

  /** @param {Frame} frame @param {Wire[]} drawn */
  return (frame, drawn) => {
    const { s, layout, window, picture, order, shelves, shelvesAt } = frame;
    root.setAttribute('width', String(layout.width));
    root.setAttribute('height', String(layout.height));
    /** @param {import('../types.js').Cell} cell */
    const done = (cell) => stepOf(s, order, cell) <= picture.step;
    const hasShelf = shelves.every !== null && Boolean(picture.scene.output);
    const found = arrowsOf(layout, s, window, hasShelf, done);
    /** @param {{points: [number, number][]}[]} some */
    const write = (some) => some.map(pathOf).join('');
    arrows.done.setAttribute('d', write(found.filter(({ isDone }) => isDone)));
    arrows.todo.setAttribute('d', write(found.filter(({ isDone }) => !isDone)));
    joints.setAttribute('d', jointsOf(layout, s, window, hasShelf).map(jointPath).join(''));
    const source = picture.hover ?? picture.pin;
    const keys = source ? [source, ...(source.beside ?? [])].map(keyOf) : [];
    /** @param {string} kind */
    const ofKind = (kind) => drawn.filter((wire) => wire.kind === kind);
    for (const { kind, isDone, node } of wires) {
      node.setAttribute('d', write(ofKind(kind).filter((wire) => wire.isDone === isDone)));
    }
    for (const { kind, node } of lit) {
      const some = ofKind(kind).filter(
        ({ from, state }) => keys.includes(from) && (!source?.state || source.state === state),
      );
      node.setAttribute('d', write(some));
    }
    // A wire that begins out of view says where.
    cuts.replaceChildren(
      ...drawn
        .filter(({ isCut, kind }) => isCut && kind === 'h_n')
        .map(({ cell, points }) => {
          const [, y = 0] = points.at(-1) ?? [];
          const node = el('span', {}, `t = ${cell.t}`);
          node.style.left = `${shelvesAt}px`;
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
