// The keyboard, wherever the focus is not in something that needs the key itself.

/** @param {Record<string, () => void>} does by the key's name */
export function listen(does) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = /** @type {Element} */ (event.target);
    const name = event.key === ' ' ? 'Space' : event.key;
    const action = does[name];
    if (!action || target.closest('dialog')) return;
    if (name !== 'Escape' && target.closest('input, textarea, select')) return;
    if (name === 'Space' && target.closest('button, a')) return;
    if (/^Arrow(Up|Down)$/.test(name) && scrolls(target)) return;
    event.preventDefault();
    action();
  });
}

/** Whether what has the focus scrolls up and down by itself. @param {Element} target */
function scrolls(target) {
  if (target === document.body || target.scrollHeight <= target.clientHeight) return false;
  return ['auto', 'scroll'].includes(getComputedStyle(target).overflowY);
}
