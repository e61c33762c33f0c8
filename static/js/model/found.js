// What was found in a model file, in words, and what follows for the form.

/** @typedef {import('../types.js').Scene} Scene */
/** @typedef {import('../types.js').Found} Found */
/** @typedef {import('../types.js').Module} Module */

/** How many names of tensors a sentence holds. */
const named = 3;

/** The controls whose value a file's network has. */
export const ofFile = [
  'cell',
  'nonlinearity',
  'hidden_size',
  'num_layers',
  'bidirectional',
  'bias',
  'input_size',
];

/**
 * The network of a file that a scene runs; null where it runs none, or while the file's contents
 * are on their way.
 * @param {Scene} scene
 * @param {Found|null} found
 */
export function moduleOf(scene, found) {
  if (scene.weights !== 'file' || found?.id !== scene.file) return null;
  return found.modules.find(({ name }) => name === scene.module) ?? null;
}

/**
 * The scene as the form shows it: the file's sizes in place of one's own.
 * @param {Scene} scene
 * @param {Module|null} module
 * @returns {Scene}
 */
export function withSizes(scene, module) {
  if (!module) return scene;
  const entries = ofFile.map((name) => [name, module[/** @type {keyof Module} */ (name)]]);
  return { ...scene, ...Object.fromEntries(entries) };
}

/**
 * The controls to change so that a network can read its input at once: random numbers, where
 * what goes in now has another number of features.
 * @param {Scene} scene
 * @param {number|null} inputs
 * @returns {Scene}
 */
export function fittingInput(scene, inputs) {
  const fits = scene.input === 'random' || featuresOf(scene) === inputs;
  return fits ? {} : { input: 'random' };
}

/** @param {Scene} scene */
function featuresOf(scene) {
  if (scene.input === 'text') return 4;
  if (scene.series === 'sunspots') return 1;
  const [first = ''] = String(scene.csv).trim().split(/\r?\n/);
  return first.split(/[,;\t]/).length;
}

/**
 * @param {Scene} scene
 * @param {Found} found
 * @param {Module} module
 * @returns {string[]} sentences
 */
export function describe(scene, found, module) {
  const { name, head } = module;
  const what = [
    found.format,
    [module.cell?.toUpperCase(), name].filter(Boolean).join(' '),
    [sizes(module), ...forms(module)].join(' '),
    head && `head of ${head.output_size}`,
  ].filter(Boolean);
  const { ignored } = found;
  const count = `${ignored.length} ${ignored.length === 1 ? 'tensor' : 'tensors'} ignored`;
  const more = ignored.length > named ? ' …' : '.';
  const rest = ignored.length ? `; ${count}: ${ignored.slice(0, named).join(', ')}${more}` : '.';
  const sentences = [`${scene.file_name || 'The file'}: ${what.join(', ')}${rest}`];
  if (scene.input === 'random') sentences.push(inputNote(module));
  if (!head) sentences.push('It has no dense layer, so random weights make y.');
  return [...sentences, ...module.assumed];
}

/** @param {Module} module */
function inputNote({ input_size: inputs }) {
  const numbers = inputs === 1 ? '1 number' : `${inputs} numbers`;
  return `It reads ${numbers} a step, so random ones go in; Series, Own numbers takes yours.`;
}

/** @param {Module} module */
function sizes({ input_size, hidden_size, proj_size, num_layers }) {
  const P = proj_size ? ` P=${proj_size}` : '';
  return `I=${input_size} H=${hidden_size}${P} L=${num_layers}`;
}

/** What is not as a plain network has it. @param {Module} module */
function forms(module) {
  return [
    module.bidirectional && 'bidirectional',
    module.reverse && 'reverse only',
    module.nonlinearity === 'relu' && 'relu',
    module.bias === false && 'without bias',
    module.reset_after === false && 'reset before the product',
    module.peepholes && 'peepholes',
    module.hard_sigmoid && 'hard sigmoid',
    module.dtype === 'float64' && 'float64',
  ].filter((form) => form !== false && form !== null);
}
