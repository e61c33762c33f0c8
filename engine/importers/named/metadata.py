"""What the tensors of a network don't tell: the words that ``unrolled.save`` notes beside them."""

from collections.abc import Mapping
from typing import Any

from ...errors import EngineError
from ...network.head import Activation
from ...network.network import Network
from ..wording import shown

INITIAL = {"h": "h_0", "c": "c_0"}
"""What initial states are called in a file of ours."""

_truths = {"true": True, "false": False}


def describe(net: Network) -> dict[str, str]:
    """The words to save with a network and its head."""
    words = {
        "cell": net.cell,
        "nonlinearity": net.nonlinearity,
        "dropout": repr(net.dropout),
        "reset_after": "true" if net.reset_after else "false",
    }
    if net.hard_sigmoid:
        words["hard_sigmoid"] = " ".join(map(repr, net.hard_sigmoid))
    if net.head:
        words["activation"] = net.head.activation
    if net.lengths:
        words["lengths"] = " ".join(map(str, net.lengths))
    return words


def options(words: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of ``Network.from_state_dict``, but the weights, that a file's words tell.

    Raises:
        EngineError: a word is none that ``describe`` writes.
    """
    found: dict[str, Any] = {k: words[k] for k in ("cell", "nonlinearity") if k in words}
    if "dropout" in words:
        (found["dropout"],) = _numbers("dropout", words, 1)
    if "hard_sigmoid" in words:
        found["hard_sigmoid"] = _numbers("hard_sigmoid", words, 2)
    if "reset_after" in words:
        if words["reset_after"] not in _truths:
            raise _refusal("reset_after", words, "true or false")
        found["reset_after"] = _truths[words["reset_after"]]
    return found


def activation(words: Mapping[str, str]) -> Activation:
    """The head's activation; linear where nothing tells it."""
    match words.get("activation", "linear"):
        case "linear":
            return "linear"
        case "softmax":
            return "softmax"
    raise _refusal("activation", words, "softmax or linear")


def lengths(words: Mapping[str, str]) -> tuple[int, ...] | None:
    """The lengths that the network carries; None where the words tell of none."""
    if "lengths" not in words:
        return None
    try:
        return tuple(map(int, words["lengths"].split())) or None
    except ValueError:
        raise _refusal("lengths", words, "whole numbers") from None


def _numbers(name: str, words: Mapping[str, str], count: int) -> tuple[float, ...]:
    try:
        numbers = tuple(map(float, words[name].split()))
    except ValueError:
        numbers = ()
    if len(numbers) != count:
        raise _refusal(name, words, f"{count} numbers")
    return numbers


def _refusal(name: str, words: Mapping[str, str], expected: str) -> EngineError:
    got = shown(words[name])
    return EngineError(f"The file's metadata has {got} for {name}; expected {expected}.", name)
