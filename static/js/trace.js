// A trace on this side: its summary, and its states as far as they have been asked for.

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
    /** One scale for all states: ±1, unless they exceed it. */
    this.range = Math.max(1, summary.largest.states);
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
   * What h_n and c_n are made of lies at both ends.
   * @param {number} t0
   * @param {number} t1
   */
  async loadWithEnds(t0, t1) {
    const { T } = this.summary;
    await Promise.all([this.load(t0, t1), this.load(0, 1), this.load(T - 1, T)]);
  }

  /**
   * One state of one cell, H numbers; null while it is on its way.
   * @param {string} name
   * @param {import('./types.js').Cell} cell
   */
  state(name, { layer, direction, t }) {
    const { D, H } = this.summary;
    const row = layer * D + direction;
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
    const { id, T, states } = this.summary;
    const window = `t0=${i * chunk}&t1=${Math.min(T, (i + 1) * chunk)}`;
    const names = [...states, 'x', 'y'];
    const arrays = await Promise.all(
      names.map((name) => this.floats(`/api/traces/${id}/arrays/${name}?${window}`)),
    ).catch((error) => {
      this.chunks.delete(i);
      throw error;
    });
    this.chunks.set(i, Object.fromEntries(names.map((name, n) => [name, arrays[n]])));
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
