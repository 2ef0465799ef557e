"""A clause book that came back from counsel: its cells become edits, and every fault a finding at its cell.

Every row that can be changed carries a code in column A (``C:price``, ``A:price.total``, ``I:price.total/2``,
``P:payment_days``, ``T:sla/P1/response``), so that rows may be moved and sorted; a row without a code is for reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evaluator.domain.bid import State
from evaluator.domain.clause_edit import ClauseEdit, Kind, Spot, Wording
from evaluator.domain.finding import Finding, Phrase, Rule, Source, finding
from evaluator.domain.question import Kind as Asks
from evaluator.domain.text import Layout, languages
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.layout import COVER_ANSWER, ID, MARKER_CODE
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import NO, YES, plain

CODE, FIRST = 1, 2
CODES: Mapping[Kind, str] = {Kind.CLAUSE: "C", Kind.PARAGRAPH: "A", Kind.ITEM: "I", Kind.POSITION: "P", Kind.CELL: "T"}
KINDS = {code: kind for kind, code in CODES.items()}
# Columns from the second on: a name in upper case is printed for reading, ``*`` stands once in each language.
CLAUSES = ("NAME", "text*", "notable", "owner", "guidance*", "WHEN", "LAW")
POSITIONS = ("NAME", "text*", "value", "fallback*", "escalate*", "reason*", "owner")
_ROW = re.compile(r"([CAIPT]):(\S+)")
_MARK = re.compile(r"VC1\|([\w.-]+)\|(zh|en|both)\|([^|]*)\|([0-9a-f]{16})")
_TEXT, _NUMBER = Asked(Asks.TEXT), Asked(Asks.NUMBER)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a clause book says about itself; ``sha256`` begins the hash of the library that it was made from.

    >>> Mark("crm", "zh", "T-1", "0123456789abcdef").code()
    'VC1|crm|zh|T-1|0123456789abcdef'
    """

    pack: str
    layout: Layout
    tender: str
    sha256: str

    def code(self) -> str:
        """The mark as it stands on the cover."""
        return "|".join(("VC1", self.pack, self.layout, self.tender, self.sha256))


def columns(names: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """The columns from the second on, words once for each language of the book.

    >>> columns(("NAME", "text*"), "both")
    ('NAME', 'text.zh', 'text.en')
    """
    return tuple(
        each
        for name in names
        for each in ([f"{name[:-1]}.{lang}" for lang in languages(layout)] if name.endswith("*") else [name])
    )


def spot(code: str, column: str) -> Spot | None:
    """The spot of a row's code and a column; a clause has its title where its paragraphs have their text.

    >>> spot("C:price", "text.zh").field, spot("P:payment_days", "owner").kind, spot("Article 1", "owner")
    ('title.zh', <Kind.POSITION: 'position'>, None)
    """
    found = _ROW.fullmatch(code.strip())
    if found is None:
        return None
    kind = KINDS[found[1]]
    name = column.replace("text.", "title.") if kind is Kind.CLAUSE else column
    return Spot(kind, found[2], name)


@dataclass
class ClauseReading:
    """What a clause book says: edits in the order of its rows, the cell of every spot that was read, findings."""

    workbook: Workbook
    held: Mapping[Spot, Wording]
    edits: list[ClauseEdit] = field(default_factory=list)
    cells: dict[Spot, Source] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def source(self, sheet: SheetCells, row: int, column: int) -> Source:
        """The place of a cell."""
        return Source(self.workbook.name, self.workbook.sha256, sheet.name, Cell(row, column, "").address)


def read_clause_book(workbook: Workbook, held: Mapping[Spot, Wording], here: Mark) -> ClauseReading:
    """The edits that a clause book holds against what a library says, as `spots` has it.

    ``here`` is what the book would say if it were made now: one of another pack or tender, or no such book, gives nothing.
    """
    reading = ClauseReading(workbook, held)
    whole = Source(workbook.name, workbook.sha256)
    mark = _mark(workbook)
    if mark is None:
        reading.findings.append(finding(Rule.CLAUSE_NO_BOOK, whole))
    elif mark.pack != here.pack:
        reading.findings.append(finding(Rule.OTHER_PACK, whole, actual=mark.pack, expected=here.pack))
    elif mark.tender and here.tender and mark.tender != here.tender:
        reading.findings.append(finding(Rule.OTHER_TENDER, whole, actual=mark.tender, expected=here.tender))
    else:
        if mark.sha256 != here.sha256:
            reading.findings.append(finding(Rule.METHOD_EARLIER, whole))
        _rows(reading, mark.layout)
    return reading


def _mark(workbook: Workbook) -> Mark | None:
    cells = (sheet.text(row, COVER_ANSWER) for sheet in workbook.sheets for row in sheet.rows()
             if sheet.text(row, ID) == MARKER_CODE)  # fmt: skip
    found = next((found for text in cells if (found := _MARK.fullmatch(text.strip()))), None)
    return Mark(*found.groups()) if found else None  # type: ignore[arg-type]  # the pattern closes the set


def _rows(reading: ClauseReading, layout: Layout) -> None:
    known, seen = {(at.kind, at.key) for at in reading.held}, set()
    for sheet in reading.workbook.sheets:
        for row in sheet.rows():
            code = sheet.text(row, CODE).strip()
            at = spot(code, "")
            if at is None:
                continue
            here = reading.source(sheet, row, CODE)
            if (at.kind, at.key) not in known:
                reading.findings.append(finding(Rule.METHOD_UNKNOWN, here, code=code))
            elif code in seen:
                reading.findings.append(finding(Rule.METHOD_TWICE, here, code=code))
            else:
                names = columns(POSITIONS if at.kind in (Kind.POSITION, Kind.CELL) else CLAUSES, layout)
                for column, name in enumerate(names, start=FIRST):
                    _read(reading, sheet, (row, column), spot(code, name))
            seen.add(code)


def _read(reading: ClauseReading, sheet: SheetCells, at: tuple[int, int], where: Spot | None) -> None:
    """The edit that a cell makes, where it says something else than the library; what cannot stand there is a finding."""
    if where is None or where not in reading.held:
        return
    source, was = reading.source(sheet, *at), reading.held[where]
    reading.cells[where] = source
    value = _value(sheet.at(*at), was)
    if value is None:
        says = Phrase("change.allowed.switch" if isinstance(was, bool) else "change.allowed.number")
        given = sheet.text(*at).strip()[:60] or Phrase("change.blank")
        reading.findings.append(finding(Rule.METHOD_VALUE, source, given=given, allowed=says))
    elif value != was:
        reading.edits.append(ClauseEdit(where, value))


def _value(cell: Cell | None, was: Wording) -> Wording | None:
    """What a cell says where such a value stood; None where it says nothing of that kind."""
    if isinstance(was, bool):
        words = [plain(word) for word in (cell.text if cell else "").split("/")]
        return True if any(word in YES for word in words) else False if any(word in NO for word in words) else None
    if isinstance(was, Decimal):
        parsed = parse(cell, _NUMBER)
        return parsed.value if parsed.state is State.ANSWERED and isinstance(parsed.value, Decimal) else None
    return parse(cell, _TEXT).verbatim.strip()
