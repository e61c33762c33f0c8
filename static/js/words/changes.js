// What has changed from one picture to the next, in words for those who do not see it.

import { directionName } from '../model/steps.js';

/** @typedef {import('../types.js').Picture} Picture */

/**
 * A pin, or another network or input; nothing where both are as they were, or where this is the first.
 * @param {Picture|null} before
 * @param {Picture} now
 */
export function changesOf(before, now) {
  if (!before) return '';
  const s = now.trace.summary;
  if (before.trace.summary.key !== s.key) {
    const ways = s.D === 2 ? 'both directions' : directionName(s.directions[0] ?? 0);
    const layers = `${s.L} ${s.L === 1 ? 'layer' : 'layers'}`;
    const row = s.B > 1 ? `, row ${s.b} of ${s.B}` : '';
    return `Drawn anew: ${String(now.scene.cell).toUpperCase()}, ${layers}, ${ways}, ${s.length} steps${row}.`;
  }
  if (before.pin === now.pin) return '';
  if (!now.pin) return 'Nothing is pinned.';
  const { layer, direction, t } = now.pin;
  return `Pinned: layer ${layer}, ${directionName(direction)}, t = ${t}.`;
}
