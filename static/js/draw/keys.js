// The keyboard, wherever the focus is not in something that needs the key itself.

/** @param {Record<string, () => unknown>} does by the key's name; false leaves the key to the browser */
export function listen(does) {
  // What a pointer has chosen does not keep the arrow keys: the next press of → is a step.
  let isPointer = false;
  document.addEventListener('pointerdown', () => (isPointer = true), { capture: true });
  document.addEventListener('keydown', () => (isPointer = false), { capture: true });
  document.addEventListener('change', ({ target }) => {
    const isChoice = target instanceof HTMLElement && target.matches('[type=radio], select');
    if (isPointer && isChoice) target.blur();
  });
  document.addEventListener('click', ({ target, pointerType }) => {
    const cell = target instanceof Element && target.closest('[data-cell], [data-slot], [data-y]');
    if (pointerType && cell instanceof HTMLElement) cell.blur();
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = /** @type {Element} */ (event.target);
    const name = event.key === ' ' ? 'Space' : event.key;
    const action = does[name];
    if (!action || target.closest('dialog')) return;
    if (name !== 'Escape' && !isFree(target, name)) return;
    if (/^Arrow(Up|Down)$/.test(name) && scrolls(target)) return;
    if (action() !== false) event.preventDefault();
  });
}

/** Whether what has the focus leaves a key to the page. @param {Element} target @param {string} name */
function isFree(target, name) {
  const isSideways = name === 'ArrowLeft' || name === 'ArrowRight';
  // In a number, sideways keys would move a caret over two digits: the page's steps are meant.
  if (isSideways && target.matches('input:is([type=number], [type=checkbox])')) return true;
  if (target.closest('input, textarea, select')) return false;
  return !(name === 'Space' && target.closest('button, a'));
}

/** Whether what has the focus scrolls up and down by itself. @param {Element} target */
function scrolls(target) {
  if (target === document.body || target.scrollHeight <= target.clientHeight) return false;
  return ['auto', 'scroll'].includes(getComputedStyle(target).overflowY);
}
