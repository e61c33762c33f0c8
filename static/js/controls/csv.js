// The field for numbers of one's own: typed, pasted, or out of a file.

import { el } from '../draw/dom.js';

/**
 * @param {(name: string, label: string, input: HTMLTextAreaElement) => HTMLElement} field
 * @param {{maxBytes: number, onChange: (changed: import('../types.js').Scene) => void,
 *   onError: (name: string, message: string) => void}} given
 */
export function createCsv(field, { maxBytes, onChange, onError }) {
  const area = el('textarea', { rows: 6, spellcheck: 'false', placeholder: '0.5, 1.2' });
  const node = field('csv', 'CSV: one row a step, one column a feature', area);
  const choose = el('input', { type: 'file', accept: '.csv,.txt,.tsv,text/*', class: 'file' });
  choose.setAttribute('aria-label', 'CSV file');
  choose.addEventListener('change', () => choose.files?.[0] && take(choose.files[0]));
  node.append(choose);
  // A field that has to lay out so many lines keeps the page from answering.
  area.addEventListener('paste', (event) => {
    const { length } = event.clipboardData?.getData('text') ?? '';
    if (isLarge('What was pasted', length)) event.preventDefault();
  });

  /** Whether it is too much to read; says so where it is. @param {string} what @param {number} bytes */
  function isLarge(what, bytes) {
    if (bytes <= maxBytes) return false;
    const [has, most] = [bytes, maxBytes].map((size) => (size / 1e6).toFixed(1));
    onError('csv', `${what} has ${has} MB; at most ${most} MB are read: shorten it.`);
    return true;
  }

  /** @param {File} file */
  async function take(file) {
    if (/\.(pt|pth|safetensors|npz|onnx|keras|h5)$/i.test(file.name)) {
      onError('csv', `${file.name} is a model: open it by Open a model file…`);
      return;
    }
    if (isLarge(file.name, file.size)) return;
    onChange({ input: 'series', series: 'csv', csv: await file.text() });
  }

  return { node, take };
}
