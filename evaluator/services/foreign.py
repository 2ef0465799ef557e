"""What ``inspect`` says of a workbook that is not ours: tables of questions, answers with their cells, sheets left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.address import column_letters
from evaluator.intake.bids import FileReading
from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.doubts import contradicted, doubts
from evaluator.intake.foreign.fields import Field, fields_above, fields_on_covers
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.recognise import kind_of
from evaluator.intake.foreign.replies import GIVEN, Reply, chosen, reply_in, reply_of
from evaluator.intake.foreign.tables import Table
from evaluator.intake.words import plain
from evaluator.services.report import Json, finding_json

SHOWN = 5
_VALUES = frozenset({Reply.ANSWERED, Reply.NO, Reply.ZERO})


def recognised(reading: FileReading, tables: Sequence[Table]) -> Finding:
    """That the file is no workbook of ours, and what was made out in it all the same."""
    names = list(dict.fromkeys(table.sheet.name for table in tables))
    sheets = ", ".join([*names[:SHOWN], "…"] if len(names) > SHOWN else names)
    questions = sum(len(table.items) for table in tables)
    return finding(
        Rule.LAYOUT_FOREIGN, Source(reading.name, reading.sha256), file=reading.name, n=questions, sheets=sheets
    )


def foreign_json(
    file: FileReading, tables: Sequence[Table], left: Mapping[str, str], lang: Lang, *, answers: bool,
    owners: Sequence[str] = (), sheets: Sequence[SheetCells] = (),
) -> Json:  # fmt: skip
    """What ``inspect`` says of a workbook that is not ours: its tables of questions, and the sheets left out with the reason.

    ``owners`` are the vendors of the tables, where a mapping names them; ``sheets`` those of the workbook, whose covers tell
    general information.
    """
    named = owners or [""] * len(tables)
    lines = [_foreign_answers(table, owner) for table, owner in zip(tables, named, strict=True)]
    found = [*file.findings, *doubts(tables, left, Source(file.name, file.sha256), named)]
    row: Json = {
        "path": file.name, "sha256": file.sha256, "status": "read", "layout": kind_of(tables, owners),
        "vendor": file.vendor or None,
        "questions": sum(len(table.items) for table in tables),
        "answered": sum(_answered(own) for own in lines),
        "tables": [_foreign_table(table, own) for table, own in zip(tables, lines, strict=True)], **left_json(left, lang),
        "findings": [finding_json(one, lang) for one in found],
    }  # fmt: skip
    if not answers:
        return row
    general = [_general(field) for field in (*fields_on_covers(sheets, tables), *fields_above(tables))]
    return {**row, "answers": [line for own in lines for line in own], "general": general}


def _general(field: Field) -> Json:
    """A field beside the questions, as general information."""
    return {
        "id": field.id or None, "label": field.label, "value": field.text, "state": field.state.value,
        "sheet": field.sheet, "cell": field.cell,
    }  # fmt: skip


def left_json(left: Mapping[str, str], lang: Lang) -> Json:
    """The sheets that were left out, with the reason as a word and as a sentence."""
    return {
        "ignored": dict(left),
        "ignored_because": {sheet: t(f"finding.left.{why}", lang) for sheet, why in left.items()},
    }


def _answered(lines: Sequence[Json]) -> int:
    return sum(line["state"] in GIVEN for line in lines)


def _foreign_table(table: Table, lines: Sequence[Json]) -> Json:
    layout = table.layout
    return {
        "sheet": table.sheet.name, "hidden": table.sheet.hidden, "header_row": min(layout.header_rows, default=None),
        "columns": table.letters,
        "vendors": {column_letters(column): name for column, name in layout.answer_columns().items() if name},
        "questions": len(table.items), "answered": _answered(lines), "confidence": round(table.confidence, 2),
        "header_rows": list(layout.header_rows), "form": layout.form,
        "remarks": {column_letters(column): column_letters(beside) for column, beside in layout.remarks.items()},
        "options": {column_letters(column): words for column, words in layout.options.items()},
        "levels": [column_letters(column) for column in layout.levels],
        "because": {decision: list(cells) for decision, cells in table.because.items()},
        "confidences": {decision: round(trust, 2) for decision, trust in table.trust.items()},
    }  # fmt: skip


def _foreign_answers(table: Table, owner: str = "") -> list[Json]:
    """A line per question and answer column, none where the table has no column for answers."""
    lines = []
    for item in table.items:
        for column, vendor in table.answer_columns().items():
            given, state, place = _given(table, item, column)
            lines.append({
                "id": item.id or None, "question": item.text, "answer": given,
                "value": (chosen(given) or given) if state in _VALUES else None, "state": state.value,
                "comment": table.remark(item, column), "vendor": vendor or owner or None,
                "sheet": table.sheet.name, "cell": f"{column_letters(place)}{item.row}", "section": list(item.section),
                "more": [f"{column_letters(other)}{row}" for row, other in table.going_on(item, column)],
            })  # fmt: skip
    return lines


def _given(table: Table, item: Item, column: int) -> tuple[str, Reply, int]:
    """What is answered, what that is, and the column in which it stands; a marked option answers with its words."""
    given = table.answer(item, column)
    if not table.layout.options:
        said = reply_of(table.cell(item, column))
        doubtful = said in GIVEN and (_parted(table, item) or any(contradicted(table, item, column, Source())))
        return given, Reply.AMBIGUOUS if doubtful else said, column
    marked, unclear = table.marked(item), table.unclear(item)
    if len(marked) > 1 or unclear:
        return given, Reply.AMBIGUOUS, (marked or unclear)[0].column
    return given, reply_in(given), marked[0].column if marked else column


def _parted(table: Table, item: Item) -> bool:
    """Whether one vendor answers differently under several headings, of years or stages, so that no one answer is its."""
    columns = table.answer_columns()
    said = {plain(text) for column in columns if (text := table.answer(item, column))}
    return len(said) > 1 and not any(columns.values())
