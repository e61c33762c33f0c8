// One row of cells: a layer in one direction. Boxes are buttons, their strips lie on one canvas.

import { el, markAsked } from '../draw/dom.js';
import { paintUnits, sized } from '../draw/paint.js';
import { leftOf, startOf, strips } from '../layout/geometry.js';
import { numbersAt, stateAt } from '../model/light.js';
import { isPadding } from '../model/rows.js';
import { directionName, keyOf, lastOf, stepOf } from '../model/steps.js';
import { cellLabel } from '../words/labels.js';

/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {{node: HTMLButtonElement, done: boolean, current: boolean, enters: boolean, painted: boolean, told: string}} Box */
/** @typedef {{update: (frame: Frame, y: number) => void, remove: () => void}} Row */

/**
 * @param {HTMLElement} parent
 * @param {number} layer
 * @param {number} direction
 * @param {boolean} added whether it joins a graph that is already there
 * @returns {Row}
 */
export function createRow(parent, layer, direction, added) {
  const name = el('div', { class: 'row-name' });
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const stripNames = el('div', { class: 'strip-names', 'aria-hidden': 'true' });
  const root = el(
    'div',
    { class: `row${added ? ' is-new' : ''}`, 'data-row': `${layer}:${direction}` },
    name,
    canvas,
    stripNames,
  );
  root.addEventListener('animationend', () => root.classList.remove('is-new'));
  parent.append(root);
  /** @type {Map<number, Box>} */
  const boxes = new Map();
  /** @type {CanvasRenderingContext2D|null} */
  let context = null;
  let placed = '';
  let start = 0; // the window's first column
  let painted = '';
  /** @type {Box[]} */
  let marked = [];

  /** @param {Frame} frame @param {number} y */
  function update(frame, y) {
    const { s, layout, window, picture, order, scale } = frame;
    const { L, D, T, length, states } = s;
    const [t0, t1] = window;
    const shape = [L, D, T, length, states, t1 - t0, layout.key, y, devicePixelRatio];
    if (shape.join() !== placed) {
      placed = shape.join();
      painted = '';
      start = t0;
      place(frame, y);
      nameRow(frame);
      nameStrips(frame);
    }
    if (start !== t0) shift(frame);
    // Another trace, range or theme makes all strips stale.
    const values = [s.key, scale.css[0], layout.cell.h].join();
    if (values !== painted) {
      painted = values;
      context?.clearRect(0, 0, canvas.width, canvas.height);
      for (const box of boxes.values()) box.painted = false;
    }
    for (const [t, box] of boxes) {
      const step = stepOf(s, order, { layer, direction, t });
      const [done, current] = [step <= picture.step, step === picture.step];
      if (box.done !== done) box.node.classList.toggle('is-done', done);
      if (box.current !== current) box.node.classList.toggle('is-current', current);
      // The keyboard enters the graph where it is being computed, or at its ends where nothing is.
      const enters = frame.cells.length ? current : t === lastOf(s, direction);
      if (box.enters !== enters) box.node.tabIndex = enters ? 0 : -1;
      Object.assign(box, { done, current, enters });
      if (box.painted !== done) paint(frame, t, box);
      const places = states.map((state) => stateAt(state, { layer, direction, t }));
      markAsked(box.node, numbersAt(picture.light, places));
      tell(frame, t, box);
    }
    mark(frame);
  }

  /** @param {Frame} frame */
  function nameRow({ s, layout }) {
    const small = layout.left < 80;
    const arrow = direction ? '←' : '→';
    const text = small ? `L${layer} ${arrow}` : `${arrow} ${directionName(direction)}`;
    const isFirst = direction === s.directions.at(-1);
    name.replaceChildren(
      isFirst && !small ? el('strong', {}, `layer ${layer}`) : '',
      el('span', {}, text),
    );
  }

  /** Of two strips, say once which is which. @param {Frame} frame */
  function nameStrips({ s, layout }) {
    const parts = Object.entries(strips(layout, true, 0));
    stripNames.style.left = `${leftOf(layout, 0)}px`;
    stripNames.replaceChildren(
      ...(s.states.length > 1 ? parts : []).map(([state, { y, h }]) => {
        const node = el('span', {}, state);
        node.style.top = `${y + h / 2}px`;
        return node;
      }),
    );
  }

  /** Begin anew, at another size. @param {Frame} frame @param {number} y */
  function place(frame, y) {
    const { layout, window } = frame;
    root.style.top = `${y}px`;
    root.style.height = `${layout.cell.h}px`;
    canvas.style.left = `${leftOf(layout, window[0])}px`;
    context = sized(canvas, (window[1] - window[0]) * layout.column, layout.cell.h);
    for (const { node } of boxes.values()) node.remove();
    boxes.clear();
    fillWindow(frame);
  }

  /** Move the window along: what is painted moves with it. @param {Frame} frame */
  function shift(frame) {
    const { layout, window } = frame;
    const by = (leftOf(layout, start) - leftOf(layout, window[0])) * devicePixelRatio;
    start = window[0];
    canvas.style.left = `${leftOf(layout, start)}px`;
    fillWindow(frame);
    if (!Number.isInteger(by) || layout.carry) {
      painted = ''; // between pixels a copy would blur; folded, all columns lie in one
      return;
    }
    context?.save();
    context?.resetTransform();
    if (context) context.globalCompositeOperation = 'copy';
    context?.drawImage(canvas, by, 0);
    context?.restore();
  }

  /** Have one box for each column of the window. @param {Frame} frame */
  function fillWindow({ s, layout, window: [t0, t1] }) {
    let hadFocus = false;
    for (const [t, { node }] of boxes) {
      if (t < t0 || t >= t1) {
        hadFocus ||= node === document.activeElement;
        node.remove();
        boxes.delete(t);
      }
    }
    for (let t = t0; t < t1; t++) {
      if (boxes.has(t)) continue;
      const node = createBox(t);
      node.style.left = `${leftOf(layout, t)}px`;
      node.style.width = `${layout.cell.w}px`;
      const last = t === lastOf(s, direction);
      node.classList.toggle('is-padding', isPadding(s, t));
      node.classList.toggle('in-output', layer === s.L - 1 && !isPadding(s, t));
      node.classList.toggle('in-h-n', last);
      node.classList.toggle('in-c-n', last && s.states.includes('c'));
    }
    // Folded, the one column is the next step's now, and the focus stays in it.
    if (hadFocus && t1 - t0 === 1) boxes.get(t0)?.node.focus({ preventScroll: true });
  }

  /** @param {number} t */
  function createBox(t) {
    const node = el('button', {
      type: 'button',
      class: 'cell',
      'data-cell': keyOf({ layer, direction, t }),
      tabindex: -1,
    });
    boxes.set(t, { node, done: false, current: false, enters: false, painted: false, told: '' });
    root.append(node);
    return node;
  }

  /** @param {Frame} frame @param {number} t @param {Box} box */
  function paint({ s, layout, window, picture, scale }, t, box) {
    if (!context) return;
    const x = leftOf(layout, t) - leftOf(layout, window[0]);
    context.clearRect(x, 0, layout.cell.w, layout.cell.h);
    const parts = strips(layout, s.states.includes('c'), t);
    for (const state of box.done ? s.states : []) {
      const { trace } = picture;
      const values = trace.state(state, { layer, direction, t });
      // On its way: this column is painted when it has come.
      if (!values) return;
      const part = parts[/** @type {'h'|'c'} */ (state)];
      paintUnits(context, scale, { ...part, x: x + part.x }, values, trace.range[state] ?? 1);
    }
    box.painted = box.done;
  }

  /** Name it, where what its name says has changed. @param {Frame} frame @param {number} t @param {Box} box */
  function tell({ s, names, picture: { trace, pin, names: called } }, t, box) {
    const cell = { layer, direction, t };
    const { done, current } = box;
    const pinned = pin !== null && pin.kind !== 'y' && [pin, ...(pin.beside ?? [])].some(isHere(t));
    const hasCome = done && trace.has(t, t + 1);
    const now = [s.key, names, done, current, pinned, hasCome].join();
    if (now === box.told) return;
    box.told = now;
    /** @type {[string, Float32Array][]} */
    const states = s.states.flatMap((name) => {
      const values = hasCome ? trace.state(name, cell) : null;
      return values ? [[name, values]] : [];
    });
    const label = cellLabel(s, called.tensors, cell, { done, current, pinned }, states);
    box.node.setAttribute('aria-label', label);
  }

  /** @param {number} t @returns {(cell: import('../types.js').Cell) => boolean} */
  const isHere = (t) => (cell) =>
    cell.t === t && cell.layer === layer && cell.direction === direction;

  /** @param {Frame} frame */
  function mark({ picture: { hover, pin } }) {
    for (const { node } of marked) node.classList.remove('is-lit', 'is-pinned');
    marked = [];
    for (const [source, name] of /** @type {const} */ ([
      [pin, 'is-pinned'],
      [hover ?? pin, 'is-lit'],
    ])) {
      // Where y is pinned, the cells that it is made of are lit alone; what a cell reads of x is no
      // state of it.
      const isY = name === 'is-pinned' && source?.kind === 'y';
      const isMarked = source && !isY && source.state !== 'x';
      for (const cell of isMarked ? [source, ...(source.beside ?? [])] : []) {
        if (cell.layer !== layer || cell.direction !== direction) continue;
        const box = boxes.get(cell.t);
        box?.node.classList.add(name);
        if (box) marked.push(box);
      }
    }
  }

  return { update, remove: () => root.remove() };
}

