"""The same run in a framework: lines that read a file, or a script that runs alone and checks it.

Both hold the same lines, which each framework's own file writes.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO

import numpy as np

from .. import checks
from ..arrays import Array, Named
from ..errors import EngineError
from ..network.head import Head
from ..network.network import Network
from ..trace.packing import Whole
from ..trace.trace import Trace
from .dialects import DIALECTS, lacking
from .lines import Lines, indented
from .returned import FRAMEWORKS, laid_out, returned

FILE = "unrolled.safetensors"
"""The name of the file that the lines read."""

T, B = 5, 2  # of the input that a script runs; B is another where the network has initial states


def arrays(trace: Trace, head: Head | None) -> dict[str, Array | Whole]:
    """What the lines read.

    Args:
        trace: of a run whose x has a batch.
        head: what reads y off every step.

    Returns:
        Weights under PyTorch's names, ``head.weight`` and ``head.bias``, x as the network takes it,
        (T, B, I), or (B, T, I) with ``batch_first``, its lengths where it is packed, h_0 and c_0.
    """
    head_arrays = {"head.weight": head.weight, "head.bias": head.bias} if head else {}
    return {
        **trace.network.state_dict(),
        **head_arrays,
        "x": trace.x.swapaxes(0, 1) if trace.batch_first else trace.x,
        **({} if trace.lengths is None else {"lengths": trace.lengths}),
        **{f"{name}_0": value for name, value in trace.initial.items()},
    }


def lines_to_copy(trace: Trace, head: Head | None, framework: str, merge: str = "concat") -> str:
    """Lines that make this network in a framework and return these tensors.

    Args:
        trace: of a run whose x has a batch, and which the framework does not refuse.
        head: what reads y off every step, if anything does.
        framework: "pytorch", "keras" (Keras 3), "jax" (Flax linen) or "onnx".
        merge: the merge_mode of Keras' Bidirectional; y is there for "concat" alone.

    Returns:
        Python that reads ``FILE``, which holds ``arrays``, and binds every name of ``returned``.
        For a network that PyTorch hasn't got, it is one comment on what is missing there.
    """
    net = trace.network
    if missing := lacking(framework, net):
        return f"# torch.nn.{net.cell.upper()} has no {' and no '.join(missing)}."
    written = FRAMEWORKS[framework].lines(trace, head, merge)
    load = f"from safetensors.{written.arrays} import load_file"
    return "\n".join(
        [
            *_imports(written, [*written.imports, load]),
            "",
            *written.settings,
            f'file = load_file("{FILE}")',
            *_functions(written),
            *(["", ""] if written.functions else []),
            *written.run,
        ]
    )


def as_code(net: Network, framework: str) -> str:
    """Write a script that makes the network in a framework and runs it.

    The script holds the weights, a small input whose rows are whole, and what the framework returns
    for it by this engine's reckoning, under the framework's names: ``output``, ``h_n`` and ``c_n``
    of PyTorch, and so on, with ``y`` where there is a head. It ends with an AssertionError if the
    framework returns others.

    Args:
        net: any network, with or without a head or initial states.
        framework: "pytorch", "keras" (Keras 3), "jax" (Flax linen) or "onnx" (ONNX Runtime).

    Returns:
        Python that needs no file beside it, only the framework and numpy.

    Raises:
        EngineError: the framework has no layer that computes this; what it lacks is named.

    Source: https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers,
        https://keras.io/api/layers/recurrent_layers/,
        https://flax-linen.readthedocs.io/en/latest/api_reference/flax.linen/layers.html and
        https://onnx.ai/onnx/operators/onnx__LSTM.html
    """
    checks.of_kind("net", net, Network)
    checks.choice("framework", framework, tuple(FRAMEWORKS))
    if missing := lacking(framework, net):
        others = [other for other in FRAMEWORKS if not lacking(other, net)]
        raise EngineError(
            f"framework is {framework!r}, whose {net.cell} has no {missing[0]}; "
            + (f"choose {' or '.join(others)}." if others else "no framework here has it."),
            "framework",
        )
    trace = _small_run(net)
    written = FRAMEWORKS[framework].lines(trace, net.head, "concat")
    expected = {name: each.value for name, each in returned(trace, framework).items()}
    if net.head:
        y = net.head.run(trace.top)
        expected["y"] = y.swapaxes(0, 1) if laid_out(trace, framework).batch_first else y
    title, to_file = DIALECTS[framework].title, "arrays(FILE)"
    if written.arrays == "torch":
        to_file = f"{{name: torch.from_numpy(a) for name, a in {to_file}.items()}}"
    return "\n".join(
        [
            f'"""{net.cell.upper()} in {title}, with the weights of a network in unrolled.',
            "",
            "It runs a small input and holds what comes out to what unrolled has computed.",
            '"""',
            "",
            "import base64",
            "import io",
            "",
            *_imports(written, [*written.imports, "import numpy as np"]),
            *(["", *written.settings] if written.settings else []),
            *_functions(written),
            "",
            "",
            "def main():",
            *indented([*written.run, "", *_comparison(written, expected)]),
            "",
            "",
            "def arrays(packed):",
            "    return dict(np.load(io.BytesIO(base64.b64decode(packed))))",
            "",
            "",
            *_packed("FILE", arrays(trace, net.head)),
            *_packed("EXPECTED", expected),
            f"file = {to_file}",
            "main()",
            "",
        ]
    )


def _small_run(net: Network) -> Trace:
    rng = np.random.default_rng(0)
    rows = net.initial["h"].shape[1] if "h" in net.initial else B

    def drawn(*shape: int) -> Array:
        return rng.uniform(-1, 1, shape).astype(net.dtype)

    x = drawn(T, rows, net.input_size)
    count = net.num_layers * net.num_directions
    given = {
        name: net.initial.get(name, drawn(count, rows, size))
        for name, size in net.state_sizes.items()
    }
    # Whole rows, whatever lengths the network's file has; then nothing has to be packed.
    trace = net.run(x, given["h"], given.get("c"), [T] * rows)
    return replace(trace, packed=False)


def _imports(written: Lines, statements: Iterable[str]) -> list[str]:
    """The statements in the usual order, numpy's only where it is needed."""
    body = [*written.run, *(line for function in written.functions for line in function)]
    every = {*statements, *(["import numpy as np"] if any("np." in line for line in body) else [])}
    return sorted(every, key=lambda statement: (statement.startswith("from"), statement))


def _functions(written: Lines) -> list[str]:
    return [line for function in written.functions for line in ("", "", *function)]


def _comparison(written: Lines, expected: Named) -> list[str]:
    """The lines that hold the framework's tensors to the expected ones."""
    bound = f"{1e-12 if written.dtype == 'float64' else 1e-5:g}"
    return [
        "returned = {",
        *(f'    "{name}": {name},' for name in expected),
        "}",
        "for name, expected in arrays(EXPECTED).items():",
        f"    value = {written.to_numpy.format('returned[name]')}",
        "    np.testing.assert_allclose(",
        f"        value, expected, rtol={bound}, atol={bound}, err_msg=name)",
        'print("The same as in unrolled:", ", ".join(returned))',
    ]


def _packed(name: str, values: Mapping[str, Array | Whole]) -> list[str]:
    """A statement that binds an npz in base64."""
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **values)
    return [f'{name} = """', f'{base64.encodebytes(file.getvalue()).decode()}"""', ""]
