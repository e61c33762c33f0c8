// Playing: a step, a pause, a step. It asks before each step whether it may.

const pause = 800; // milliseconds between steps at speed 1

/**
 * @param {{may: () => boolean, speed: () => number, step: () => boolean, stopped: () => void}} does
 *   `step` answers whether there is another one
 */
export function createPlayer(does) {
  let playing = false;
  let last = 0;

  /** @param {number} now */
  const tick = (now) => {
    if (!playing) return;
    if (!does.may()) {
      last = now;
    } else if (now - last >= pause / does.speed()) {
      last = now;
      if (!does.step()) {
        playing = false;
        does.stopped();
        return;
      }
    }
    requestAnimationFrame(tick);
  };

  return {
    play() {
      playing = true;
      // The first step comes at once.
      last = Number.NEGATIVE_INFINITY;
      requestAnimationFrame(tick);
    },
    pause() {
      playing = false;
    },
  };
}
