"""Score forms of a buyer's own: the same scores as our scorecard gives, and every doubt at its cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.finding import Rule
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.score import Scorecard
from evaluator.domain.text import LANGS, Text
from evaluator.i18n.words import message
from evaluator.intake.cells import SheetCells
from evaluator.intake.matrices.score_form import is_score_form, read_score_form
from tests import tiny
from tests.workbooks import grid, workbook


def _leaf(key: str, zh: str, en: str) -> Criterion:
    return Criterion(
        key=key, title=Text(zh, en), weight=Decimal(20), judge=LeafJudge.PANEL, levels=tiny.LEVELS, description=Text()
    )


METHOD: Method = replace(
    tiny.method(),
    criteria=(
        _leaf("plan", "实施方案", "Implementation plan"), _leaf("team", "项目团队", "Project team"),
        _leaf("training", "培训", "Training"),
    ),
)  # fmt: skip
BIDS = ("Ada", "Bo")


def read(*sheets: SheetCells) -> tuple[dict[str, list[tuple[str, str, str, str, str]]], list[tuple[Rule, str]]]:
    """Scores by evaluator as (vendor, criterion, points, reason, cell), and findings with their cells."""
    cards, findings = read_score_form(workbook("li.xlsx", *sheets), METHOD, BIDS)
    return {card.evaluator: told(card) for card in cards}, [(found.rule, found.source.cell) for found in findings]


def test_a_score_of_a_vendor_in_whom_there_is_an_interest_is_not_taken_and_none_is_missed() -> None:
    tender = tiny.tender(evaluators=("Li Wei",), recused={"li wei": ("BO",)})
    cards, findings = read_score_form(workbook("li.xlsx", ACROSS), METHOD, BIDS, tender)

    assert {one.vendor for card in cards if card.evaluator == "Li Wei" for one in card.scores} == {"Ada"}
    refused = [found for found in findings if found.rule is Rule.SCORE_RECUSED]
    assert [found.source.cell for found in refused] == ["D4", "D5", "D6"]
    assert {found.vendor for found in refused} == {"Bo"}
    assert all("Li Wei" in message(found, lang) for found in refused for lang in LANGS)
    assert Rule.SCORE_MISSING not in [found.rule for found in findings]


def told(card: Scorecard) -> list[tuple[str, str, str, str, str]]:
    return [(one.vendor, one.criterion, f"{one.points:f}", one.reason, one.source.cell) for one in card.scores]


ACROSS = grid(
    ["Scoring sheet", None, None, None, None], ["Evaluator: Li Wei"], ["Criteria", "Weight", "Ada", "Bo", "Total"],
    ["1. Implementation plan", "40%", 4, 3], ["2. Project team", "30%", 5, 2.5], ["3. Training", "30%", 2, 1],
    ["Total", None, 11, 6.5],
)  # fmt: skip


def test_a_form_with_a_column_for_each_vendor_gives_one_evaluators_scores() -> None:
    scores, findings = read(ACROSS)

    assert scores["Li Wei"] == [
        ("Ada", "plan", "4", "", "C4"), ("Ada", "team", "5", "", "C5"), ("Ada", "training", "2", "", "C6"),
        ("Bo", "plan", "3", "", "D4"), ("Bo", "team", "2.5", "", "D5"), ("Bo", "training", "1", "", "D6"),
    ]  # fmt: skip
    assert {rule for rule, _ in findings} == {Rule.SCORE_UNREASONED, Rule.SCORE_COLUMN_UNUSED}
    assert (Rule.SCORE_COLUMN_UNUSED, "E3") in findings


def test_vendors_may_run_down_and_criteria_across_in_chinese() -> None:
    scores, _ = read(
        grid(
            ["评分表"],
            ["供应商", "实施方案（5分）", "项目团队（5分）", "培训（5分）", "合计"],
            ["ADA", 4, 5, 2, 11],
            ["ｂｏ", 3, 2, 1, 6],
        )
    )

    assert [line[:3] for line in scores["li"]] == [
        ("Ada", "plan", "4"), ("Ada", "team", "5"), ("Ada", "training", "2"),
        ("Bo", "plan", "3"), ("Bo", "team", "2"), ("Bo", "training", "1"),
    ]  # fmt: skip
    assert scores["li"][1][4] == "C3"


PAIRS = [
    ["Requirements name: CRM"],
    ["Supplier name:", "Ada"],
    ["Criteria", "Weighting", "Assessments", None, None, None, "Agreed score"],
    [None, None, "Evaluator 1", None, "Evaluator 2", None],
    [None, None, "Notes on the evidence", "Score", "Notes on the evidence", "Score"],
    ["Implementation plan", 40, "two phases", 4, "thin", 3, 4],
    ["Project team", 30, "named people", 5, "named", 4, 5],
    ["Price", 30, None, 2, None, 3, 3],
]


def test_pairs_of_note_and_score_for_each_evaluator_are_read_for_the_vendor_named_above() -> None:
    scores, findings = read(grid(*PAIRS))

    assert scores == {
        "Evaluator 1": [("Ada", "plan", "4", "two phases", "D6"), ("Ada", "team", "5", "named people", "D7")],
        "Evaluator 2": [("Ada", "plan", "3", "thin", "F6"), ("Ada", "team", "4", "named", "F7")],
    }
    assert [entry for entry in findings if entry[0] is not Rule.SCORE_MISSING] == [
        (Rule.SCORE_COLUMN_UNUSED, "G3"), (Rule.SCORE_UNKNOWN, "D8"), (Rule.SCORE_UNKNOWN, "F8"),
    ]  # fmt: skip
    assert [rule for rule, _ in findings].count(Rule.SCORE_MISSING) == 2


def test_a_sheet_for_each_vendor_is_known_by_its_name() -> None:
    rows: list[list[Any]] = [
        ["评审因素", "得分", "理由"],
        ["实施方案", 4, "分两期"],
        ["项目团队", 5, "人员齐备"],
        ["培训", 3, "有计划"],
    ]
    scores, findings = read(grid(*rows, name="Ada"), grid(*rows, name="Bo"))

    assert [line[:4] for line in scores["li"]][::3] == [("Ada", "plan", "4", "分两期"), ("Bo", "plan", "4", "分两期")]
    assert findings == []


def test_evaluators_beneath_each_vendor_are_told_apart() -> None:
    scores, _ = read(
        grid(
            ["Criteria", "Ada", None, "Bo", None], [None, "Wang", "Li", "Wang", "Li"], ["Implementation plan", 4, 3, 2, 1],
            ["Project team", 5, 4, 3, 2],
        )
    )  # fmt: skip

    assert {name: [line[:3] for line in lines] for name, lines in scores.items()} == {
        "Wang": [("Ada", "plan", "4"), ("Ada", "team", "5"), ("Bo", "plan", "2"), ("Bo", "team", "3")],
        "Li": [("Ada", "plan", "3"), ("Ada", "team", "4"), ("Bo", "plan", "1"), ("Bo", "team", "2")],
    }


@pytest.mark.parametrize(
    "heads",
    [
        ["Criteria", "Max score", "Ada"],
        ["Criteria", "Weight", "Ada (0-10)"],
    ],
)
def test_another_scale_is_a_finding_and_no_score(heads: list[Any]) -> None:
    scores, findings = read(grid(heads, ["Implementation plan", 10, 4], ["Project team", 10, 5], ["Training", 10, 2]))

    assert [line for lines in scores.values() for line in lines] == []
    assert [entry for entry in findings if entry[0] is Rule.SCORE_SCALE_DIFFERS] == [
        (Rule.SCORE_SCALE_DIFFERS, "C2"), (Rule.SCORE_SCALE_DIFFERS, "C3"), (Rule.SCORE_SCALE_DIFFERS, "C4"),
    ]  # fmt: skip


def test_points_outside_the_scale_and_words_are_no_scores() -> None:
    scores, findings = read(
        grid(["Criteria", "Ada"], ["Implementation plan", 7], ["Project team", "good"], ["Training", 3]), grid(["x"])
    )

    assert [line[1] for line in scores["li"]] == ["training"]
    assert (Rule.SCORE_OUTSIDE, "B2") in findings
    assert (Rule.NOT_A_NUMBER, "B3") in findings


def test_two_scores_of_one_evaluator_for_one_thing_are_not_chosen_between() -> None:
    scores, findings = read(
        grid(
            ["Supplier: Ada"], ["Criteria", "Evaluator 1", "Evaluator 1"], ["Implementation plan", 4, 3],
            ["Project team", 5, None],
        )
    )  # fmt: skip

    assert [line[:3] for line in scores["Evaluator 1"]] == [("Ada", "team", "5")]
    assert (Rule.QUESTION_TWICE, "C3") in findings


def test_scores_of_nobody_and_of_vendors_who_are_not_here_are_told_and_not_used() -> None:
    rows: list[list[Any]] = [["Implementation plan", 4], ["Project team", 5]]

    assert read(grid(["Criteria", "Score"], *rows)) == ({}, [(Rule.SCORE_VENDOR_UNKNOWN, "B1")])
    assert read(grid(["Supplier: Cy"], ["Criteria", "Score"], *rows)) == ({}, [(Rule.SCORE_ABSENT, "")])
    assert (Rule.SCORE_ABSENT, "") in read(
        grid(["Criteria", "Ada", "Cy"], ["Implementation plan", 4, 3], ["Project team", 5, 3])
    )[1]


def test_a_sheet_whose_name_and_label_name_two_vendors_is_nobodys() -> None:
    rows: list[list[Any]] = [["Supplier: Bo"], ["Criteria", "Score"], ["Implementation plan", 4], ["Project team", 5]]

    assert read(grid(*rows, name="Ada")) == ({}, [(Rule.SCORE_VENDOR_UNKNOWN, "B2")])


def test_scores_without_any_heading_are_not_used_but_told() -> None:
    assert read(grid(["Implementation plan", 4], ["Project team", 5], name="Ada")) == (
        {},
        [(Rule.SCORE_VENDOR_UNKNOWN, "A1")],
    )


def test_a_workbook_that_names_no_criterion_of_the_method_is_no_form() -> None:
    other = workbook("x.xlsx", grid(["Criteria", "Ada"], ["Colour", 4], ["Smell", 5]))

    assert not is_score_form(other, METHOD)
    assert is_score_form(workbook("y.xlsx", ACROSS), METHOD)
    assert [found.rule for found in read_score_form(other, METHOD, BIDS)[1]] == [Rule.LAYOUT_UNKNOWN]
