// One cell: its equations, its numbers, what made each of them; and where its state goes.

import { el, math } from '../draw/dom.js';
import { isPadding } from '../model/rows.js';
import { pinName, slotsOf } from '../model/sources.js';
import { directionName, lastOf, namesDirection, stepOf } from '../model/steps.js';
import { colourName, placeName } from '../model/tensors.js';
import { createExplained, writer } from './explained.js';
import { createNumbers } from './numbers.js';
import { createPrediction } from './prediction.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Source} Source */
/** @typedef {import('../model/gates.js').Part} Part */

/**
 * @typedef {object} Shown
 * @property {import('../types.js').Picture} picture
 * @property {Source} source the cell, or y at a step
 * @property {Part|null} part the sub-step, or the number that is explained
 * @property {import('./numbers.js').Numbers|null} got null while they are on their way
 * @property {import('../types.js').Explanation|null} explanation null while it is on its way
 * @property {import('../types.js').Prediction|null} prediction the same of y
 */

/**
 * @param {HTMLElement} root
 * @param {{plot: (cell: import('../types.js').Cell) => void, release: () => void,
 *   open: (part: Part|null) => void, change: (changed: import('../types.js').Scene) => void}} does
 */
export function create(root, does) {
  const title = el('h2', { class: 'place' });
  const release = el('button', { type: 'button', class: 'quiet', click: does.release }, 'Unpin');
  const says = el('p', { class: 'note' });
  const prediction = createPrediction();
  const digits = el('input', { type: 'checkbox', id: 'digits' });
  const allDigits = el('label', { class: 'digits', for: 'digits' }, digits, 'All digits');
  let takesFocus = false;
  /** @param {Part|null} part */
  const open = (part) => {
    takesFocus = true;
    does.open(part);
  };
  const formulas = createFormulas(does.open);
  const table = createNumbers(open);
  const explained = createExplained(open);
  const back = el('button', { type: 'button', class: 'quiet' }, 'All numbers');
  back.addEventListener('click', () => open(null));
  const goes = el('ul', { class: 'goes' });
  const plot = el('button', { type: 'button', class: 'wide' }, '');
  plot.addEventListener('click', () => shown && does.plot(shown.source));
  const hint = el('span', {}, 'Click a number: what made it.');
  const options = el('div', { class: 'options' }, hint, back, allDigits);
  const ofCell = el(
    'div',
    {},
    formulas.node,
    options,
    table.node,
    explained.node,
    el('h2', {}, 'Where this state goes'),
    goes,
    plot,
  );
  root.append(el('div', { class: 'head' }, title, release), says, ofCell, prediction.node);
  digits.addEventListener('change', () => does.change({ digits: digits.checked }));
  /** @type {Shown|null} */
  let shown = null;

  /** @param {Shown} now @param {Part|null} before what was explained */
  function draw(now, before) {
    const { picture, source } = now;
    const s = picture.trace.summary;
    const { layer, direction, t } = source;
    const isY = source.kind === 'y';
    const way = namesDirection(s) ? ` · ${directionName(direction)}` : '';
    const row = s.B > 1 ? ` · row ${s.b}` : '';
    title.textContent = `${isY ? 'y' : `Cell · layer ${layer}${way}`} · t = ${t}${row}`;
    release.hidden = picture.pin === null;
    const at = turnOf(picture, source);
    const done = at <= picture.step;
    const isPad = isPadding(s, t);
    const why = isPad
      ? `Padding, never read: row ${s.b} ends at t = ${s.length - 1}.`
      : `Not computed yet: its turn is step ${at + 1}.`;
    says.textContent = done ? '' : why;
    says.hidden = done;
    ofCell.hidden = isY;
    prediction.node.hidden = !isY || !done || now.prediction === null;
    if (!isY) drawCell(now, before, done, way);
    else if (now.prediction) prediction.update(picture, t, now.prediction);
  }

  /** @param {Shown} now @param {Part|null} before @param {boolean} done @param {string} way */
  function drawCell({ picture, source, part, got, explanation }, before, done, way) {
    const s = picture.trace.summary;
    const { layer, direction, t } = source;
    const isPad = isPadding(s, t);
    const all = Boolean(picture.scene.digits);
    digits.checked = all;
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
    goes.replaceChildren(...destinations(picture, source));
    plot.textContent = `Plot layer ${layer}${way} over time`;
  }

  /** @param {Shown} now */
  return (now) => {
    const { picture, source, part } = now;
    const isY = source.kind === 'y';
    const isOfCell = now.got === null || (part?.unit != null && now.explanation === null);
    const isComing = isY ? now.prediction === null : isOfCell;
    // What stands there stays until the numbers of the next have come.
    if (shown && isComing && turnOf(picture, source) <= picture.step) return;
    const before = shown;
    shown = now;
    const isSame =
      before !== null &&
      before.got === now.got &&
      before.prediction === now.prediction &&
      before.explanation === now.explanation &&
      before.picture.trace === now.picture.trace &&
      before.picture.step === now.picture.step &&
      before.picture.pin === now.picture.pin &&
      before.picture.scene === now.picture.scene &&
      before.source.unit === now.source.unit &&
      pinName(before.source) === pinName(now.source);
    if (!isSame) draw(now, before?.part ?? null);
  };
}

