// The wiring: what views report goes into the store, what the store holds goes into the views.

import { createActions, pictureOf } from './actions.js';
import { createApi, Refused } from './api.js';
import { createAsker } from './asker.js';
import { createDetails } from './details.js';
import { same } from './dom.js';
import { createIntake, isNumbers } from './intake.js';
import { listen } from './keys.js';
import { isPadding } from './rows.js';
import { createRunner, fallBack } from './runner.js';
import { cellNear } from './steps.js';
import { createStore } from './store.js';
import { partOf } from './substeps.js';
import { read } from './url.js';
import * as askView from './views/ask.js';
import * as bandsView from './views/bands.js';
import * as codeView from './views/code.js';
import * as dropView from './views/drop.js';
import * as graphView from './views/graph.js';
import * as helpView from './views/help.js';
import * as inspectorView from './views/inspector.js';
import * as namesView from './views/names.js';
import * as noticesView from './views/notices.js';
import * as overviewView from './views/overview.js';
import * as panelView from './views/panel.js';
import * as plotView from './views/plot.js';
import * as tensorsView from './views/tensors.js';
import * as transportView from './views/transport.js';

/** @typedef {import('./types.js').Picture} Picture */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { maxBody = '0', maxFile = '0' } = document.documentElement.dataset;

const linked = read(location.hash);
/** @type {ReturnType<typeof createStore<import('./runner.js').State>>} */
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
  hover: null,
  pin: null,
  answer: null,
  problem: null,
  line: null,
  narrow: null,
  light: null,
});
const api = createApi((gone) => store.set({ gone }));
const details = createDetails(api, (error) => (error ? failed(error) : redraw()));
const { run, turn } = createRunner(store, api, await api.presets(), details);

/** @param {unknown} error */
function failed(error) {
  // Another version of the server doesn't know the trace; asking for it by its spec makes it anew.
  if (error instanceof Refused && error.problem.code === 'unknown_trace') run();
  else store.set({ notice: error instanceof Error ? error.message : String(error) });
}

const actions = createActions(store, run, turn);
const { change, jumpTo, toggle, pin, open, substep, release, select, link, recall } = actions;
const askNow = createAsker(store, api, run);
const takeModel = createIntake(store, api, change, Number(maxFile));

// The views.

const panel = panelView.create(byId('panel'), change, {
  maxBytes: Number(maxBody),
  onError: (name, message) => store.set({ errors: { [name]: message } }),
  onModel: takeModel,
});
dropView.create(document.body, (file) => (isNumbers(file) ? panel.takeCsv(file) : takeModel(file)));
const notices = noticesView.create(byId('notices'), () => store.set({ notice: '' }));
const overview = overviewView.create(byId('overview'), (left) => graph.scrollTo(left));
const graph = graphView.create(byId('graph'), select, (view) => {
  const picture = pictureOf(store);
  if (!picture) return;
  overview(picture, view, () => details.pooled(picture.trace));
  // What scrolls into view is fetched, then drawn.
  const [t0, t1] = view.window;
  if (!picture.trace.has(t0, t1)) picture.trace.load(t0, t1).then(redraw, failed);
});
const bands = bandsView.create(byId('bands'), change);
const transport = transportView.create(byId('transport'), { step: jumpTo, toggle, change });
const ask = askView.create(byId('ask'), {
  question: actions.question,
  ask: askNow,
  stand: (line) => line !== store.get().line && store.set({ line, narrow: null }),
  narrow: (narrow) => store.set({ narrow }),
  reveal: (t) => graph.reveal(t),
  words: () => api.json('/api/language'),
});
const tensors = tensorsView.create(byId('tensors'), select, change);
const code = codeView.create(byId('code'), change);
const names = namesView.create(byId('nav'), change);
const help = helpView.create(document.body);
const plot = plotView.create(document.body, ({ layer, direction }, state) => {
  const { id, b } = store.get().trace?.summary ?? {};
  const query = `layer=${layer}&direction=${direction}&state=${state}&b=${b}`;
  return api.json(`/api/traces/${id}/course?${query}`).then((got) => ({ ...got, state }));
});
const inspector = inspectorView.create(byId('inspector'), {
  plot: (cell) => {
    const picture = pictureOf(store);
    if (picture) plot(picture, cell);
  },
  release: () => pin(null),
  open,
  change,
});

// Drawing, once a frame at most.

let requested = false;
/** @type {Picture|null} */
let drawn = null;
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
  ask({ text: String(draft.ask), answer, problem, line, trace, names, scene, light, source });
  notices(state.notice, state.gone);
  byId('graph').setAttribute('aria-busy', String(state.busy || picture === null));
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
  if (picture.fast) return;
  const { trace, scene, step } = picture;
  const current = cellNear(trace.summary, String(scene.order), step);
  const source = picture.pin ?? picture.hover ?? current;
  const part = partOf(trace.summary.equations[source.direction] ?? [], String(scene.gate));
  const isPad = isPadding(trace.summary, source.t);
  const got = isPad ? null : details.numbers(trace, source);
  const explanation = isPad ? null : details.explanation(trace, source, part);
  inspector({ picture, source, part, got, explanation });
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
  Escape: release,
  '/': ask.focus,
  '?': help,
});
byId('keys').addEventListener('click', help);
const share = byId('share');
share.addEventListener('click', async () => {
  share.textContent = (await codeView.write(link())) ? 'Link copied' : 'Copy the address';
});
share.addEventListener('blur', () => {
  share.textContent = 'Share';
});
window.addEventListener('popstate', recall);

requestRender();
if (!(await run()) && !store.get().trace) await fallBack(store, run);
