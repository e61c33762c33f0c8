"""Runs by their address. The address is the hash of the spec, so it holds for every process.

Specs lie in one SQLite file: any worker, and the next start of the server, can compute a trace
again from its address. The traces themselves are kept in memory, a few at a time.
"""

import hashlib
import math
import sqlite3
from collections import OrderedDict
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

import numpy as np

from ...engine.network.stack import Stack
from ...engine.presets import Preset
from ..errors import ApiError
from ..settings import Settings
from ..startup import CannotStart
from .files import Files
from .run import Run, compute
from .spec import Spec
from .stock import Stock
from .tables import Tables


class Store:
    """Takes specs, gives runs."""

    def __init__(self, settings: Settings, presets: dict[str, Preset], version: str) -> None:
        """Open the file of specs, making it where there is none.

        Args:
            settings: places and limits.
            presets: the trained networks by name.
            version: a digest of the program; another program gives other addresses.

        Raises:
            CannotStart: the file can't be made or written.
        """
        self._settings, self._version = settings, version
        self.files = Files(settings)
        self.presets = presets
        self.tables = Tables(settings)
        self._stock = Stock(presets, self.files, self.tables, settings)
        self._lasting: dict[str, Spec] = {}
        self._lock = Lock()
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._path: Path = settings.cache / "specs.sqlite3"
        try:
            settings.cache.mkdir(parents=True, exist_ok=True)
            self._make()
        except (OSError, sqlite3.Error) as error:
            message = f"The cache folder {settings.cache} can't be used ({error})"
            raise CannotStart(f"{message}: name another by UNROLLED_CACHE.") from error

    def _make(self) -> None:
        with closing(self._connect()) as db, db:
            with suppress(sqlite3.OperationalError):  # another worker is at it right now
                db.execute("PRAGMA journal_mode=WAL")
            db.execute(
                "CREATE TABLE IF NOT EXISTS specs (id TEXT PRIMARY KEY, bytes INT, spec TEXT)"
            )

    def put(self, spec: Spec) -> str:
        """Compute a spec and keep it; returns its address."""
        text = spec.model_dump_json()
        address = self._address(text)
        if self._held(address) is None:
            self._hold(address, self._compute(spec))
        self._write(address, text)  # once more where it is held: it counts as new again
        return address

    def keep(self, spec: Spec) -> str:
        """Have a spec's address answer as long as this store lives; returns it."""
        address = self._address(spec.model_dump_json())
        self._lasting[address] = spec
        return address

    def get(self, address: str) -> Run:
        """The run at an address; an ApiError where nothing was ever put there."""
        run = self._held(address)
        if run is None:
            run = self._compute(self._lasting.get(address) or self._read(address))
            self._hold(address, run)
        return run

    def _compute(self, spec: Spec) -> Run:
        return compute(spec, self._stock)

    def _address(self, text: str) -> str:
        return hashlib.sha256(f"{self._version}\n{text}".encode()).hexdigest()[:32]

    def _held(self, address: str) -> Run | None:
        with self._lock:
            run = self._runs.get(address)
            if run is not None:
                self._runs.move_to_end(address)
            return run

    def _hold(self, address: str, run: Run) -> None:
        with self._lock:
            self._runs[address] = run
            while len(self._runs) > self._settings.kept_traces or self._holds_too_much():
                self._runs.popitem(last=False)

    def _holds_too_much(self) -> bool:
        networks = {id(net): net for net in (run.trace.network for run in self._runs.values())}
        size = sum(_bytes_of(net) for net in networks.values())
        return len(self._runs) > 1 and size > self._settings.max_kept_weights

    def _read(self, address: str) -> Spec:
        with closing(self._connect()) as db:
            row = db.execute("SELECT spec FROM specs WHERE id = ?", (address,)).fetchone()
        # What another version of the program kept would now give other numbers.
        if row is None or self._address(row[0]) != address:
            message = (
                f"There is no trace {address[:40]!r} here; "
                "post its spec to /api/traces, which answers with its address."
            )
            raise ApiError("unknown_trace", message, "id", 404)
        return Spec.model_validate_json(row[0])

    def _write(self, address: str, text: str) -> None:
        with closing(self._connect()) as db, db:
            db.execute("INSERT OR REPLACE INTO specs VALUES (?, ?, ?)", (address, len(text), text))
            # The newest stay, as many as both limits allow.
            db.execute(
                """DELETE FROM specs WHERE rowid IN (
                     SELECT rowid FROM (
                       SELECT rowid, row_number() OVER newest AS n,
                              sum(bytes) OVER newest AS total
                       FROM specs WINDOW newest AS (ORDER BY rowid DESC))
                     WHERE n > ? OR total > ?)""",
                (self._settings.max_stored_specs, self._settings.max_stored_bytes),
            )

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10)
        db.execute("PRAGMA synchronous=NORMAL")  # losing the last specs in a power cut is all right
        return db


def _bytes_of(net: Stack) -> int:
    numbers = sum(math.prod(shape) for shape in net.parameter_shapes().values())
    return numbers * np.dtype(net.dtype).itemsize
