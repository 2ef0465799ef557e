"""One returned workbook of ours → its answers and every fault, each with its cell.

Rows are found by the id in column A, so inserted rows and moved sheets lose nothing; nothing stops at the first fault.
"""

from __future__ import annotations

import re
from dataclasses import replace

from evaluator.domain.bid import Answer, State
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.question import Kind, Question
from evaluator.intake import layout
from evaluator.intake.blocks import Block, blocks
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.container import remarks_on
from evaluator.intake.issue import list_differences, measured_alike, other_issue
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, REQUIREMENT_PRICES_ID, REQUIREMENTS_ID
from evaluator.intake.reading import HELD, Context, Reading, damaged, quoted, read_cell, severity_of
from evaluator.intake.settling import reworded
from evaluator.intake.table import read_table
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import NO_CURRENCY, currency_code

__all__ = ["Context", "Reading", "find_marker", "read_template", "severity_of"]

_COVERS = dict((*COVER, CURRENCY_CELL))
_LOOKS_LIKE_ID = re.compile(r"^[A-Z][A-Z0-9]*[-.]?\d+[a-z]?$")
_Rows = dict[str, list[tuple[SheetCells, int]]]


def find_marker(workbook: Workbook) -> layout.Marker | None:
    """The marker on the cover, wherever the cover has gone."""
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            if column == layout.COVER_ANSWER and sheet.text(row, layout.ID) == layout.MARKER_CODE:
                found = layout.parse_marker(cell.text)
                if found:
                    return found
    return None


def read_template(workbook: Workbook, marker: layout.Marker, context: Context) -> tuple[Reading, tuple[Block, ...]]:
    """All answers of a returned workbook whose marker has been accepted, and the blocks in which they stand."""
    reading = Reading(workbook, marker, context.asked.ids())
    questions = {question.id: question for question in context.asked.questions(marker.envelope)}
    rows: _Rows = {}
    earlier = other_issue(reading, context)
    asked = frozenset(key.rpartition("-")[0] for key in reading.ids if earlier) - {""}
    for sheet in workbook.sheets:
        if not sheet.name.startswith("_"):
            _find_rows(reading, sheet, questions, rows, asked)
    context = _in_its_currency(reading, context)
    lost = _missing_sheets(reading, context, rows)
    for question in questions.values():
        _read_question(reading, question, rows.get(question.id, []), context, told=question.id in lost)
    cover = reading.answers.get("V1")
    reading.vendor = cover.verbatim if cover else ""
    if earlier:
        list_differences(reading, questions, rows, context)
    reading.findings += remarks_on(reading.workbook)
    return reading, blocks(reading, questions, rows)


def _in_its_currency(reading: Reading, context: Context) -> Context:
    """The context with the currency that the cover states: bare numbers are amounts of it, not of the tender's."""
    stated = reading.answers.get(CURRENCY_CELL[0])
    if stated is None or not stated.verbatim:
        return context
    code = currency_code(stated.verbatim)
    if code == NO_CURRENCY:
        reading.note(
            Rule.CURRENCY_OTHER, stated.source, stated.item, HELD, given=stated.verbatim, expected=context.currency
        )
    return replace(context, currency=code)


def _find_rows(
    reading: Reading, sheet: SheetCells, questions: dict[str, Question], rows: _Rows, asked: frozenset[str]
) -> None:
    """Where each question stands on a sheet; cover fields are read at once, unknown questions are told of.

    ``asked`` are the beginnings of the questions' ids where the workbook is of another issue: by them a question that
    is no longer asked is known from a row of a table.
    """
    in_table = False
    for number in sheet.rows():
        key = sheet.text(number, layout.ID)
        if key in questions:
            rows.setdefault(key, []).append((sheet, number))
            in_table = questions[key].kind is Kind.TABLE
        elif key in _COVERS:
            _read_cover(reading, sheet, number, key)
        elif key in (REQUIREMENTS_ID, REQUIREMENT_PRICES_ID):
            # A list that this tender does not have: told once, not row by row.
            reading.note(Rule.QUESTION_UNKNOWN, reading.source(sheet, number, layout.ID), key, id=key)
            in_table = True
        elif key.rpartition("-")[0] in asked and _LOOKS_LIKE_ID.match(key) and key not in reading.ids:
            reading.ids |= {key}  # a table above it ends here
            reading.note(Rule.ISSUE_REMOVED, reading.source(sheet, number, layout.ID), key, id=key)
            in_table = True
        elif not in_table and _LOOKS_LIKE_ID.match(key) and sheet.text(number, layout.ANSWER):
            reading.note(Rule.QUESTION_UNKNOWN, reading.source(sheet, number, layout.ID), key, id=key)


