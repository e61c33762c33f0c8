// The lines that make this network and these tensors in a framework.

import { el } from '../draw/dom.js';
import { titles } from '../model/frameworks.js';
import { controls } from '../state/controls.js';

/**
 * @param {HTMLElement} root
 * @param {(changed: import('../types.js').Scene) => void} onChange
 */
export function create(root, onChange) {
  const code = el('code', {});
  const copy = el('button', { type: 'button', class: 'quiet' }, 'Copy');
  const title = el('h2', {});
  const merge = el(
    'select',
    { id: 'merge', class: 'quiet', change: () => onChange({ merge: merge.value }) },
    ...(controls.merge?.choices ?? []).map((value) => el('option', { value }, value)),
  );
  const mode = el('label', { for: 'merge', class: 'merge' }, 'merge_mode ', merge);
  const file = el('a', { download: 'unrolled.safetensors' }, 'unrolled.safetensors');
  copy.addEventListener('click', async () => {
    copy.textContent = (await write(shown)) ? 'Copied' : 'Select and copy';
  });
  let shown = '';
  root.append(
    el('div', { class: 'head' }, title, mode, copy),
    el('pre', { tabindex: '0' }, code),
    el('p', { class: 'note' }, 'It reads ', file, ': these weights and this input.'),
  );

  /** @param {import('../types.js').Picture} picture */
  return ({ trace: { summary }, scene, names: { code: text } }) => {
    const named = titles[String(scene.names)];
    if (title.textContent !== `The same in ${named}`) title.textContent = `The same in ${named}`;
    mode.hidden = scene.names !== 'keras' || summary.D === 1;
    merge.value = String(scene.merge);
    // The same lines may go with other weights, or another input.
    file.href = `api/traces/${summary.id}/tensors.safetensors`;
    if (text === shown) return;
    shown = text;
    code.replaceChildren(...linesOf(text));
    copy.textContent = 'Copy';
  };
}

/**
 * A line that is too long goes on below its own indent. Empty lines go with the line before, so
 * that what is selected is copied as it is written.
 * @param {string} text
 */
function linesOf(text) {
  return (text.match(/[^\n]*\n?\n*/g) ?? []).filter(Boolean).map((lines) => {
    const line = lines.replace(/\n$/, '');
    const isLast = !line.endsWith('\n');
    const node = el('span', { class: isLast ? 'code-line' : 'code-line has-gap' }, line);
    node.style.setProperty('--indent', String(line.search(/\S|$/)));
    return node;
  });
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
