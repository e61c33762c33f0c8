"""Recurrent networks in numpy, exactly as the frameworks compute them, with every state kept."""

from engine.errors import EngineError
from engine.head import Head
from engine.network import Network
from engine.trace import Trace

__all__ = ["EngineError", "Head", "Network", "Trace"]
