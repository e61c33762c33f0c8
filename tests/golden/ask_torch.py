"""What PyTorch, or numpy, gives for an expression: which states each element is, and its value.

Moved elements are found by running the expression on tensors of numbers, one for each state. What
mixes them is run once for each state with a NaN in its place: whatever turns NaN has read it. The
tensors lie in memory as those of a real ``torch.nn.LSTM`` do, so that ``.view`` is refused alike.
"""

import ast
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from einops import rearrange
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from tests.golden.ask_cases import Codes, O, Setting, codes, head_of, numbers_of
from tests.golden.asked import Expression
from tests.golden.cases import Numbers
from tests.golden.pytorch import call, module_of
from tests.golden.store import AnyArray

Leaf = tuple[AnyArray, Codes | None]
"""A value; and the numbers (*shape, n) of the states behind a tensor, 0 where there are fewer."""


class Refused(Exception):
    """PyTorch refuses an expression."""


class Oracle:
    """One network's tensors in PyTorch."""

    def __init__(self, setting: Setting, states: dict[str, AnyArray]) -> None:
        """Run it.

        Args:
            setting: which network, and how it is run.
            states: "h 0 1" and the like, at every step, which PyTorch returns of no lower layer.
        """
        self.setting = setting
        self.codes = codes(setting)
        numbers = numbers_of(setting)
        found = _returned(setting, numbers)
        weight, bias = map(torch.from_numpy, head_of(setting))
        self.fc = nn.Linear(weight.shape[1], O, dtype=weight.dtype)
        with torch.no_grad():
            self.fc.weight.copy_(weight)
            self.fc.bias.copy_(bias)
            found["y"] = _like(self.fc(found["output"]).detach(), found["output"])
        for name, state in states.items():
            found[name] = _like(torch.from_numpy(state), found["output"])
        self.tensors: dict[str, Any] = found

    def answer(self, expression: Expression) -> list[Leaf]:
        """The tensors and numbers that an expression gives.

        Raises:
            Refused: it isn't to be had.
        """
        text = expression.text
        values = _leaves(self._run(text, self.tensors, expression.by_numpy))
        if expression.moves:
            ids = _leaves(self._run(text, self._filled(self.codes), expression.by_numpy))
            sources = [np.array(each)[..., None].astype(np.int64) for each in ids]
        else:
            sources = self._read(expression)
        return [
            (np.asarray(value), read if isinstance(value, torch.Tensor | np.ndarray) else None)
            for value, read in zip(values, sources, strict=True)
        ]

    def _read(self, expression: Expression) -> list[Codes]:
        """Put a NaN in the place of one state after the other, and see what becomes NaN."""
        used = self._used(expression.read)
        found = [self.codes[name].ravel() for name in used]
        every = np.unique(np.concatenate([*found, np.zeros(1, np.int64)]))
        draws = np.random.RandomState(1).uniform(0.5, 1.5, int(every.max(initial=0)) + 1)
        hits: list[list[Codes]] = []
        for one in (0, *(each for each in every if each)):
            numbers = draws.copy()
            numbers[one] = np.nan
            filled = self._filled({name: numbers[self.codes[name]] for name in used})
            found = _leaves(self._run(expression.read, filled, expression.by_numpy))
            nans = [np.isnan(np.asarray(each, float)) for each in found]
            if one == 0:
                hits = [[np.zeros((*nan.shape, 0), np.int64)] for nan in nans]
            else:
                for hit, nan in zip(hits, nans, strict=True):
                    hit.append(np.where(nan, one, 0)[..., None])
        return [_packed(np.concatenate(hit, axis=-1)) for hit in hits]

    def _used(self, text: str) -> list[str]:
        words = set(re.findall(r"\w+", text))
        if {"lstm", "rnn", "gru"} & words:
            words |= {"output", "h_n", "c_n"}
        return [name for name in self.codes if name in words or (" " in name and name[0] in words)]

    def _filled(self, arrays: dict[str, Any]) -> dict[str, Any]:
        """Arrays as tensors that lie in memory as PyTorch's own."""
        filled = {}
        for name, array in arrays.items():
            like, source = self.tensors[name], torch.from_numpy(np.ascontiguousarray(array))
            source = source.to(like.dtype) if source.is_floating_point() else source
            filled[name] = torch.empty_strided(like.shape, like.stride(), dtype=source.dtype)
            filled[name].copy_(source)
        return filled

    def _run(self, text: str, tensors: dict[str, Any], by_numpy: bool) -> Any:
        names = self._names(tensors)
        if by_numpy:
            names = {k: v.numpy() if isinstance(v, torch.Tensor) else v for k, v in names.items()}
        try:
            with torch.no_grad():
                return _executed(text, names)
        except Exception as error:
            raise Refused(f"{type(error).__name__}: {error}") from error

    def _names(self, tensors: dict[str, Any]) -> dict[str, Any]:
        case, setting = self.setting.case, self.setting

        def state(name: str) -> Callable[..., Any]:
            return lambda layer, direction=0: tensors[f"{name} {layer} {direction}"]

        def recurrent(given: Any) -> Any:
            output, last = tensors["output"], tensors["h_n"]
            if isinstance(given, PackedSequence):
                n = torch.tensor(case.row_lengths)
                output = pack_padded_sequence(output, n, case.batch_first, enforce_sorted=False)
            return output, (last, tensors["c_n"]) if case.cell == "lstm" else last

        def same(a: Any) -> Any:
            return a

        module = SimpleNamespace(
            **dict.fromkeys(("rnn", "lstm", "gru"), recurrent),
            fc=self.fc,
            dropout=same,
            relu=torch.relu,
            num_layers=case.num_layers,
            num_directions=case.num_directions,
            hidden_size=case.hidden_size,
            bidirectional=case.bidirectional,
            batch_first=case.batch_first,
        )
        sizes = {"T": setting.T, "B": case.rows, "L": case.num_layers, "D": case.num_directions}
        sizes |= {"H": case.hidden_size, "P": case.state_size, "I": case.input_size, "O": O}
        return {
            "torch": torch,
            "nn": nn,
            "F": SimpleNamespace(**_functional),
            "np": np,
            "einops": SimpleNamespace(rearrange=rearrange),
            "rearrange": rearrange,
            "pack_padded_sequence": pack_padded_sequence,
            "pad_packed_sequence": pad_packed_sequence,
            "lengths": torch.tensor(case.row_lengths, dtype=torch.int64),
            "self": module,
            "lstm": recurrent,
            "h": state("h"),
            "c": state("c"),
            **sizes,
            **{name: tensor for name, tensor in tensors.items() if " " not in name},
        }


