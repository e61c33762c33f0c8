// CSVs that are too long for a link: the server keeps them, and the link holds the id. In the place
// of such a CSV stands "table:" with its id, which no CSV reads as.

import { createKept } from '../model/kept.js';
import { controls } from './controls.js';

/** Characters of CSV that a link holds itself. */
export const most = 2000;

/** The id that stands in the place of a CSV; null where the CSV itself stands there. @param {string} csv */
export const idOf = (csv) => /^table:([0-9a-f]{64})$/.exec(csv)?.[1] ?? null;

/**
 * @param {Pick<ReturnType<typeof import('./api.js').createApi>, 'keep'|'kept'>} api
 * @param {() => Pick<Storage, 'getItem'|'setItem'>} storage of this tab, so that what was typed is not lost with the server's
 *   copy; it may throw, as where a browser forbids it
 */
export function createTables(api, storage) {
  const kept = createKept('unrolled.table', storage);
  /** @type {{id: string, csv: string, isThere: boolean}|null} the last one, and whether the server has it */
  let last = rememberedOf(kept.get());

  /** @param {string} id @param {string} csv */
  function remember(id, csv) {
    last = { id, csv, isThere: true };
    kept.set(JSON.stringify({ id, csv }));
  }

  /** @param {string} csv @param {AbortSignal} signal */
  async function send(csv, signal) {
    const { id } = await api.keep(csv, signal);
    remember(id, csv);
    return `table:${id}`;
  }

  return {
    /**
     * What a link and a request hold of a scene's CSV: itself, or where it is long its id, once the
     * server has it.
     * @param {import('../types.js').Scene} scene
     * @param {AbortSignal} signal
     */
    brief: async ({ input, series, csv: value }, signal) => {
      const csv = String(value);
      const id = idOf(csv);
      const isLast = last !== null && (id === last.id || csv === last.csv);
      if (id === null && csv.length <= most) return csv;
      if (last && isLast && last.isThere) return `table:${last.id}`;
      // Where other input runs, nothing is sent for the sake of the link.
      if (input !== 'series' || series !== 'csv') return id ? csv : String(controls.csv?.value);
      if (last && isLast) return send(last.csv, signal);
      return id ? csv : send(csv, signal);
    },
    /**
     * The CSV that is meant, for the form.
     * @param {string} csv
     * @param {AbortSignal} signal
     */
    whole: async (csv, signal) => {
      const id = idOf(csv);
      if (id === null) return csv;
      if (last?.id === id) return last.csv;
      const text = await api.kept(id, signal);
      remember(id, text);
      return text;
    },
    /** The server has it no more; answers whether it is at hand, to be sent again. @param {string} csv */
    lost: (csv) => {
      if (!last || idOf(csv) !== last.id) return false;
      last.isThere = false;
      return true;
    },
  };
}

/** @param {string} json */
function rememberedOf(json) {
  try {
    const { id, csv } = JSON.parse(json || '{}');
    return typeof id === 'string' && typeof csv === 'string' ? { id, csv, isThere: true } : null;
  } catch {
    return null;
  }
}
