"""What was found in a model file, as the JSON that goes out."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from ...engine import EngineError
from ...engine.importers.contents import Contents, Module
from ..runs.limits import for_picture


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

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

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

    Raises:
        EngineError: none of its modules can be run; the first one says why.
    """
    modules = [_module_view(module) for module in contents.modules]
    if all(module.error for module in modules):
        raise EngineError(str(modules[0].error), "file")
    read = {key for module in contents.modules for key in module.keys}
    return FileView(
        id=id,
        format=contents.format,
        modules=modules,
        ignored=[key for key in contents.keys if key not in read],
    )


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
