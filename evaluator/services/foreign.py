"""What ``inspect`` says of a workbook that is not ours: tables of questions, answers with their cells, sheets left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.domain.bid import State
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.text import Lang
from evaluator.intake.address import column_letters
from evaluator.intake.bids import FileReading
from evaluator.intake.recognise import kind_of
from evaluator.intake.tables import Table
from evaluator.intake.words import NOT_APPLICABLE, answered
from evaluator.services.report import Json, finding_json

SHOWN = 5


def is_foreign(reading: FileReading) -> bool:
    """Whether the file was read but is no workbook of ours."""
    return any(found.rule is Rule.LAYOUT_UNKNOWN for found in reading.findings)


def recognised(reading: FileReading, tables: Sequence[Table]) -> Finding:
    """That the file is no workbook of ours, and what was made out in it all the same."""
    names = [table.sheet.name for table in tables]
    sheets = ", ".join([*names[:SHOWN], "…"] if len(names) > SHOWN else names)
    questions = sum(len(table.items) for table in tables)
    return finding(
        Rule.LAYOUT_FOREIGN, Source(reading.name, reading.sha256), file=reading.name, n=questions, sheets=sheets
    )


def foreign_json(
    file: FileReading, tables: Sequence[Table], left: Mapping[str, str], lang: Lang, *, answers: bool,
    owners: Sequence[str] = (),
) -> Json:  # fmt: skip
    """What ``inspect`` says of a workbook that is not ours: its tables of questions, and the sheets left out with the reason.

    ``owners`` are the vendors of the tables, where a mapping names them.
    """
    named = owners or [""] * len(tables)
    lines = [line for table, owner in zip(tables, named, strict=True) for line in _foreign_answers(table, owner)]
    row: Json = {
        "path": file.name, "sha256": file.sha256, "status": "read", "layout": kind_of(tables),
        "vendor": file.vendor or None,
        "questions": sum(len(table.items) for table in tables),
        "answered": sum(line["state"] != State.UNANSWERED.value for line in lines),
        "tables": [_foreign_table(table) for table in tables], "ignored": dict(left),
        "findings": [finding_json(found, lang) for found in file.findings],
    }  # fmt: skip
    return {**row, "answers": lines} if answers else row


def _foreign_table(table: Table) -> Json:
    own = [line for line in _foreign_answers(table) if line["state"] != State.UNANSWERED.value]
    return {
        "sheet": table.sheet.name, "hidden": table.sheet.hidden, "header_row": table.layout.header_rows[0],
        "columns": table.letters, "vendors": {column_letters(column): name for column, name in table.layout.vendors.items()},
        "questions": len(table.items), "answered": len(own), "confidence": round(table.confidence, 2),
    }  # fmt: skip


def _foreign_answers(table: Table, owner: str = "") -> list[Json]:
    """A line per question and answer column, none where the table has no column for answers."""
    lines = []
    for item in table.items:
        for column, vendor in table.answer_columns().items():
            given = table.answer(item, column)
            state = _state(given)
            lines.append({
                "id": item.id or None, "question": item.text, "answer": given,
                "value": given if state is State.ANSWERED else None, "state": state.value,
                "comment": table.remark(item, column), "vendor": vendor or owner or None,
                "sheet": table.sheet.name, "cell": f"{column_letters(column)}{item.row}",
            })  # fmt: skip
    return lines


def _state(given: str) -> State:
    if not answered(given):
        return State.UNANSWERED
    return State.NOT_APPLICABLE if given.casefold() in NOT_APPLICABLE else State.ANSWERED
