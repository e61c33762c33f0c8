// What the layers return, output, h_n and c_n or another framework's: their numbers as tables, one
// below the other, filled in as steps run.

import { currentScale } from '../draw/colour.js';
import { el } from '../draw/dom.js';
import { keyOf } from '../model/steps.js';
import { namesWidth } from '../model/tensors.js';
import { createTensor } from './table.js';

/** @typedef {import('../layout/grid.js').Place} Place */
/** @typedef {ReturnType<typeof createTensor>} Table */

const hint = 'Point at a number, or go through them with the arrow keys: what it is stands here.';

/**
 * @param {HTMLElement} root
 * @param {(selection: import('../types.js').Selection) => void} onSelect
 */
export function create(root, onSelect) {
  /** @type {Map<string, Table>} */
  let tables = new Map();
  const refused = el('p', { class: 'refused' });
  const readout = el('p', { class: 'readout' });
  root.append(readout, refused);
  /** @type {import('../types.js').Picture|null} */
  let last = null;
  /** @type {{table: Table, place: Place}|null} what is under the pointer, or has the focus */
  let here = null;
  // Without a width it is hidden, and nothing is drawn before it is shown.
  let room = 0;
  new ResizeObserver(([entry]) => {
    const { width = 0 } = entry?.contentRect ?? {};
    if (width === room) return;
    room = width;
    if (last) draw(last);
  }).observe(root);

  /** @param {Event} event */
  function under(event) {
    const section = /** @type {Element} */ (event.target).closest?.('[data-tensor]');
    const table = tables.get(section?.getAttribute('data-tensor') ?? '');
    const place = table?.placeUnder(event);
    return table && place ? { table, place } : null;
  }

  /** @param {{table: Table, place: Place}|null} now */
  function point(now) {
    here = now;
    onSelect({ hover: here?.table.sourceAt(here.place) ?? null });
    say();
  }
  // What scrolls away under a pointer at rest, as the keyboard goes on, is not pointed at.
  let isResting = false;
  root.addEventListener('keydown', () => {
    isResting = true;
  });
  root.addEventListener('pointerover', (event) => {
    if (!isResting) point(under(event));
  });
  root.addEventListener('pointermove', (event) => {
    if (isResting && !event.movementX && !event.movementY) return;
    isResting = false;
    const now = under(event);
    const isSame =
      now?.table === here?.table &&
      now?.place.line === here?.place.line &&
      now?.place.column === here?.place.column;
    if (!isSame) point(now);
  });
  root.addEventListener('pointerleave', () => point(null));
  root.addEventListener('focusin', (event) => point(under(event)));
  root.addEventListener('focusout', (event) => {
    if (!root.contains(/** @type {Node|null} */ (event.relatedTarget))) point(null);
  });
  root.addEventListener('click', (event) => pin(under(event)));
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') pin(under(event));
  });

  /** Pin what an element or a line was copied from; a title stands for many. @param {{table: Table, place: Place}|null} at */
  function pin(at) {
    const source = at && at.place.line >= 0 ? at.table.sourceAt(at.place) : null;
    if (source) onSelect({ pin: source });
  }

  function say() {
    readout.textContent = here ? here.table.wordsAt(here.place) : hint;
  }

  let isRequested = false;
  function redraw() {
    if (isRequested) return;
    isRequested = true;
    requestAnimationFrame(() => {
      isRequested = false;
      if (last) draw(last);
    });
  }

  /** @param {import('../types.js').Picture} picture */
  function draw(picture) {
    last = picture;
    if (!room) return;
    const { names, light } = picture;
    root.classList.toggle('has-asked', light !== null);
    place(names.tensors);
    refused.textContent = names.refused;
    refused.hidden = names.refused === '';
    readout.hidden = !refused.hidden;
    const source = picture.hover ?? picture.pin;
    const keys = new Set(source ? [source, ...(source.beside ?? [])].map(keyOf) : []);
    const lit = { keys, state: source?.state, unit: source?.unit };
    const width = { room, name: namesWidth(picture.trace.summary, names.tensors) };
    for (const tensor of names.tensors) {
      tables.get(tensor.name)?.update(picture, tensor, currentScale(), width, lit);
    }
    say();
  }

  /** Have a table for each, in their order. @param {import('../types.js').Tensor[]} tensors */
  function place(tensors) {
    const names = tensors.map(({ name }) => name);
    if (names.join() === [...tables.keys()].join()) return;
    for (const table of tables.values()) table.remove();
    here = null;
    tables = new Map(names.map((name) => [name, createTensor(name, redraw)]));
    root.append(...[...tables.values()].map((table) => table.root));
  }
  return draw;
}
