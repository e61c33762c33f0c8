// From what is typed to an answer on screen: ask the server once typing pauses, and again when
// another trace is shown.

import { lightOf, stepOfAll } from '../model/light.js';
import { shownOf } from '../words/words.js';
import { Refused } from './api.js';

/** Milliseconds without a key: to ask, and to say what is wrong. */
const pauses = { ask: 150, problem: 800 };

/**
 * @param {import('./runner.js').Store} store
 * @param {ReturnType<typeof import('./api.js').createApi>} api
 * @param {() => Promise<boolean>} run
 * @param {{isNew: boolean, reach: (step: number) => void}} first whether what stands there at first
 *   was asked of no step, and what goes on to the step at which all is computed that is read
 */
export function createAsker(store, api, run, { isNew, reach }) {
  /** @type {AbortController|null} */
  let asking = null;
  let typed = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waiting;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let telling;

  store.subscribe((now, before) => {
    if (now.draft.ask !== before.draft.ask) {
      typed = Date.now();
      clearTimeout(telling);
      store.set({ narrow: null, problem: null });
      isNew = true;
      later(pauses.ask);
    } else if (
      now.trace !== before.trace ||
      now.draft.names !== before.draft.names ||
      now.draft.merge !== before.draft.merge
    ) {
      later(0);
    } else if (
      now.answer !== before.answer ||
      now.problem !== before.problem ||
      now.line !== before.line ||
      now.narrow !== before.narrow
    ) {
      light();
    }
  });

  /** @param {number} ms */
  function later(ms) {
    clearTimeout(waiting);
    asking?.abort();
    if (String(store.get().draft.ask).trim()) waiting = setTimeout(send, ms);
    else store.set({ answer: null, problem: null, narrow: null });
  }

  async function send() {
    const { trace, draft } = store.get();
    if (!trace) return;
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    try {
      const [expression = '', names = '', merge = ''] = [draft.ask, draft.names, draft.merge].map(
        String,
      );
      const question = { expression, names, merge };
      const answer = await api.answer(trace.summary.id, question, mine.signal);
      if (mine.signal.aborted) return;
      store.set({ answer, problem: null, narrow: null });
      // What is asked before it is computed is shown computed; later one may step back again.
      const { light: lit, scene } = store.get();
      if (isNew && lit) reach(stepOfAll(trace.summary, String(scene.order), lit));
      isNew = false;
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof Refused)) throw error;
      const { problem } = error;
      // Another version of the server doesn't know the trace.
      if (problem.code === 'unknown_trace') {
        if (await run()) later(0);
        return;
      }
      const wait = typed + pauses.problem - Date.now();
      telling = setTimeout(() => {
        if (!mine.signal.aborted) store.set({ problem, answer: null, narrow: null });
      }, wait);
    }
  }

  function light() {
    const { answer, line, narrow, trace } = store.get();
    const pieces = answer ? shownOf(answer, line).pieces : [];
    store.set({ light: lightOf(pieces, trace?.summary.b ?? 0, narrow) });
  }

  /** Ask and tell at once. */
  return function now() {
    typed = 0;
    later(0);
  };
}
