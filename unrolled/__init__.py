"""See what your RNN returns: recurrent networks in numpy, with every state kept.

In a checkout ``engine``, ``app``, ``static`` and ``templates`` are links in this folder; installed,
they are its folders. So there is one name, whatever else is called ``app`` where it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engine import *  # noqa: F403
    from .engine import __all__ as __all__
else:

    def __getattr__(name: str) -> object:
        # The engine is imported when it is first used: `unrolled --help` can do without numpy, and
        # `unrolled serve` says how many threads numpy may take before it starts.
        if name == "__all__" or name in __dir__():
            return getattr(import_module(".engine", __name__), name)
        raise AttributeError(f"unrolled has no {name}; it has {', '.join(__dir__())}.")

    def __dir__() -> list[str]:
        names: list[str] = import_module(".engine", __name__).__all__
        return names
