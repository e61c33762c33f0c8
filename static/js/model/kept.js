// A text that the browser keeps from one visit to the next, where it lets us.

/**
 * @param {string} key
 * @param {() => Pick<Storage, 'getItem'|'setItem'>} [storage] it may throw, as where a browser forbids it
 */
export function createKept(key, storage = () => localStorage) {
  return {
    get() {
      try {
        return storage().getItem(key) ?? '';
      } catch {
        return '';
      }
    },
    /** @param {string} text */
    set(text) {
      try {
        storage().setItem(key, text);
      } catch {
        // It is gone when the page is.
      }
    },
  };
}
