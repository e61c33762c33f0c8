// First, Previous, Play, Next, Last; a scrubber over the whole schedule; order and speed.

import { el, icon } from '../draw/dom.js';
import { labelled } from '../layout/ticks.js';
import { namesPath } from '../model/sources.js';
import { stepCount } from '../model/steps.js';
import { narrationOf } from '../words/narration.js';

/**
 * @param {HTMLElement} root
 * @param {{step: (step: number) => void, toggle: () => void,
 *   hover: (source: import('../types.js').Source|null) => void,
 *   change: (changed: import('../types.js').Scene) => void}} does
 */
export function create(root, does) {
  let step = 0;
  let last = 0;
  let told = '';
  /** @type {(label: string, name: Parameters<typeof icon>[0], click: () => void) => HTMLButtonElement} */
  const button = (label, name, click) =>
    el('button', { type: 'button', 'aria-label': label, title: label, click }, icon(name));
  const first = button('First step', 'first', () => does.step(0));
  const previous = button('Previous step', 'previous', () => does.step(step - 1));
  const play = button('Play', 'play', does.toggle);
  const next = button('Next step', 'next', () => does.step(step + 1));
  const end = button('Last step', 'last', () => does.step(last));
  play.classList.add('play');

  const scrubber = el('input', { type: 'range', min: 0, 'aria-label': 'Step' });
  scrubber.addEventListener('input', () => does.step(Number(scrubber.value)));
  const ticks = el('div', { class: 'ticks', 'aria-hidden': 'true' });
  const says = el('p', { id: 'narration' });

  /** @type {(name: string, label: string, options: [string, string][]) => HTMLSelectElement} */
  const select = (name, label, options) => {
    const node = el('select', { 'aria-label': label, title: label });
    for (const [value, text] of options) node.append(el('option', { value }, text));
    node.addEventListener('change', () => does.change({ [name]: node.value }));
    return node;
  };
  const order = select('order', 'Order of computation', [
    ['layers', 'layer by layer'],
    ['wavefront', 'wavefront'],
  ]);
  order.dataset.term = 'order';
  const speeds = ['0.5', '1', '2', '4', '8', '16'];
  const speed = select(
    'speed',
    'Speed',
    speeds.map((value) => [value, `${value}×`]),
  );
  root.append(
    el('div', { class: 'buttons' }, first, previous, play, next, end),
    el('div', { class: 'scrub' }, scrubber, ticks),
    el('div', { class: 'selects' }, order, speed),
  );
  root.after(says);
  // Asked for while it is drawn, it would make the browser lay all of the page out.
  let width = 0;
  let redrawTicks = (/** @type {number} */ _) => {};
  new ResizeObserver(() => {
    width = ticks.clientWidth;
    redrawTicks(width);
  }).observe(ticks);

  /** @param {import('../types.js').Picture} picture */
  const update = ({ trace, names: { tensors }, scene, step: now, playing, hover }) => {
    const s = trace.summary;
    step = now;
    last = stepCount(s, String(scene.order)) - 1;
    scrubber.max = String(last);
    scrubber.value = String(now);
    scrubber.setAttribute('aria-valuetext', `step ${now + 1} of ${last + 1}`);
    // Not `disabled`: the focus would fall off the button at the end.
    for (const [node, isOff] of /** @type {const} */ ([
      [first, now === 0],
      [previous, now === 0],
      [next, now === last],
      [end, now === last],
    ])) {
      node.setAttribute('aria-disabled', String(isOff));
    }
    sayOrders(order, s);
    const label = playing ? 'Pause' : 'Play';
    if (play.title !== label) {
      play.title = label;
      play.setAttribute('aria-label', label);
      play.replaceChildren(icon(playing ? 'pause' : 'play'));
    }
    order.value = String(scene.order);
    speed.value = String(scene.speed);
    // A word on each step that a person takes; while it plays there would be no end of them.
    says.setAttribute('aria-live', playing ? 'off' : 'polite');
    const isHeld = playing && hover !== null;
    const shown = [s.key, namesPath(scene), scene.order, now, isHeld].join();
    if (shown !== told) {
      const go = now === 0 && last > 0 ? ' Press → for the next step.' : '';
      const hint = isHeld ? ' (Held while you point at a cell.)' : go;
      narrate(says, narrationOf(s, tensors, String(scene.order), now), hint, does.hover);
    }
    told = shown;
    /** @param {number} width */
    redrawTicks = (width) => drawTicks(ticks, s, String(scene.order), last, width);
    redrawTicks(width);
  };
  return Object.assign(update, { focus: () => next.focus() });
}

/**
 * @param {HTMLElement} node
 * @param {import('../words/narration.js').Piece[]} pieces
 * @param {string} hint what to do
 * @param {(source: import('../types.js').Source|null) => void} onHover
 */
function narrate(node, pieces, hint, onHover) {
  node.replaceChildren(
    ...pieces.map(({ text: said, like, lights = null }, i) => {
      if (like) {
        const named = { class: `name-${like}`, 'data-term': like };
        const pointed = { pointerenter: () => onHover(lights), pointerleave: () => onHover(null) };
        return el('code', { ...named, ...pointed }, said);
      }
      return i ? said : el('strong', {}, said);
    }),
    hint,
  );
}

/** Where both orders are one, the second says so. @param {HTMLSelectElement} select @param {import('../types.js').Summary} s */
function sayOrders(select, { schedules: { layers, wavefront } }) {
  const isSame = JSON.stringify(layers) === JSON.stringify(wavefront);
  const option = select.options[1];
  const text = isSame ? 'wavefront: the same here' : 'wavefront';
  if (option && option.textContent !== text) option.textContent = text;
}

/**
 * Where each layer starts.
 * @param {HTMLElement} ticks
 * @param {import('../types.js').Summary} s
 * @param {string} order
 * @param {number} last
 * @param {number} width in pixels
 */
function drawTicks(ticks, s, order, last, width) {
  const key = `${s.id} ${order} ${width}`;
  if (ticks.dataset.drawn === key) return;
  ticks.dataset.drawn = key;
  const starts = s.schedules[order]?.first ?? [];
  const named = labelled(
    starts.map((start) => (start / Math.max(1, last)) * width),
    width,
  );
  ticks.replaceChildren(
    ...starts.map((start, layer) => {
      const tick = el('span', {}, named.has(layer) ? `layer ${layer}` : '');
      tick.style.left = `${(start / Math.max(1, last)) * 100}%`;
      return tick;
    }),
  );
}
