// From what the form shows to a trace on screen: ask the server, keep the last good picture.

import { partOf, textOf } from '../model/gates.js';
import { isPadding, rowOfBatch } from '../model/rows.js';
import { namesPath, pinName, pinOf } from '../model/sources.js';
import { cellNear, cellOf, stepCount } from '../model/steps.js';
import { Trace } from '../model/trace.js';
import { Refused } from './api.js';
import { controlOf, controls, defaults } from './controls.js';
import { lookOf, specOf } from './spec.js';
import { createTables } from './tables.js';

/**
 * @typedef {object} State all that the page knows
 * @property {import('../types.js').Scene} draft what the form shows
 * @property {import('../types.js').Scene} scene what the picture shows
 * @property {Trace|null} trace
 * @property {string} note on the weights, in words
 * @property {string} weights which run: trained, random or those of a file
 * @property {Record<string, string>} errors by control
 * @property {string} notice on the whole page
 * @property {import('../types.js').Found|null} found in the model file that was asked for last
 * @property {import('../types.js').Sending|null} upload the model file that is on its way
 * @property {boolean} gone whether the server does not answer
 * @property {boolean} busy whether a picture is on its way
 * @property {boolean} playing
 * @property {boolean} isFolded whether the graph is folded into its recurrence
 * @property {boolean} isUp whether the rail is raised, where it is a sheet
 * @property {number|null} came the step from which Ask has gone on
 * @property {import('../types.js').Source|null} hover
 * @property {import('../types.js').Source|null} pin
 * @property {import('../types.js').Answer|null} answer to what was asked last
 * @property {import('../types.js').AskProblem|null} problem of what is asked now
 * @property {number|null} line of the expression that the caret is on
 * @property {import('../types.js').Narrow|null} narrow
 * @property {import('../types.js').Light|null} light of what is asked
 */

/** @typedef {ReturnType<typeof import('./store.js').createStore<State>>} Store */

/**
 * @param {Store} store
 * @param {ReturnType<typeof import('./api.js').createApi>} api
 * @param {import('../types.js').Preset[]} presets
 * @param {ReturnType<typeof import('./details.js').createDetails>} details
 */
