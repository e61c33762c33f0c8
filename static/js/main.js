// The wiring: what views report goes into the store, what the store holds goes into the views.

import { createApi } from './api.js';
import { controls } from './controls.js';
import { createDetails } from './details.js';
import { listen } from './keys.js';
import { createPlayer } from './player.js';
import { createRunner, fallBack } from './runner.js';
import { cellOf, cellsAt, keyOf, stepCount } from './steps.js';
import { createStore } from './store.js';
import { read, write } from './url.js';
import * as bandsView from './views/bands.js';
import * as codeView from './views/code.js';
import * as graphView from './views/graph.js';
import * as helpView from './views/help.js';
import * as inspectorView from './views/inspector.js';
import * as noticesView from './views/notices.js';
import * as overviewView from './views/overview.js';
import * as panelView from './views/panel.js';
import * as plotView from './views/plot.js';
import * as tensorsView from './views/tensors.js';
import * as transportView from './views/transport.js';

/** @typedef {import('./types.js').Picture} Picture */
/** @typedef {import('./types.js').Cell} Cell */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { maxBody = '0' } = document.documentElement.dataset;

const linked = read(location.hash);
/** @type {ReturnType<typeof createStore<import('./runner.js').State>>} */
const store = createStore({
  draft: linked.scene,
  scene: linked.scene,
  trace: null,
  note: '',
  errors: {},
  notice: linked.problems.join(' '),
  gone: false,
  busy: true,
  playing: false,
  hover: null,
  pin: null,
});
const api = createApi((gone) => store.set({ gone }));
const run = createRunner(store, api, await api.presets());

/** The picture, once there is one. @returns {Picture|null} */
function pictureOf() {
  const { trace, scene, hover, pin, playing } = store.get();
  return trace && { trace, scene, step: Number(scene.step), hover, pin, playing };
}

// What the controls do.

let lastChanged = '';
/** @param {string} name @param {string|number|boolean} value */
async function change(name, value) {
  const { draft, scene } = store.get();
  store.set({ draft: { ...draft, [name]: value } });
  if (controls[name]?.field) {
    if (!(await run())) return;
  } else {
    store.set({ scene: { ...scene, [name]: value } });
    if (name === 'order') goTo(Number(scene.step));
  }
  // Typing on in one control is one entry of the history.
  remember(name === lastChanged && controls[name]?.kind !== 'truth');
  lastChanged = name;
}

/** @param {number} wanted */
function goTo(wanted) {
  const { scene, draft, trace } = store.get();
  if (!trace) return;
  const last = stepCount(trace.summary, String(scene.order)) - 1;
  const step = Math.max(0, Math.min(wanted, last));
  store.set({ scene: { ...scene, step }, draft: { ...draft, step } });
}

/** @param {number} wanted */
function jumpTo(wanted) {
  stop();
  goTo(wanted);
  remember(true);
}

/** @param {boolean} replace */
function remember(replace) {
  const address = write(store.get().scene) || location.pathname;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}

const player = createPlayer({
  may: () => store.get().hover === null && !store.get().busy,
  speed: () => Number(store.get().scene.speed),
  step: () => {
    const before = Number(store.get().scene.step);
    goTo(before + 1);
    return Number(store.get().scene.step) !== before;
  },
  stopped: () => stop(),
});

function stop() {
  if (!store.get().playing) return;
  player.pause();
  store.set({ playing: false });
  remember(true);
}

function toggle() {
  const picture = pictureOf();
  if (!picture) return;
  if (picture.playing) {
    stop();
    return;
  }
  const last = stepCount(picture.trace.summary, String(picture.scene.order)) - 1;
  if (picture.step === last) goTo(-1);
  store.set({ playing: true });
  player.play();
}

/** @param {Cell|null} cell */
function pin(cell) {
  const { scene, draft } = store.get();
  const key = cell ? keyOf(cell) : '';
  store.set({ pin: cell, scene: { ...scene, pin: key }, draft: { ...draft, pin: key } });
  remember(true);
}

