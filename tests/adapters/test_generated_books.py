"""Workbooks made at random come back cell for cell, and what they reply as answers: nothing lost, invented or changed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from evaluator.adapters import reader_process
from evaluator.adapters.reader import read_file
from evaluator.adapters.reader_child import answer, lines
from evaluator.adapters.reader_process import Ended
from evaluator.intake.bids import read_bid_file
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.questionnaire import questionnaire as asked_by
from evaluator.intake.reading import Context
from evaluator.services.foreign import foreign_json
from tests import many, tiny
from tests.adapters.books import Known, KnownSheet, book, questionnaire

BOOKS = many(300, 10_000)
ANSWERED = many(150, 10_000)
GUARDED = many(30, 500)
CONTEXT = Context(asked_by(tiny.method(), (), tiny.tender()), "CNY", {})


def here(request: bytes, _: float) -> Ended:
    """The reading in this process: the same answer, without the limits."""
    head, _, data = request.partition(b"\n")
    return Ended(b"".join(lines(answer(data, json.loads(head)[2]))), 0)


def difference(seed: int) -> str:
    """What the reading of a generated workbook has otherwise than was written, empty where nothing is."""
    data, sheets = book(seed)
    found = read_file(f"{seed}.xlsx", data)
    if not isinstance(found, Workbook):
        return f"{seed}: {found}"
    if len(found.sheets) != len(sheets):
        return f"{seed}: {len(found.sheets)} sheets"
    wrong = [line for known, read in zip(sheets, found.sheets, strict=True) for line in _differences(known, read)]
    return f"{seed}: {wrong}" if wrong else ""


def _differences(known: KnownSheet, read: SheetCells) -> list[str]:
    about: list[tuple[Any, Any]] = [
        (known.name, read.name), (known.hidden, read.hidden), (known.merged, read.merged),
        (known.hidden_rows, set(read.hidden_rows)), (known.hidden_columns, set(read.hidden_columns)),
    ]  # fmt: skip
    for place in known.cells.keys() | read.cells.keys():
        cell, expected = read.cells.get(place), known.cells.get(place)
        if cell is None or expected is None:
            about.append((expected, cell))
            continue
        code = None if expected.code is None else cell.number_format
        kind = expected.kind if expected.uncalculated else cell.kind  # no result is of no kind
        about.append((expected, Known(cell.text, kind, code, cell.formula, cell.uncalculated)))
        about.append((place, (cell.row, cell.column)))
    return [f"{wanted!r} read as {got!r}" for wanted, got in about if wanted != got]


SAYS = {
    "否": "no", "不满足": "no", "None": "no", "FALSE": "no", "N/A": "not_applicable", "-": "placeholder", "–": "placeholder",
    "<v>1</v>": "placeholder",  # words in angles ask to be written over
}  # fmt: skip


ROOM = re.compile(r"<?[x_]{2,}\s*<?")  # crosses and lines are room to be filled in, with a bracket beside them, too


def state(cell: Known | None) -> str:
    """What a reply is, by what was written."""
    if cell is None:
        return "unanswered"
    if cell.uncalculated or cell.kind == "error":
        return "uncalculated" if cell.uncalculated else "error"
    if cell.kind == "number" and cell.text == "0":
        return "zero"
    if cell.kind == "text" and not cell.text.strip():
        return "placeholder" if cell.text else "unanswered"
    if ROOM.fullmatch(cell.text.strip()):
        return "placeholder"
    return SAYS.get(cell.text, "answered")


def misunderstood(seed: int) -> list[str]:
    """Replies of a generated questionnaire that end as another state than was written, or as none."""
    data, sheets = questionnaire(seed)
    found = read_file(f"{seed}.xlsx", data)
    assert isinstance(found, Workbook), seed
    tables, left = recognise(found)
    told = foreign_json(read_bid_file(found, CONTEXT), tables, left, "en", answers=True)
    states = {(line["sheet"], line["cell"]): line["state"] for line in told["answers"]}
    wrong = []
    for sheet in sheets:
        for row in () if sheet.hidden else sheet.asking:
            wanted, got = state(sheet.cells.get((row, 3))), states.get((sheet.name, f"C{row}"))
            wrong += [f"{seed} {sheet.name}!C{row} {sheet.cells.get((row, 3))}: {got}"] if wanted != got else []
    return wrong


def test_every_reply_of_a_generated_questionnaire_ends_as_an_answer_with_its_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader_process, "run", here)

    assert [line for seed in range(ANSWERED) for line in misunderstood(seed)] == []


def test_replies_come_through_the_guarded_process_as_answers_with_their_states() -> None:
    assert [line for seed in range(BOOKS, BOOKS + GUARDED) for line in misunderstood(seed)] == []


def test_generated_workbooks_are_read_cell_for_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "run", here)

    assert list(filter(None, map(difference, range(BOOKS)))) == []


def test_generated_workbooks_come_through_the_guarded_process_cell_for_cell() -> None:
    assert list(filter(None, map(difference, range(BOOKS, BOOKS + GUARDED)))) == []


def test_the_generator_writes_everything_that_is_to_be_read() -> None:
    made = [sheet for seed in range(100) for sheet in book(seed)[1]]
    cells = [cell for sheet in made for cell in sheet.cells.values()]

    assert {cell.kind for cell in cells} == {"text", "number", "date", "bool", "error"}
    assert {(cell.formula, cell.uncalculated) for cell in cells} == {(False, False), (True, False), (True, True)}
    assert any(sheet.hidden for sheet in made)
    assert any(sheet.merged for sheet in made)
    assert any(sheet.hidden_rows for sheet in made)
    assert any(sheet.hidden_columns for sheet in made)
    assert any((1_048_576 in place or 16_384 in place) for sheet in made for place in sheet.cells)


def test_a_reading_that_differs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = next(seed for seed in range(100) if book(seed)[1][0].cells)

    def less(request: bytes, seconds: float) -> Ended:
        first, *more = here(request, seconds).said.splitlines()
        return Ended(b"\n".join((first, *more[1:])), 0)

    monkeypatch.setattr(reader_process, "run", less)

    assert "read as None" in difference(seed)
