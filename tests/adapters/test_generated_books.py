"""Workbooks made at random come back cell for cell: nothing lost, nothing invented, nothing changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evaluator.adapters import reader_process
from evaluator.adapters.reader import read_file
from evaluator.adapters.reader_child import answer, lines
from evaluator.adapters.reader_process import Ended
from evaluator.intake.cells import SheetCells, Workbook
from tests import many
from tests.adapters.books import Known, KnownSheet, book

BOOKS = many(300, 10_000)
GUARDED = many(30, 500)


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
