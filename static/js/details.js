// What views need beside the states: one cell's gates, and the overview of a long sequence. Asked
// for once, kept for the trace that is shown.

/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {import('./views/inspector.js').Numbers} Numbers */
/** @typedef {{t: number[], values: Float32Array}} Pooled */

const points = 600;

/**
 * @param {ReturnType<typeof import('./api.js').createApi>} api
 * @param {() => void} onCome told when something asked for has come
 */
export function createDetails(api, onCome) {
  /** @type {{trace: Trace|null, cells: Map<string, Numbers|null>, pooled: Pooled|null|undefined}} */
  let held = { trace: null, cells: new Map(), pooled: undefined };

  /** @param {Trace} trace */
  const of = (trace) => {
    if (held.trace !== trace) held = { trace, cells: new Map(), pooled: undefined };
    return held;
  };

  return {
    /** @param {Trace} trace @param {import('./types.js').Cell} cell @returns {Numbers|null} */
    numbers(trace, { layer, direction, t }) {
      const { cells } = of(trace);
      const query = `layer=${layer}&direction=${direction}&t=${t}`;
      if (!cells.has(query)) {
        cells.set(query, null);
        api.json(`/api/traces/${trace.summary.id}/cell?${query}`).then((numbers) => {
          cells.set(query, numbers);
          onCome();
        });
      }
      return cells.get(query) ?? null;
    },
    /** @param {Trace} trace @returns {Pooled|null} */
    pooled(trace) {
      const mine = of(trace);
      if (mine.pooled === undefined) {
        mine.pooled = null;
        api.json(`/api/traces/${trace.summary.id}/overview?points=${points}`).then((got) => {
          mine.pooled = { t: got.t, values: Float32Array.from(got.values.flat()) };
          onCome();
        });
      }
      return mine.pooled ?? null;
    },
  };
}
