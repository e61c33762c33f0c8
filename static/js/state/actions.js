// What a person can do: change a control, step, play, pin. Each ends in the store, and what a link
// should hold ends in the address.

import { moduleOf } from '../model/found.js';
import { moved, partOf, textOf } from '../model/gates.js';
import { namesPath, pinName } from '../model/sources.js';
import { stepCount } from '../model/steps.js';
import { controls } from './controls.js';
import { createPlayer } from './player.js';
import { withTrained } from './spec.js';
import { read, write } from './url.js';

/** @typedef {import('./runner.js').Store} Store */
/** @typedef {import('../types.js').Picture} Picture */

/** The picture, once there is one. @param {Store} store @returns {Picture|null} */
export function pictureOf(store) {
  const { trace, scene, hover, pin, playing, light, weights, found, isFolded } = store.get();
  const names = trace?.names.get(namesPath(scene));
  if (!trace || !names) return null;
  const fast = playing && Number(scene.speed) > 4;
  const step = Number(scene.step);
  // Of a file without a dense layer the network is trained, and what makes y is not.
  const isRandom = weights === 'random' || moduleOf(scene, found)?.head === null;
  return { trace, names, scene, step, hover, pin, playing, fast, light, isRandom, isFolded };
}

/** The index of the last step. @param {Picture} picture */
const lastStep = ({ trace, scene }) => stepCount(trace.summary, String(scene.order)) - 1;

/**
 * @param {Store} store
 * @param {() => Promise<boolean>} run
 * @param {() => Promise<boolean>} turn to another row of the batch, or another framework's names
 * @param {import('../types.js').Preset[]} presets
 */
