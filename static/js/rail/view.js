// The rail beside the stage: one occupant at a time, chosen by tabs. On a narrow page it is a sheet
// that rises from the lower edge.

import { el } from '../draw/dom.js';

const titles = { cell: 'Cell', answer: 'Answer', tensors: 'Tensors', code: 'Code' };

/** @typedef {keyof typeof titles} Tab */

/**
 * @param {HTMLElement} root
 * @param {Record<Tab, HTMLElement>} panels
 * @param {{show: (tab: Tab) => void, raise: (isUp: boolean) => void}} does
 */
export function create(root, panels, does) {
  const names = /** @type {Tab[]} */ (Object.keys(titles));
  const tabs = names.map((name) => {
    const panel = panels[name];
    const tab = el('button', {
      type: 'button',
      role: 'tab',
      id: `tab-${name}`,
      'aria-controls': panel.id,
      click: () => choose(name),
    });
    tab.textContent = titles[name];
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    panel.removeAttribute('aria-label');
    panel.tabIndex = -1;
    return tab;
  });
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Details' }, ...tabs);
  const grip = el('button', { type: 'button', class: 'grip', click: () => does.raise(!isUp) });
  grip.append(el('span', { 'aria-hidden': 'true' }));
  root.prepend(grip, list);
  /** @type {Tab} */
  let shown = 'cell';
  let isUp = false;

  /** @param {Tab} name */
  function choose(name) {
    // The tab that is open already brings the sheet down again.
    if (name === shown && isUp) does.raise(false);
    else {
      does.show(name);
      does.raise(true);
    }
  }

  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const last = names.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (to + names.length) % names.length;
    does.show(names[next] ?? 'cell');
    tabs[next]?.focus();
  });

  /** @param {Tab} now @param {boolean} up */
  return (now, up) => {
    shown = now;
    isUp = up;
    names.forEach((name, i) => {
      const isShown = name === now;
      tabs[i]?.setAttribute('aria-selected', String(isShown));
      if (tabs[i]) tabs[i].tabIndex = isShown ? 0 : -1;
      panels[name].hidden = !isShown;
    });
    root.classList.toggle('is-up', up);
    grip.setAttribute('aria-label', up ? 'Lower the details' : 'Raise the details');
    grip.setAttribute('aria-expanded', String(up));
  };
}
