// The scene as the hash of the address: #cell=gru&num_layers=1. What is at its default is left out.

import { controls, defaults, expected, parse } from './controls.js';

/**
 * @param {import('./types.js').Scene} scene
 * @returns {string} a hash, empty for the scene that the page opens with
 */
export function write(scene) {
  const parts = new URLSearchParams();
  for (const [name, { value }] of Object.entries(controls)) {
    if (scene[name] !== value) parts.set(name, String(scene[name]));
  }
  const text = parts.toString();
  return text && `#${text}`;
}

/**
 * @param {string} hash
 * @returns {{scene: import('./types.js').Scene, problems: string[]}} what can't be read is at its
 *   default, and a sentence says so
 */
export function read(hash) {
  const scene = defaults();
  const problems = [];
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    // An object has names of its own as well, such as constructor.
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (!control) {
      problems.push(`The link has “${short(name)}”, which is no control here; it is left out.`);
      continue;
    }
    const value = parse(control, text);
    if (value === null) {
      problems.push(
        `${name} is “${short(text)}” in the link, but has to be ${expected(control)}; ` +
          `${control.value} is used.`,
      );
    } else {
      scene[name] = value;
    }
  }
  return { scene, problems };
}

/** @param {string} text */
const short = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