export function createActions(store, run, turn, presets) {
  let lastChanged = '';
  /** @param {import('../types.js').Scene} wanted controls by name */
  async function change(wanted) {
    const { draft, scene, errors } = store.get();
    const changed = withTrained(draft, wanted, presets);
    const names = Object.keys(changed);
    const others = Object.entries(errors).filter(([name]) => !names.includes(name));
    store.set({ draft: { ...draft, ...changed }, errors: Object.fromEntries(others) });
    if (names.some((name) => controls[name]?.field)) {
      if (!(await run())) return;
      store.set({ notice: '' }); // what was wrong with the link is over
    } else if (names.some((name) => ['b', 'names', 'merge'].includes(name))) {
      if (!(await turn())) return;
    } else {
      store.set({ scene: { ...scene, ...changed } });
      goTo(Number(scene.step)); // another order may have fewer steps
    }
    // Typing on in one control is one entry of the history.
    const key = names.join();
    remember(names.length === 1 && key === lastChanged && controls[key]?.kind !== 'truth');
    lastChanged = key;
  }

  /**
   * Ask for what is typed, or chosen: what stood there before is then an entry of the history.
   * @param {string} ask
   * @param {boolean} isTyped
   */
  function question(ask, isTyped) {
    if (ask === store.get().draft.ask) return;
    show(ask ? 'answer' : 'cell', { ask });
    // Typing goes on; a sheet would rise over the field.
    if (!isTyped) store.set({ isUp: true });
    remember(isTyped && lastChanged === 'ask');
    lastChanged = isTyped ? 'ask' : '';
  }

  /** @param {number} wanted */
  function goTo(wanted) {
    const picture = pictureOf(store);
    if (!picture) return;
    const { scene, draft } = store.get();
    const step = Math.max(0, Math.min(wanted, lastStep(picture)));
    store.set({ scene: { ...scene, step }, draft: { ...draft, step } });
  }

  /** @param {number} wanted */
  function jumpTo(wanted) {
    stop();
    store.set({ came: null });
    goTo(wanted);
    remember(true);
  }

  /** Go on to a step that is asked for, and know where from. @param {number} step */
  function reach(step) {
    const came = Number(store.get().scene.step);
    if (step <= came) return;
    stop();
    goTo(step);
    store.set({ came });
    remember(true);
  }

  /** Have a tab of the rail shown. @param {string} rail @param {import('../types.js').Scene} [more] */
  function show(rail, more = {}) {
    const { scene, draft } = store.get();
    store.set({ scene: { ...scene, rail }, draft: { ...draft, ...more, rail } });
  }

  /** @param {string} rail */
  function choose(rail) {
    show(rail);
    remember(true);
  }

  /** The address that gives the scene which the picture shows, and what is asked of it. */
  const link = () => {
    const { scene, draft } = store.get();
    return `${location.origin}${location.pathname}${write({ ...scene, ask: draft.ask ?? '' })}`;
  };

  let written = 0;
  let late = ''; // the address that waits, of the entry that is there
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waiting;
  /**
   * Put the scene into the address. Browsers refuse an address that changes too often, as it would
   * while the scrubber is dragged, so the last of many changes waits for its turn.
   * @param {boolean} replace whether the entry of the history is the same
   */
  function remember(replace) {
    clearTimeout(waiting);
    const wait = written + 150 - Date.now();
    if (replace && wait > 0) {
      late = link();
      waiting = setTimeout(() => remember(true), wait);
      return;
    }
    if (!replace && late) history.replaceState(null, '', late);
    late = '';
    written = Date.now();
    if (replace) history.replaceState(null, '', link());
    else history.pushState(null, '', link());
  }

  /** Go to the scene that the address holds now: back, forward, or typed. */
  async function recall() {
    clearTimeout(waiting);
    late = '';
    stop();
    const { scene, problems } = read(location.hash);
    store.set({ draft: scene, notice: problems.join(' ') });
    await run();
  }

  const player = createPlayer({
    may: () => store.get().hover === null && !store.get().busy,
    speed: () => Number(store.get().scene.speed),
    step: () => {
      const before = Number(store.get().scene.step);
      goTo(before + 1);
      return Number(store.get().scene.step) !== before;
    },
    stopped: () => {
      stop();
      remember(true);
    },
  });

  function stop() {
    if (!store.get().playing) return;
    player.pause();
    store.set({ playing: false });
  }

  function toggle() {
    const picture = pictureOf(store);
    if (!picture) return;
    if (picture.playing) {
      stop();
      remember(true);
      return;
    }
    if (picture.step === lastStep(picture)) goTo(-1);
    store.set({ playing: true, came: null });
    player.play();
  }

  /** @param {import('../types.js').Source|null} source @param {boolean} [isQuiet] whether the rail stays as it is */
  function pin(source, isQuiet = false) {
    const { scene, draft } = store.get();
    const key = source ? pinName(source) : '';
    const rail = source && !isQuiet ? 'cell' : (scene.rail ?? 'cell');
    const changed = { pin: key, rail };
    store.set({ pin: source, scene: { ...scene, ...changed }, draft: { ...draft, ...changed } });
    if (source && !isQuiet) store.set({ isUp: true });
    remember(true);
  }

  /** Open a gate of the cell, or a number of one. @param {import('../model/gates.js').Part|null} part */
  function open(part) {
    const { scene, draft } = store.get();
    const gate = textOf(part);
    store.set({ scene: { ...scene, gate }, draft: { ...draft, gate } });
    remember(true);
  }

  /** Go to the gate that is computed before or after. @param {1|-1} by */
  function substep(by) {
    const picture = pictureOf(store);
    if (!picture) return;
    // The same gates in every cell.
    const [equations = []] = Object.values(picture.trace.summary.equations);
    open(moved(equations, partOf(equations, String(picture.scene.gate)), by));
  }

  /** Undo the innermost: a gate, a pin, a step gone to, the presentation, the sheet, the question. */
  function release() {
    const { scene, pin: pinned, came, isUp } = store.get();
    if (scene.gate) open(null);
    else if (pinned) pin(null);
    else if (came !== null) jumpTo(came);
    else if (scene.present) change({ present: false });
    else if (isUp) store.set({ isUp: false });
    else question('', false);
  }

  /** @param {import('../types.js').Selection} selection @param {boolean} [isQuiet] */
  function select(selection, isQuiet) {
    const { hover } = store.get();
    if (selection.pin) pin(selection.pin, isQuiet);
    if (selection.hover !== undefined && selection.hover !== hover) {
      store.set({ hover: selection.hover });
    }
  }

  return {
    change,
    question,
    jumpTo,
    reach,
    choose,
    toggle,
    pin,
    open,
    substep,
    release,
    select,
    link,
    recall,
  };
}
