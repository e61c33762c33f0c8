"""What the pickle of a PyTorch file may mention: tensors, their storages, ordered dicts."""

from functools import partial

import numpy as np

from ...errors import EngineError
from ..tensors import FLOATS, TOO_LARGE, FileTensor, Raw
from ..wording import shown
from .unpickle import Global

# The kinds of storage: the type of their numbers, and its bytes.
_storages = {
    "HalfStorage": ("float16", 2),
    "BFloat16Storage": ("bfloat16", 2),
    "FloatStorage": ("float32", 4),
    "DoubleStorage": ("float64", 8),
    "LongStorage": ("int64", 8),
    "IntStorage": ("int32", 4),
    "ShortStorage": ("int16", 2),
    "CharStorage": ("int8", 1),
    "ByteStorage": ("uint8", 1),
    "BoolStorage": ("bool", 1),
    "ComplexFloatStorage": ("complex64", 8),
    "ComplexDoubleStorage": ("complex128", 16),
}
_kinds = {
    f"{module}.{name}": kind
    for module in ("torch", "torch.cuda")
    for name, kind in _storages.items()
}
_other_tensors = {
    "torch._utils._rebuild_qtensor": ("a quantized tensor", "call .dequantize() on it"),
    "torch._utils._rebuild_sparse_tensor": ("a sparse tensor", "call .to_dense() on it"),
    "torch._utils._rebuild_nested_tensor": ("a nested tensor", "keep its tensors one by one"),
    "torch._utils._rebuild_meta_tensor_no_storage": ("a meta tensor", "give it numbers"),
    "torch._utils._rebuild_tensor_v3": ("a tensor of a rare type", "call .float() on it"),
}


class Storage:
    """The numbers that tensors are views of.

    Attributes:
        key: its name in the file.
        dtype: the type of its numbers.
        count: how many there are.
        size: how many bytes they take.
        data: the bytes, once they have been found in the file.
    """

    def __init__(self, key: str, kind: str, count: int) -> None:
        """Note what the pickle declares; ``kind`` is a name such as torch.FloatStorage."""
        self.key = key
        self.dtype, width = _kinds[kind]
        self.count = count
        self.size = count * width
        self.data = memoryview(b"")

    def fill(self, data: memoryview) -> None:
        """Take the bytes that the file has.

        Raises:
            EngineError: there are too few.
        """
        if len(data) < self.size:
            raise EngineError(
                f"Storage {shown(self.key)} has {len(data)} bytes in the file; expected "
                f"{self.size} for {self.count} numbers of {self.dtype}: copy or save it anew."
            )
        self.data = data


class KnownNames:
    """The names that the pickle of one file may mention, and the storages that it declares.

    Attributes:
        storages: by key.
    """

    def __init__(self, byte_order: str) -> None:
        """Make the table; ``byte_order`` is "<" or ">"."""
        self.storages: dict[str, Storage] = {}
        self._byte_order = byte_order
        self._known = {name: Global(name) for name in _kinds} | {
            name: Global(name, build)
            for name, build in {
                "collections.OrderedDict": _ordered_dict,
                "torch._utils._rebuild_tensor": self._tensor,
                "torch._utils._rebuild_tensor_v2": self._tensor,
                "torch._utils._rebuild_parameter": _parameter,
            }.items()
        }

    def find(self, name: str) -> Global:
        """The global of a name.

        Raises:
            EngineError: it is none of these few; says how to save a file that opens.
        """
        if name in _other_tensors:
            what, how = _other_tensors[name]
            raise EngineError(f"The file holds {what} ({name}), which can't be read: {how}.")
        if name not in self._known:
            raise EngineError(
                f"The file pickles {shown(name)}, which is neither a plain tensor nor a dict and "
                "is never run here: open the file where it was made and save the weights alone, "
                "with torch.save(model.state_dict(), path)."
            )
        return self._known[name]

    def persistent(self, value: object) -> Storage:
        """The storage of a persistent id.

        Raises:
            EngineError: it is no id of a storage, or differs from what its key had before.
        """
        match value:
            case ("storage", Global(kind), str(key), str(), int(count), *view) if (
                kind in _kinds and 0 <= count < TOO_LARGE and view in ([], [None])
            ):
                storage = Storage(key, kind, count)
                known = self.storages.setdefault(key, storage)
                if (known.dtype, known.count) == (storage.dtype, count):
                    return known
                raise EngineError(
                    f"The file declares storage {shown(key)} as {known.count} of {known.dtype} and "
                    f"as {count} of {storage.dtype}; expected it once."
                )
        raise EngineError(
            "The file's pickle refers to something outside of it that is no plain storage; "
            "nothing that torch.save writes does."
        )

    def _tensor(self, args: tuple[object, ...]) -> FileTensor:
        match args:
            case (Storage() as storage, int(offset), tuple(shape), tuple(strides), *more) if len(
                shape
            ) == len(strides) and _are_sizes((offset, *shape, *strides)):
                last = offset + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
                if 0 not in shape and last >= storage.count:
                    raise EngineError(
                        f"A tensor reads number {last} of storage {shown(storage.key)}, which has "
                        f"{storage.count}: the file is broken."
                    )
                if any(more[2:]):  # such as the mark of a tensor that stands for its negative
                    raise EngineError("The file holds a lazily conjugated or negated tensor.")
                read = partial(_numbers, storage, self._byte_order, offset, shape, strides)
                return FileTensor(storage.dtype, shape, read)
        raise EngineError("A tensor in the file's pickle is built wrongly: the file is broken.")


def _numbers(
    storage: Storage, byte_order: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]
) -> Raw:
    dtype = np.dtype(byte_order + FLOATS[storage.dtype][0])
    width = dtype.itemsize
    # An axis of one number never takes a step, however long.
    in_bytes = [s * width if n > 1 else 0 for n, s in zip(shape, strides, strict=True)]
    return np.ndarray(shape, dtype, storage.data, offset * width, in_bytes)


def _are_sizes(values: tuple[object, ...]) -> bool:
    return all(type(value) is int and 0 <= value < TOO_LARGE for value in values)


def _ordered_dict(args: tuple[object, ...]) -> dict[str, object]:
    if args:
        raise EngineError("An ordered dict in the file's pickle is built wrongly.")
    return {}


def _parameter(args: tuple[object, ...]) -> FileTensor:
    match args:
        case (FileTensor() as tensor, *_):
            return tensor
    raise EngineError("A parameter in the file's pickle is built wrongly: the file is broken.")
