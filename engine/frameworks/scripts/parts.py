"""What the scripts have in common."""

from collections.abc import Iterable, Iterator

from ...arrays import Named
from ...network.parameters import parameter_name
from ...network.stack import Stack


def layers(net: Stack) -> Iterator[tuple[str, Named]]:
    """Each layer and direction, "l0_reverse", with its parameters: weight_ih, weight_hh, ..."""
    parameters = net.state_dict()
    for layer in range(net.num_layers):
        for direction in net.directions:
            end = parameter_name("", layer, direction)
            of_one = {name for name in parameters if name.endswith(end)}
            yield end[1:], {name.removesuffix(end): parameters[name] for name in sorted(of_one)}


def listing(lines: Iterable[str], packed: str) -> str:
    """A script: what it says, and below it the arrays that it reads.

    Args:
        lines: docstring and imports, then the body of ``main``, which is indented.
        packed: the arrays as an npz in base64.

    Returns:
        The script.
    """
    return "\n".join([*lines, "", "", 'ARRAYS = """', f'{packed}"""', "", "main()"]) + "\n"


def head(title: str, framework: str, imports: Iterable[str]) -> list[str]:
    """The lines in front of the body.

    Args:
        title: what the network is in the framework.
        framework: its name for people.
        imports: lines beside those that every script has.

    Returns:
        The docstring, the imports and the start of ``main``, where ``arrays`` are read.
    """
    return [
        f'"""{title} in {framework}, with the weights of a network in unrolled.',
        "",
        "It runs a small input and holds what comes out to what unrolled has computed.",
        '"""',
        "",
        "import base64",
        "import io",
        "",
        *imports,
        "",
        "",
        "def main():",
        "    # x and output are (T, B, features); h_n and c_n are (L·D, B, H), rows by layer, then",
        "    # by direction.",
        "    arrays = np.load(io.BytesIO(base64.b64decode(ARRAYS)))",
        "",
    ]


def comparison(net: Stack, tolerance: float, to_numpy: str = "{}") -> list[str]:
    """The lines that hold the framework's tensors to the expected ones.

    Args:
        net: the network.
        tolerance: how far they may be apart, relative to the values above 1.
        to_numpy: the expression that makes an array of a tensor, with braces for its name.

    Returns:
        The end of ``main``.
    """
    names = ["output", *(f"{name}_n" for name in net.kind.states), *(["y"] if net.head else [])]
    bounds = f"rtol={tolerance:g}, atol={tolerance:g}"
    pairs = ", ".join(f'"{name}": {name}' for name in names)
    return [
        "",
        f"    returned = {{{pairs}}}",
        "    for name, value in returned.items():",
        f"        value = {to_numpy.format('value')}",
        f"        np.testing.assert_allclose(value, arrays[name], {bounds}, err_msg=name)",
        f'    print("{", ".join(names)}: the same as in unrolled")',
    ]


def hard_sigmoid(alpha_beta: tuple[float, float], module: str) -> list[str]:
    """The lines of a function for the gates, with ``clip`` of a framework's module."""
    alpha, beta = alpha_beta
    return ["def hard_sigmoid(a):", f"    return {module}.clip({alpha!r} * a + {beta!r}, 0, 1)"]


def words(names: Iterable[str]) -> str:
    """A tuple of strings as Python writes it."""
    quoted = [f'"{name}"' for name in names]
    return f"({', '.join(quoted)}{',' if len(quoted) == 1 else ''})"


def tolerance_of(net: Stack) -> float:
    """How far two programs that compute the same may be apart."""
    return 1e-12 if net.dtype == "float64" else 1e-5
