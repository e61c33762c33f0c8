// Numbers: kept within bounds, and in digits for people.

/** @param {number} least @param {number} value @param {number} most */
export const clamp = (least, value, most) => Math.max(least, Math.min(value, most));

/**
 * A number as short as it can be read.
 * @param {number} value
 */
export function brief(value) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
  return value.toFixed(decimals).replace('-', '−');
}

/**
 * A number with all its digits and not one more.
 * @param {number} value
 * @param {'float32'|'float64'} dtype what it was computed in
 */
export function full(value, dtype = 'float32') {
  if (dtype === 'float64') return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
