// One cell: its equations, its numbers, what made each of them; and where its state goes.

import { el, math } from '../draw/dom.js';
import { isPadding } from '../model/rows.js';
import { slotsOf } from '../model/sources.js';
import { standsFor } from '../model/stands.js';
import { cellsAt, directionName, keyOf, lastOf, namesDirection, stepOf } from '../model/steps.js';
import { colourName, placeName } from '../model/tensors.js';
import { createExplained, writer } from './explained.js';
import { createNumbers } from './numbers.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../model/gates.js').Part} Part */

/**
 * @typedef {object} Shown
 * @property {import('../types.js').Picture} picture
 * @property {Source} source the cell
 * @property {Part|null} part the sub-step, or the number that is explained
 * @property {import('./numbers.js').Numbers|null} got null while they are on their way
 * @property {import('../types.js').Explanation|null} explanation null while it is on its way
 */

/**
 * @param {HTMLElement} root
 * @param {{plot: (cell: import('../types.js').Cell) => void, release: () => void,
 *   pin: (cell: import('../types.js').Cell) => void,
 *   open: (part: Part|null) => void, change: (changed: import('../types.js').Scene) => void,
 *   hover: (source: Source|null) => void}} does
 */
export function create(root, does) {
  const title = el('h2', {});
  const release = el('button', { type: 'button', class: 'quiet', click: does.release }, 'Unpin');
  const says = el('p', { class: 'note' });
  const others = el('p', { class: 'note' });
  const digits = el('input', { type: 'checkbox', id: 'digits' });
  const allDigits = el('label', { class: 'digits', for: 'digits' }, digits, 'All digits');
  let takesFocus = false;
  /** @param {Part|null} part */
  const open = (part) => {
    takesFocus = true;
    does.open(part);
  };
  /** Light what a symbol stands for. @param {string|null} text */
  const point = (text) => {
    const s = shown?.picture.trace.summary;
    does.hover(s && shown && text ? standsFor(s, shown.source, text) : null);
  };
  const formulas = createFormulas(does.open, point);
  const table = createNumbers(open);
  const explained = createExplained(open, point);
  const back = el('button', { type: 'button', class: 'quiet' }, 'All numbers');
  back.addEventListener('click', () => open(null));
  const goes = el('ul', { class: 'goes' });
  const plot = el('button', { type: 'button', class: 'wide' }, '');
  plot.addEventListener('click', () => shown && does.plot(shown.source));
  const hint = el('span', {}, 'Click a number: what made it.');
  const options = el('div', { class: 'options' }, hint, back, allDigits);
  root.append(
    el('div', { class: 'head' }, title, release),
    others,
    formulas.node,
    says,
    options,
    table.node,
    explained.node,
    el('h2', {}, 'Where this state goes'),
    goes,
    plot,
  );
  digits.addEventListener('change', () => does.change({ digits: digits.checked }));
  /** @type {Shown|null} */
  let shown = null;

  /** @param {Shown} now @param {Part|null} before what was explained */
  function draw({ picture, source, part, got, explanation }, before) {
    const s = picture.trace.summary;
    const { layer, direction, t } = source;
    const way = namesDirection(s) ? ` · ${directionName(direction)}` : '';
    const row = s.B > 1 ? ` · row ${s.b}` : '';
    title.textContent = `Cell · layer ${layer}${way} · t = ${t}${row}`;
    release.hidden = picture.pin === null;
    const order = String(picture.scene.order);
    const beside = cellsAt(s, order, picture.step).filter((cell) => keyOf(cell) !== keyOf(source));
    const isCurrent = stepOf(s, order, source) === picture.step;
    others.hidden = !isCurrent || beside.length === 0;
    others.replaceChildren(
      'in the same step: ',
      ...beside.map((cell) => cellButton(cell, does.pin)),
    );
    const all = Boolean(picture.scene.digits);
    digits.checked = all;
    const at = stepOf(s, order, source);
    const done = at <= picture.step;
    const isPad = isPadding(s, t);
    const why = isPad
      ? `Padding, never read: row ${s.b} ends at t = ${s.length - 1}.`
      : `Not computed yet: its turn is step ${at + 1}.`;
    says.textContent = done ? '' : why;
    says.hidden = done;
    formulas.node.hidden = isPad;
    const equations = s.equations[direction] ?? [];
    const names = equations.map(({ name }) => name);
    formulas.update(equations, part);
    const isExplained = part !== null && part.unit !== null;
    const { activeElement } = document;
    const hadFocus = activeElement === back || explained.node.contains(activeElement);
    options.hidden = !done;
    hint.hidden = isExplained;
    back.hidden = !isExplained;
    table.node.hidden = !done || got === null || isExplained;
    explained.node.hidden = !done || explanation === null;
    if (done && got) table.update(got, names, source, part, picture.trace, all);
    if (done && explanation && isExplained) {
      const name = `${part.gate}[${part.unit}]`;
      explained.update(explanation, name, names, writer(all, s.dtype));
      if (takesFocus) back.focus();
      takesFocus = false;
    } else if (!isExplained) {
      explained.clear();
      if (before && (hadFocus || takesFocus)) table.focus(before);
      takesFocus = false;
    }
    goes.replaceChildren(...destinations(picture, source, does.hover));
    plot.textContent = `Plot layer ${layer}${way} over time`;
  }

  /** @param {Shown} now */
  return (now) => {
    const { picture, source, part } = now;
    const at = stepOf(picture.trace.summary, String(picture.scene.order), source);
    const isComing = now.got === null || (part?.unit != null && now.explanation === null);
    // What stands there stays until the numbers of the next have come.
    if (shown && isComing && at <= picture.step) return;
    const before = shown;
    shown = now;
    const isSame =
      before !== null &&
      before.got === now.got &&
      before.explanation === now.explanation &&
      before.picture.trace === now.picture.trace &&
      before.picture.step === now.picture.step &&
      before.picture.pin === now.picture.pin &&
      before.picture.scene === now.picture.scene &&
      before.source.unit === now.source.unit &&
      keyOf(before.source) === keyOf(now.source);
    if (!isSame) draw(now, before?.part ?? null);
  };
}

