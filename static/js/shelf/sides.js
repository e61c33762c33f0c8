// The shelves of last states, beside the graph: they stay in view while a long sequence scrolls.

import { el } from '../dom.js';
import { colourName } from '../tensor/shape.js';
import { createSlot } from './slot.js';
import { slotBox } from './wires.js';

/** @typedef {import('../views/graph.js').Frame} Frame */

/** @param {HTMLElement} parent */
export function createSides(parent) {
  const root = el('div', { class: 'sides' });
  const track = el('div', { class: 'sides-track' }, root);
  parent.append(track);
  let drawn = '';
  /** @typedef {{key: string, slot: ReturnType<typeof createSlot>, join: import('../types.js').Tensor['join']}} Placed */
  /** @type {Placed[]} */
  let placed = [];

  /** @param {Frame} frame @param {Set<string>} awaited keys of slots whose copies are on their way */
  return (frame, awaited) => {
    const { s, layout, shelves, picture } = frame;
    const { h_n, c_n } = picture.scene;
    const now = [s.key, layout.width, layout.height, layout.left, frame.names, h_n, c_n].join();
    if (now !== drawn) {
      drawn = now;
      track.style.width = `${layout.sides.x + layout.sides.width}px`;
      root.style.width = `${layout.sides.width}px`;
      root.style.height = `${layout.height}px`;
      root.replaceChildren();
      placed = shelves.sides
        .filter((side) => isShown(frame, side))
        .flatMap((side) => place(frame, side));
    }
    const size = { w: layout.sides.column - 20, h: stripHeight(layout) };
    for (const { key, slot, join } of placed) slot.update(frame, join, size, awaited.has(key));
  };

  /** @param {Frame} frame @param {import('./shelves.js').Side} side @returns {Placed[]} */
  function place({ layout }, side) {
    const { tensor, slots } = side;
    const boxes = slots.map(({ half }) => slotBox(layout, 0, side, half.cell));
    const top = Math.min(...boxes.map(({ y }) => y));
    const bottom = Math.max(...boxes.map(({ y, h }) => y + h));
    const ground = el('div', { class: 'side-ground' });
    const isOne = slots.length === 1 && slots[0]?.label === tensor.name;
    const head = isOne
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
    return slots.map(({ key, label, half }, i) => {
      const slot = createSlot(key, label, half, true);
      const box = boxes[i];
      if (box) {
        slot.node.style.top = `${box.y}px`;
        slot.node.style.height = `${box.h}px`;
      }
      board.append(slot.node);
      return { key, slot, join: tensor.join };
    });
  }
}

/** Whether the switches of the states let it be seen. @param {Frame} frame @param {import('./shelves.js').Side} side */
const isShown = ({ picture: { scene } }, { tensor }) => Boolean(scene[colourName(tensor)]);

/** @param {import('../geometry.js').Layout} layout */
const stripHeight = ({ cell }) => Math.max(6, cell.h - 16);
