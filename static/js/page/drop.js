// A file may be dropped anywhere; while it is dragged over the page, a hint says so.

import { el } from '../draw/dom.js';

/**
 * @param {HTMLElement} root
 * @param {(file: File) => void} onFile
 */
export function create(root, onFile) {
  const hint = el(
    'div',
    { class: 'drop-hint', hidden: true, 'aria-hidden': 'true' },
    el('strong', {}, 'Drop it here'),
    el('span', {}, 'a model: .pt, .safetensors, .npz, .onnx, .keras; or numbers: .csv'),
  );
  root.append(hint);

  /** @param {DragEvent} event */
  const over = (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    hint.hidden = false;
  };
  document.addEventListener('dragenter', over);
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) hint.hidden = true; // it has left the window
  });
  // Left alone, the browser would show the file in the page's place.
  document.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    hint.hidden = true;
    onFile(file);
  });
}
