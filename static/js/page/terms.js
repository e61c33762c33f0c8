// What a word means, in one line beside it, while it is pointed at or has the focus.

import { el } from '../draw/dom.js';

/** Pixels between a word and its line. */
const gap = 6;

/**
 * @param {HTMLElement} root
 * @param {Record<string, string>} glossary by what stands as data-term
 */
export function create(root, glossary) {
  const tip = el('div', { id: 'tip', role: 'tooltip', popover: 'manual' });
  root.append(tip);
  /** @type {Element|null} */
  let owner = null;
  /** @type {Element|null} which has the line read out with its name */
  let reader = null;

  /** What else describes it. @param {Element} node */
  const readBy = (node) =>
    (node.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== tip.id);

  /** @param {EventTarget|null} target */
  function termOf(target) {
    if (!(target instanceof Element)) return null;
    const node = target.closest('[data-term]');
    if (node || !(target instanceof HTMLInputElement)) return node;
    return target.labels?.[0]?.closest('[data-term]') ?? null;
  }

  /** @param {Element|null} node @param {Element|null} described */
  function show(node, described) {
    const meaning = glossary[node?.getAttribute('data-term') ?? ''];
    if (!node || !meaning || node === owner) return;
    hide();
    owner = node;
    tip.textContent = meaning;
    tip.showPopover();
    const { left, top, bottom } = node.getBoundingClientRect();
    const { offsetWidth: w, offsetHeight: h } = tip;
    tip.style.left = `${Math.max(gap, Math.min(left, innerWidth - w - gap))}px`;
    tip.style.top = `${bottom + gap + h > innerHeight ? top - gap - h : bottom + gap}px`;
    reader = described;
    if (reader) reader.setAttribute('aria-describedby', [...readBy(reader), tip.id].join(' '));
  }

  function hide() {
    if (!owner) return false;
    owner = null;
    tip.hidePopover();
    if (reader) reader.setAttribute('aria-describedby', readBy(reader).join(' '));
    reader = null;
    return true;
  }

  root.addEventListener('pointerover', ({ target, pointerType }) => {
    if (target instanceof Node && tip.contains(target)) return; // it may be read at leisure
    const node = pointerType === 'touch' ? null : termOf(target);
    if (node) show(node, null);
    else hide();
  });
  root.addEventListener('focusin', ({ target }) => {
    const isByKey = target instanceof Element && target.matches(':focus-visible');
    const isTyped = target instanceof HTMLInputElement && target.type === 'text';
    if (isByKey && !isTyped) show(termOf(target), target);
  });
  for (const event of ['focusout', 'input', 'pointerdown']) root.addEventListener(event, hide);
  document.addEventListener('pointerleave', hide);
  document.addEventListener('scroll', hide, { capture: true, passive: true });
  return { hide };
}
