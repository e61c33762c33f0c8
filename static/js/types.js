// The shapes of what modules hand to each other. Types only: nothing here runs.

/**
 * What the server says of a trace; see `Summary` in the API's description.
 * @typedef {object} Run
 * @property {string} id
 * @property {'rnn'|'lstm'|'gru'} cell
 * @property {string[]} states `h`, and `c` for an LSTM
 * @property {string[]} gates
 * @property {'float32'|'float64'} dtype
 * @property {number[]} directions of each layer: 0 forward, 1 reverse
 * @property {number} T
 * @property {number} B
 * @property {number} L
 * @property {number} D
 * @property {number} I
 * @property {number} H
 * @property {number} P size of h; H where nothing projects it
 * @property {number} O
 * @property {Record<string, number[]>} shapes
 * @property {Record<string, string[]>} axes
 * @property {Record<string, {steps: number, first: number[]}>} schedules
 * @property {string[]} features
 * @property {string[]} symbols
 * @property {'softmax'|'linear'} activation
 * @property {number|null} first the year of t = 0
 * @property {Record<string, number>} largest absolute values of h, c, x and y
 * @property {Record<number, Equation[]>} equations of the cell by direction
 * @property {Record<string, Names>} names of every framework, and `keras-sum` and so on
 * @property {number[]|null} lengths of the rows; null where the batch is not packed
 * @property {number[]|null} sorted_indices
 * @property {number[]|null} unsorted_indices
 * @property {number[]} dropout the layers on whose h it would act
 */

/** @typedef {{tensors: Tensor[], code: string, refused: string}} Names what a framework calls the run's tensors */

/**
 * A tensor that a framework returns, made of `states`: [state, layer, direction] each.
 * @typedef {object} Tensor
 * @property {string} name
 * @property {string} says
 * @property {number[]} shape
 * @property {string[]} axes
 * @property {[string, number, number][]} states
 * @property {'each'|'turned'|'held'|'last'} when
 * @property {'concat'|'stack'|'sum'|'mul'|'ave'} join
 */

/**
 * A trace as one row of its batch has it: `b`, the `length` of that row, and a `key` that no other
 * row of no other trace has.
 * @typedef {Run & {b: number, length: number, key: string}} Summary
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

/**
 * A network in a model file; one that can't be run has an error, and nothing but its name beside it.
 * @typedef {object} Module
 * @property {string} name
 * @property {string|null} cell
 * @property {number|null} input_size
 * @property {number|null} hidden_size
 * @property {number|null} num_layers
 * @property {boolean|null} bidirectional
 * @property {number|null} proj_size
 * @property {boolean|null} bias
 * @property {string|null} nonlinearity
 * @property {string|null} dtype
 * @property {boolean|null} reverse
 * @property {boolean|null} reset_after
 * @property {boolean|null} peepholes
 * @property {number[]|null} hard_sigmoid
 * @property {{output_size: number, activation: string}|null} head
 * @property {string[]} assumed
 * @property {boolean} has_nonlinearity whether the file tells it, or the cell has no choice of it
 * @property {string|null} error
 */

/** @typedef {{id: string, format: string, modules: Module[], ignored: string[]}} Found what is in a model file */

/** @typedef {{name: string, share: number}} Sending a file on its way, 0 to 1 of it sent */

/** @typedef {string|[string, ...any[]]} Markup text, or an element: its tag, then its children */

/** @typedef {{name: string, units: number, mathml: Markup}} Equation of a gate or state */

/**
 * A number and what it was made of; `how` is read, sum, dot, product, difference, or a function.
 * @typedef {{label: string, value: number|null, how: string, of: MadeOf[]}} MadeOf
 */

/**
 * How one number came about; `where` says which part of a tensor a symbol is.
 * @typedef {{recorded: number|null, number: MadeOf, where: Record<string, string>}} Explanation
 */

/** @typedef {{layer: number, direction: number, t: number}} Cell */

/**
 * The states of one kind, layer and direction that a tensor of an answer reads; see `PartView` in
 * the API's description.
 * @typedef {object} AskedPart
 * @property {string} state `h`, `c`, `x`, `y`, `h_0`, `c_0` or `padding`
 * @property {string} kind the same, but of padding what it is the padding of
 * @property {number|null} layer
 * @property {number|null} direction
 * @property {string} where
 * @property {string} seen
 * @property {boolean} is_whole
 * @property {[number, number, number][]} runs b, first t, last t
 * @property {[number, number]|null} columns
 * @property {[number, number, number, number, number][]} boxes b, first t, last t, first unit, last
 */

/**
 * A tensor of an answer; `elements` are part, t, b and unit of each, where each is one state.
 * @typedef {object} Piece
 * @property {string} name
 * @property {number[]} shape
 * @property {string[]} axes
 * @property {string} dtype
 * @property {any} values nested; null where there are too many
 * @property {[number, number, number, number][]|null} elements
 * @property {AskedPart[]} parts
 */

/** @typedef {{name: string, text: string}} Rest what is asked and is no tensor */

/**
 * What the server says to an expression; see `AnswerView` in the API's description.
 * @typedef {object} Answer
 * @property {string} expression
 * @property {boolean|number|string|null} value
 * @property {string[]} verdict
 * @property {string} yes
 * @property {Piece[]} pieces
 * @property {Rest[]} rest
 * @property {{by_value: boolean, by_source: boolean, sentence: string}|null} equality
 * @property {{number: number, name: string, message: string, fix: string, can_be_asked: boolean}[]} warnings
 * @property {string[]} notes
 * @property {{line: number, name: string, pieces: Piece[], rest: Rest[]}[]} lines
 * @property {number[]} lengths steps of each row of the batch
 */

/** @typedef {{number: number}|{piece: Piece, element: number}} Narrow what of an answer alone is lit */

/**
 * What an answer lights up: by the place of a cell, input or prediction, the units that are read.
 * @typedef {object} Light
 * @property {Map<string, {number: number, first: number, last: number}[]>} spans
 * @property {boolean} isNumbered whether there are several parts to be told apart
 */

/** @typedef {Problem & {line?: number|null, column?: number, end?: number}} AskProblem */

/**
 * What can be written in an expression.
 * @typedef {object} Vocabulary
 * @property {string[]} names
 * @property {string[]} calls
 * @property {string[]} methods
 * @property {string[]} attributes
 * @property {string[]} modules
 * @property {string[]} functions
 * @property {string[]} einops
 */

/**
 * A state, or one unit of it: what an element of a tensor was read from.
 * `beside` are the other cells where two directions are one number.
 * @typedef {Cell & {state?: string, unit?: number, beside?: Cell[]}} Source
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
 * @property {Light|null} light of what is asked
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
