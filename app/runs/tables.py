"""CSVs that are too long for an address, each under the SHA-256 of its bytes."""

from pathlib import Path

from ..errors import ApiError
from ..settings import Settings
from . import table
from .kept import Kept
from .limits import largest
from .uploads import Upload


class Tables:
    """Takes CSVs, gives them back."""

    def __init__(self, settings: Settings) -> None:
        """Keep them beside the specs; the folder is made with the first."""
        self._settings = settings
        self._folder: Path = settings.cache / "tables"
        self._kept = Kept(self._folder, settings.max_stored_bytes)

    def keep(self, body: bytes) -> str:
        """Keep a CSV; returns its id.

        Raises:
            ApiError: it is no CSV, or has more rows or columns than any network reads.
        """
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            message = f"The CSV is no text in UTF-8 (byte {error.start:,}); save it as UTF-8."
            raise ApiError("bad_value", message, "input.csv") from error
        table.read(text, self._settings.max_steps, largest["input_size"])
        with Upload(self._folder, self._settings.max_body) as upload:
            upload.write(body)
            self._kept.keep(upload)
            return upload.finish()

    def text(self, id: str, field: str) -> str:
        """A CSV that is kept; an ApiError at this field where it isn't here any more."""
        path = self._kept.find(id)
        try:
            if path is not None:
                return path.read_bytes().decode()
        except FileNotFoundError:  # another worker has dropped it just now
            pass
        message = "These numbers are not on this server any more; paste or drop them again."
        raise ApiError("unknown_table", message, field, 404)
