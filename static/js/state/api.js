// The server, as functions. A server that does not answer is asked again until it does.

import { upload } from './upload.js';

/** What the server said against a request. */
export class Refused extends Error {
  /** @param {import('../types.js').Problem} problem */
  constructor(problem) {
    super(problem.message);
    this.problem = problem;
  }
}

const pauses = [500, 1000, 2000, 4000];

/**
 * @param {(gone: boolean) => void} onGone told when the server stops answering and when it is back
 * @param {import('../types.js').First} first what the server has answered before it was asked
 */
export function createApi(onGone, first) {
  let gone = false;
  let { answer } = first;

  /** @param {boolean} now */
  const report = (now) => {
    if (now !== gone) onGone(now);
    gone = now;
  };

  /**
   * @param {string} path
   * @param {RequestInit} init
   * @returns {Promise<Response>}
   */
  async function ask(path, init) {
    for (let tries = 0; ; tries++) {
      const response = await fetch(path, init).catch((error) => {
        if (init.signal?.aborted) throw error;
        return null;
      });
      // 502 to 504 come from a proxy that doesn't reach the server.
      if (response && (response.status < 502 || response.status > 504)) {
        report(false);
        if (!response.ok) throw new Refused(await problemOf(response));
        return response;
      }
      report(true);
      await pause(pauses[Math.min(tries, pauses.length - 1)] ?? 0, init.signal);
    }
  }

  return {
    presets: first.presets,
    /**
     * Run a spec; what is looked at comes with the answer. What came with the page is taken once:
     * if the server has forgotten that trace, the request brings it back.
     * @param {object} spec
     * @param {Record<string, string>} look
     * @param {AbortSignal} signal
     * @returns {Promise<import('../types.js').NewTrace>}
     */
    create: async (spec, look, signal) => {
      if (answer && JSON.stringify({ spec, look }) === JSON.stringify(first.request)) {
        const here = answer;
        answer = null;
        return here;
      }
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify(spec);
      const path = `api/traces?${new URLSearchParams(look)}`;
      return (await ask(path, { method: 'POST', headers, body, signal })).json();
    },
    /**
     * Have a CSV kept.
     * @param {string} csv
     * @param {AbortSignal} signal
     * @returns {Promise<{id: string}>}
     */
    keep: async (csv, signal) => {
      const headers = { 'Content-Type': 'text/csv' };
      return (await ask('api/tables', { method: 'POST', headers, body: csv, signal })).json();
    },
    /** A CSV that is kept. @param {string} id @param {AbortSignal} signal */
    kept: async (id, signal) => (await ask(`api/tables/${id}`, { signal })).text(),
    /**
     * @param {string} id
     * @returns {Promise<import('../types.js').Found>}
     */
    found: async (id) => (await ask(`api/files/${encodeURIComponent(id)}`, {})).json(),
    /**
     * Send a model file; whether to try again where it doesn't arrive is the sender's to say.
     * @param {File} file
     * @param {(share: number) => void} onProgress
     * @param {AbortSignal} signal
     * @returns {Promise<import('../types.js').Found>}
     */
    upload: async (file, onProgress, signal) => {
      const { status, text } = await upload('api/files', file, onProgress, signal).catch(
        (error) => {
          if (signal.aborted) throw error;
          const message = 'The server did not take it; try again.';
          throw new Refused({ code: 'unreachable', message, field: 'file' });
        },
      );
      if (status === 201) return JSON.parse(text);
      throw new Refused(await problemOf(new Response(text, { status })));
    },
    /**
     * What an expression over a trace's tensors is.
     * @param {string} id
     * @param {{expression: string, names: string, merge: string}} question
     * @param {AbortSignal} signal
     * @returns {Promise<import('../types.js').Answer>}
     */
    answer: async (id, question, signal) => {
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify(question);
      return (await ask(`api/traces/${id}/ask`, { method: 'POST', headers, body, signal })).json();
    },
    /**
     * @param {string} path
     * @param {AbortSignal} [signal]
     */
    json: async (path, signal) => (await ask(path, { signal })).json(),
    /**
     * @param {string} path
     * @param {AbortSignal} [signal]
     */
    floats: async (path, signal) => {
      const headers = { Accept: 'application/octet-stream' };
      return new Float32Array(await (await ask(path, { headers, signal })).arrayBuffer());
    },
  };
}

/**
 * @param {Response} response
 * @returns {Promise<import('../types.js').Problem>}
 */
async function problemOf(response) {
  const message = `The server answered ${response.status} ${response.statusText}.`;
  return response.json().catch(() => ({ code: 'unreadable', message, field: null }));
}

/**
 * @param {number} ms
 * @param {AbortSignal|null|undefined} signal
 */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
