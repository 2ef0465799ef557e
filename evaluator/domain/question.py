"""Questions, the ways they are answered and the scales on which answers become values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.domain.text import Text


class Kind(StrEnum):
    """What an answer may be. ``deviation``: none, positive or negative departure from the buyer's stated term."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    NUMBER = "number"
    PERCENT = "percent"
    DURATION = "duration"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    TABLE = "table"
    DEVIATION = "deviation"


# Kinds that a gate can stand on: replies that are chosen, and amounts that have limits.
CHOSEN = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.MULTI_CHOICE})
AMOUNTS = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.MONEY})


class Judge(StrEnum):
    """How an answer is judged: by rule, by people, pass or fail, as price, or not at all."""

    AUTO = "auto"
    PANEL = "panel"
    GATE = "gate"
    PRICE = "price"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible reply; ``value`` in points of 100 where the question is judged by rule."""

    key: str
    text: Text
    value: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A described point of a panel's scale."""

    points: Decimal
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A scale of amounts in the question's unit, anchored before any bid is opened.

    >>> hours = Range(worst=Decimal(24), best=Decimal(4))
    >>> [str(hours.value(Decimal(n), 4)) for n in (4, 14, 48)]
    ['1', '1/2', '0']
    """

    worst: Decimal
    best: Decimal

    def value(self, amount: Decimal, grain: int) -> Fraction:
        """Value of an amount, 0 at ``worst`` and 1 at ``best``, clamped, rounded half up to ``grain`` decimals."""
        exact = (Fraction(amount) - Fraction(self.worst)) / (Fraction(self.best) - Fraction(self.worst))
        return rounded(min(max(exact, Fraction(0)), Fraction(1)), grain)

    def covers(self, amount: Decimal) -> bool:
        """Whether the amount lies between the anchors."""
        return min(self.worst, self.best) <= amount <= max(self.worst, self.best)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A pass-or-fail rule: an accepted option, or an amount inside limits (in the question's unit)."""

    reason: Text
    accept: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table question; its cells are answers of ``kind``.

    ``role`` says what the cells are to the program: ``evidence`` names an attached file; in a table of references
    ``client``, ``contact``, ``reach`` or the key of a question of the call, whose answer is compared with the cell.
    """

    key: str
    title: Text
    kind: Kind = Kind.TEXT
    unit: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRow:
    """A row of a table question that the buyer has set; ``cells`` are its printed, locked texts by column key."""

    key: str
    title: Text
    cells: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One scored cell of a table question with fixed rows; ``weight`` in percent of the question."""

    row: str
    column: str
    weight: Decimal
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQuestion:
    """One fact that a reference is asked on the telephone; ``key`` is also the role of the columns that claim it.

    ``tolerance`` is how far a claim may be off before it contradicts: percent of the claim, for dates days. ``after``, of a
    question for yes or no, is the question of a day: a column of days claims yes where that day of its row is later.
    """

    key: str
    text: Text
    kind: Kind
    unit: str = ""
    options: tuple[Option, ...] = ()
    tolerance: Decimal = Decimal(0)
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing asked of every vendor, under a stable id.

    ``criterion`` names the sub-criterion it informs; ``weight`` is its percent share among the questions judged by rule
    of that sub-criterion, ``minimum`` a threshold in points of 100 for such a question. ``evidence`` asks for the name of
    an attached file. ``term`` is set on deviation questions.
    """

    id: str
    section: str
    text: Text
    kind: Kind
    judge: Judge = Judge.INFO
    criterion: str = ""
    unit: str = ""
    hint: Text = Text()
    options: tuple[Option, ...] = ()
    range: Range | None = None
    weight: Decimal | None = None
    minimum: Decimal | None = None
    gate: Gate | None = None
    columns: tuple[Column, ...] = ()
    rows: tuple[FixedRow, ...] = ()
    items: tuple[Item, ...] = ()
    blank_rows: int = 6
    required: bool = True
    evidence: bool = False
    references: bool = False
    term: str = ""

    def option(self, key: str) -> Option:
        """The option with this key."""
        return next(option for option in self.options if option.key == key)

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)


def rounded(value: Fraction, grain: int) -> Fraction:
    """A value rounded half up (away from zero) to ``grain`` decimals, as Excel's ROUND does.

    >>> str(rounded(Fraction(1, 3), 4)), str(rounded(Fraction(12345, 100000), 4))
    ('3333/10000', '247/2000')
    """
    scaled = abs(value) * 10**grain
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**grain)