# In evaluation a dropout changes nothing.
_functional = {
    "dropout": lambda a: a,
    "relu": nn.functional.relu,
    "softmax": nn.functional.softmax,
    "log_softmax": nn.functional.log_softmax,
    "leaky_relu": nn.functional.leaky_relu,
    "elu": nn.functional.elu,
}


def _executed(text: str, names: dict[str, Any]) -> Any:
    """The value of the last line; of a function that of calling it."""
    *before, last = ast.parse(text).body
    if isinstance(last, ast.FunctionDef):
        exec(text, names)
        return names["forward"](names["self"], names["x"])
    exec(compile(ast.Module(before, []), "asked", "exec"), names)
    if isinstance(last, ast.Assign):
        exec(compile(ast.Module([last], []), "asked", "exec"), names)
        return eval(ast.unparse(last.targets[0]), names)
    return eval(ast.unparse(last), names)


def _returned(setting: Setting, numbers: Numbers) -> dict[str, Any]:
    """x, output and h_n; a network that runs from the end is one that is given x from the end."""
    case, x = setting.case, torch.from_numpy(numbers.x)
    time = 1 if case.batch_first and case.batch is not None else 0
    with torch.no_grad():
        given = x.flip(time) if setting.reverse else x
        found = call(case, module_of(case, numbers), given, None, None)
    if setting.reverse:
        found["output"] = _like(found["output"].flip(time), found["output"])
    return {"x": x, **found}


def _like(a: Any, output: Any) -> Any:
    """The same numbers, with the axes in memory in the order of ``output``'s."""
    order = sorted(range(a.ndim), key=lambda k: -output.stride(k))
    back = [order.index(k) for k in range(a.ndim)]
    return a.permute(order).contiguous().permute(back)


def _leaves(value: Any) -> list[Any]:
    def walk(value: Any) -> Iterator[Any]:
        if isinstance(value, tuple | list):
            for each in value:
                yield from walk(each)
        else:
            yield value

    return list(walk(value))


def _packed(hits: Codes) -> Codes:
    """Lines with zeros in them, (*shape, n), as short as the fullest allows, in order."""
    n = int((hits > 0).sum(axis=-1).max(initial=1))
    found = np.sort(np.where(hits > 0, hits, np.iinfo(np.int64).max), axis=-1)[..., :n]
    return np.where(found == np.iinfo(np.int64).max, 0, found)
