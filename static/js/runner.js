// From what the form shows to a trace on screen: ask the server, keep the last good picture.

import { Refused } from './api.js';
import { controlOf, controls, defaults } from './controls.js';
import { specOf } from './spec.js';
import { cellOf, cellsAt, keyOf, stepCount } from './steps.js';
import { partOf, textOf } from './substeps.js';
import { Trace } from './trace.js';

/**
 * @typedef {object} State all that the page knows
 * @property {import('./types.js').Scene} draft what the form shows
 * @property {import('./types.js').Scene} scene what the picture shows
 * @property {Trace|null} trace
 * @property {string} note on the weights, in words
 * @property {Record<string, string>} errors by control
 * @property {string} notice on the whole page
 * @property {import('./types.js').Found|null} found in the model file that was asked for last
 * @property {import('./types.js').Sending|null} upload the model file that is on its way
 * @property {boolean} gone whether the server does not answer
 * @property {boolean} busy whether a picture is on its way
 * @property {boolean} playing
 * @property {import('./types.js').Source|null} hover
 * @property {import('./types.js').Source|null} pin
 */

/** @typedef {ReturnType<typeof import('./store.js').createStore<State>>} Store */

/**
 * @param {Store} store
 * @param {ReturnType<typeof import('./api.js').createApi>} api
 * @param {import('./types.js').Preset[]} presets
 * @param {ReturnType<typeof import('./details.js').createDetails>} details
 */
export function createRunner(store, api, presets, details) {
  /** @type {AbortController|null} */
  let running = null;

  /**
   * Run what the form shows; answers whether the picture now shows it.
   * @returns {Promise<boolean>}
   */
  return async function run() {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    // Many changes at once, as of a form that is filled in, are one request.
    await new Promise((resolve) => setTimeout(resolve));
    if (mine.signal.aborted) return false;
    const { draft } = store.get();
    const { spec, note } = specOf(draft, presets);
    store.set({ busy: true });
    try {
      const summary = await api.create(spec, mine.signal);
      const shown = store.get().trace;
      const same = shown?.summary.id === summary.id;
      const trace = same && shown ? shown : new Trace(summary, api.floats);
      const last = stepCount(summary, String(draft.order)) - 1;
      const current = cellsAt(summary, String(draft.order), Math.min(Number(draft.step), last))[0];
      const shownCell = cellOf(summary, String(draft.pin)) ?? current;
      const t = current?.t ?? 0;
      const { found: before } = store.get();
      const isKnown = draft.weights !== 'file' || before?.id === draft.file;
      const [found] = await Promise.all([
        isKnown ? before : api.found(String(draft.file)),
        trace.load(Math.max(0, t - 16), t + 16),
        !same && shownCell && details.load(trace, shownCell),
      ]);
      if (mine.signal.aborted) return false;
      // Steps, bands and pins may have changed while this was on its way.
      const now = store.get();
      const step = Math.min(Number(now.draft.step), last);
      /** @type {import('./types.js').Scene} */
      const scene = { ...now.draft, ...onlyRun(draft), step };
      const pin = cellOf(summary, String(scene.pin));
      const [equations = []] = Object.values(summary.equations);
      const part = partOf(equations, String(scene.gate));
      // A pin goes with its layer, a gate with its cell; that those of a link can't be is said.
      let { notice } = now;
      if (!shown && scene.pin && !pin) notice += ` There is no cell “${scene.pin}” to pin.`;
      if (!shown && scene.gate && !part) notice += ` There is no gate “${scene.gate}” to open.`;
      scene.pin = pin ? keyOf(pin) : '';
      scene.gate = textOf(part);
      const hover = same ? now.hover : null;
      // The step that was asked for stays a wish: a text that is typed anew is short for a while.
      const wish = { ...scene, step: now.draft.step ?? step };
      const errors = {};
      store.set({
        trace,
        note,
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
      if (mine.signal.aborted) return false;
      if (!(error instanceof Refused)) throw error;
      const control = controlOf(error.problem.field, draft);
      const { message } = error.problem;
      // What was wrong with other controls still is, until they change or a run succeeds.
      const { errors } = store.get();
      if (control) store.set({ busy: false, errors: { ...errors, [control]: message } });
      else store.set({ busy: false, notice: message });
      return false;
    }
  };
}

/** The part of a scene that the server runs. @param {import('./types.js').Scene} scene */
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
