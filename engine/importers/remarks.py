"""What is said of a network that was read: every sentence that ``Origin.assumed`` may have.

Each tells what the file leaves open, or what of it a run leaves out.
"""

from collections.abc import Iterable

from .wording import listed, shown

# What is computed
NONLINEARITY = "The file can't tell tanh from relu: it is taken for tanh, unless relu is chosen."
OWN_CODE = "What {} does with its layers stands in its own code, not in the file."
NO_MODEL = (
    "The file holds weights without their model. Keras' defaults are assumed: tanh, sigmoid for "
    "the gates, merge_mode concat, no go_backwards, and reset_after where no bias tells it. What "
    "has no weights, such as ReLU, pooling or Flatten, leaves no trace: layers that fit on one "
    "another are taken to be layers of one network. A whole model, saved as .keras, tells more."
)
BACKWARDS = (
    "{} has go_backwards: Keras gives its steps in the order in which it reads them, the last one "
    "first; here each stands at its own t."
)
NARROW = "{} computes in {} in Keras, and in float32 here."
TRAINING = "A run is an evaluation, which leaves out what acts in training only: {}."

# What it reads
FRONT = "x is what {} gives {}; it is no part of the network."
INSIDE = "x is what the model {} is given."
CALLED_AGAIN = "The model {} is applied {} times in Keras; the network is one application."
STATES = (
    "{} isn't in the file, but comes from {}: give it to run, which starts from zero otherwise."
)
LENGTHS = (
    "The lengths come from {}: give them to run, which takes every sequence to be as long as x "
    "otherwise."
)

# Its head
NO_HEAD = (
    "No head is taken: none of {} is known to be the one plain dense layer that reads the "
    "network's output itself."
)
NO_ACTIVATION = "{} is left out: its activation is {}, and a head's is softmax or linear."
NOT_LAST = "{} is left out: a head is applied once, and no other layer reads it."
BY_SIZE = (
    "{} is taken for the head, without an activation: nothing but its place and size tells so."
)
LAST_STEP = "The head reads every step; in Keras it reads the last one, [:, -1]."
LAST_STATES = (
    "{} reads h_n of both directions in the file; the head reads output, whose reverse half ends "
    "at the first step."
)
GOES_ON = "Behind the dense layer {} the file goes on with {}: y is what the dense layer gives."


def remark(sentence: str, *names: str | Iterable[str]) -> str:
    """Write one of the sentences.

    Args:
        sentence: one of those above.
        names: what stands in its gaps, each a name out of the file or several.

    Returns:
        The sentence; names that are odd, long or many are written as messages have them.
    """
    return sentence.format(*(shown(n) if isinstance(n, str) else listed(n) for n in names))