def _read_cover(reading: Reading, sheet: SheetCells, row: int, key: str) -> None:
    source = reading.source(sheet, row, layout.COVER_ANSWER)
    parsed = parse(sheet.at(row, layout.COVER_ANSWER), Asked(Kind.TEXT))
    text = " ".join(parsed.verbatim.split())
    reading.answers[key] = Answer(item=key, state=parsed.state, source=source, verbatim=text, value=text or None)


def _missing_sheets(reading: Reading, context: Context, rows: _Rows) -> set[str]:
    """Questions of sheets that are gone altogether: one finding tells of each sheet, not one for every question."""
    lost: set[str] = set()
    for sheet in context.asked.sheets[reading.marker.envelope]:
        ids = {question.id for question in sheet.questions}
        if ids and not ids & rows.keys():
            needed = any(question.required and severity_of(question) is HELD for question in sheet.questions)
            weight = HELD if needed else Severity.WARNING
            reading.note(Rule.SHEET_MISSING, reading.whole(), "", weight, title=sheet.title)
            lost |= ids
    return lost


def _read_question(
    reading: Reading, question: Question, found: list[tuple[SheetCells, int]], context: Context, *, told: bool
) -> None:
    weight = severity_of(question)
    if not found:
        source = reading.whole()
        reading.answers[question.id] = Answer(item=question.id, state=State.UNANSWERED, source=source)
        if not told and (question.required or weight is HELD):
            reading.note(Rule.QUESTION_MISSING, source, question.id, weight, id=item_name(question.id, question))
        return
    sheet, row = found[0]
    if question.kind is Kind.TABLE:
        answer = read_table(reading, question, sheet, row, context)
    else:
        answer = _read_row(reading, question, sheet, row, context)
    if len(found) > 1:
        aside = Reading(reading.workbook, reading.marker)
        twice = [_read_row(aside, question, other, number, context) for other, number in found[1:]]
        if question.kind is Kind.TABLE or any(other.verbatim != answer.verbatim for other in twice):
            answer = damaged(answer)
        cells = ", ".join(str(reading.source(other, number, layout.ANSWER)) for other, number in found)
        name = item_name(question.id, question)
        reading.note(Rule.QUESTION_TWICE, answer.source, question.id, weight, id=name, cells=cells)
    kept = _text_kept(reading, question, sheet, row)
    if not (measured_alike(reading, question, (sheet, row), context) and kept):
        answer = reworded(answer)
    reading.answers[question.id] = answer


def _text_kept(reading: Reading, question: Question, sheet: SheetCells, row: int) -> bool:
    expected, given = question.text.show(reading.marker.layout), sheet.text(row, layout.TEXT)
    if layout.same_words(expected, given):
        return True
    source = reading.source(sheet, row, layout.TEXT)
    reading.note(
        Rule.QUESTION_CHANGED, source, question.id, severity_of(question),
        id=item_name(question.id, question), expected=quoted(expected), given=quoted(given),
    )  # fmt: skip
    return False


def _read_row(reading: Reading, question: Question, sheet: SheetCells, row: int, context: Context) -> Answer:
    name = item_name(question.id, question)
    asked = Asked(question.kind, question.unit, question.options, context.currency, context.units, name)
    where = (sheet, row, layout.ANSWER)
    answer = read_cell(reading, question.id, asked, where, severity_of(question), question.required)
    remark = parse(sheet.at(row, layout.REMARK), Asked(Kind.TEXT)).verbatim
    cell = Cell(row, layout.REMARK, "").address if remark else ""
    if question.kind is Kind.DEVIATION and answer.value in ("positive", "negative") and not remark:
        place = reading.source(sheet, row, layout.REMARK)
        reading.note(Rule.DEVIATION_UNWORDED, place, question.id, Severity.WARNING, id=question.id)
    return replace(answer, remark=remark, remark_cell=cell, evidence_file=sheet.text(row, layout.EVIDENCE))
