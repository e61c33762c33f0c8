// The wiring: what views report goes into the store, what the store holds goes into the views.

import * as askView from './ask/view.js';
import * as inspectorView from './cell/view.js';
import * as codeView from './code/view.js';
import * as namesView from './controls/names.js';
import * as panelView from './controls/view.js';
import { el, same } from './draw/dom.js';
import { listen } from './draw/keys.js';
import { partOf } from './model/gates.js';
import { createKept } from './model/kept.js';
import { isPadding } from './model/rows.js';
import { cellNear } from './model/steps.js';
import * as dropView from './page/drop.js';
import * as focusView from './page/focus.js';
import * as headerView from './page/header.js';
import * as helpView from './page/help.js';
import * as noticesView from './page/notices.js';
import * as termsView from './page/terms.js';
import * as transportView from './player/view.js';
import * as plotView from './plot/view.js';
import * as railView from './rail/view.js';
import * as bandsView from './stage/bands.js';
import * as overviewView from './stage/overview.js';
import * as graphView from './stage/view.js';
import { createActions, pictureOf } from './state/actions.js';
import { createApi, Refused } from './state/api.js';
import { createAsker } from './state/asker.js';
import { createDetails } from './state/details.js';
import { createIntake, isNumbers } from './state/intake.js';
import { createRunner, fallBack } from './state/runner.js';
import { createStore } from './state/store.js';
import { read } from './state/url.js';
import * as tensorsView from './tensors/view.js';
import { changesOf } from './words/changes.js';
import { glossary } from './words/glossary.js';

/** @typedef {import('./types.js').Picture} Picture */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { maxBody = '0', maxFile = '0' } = document.documentElement.dataset;

const linked = read(location.hash);
const seen = createKept('unrolled.scene');
const lastScene = location.hash.length > 1 ? '' : seen.get();
/** @type {ReturnType<typeof createStore<import('./state/runner.js').State>>} */
const store = createStore({
  draft: linked.scene,
  scene: linked.scene,
  trace: null,
  note: '',
  weights: 'trained',
  errors: {},
  notice: linked.problems.join(' '),
  found: null,
  upload: null,
  gone: false,
  busy: true,
  playing: false,
  isFolded: false,
  isUp: false,
  came: null,
  hover: null,
  pin: null,
  answer: null,
  problem: null,
  line: null,
  narrow: null,
  light: null,
});
const first = JSON.parse(byId('first').textContent ?? '');
const api = createApi((gone) => store.set({ gone }), first);
const details = createDetails(api, (error) => (error ? failed(error) : redraw()));
const { run, turn } = createRunner(store, api, api.presets, details);

/** @param {unknown} error */
function failed(error) {
  // Another version of the server doesn't know the trace, or has dropped its CSV; asking for it by
  // its spec makes it anew.
  if (error instanceof Refused && /^unknown_(trace|table)$/.test(error.problem.code)) run();
  else store.set({ notice: error instanceof Error ? error.message : String(error) });
}

