// What was asked before, kept in the browser where it lets us.

const key = 'unrolled.asked';
const most = 50;

/** @typedef {Pick<Storage, 'getItem'|'setItem'>} Kept */

/** @param {() => Kept} storage it may throw, as where a browser forbids it */
export function createHistory(storage) {
  let texts = read(storage);
  let at = texts.length;
  return {
    /** Remember a text as the latest. @param {string} text */
    keep(text) {
      if (!text.trim()) return;
      texts = [...texts.filter((each) => each !== text), text].slice(-most);
      at = texts.length - 1;
      write(storage, texts);
    },
    /**
     * The text before or after the one that the field shows; null where it shows another, or
     * where there is none.
     * @param {-1|1} by
     * @param {string} shown
     */
    go(by, shown) {
      if (shown === '') at = texts.length;
      else if (shown !== texts[at]) return null;
      if (at + by < 0 || at + by > texts.length) return null;
      at += by;
      return texts[at] ?? '';
    },
  };
}

/** @param {() => Kept} storage @returns {string[]} */
function read(storage) {
  try {
    const found = JSON.parse(storage().getItem(key) ?? '[]');
    return Array.isArray(found) ? found.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {() => Kept} storage @param {string[]} texts */
function write(storage, texts) {
  try {
    storage().setItem(key, JSON.stringify(texts));
  } catch {
    // Then it lasts as long as the page.
  }
}
