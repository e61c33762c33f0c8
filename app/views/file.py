"""What was found in a model file, as the JSON that goes out."""

import reprlib
from typing import Any

from pydantic import BaseModel

from ...engine import EngineError, Network
from ...engine.importers.contents import Contents, Module

# What a picture can show. A file of 64 MB may hold layers that no screen has the pixels for.
largest = {"input_size": 4096, "hidden_size": 1024}
most_rows = 16  # L·D
most_outputs = 4096


class HeadView(BaseModel):
    """The dense layer that follows a network in its file."""

    output_size: int
    activation: str


class ModuleView(BaseModel):
    """A recurrent network in a file: PyTorch's arguments, and those that files have beyond them.

    ``assumed`` are sentences on what the file doesn't tell and the picture leaves out; where
    ``has_nonlinearity`` is false, the weights of a spec may tell it. One that can't be run has
    ``error``, a sentence, and nothing but its name beside it.
    """

    name: str
    cell: str | None = None
    input_size: int | None = None
    hidden_size: int | None = None
    num_layers: int | None = None
    bidirectional: bool | None = None
    proj_size: int | None = None
    bias: bool | None = None
    nonlinearity: str | None = None
    dtype: str | None = None
    reverse: bool | None = None
    reset_after: bool | None = None
    peepholes: bool | None = None
    hard_sigmoid: tuple[float, float] | None = None
    head: HeadView | None = None
    assumed: list[str] = []
    has_nonlinearity: bool = True
    error: str | None = None


class FileView(BaseModel):
    """What a model file holds: its recurrent networks, and the tensors that none of them reads.

    ``id`` is the SHA-256 of the file's bytes.
    """

    id: str
    format: str
    modules: list[ModuleView]
    ignored: list[str]


def file_view(id: str, contents: Contents) -> FileView:
    """Say what a file holds.

    Args:
        id: of the file.
        contents: of the file; it has a module at least.

    Returns:
        The view; its modules in the file's order.
    """
    read = {key for module in contents.modules for key in module.keys}
    return FileView(
        id=id,
        format=contents.format,
        modules=[_module_view(module) for module in contents.modules],
        ignored=[key for key in contents.keys if key not in read],
    )


def for_picture(net: Network) -> list[str]:
    """Make a network one that can be drawn.

    Args:
        net: as it came out of the file; changed.

    Returns:
        Sentences on what the picture leaves out.

    Raises:
        EngineError: it is too large for a picture.
    """
    for name, most in largest.items():
        value = getattr(net, name)
        if value > most:
            raise EngineError(
                f"{name} is {value:,}, but networks are drawn up to {most:,}: "
                "use the engine in Python instead.",
                name,
            )
    rows = net.num_layers * net.num_directions
    if rows > most_rows:
        raise EngineError(
            f"The network has {rows} layers, counted by direction, but at most {most_rows} are "
            "drawn: use the engine in Python instead.",
            "num_layers",
        )
    said = []
    outputs = 0 if net.head is None else len(net.head.bias)
    if outputs > most_outputs:
        net.head = None
        said.append(f"Its dense layer of {outputs:,} is too large to draw.")
    sequences = max((value.shape[1] for value in net.initial.values()), default=1)
    if sequences > 1:
        said.append(
            f"It has states to start from for {sequences} sequences; "
            "any other number of rows starts from the first's."
        )
    if net.lengths is not None:
        own = reprlib.repr(list(net.lengths))
        said.append(f"It has lengths of its own, {own}; here every row has the one chosen.")
        net.lengths = None
    return said


def _module_view(module: Module) -> ModuleView:
    try:
        net = module.make()
        left_out = for_picture(net)
    except EngineError as error:
        return ModuleView(name=module.name, error=str(error))
    arguments: dict[str, Any] = {
        name: getattr(net, name) for name in ModuleView.model_fields if hasattr(net, name)
    }
    if net.head is not None:
        head = HeadView(output_size=len(net.head.bias), activation=net.head.activation)
        arguments["head"] = head
    return ModuleView(
        **arguments,
        name=module.name,
        assumed=[*module.assumed, *left_out],
        has_nonlinearity=module.has_nonlinearity,
    )