export function createRunner(store, api, presets, details) {
  /** @type {AbortController|null} */
  let running = null;
  const tables = createTables(api, () => sessionStorage);

  /** What is under way is not wanted any more. */
  function begin() {
    running?.abort();
    running = new AbortController();
    return running.signal;
  }

  /**
   * One row of a trace, with all at hand that is shown of it first.
   * @param {import('../types.js').Run} run
   * @param {import('../types.js').Scene} scene
   * @param {string} weights which run
   * @param {import('../types.js').LookedAt|null} [sent] what has come of it already
   */
  async function load(run, scene, weights, sent = null) {
    const s = rowOfBatch(run, Math.min(Number(scene.b), run.B - 1));
    const { trace: shown } = store.get();
    const other = shown?.summary.id === s.id ? shown : null;
    const isRandom = weights === 'random';
    const trace =
      other?.summary.key === s.key ? other : new Trace(s, api.floats, other?.names, isRandom);
    if (sent) take(trace, scene, sent);
    const order = String(scene.order);
    const last = stepCount(s, order) - 1;
    const current = cellNear(s, order, Math.min(Number(scene.step), last));
    const cell = cellOf(s, String(scene.pin)) ?? current;
    await Promise.all([
      trace.load(Math.max(0, current.t - 16), current.t + 16),
      details.loadNames(trace, scene),
      trace !== other &&
        !isPadding(s, cell.t) &&
        !details.has(trace, cell) &&
        details.load(trace, cell),
    ]);
    return trace;
  }

  /**
   * @param {Trace} trace
   * @param {import('../types.js').Scene} scene that was looked at
   * @param {import('../types.js').LookedAt} sent
   */
  function take(trace, scene, { window, numbers, names }) {
    if (window) trace.take(window.t0, floatsOf(window.floats));
    if (numbers) details.take(trace, numbers, numbers);
    if (names) trace.names.set(namesPath(scene), names);
  }

  /**
   * Run what the form shows; answers whether the picture now shows it.
   * @param {boolean} isAgain whether what was lost has been sent once more
   * @returns {Promise<boolean>}
   */
  async function run(isAgain = false) {
    const signal = begin();
    // Many changes at once, as of a form that is filled in, are one request.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return false;
    const { draft: typed, found: before } = store.get();
    let draft = typed;
    store.set({ busy: true });
    try {
      // A long CSV stands in the form as it is, in the request and in the link by its id.
      draft = { ...typed, csv: await tables.brief(typed, signal) };
      const { spec, note, weights } = specOf(draft, presets);
      const { window, numbers, names, ...answer } = await api.create(spec, lookOf(draft), signal);
      const isKnown = draft.weights !== 'file' || before?.id === draft.file;
      const [trace, found, csv] = await Promise.all([
        load(answer, draft, weights, { window, numbers, names }),
        isKnown ? before : api.found(String(draft.file)),
        tables.whole(String(typed.csv), signal),
      ]);
      if (signal.aborted) return false;
      const summary = trace.summary;
      // Steps, bands and pins may have changed while this was on its way.
      const now = store.get();
      const step = Math.min(Number(now.draft.step), stepCount(summary, String(draft.order)) - 1);
      /** @type {import('../types.js').Scene} */
      const scene = { ...now.draft, ...onlyRun(draft), step, b: summary.b };
      const pin = pinOf(summary, String(scene.pin));
      const [equations = []] = Object.values(summary.equations);
      const part = partOf(equations, String(scene.gate));
      // A pin goes with its layer, a gate with its cell; that those of a link can't be is said.
      let { notice } = now;
      const isFirst = now.trace === null;
      if (isFirst && scene.pin && !pin) notice += ` There is no cell “${scene.pin}” to pin.`;
      if (isFirst && scene.gate && !part) notice += ` There is no gate “${scene.gate}” to open.`;
      scene.pin = pin ? pinName(pin) : '';
      scene.gate = textOf(part);
      const hover = trace === now.trace ? now.hover : null;
      // The step and the row that were asked for stay wishes: a text that is typed anew is short
      // for a while.
      const wish = { ...scene, csv, step: now.draft.step ?? step, b: now.draft.b ?? summary.b };
      const errors = {};
      store.set({
        trace,
        note,
        weights,
        scene,
        draft: wish,
        errors,
        busy: false,
        pin,
        hover,
        notice,
        found,
      });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (!(error instanceof Refused)) throw error;
      const { code, field, message } = error.problem;
      if (code === 'unknown_table' && !isAgain && tables.lost(String(draft.csv))) return run(true);
      const control = code === 'unknown_table' ? 'csv' : controlOf(field, draft);
      // What was wrong with other controls still is, until they change or a run succeeds.
      const { errors } = store.get();
      if (control) store.set({ busy: false, errors: { ...errors, [control]: message } });
      else store.set({ busy: false, notice: message });
      return false;
    }
  }

  /**
   * Show the row that the form shows, of the trace that there is, under the names that it shows;
   * answers as `run` does.
   * @returns {Promise<boolean>}
   */
  async function turn() {
    const { trace: shown, scene, draft, busy } = store.get();
    if (busy || !shown) return run(); // which takes both along
    const signal = begin();
    const { names = '', merge = '' } = draft;
    try {
      const wanted = { ...scene, names, merge, b: draft.b ?? 0 };
      const trace = await load(shown.summary, wanted, store.get().weights);
      if (signal.aborted) return false;
      const { b } = trace.summary;
      const now = store.get();
      const hover = trace === shown ? now.hover : null;
      const turned = { ...now.scene, names, merge, b };
      store.set({ trace, scene: turned, draft: { ...now.draft, b }, hover });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (!(error instanceof Refused)) throw error;
      return run(); // another version of the server doesn't know the trace
    }
  }

  return { run, turn };
}

/** @param {string} base64 of little-endian float32 */
function floatsOf(base64) {
  const text = atob(base64);
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** The part of a scene that the server runs. @param {import('../types.js').Scene} scene */
function onlyRun(scene) {
  return Object.fromEntries(Object.entries(scene).filter(([name]) => controls[name]?.field));
}

/**
 * What to draw when the link's own scene can't be: the default one, the form untouched.
 * @param {Store} store
 * @param {() => Promise<boolean>} run
 */
export async function fallBack(store, run) {
  const { draft, errors, notice: before } = store.get();
  const [message] = Object.values(errors);
  store.set({ draft: defaults() });
  await run();
  const notice = `${before} The link’s scene can’t be drawn; this is the default one. ${message ?? ''}`;
  store.set({ draft, errors, notice });
}
