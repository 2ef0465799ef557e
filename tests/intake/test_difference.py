"""Two readings of one vendor's workbook: cells added, removed, changed, and what a round lets in of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.round import Round
from evaluator.intake.bids import FileReading
from evaluator.intake.difference import difference, merged, unasked_findings


def said(item: str, text: str, file: str = "first.xlsx", **more: str) -> Answer:
    state = State.ANSWERED if text else State.UNANSWERED
    place = Source(file, "0" * 64, "Main", "D4")
    return Answer(item=item, state=state, verbatim=text, value=text or None, source=place, **more)  # type: ignore[arg-type]  # texts only


def table(file: str = "first.xlsx", **cells: str) -> Answer:
    rows = tuple(Row(key, {"hours": said(f"SU-02/{key}/hours", text, file)}) for key, text in cells.items())
    state = State.ANSWERED if any(cells.values()) else State.UNANSWERED
    return Answer(item="SU-02", state=state, source=Source(file), rows=rows)


def reading(file: str, *answers: Answer, findings: tuple[Finding, ...] = ()) -> FileReading:
    return FileReading(
        name=file, sha256=file, layout="template", refused=False, vendor="Ada", answers=answers, findings=findings
    )


def asked(*items: str) -> Round:
    return Round(vendor="Ada", number=1, items=items, due="2026-12-08")


def test_the_same_answers_in_another_file_differ_in_nothing() -> None:
    before = (said("A-1", "4"), table(P1="4", P2="8"), said("A-2", ""))
    after = (said("A-1", "4", "again.xlsx"), table("again.xlsx", P1="4", P2="8"), said("A-2", "", "again.xlsx"))

    told = difference(before, after)

    assert (told.changes, told.unchanged) == ((), 3)


def test_a_text_that_reads_as_the_same_value_is_still_shown_as_changed() -> None:
    (change,) = difference((said("A-1", "24 h"),), (said("A-1", "1 day"),)).changes
    assert (change.how, change.before, change.after) == ("changed", "24 h", "1 day")


def test_questions_that_only_one_workbook_has_are_added_or_removed() -> None:
    told = difference((said("A-1", "4"), said("A-2", "x")), (said("A-2", "x"), said("A-3", "y")))

    assert [(change.item, change.how) for change in told.changes] == [("A-3", "added"), ("A-1", "removed")]
    assert (told.count("added"), told.count("removed"), told.count("changed"), told.unchanged) == (1, 1, 0, 1)


def test_the_name_of_an_evidence_file_counts_as_a_part_of_its_own() -> None:
    (change,) = difference((said("A-1", "4"),), (said("A-1", "4", evidence_file="iso.pdf"),)).changes
    assert (change.part, change.how, change.after) == ("evidence", "added", "iso.pdf")


@pytest.mark.parametrize(
    ("items", "hours"),
    [(("SU-02",), {"P1": "6", "P2": "9", "P3": "1"}), (("SU-02/P1",), {"P1": "6", "P2": "8"}),
     (("SU-02/P3/hours",), {"P1": "4", "P2": "8", "P3": "1"}), (("A-1",), {"P1": "4", "P2": "8"})],
)  # fmt: skip
def test_of_a_table_only_the_rows_and_cells_asked_about_come_in(items: tuple[str, ...], hours: dict[str, str]) -> None:
    before = reading("first.xlsx", table(P1="4", P2="8"))
    after = reading("again.xlsx", table("again.xlsx", P1="6", P2="9", P3="1"))

    (answer,) = merged(before, after, asked(*items).asks).answers

    assert {row.key: row.cells["hours"].verbatim for row in answer.rows} == hours
    files = {row.key: row.cells["hours"].source.file for row in answer.rows}
    assert all(file == ("first.xlsx" if hours[key] in "48" else "again.xlsx") for key, file in files.items())


def test_a_table_filled_in_a_round_is_answered_from_then_on() -> None:
    made = merged(
        reading("first.xlsx", table(P1="")), reading("again.xlsx", table("again.xlsx", P1="4")), asked("SU-02/P1").asks
    )
    assert made.answers[0].state is State.ANSWERED


def test_findings_go_with_the_answers_they_are_about() -> None:
    blank, wrong = finding(Rule.BLANK, item="A-1", id="A-1"), finding(Rule.NOT_A_NUMBER, item="A-2", given="many")
    gone, macros = finding(Rule.SHEET_MISSING, title="Main"), finding(Rule.FILE_MACROS, file="again.xlsx")
    before = reading("first.xlsx", said("A-1", ""), said("A-2", "2"), findings=(blank,))
    after = reading("again.xlsx", said("A-1", "4"), said("A-2", "many"), findings=(wrong, gone, macros))

    made = merged(before, after, asked("A-1").asks)

    assert made.findings == (macros,)
    assert [answer.verbatim for answer in made.answers] == ["4", "2"]


def test_a_sheet_that_was_missing_and_has_come_is_missing_no_more() -> None:
    gone = finding(Rule.SHEET_MISSING, title="Main")
    before, after = reading("first.xlsx", said("A-1", ""), findings=(gone,)), reading("again.xlsx", said("A-1", "4"))

    assert merged(before, after, asked("A-1").asks).findings == ()
    assert merged(before, replace(after, findings=(gone,)), asked("A-1").asks).findings == (gone,)


def test_the_day_of_the_answer_may_always_change() -> None:
    told = difference((said("V8", "2026-12-01"), said("A-1", "4")), (said("V8", "2026-12-07"), said("A-1", "5")))

    assert [found.item for found in unasked_findings(told, asked("A-2").asks, "2026-12-08")] == ["A-1"]


def test_what_is_gone_is_told_at_the_cell_where_it_stood() -> None:
    told = difference((said("A-1", "4"),), ())
    (found,) = unasked_findings(told, asked("A-2").asks, "2026-12-08")

    assert (found.source.file, found.source.cell) == ("first.xlsx", "D4")
    assert dict(found.params) == {"due": "2026-12-08", "before": "4", "after": "–"}