// The states before the first step, h_0 and c_0: beside the cell in which a direction begins.

/** @typedef {{node: HTMLElement, place: string}} Initial */

/** @param {HTMLElement} parent */
export function createInitial(parent) {
  const root = el('div', { class: 'initials' });
  parent.append(root);
  let drawn = '';
  /** @type {Initial[]} */
  let initials = [];

  /** @param {Frame} frame */
  return (frame) => {
    const { s, layout, window, picture } = frame;
    // Folded, they are seen while the column is that of the first step.
    const shown = layout.carry ? window[0] : null;
    const now = [s.key, layout.key, shown].join();
    if (now !== drawn) {
      drawn = now;
      root.replaceChildren();
      const begins = layout.rows.filter(
        ({ direction }) => shown === null || shown === (direction ? s.length - 1 : 0),
      );
      initials = begins.flatMap((row) => place(frame, row));
    }
    for (const { node, place: at } of initials) markAsked(node, numbersAt(picture.light, [at]));
  };

  /** @param {Frame} frame @param {Frame['layout']['rows'][number]} row @returns {Initial[]} */
  function place({ s, layout }, { layer, direction, y }) {
    const found = s.states.map((state) => {
      const where = `layer ${layer}, ${directionName(direction)}`;
      const says = `${state}_0 of ${where}: before its first step`;
      const at = stateAt(`${state}_0`, { layer, direction, t: 0 });
      const node = el(
        'span',
        { class: 'initial', 'data-initial': at, role: 'img', 'aria-label': says, title: says },
        `${state}₀`,
      );
      return { node, place: at };
    });
    const box = el('div', { class: direction ? 'is-reverse' : null }, ...found.map((f) => f.node));
    box.style.left = `${startOf(layout, s, direction)}px`;
    box.style.top = `${y + layout.cell.h / 2}px`;
    root.append(box);
    return found;
  }
}
