// The shapes of what modules hand to each other. What the server takes and sends is generated out
// of its own description; the rest is the page's.

import type { Layout } from './layout/geometry.js';
import type { Trace } from './model/trace.js';
import type { components } from './types/api.js';

type Api = components['schemas'];

/** What the server says of a trace. */
export type Run = Api['Summary'];

/** The same of a new one, with what is looked at. */
export type NewTrace = Api['NewTrace'];

/** What comes with the page: the presets, its first request and the answer, null where refused. */
export type First = { presets: Preset[]; request: object; answer: NewTrace | null };

/** What came with it. */
export type LookedAt = Pick<NewTrace, 'window' | 'numbers' | 'names'>;

/** What a framework calls the run's tensors. */
export type Names = Api['NamesView'];

/** A tensor that a framework returns. */
export type Tensor = Api['TensorView'];

/**
 * A trace as one row of its batch has it: `b`, the `length` of that row, and a `key` that no other
 * row of no other trace has.
 */
export type Summary = Run & { b: number; length: number; key: string };

/** A trained network that the server has. */
export type Preset = Api['PresetView'];

/** A network in a model file. */
export type Module = Api['ModuleView'];

/** What is in a model file. */
export type Found = Api['FileView'];

/** The gates and states of a cell by name. */
export type Numbers = Api['CellView'];

/** What y is at one step, and the logits that its softmax was taken of. */
export type Prediction = Api['PredictionView'];

/** The weights of each line of cells, small. */
export type Weights = Api['WeightsView'];

/** Those of one line. */
export type LineWeights = Api['LineWeights'];

/** How a gate or state is computed. */
export type Equation = Api['Equation'];

/** Text, or an element: its tag, then its children. */
export type Markup = string | [string, ...Markup[]];

/** A number and what it was made of. */
export type MadeOf = Api['NumberView'];

/** How one number came about. */
export type Explanation = Api['ExplanationView'];

/** What the server says to an expression. */
export type Answer = Api['AnswerView'];

/** A tensor of an answer. */
export type Piece = Api['PieceView'];

/** The states of one kind, layer and direction that a tensor of an answer reads. */
export type AskedPart = Api['PartView'];

/** What is asked and is no tensor. */
export type Rest = Api['RestView'];

/** What can be written in an expression. */
export type Vocabulary = Api['VocabularyView'];

/** What the server says against a request. */
export type Problem = Api['Problem'];

/** The same against an expression, with the place in it where there is one. */
export type AskProblem = Problem & Partial<Api['AskProblem']>;

export type Cell = { layer: number; direction: number; t: number };

/**
 * A state, or one unit of it: what an element of a tensor was read from. `beside` are the other
 * cells where it is of several: two directions that are one number, or all that a tensor holds. Of
 * the kind 'y' it is what the head makes of them.
 */
export type Source = Cell & { state?: string; unit?: number; beside?: Cell[]; kind?: 'y' };

/** A file on its way, 0 to 1 of it sent. */
export type Sending = { name: string; share: number };

/** What of an answer alone is lit. */
export type Narrow = { number: number } | { piece: Piece; element: number };

/** What an answer lights up. */
export type Light = {
  /** by the place of a cell, input or prediction, the units that are read */
  spans: Map<string, { number: number; first: number; last: number }[]>;
  /** whether there are several parts to be told apart */
  isNumbered: boolean;
};

/** Every control's value, by its name. */
export type Scene = Record<string, string | number | boolean>;

/** What the views draw. */
export type Picture = {
  trace: Trace;
  /** what the scene's framework calls the tensors */
  names: Names;
  scene: Scene;
  step: number;
  hover: Source | null;
  pin: Source | null;
  playing: boolean;
  /** whether it plays faster than one could read along */
  fast: boolean;
  /** of what is asked */
  light: Light | null;
  /** whether the weights were never trained, so that y says nothing */
  isRandom: boolean;
  /** whether the graph is folded into its recurrence */
  isFolded: boolean;
};

/** What a view tells of the pointer and the keyboard; a missing entry is as it was. */
export type Selection = { hover?: Source | null; pin?: Source | null };

/** What the graph shows of the sequence. */
export type View = {
  /** pixels that are scrolled away */
  left: number;
  /** of the stage, in pixels */
  width: number;
  layout: Layout;
  /** the columns that are in the document */
  window: [number, number];
};
