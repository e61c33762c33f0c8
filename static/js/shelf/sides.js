// The shelves of last states, beside the graph: they stay in view while a long sequence scrolls.

import { el } from '../draw/dom.js';
import { sized } from '../draw/paint.js';
import { slotBox } from '../layout/wires.js';
import { colourName } from '../model/tensors.js';
import { placeOf } from './every.js';
import { createSlot } from './slot.js';
import { createStop } from './stop.js';

/** @typedef {import('../stage/view.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createSides(parent) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const root = el('div', { class: 'sides' });
  const track = el('div', { class: 'sides-track' }, root);
  parent.append(track);
  let drawn = '';
  /** @type {CanvasRenderingContext2D|null} */
  let context = null;
  /** @typedef {{key: string, slot: ReturnType<typeof createSlot>, box: import('../draw/paint.js').Box}} Placed */
  /** @type {Placed[]} */
  let placed = [];

  /** @param {Frame} frame @param {Set<string>} awaited keys of slots whose copies are on their way */
  return (frame, awaited) => {
    const { s, layout, shelves, picture } = frame;
    const { h_n, c_n } = picture.scene;
    const sizes = [s.states, s.L, s.directions, s.T, s.length, s.b, s.B, s.P, s.H];
    const now = [...sizes, ...placeOf(frame), h_n, c_n, devicePixelRatio].join();
    if (now !== drawn) {
      drawn = now;
      track.style.width = `${layout.sides.x + layout.sides.width}px`;
      root.style.width = `${layout.sides.width}px`;
      root.style.height = `${layout.height}px`;
      context = sized(canvas, layout.sides.width, layout.height);
      root.replaceChildren(canvas);
      placed = shelves.sides
        .filter((side) => isShown(frame, side))
        .flatMap((side) => place(frame, side));
    }
    if (!context) return;
    for (const { key, slot, box } of placed) {
      slot.update(frame, { context, box }, awaited.has(key));
    }
  };

  /** @param {Frame} frame @param {import('../layout/shelves.js').Side} side @returns {Placed[]} */
  function place({ layout, shelves }, side) {
    const { tensor, slots } = side;
    /** @param {import('../layout/shelves.js').Side} of */
    const boxesOf = (of) => of.slots.map(({ half }) => slotBox(layout, 0, of, half.cell));
    const boxes = boxesOf(side);
    const top = Math.min(...boxes.map(({ y }) => y));
    const bottom = Math.max(...boxes.map(({ y, h }) => y + h));
    const ground = el('div', { class: 'side-ground' });
    const isOne = slots.length === 1 && slots[0]?.label === tensor.name;
    // Where lines stand close, a head would lie over the shelf above; its slots have its name too.
    const others = shelves.sides.filter(({ column }) => column === side.column).flatMap(boxesOf);
    const hasRoom = others.every(({ y, h }) => y >= top || y + h + 34 <= top);
    const head =
      isOne || !hasRoom
        ? null
        : el(
            'div',
            { class: 'side-name' },
            el('strong', {}, tensor.name),
            el('span', { class: 'shape' }, `(${tensor.shape.join(', ')})`),
          );
    const board = el(
      'div',
      { class: `side name-${colourName(tensor)}`, 'data-shelf': tensor.name },
      ground,
      head,
    );
    board.style.left = `${side.column * layout.sides.column}px`;
    board.style.width = `${layout.sides.column}px`;
    const over = head ? 30 : 5;
    ground.style.top = `${top - over}px`;
    ground.style.height = `${bottom - top + over + 6}px`;
    if (head) head.style.top = `${top - over + 2}px`;
    root.append(board);
    /** @type {HTMLElement[]} */
    const nodes = []; // the lowest line first
    const keepStop = createStop(
      board,
      'button',
      (node, _, down) => nodes[nodes.indexOf(node) - down],
    );
    const found = slots.map(({ key, label, half }, i) => {
      const slot = createSlot(key, label, half, tensor, true);
      const { y, h } = boxes[i] ?? { y: 0, h: 0 };
      slot.node.style.top = `${y}px`;
      slot.node.style.height = `${h}px`;
      board.append(slot.node);
      nodes.push(slot.node);
      const column = layout.sides.column;
      // The label stands over the strip.
      const box = {
        x: side.column * column + 10,
        y: y + 13,
        w: column - 20,
        h: Math.max(4, h - 16),
      };
      return { key, slot, box };
    });
    keepStop();
    return found;
  }
}

/** Whether the switches of the states let it be seen. @param {Frame} frame @param {import('../layout/shelves.js').Side} side */
const isShown = ({ picture: { scene } }, { tensor }) => Boolean(scene[colourName(tensor)]);
