"""A panel's own score forms come in by the same doors as our scorecards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.domain.finding import Rule
from evaluator.services.bids import import_files
from evaluator.services.commands import LOCAL
from evaluator.services.folder import read_folder
from evaluator.services.state import load
from evaluator.services.tenders import change_tender
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, VENDORS, seeded

SAMPLE = Path(__file__).parents[2] / "sample_bids"
BO = "Bo Systems Ltd"


def form(path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


ROWS: list[list[Any]] = [
    ["Criteria", "Kim", None, "Lee", None],
    [None, "Score", "Reason", "Score", "Reason"],
    ["Project team", 4, "named", 5, "senior"],
    ["Training", 3, "planned", 2, "thin"],
]


def test_a_form_and_a_form_for_the_next_vendor_make_one_card_for_each_evaluator(tmp_path: Path) -> None:
    form(tmp_path / "1.xlsx", ["Supplier: Corvane Systems Ltd (sample)"], *ROWS)
    form(tmp_path / "2.xlsx", ["供应商：青禾数联科技有限公司（示例）"], *ROWS)
    form(tmp_path / "3.xlsx", ["Supplier: Corvane Systems Ltd (sample)"], *ROWS)

    read = read_folder("crm_platform", SAMPLE, None, tmp_path)

    assert [(card.evaluator, len(card.scores)) for card in read.scorecards] == [("Kim", 4), ("Lee", 4)]
    assert [found.source.file for found in read.findings if found.rule is Rule.EVALUATOR_TWICE] == ["3.xlsx", "3.xlsx"]
    assert read.foreign_cards == ()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return seeded(tmp_path / "data", "bids")


def test_an_uploaded_form_becomes_the_scores_of_each_of_its_evaluators(tmp_path: Path, store: Store) -> None:
    path = form(tmp_path / "panel.xlsx", [f"Supplier: {BO}"], *ROWS)
    (strange,) = import_files(store, LOCAL, "c0", TENDER, [(path.name, path.read_bytes())])
    assert (strange.status, strange.findings[0].rule) == ("refused", Rule.EVALUATOR_UNKNOWN)
    change_tender(store, LOCAL, "panel", TENDER, load(store, LOCAL, TENDER).ver, {"evaluators": ("Kim", "Lee")})

    (done,) = import_files(store, LOCAL, "c1", TENDER, [(path.name, path.read_bytes())])

    kept = [entry for entry in load(store, LOCAL, TENDER).entries if entry.evaluator in ("Kim", "Lee")]
    assert (done.status, done.layout, done.vendor, done.scores) == ("stored", "scores", "Kim, Lee", 4)
    assert done.left == 2 * (10 * len(VENDORS) - 2)
    assert {(entry.evaluator, entry.criterion, str(entry.points), entry.state) for entry in kept} == {
        ("Kim", "tech.team", "4", "draft"), ("Kim", "support.training", "3", "draft"),
        ("Lee", "tech.team", "5", "draft"), ("Lee", "support.training", "2", "draft"),
    }  # fmt: skip
    store.close()


def test_a_form_that_scores_nobody_here_says_why_it_was_not_taken(tmp_path: Path, store: Store) -> None:
    path = form(tmp_path / "panel.xlsx", ["Supplier: Nobody Ltd"], *ROWS)

    (done,) = import_files(store, LOCAL, "c1", TENDER, [(path.name, path.read_bytes())])

    assert (done.status, [found.rule for found in done.findings]) == (
        "refused",
        [Rule.SCORE_ABSENT],
    )
    store.close()
