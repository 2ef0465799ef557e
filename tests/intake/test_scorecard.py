"""Scores are read by the id of their row; every fault is found with its cell, none is guessed away."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.domain.finding import Rule, Severity
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.layout import Marker
from evaluator.intake.scorecard import issue, read_scorecard, score_key
from tests import tiny

METHOD = tiny.method()


def workbook(*rows: tuple[str, str, str], evaluator: str = "Eva", agreed: str = "", **marked: str) -> Workbook:
    """A card with score rows (id, points, reason) from row 5 of the sheet "Plan"."""
    settings = {"pack": "tiny", "envelope": "scores", "tender": "T-1", **marked}
    code = Marker(settings["pack"], "1.0", settings["envelope"], "en", settings["tender"], issue(METHOD)).code()
    cover = {(1, 1): "E1", (1, 3): evaluator, (2, 1): "E2", (2, 3): agreed, (3, 1): "ID", (3, 3): code}
    plan = {}
    for row, (key, points, reason) in enumerate(rows, start=5):
        plan |= {(row, 1): key, (row, 4): points, (row, 5): reason, (row, 6): "Main!D4"}
    return Workbook("eva.xlsx", "0" * 64, (sheet("Cover", cover), sheet("Plan", plan)))


def sheet(name: str, texts: dict[tuple[int, int], str]) -> SheetCells:
    kinds = {True: "number", False: "text"}
    return SheetCells(
        name,
        {
            place: Cell(*place, text, kinds[text.replace(".", "", 1).isdigit() and place[1] == 4])
            for place, text in texts.items()
            if text
        },
    )


def rules(findings):
    return [(found.rule, found.source.cell) for found in findings]


def test_points_reason_and_evidence_are_read_with_their_cell():
    card, findings = read_scorecard(
        workbook(("plan|Ada", "4", "clear"), ("plan|Bo", "2.5", "thin")), METHOD, ["Ada", "Bo"]
    )

    assert findings == ()
    assert (card.evaluator, card.agreed) == ("Eva", False)
    assert [(score.vendor, score.points, score.reason) for score in card.scores] == [
        ("Ada", Decimal(4), "clear"),
        ("Bo", Decimal("2.5"), "thin"),
    ]
    assert (card.scores[0].evidence, str(card.scores[0].source)) == ("Main!D4", "Plan!D5")


def test_a_vendors_name_is_matched_as_people_write_it_and_kept_as_the_bid_has_it():
    card, findings = read_scorecard(workbook(("plan|ＡＤＡ  ltd", "4", "x")), METHOD, ["Ada Ltd"])

    assert ([score.vendor for score in card.scores], findings) == (["Ada Ltd"], ())


@pytest.mark.parametrize("points", ["", "-", "TBD"])
def test_a_blank_score_is_a_warning_and_no_score(points):
    card, findings = read_scorecard(workbook(("plan|Ada", points, "")), METHOD, ["Ada"])

    assert card.scores == ()
    assert [(found.rule, found.severity) for found in findings] == [(Rule.SCORE_MISSING, Severity.WARNING)]


def test_a_row_that_was_deleted_is_missing_too():
    card, findings = read_scorecard(workbook(("plan|Ada", "4", "x")), METHOD, ["Ada", "Bo"])

    assert [(found.rule, found.vendor) for found in findings] == [(Rule.SCORE_MISSING, "Bo")]
    assert len(card.scores) == 1


@pytest.mark.parametrize("points", ["6", "5.01"])
def test_points_outside_the_scale_are_no_score(points):
    card, findings = read_scorecard(workbook(("plan|Ada", points, "x")), METHOD, ["Ada"])

    assert (card.scores, rules(findings)) == ((), [(Rule.SCORE_OUTSIDE, "D5")])
    assert dict(findings[0].params)["high"] == "5"


def test_of_a_card_partly_outside_the_scale_each_score_not_taken_is_told_and_the_others_are_read():
    card, findings = read_scorecard(workbook(("plan|Ada", "9", "x"), ("plan|Bo", "4", "y")), METHOD, ["Ada", "Bo"])

    assert [(score.vendor, score.points) for score in card.scores] == [("Bo", Decimal(4))]
    assert [(found.vendor, str(found.source)) for found in findings] == [("Ada", "Plan!D5")]
    assert "outside 0 to 5 and was not taken" in message(findings[0], "en")
    assert "不在 0 至 5 之间，没有采用" in message(findings[0], "zh")


def test_words_instead_of_points_are_no_score():
    card, findings = read_scorecard(workbook(("plan|Ada", "very good", "x")), METHOD, ["Ada"])

    assert (card.scores, rules(findings)) == ((), [(Rule.NOT_A_NUMBER, "D5")])


def test_points_without_a_reason_count_and_are_remarked():
    card, findings = read_scorecard(workbook(("plan|Ada", "4", "")), METHOD, ["Ada"])

    assert ([score.points for score in card.scores], rules(findings)) == ([Decimal(4)], [(Rule.SCORE_UNREASONED, "E5")])


def test_bids_that_are_not_here_are_named_in_one_note_for_the_card():
    rows = [
        ("plan|Ada", "4", "x"),
        ("plan|Bo", "3", "x"),
        ("plan|BO ", "2", "x"),
        ("plan|Cy", "1", "x"),
        ("plan|Di", "", ""),
    ]
    card, findings = read_scorecard(workbook(*rows), METHOD, ["Ada"])

    (note,) = findings
    assert (len(card.scores), note.rule, note.severity) == (1, Rule.SCORE_ABSENT, Severity.NOTE)
    assert dict(note.params)["vendors"] == Text("Bo、Cy", "Bo, Cy")


@pytest.mark.parametrize("key", ["support|Ada", "other|Ada", "other|Nobody"])
def test_points_for_an_unknown_sub_criterion_are_not_used(key):
    card, findings = read_scorecard(workbook(("plan|Ada", "4", "x"), (key, "3", "x")), METHOD, ["Ada"])

    assert (len(card.scores), rules(findings)) == (1, [(Rule.SCORE_UNKNOWN, "D6")])


def test_two_different_scores_for_one_thing_leave_none():
    card, findings = read_scorecard(workbook(("plan|Ada", "4", "x"), ("plan|Ada", "3", "y")), METHOD, ["Ada"])

    assert (card.scores, rules(findings)) == ((), [(Rule.QUESTION_TWICE, "D6")])


def test_the_same_score_twice_is_one_score():
    card, findings = read_scorecard(workbook(("plan|Ada", "4", "x"), ("plan|Ada", "4", "x")), METHOD, ["Ada"])

    assert (len(card.scores), findings) == (1, ())


@pytest.mark.parametrize(
    ("word", "agreed"), [("yes", True), ("是", True), ("是 / Yes", True), ("No", False), ("", False)]
)
def test_the_cover_says_whether_the_panel_agreed_on_these_scores(word, agreed):
    card, _ = read_scorecard(workbook(("plan|Ada", "4", "x"), agreed=word), METHOD, ["Ada"])

    assert card.agreed is agreed


def test_without_a_name_on_the_cover_the_file_name_is_the_evaluators():
    card, _ = read_scorecard(workbook(("plan|Ada", "4", "x"), evaluator=""), METHOD, ["Ada"])

    assert card.evaluator == "eva"


@pytest.mark.parametrize(
    ("marked", "rule"),
    [
        ({"pack": "other"}, Rule.OTHER_PACK),
        ({"tender": "T-9"}, Rule.OTHER_TENDER),
        ({"envelope": "technical"}, Rule.LAYOUT_UNKNOWN),
    ],
)
def test_a_card_of_something_else_is_refused_whole(marked, rule):
    card, findings = read_scorecard(workbook(("plan|Ada", "4", "x"), **marked), METHOD, ["Ada"], tiny.tender())

    assert (card, [found.rule for found in findings]) == (None, [rule])


def test_the_issue_follows_the_scales_alone():
    longer = tiny.method(
        criteria=tuple(
            c
            if c.key != "plan"
            else type(c)(**{**{f: getattr(c, f) for f in c.__dataclass_fields__}, "levels": tiny.LEVELS[:4]})
            for c in METHOD.criteria
        )
    )

    assert issue(METHOD) == issue(tiny.method(version="2.0"))
    assert issue(METHOD) != issue(longer)


def test_a_vendors_name_may_hold_the_joint_itself():
    card, findings = read_scorecard(workbook((score_key("plan", "A|B Ltd"), "4", "x")), METHOD, ["A|B Ltd"])

    assert ([score.vendor for score in card.scores], findings) == (["A|B Ltd"], ())
