// The only place that makes elements. Text stays text: nothing is ever parsed as HTML.

/** @typedef {Node|string|number|null|undefined|false} Child */

/**
 * @param {Element} node
 * @param {Record<string, any>} attributes functions are listeners, true is an empty attribute
 * @param {Child[]} children
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  for (const child of children) {
    if (child != null && child !== false) {
      node.append(typeof child === 'number' ? String(child) : child);
    }
  }
}

/**
 * Make an HTML element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

/**
 * Make an SVG element.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(node, attributes, children);
  return node;
}

/**
 * Make a MathML element, and what is in it.
 * @param {import('../types.js').Markup} markup
 * @returns {Node|string}
 */
export function math(markup) {
  if (typeof markup === 'string') return markup;
  const [tag, ...children] = markup;
  const node = document.createElementNS('http://www.w3.org/1998/Math/MathML', tag);
  node.append(...children.map(math));
  return node;
}

/**
 * A shape such as `(T=8, B=1, D·H=16)`, each of its letters a word of the glossary.
 * @param {string} shape
 * @returns {(Node|string)[]}
 */
export const lettered = (shape) =>
  shape
    .split(/\b([TBLDHPIO])\b/)
    .map((part, i) => (i % 2 ? el('span', { 'data-term': part }, part) : part));

/**
 * A path out of the table in icons below, drawn in the current colour.
 * @param {keyof typeof icons} name
 */
export function icon(name) {
  const path = svg('path', { d: icons[name] });
  return svg('svg', { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' }, path);
}

const icons = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  previous: 'M11 3v10L4 8z',
  play: 'M4 2.5v11L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  next: 'M5 3v10l7-5z',
  last: 'M11 3h2v10h-2zM3 3v10l7-5z',
};

/**
 * Whether two flat values are the same in all their entries.
 * @param {Record<string, unknown>|null} a
 * @param {Record<string, unknown>|null} b
 */
export function same(a, b) {
  if (a === b) return true;
  if (!a || !b) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

/**
 * Show that a node is read by what is asked, and by which of its parts.
 * @param {HTMLElement|SVGElement} node
 * @param {string|null} numbers
 */
export function markAsked(node, numbers) {
  if ((node.dataset.asked ?? null) === numbers) return;
  node.classList.toggle('is-asked', numbers !== null);
  if (numbers === null) delete node.dataset.asked;
  else node.dataset.asked = numbers;
}
