"""Recurrent networks in numpy, exactly as the frameworks compute them, with every state kept."""

from engine.as_code import as_code
from engine.ask import ask
from engine.bptt import backward
from engine.errors import EngineError
from engine.explain import Explanation, explain
from engine.frameworks import Returned, returned
from engine.gradients import Gradients
from engine.head import Head
from engine.importers import load
from engine.language.errors import AskError
from engine.loss import Loss, cross_entropy, mean_squared_error
from engine.misread import Misreading, misread
from engine.network import Network
from engine.places import Source
from engine.trace import Trace
from engine.verdict.answer import Answer

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
]
