"""The configuration of a Keras model: JSON that is held to its form."""

import json
import reprlib
from typing import Any

from ...errors import EngineError
from ..wording import shown

LONGEST = 2**22  # bytes of JSON; a thousand layers come to a fifth of it
MOST_PARTS = 2_000  # layers of a model


class Config:
    """One object of the configuration, whose entries are asked for by their type.

    Attributes:
        where: what it describes, for messages.
    """

    def __init__(self, entries: object, where: str) -> None:
        """Take any value; only an object has entries.

        Raises:
            EngineError: it is none.
        """
        if not isinstance(entries, dict):
            raise EngineError(
                f"{where} is {shown(reprlib.repr(entries))} in the model's configuration; "
                "expected an object as Keras writes it."
            )
        self._entries: dict[str, Any] = entries
        self.where = where

    @classmethod
    def parse(cls, text: bytes, where: str) -> "Config":
        """Read JSON.

        Raises:
            EngineError: it is too long or none.
        """
        if len(text) > LONGEST:
            raise EngineError(f"{where} has more than {LONGEST} bytes, too many for a model.")
        try:
            entries = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise EngineError(f"{where} in the Keras file is no JSON ({error}).") from error
        return cls(entries, where)

    def get(self, key: str) -> Any:
        """An entry as it is, None where it is missing."""
        return self._entries.get(key)

    def text(self, key: str) -> str:
        """A string."""
        value = self._entries.get(key)
        if not isinstance(value, str):
            raise self._wrong(key, "a string")
        return value

    def truth(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self._entries.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def fraction(self, key: str) -> float:
        """A number from 0 to 1; 0 where it is missing."""
        value = self._entries.get(key)
        if value is None:
            return 0.0
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise self._wrong(key, "a number from 0 to 1")
        return float(value)

    def part(self, key: str) -> "Config":
        """An object."""
        return Config(self._entries.get(key), f"{self.where}.{key}")

    def parts(self, key: str) -> "list[Config]":
        """A list of objects."""
        value = self._entries.get(key)
        if not isinstance(value, list) or len(value) > MOST_PARTS:
            raise self._wrong(key, f"a list of at most {MOST_PARTS}")
        return [Config(entry, f"{self.where}.{key}[{i}]") for i, entry in enumerate(value)]

    def word(self, key: str, default: str) -> str:
        """A function's name; Keras writes some as objects that hold it, and none as null."""
        value = self._entries.get(key, default)
        if isinstance(value, dict):
            value = (
                value.get("config")
                if value.get("class_name") == "function"
                else (value.get("class_name"))
            )
        if value is None:
            return "linear"
        if not isinstance(value, str):
            raise self._wrong(key, "a function's name")
        return value

    def _wrong(self, key: str, expected: str) -> EngineError:
        got = shown(reprlib.repr(self._entries.get(key)))
        return EngineError(
            f"{self.where} has {key} = {got} in the model's configuration; expected {expected}."
        )
