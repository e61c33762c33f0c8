// What was asked before, kept in the browser where it lets us.

import { createKept } from '../model/kept.js';

const most = 50;

/** @param {() => Pick<Storage, 'getItem'|'setItem'>} storage it may throw, as where a browser forbids it */
export function createHistory(storage) {
  const kept = createKept('unrolled.asked', storage);
  let texts = textsOf(kept.get());
  let at = texts.length;
  return {
    /** Remember a text as the latest. @param {string} text */
    keep(text) {
      if (!text.trim()) return;
      texts = [...texts.filter((each) => each !== text), text].slice(-most);
      at = texts.length - 1;
      kept.set(JSON.stringify(texts));
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

/** What others left there is none of them. @param {string} json @returns {string[]} */
function textsOf(json) {
  try {
    const found = JSON.parse(json || '[]');
    return Array.isArray(found) ? found.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}
