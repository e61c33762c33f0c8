// Files that a person drops or chooses: numbers go into the field for them, the rest are models.

import { fittingInput } from '../model/found.js';
import { Refused } from './api.js';

/** Whether a file is one of numbers, by its name or type. @param {{name: string, type: string}} file */
export const isNumbers = ({ name, type }) =>
  /\.(csv|tsv|txt)$/i.test(name) || type.startsWith('text/');

/**
 * @param {import('./runner.js').Store} store
 * @param {ReturnType<typeof import('./api.js').createApi>} api
 * @param {(changed: import('../types.js').Scene) => Promise<void>} change
 * @param {number} maxFile bytes of a model file
 */
export function createIntake(store, api, change, maxFile) {
  /** @type {AbortController|null} */
  let sending = null;

  /** @param {string} message */
  const refuse = (message) => store.set({ errors: { ...store.get().errors, file: message } });

  /** Send a model file, then run what is in it. @param {File} file */
  return async function takeModel(file) {
    const [has, most] = [file.size, maxFile].map((bytes) => Number((bytes / 2 ** 20).toFixed(1)));
    if (file.size > maxFile) {
      refuse(`${file.name} has ${has} MB; at most ${most} MB are taken: save its weights alone.`);
      return;
    }
    sending?.abort();
    const mine = new AbortController();
    sending = mine;
    /** @param {number} share */
    const tell = (share) => store.set({ upload: { name: file.name, share } });
    tell(0);
    try {
      const found = await api.upload(file, tell, mine.signal);
      const { name = '', input_size = null } = found.modules.find(({ error }) => !error) ?? {};
      store.set({ found });
      const fitting = fittingInput(store.get().draft, input_size);
      const chosen = { file: found.id, module: name, file_name: file.name };
      await change({ weights: 'file', ...chosen, file_nonlinearity: 'tanh', ...fitting });
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof Refused)) throw error;
      refuse(`${file.name}: ${error.problem.message}`);
    } finally {
      if (sending === mine) store.set({ upload: null });
    }
  };
}
