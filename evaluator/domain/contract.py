"""Terms, buyer's positions and clauses: the library a contract draft is made from, as pure data.

The shapes are those of ``criteria/<pack>/terms.toml``, ``positions.toml`` and ``clauses/*.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from evaluator.domain.agreed import Agreed
from evaluator.domain.bid import Scalar
from evaluator.domain.finding import Source
from evaluator.domain.question import Column, Option
from evaluator.domain.text import Text


class TermKind(StrEnum):
    """The type of a term's value; ``line`` refuses newlines, ``table`` lands in a schedule."""

    LINE = "line"
    TEXT = "text"
    MONEY = "money"
    DURATION = "duration"
    PERCENT = "percent"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A fixed point of the contract.

    ``fill`` says where its value comes from: ``question:ID`` (``question:ID/row/column`` for a cell), ``deviation`` (the
    vendor's reply to the buyer's position), ``buyer:field``, ``tender:key`` (the tender file's ``[terms]``),
    ``vendor:name``, ``price:total``, ``price:lines``, ``price:group/KEY``, ``requirements``, ``commitments``.
    ``repeats`` names table columns (``PL-02/week``, ``PL-02/pay/last`` for its last figure) where the value stands again.
    ``after`` is the event a period runs from, ``base`` what a percentage is of. ``demands`` are the guide's points (S1…S38)
    it answers.
    ``silent`` says what fills the blank if nothing is agreed, ``law`` names the article of the law packs that does it.
    ``inside`` marks a fact that only the buyer's own checks read: no clause prints it.
    ``substantive`` marks terms that make the contract and may not change after a formal award, whatever was scored.
    """

    id: str
    group: str
    label: Text
    kind: TermKind
    fill: str
    demands: tuple[str, ...]
    unit: str = ""
    after: Text = Text()
    base: Text = Text()
    silent: Text = Text()
    law: str = ""
    substantive: bool = False
    notable: bool = False
    inside: bool = False
    schedule: int | None = None
    columns: tuple[Column, ...] = ()
    repeats: tuple[str, ...] = ()

    @property
    def in_table(self) -> bool:
        """Whether it is a cell of a table term on which the buyer has a position, not a term of the library."""
        return "/" in self.id

    @property
    def table(self) -> str:
        """The id of the table term that holds it, its own where it is no cell."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPosition:
    """What the buyer expects in one ``column`` of a table's answer: in one fixed ``row``, or in every row where it is empty."""

    column: str
    value: Decimal | str
    compare: Literal["at_most", "at_least", "equal"]
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The buyer's position on a term; ``fallback`` and ``escalate`` never leave the buyer's house.

    With ``question`` (an id such as ``DV-07``) vendors are asked for a deviation from ``text``; ``within`` names the
    question of another position whose text states this one too. ``value`` is the typed value the draft prints where the
    vendor does not deviate; ``compare`` says which other values are as good. A position on a table is told in ``cells``.
    """

    term: str
    text: Text
    owner: str
    value: Decimal | str | None = None
    compare: Literal["at_most", "at_least", "equal", "none"] = "none"
    question: str = ""
    within: str = ""
    options: tuple[Option, ...] = ()
    cells: tuple[CellPosition, ...] = ()
    fallback: Text = Text()
    escalate: Text = Text()
    reason: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A test on one term: it is live (filled or with a position), blank, deviates, or compares with ``value``."""

    term: str
    op: Literal["live", "blank", "deviates", "eq", "ne", "in", "lt", "le", "gt", "ge", "has_rows"]
    value: Decimal | str | tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """All of ``all`` and at least one of ``any`` (if given) must hold."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with a stable id; tokens ``{t:term}``, ``{ref:clause or paragraph}``, ``{sch:n}`` and nothing else."""

    id: str
    text: Text
    when: When = When()
    items: tuple[Text, ...] = ()
    notable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One article of the draft; printed in order of ``order``, dropped when ``when`` fails or nothing of it is left."""

    id: str
    order: int
    version: int
    owner: str
    title: Text
    paragraphs: tuple[Paragraph, ...]
    demands: tuple[str, ...] = ()
    guidance: Text = Text()
    law: tuple[str, ...] = ()
    notable: bool = False
    when: When = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule of the draft: an intro and the table or list terms it holds, in order."""

    number: int
    title: Text
    terms: tuple[str, ...]
    intro: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Periods that must add up to the period of the term ``total``: other terms, and quantities of price lines in ``unit``."""

    id: str
    total: str
    parts: tuple[str, ...]
    lines: tuple[str, ...] = ()
    unit: Literal["month", "year"] = "year"


GateRule = Literal[
    "shares", "breakdown", "ascending", "rows", "forum", "small_enterprise", "daily_damages", "after_acceptance",
    "excess_damages", "named_places",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A check of terms against one another before anybody signs; what ``rule`` makes of them is in ``contract.gates``.

    ``columns`` are columns of the first term's table, or of a question's (``PL-02/pay``).
    """

    rule: GateRule
    terms: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLibrary:
    """Everything a draft is made from: catalogue of terms, positions, clauses and schedules, and what is checked in it."""

    title: Text
    terms: tuple[Term, ...]
    positions: tuple[Position, ...]
    clauses: tuple[Clause, ...]
    schedules: tuple[Schedule, ...]
    sums: tuple[Sum, ...] = ()
    gates: tuple[Gate, ...] = ()

    def term(self, key: str) -> Term:
        """The term with this id."""
        return next(term for term in self.terms if term.id == key)

    def position(self, term: str) -> Position | None:
        """The buyer's position on a term, if there is one."""
        return next((position for position in self.positions if position.term == term), None)


Direction = Literal["", "positive", "negative"]


class TermStatus(StrEnum):
    """Where a term's value stands: from the vendor's cell (as asked, or departing), blank, the buyer's, or agreed."""

    FILLED = "filled"
    DEVIATES = "deviates"
    BLANK = "blank"
    POSITION = "position"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTable:
    """Rows of a table term: header texts, then cells; a vendor's own words stay in one language.

    A cell may hold a table: the answer to a table question among the commitments. ``item`` is the question it answers,
    ``keys`` name its rows as that question does.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Scalar | Text | TermTable | None, ...], ...]
    item: str = ""
    sources: tuple[Source, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermValue:
    """A term with its value in the draft, the vendor's own words and their cell.

    ``filled`` and ``deviates`` always carry ``source`` with file, sheet and cell. ``remark`` is what the vendor wrote beside
    the answer. ``direction`` says on a deviation which way the vendor departs: in its own words where it was asked, else as
    its value compares with the position. ``agreed`` is what both sides agreed in its place; ``was`` is then what tender
    and bid had left.
    """

    term: Term
    status: TermStatus
    value: Scalar | Text | TermTable | None = None
    verbatim: str = ""
    remark: str = ""
    source: Source = Source()
    position: Position | None = None
    standing: str = ""
    direction: Direction = ""
    agreed: Agreed | None = None
    was: Scalar | Text | TermTable | None = None
