// The PyTorch lines that make this network and these tensors.

import { el } from '../dom.js';

/** @param {HTMLElement} root */
export function create(root) {
  const code = el('code', {});
  const copy = el('button', { type: 'button', class: 'quiet' }, 'Copy');
  const file = el('a', { download: 'unrolled.safetensors' }, 'unrolled.safetensors');
  copy.addEventListener('click', async () => {
    copy.textContent = (await write(code.textContent ?? '')) ? 'Copied' : 'Select and copy';
  });
  root.append(
    el('div', { class: 'head' }, el('h2', {}, 'The same in PyTorch'), copy),
    el('pre', { tabindex: '0' }, code),
    el('p', { class: 'note' }, 'It reads ', file, ': these weights and this input.'),
  );

  /** @param {import('../types.js').Picture} picture */
  return ({ trace: { summary } }) => {
    // The same lines may go with other weights, or another input.
    file.href = `/api/traces/${summary.id}/tensors.safetensors`;
    const text = summary.names.pytorch?.code ?? '';
    if (code.textContent === text) return;
    code.textContent = text;
    copy.textContent = 'Copy';
  };
}

/** Only secure addresses and localhost have a clipboard. @param {string} text */
export async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
