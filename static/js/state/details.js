// What views need beside the states: one cell's gates, what made a number, and the overview of a
// long sequence. Asked for once, kept as long as their trace.

import { namesPath } from '../model/sources.js';

/** @typedef {import('../model/trace.js').Trace} Trace */
/** @typedef {import('../types.js').Cell} Cell */
/** @typedef {import('../types.js').Numbers} Numbers */
/** @typedef {import('../types.js').Explanation} Explanation */
/** @typedef {import('../types.js').Prediction} Prediction */
/** @typedef {{t: number[], values: Float32Array}} Pooled */

const points = 400;

/**
 * @param {ReturnType<typeof import('./api.js').createApi>} api
 * @param {(error?: unknown) => void} onCome told when something asked for has come, or has failed to
 */
export function createDetails(api, onCome) {
  /** @type {{id: string, got: import('../types.js').Weights|null}} of the trace that was shown last */
  let weights = { id: '', got: null };
  /** @type {WeakMap<Trace, Map<string, any>>} what was asked for, by its path; null on its way */
  const held = new WeakMap();

  /**
   * @param {Trace} trace
   * @param {string} path
   * @param {(got: any) => any} [read]
   */
  async function load(trace, path, read = (got) => got) {
    const mine = held.get(trace) ?? new Map();
    held.set(trace, mine.set(path, null));
    mine.set(path, read(await api.json(`api/traces/${trace.summary.id}/${path}`)));
  }

  /** @param {Trace} trace @param {string} path @param {(got: any) => any} [read] */
  function get(trace, path, read) {
    const mine = held.get(trace);
    if (!mine?.has(path)) load(trace, path, read).then(() => onCome(), onCome);
    return mine?.get(path) ?? null;
  }

  /** @param {Trace} trace @param {Cell} cell */
  const queryOf = ({ summary: { b } }, { layer, direction, t }) =>
    `layer=${layer}&direction=${direction}&t=${t}&b=${b}`;
  /** @param {Trace} trace @param {Cell} cell */
  const pathOf = (trace, cell) => `cell?${queryOf(trace, cell)}`;

  return {
    /** Have a cell's numbers at hand. @param {Trace} trace @param {Cell} cell */
    load: (trace, cell) => load(trace, pathOf(trace, cell)),
    /** Take a cell's numbers, which have come. @param {Trace} trace @param {Cell} cell @param {Numbers} numbers */
    take: (trace, cell, numbers) => {
      const mine = held.get(trace) ?? new Map();
      held.set(trace, mine.set(pathOf(trace, cell), numbers));
    },
    /** Whether they are at hand. @param {Trace} trace @param {Cell} cell */
    has: (trace, cell) => Boolean(held.get(trace)?.get(pathOf(trace, cell))),
    /** Have what a framework calls the tensors at hand. @param {Trace} trace @param {import('../types.js').Scene} scene */
    loadNames: async (trace, scene) => {
      const path = namesPath(scene);
      if (trace.names.has(path)) return;
      trace.names.set(path, await api.json(`api/traces/${trace.summary.id}/${path}`));
    },
    /** @param {Trace} trace @param {Cell} cell @returns {Numbers|null} */
    numbers: (trace, cell) => get(trace, pathOf(trace, cell)),
    /**
     * What made a number; null where none is asked for, too.
     * @param {Trace} trace
     * @param {Cell} cell
     * @param {import('../model/gates.js').Part|null} part
     * @returns {Explanation|null}
     */
    explanation: (trace, cell, part) => {
      if (!part || part.unit === null) return null;
      return get(trace, `explain?${queryOf(trace, cell)}&gate=${part.gate}&unit=${part.unit}`);
    },
    /** @param {Trace} trace @param {number} t @returns {Prediction|null} */
    prediction: (trace, t) => get(trace, `prediction?t=${t}&b=${trace.summary.b}`),
    /** The same for every row of the trace. @param {Trace} trace @returns {import('../types.js').Weights|null} */
    weights: (trace) => {
      const { id } = trace.summary;
      if (weights.id !== id) {
        weights = { id, got: null };
        const mine = weights;
        api.json(`api/traces/${id}/weights`).then((got) => {
          mine.got = got;
          onCome();
        }, onCome);
      }
      return weights.got;
    },
    /** @param {Trace} trace @returns {Pooled|null} */
    pooled: (trace) =>
      get(trace, `overview?points=${points}&b=${trace.summary.b}`, ({ t, values }) => ({
        t,
        values: Float32Array.from(values.flat()),
      })),
  };
}
