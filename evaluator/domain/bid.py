"""What a vendor sent: answers with the cells they stand in, gathered into one bid of two envelopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from evaluator.domain.finding import Finding, Source
from evaluator.domain.money import Money


class State(StrEnum):
    """What stands in an answer cell; only ``answered`` and ``not_applicable`` need no person."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    AMBIGUOUS = "ambiguous"
    DAMAGED = "damaged"


class Standing(StrEnum):
    """How far a vendor's statement has been checked: confirmed is by somebody's word, evidence is what a person has seen."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    EVIDENCE_SEEN = "evidence_seen"
    OVERRIDDEN = "overridden"


Scalar = str | tuple[str, ...] | Decimal | Money | date


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an ambiguous answer: a typed value and the message key (domain ``reading``) that says it."""

    value: Scalar
    label: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table answer; ``cells`` are answers by column key, ``key`` a fixed row's key or the row's number."""

    key: str
    cells: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one cell says to one item.

    ``item`` is a question id, or ``question/row/column`` for a cell of a table. ``verbatim`` is the text as written,
    ``value`` its typed reading (None unless ``answered``), in the question's unit. ``rows`` holds a table's cells.
    ``remark_source`` is the place of the remark where that is not the sheet of the answer.
    """

    item: str
    state: State
    source: Source
    verbatim: str = ""
    value: Scalar | None = None
    remark: str = ""
    remark_cell: str = ""
    remark_source: Source | None = None
    evidence_file: str = ""
    readings: tuple[Reading, ...] = ()
    rows: tuple[Row, ...] = ()
    settled: Settlement | None = None
    standing: Standing = Standing.CLAIMED

    @property
    def open(self) -> bool:
        """Whether a person must still settle this answer."""
        return self.state in (State.UNANSWERED, State.AMBIGUOUS, State.DAMAGED) and self.settled is None

    @property
    def remark_place(self) -> Source:
        """Where the remark stands, or would stand beside the answer."""
        return self.remark_source or replace(self.source, cell=self.remark_cell or self.source.cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A person's reading of a blank, ambiguous or damaged answer; the cell stays beside it.

    ``value`` None confirms "no answer". ``source`` says where the reading comes from (an e-mail, a call).
    """

    vendor: str
    item: str
    value: Scalar | None
    reason: str
    by: str
    date: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidFile:
    """One uploaded workbook: its name, hash, envelope, and whether it was read."""

    name: str
    sha256: str
    envelope: str
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """One vendor's offer: answers by item id over both envelopes, and every finding.

    ``part`` marks a file that could not be read and may be the workbook that another bid lacks: no competitor of its own.
    ``variant_of`` is the vendor of whom this is a variant beside its main bid; ``vendor`` then is the name of the variant.
    """

    vendor: str
    files: tuple[BidFile, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    currency: str = ""
    stated_total: Answer | None = None
    part: bool = False
    variant_of: str = ""

    def every_answer(self) -> Iterator[Answer]:
        """All answers in order, the cells of tables after their table."""
        for answer in self.answers.values():
            yield answer
            for row in answer.rows:
                yield from row.cells.values()

    def find(self, item: str) -> Answer | None:
        """The answer to an item id, of a question or of a table's cell."""
        question, _, rest = item.partition("/")
        answer = self.answers.get(question)
        if answer is None or not rest:
            return answer
        key, _, column = rest.partition("/")
        return next((row.cells[column] for row in answer.rows if row.key == key and column in row.cells), None)