const actions = createActions(store, run, turn, api.presets);
const { change, jumpTo, toggle, pin, open, substep, release, select, link, recall } = actions;
const askNow = createAsker(store, api, run, {
  isNew: !/[#&]step=/.test(location.hash),
  reach: actions.reach,
});
const takeModel = createIntake(store, api, change, Number(maxFile));

// The views.

const panel = panelView.create(byId('panel'), change, {
  maxBytes: Number(maxBody),
  onError: (name, message) => store.set({ errors: { [name]: message } }),
  onModel: takeModel,
});
dropView.create(document.body, (file) => (isNumbers(file) ? panel.takeCsv(file) : takeModel(file)));
const notices = noticesView.create(byId('notices'), () => store.set({ notice: '' }), {
  scene: lastScene,
  go: () => {
    location.hash = lastScene;
  },
});
const rail = railView.create(
  byId('rail'),
  {
    cell: byId('inspector'),
    answer: byId('answer'),
    tensors: byId('tensors'),
    code: byId('code'),
  },
  { show: actions.choose, raise: (isUp) => store.set({ isUp }) },
);
const overview = overviewView.create(byId('overview'), (left) => graph.scrollTo(left));
const graph = graphView.create(
  byId('graph'),
  select,
  (view) => {
    const picture = pictureOf(store);
    if (!picture) return;
    overview(picture, view, () => details.pooled(picture.trace));
    // What scrolls into view is fetched, then drawn.
    const [t0, t1] = view.window;
    if (!picture.trace.has(t0, t1)) picture.trace.load(t0, t1).then(redraw, failed);
  },
  details.weights,
);
const bands = bandsView.create(byId('bands'), change, () =>
  store.set({ isFolded: !store.get().isFolded }),
);
const transport = transportView.create(byId('transport'), {
  step: jumpTo,
  toggle,
  hover: (source) => select({ hover: source }),
  change,
});
const ask = askView.create(byId('ask'), byId('answer'), {
  question: actions.question,
  ask: () => {
    askNow();
    store.set({ isUp: true });
  },
  stand: (line) => line !== store.get().line && store.set({ line, narrow: null }),
  narrow: (narrow) => store.set({ narrow }),
  reveal: (t) => graph.reveal(t),
  words: () => api.json('api/language'),
});
const tensors = tensorsView.create(byId('tensors'), (selection) => select(selection, true));
const code = codeView.create(byId('code'), change);
const names = namesView.create(byId('nav'), change);
const help = helpView.create(document.body, glossary, createKept('unrolled.keys'));
const keepFocus = focusView.create(document.body, byId('graph'));
const said = el('p', { class: 'said', role: 'status' });
byId('centre').append(said);
const terms = termsView.create(document.body, glossary);
const header = headerView.create({
  share: () => codeView.write(link()),
  present: () => change({ present: !store.get().scene.present }),
  help: help.open,
  skip: () => transport.focus(),
});
const plot = plotView.create(document.body, ({ layer, direction }, state) => {
  const { id, b } = store.get().trace?.summary ?? {};
  const query = `layer=${layer}&direction=${direction}&state=${state}&b=${b}`;
  return api.json(`api/traces/${id}/course?${query}`).then((got) => ({ ...got, state }));
});
const inspector = inspectorView.create(byId('inspector'), {
  plot: (cell) => {
    const picture = pictureOf(store);
    if (picture) plot(picture, cell);
  },
  release: () => pin(null),
  pin,
  hover: (source) => {
    // What is pointed at in the rail lights up, and the rail stays with its cell.
    held = source ? (held ?? inspected) : null;
    select({ hover: source });
  },
  open,
  change,
});

/** The keys of a clicker, while it is presented; else the browser's own. @param {1|-1} by */
function turnPage(by) {
  const { scene } = store.get();
  if (!scene.present) return false;
  jumpTo(Number(scene.step) + by);
  return true;
}

// Drawing, once a frame at most.

/** @type {import('./types.js').Source|null} the cell that the rail shows, and stays with */
let inspected = null;
/** @type {import('./types.js').Source|null} */
let held = null;
let requested = false;
/** @type {Picture|null} */
let drawn = null;
/** @type {Picture|null} */
let told = null;
function requestRender() {
  if (requested) return;
  requested = true;
  requestAnimationFrame(() => {
    requested = false;
    render();
  });
}

/** Draw all again: something has come that the store does not hold. */
function redraw() {
  drawn = null;
  requestRender();
}

function render() {
  const state = store.get();
  const { draft, scene, answer, problem, line, trace, light } = state;
  const picture = pictureOf(store);
  if (picture && !same(picture, drawn)) draw(picture);
  panel(state, picture?.trace.summary ?? null);
  const source = state.hover ?? state.pin;
  const names = picture?.names ?? null;
  ask({
    text: String(draft.ask),
    answer,
    problem,
    line,
    trace,
    names,
    scene,
    light,
    source,
    came: state.came,
  });
  notices(state.notice, state.gone, location.hash.length > 1);
  rail(/** @type {import('./rail/view.js').Tab} */ (scene.rail), state.isUp);
  header(scene);
  byId('graph').setAttribute('aria-busy', String(state.busy || picture === null));
  keepFocus();
}

/** @param {Picture} picture */
function draw(picture) {
  drawn = picture;
  graph(picture);
  bands(picture);
  transport(picture);
  tensors(picture);
  code(picture);
  names(picture.scene);
  const news = changesOf(told, picture);
  told = picture;
  if (news) said.textContent = news;
  if (picture.fast) return;
  const { trace, scene, step } = picture;
  const current = cellNear(trace.summary, String(scene.order), step);
  /** @type {import('./types.js').Source} */
  const source = picture.pin ?? held ?? picture.hover ?? current;
  inspected = source;
  const part = partOf(trace.summary.equations[source.direction] ?? [], String(scene.gate));
  const isY = source.kind === 'y';
  const isCell = !isY && !isPadding(trace.summary, source.t);
  const got = isCell ? details.numbers(trace, source) : null;
  const explanation = isCell ? details.explanation(trace, source, part) : null;
  const prediction = isY ? details.prediction(trace, source.t) : null;
  inspector({ picture, source, part, got, explanation, prediction });
}

store.subscribe(requestRender);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

// The page as a whole.

listen({
  ArrowLeft: () => jumpTo(Number(store.get().scene.step) - 1),
  ArrowRight: () => jumpTo(Number(store.get().scene.step) + 1),
  Home: () => jumpTo(0),
  End: () => jumpTo(Number.POSITIVE_INFINITY),
  Space: toggle,
  ArrowUp: () => substep(-1),
  ArrowDown: () => substep(1),
  PageUp: () => turnPage(-1),
  PageDown: () => turnPage(1),
  Escape: () => terms.hide() || panel.escape() || release(),
  '/': () => help.hasKeys() && ask.focus(),
  '?': () => help.hasKeys() && help.open(),
});
window.addEventListener('popstate', recall);
// What is left is offered to whom comes again.
window.addEventListener('pagehide', () => seen.set(location.hash));

render(); // at once: what does not concern the network would else be seen first
if (!(await run()) && !store.get().trace) await fallBack(store, run);
