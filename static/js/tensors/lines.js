// The lines of a tensor that are in the document: of a long one those in view, and room for the rest.

import { el, markAsked } from '../draw/dom.js';
import { clamp } from '../model/geometry.js';
import { numbersOfUnits, stateAt } from '../model/light.js';
import { isPadding } from '../model/rows.js';
import { halvesOf, lineCount } from '../model/sources.js';
import { directionName } from '../model/steps.js';
import { rowName } from '../model/tensors.js';

/** @typedef {import('../types.js').Summary} Summary */
/** @typedef {import('../types.js').Tensor} Tensor */
/** @typedef {import('../model/sources.js').Half & {tds: HTMLTableCellElement[], shown: string, asked: string}} Half what is shown: values of which trace, or nothing; asked: which parts read it */
/** @typedef {{node: HTMLTableRowElement, halves: Half[]}} Line */

export function createLines() {
  const [over, under] = [el('tr', { class: 'spacer' }), el('tr', { class: 'spacer' })];
  const body = el('tbody', {}, over, under);
  /** @type {Map<number, Line>} */
  const lines = new Map();

  function clear() {
    lines.clear();
    body.replaceChildren(over, under);
  }

  /**
   * Have the lines that are in view; of a short tensor, all.
   * @param {Summary} s
   * @param {Tensor} tensor
   * @param {{top: number, height: number}} view
   * @param {number} height of a line
   * @param {boolean} numbers
   */
  function place(s, tensor, view, height, numbers) {
    const count = lineCount(s, tensor);
    const all = count * halvesOf(s, tensor, 0).reduce((n, { units }) => n + units, 0) <= 2048;
    const shown = all ? count : Math.min(count, Math.ceil(view.height / height) + 6);
    const from = all ? 0 : clamp(0, Math.floor(view.top / height) - 3, count - shown);
    for (const [i, { node }] of lines) {
      if (i >= from && i < from + shown) continue;
      node.remove();
      lines.delete(i);
    }
    // Lines lie in order, each new one behind the one before it.
    let before = over;
    for (let i = from; i < from + shown; i++) {
      let line = lines.get(i);
      if (!line) {
        line = create(s, tensor, i, numbers);
        lines.set(i, line);
        before.after(line.node);
      }
      before = line.node;
    }
    over.style.height = `${from * height}px`;
    under.style.height = `${(count - from - shown) * height}px`;
  }

  /** Have room to scroll to. @param {number} height */
  function reserve(height) {
    under.style.height = `${height}px`;
  }

  /** What stands in a line, as far as it is in the document. @param {number} i */
  const at = (i) => lines.get(i)?.halves ?? [];

  const halves = () => [...lines.values()].flatMap((line) => line.halves);

  return { body, clear, place, reserve, at, halves };
}

/** @type {(s: Summary, tensor: Tensor, i: number, numbers: boolean) => Line} */
function create(s, tensor, i, numbers) {
  const node = el('tr', {}, el('th', { scope: 'row' }, rowName(s, tensor, i)));
  const halves = halvesOf(s, tensor, i).map((half, k) => {
    const tds = Array.from({ length: half.units }, (_, unit) => {
      const td = document.createElement('td');
      td.dataset.index = half.index(unit).join();
      if (isPadding(s, half.cell.t)) asPadding(td, numbers);
      return td;
    });
    if (k) tds[0]?.classList.add('half');
    node.append(...tds);
    return { ...half, tds, shown: '', asked: '' };
  });
  return { node, halves };
}

/** What stands in a tensor past a row's end. @param {HTMLElement} td @param {boolean} numbers */
function asPadding(td, numbers) {
  td.classList.add('is-padding');
  td.title = 'padding: 0 by definition';
  if (numbers) td.textContent = '0';
}

/** The directions' names over two halves. @param {Summary} s @param {Tensor} tensor */
export function columnHeads(s, tensor) {
  const halves = halvesOf(s, tensor, 0);
  if (halves.length === 1) return [];
  const names = halves.map(({ cell: { direction }, units }) => {
    const text = units > 2 ? directionName(direction) : '→←'[direction];
    return el('th', { colspan: units, scope: 'colgroup' }, text);
  });
  return [el('tr', {}, el('td'), ...names)];
}

// Which elements of a tensor are read by what is asked.

/**
 * @param {import('../types.js').Light|null} light
 * @param {Half} half
 */
export function ask(light, half) {
  const places = [half.cell, ...half.beside].map((cell) => stateAt(half.state, cell));
  const spans = places.flatMap((place) => light?.spans.get(place) ?? []);
  const isNumbered = light?.isNumbered ?? false;
  const now = [isNumbered, ...spans.map((span) => Object.values(span))].join();
  if (half.asked === now) return;
  half.asked = now;
  /** @type {string|null} */
  let before = null;
  const ofUnits = numbersOfUnits(light, places, half.tds.length);
  half.tds.forEach((td, unit) => {
    const numbers = ofUnits[unit] ?? null;
    markAsked(td, numbers);
    // Side by side with others of its part, the first one shows the number.
    td.classList.toggle('is-badged', Boolean(numbers) && numbers !== before);
    before = numbers;
  });
}
