// A trace on this side: its summary, and its states as far as they have been asked for.

import { lastOf } from './steps.js';

/** Steps that are fetched together. */
const chunk = 64;

/** @typedef {Record<string, Float32Array>} Chunk h and c (L·D, steps, B, H), x (steps, B, I) and y */

export class Trace {
  /**
   * @param {import('./types.js').Summary} summary
   * @param {(path: string) => Promise<Float32Array>} floats
   */
  constructor(summary, floats) {
    this.summary = summary;
    this.floats = floats;
    /** @type {Map<number, Promise<void>|Chunk>} */
    this.chunks = new Map();
    /** @type {Record<string, Float32Array>} h_n and c_n, (L·D, B, H) */
    this.last = {};
    /**
     * What the ends of the scale stand for: ±1, unless a state exceeds it. c has no bound, and
     * would drown h in white if the two had to share.
     * @type {Record<string, number>}
     */
    this.range = {};
    for (const name of summary.states) this.range[name] = Math.max(1, summary.largest[name] ?? 1);
  }

  /**
   * Have the steps t0 ≤ t < t1 at hand.
   * @param {number} t0
   * @param {number} t1
   */
  async load(t0, t1) {
    const wanted = [];
    for (let i = Math.floor(t0 / chunk); i * chunk < Math.min(t1, this.summary.T); i++) {
      if (!this.chunks.has(i)) this.chunks.set(i, this.#fetch(i));
      wanted.push(this.chunks.get(i));
    }
    await Promise.all(wanted);
  }

  /** Whether they are. @param {number} t0 @param {number} t1 */
  has(t0, t1) {
    for (let i = Math.floor(t0 / chunk); i * chunk < Math.min(t1, this.summary.T); i++) {
      const found = this.chunks.get(i);
      if (!found || found instanceof Promise) return false;
    }
    return true;
  }

  /**
   * One state of one cell, H numbers; null while it is on its way.
   * @param {string} name
   * @param {import('./types.js').Cell} cell
   */
  state(name, { layer, direction, t }) {
    const { D, H } = this.summary;
    const row = layer * D + direction;
    // The last states come with any chunk, so h_n can be shown whatever part is in view.
    const last = t === lastOf(this.summary, direction) ? this.last[`${name}_n`] : undefined;
    if (last) return last.subarray(row * H, (row + 1) * H);
    return this.#slice(name, t, (steps, i) => (row * steps + i) * H, H);
  }

  /** @param {number} t */
  x(t) {
    const { I } = this.summary;
    return this.#slice('x', t, (_, i) => i * I, I);
  }

  /** @param {number} t */
  y(t) {
    const { O } = this.summary;
    return this.#slice('y', t, (_, i) => i * O, O);
  }

  /** @param {number} i */
  async #fetch(i) {
    const { id, T, L, D, H, I, O, states } = this.summary;
    const [t0, t1] = [i * chunk, Math.min(T, (i + 1) * chunk)];
    const path = `/api/traces/${id}/window?t0=${t0}&t1=${t1}`;
    const all = await this.floats(path).catch((error) => {
      this.chunks.delete(i);
      throw error;
    });
    let at = 0;
    /** @param {number} size */
    const take = (size) => {
      at += size;
      return all.subarray(at - size, at);
    };
    const steps = t1 - t0;
    /** @type {Chunk} */
    const found = {};
    for (const name of states) found[name] = take(L * D * steps * H);
    found.x = take(steps * I);
    found.y = take(steps * O);
    for (const name of states) this.last[`${name}_n`] = take(L * D * H);
    this.chunks.set(i, found);
  }

  /**
   * @param {string} name
   * @param {number} t
   * @param {(steps: number, i: number) => number} at
   * @param {number} size
   */
  #slice(name, t, at, size) {
    const found = this.chunks.get(Math.floor(t / chunk));
    if (!found || found instanceof Promise) return null;
    const steps = Math.min(chunk, this.summary.T - Math.floor(t / chunk) * chunk);
    const start = at(steps, t % chunk);
    return found[name]?.subarray(start, start + size) ?? null;
  }
}
