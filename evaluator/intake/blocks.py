"""Where the answers of a workbook stand: its blocks of question rows and its tables, with the columns they really have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.domain.question import Kind, Question
from evaluator.intake import layout
from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells
from evaluator.intake.reading import Reading
from evaluator.intake.table import headed

Rows = Mapping[str, Sequence[tuple[SheetCells, int]]]
_QUESTION = {"id": layout.ID, "question": layout.TEXT, "answer": layout.ANSWER, "comment": layout.REMARK}
# What a fixed row is about, and what is remarked on it, by the keys of the columns.
_SUBJECTS, _REMARK = ("requirement", "line"), "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Question rows under one header, or one table; ``items`` are the ids of its questions.

    ``columns`` gives the letters of the columns ``id``, ``question``, ``answer`` and ``comment``, those that there are;
    ``header_row`` is None where the header is gone.
    """

    sheet: str
    hidden: bool
    header_row: int | None
    columns: Mapping[str, str]
    items: tuple[str, ...]


def blocks(reading: Reading, questions: Mapping[str, Question], rows: Rows) -> tuple[Block, ...]:
    """The blocks in which these questions were found, in the order of the workbook's questionnaire."""
    found: list[Block] = []
    runs: dict[tuple[str, int | None], list[str]] = {}
    for question in questions.values():
        if not rows.get(question.id):
            continue
        sheet, row = rows[question.id][0]
        if question.kind is Kind.TABLE:
            header, columns = _table(reading, question, sheet, row)
            found.append(_block(sheet, header, columns, (question.id,)))
            continue
        header = _header(reading, sheet, row)
        if (sheet.name, header) not in runs:
            found.append(_block(sheet, header, _QUESTION, ()))
        runs.setdefault((sheet.name, header), []).append(question.id)
    return tuple(
        block if block.items else replace(block, items=tuple(runs[block.sheet, block.header_row])) for block in found
    )


def _block(sheet: SheetCells, header: int | None, columns: Mapping[str, int], items: tuple[str, ...]) -> Block:
    letters = {name: column_letters(column) for name, column in columns.items()}
    return Block(sheet=sheet.name, hidden=sheet.hidden, header_row=header, columns=letters, items=items)


def _header(reading: Reading, sheet: SheetCells, row: int) -> int | None:
    """The nearest row above a question that titles its columns: written in all of them, and no question itself."""
    needed = (layout.TEXT, layout.ALLOWED, layout.ANSWER, layout.REMARK)
    above = [number for number in reading.rows(sheet) if number < row]
    return next(
        (
            number
            for number in reversed(above)
            if sheet.text(number, layout.ID) not in reading.ids
            and all(sheet.text(number, column) for column in (layout.ID, *needed))
        ),
        None,
    )


def _table(reading: Reading, question: Question, sheet: SheetCells, top: int) -> tuple[int | None, dict[str, int]]:
    """Header row and columns of a table: rows that the buyer set have an id and a subject, a vendor's own have none."""
    header, places = headed(reading, question, sheet, top)
    open_keys = [column.key for column in layout.open_columns(question)]
    columns = {"answer": places[open_keys[0]]} if open_keys else {}
    if question.rows:
        subject = next((places[key] for key in _SUBJECTS if key in places), layout.TABLE_FIRST)
        columns = {"id": layout.ID, "question": subject, **columns}
    return header, {**columns, "comment": places[_REMARK]} if _REMARK in places else columns
