"""A workbook of another issue of the questionnaire: what was added, removed and worded otherwise since, as notes.

The earlier questionnaire is not at hand; its workbook is, and prints every question with its unit and options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.domain.finding import Rule
from evaluator.domain.question import Kind, Question
from evaluator.intake import layout
from evaluator.intake.cells import SheetCells
from evaluator.intake.naming import item_name
from evaluator.intake.reading import Context, Reading, quoted, severity_of
from evaluator.intake.table import below, headed

Rows = Mapping[str, list[tuple[SheetCells, int]]]
_AMOUNTS = (Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.MONEY)


def other_issue(reading: Reading, context: Context) -> bool:
    """Whether the workbook was made from another issue than the one in force."""
    return reading.marker.issue != context.asked.issue


def list_differences(reading: Reading, questions: Mapping[str, Question], rows: Rows, context: Context) -> None:
    """Note each difference between the workbook's questionnaire and the one in force, once, at its cell."""
    for question in questions.values():
        found = rows.get(question.id, [])
        if found:
            _compare(reading, question, found[0], context)
        else:
            name = item_name(question.id, question)
            reading.note(Rule.ISSUE_ADDED, reading.whole(), question.id, id=name)


def _compare(reading: Reading, question: Question, where: tuple[SheetCells, int], context: Context) -> None:
    sheet, row = where
    name = item_name(question.id, question)
    expected, given = question.text.show(reading.marker.layout), sheet.text(row, layout.TEXT)
    if not layout.same_words(expected, given):
        source = reading.source(sheet, row, layout.TEXT)
        reading.note(Rule.ISSUE_REWORDED, source, question.id, id=name, expected=quoted(expected), given=quoted(given))
    for place, wanted, there, _ in _printed(reading, question, where, context):
        source = reading.source(sheet, *place)
        reading.note(Rule.ISSUE_ALLOWED, source, question.id, id=name, expected=quoted(wanted), given=quoted(there))
    if question.rows:
        _compare_rows(reading, question, where)


def _compare_rows(reading: Reading, question: Question, where: tuple[SheetCells, int]) -> None:
    sheet, top = where
    there = {
        sheet.text(number, layout.ID): number
        for number in below(reading, sheet, top)
        if sheet.text(number, layout.ID) not in ("", layout.TABLE_HEADER)
    }
    keys = {row.key for row in question.rows}
    for key in (row.key for row in question.rows if row.key not in there):
        item = f"{question.id}/{key}"
        reading.note(Rule.ISSUE_ADDED, reading.source(sheet, top, layout.ID), item, id=item_name(item, question))
    for key, number in there.items():
        if key not in keys:
            item = f"{question.id}/{key}"
            reading.note(
                Rule.ISSUE_REMOVED, reading.source(sheet, number, layout.ID), item, id=item_name(item, question)
            )


def _printed(
    reading: Reading, question: Question, where: tuple[SheetCells, int], context: Context
) -> Iterator[tuple[tuple[int, int], str, str, bool]]:
    """What is printed otherwise of units and options: place, text in force, text there, whether it measures an amount."""
    if context.printed is None:
        return
    sheet, row = where
    marker = reading.marker
    if question.kind is not Kind.TABLE:
        wanted, there = context.printed(question, marker.layout, marker.envelope), sheet.text(row, layout.ALLOWED)
        if not layout.same_words(wanted, there):
            yield (row, layout.ALLOWED), wanted, there, question.kind in _AMOUNTS
        return
    header, columns = headed(reading, question, sheet, row)
    for column in question.columns if header is not None else ():
        wanted, there = (
            context.printed(column, marker.layout, marker.envelope),
            sheet.text(header or 0, columns[column.key]),
        )
        if not layout.same_words(wanted, there):
            yield (header or 0, columns[column.key]), wanted, there, column.kind in _AMOUNTS


def measured_alike(reading: Reading, question: Question, where: tuple[SheetCells, int], context: Context) -> bool:
    """Whether amounts were asked for in the units in force: a bare number of hours must not become one of days.

    Only another issue can ask otherwise; each difference is noted as a changed wording, which holds the answer.
    """
    if not other_issue(reading, context):
        return True
    sheet, _ = where
    alike = True
    for place, wanted, there, measures in _printed(reading, question, where, context):
        if measures:
            alike = False
            reading.note(
                Rule.QUESTION_CHANGED, reading.source(sheet, *place), question.id, severity_of(question),
                id=item_name(question.id, question), expected=quoted(wanted), given=quoted(there),
            )  # fmt: skip
    return alike
