// The scene as the hash of the address: #v=2&cell=gru&num_layers=2. What is at its default is left
// out; v says whose defaults.

import { controls, defaults, expected, parse } from './controls.js';

const version = '2';

/** What a link without v means by what it leaves out, where that is not what it is today. */
const before = { cell: 'lstm', num_layers: 2, bidirectional: true, step: 10 };

/** What older links hold of switches that the page no longer needs. */
const gone = ['numbers'];

/**
 * @param {import('../types.js').Scene} scene
 * @returns {string} a hash, empty for the scene that the page opens with
 */
export function write(scene) {
  const parts = new URLSearchParams();
  for (const [name, { value }] of Object.entries(controls)) {
    const usual = name === 'rail' ? railOf(scene) : value;
    if (scene[name] !== usual) parts.set(name, String(scene[name]));
  }
  const text = parts.toString();
  return text && `#v=${version}&${text}`;
}

/**
 * @param {string} hash
 * @returns {{scene: import('../types.js').Scene, problems: string[]}} what can't be read is at its
 *   default, and a sentence says so
 */
export function read(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const v = parts.get('v') ?? (parts.size ? '' : version);
  for (const name of ['v', ...gone]) parts.delete(name);
  const usual = v ? defaults() : { ...defaults(), ...before };
  const scene = { ...usual };
  const problems = [];
  if (v && v !== version) {
    problems.push(`The link is of version “${short(v)}”; it is read as one of version ${version}.`);
  }
  for (const [name, text] of parts) {
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
          `${usual[name]} is used.`,
      );
    } else {
      scene[name] = value;
    }
  }
  if (!parts.has('rail')) scene.rail = railOf(scene);
  return { scene, problems };
}

/** What stands in the rail, where nothing else is chosen. @param {import('../types.js').Scene} scene */
const railOf = ({ ask }) => (ask ? 'answer' : 'cell');

/** @param {string} text */
const short = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
