// A document without a browser. It lays nothing out: how large things are is told to it.

// Not by its name alone: its types were written against another version of Node's.
/** @type {{Window: any}} */
const { Window } = await import(String('happy-dom'));

const window = new Window({ url: 'http://localhost/' });

/** @typedef {{width: number, height: number}} Size */

/** @type {WeakMap<object, Size>} */
const sizes = new WeakMap();
/** @param {object} node */
const sizeOf = (node) => sizes.get(node) ?? { width: 0, height: 0 };
/** @type {Set<Observer>} */
const observers = new Set();
/** @type {(() => void)[]} */
let frames = [];

class Observer {
  /** @param {(entries: {contentRect: Size}[]) => void} told */
  constructor(told) {
    this.told = told;
    /** @type {Set<object>} */
    this.nodes = new Set();
    observers.add(this);
  }
  /** @param {object} node */
  observe(node) {
    this.nodes.add(node);
  }
  disconnect() {
    observers.delete(this);
  }
}

/** Say how large an element is from now on. @param {Element} node @param {Size} size */
export function resize(node, size) {
  sizes.set(node, size);
  for (const { nodes, told } of observers) if (nodes.has(node)) told([{ contentRect: size }]);
}

/** What was painted since it was last wiped, by canvas: rectangles, x, y, width and height each. */
export const painted = new Map();

/** @param {object} canvas */
const contextOf = (canvas) => ({
  scale: () => {},
  clearRect: () => painted.set(canvas, []),
  /** @param {number[]} box */
  fillRect: (...box) => painted.get(canvas)?.push(box),
  createLinearGradient: () => ({ addColorStop: () => {} }),
  /** @param {number} _x @param {number} _y @param {number} w @param {number} h */
  getImageData: (_x, _y, w, h) => ({
    data: Uint8ClampedArray.from({ length: 4 * w * h }, (_, i) => Math.floor(i / 4) % 256),
  }),
});

class Canvas {
  getContext() {
    return contextOf(this);
  }
}

/** @param {any} of */
const asGlobal = (of) => Object.assign(globalThis, of);

asGlobal({
  window,
  document: window.document,
  getComputedStyle: window.getComputedStyle.bind(window),
  matchMedia: window.matchMedia.bind(window),
  ResizeObserver: Observer,
  OffscreenCanvas: Canvas,
  /** @param {() => void} draw */
  requestAnimationFrame: (draw) => frames.push(draw),
});
for (const [name, of] of /** @type {const} */ ([
  ['clientWidth', 'width'],
  ['clientHeight', 'height'],
])) {
  Object.defineProperty(window.HTMLElement.prototype, name, {
    get() {
      return sizeOf(this)[of];
    },
  });
}
/** @type {any} */ (window.HTMLCanvasElement).prototype.getContext = function () {
  return contextOf(this);
};

/**
 * Something that a person does at an element.
 * @param {Element} node
 * @param {'pointer'|'keyboard'} by
 * @param {string} type
 * @param {object} [more] what the event says besides
 */
export function does(node, by, type, more = {}) {
  const Kind = by === 'pointer' ? window.PointerEvent : window.KeyboardEvent;
  const event = new Kind(type, { bubbles: true, cancelable: true });
  for (const [name, value] of Object.entries(more)) Object.defineProperty(event, name, { value });
  /** @type {any} */ (node).dispatchEvent(event);
  return event;
}

/** Let what waits for a frame run. */
export function frame() {
  const now = frames;
  frames = [];
  for (const draw of now) draw();
}
