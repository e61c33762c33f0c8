"""Recurrent networks in numpy, exactly as the frameworks compute them, with every state kept."""

from .errors import EngineError
from .frameworks.misread import Misreading, misread
from .frameworks.returned import Returned, returned
from .frameworks.script import as_code
from .importers.read import load
from .importers.save import save
from .language.errors import AskError
from .network.head import Head
from .network.network import Network
from .numbers.explain import Explanation, explain
from .sources.places import Source
from .trace.trace import Trace
from .training.bptt import backward
from .training.gradients import Gradients
from .training.loss import Loss, cross_entropy, mean_squared_error
from .verdict.answer import Answer
from .verdict.ask import ask

__all__ = [
    "Answer",
    "AskError",
    "EngineError",
    "Explanation",
    "Gradients",
    "Head",
    "Loss",
    "Misreading",
    "Network",
    "Returned",
    "Source",
    "Trace",
    "as_code",
    "ask",
    "backward",
    "cross_entropy",
    "explain",
    "load",
    "mean_squared_error",
    "misread",
    "returned",
    "save",
]