/** @param {import('../types.js').Cell} cell @param {(cell: import('../types.js').Cell) => void} onPin */
function cellButton({ layer, direction, t }, onPin) {
  const text = `layer ${layer} ${direction ? '←' : '→'} t = ${t}`;
  const click = () => onPin({ layer, direction, t });
  return el('button', { type: 'button', class: 'quiet', click }, text);
}

/**
 * @param {import('../types.js').Picture} picture
 * @param {Source} source
 * @param {(source: Source|null) => void} onHover
 * @returns {HTMLElement[]}
 */
function destinations({ trace: { summary: s }, names: { tensors } }, source, onHover) {
  const { layer, direction, t } = source;
  /** A line that lights where it leads. @param {Source} to @param {(Node|string)[]} words */
  const line = (to, ...words) =>
    el('li', { pointerenter: () => onHover(to), pointerleave: () => onHover(null) }, ...words);
  const items = slotsOf(s, tensors, source).map(({ tensor, ...half }) => {
    const where = placeName(tensor, half);
    const code = el('code', { class: `name-${colourName(tensor)}` }, where);
    return line({ ...half.cell, state: half.state, beside: half.beside }, code);
  });
  if (isPadding(s, t)) {
    const zero = items.map((item) => el('li', {}, ...item.childNodes, ' is 0 there by definition'));
    return zero.length ? zero : [el('li', {}, 'nowhere: nothing is computed here')];
  }
  const end = lastOf(s, direction);
  const last = tensors.some(({ name }) => name === 'h_n') ? 'h_n' : 'a last state';
  if (layer < s.L - 1 && tensors[0])
    items.push(el('li', {}, `not in ${tensors[0].name}: only the top layer, ${s.L - 1}, is`));
  if (t !== end) {
    const next = t + (direction ? -1 : 1);
    const arrow = direction ? '←' : '→';
    items.push(
      line({ layer, direction, t: end }, `not in ${last}: this direction ends at t = ${end}`),
      line({ layer, direction, t: next }, `${arrow} into its own next cell, t = ${next}`),
    );
  }
  const [above, ...beside] = s.directions.map((way) => ({ layer: layer + 1, direction: way, t }));
  if (layer < s.L - 1 && above)
    items.push(line({ ...above, beside }, `↑ into layer ${layer + 1} at t = ${t}`));
  else items.push(el('li', {}, `↑ into y at t = ${t}, through the head`));
  return items;
}

// The equations of a cell, one line each, in the order in which they are computed.

/** @typedef {import('../types.js').Equation} Equation */

/**
 * @param {(part: Part|null) => void} onOpen
 * @param {(symbol: string|null) => void} onPoint
 */
export function createFormulas(onOpen, onPoint) {
  const node = el('ol', { class: 'formulas', 'aria-label': 'Equations, as they are computed' });
  /** @type {Equation[]} */
  let shown = [];
  node.addEventListener('click', (event) => {
    const line = /** @type {Element} */ (event.target).closest('li');
    const gate = line?.getAttribute('data-gate');
    if (gate) onOpen(line?.ariaCurrent ? null : { gate, unit: null });
  });

  node.addEventListener('pointerover', ({ target }) => {
    const node = /** @type {Element} */ (target);
    onPoint(symbolOf(node.closest('msub') ?? node));
  });
  node.addEventListener('pointerleave', () => onPoint(null));

  /**
   * @param {Equation[]} equations
   * @param {Part|null} part the sub-step; what follows it is still to come
   */
  function update(equations, part) {
    if (equations !== shown) {
      shown = equations;
      const lines = equations.map(({ name, mathml }) =>
        el('li', { 'data-gate': name }, math(/** @type {import('../types.js').Markup} */ (mathml))),
      );
      node.replaceChildren(...lines);
    }
    const here = equations.findIndex(({ name }) => name === part?.gate);
    [...node.children].forEach((line, i) => {
      line.ariaCurrent = i === here ? 'step' : null;
      line.classList.toggle('is-todo', here >= 0 && i > here);
    });
  }
  return { node, update };
}

/** A symbol of MathML as text: hₜ₋₁; null where it is no state and not x. @param {Element} node */
function symbolOf(node) {
  const [base = '', index = ''] = node.localName === 'msub' ? textsOf(node) : [node.textContent];
  if (!/^[hcx]$/.test(base ?? '')) return null;
  const before = { 't−1': 'ₜ₋₁', 't+1': 'ₜ₊₁' }[index ?? ''] ?? '';
  return `${base}${before}`;
}

/** @param {Element} node */
const textsOf = (node) => [...node.children].map(({ textContent }) => textContent);
