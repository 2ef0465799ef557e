"""Workbooks of others, read as their index says: run where ``EVALUATOR_WORKBOOKS`` names a folder that holds some.

In that folder, or below it, an ``INDEX.json`` lists files with what a correct reading finds. Words there are for people; what
is stated as a number, a count by sheet or a plain verdict is compared.
"""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Rule
from evaluator.intake.cells import Refusal, Workbook
from evaluator.services.inspecting import inspect_paths

FOLDER = os.environ.get("EVALUATOR_WORKBOOKS", "")
SECONDS = 5.0  # of this process; the reader's own end with its clock and its 300 MB, and then the file is refused
LISTED = [
    (index.parent / entry["file"], entry)
    for index in (sorted(Path(FOLDER).rglob("INDEX.json")) if FOLDER else ())
    for entry in json.loads(index.read_text("utf-8"))["files"]
]
_CELLS = re.compile(r"([\d,]+) cells?(?:[,;].*| \+ .*)?")
_SLOWER = re.compile(r"<=(\d+) s")

pytestmark = pytest.mark.skipif(
    not LISTED, reason="set EVALUATOR_WORKBOOKS to a folder of workbooks with an INDEX.json"
)


def row_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = inspect_paths([path], "en", with_answers=True)["files"][0]
    return found


@pytest.mark.parametrize(("path", "entry"), LISTED, ids=lambda one: one.name if isinstance(one, Path) else "")
def test_a_listed_file_is_read_or_refused_as_its_index_says(path: Path, entry: dict[str, Any]) -> None:
    slower = _SLOWER.search(entry.get("check", ""))
    started = time.process_time()

    row = row_of(path)

    assert time.process_time() - started <= max(SECONDS, float(slower[1]) if slower else 0.0)
    rules = {found["rule"] for found in row["findings"]}
    assert not rules & {Rule.FILE_TIMEOUT, Rule.FILE_HOSTILE} or "accept" not in str(entry["expect"])
    if isinstance(entry["expect"], str):
        _verdict(path, entry, row["status"], rules)
    else:
        _counts(entry["expect"], row)


def _verdict(path: Path, entry: dict[str, Any], status: str, rules: set[str]) -> None:
    """Whether the file could be read; a workbook without questions was read, though no bid."""
    read = read_file(path.name, path.read_bytes())
    if entry["expect"].startswith("accept") and "reject" not in entry["expect"]:
        assert isinstance(read, Workbook)
    if entry["expect"] == "reject" and "if it opens" not in entry["check"]:
        assert status == "refused"
    if "password" in entry["check"]:
        assert isinstance(read, Refusal)
        assert rules == {Rule.FILE_ENCRYPTED}
    if (stated := _CELLS.fullmatch(entry["check"])) and isinstance(read, Workbook):
        cells = [cell for sheet in read.sheets for cell in sheet.cells.values()]
        # An index may leave out errors and formulas without a result, which some libraries do not see.
        plain = sum(bool(cell.text) and cell.kind != "error" for cell in cells)
        assert plain <= int(stated[1].replace(",", "")) <= len(cells)


def _counts(expected: dict[str, Any], row: dict[str, Any]) -> None:
    """Questions and answers, in all and by sheet, where the index states them as numbers."""
    asked: dict[str, int] = {}
    for table in row["tables"]:
        asked[table["sheet"]] = asked.get(table["sheet"], 0) + table["questions"]
    by_sheet = [one for key in ("rows", "sheets") if isinstance(one := expected.get(key), dict)]
    questions = expected.get("questions", expected.get("items"))

    assert row["status"] == "read"
    # None of the rows that an index counts may be lost. One counts ids that begin with "MSTG-" on the keyboard's hyphen, 65
    # on a sheet; six more there are written with a hyphen that does not break (MSTG‑CRYPTO‑1 to 6), have words, levels and a
    # state as the others, and are questions as they are: 71 is right.
    assert [sheet for one in by_sheet for sheet, count in one.items() if asked.get(sheet, 0) < count] == []
    assert questions in (None, row["questions"])
    assert expected.get("with_seller_value") in (None, row["answered"])
    if isinstance(answers := expected.get("answers"), dict):
        assert row["answered"] == sum(count for answer, count in answers.items() if answer)
