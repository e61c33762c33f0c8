// The shapes of what modules hand to each other. Types only: nothing here runs.

/**
 * What the server says of a trace; see `Summary` in the API's description.
 * @typedef {object} Summary
 * @property {string} id
 * @property {'rnn'|'lstm'|'gru'} cell
 * @property {string[]} states `h`, and `c` for an LSTM
 * @property {string[]} gates
 * @property {number} T
 * @property {number} B
 * @property {number} L
 * @property {number} D
 * @property {number} I
 * @property {number} H
 * @property {number} O
 * @property {Record<string, number[]>} shapes
 * @property {Record<string, string[]>} axes
 * @property {Record<string, {steps: number, first: number[]}>} schedules
 * @property {string[]} features
 * @property {string[]} symbols
 * @property {'softmax'|'linear'} activation
 * @property {number|null} first the year of t = 0
 * @property {Record<string, number>} largest absolute values of h, c, x and y
 * @property {string} code
 */

/**
 * A trained network that the server has.
 * @typedef {object} Preset
 * @property {string} name
 * @property {string} task
 * @property {string} cell
 * @property {string} nonlinearity
 * @property {number} hidden_size
 * @property {number} num_layers
 * @property {boolean} bidirectional
 * @property {number} input_size
 * @property {Record<string, string>} about
 */

/** @typedef {{layer: number, direction: number, t: number}} Cell */

/**
 * A state, or one unit of it: what an element of a tensor was read from.
 * @typedef {Cell & {state?: string, unit?: number}} Source
 */

/** @typedef {Record<string, string|number|boolean>} Scene every control's value, by its name */

/**
 * What the views draw.
 * @typedef {object} Picture
 * @property {import('./trace.js').Trace} trace
 * @property {Scene} scene
 * @property {number} step
 * @property {Source|null} hover
 * @property {Source|null} pin
 * @property {boolean} playing
 * @property {boolean} fast whether it plays faster than one could read along
 */

/** @typedef {{code: string, message: string, field: string|null}} Problem */

/**
 * What a view tells of the pointer and the keyboard; a missing entry is as it was.
 * @typedef {object} Selection
 * @property {Source|null} [hover]
 * @property {Source|null} [pin]
 */

/**
 * What the graph shows of the sequence.
 * @typedef {object} View
 * @property {number} left pixels that are scrolled away
 * @property {number} width of the stage in pixels
 * @property {import('./geometry.js').Layout} layout
 * @property {[number, number]} window the columns that are in the document
 */

export {};
