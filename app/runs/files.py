"""Model files, each under the SHA-256 of its bytes in one folder, and the networks in them.

``engine.importers`` reads it; nothing of it is ever executed.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar
from weakref import WeakValueDictionary

from ...engine import EngineError, Network
from ...engine.importers import read as importers
from ...engine.importers.contents import Contents
from ..errors import ApiError
from ..settings import Settings
from .kept import Kept
from .limits import for_picture
from .uploads import Upload

View = TypeVar("View")
Look = Callable[[str, Contents], View]
"""Makes of a file's id and contents what is said of them; it raises an EngineError where no network
of it can be run."""


class Files:
    """Takes files, gives what is in them."""

    def __init__(self, settings: Settings) -> None:
        """Keep the files beside the specs; the folder is made with the first file."""
        self._settings = settings
        self.folder: Path = settings.cache / "files"
        self._kept = Kept(self.folder, settings.max_stored_files)
        # Reading takes several times a file's size, so files are read one at a time.
        self._reading = Lock()
        # Runs that are held hold their networks; another run of the same network shares it.
        self._networks: WeakValueDictionary[tuple[str | None, ...], Network] = WeakValueDictionary()

    def begin(self) -> Upload:
        """A place for a file that is on its way."""
        return Upload(self.folder, self._settings.max_file)

    def keep(self, upload: Upload, look: Look[View]) -> View:
        """Look at a file that has come, and keep it where a network of it can be run."""
        id = upload.finish()
        view = self._read(upload.path, id, look)
        self._kept.keep(upload)
        return view

    def show(self, id: str, look: Look[View]) -> View:
        """Look at a file that is kept; an ApiError where it isn't here any more."""
        return self._read(self._path(id, "id"), id, look)

    def network(self, id: str, module: str | None, nonlinearity: str | None) -> Network:
        """A network out of a file.

        Args:
            id: of the file.
            module: the network's name in it; None where the file has only one.
            nonlinearity: of a plain RNN whose file doesn't tell it; None is tanh.

        Returns:
            The network, with its head and initial states. Not a copy: it may be running.

        Raises:
            ApiError: the file isn't here any more, has no such module, tells the nonlinearity by
                itself, or the module can't be run.
        """
        path = self._path(id, "weights.id")
        with self._reading:
            net = self._networks.get((id, module, nonlinearity))
            if net is None:
                net = _network(path, module, nonlinearity)
                self._networks[id, module, nonlinearity] = net
        return net

    def _path(self, id: str, field: str) -> Path:
        path = self._kept.find(id)
        if path is None:
            raise _gone(field)
        return path

    def _read(self, path: Path, id: str, look: Look[View]) -> View:
        with self._reading:
            try:
                contents = importers.read(_bytes(path, "id"))
                if not contents.modules:
                    contents.load()  # says what was found and what was expected
                return look(id, contents)
            except EngineError as error:
                raise ApiError("bad_file", str(error), "file") from error


def _network(path: Path, module: str | None, nonlinearity: str | None) -> Network:
    field = "id"
    try:
        contents = importers.read(_bytes(path, "weights.id"))
        if module not in {known.name for known in contents.modules}:
            field = "module"
        net = contents.load(module, nonlinearity)
        for_picture(net)
    except EngineError as error:
        if error.name == "nonlinearity":
            raise ApiError("bad_value", str(error), "weights.nonlinearity") from error
        raise ApiError("bad_file", str(error), f"weights.{field}") from error
    return net


def _bytes(path: Path, field: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # another worker has dropped it just now
        raise _gone(field) from None


def _gone(field: str) -> ApiError:
    message = "This model file is not on this server any more; drop it on the page again."
    return ApiError("unknown_file", message, field, 404)
