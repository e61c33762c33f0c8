// The focus stays in the page: where what had it goes, what is left beside it gets it.

const stops = 'a[href], button, input, select, textarea, [tabindex="0"]';

/** @param {Element} node */
const isThere = (node) => node.isConnected && node.checkVisibility() && !node.matches(':disabled');

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} last what gets it where nothing beside is left
 * @returns {() => void} to be called when something may have gone
 */
export function create(root, last) {
  /** @type {HTMLElement|null} */
  let had = null;
  /** @type {Element[]} what it stood in: a node that is gone tells no more */
  let around = [];

  root.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    had = target;
    around = [];
    for (let node = target.parentElement; node && node !== root; node = node.parentElement) {
      around.push(node);
    }
  });
  // Who leaves it on purpose has left it.
  root.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget) return;
    queueMicrotask(() => {
      if (target === had && had && isThere(had)) had = null;
    });
  });
  root.addEventListener('click', keep);

  function keep() {
    const now = document.activeElement;
    if (!had || (now !== had && now !== root) || isThere(had)) return;
    const next = drawnAnew(had) ?? beside(around) ?? last;
    had = null;
    next.focus({ preventScroll: true });
  }
  return keep;
}

/** The same cell, in a graph that was drawn anew. @param {HTMLElement} node */
function drawnAnew({ dataset: { cell } }) {
  return cell
    ? /** @type {HTMLElement|null} */ (document.querySelector(`[data-cell="${cell}"]`))
    : null;
}

/** The nearest panel, or the first thing to use in what is around. @param {Element[]} around */
function beside(around) {
  for (const node of around.filter(isThere)) {
    if (node instanceof HTMLElement && node.hasAttribute('tabindex')) return node;
    const stop = [...node.querySelectorAll(stops)].find(isThere);
    if (stop instanceof HTMLElement) return stop;
  }
  return null;
}
