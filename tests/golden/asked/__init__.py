"""What is asked of PyTorch, of numpy and of the engine, in groups: one expression a line."""

from dataclasses import dataclass

from tests.golden.asked.chosen import CHOSEN
from tests.golden.asked.mixed import MIXED
from tests.golden.asked.programs import PROGRAMS
from tests.golden.asked.read_as import READ_AS
from tests.golden.asked.refused import REFUSED
from tests.golden.asked.shaped import SHAPED
from tests.golden.asked.spelled import SPELLED, SPELLED_MOVED
from tests.golden.cases import Case


@dataclass(frozen=True)
class Expression:
    """What is asked, and how what it reads can be seen.

    Attributes:
        text: an expression or a program.
        group: that it stands in.
        moves: whether every element is one that was there before, or a constant.
        by_numpy: whether numpy is the measure of it, and not PyTorch.
    """

    text: str
    group: str
    moves: bool = True
    by_numpy: bool = False

    @property
    def read(self) -> str:
        """An expression that reads the same states, and shows it where one of them is NaN."""
        return READ_AS.get(self.text, self.text)

    def suits(self, case: Case) -> bool:
        """Whether it means the same to both.

        PyTorch packs no sequence without a batch, and what is called an LSTM or a GRU is no other.
        """
        is_other = any(cell != case.cell and f"{cell}(" in self.text for cell in ("lstm", "gru"))
        return not is_other and (case.batch is not None or "pack_padded" not in self.text)

    @property
    def key(self) -> str:
        """Its name in a file, without spaces."""
        return f"{self.group}:{self.text}".replace(" ", "␣").replace("\n", "⏎")


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


EXPRESSIONS = [
    *(Expression(text, group) for group, texts in CHOSEN.items() for text in _lines(texts)),
    *(Expression(text, group) for group, texts in SHAPED.items() for text in _lines(texts)),
    *(Expression(text, "programs") for text in PROGRAMS),
    *(Expression(text, "numpy", by_numpy=True) for text in _lines(SPELLED_MOVED)),
    *(Expression(text, group, False) for group, texts in MIXED.items() for text in _lines(texts)),
    *(Expression(text, "numpy", False, by_numpy=True) for text in _lines(SPELLED)),
    *(Expression(text, "refused") for text in _lines(REFUSED)),
]
