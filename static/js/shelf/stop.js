// Many buttons, one stop of the Tab key: the one that had the focus last. Arrow keys go on from it.

/** @type {Record<string, [number, number]>} */
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLElement} root
 * @param {string} selector of the buttons
 * @param {(node: HTMLElement, right: number, down: number) => HTMLElement|undefined} next the button
 *   that an arrow key leads to
 * @returns {() => void} to be called when buttons have come or gone
 */
export function createStop(root, selector, next) {
  /** @type {HTMLElement|null} */
  let stop = null;
  /** @param {Event} event @returns {HTMLElement|null} */
  const under = ({ target }) => /** @type {Element} */ (target).closest(selector);
  /** @param {HTMLElement|null} node */
  const put = (node) => {
    if (stop) stop.tabIndex = -1;
    if (node) node.tabIndex = 0;
    stop = node;
  };
  root.addEventListener('focusin', (event) => put(under(event) ?? stop));
  root.addEventListener('keydown', (event) => {
    const [node, way] = [under(event), ways[event.key]];
    if (!node || !way) return;
    next(node, ...way)?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  return () => {
    if (!stop || !root.contains(stop)) put(root.querySelector(selector));
  };
}
