"""Where in a file's bytes it is cut or changed."""

from hypothesis import settings


def places(size: int) -> list[int]:
    """As many places as hypothesis tries examples, evenly spread from the first byte to the last.

    Args:
        size: the file's, in bytes.

    Returns:
        The places, all of them in a small file.
    """
    return [*range(0, size - 1, 1 + size // settings().max_examples), size - 1]
