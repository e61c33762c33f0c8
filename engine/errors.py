"""The one family of errors that the engine raises on purpose."""


class EngineError(ValueError):
    """A value that the engine cannot compute with.

    The message is one sentence: what was got, what was expected, in which input.

    Attributes:
        name: the input at fault, where it is a single one.
    """

    def __init__(self, message: str, name: str | None = None) -> None:
        """Keep the sentence and the input's name."""
        super().__init__(message)
        self.name = name
