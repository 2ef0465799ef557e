"""One workbook being read: what reading needs, what it has found so far, and one cell as an answer with its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.bid import Reading as OneReading
from evaluator.domain.finding import SEVERITY, Finding, Param, Rule, Severity, Source
from evaluator.domain.question import Column, Judge, Kind, Question
from evaluator.domain.text import Layout, Text
from evaluator.intake.address import area
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.layout import Marker
from evaluator.intake.parsed import open_between
from evaluator.intake.questionnaire import REQUIREMENTS_ID, TOTAL_ID, Questionnaire
from evaluator.intake.said_beside import said_at
from evaluator.intake.values import Asked, Parsed, parse
from evaluator.intake.words import is_ditto, plain

HELD = Severity.BLOCKER
_QUOTED = 200
_Area = tuple[tuple[int, int], tuple[int, int], str]


# What our workbook prints beside a question, or above a column, of what may be entered; the envelope comes last.
Printed = Callable[[Question | Column, Layout, str], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs beside the cells: the questionnaire, the tender's currency and tax basis, the pack's own units.

    ``printed`` tells units and options of the issue in force, by which a workbook of another issue is compared.
    """

    asked: Questionnaire
    currency: str
    units: Mapping[str, Text]
    tax_basis: str = "included"
    printed: Printed | None = None


@dataclass(slots=True)
class Reading:
    """What one workbook said; ``vendor`` is empty where the cover names none. ``ids`` are those of all questions."""

    workbook: Workbook
    marker: Marker
    ids: frozenset[str] = frozenset()
    vendor: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _merged: dict[str, list[_Area]] = field(default_factory=dict)
    _rows: dict[str, dict[int, list[Cell]]] = field(default_factory=dict)
    _said: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    def whole(self) -> Source:
        """The file itself, where a fault has no cell."""
        return Source(self.workbook.name, self.workbook.sha256)

    def source(self, sheet: SheetCells, row: int, column: int) -> Source:
        """The place of a cell."""
        return Source(self.workbook.name, self.workbook.sha256, sheet.name, Cell(row, column, "").address)

    def rows(self, sheet: SheetCells) -> dict[int, list[Cell]]:
        """Cells of a sheet by the number of their row, from the top down; made once for each sheet."""
        if sheet.name not in self._rows:
            rows: dict[int, list[Cell]] = {number: [] for number in sheet.rows()}
            for (number, _), cell in sheet.cells.items():
                rows[number].append(cell)
            self._rows[sheet.name] = rows
        return self._rows[sheet.name]

    def said(self, sheet: SheetCells, row: int, column: int) -> str:
        """What a comment says at this cell, empty where there is none, or only guidance."""
        if sheet.name not in self._said:
            self._said[sheet.name] = said_at(sheet.comments)
        return self._said[sheet.name].get((row, column), "")

    def note(self, rule: Rule, source: Source, item: str, weight: Severity | None = None, **params: Param) -> None:
        """Keep a finding; its severity is the rule's own unless the item makes it lighter or heavier."""
        self.findings.append(Finding(rule, weight or SEVERITY[rule], source, tuple(params.items()), item=item))

    def covering(self, sheet: SheetCells, row: int, column: int) -> str:
        """The merged range that swallows this cell without starting in it, or an empty text."""
        if sheet.name not in self._merged:
            self._merged[sheet.name] = _areas(sheet.merged)
        for start, end, written in self._merged[sheet.name]:
            if start[0] <= row <= end[0] and start[1] <= column <= end[1] and start != (row, column):
                return written
        return ""


def _areas(merged: tuple[str, ...]) -> list[_Area]:
    return [(*found, written) for written in merged if (found := area(written))]


def severity_of(question: Question) -> Severity:
    """Whether an unsettled answer holds up the ranking or is only worth a warning."""
    if question.id == TOTAL_ID:  # compared, never counted
        return Severity.WARNING
    decides = question.judge in (Judge.AUTO, Judge.GATE, Judge.PRICE) or question.id == REQUIREMENTS_ID
    return Severity.BLOCKER if decides or question.gate else Severity.WARNING


