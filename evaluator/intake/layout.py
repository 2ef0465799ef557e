"""How our own workbooks look: marker of the questionnaire, columns of a question row, shape of a table block.

Every question row carries its id in column A, so rows may be inserted and sheets moved without losing an answer:

* cover: A code (``V1``…), B label, C answer; the marker stands in C of the row whose A is ``ID``;
* question row: A id, B question, C what is allowed, D answer, E remark, F name of the evidence file;
* table: a row A id, B question; a row A ``#``, B… column titles; then data rows, A the fixed row's key or empty;
* clarification list (`evaluator.intake.clarification`): a row for each cell that is asked about, A its item id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluator.domain.question import Column, Question
from evaluator.domain.text import Layout
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENT_PRICES_ID, REQUIREMENTS_ID, TOTAL_ID, Questionnaire

ID, TEXT, ALLOWED, ANSWER, REMARK, EVIDENCE = range(1, 7)
COVER_ANSWER = 3
TABLE_FIRST = 2
TABLE_HEADER = "#"
MARKER_CODE = "ID"
HEADER_ROW = 3
FIRST_ROW = 4
_TAKEN = frozenset({PRICES_ID, TOTAL_ID, REQUIREMENTS_ID, REQUIREMENT_PRICES_ID, MARKER_CODE, TABLE_HEADER})
_TAKEN_FORM = re.compile(r"V\d+|DV-.*")
_MARKER = re.compile(
    r"^VE1\|([\w.-]+)\|([\w.-]+)\|(technical|price|scores|clarification)\|(zh|en|both)\|([^|]*)\|([0-9a-f]{16})"
    r"(?:\|([^|]+)\|(\d+)(?:\|([0-9a-f]{16}))?)?$"
)


def is_taken(key: str) -> bool:
    """Whether no question of a method may have this id: our workbooks use it themselves.

    >>> is_taken("DV-07"), is_taken("V12"), is_taken("REQ"), is_taken("1.10")
    (True, True, True, False)
    """
    return key in _TAKEN or bool(_TAKEN_FORM.fullmatch(key))


@dataclass(frozen=True, slots=True)
class Marker:
    """What the workbook says about itself.

    A scorecard also says whose it is, how often scores had been saved for them, and the hash of the answers on it.

    >>> Marker("crm", "1.0", "technical", "zh", "T-1", "0123456789abcdef").code()
    'VE1|crm|1.0|technical|zh|T-1|0123456789abcdef'
    """

    pack: str
    version: str
    envelope: str
    layout: Layout
    tender: str
    issue: str
    holder: str = ""
    saved: int = 0
    answers: str = ""

    def code(self) -> str:
        """The marker as it is printed on the cover."""
        own = (self.holder, str(self.saved), *((self.answers,) if self.answers else ())) if self.holder else ()
        return "|".join(("VE1", self.pack, self.version, self.envelope, self.layout, self.tender, self.issue, *own))


def held_by(name: str) -> str:
    """A person's name as a marker holds it.

    >>> held_by("Eva  Berg | Lead")
    'Eva Berg / Lead'
    """
    return " ".join(name.split()).replace("|", "/")


def marker(asked: Questionnaire, envelope: str, layout: Layout) -> Marker:
    """The marker of a questionnaire's workbook."""
    return Marker(asked.pack, asked.version, envelope, layout, asked.tender, asked.issue)


def parse_marker(text: str) -> Marker | None:
    """The marker in a cell, or None if the cell holds none.

    >>> parse_marker("VE1|crm|1.0|price|en||0123456789abcdef").envelope
    'price'
    """
    found = _MARKER.match(text.strip())
    if found is None:
        return None
    pack, version, envelope, layout, tender, issue, holder, saved, answers = found.groups()
    own = (holder or "", int(saved or 0), answers or "")
    return Marker(pack, version, envelope, layout, tender, issue, *own)  # type: ignore[arg-type]  # the pattern closes the set


def open_columns(question: Question) -> tuple[Column, ...]:
    """Columns of a table that the vendor fills; printed and calculated ones are the buyer's."""
    ours = {key for row in question.rows for key, _ in row.cells} | ({"amount"} if question.id == PRICES_ID else set())
    return tuple(column for column in question.columns if column.key not in ours)


def first_column(question: Question) -> int:
    """Number of the sheet column in which the table's first column stands: after the row titles, if there are any."""
    return TABLE_FIRST + (1 if any(row.title.zh or row.title.en for row in question.rows) else 0)


def same_words(left: str, right: str) -> bool:
    """Whether two texts say the same, white space aside.

    >>> same_words("Do you\\nencrypt? ", "Do you encrypt?")
    True
    """
    return "".join(left.split()) == "".join(right.split())
