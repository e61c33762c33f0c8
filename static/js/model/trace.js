// One row of a trace on this side: its summary, its states as far as they have been asked for, and
// what frameworks call its tensors.

import { lastOf, rowOf, sizeOf } from './steps.js';

/** @typedef {Record<string, Float32Array>} Chunk h (L·D, steps, P), c (L·D, steps, H), x (steps, I) and y */

export class Trace {
  /**
   * @param {import('../types.js').Summary} summary
   * @param {(path: string) => Promise<Float32Array>} floats
   * @param {Map<string, import('../types.js').Names>} [names] those of all rows of the trace, by path
   * @param {boolean} [isRandom] whether its weights were never trained
   */
  constructor(summary, floats, names = new Map(), isRandom = false) {
    this.summary = summary;
    this.floats = floats;
    this.names = names;
    /** @type {Map<number, Promise<void>|Chunk>} */
    this.chunks = new Map();
    this.chunk = summary.steps_together;
    /** @type {Record<string, Float32Array>} h_n (L·D, P) and c_n (L·D, H) */
    this.last = {};
    /**
     * What the ends of the scale stand for: ±1, unless a state exceeds it. c has no bound, and
     * would drown h in white if the two had to share. States of random weights are small, and all
     * but white if the scale did not follow them.
     * @type {Record<string, number>}
     */
    this.range = {};
    for (const name of summary.states) {
      const largest = summary.largest[name] || 1;
      this.range[name] = isRandom ? largest : Math.max(1, largest);
    }
  }

  /**
   * Have the steps t0 ≤ t < t1 at hand.
   * @param {number} t0
   * @param {number} t1
   */
  async load(t0, t1) {
    const wanted = [];
    for (let i = this.#of(t0); i * this.chunk < Math.min(t1, this.summary.T); i++) {
      if (!this.chunks.has(i)) this.chunks.set(i, this.#fetch(i));
      wanted.push(this.chunks.get(i));
    }
    await Promise.all(wanted);
  }

  /** Whether they are. @param {number} t0 @param {number} t1 */
  has(t0, t1) {
    for (let i = this.#of(t0); i * this.chunk < Math.min(t1, this.summary.T); i++) {
      const found = this.chunks.get(i);
      if (!found || found instanceof Promise) return false;
    }
    return true;
  }

  /**
   * One state of one cell, P numbers of h and H of c; null while it is on its way.
   * @param {string} name
   * @param {import('../types.js').Cell} cell
   */
  state(name, { layer, direction, t }) {
    const s = this.summary;
    const [row, size] = [rowOf(s, layer, direction), sizeOf(s, name)];
    // The last states come with any chunk, so h_n can be shown whatever part is in view.
    const last = t === lastOf(s, direction) ? this.last[`${name}_n`] : undefined;
    if (last) return last.subarray(row * size, (row + 1) * size);
    return this.#slice(name, t, (steps, i) => (row * steps + i) * size, size);
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

  /** The chunk that holds a step. @param {number} t */
  #of(t) {
    return Math.floor(t / this.chunk);
  }

  /** @param {number} i */
  async #fetch(i) {
    const { id, b, T } = this.summary;
    const [t0, t1] = [i * this.chunk, Math.min(T, (i + 1) * this.chunk)];
    const path = `api/traces/${id}/window?t0=${t0}&t1=${t1}&b=${b}`;
    const all = await this.floats(path).catch((error) => {
      this.chunks.delete(i);
      throw error;
    });
    this.take(t0, all);
  }

  /**
   * Take a window that the server has sent.
   * @param {number} t0 where it begins: a multiple of the steps that are sent together
   * @param {Float32Array} all its numbers
   */
  take(t0, all) {
    const { T, L, D, I, O, states } = this.summary;
    let at = 0;
    /** @param {number} size */
    const take = (size) => {
      at += size;
      return all.subarray(at - size, at);
    };
    const steps = Math.min(T - t0, this.chunk);
    /** @type {Chunk} */
    const found = {};
    const rows = L * D;
    for (const name of states) found[name] = take(rows * steps * sizeOf(this.summary, name));
    found.x = take(steps * I);
    found.y = take(steps * O);
    for (const name of states) this.last[`${name}_n`] = take(rows * sizeOf(this.summary, name));
    this.chunks.set(this.#of(t0), found);
  }

  /**
   * @param {string} name
   * @param {number} t
   * @param {(steps: number, i: number) => number} at
   * @param {number} size
   */
  #slice(name, t, at, size) {
    const found = this.chunks.get(this.#of(t));
    if (!found || found instanceof Promise) return null;
    const steps = Math.min(this.chunk, this.summary.T - this.#of(t) * this.chunk);
    const start = at(steps, t % this.chunk);
    return found[name]?.subarray(start, start + size) ?? null;
  }
}
