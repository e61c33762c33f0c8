// The stage's own header: the names, shapes and switches of output, h_n and c_n; what folds the graph;
// and what colours mean.

import { el } from '../draw/dom.js';

/** What each is, and a name for it where no single tensor holds it. */
const means = {
  output: { says: 'top layer, every step', holds: 'every h' },
  h_n: { says: 'each line’s own last step', holds: 'last h' },
  c_n: { says: 'the same of c', holds: 'last c' },
};

/**
 * @param {HTMLElement} root
 * @param {(changed: import('../types.js').Scene) => void} onChange
 * @param {() => void} onFold told to fold the graph, or to unroll it
 */
export function create(root, onChange, onFold) {
  const switches = Object.entries(means).map(([name, { says, holds }]) => {
    const box = el('input', { type: 'checkbox', id: `band-${name}` });
    box.addEventListener('change', () => onChange({ [name]: box.checked }));
    const shape = el('span', { class: 'shape' });
    const text = el('span', {}, name);
    const label = el('label', { for: box.id, class: `band name-${name}` }, box, text, ' ', shape);
    label.append(el('span', { class: 'means' }, says));
    root.append(label);
    return { name, holds, box, label, text, shape };
  });
  const fold = el('button', { type: 'button', class: 'quiet', id: 'fold', click: onFold });
  root.append(fold);
  const says = el('span', {});
  const bar = el('span', { class: 'bar' });
  root.append(el('div', { class: 'legend' }, 'colours: ', says, '−', bar, '+'));

  /** @param {import('../types.js').Picture} picture */
  return ({ trace, scene, isFolded, names: { tensors } }) => {
    for (const { name, holds, box, label, text, shape } of switches) {
      // Other frameworks give the last states one by one.
      const tensor = name === 'output' ? tensors[0] : tensors.find((each) => each.name === name);
      label.hidden = !trace.summary.shapes[name];
      box.checked = Boolean(scene[name]);
      text.textContent = tensor?.name ?? holds;
      shape.textContent = tensor ? `(${tensor.shape.join(', ')})` : '';
    }
    fold.textContent = isFolded ? 'Unroll' : 'Fold';
    fold.title = isFolded
      ? 'The run: a column for each step'
      : 'The loop as code has it: the same cell at every step';
    // Each state has a scale of its own.
    const ranges = Object.entries(trace.range).map(([name, range]) => {
      return `${name} ±${range === 1 ? '1' : range.toPrecision(3)}`;
    });
    says.textContent = ranges.join(', ');
  };
}
