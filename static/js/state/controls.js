// Every control of the page, one row each: its name, its kind, its default. The form, the link
// and the request are all read off this table.

/**
 * @typedef {object} Control
 * @property {'choice'|'whole'|'truth'|'text'} kind
 * @property {string|number|boolean} value what it is at first
 * @property {string[]} [choices]
 * @property {number} [least]
 * @property {number} [most]
 * @property {string} [field] what the server calls it in an error
 */

const sample = 'sin,cos\n0,1\n0.5,0.87\n0.87,0.5\n1,0\n0.87,-0.5\n0.5,-0.87\n0,-1\n-0.5,-0.87';
const seeds = { least: 0, most: 4294967295 };

/** @type {Record<string, Control>} */
export const controls = {
  cell: {
    kind: 'choice',
    value: 'rnn',
    choices: ['rnn', 'lstm', 'gru'],
    field: 'network.cell',
  },
  nonlinearity: {
    kind: 'choice',
    value: 'tanh',
    choices: ['tanh', 'relu'],
    field: 'network.nonlinearity',
  },
  hidden_size: { kind: 'whole', value: 8, least: 1, most: 64, field: 'network.hidden_size' },
  num_layers: { kind: 'whole', value: 1, least: 1, most: 4, field: 'network.num_layers' },
  bidirectional: { kind: 'truth', value: false, field: 'network.bidirectional' },
  batch_first: { kind: 'truth', value: false, field: 'network.batch_first' },
  bias: { kind: 'truth', value: true, field: 'network.bias' },
  input: { kind: 'choice', value: 'text', choices: ['text', 'series', 'random'], field: 'input' },
  text: { kind: 'text', value: 'aaccbbdd', field: 'input.text' },
  packed: { kind: 'truth', value: false, field: 'lengths' },
  series: { kind: 'choice', value: 'sunspots', choices: ['sunspots', 'csv'], field: 'input.name' },
  csv: { kind: 'text', value: sample, field: 'input.csv' },
  steps: { kind: 'whole', value: 10, least: 1, most: 2000, field: 'input.steps' },
  rows: { kind: 'whole', value: 1, least: 1, most: 64, field: 'input.rows' },
  lengths: { kind: 'text', value: '', field: 'lengths' },
  input_size: { kind: 'whole', value: 3, least: 1, most: 64, field: 'input.input_size' },
  input_seed: { kind: 'whole', value: 0, ...seeds, field: 'input.seed' },
  weights: {
    kind: 'choice',
    value: 'trained',
    choices: ['trained', 'random', 'file'],
    field: 'weights',
  },
  file: { kind: 'text', value: '', field: 'weights.id' },
  module: { kind: 'text', value: '', field: 'weights.module' },
  file_name: { kind: 'text', value: '' },
  file_nonlinearity: {
    kind: 'choice',
    value: 'tanh',
    choices: ['tanh', 'relu'],
    field: 'weights.nonlinearity',
  },
  seed: { kind: 'whole', value: 0, ...seeds, field: 'weights.seed' },
  b: { kind: 'whole', value: 0, least: 0, most: 63 },
  order: { kind: 'choice', value: 'layers', choices: ['layers', 'wavefront'] },
  step: { kind: 'whole', value: 0, least: 0, most: 1e9 },
  speed: { kind: 'choice', value: '1', choices: ['0.5', '1', '2', '4', '8', '16'] },
  output: { kind: 'truth', value: true },
  h_n: { kind: 'truth', value: true },
  c_n: { kind: 'truth', value: true },
  digits: { kind: 'truth', value: false },
  names: { kind: 'choice', value: 'pytorch', choices: ['pytorch', 'keras', 'jax', 'onnx'] },
  merge: { kind: 'choice', value: 'concat', choices: ['concat', 'sum', 'mul', 'ave'] },
  pin: { kind: 'text', value: '' },
  gate: { kind: 'text', value: '' },
  ask: { kind: 'text', value: '' },
  rail: { kind: 'choice', value: 'cell', choices: ['cell', 'answer', 'tensors', 'code'] },
  present: { kind: 'truth', value: false },
};

/** @returns {import('../types.js').Scene} */
export function defaults() {
  return Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value]));
}

/**
 * A control's value out of a string, or null where the string is none.
 * @param {Control} control
 * @param {string} text
 */
export function parse(control, text) {
  switch (control.kind) {
    case 'choice':
      return control.choices?.includes(text) ? text : null;
    case 'truth':
      return text === 'true' || text === 'false' ? text === 'true' : null;
    case 'whole': {
      const { least = 0, most = 0 } = control;
      const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : null;
    }
    default:
      return text;
  }
}

/**
 * What a control takes, in words.
 * @param {Control} control
 */
export function expected(control) {
  if (control.kind === 'choice') return `one of ${control.choices?.join(', ')}`;
  if (control.kind === 'truth') return 'true or false';
  return `a whole number from ${control.least} to ${control.most}`;
}

/**
 * The control that an error's field belongs to; of an input as a whole, the one that holds it.
 * @param {string|null} field
 * @param {import('../types.js').Scene} scene what was refused
 */
export function controlOf(field, scene) {
  if (!field) return null;
  if (field === 'input' && scene.input === 'text') return 'text';
  if (field === 'input' && scene.input === 'series' && scene.series === 'csv') return 'csv';
  // The lengths of a text are those of its rows; others are typed.
  if (/^lengths\b/.test(field)) return scene.input === 'text' ? 'packed' : 'lengths';
  const exact = Object.keys(controls).find((name) => controls[name]?.field === field);
  const near = () =>
    Object.keys(controls).find((name) => controls[name]?.field === field.split('.')[0]);
  return exact ?? near() ?? null;
}