def read_cell(
    reading: Reading, item: str, asked: Asked, where: tuple[SheetCells, int, int], weight: Severity, required: bool
) -> Answer:
    """The answer in one cell; every fault of it is noted with the cell.

    A cell that need not be ``required`` may stay blank; what is written in it counts, and holds as much as any other.
    """
    sheet, row, column = where
    source = reading.source(sheet, row, column)
    parsed, said = parse(sheet.at(row, column), asked), reading.said(sheet, row, column)
    if reading.workbook.errors_unseen and _is_bare(sheet.at(row, column), asked) and parsed.value is not None:
        parsed = replace(
            open_between(Rule.UNIT_AMBIGUOUS, parsed.verbatim, asked, (parsed.value,)), verbatim=parsed.verbatim
        )
    covering = reading.covering(sheet, row, column)
    state = parsed.state
    if covering and state is State.UNANSWERED:
        state = State.DAMAGED
        reading.note(Rule.CELL_MERGED, source, item, weight, range=covering)
    elif state is State.UNANSWERED and said:
        reading.note(Rule.ANSWER_IN_NOTE, source, item, weight if required else None, given=quoted(said))
    elif state is State.UNANSWERED and required:
        reading.note(Rule.BLANK, source, item, weight, id=asked.name)
    elif state is State.NOT_APPLICABLE:
        # What the ranking needs cannot simply not apply: a person says what it costs.
        state = State.AMBIGUOUS if weight is HELD and required else state
        given = parsed.verbatim or "N/A"
        reading.note(Rule.NOT_APPLICABLE, source, item, weight if required else None, id=asked.name, given=given)
    _note_rules(reading, parsed, source, item, weight)
    if said and state is not State.UNANSWERED and plain(said) != plain(parsed.verbatim):
        reading.note(Rule.NOTE_AT_ANSWER, source, item, answer=quoted(parsed.verbatim), given=quoted(said))
    text = parsed.verbatim or sheet.text(row, column)
    value = parsed.value if state is State.ANSWERED else None
    readings = parsed.readings or _above(sheet, (row, column), asked)
    return Answer(item=item, state=state, source=source, verbatim=text, value=value, readings=readings)


def _is_bare(cell: Cell | None, asked: Asked) -> bool:
    """Whether a number may have a unit that its file shows and that could not be read: its format is not known."""
    return cell is not None and cell.kind == "number" and asked.kind in (Kind.MONEY, Kind.DURATION, Kind.PERCENT)


def _above(sheet: SheetCells, at: tuple[int, int], asked: Asked) -> tuple[OneReading, ...]:
    """Where a cell only says "ditto", the reading of the nearest cell above that says more."""
    row, column = at
    if not is_ditto(sheet.text(row, column)):
        return ()
    while row and is_ditto(sheet.text(row, column)):
        row -= 1
    found = parse(sheet.at(row, column), asked)
    if found.value is None:
        return found.readings
    if asked.options:
        key = "; ".join(found.value) if isinstance(found.value, tuple) else str(found.value)
        return (OneReading(found.value, "reading.option", (("key", key),)),)
    return (OneReading(found.value, "reading.amount"),)


def _note_rules(reading: Reading, parsed: Parsed, source: Source, item: str, weight: Severity) -> None:
    for rule, params in parsed.rules:
        severity = SEVERITY[rule]
        lighter = Severity.WARNING if severity is HELD and weight is not HELD else severity
        reading.findings.append(Finding(rule, lighter, source, params, item=item))


def quoted(words: str) -> str:
    """Words of a cell as a sentence quotes them: on one line, cut where they are long.

    >>> quoted("  Do you   encrypt? "), len(quoted("?" * 900))
    ('Do you encrypt?', 200)
    """
    line = " ".join(words.split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


def damaged(answer: Answer) -> Answer:
    """The same answer without a value: what it says cannot be taken as meant until a person has looked at it."""
    rows = tuple(Row(row.key, {name: damaged(cell) for name, cell in row.cells.items()}) for row in answer.rows)
    return replace(answer, state=State.DAMAGED, value=None, rows=rows)