/** @param {import('./types.js').Selection} selection */
function select(selection) {
  const { hover } = store.get();
  if (selection.pin) pin(selection.pin);
  if (selection.hover !== undefined && selection.hover !== hover) {
    store.set({ hover: selection.hover });
  }
}

// The views.

/** @type {import('./types.js').View|null} */
let view = null;
const panel = panelView.create(byId('panel'), change, {
  maxBytes: Number(maxBody),
  onError: (name, message) => store.set({ errors: { [name]: message } }),
});
const notices = noticesView.create(byId('notices'), () => store.set({ notice: '' }));
const graph = graphView.create(byId('graph'), select, (now) => {
  view = now;
  const { trace } = store.get();
  const [t0, t1] = now.window;
  // What scrolls into view is fetched, then drawn.
  if (trace && !trace.has(t0, t1)) trace.load(t0, t1).then(requestRender);
});
const overview = overviewView.create(byId('overview'), (left) => graph.scrollTo(left));
const bands = bandsView.create(byId('bands'), change);
const transport = transportView.create(byId('transport'), { step: jumpTo, toggle, change });
const tensors = tensorsView.create(byId('tensors'), select);
const code = codeView.create(byId('code'));
const help = helpView.create(document.body);
const plot = plotView.create(document.body, ({ layer, direction }, state) => {
  const query = `layer=${layer}&direction=${direction}&state=${state}`;
  const id = store.get().trace?.summary.id;
  return api.json(`/api/traces/${id}/course?${query}`).then((got) => ({ ...got, state }));
});
const inspector = inspectorView.create(byId('inspector'), {
  plot: (cell) => {
    const picture = pictureOf();
    if (picture) plot(picture, cell);
  },
  release: () => pin(null),
});

// Drawing, once a frame at most.

let requested = false;
function requestRender() {
  if (requested) return;
  requested = true;
  requestAnimationFrame(() => {
    requested = false;
    render();
  });
}

function render() {
  const { draft, errors, note, notice, gone, busy } = store.get();
  panel(draft, errors, note);
  notices(notice, gone);
  const picture = pictureOf();
  if (!picture) return;
  graph(picture);
  if (view) overview(picture, view, details.pooled(picture.trace));
  bands(picture);
  transport(picture);
  tensors(picture);
  code(picture);
  const source = picture.pin ?? picture.hover ?? currentOf(picture);
  if (source) inspector(picture, source, details.numbers(picture.trace, source));
  byId('graph').setAttribute('aria-busy', String(busy));
}

/** @param {Picture} picture */
function currentOf({ trace, scene, step }) {
  return cellsAt(trace.summary, String(scene.order), step)[0] ?? null;
}

const details = createDetails(api, requestRender);
store.subscribe((now, before) => {
  if (now.trace !== before.trace && now.trace) {
    store.set({ pin: cellOf(now.trace.summary, String(now.scene.pin)) });
  }
  requestRender();
});

// The page as a whole.

listen({
  ArrowLeft: () => jumpTo(Number(store.get().scene.step) - 1),
  ArrowRight: () => jumpTo(Number(store.get().scene.step) + 1),
  Home: () => jumpTo(0),
  End: () => jumpTo(Number.POSITIVE_INFINITY),
  Space: toggle,
  Escape: () => pin(null),
  '?': help,
});
byId('keys').addEventListener('click', help);
byId('share').addEventListener('click', async () => {
  remember(true);
  const copied = await codeView.write(location.href);
  byId('share').textContent = copied ? 'Link copied' : 'Copy the address';
});
window.addEventListener('popstate', async () => {
  stop();
  const { scene, problems } = read(location.hash);
  store.set({ draft: scene, notice: problems.join(' ') });
  await run();
});

requestRender();
if (!(await run()) && !store.get().trace) await fallBack(store, run);
