"""A header and the rows below it, with what was decided about its columns so far and what led to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from evaluator.intake.address import column_letters
from evaluator.intake.foreign.bands import Band
from evaluator.intake.foreign.headings import exact_role
from evaluator.intake.foreign.layouts import VALUES, Rows
from evaluator.intake.foreign.row_words import LABEL, is_note
from evaluator.intake.words import is_judgement, is_mark

SURE, GROUPED, LIKELY, LENT, WEAK = 1.0, 0.9, 0.8, 0.6, 0.4
LONGEST_NAME: Final = 50
WORDY: Final = 15  # width from which the usual text of a column is a sentence


@dataclass(slots=True)
class Choice:
    """What was chosen for the columns; ``because`` and ``trust`` by decision, ``rivals`` the column that reads as well."""

    columns: dict[str, int] = field(default_factory=dict)
    levels: tuple[int, ...] = ()
    vendors: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, int] = field(default_factory=dict)
    options: dict[int, str] = field(default_factory=dict)
    because: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trust: dict[str, float] = field(default_factory=dict)
    rivals: dict[str, int] = field(default_factory=dict)
    figures: bool = False  # the vendors' columns hold nothing but figures


class Seen:
    """One header and the rows below it, within its columns, and what was decided about them so far."""

    def __init__(
        self, rows: Rows, body: Sequence[int], asking: Sequence[int], band: Band, hidden: frozenset[int]
    ) -> None:
        """``body`` are the rows below the header that are no header themselves, ``asking`` those that may be questions."""
        self.rows, self.body, self.band, self.hidden = rows, asking, band, hidden
        self.texts: dict[int, list[str]] = {}
        for number in asking:
            for column, text in rows[number].items():
                self.texts.setdefault(column, []).append(text)
        self.filled = Counter({column: len(texts) for column, texts in self.texts.items()})
        self.written = {column for number in body for column in rows[number]}
        self.wanted: dict[str, list[int]] = {}
        for column, role in band.roles.items():
            self.wanted.setdefault(role, []).append(column)
        if "answer" not in self.wanted and "deviation" in self.wanted:
            self.wanted["answer"] = self.wanted.pop("deviation")  # where nothing else is asked for, the deviation is
        self._owners()
        self.choice = Choice()

    def _owners(self) -> None:
        """A column headed "Vendor" says whose a row is where names stand in it, else it is that of the answers."""
        columns = self.wanted.pop("owner", [])
        others = any(self.wanted.get(role) for role in VALUES)
        named = [column for column in columns if others and not self._answers(column)]
        if named:
            self.wanted["owner"] = named
        if left := [column for column in columns if column not in named]:
            self.wanted["answer"] = [*self.wanted.get("answer", []), *left]

    def _answers(self, column: int) -> bool:
        """Whether most of what stands in a column are words of judgement, marks or sentences, not names."""
        texts = self.texts.get(column, [])
        told = sum(is_judgement(text) or is_mark(text) or len(text) > LONGEST_NAME for text in texts)
        return told * 2 > len(texts)

    def took(self, role: str, cells: Iterable[tuple[int, int]], trust: float) -> None:
        """Keeps what led to a decision, and how sure it is."""
        self.choice.because[role] = tuple(f"{column_letters(column)}{row}" for row, column in cells)
        self.choice.trust[role] = trust

    def take(self, role: str, column: int, trust: float | None = None) -> None:
        """Gives a role its column; without a word on that, its heading says how sure it is."""
        self.choice.columns[role] = column
        heading = self.band.heads.get(column, "")
        says = SURE if exact_role(heading) == role else LIKELY
        place = self.band.places.get(column) or (self.body[0] if self.body else self.band.base, column)
        self.took(role, [place], trust or says)

    def drop(self, role: str) -> None:
        """Takes back what was decided about a role."""
        self.choice.columns.pop(role, None)
        self.choice.because.pop(role, None)
        self.choice.trust.pop(role, None)

    def usual(self, column: int) -> float:
        """The usual width of a column's texts, of Chinese characters twice; labels such as "Guidance:" are none."""
        texts = (text for text in self.texts.get(column, ()) if not LABEL.match(text) and not is_note(text))
        lengths = [len(text) + (0 if text.isascii() else sum(sign > "\u2e80" for sign in text)) for text in texts]
        return median(lengths) if lengths else 0
