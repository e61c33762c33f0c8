// From the controls to the request: what runs, and in words why, where it isn't what was wished.

import { numbersOfText, rowsOfText } from '../model/rows.js';
import { idOf } from './tables.js';

/** @typedef {import('../types.js').Scene} Scene */
/** @typedef {import('../types.js').Preset} Preset */

const shape = ['cell', 'hidden_size', 'num_layers', 'bidirectional'];

/**
 * @param {Scene} scene
 * @returns {object} the input's part of the spec
 */
function inputOf(scene) {
  if (scene.input === 'text') return { kind: 'text', text: scene.text };
  if (scene.input === 'random') {
    const { input_seed: seed, steps, rows, input_size } = scene;
    const random = { kind: 'random', seed, steps, rows };
    return scene.weights === 'file' ? random : { ...random, input_size }; // a file tells its own
  }
  if (scene.series === 'csv') {
    const id = idOf(String(scene.csv));
    return id ? { kind: 'table', id } : { kind: 'csv', csv: scene.csv };
  }
  return { kind: 'series', name: scene.series };
}

/**
 * The lengths of the rows; empty where the batch is not packed.
 * @param {Scene} scene
 */
function lengthsOf(scene) {
  if (scene.input === 'random') return numbersOfText(String(scene.lengths));
  const isPacked = scene.input === 'text' && scene.packed;
  return isPacked ? rowsOfText(String(scene.text)).map((row) => row.length) : [];
}

/**
 * The task that a scene's input belongs to; null where nothing was trained on such input.
 * @param {Scene} scene
 */
function taskOf(scene) {
  if (scene.input === 'text') return 'double-letters';
  return scene.input === 'series' && scene.series === 'sunspots' ? 'sunspots' : null;
}

/**
 * @param {Scene} scene
 * @param {Preset[]} presets
 * @returns {{spec: object, note: string, weights: 'trained'|'random'|'file'}} what to run, and of its
 *   weights a sentence and which they are: random ones where none were trained
 */
export function specOf(scene, presets) {
  // Only the plain cell has a choice of nonlinearity.
  const nonlinearity = scene.cell === 'rnn' ? scene.nonlinearity : 'tanh';
  const network = {
    cell: scene.cell,
    nonlinearity,
    hidden_size: scene.hidden_size,
    num_layers: scene.num_layers,
    bidirectional: scene.bidirectional,
    bias: scene.bias,
    batch_first: scene.batch_first,
  };
  const random = { kind: 'random', seed: scene.seed };
  const lengths = lengthsOf(scene);
  const input = { input: inputOf(scene), ...(lengths.length && { lengths }) };
  if (scene.weights === 'file') {
    const { file: id, module, batch_first, file_nonlinearity: nonlinearity } = scene;
    const weights = { kind: 'file', id, module, batch_first };
    // Most files tell it, and those that don't are taken for tanh.
    const told = nonlinearity === 'tanh' ? weights : { ...weights, nonlinearity };
    return { spec: { weights: told, ...input }, note: '', weights: 'file' };
  }
  if (scene.weights === 'random') {
    const note = `Uniform in ±1/√${scene.hidden_size}, as PyTorch draws them; seed ${scene.seed}.`;
    return { spec: { network, weights: random, ...input }, note, weights: 'random' };
  }
  const task = taskOf(scene);
  const ofTask = presets.filter((preset) => preset.task === task);
  const fits = ofTask.find(
    (preset) =>
      scene.bias &&
      preset.nonlinearity === nonlinearity &&
      shape.every((name) => preset[/** @type {keyof Preset} */ (name)] === scene[name]),
  );
  if (fits) {
    const weights = { kind: 'preset', name: fits.name };
    return { spec: { network, weights, ...input }, note: figuresOf(fits), weights: 'trained' };
  }
  const note = `${whyNot(scene, ofTask)} Random weights are used, seed ${scene.seed}.`;
  return { spec: { network, weights: random, ...input }, note, weights: 'random' };
}

/**
 * What a change of x changes beside: a network that nothing was trained for becomes the nearest
 * that was, of the same cell.
 * @param {Scene} before
 * @param {Scene} changed controls
 * @param {Preset[]} presets
 * @returns {Scene} controls
 */
export function withTrained(before, changed, presets) {
  const scene = { ...before, ...changed };
  const isOther = taskOf(scene) !== taskOf(before);
  if (!isOther || scene.weights !== 'trained' || specOf(scene, presets).weights === 'trained') {
    return changed;
  }
  const isNear = (/** @type {Preset} */ preset) =>
    shape.filter((name) => preset[/** @type {keyof Preset} */ (name)] === scene[name]).length;
  const [nearest] = presets
    .filter(({ task, cell }) => task === taskOf(scene) && cell === scene.cell)
    .sort((a, b) => isNear(b) - isNear(a));
  if (!nearest) return changed;
  const sizes = shape.map((name) => [name, nearest[/** @type {keyof Preset} */ (name)]]);
  return {
    ...changed,
    ...Object.fromEntries(sizes),
    nonlinearity: nearest.nonlinearity,
    bias: true,
  };
}

/** What of a new trace is looked at. @param {import('../types.js').Scene} scene */
export function lookOf({ step, order, b, pin, names, merge }) {
  const look = { step, order, b, cell: pin, names, ...(names === 'keras' && { merge }) };
  return Object.fromEntries(Object.entries(look).map(([name, value]) => [name, String(value)]));
}

/** @param {Preset} preset */
function figuresOf({ task, about }) {
  if (task === 'sunspots') {
    return (
      `Trained to give the next year’s number: off by ${Number(about.rmse).toFixed(1)} (RMSE on ` +
      `years it was not trained on); repeating the last year is off by ` +
      `${Number(about.rmse_repeat).toFixed(1)}.`
    );
  }
  return (
    'Trained on double letters: the first a of a pair gives a, the second b; c gives e, then f. ' +
    `Right in ${percent(Number(about.accuracy))} of the letters of unseen strings.`
  );
}

/** @param {number} share */
function percent(share) {
  const text = (share * 100).toFixed(2);
  return `${text.replace(/\.?0+$/, '')} %`;
}

/**
 * @param {Scene} scene
 * @param {Preset[]} ofTask
 */
function whyNot(scene, ofTask) {
  if (!ofTask.length) return 'Nothing was trained on input of this kind.';
  if (!scene.bias) return 'The trained networks have a bias.';
  if (scene.bidirectional && !ofTask.some((preset) => preset.bidirectional)) {
    return 'No trained bidirectional network: its reverse direction would read the answer; switch it off.';
  }
  const sizes = new Set(ofTask.map((preset) => preset.hidden_size));
  if (!sizes.has(Number(scene.hidden_size))) {
    return `No trained weights for hidden_size ${scene.hidden_size}, only for ${[...sizes].join(', ')}.`;
  }
  const layers = new Set(ofTask.map((preset) => preset.num_layers));
  return `No trained weights for num_layers ${scene.num_layers}, only for ${[...layers].sort().join(', ')}.`;
}