/**
 * The step after which all of a source is computed.
 * @param {import('../types.js').Picture} picture
 * @param {Source} source
 */
function turnOf({ trace, scene }, source) {
  const cells = source.kind === 'y' ? [source, ...(source.beside ?? [])] : [source];
  return Math.max(...cells.map((cell) => stepOf(trace.summary, String(scene.order), cell)));
}

/**
 * @param {import('../types.js').Picture} picture
 * @param {Source} source
 * @returns {HTMLElement[]}
 */
function destinations({ trace: { summary: s }, names: { tensors } }, source) {
  const { layer, direction, t } = source;
  const items = slotsOf(s, tensors, source).map(({ tensor, ...half }) => {
    const where = placeName(tensor, half);
    return el('li', {}, el('code', { class: `name-${colourName(tensor)}` }, where));
  });
  if (isPadding(s, t)) {
    const zero = items.map((item) => el('li', {}, ...item.childNodes, ' is 0 there by definition'));
    return zero.length ? zero : [el('li', {}, 'nowhere: nothing is computed here')];
  }
  const end = lastOf(s, direction);
  const last = tensors.some(({ name }) => name === 'h_n') ? 'h_n' : 'a last state';
  if (layer < s.L - 1 && tensors[0])
    items.push(el('li', {}, `not in ${tensors[0].name}: only the top layer, ${s.L - 1}, is`));
  if (t !== end) items.push(el('li', {}, `not in ${last}: this direction ends at t = ${end}`));
  const next = t + (direction ? -1 : 1);
  if (t !== end)
    items.push(el('li', {}, `${direction ? '←' : '→'} into its own next cell, t = ${next}`));
  if (layer < s.L - 1) items.push(el('li', {}, `↑ into layer ${layer + 1} at t = ${t}`));
  else items.push(el('li', {}, `↑ into y at t = ${t}, through the head`));
  return items;
}

// The equations of a cell, one line each, in the order in which they are computed.

/** @typedef {import('../types.js').Equation} Equation */

/** @param {(part: Part|null) => void} onOpen */
export function createFormulas(onOpen) {
  const node = el('ol', { class: 'formulas', 'aria-label': 'Equations, as they are computed' });
  /** @type {Equation[]} */
  let shown = [];
  node.addEventListener('click', (event) => {
    const line = /** @type {Element} */ (event.target).closest('li');
    const gate = line?.getAttribute('data-gate');
    if (gate) onOpen(line?.ariaCurrent ? null : { gate, unit: null });
  });

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
