// One cell: its equations, its numbers, what made each of them; and where its state goes.

import { el, math } from '../draw/dom.js';
import { isPadding } from '../model/rows.js';
import { pinName } from '../model/sources.js';
import { standsFor } from '../model/stands.js';
import { cellsAt, directionName, keyOf, namesDirection, stepOf } from '../model/steps.js';
import { createExplained, writer } from './explained.js';
import { destinations } from './goes.js';
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
 *   pin: (cell: import('../types.js').Cell) => void,
 *   open: (part: Part|null) => void, change: (changed: import('../types.js').Scene) => void,
 *   hover: (source: Source|null) => void}} does
 */
export function create(root, does) {
  const title = el('h2', { class: 'place' });
  const release = el('button', { type: 'button', class: 'quiet', click: does.release }, 'Unpin');
  const says = el('p', { class: 'note' });
  const others = el('p', { class: 'note' });
  const prediction = createPrediction();
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
  root.append(el('div', { class: 'head' }, title, release), others, says, ofCell, prediction.node);
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
    const beside = cellsAt(s, String(picture.scene.order), picture.step).filter(
      (cell) => keyOf(cell) !== keyOf(source),
    );
    others.hidden = isY || at !== picture.step || beside.length === 0;
    others.replaceChildren(
      'in the same step: ',
      ...beside.map((cell) => cellButton(cell, does.pin)),
    );
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
    hint.textContent = part
      ? `Up to ${part.gate}: ↓ computes on, Escape shows all.`
      : 'Click a number: what made it.';
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

/** @param {import('../types.js').Cell} cell @param {(cell: import('../types.js').Cell) => void} onPin */
function cellButton({ layer, direction, t }, onPin) {
  const text = `layer ${layer} ${direction ? '←' : '→'} t = ${t}`;
  const click = () => onPin({ layer, direction, t });
  return el('button', { type: 'button', class: 'quiet', click }, text);
}

// The equations of a cell, one line each, in the order in which they are computed.

/** @typedef {import('../types.js').Equation} Equation */

/**
 * @param {(part: Part|null) => void} onOpen
 * @param {(symbol: string|null) => void} onPoint
 */
function createFormulas(onOpen, onPoint) {
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
