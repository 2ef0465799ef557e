"""Tables of a bid held against the buyer's own figures, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.cells import with_cells
from evaluator.contract.draft import Table
from evaluator.contract.lint import lint
from evaluator.contract.promises import Fate
from evaluator.contract.risk import gap
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import CellPosition, Position, TermKind, TermStatus
from evaluator.domain.question import Column, FixedRow, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import questionnaire
from evaluator.services.drafting import make_draft
from evaluator.ui.views.term import after, gone, labels
from tests import drafts
from tests.contract.test_bundled_libraries import inputs
from tests.contract.test_gates import answering

SLOW = {(0, "response"): Decimal("0.5"), (2, "resolution"): Decimal(40)}


@pytest.fixture(scope="module")
def full():
    given = inputs("crm_platform")
    wanted = given.library.position("sla").cells
    rows = {"P1": 0, "P2": 1, "P3": 2, "P4": 3}
    return answering(given, SU_02={(rows[cell.row], cell.column): Decimal(cell.value) for cell in wanted})


def printed(made, term):
    table = next(
        part for one in made.draft.appendices for part in one.parts if isinstance(part, Table) and part.term == term
    )
    return table, [row[-1] for row in table.rows]


def test_a_slower_severity_is_a_deviation_with_its_gap_and_its_cell(full):
    made = make_draft(answering(full, SU_02=SLOW), wanted=())

    found = {v.term.id: v for v in made.values if v.term.id.startswith("sla/") and v.status is TermStatus.DEVIATES}
    assert {key: gap(value) for key, value in found.items()} == {
        "sla/P1/response": Decimal("0.25"), "sla/P3/resolution": Decimal(16),
    }  # fmt: skip
    assert all(value.source.cell for value in found.values())
    assert {row.term for row in made.draft.deviations} >= set(found)
    assert {"deviation:sla/P1/response", "deviation:sla/P3/resolution"} <= set(made.summary["blocking"])
    assert make_draft(full, wanted=()).draft.deviations == tuple(
        row for row in make_draft(full, wanted=()).draft.deviations if not row.term.startswith("sla/")
    )


def test_the_schedule_prints_our_time_under_the_number_of_the_deviation(full):
    made = make_draft(answering(full, SU_02=SLOW), wanted=())
    table, last = printed(made, "sla")

    marks = {row.term: row.mark for row in made.draft.deviations}
    assert last[2][0].amount == "24"
    assert table.marks[2, len(table.headings) - 1] == marks["sla/P3/resolution"]


def test_a_cell_can_be_agreed_and_the_schedule_then_says_so(full):
    entry = Agreed(
        vendor="Ada", term="sla/P3/resolution", value=Decimal(32), reason="fallback", by="Li", at="2026-01-05"
    )
    made = make_draft(replace(answering(full, SU_02=SLOW), agreed=(entry,)), wanted=())

    value = next(value for value in made.values if value.term.id == entry.term)
    assert (value.status, value.was) == (TermStatus.AGREED, Decimal(40))
    assert printed(made, "sla")[1][2][0].amount == "32"
    assert next(row for row in made.draft.annex if row.term == entry.term).places[0].schedule == 5


def agreeing(given, term, value):
    entry = Agreed(vendor="Ada", term=term, value=value, reason="asked", by="Li", at="2026-01-05")
    return replace(given, agreed=(*given.agreed, entry))


def test_what_is_agreed_of_a_blank_cell_is_printed_and_the_cell_is_no_longer_open(full):
    blank = answering(full, SU_02={(1, "resolution"): None})
    open_, made = make_draft(blank, wanted=()), make_draft(agreeing(blank, "sla/P2/resolution", Decimal(6)), wanted=())

    assert (printed(open_, "sla")[1][1], open_.draft.open_cells) == ((), 1)
    assert "rows" in {point.rule for point in open_.points}
    assert (printed(made, "sla")[1][1][0].amount, made.draft.open_cells) == ("6", 0)
    assert "rows" not in {point.rule for point in made.points}


def test_a_cell_agreed_of_a_table_without_any_answer_is_printed_in_its_row(full):
    answers = {key: one for key, one in full.bid.answers.items() if key != "SU-02"}
    without = replace(full, bid=replace(full.bid, answers=answers))
    made = make_draft(agreeing(without, "sla/P2/resolution", Decimal(6)), wanted=())

    table, last = printed(made, "sla")
    assert [words[0].amount if words else "" for words in last] == ["", "6", "", ""]
    assert (table.status, made.draft.open_cells > 0) == (TermStatus.AGREED, True)
    assert "sla" in {row.term for row in make_draft(without, wanted=()).draft.blanks}


def test_data_has_the_cells_of_a_table_as_the_draft_prints_them(full):
    given = agreeing(answering(full, SU_02={**SLOW, (1, "resolution"): None}), "sla/P2/resolution", Decimal(6))
    terms = {one["id"]: one["value"] for one in make_draft(given, wanted=()).summary["terms"]}

    at = [terms["sla"]["columns"].index(name) for name in ("response", "resolution")]
    rows = [[row[one] for one in at] for row in terms["sla"]["rows"]]
    assert (rows[0][0], rows[1][1], rows[2][1]) == (0.25, 6, 24)
    assert (terms["sla/P1/response"], terms["sla/P3/resolution"]) == (0.5, 40)


def test_the_page_offers_every_cell_on_which_the_buyer_has_a_position(full):
    made = make_draft(answering(full, SU_02={**SLOW, (1, "resolution"): None}), wanted=())
    cells = {f"sla/P{row}/{column}" for row in range(1, 5) for column in ("response", "resolution")}

    offered = {lang: labels(made, lang) for lang in ("zh", "en")}
    assert cells <= set(offered["zh"])
    assert [offered[lang]["sla/P2/resolution"].split(" · ")[-1] for lang in ("zh", "en")] == ["待定", "Blank"]
    assert after(made, "sla/P1/resolution") == "sla/P2/resolution"
    assert {row.term for row in made.draft.annex} & cells == {"sla/P1/response", "sla/P3/resolution"}


def test_a_slower_time_agreed_beside_a_better_answer_weakens_what_was_scored(full):
    entry = Agreed(vendor="Ada", term="sla/P1/response", value=Decimal(2), reason="asked", by="Li", at="2026-01-05")
    kept, weaker = make_draft(full, wanted=()), make_draft(replace(full, agreed=(entry,)), wanted=())

    fates = [next(one.fate for one in made.promises.lines if one.item == "SU-02") for made in (kept, weaker)]
    assert fates == [Fate.KEPT, Fate.WEAKENED]


@pytest.mark.parametrize(
    ("scored", "agreed", "fate"), [("joint", "vendor", Fate.KEPT), ("vendor", "joint", Fate.WEAKENED)]
)
def test_a_better_reply_agreed_in_a_cell_weakens_nothing(full, scored, agreed, fate):
    rows = full.bid.answers["SU-04"].rows
    at = next(at for at, row in enumerate(rows) if row.key == "training")
    told = answering(full, SU_04={(at, "who"): scored})
    made = make_draft(agreeing(told, "services/training/who", agreed), wanted=())

    assert next(one.fate for one in made.promises.lines if one.item == "SU-04") is fate


def test_an_agreed_value_whose_row_is_gone_keeps_the_draft_from_being_signed(full):
    given = agreeing(full, "key_staff/99/employer", "own")
    made = make_draft(given, wanted=())

    (point,) = [point for point in made.points if point.rule == "agreed_gone"]
    assert point.keys == ("agreed_gone:key_staff/99/employer",)
    assert set(point.keys) <= set(made.summary["blocking"])
    assert gone(made, given.agreed) == ("key_staff/99/employer",)
    assert all("key_staff/99/employer" in Speaker(lang, {}).point(point, lang) for lang in ("zh", "en"))
    assert gone(make_draft(full, wanted=()), full.agreed) == ()


def test_the_name_of_a_cell_keeps_abbreviations_and_one_language_stays_one():
    books = {key: Text(zh, en) for key, zh, en in (("table", "恢复", ""), ("row", "一级", ""), ("column", "目标", ""))}
    table = drafts.term("dr", "question:DR-01", TermKind.TABLE, label=books["table"])
    column = Column(key="rto", title=books["column"], kind=Kind.DURATION, unit="hour")
    cells = (CellPosition(row="P1", column="rto", value=Decimal(4), compare="at_most"),)

    def name(label, row, title):
        asked = Question(
            id="DR-01", section="s", text=Text("恢复", "Recovery"), kind=Kind.TABLE, columns=(replace(column, title=title),),
            rows=(FixedRow(key="P1", title=row),),
        )  # fmt: skip
        held = Position(term="dr", text=Text(), owner="it", cells=cells)
        books = drafts.library(terms=(replace(table, label=label),), positions=(held,))
        return with_cells(books, {"DR-01": asked}, drafts.bid()).terms[1].label

    assert name(books["table"], books["row"], books["column"]) == Text("恢复：一级·目标", "")
    assert (
        name(Text("恢复", "Recovery"), Text("P1", "P1"), Text("目标", "RTO in hours")).en
        == "Recovery: P1, RTO in hours"
    )
    assert name(Text("恢复", "Recovery"), Text("P1", "P1"), Text("响应", "Response")).en == "Recovery: P1, response"


def test_every_row_that_a_vendor_fills_itself_is_compared(full):
    staff = answering(full, TS_01={(0, "employer"): "own", (1, "employer"): "subcontract"})
    made = make_draft(staff, wanted=())

    rows = [row.term for row in made.draft.deviations if row.term.startswith("key_staff/")]
    key = staff.bid.answers["TS-01"].rows[1].key
    assert rows == [f"key_staff/{key}/employer"]
    labels = [row.label.zh for row in made.draft.deviations if row.term in rows]
    assert labels[0].endswith("第2行·用工关系")


@pytest.mark.parametrize(
    "cell",
    [
        CellPosition(row="P9", column="response", value=Decimal(1), compare="at_most"),
        CellPosition(row="P1", column="speed", value=Decimal(1), compare="at_most"),
        CellPosition(row="P1", column="definition", value="text", compare="equal"),
        CellPosition(row="P1", column="response", value="fast", compare="at_most"),
    ],
)
def test_a_cell_that_the_table_does_not_have_is_a_fault(full, cell):
    asked = {one.id: one for one in questionnaire(full.method, full.library.positions, None).all()}
    changed = tuple(replace(one, cells=(cell,)) if one.term == "sla" else one for one in full.library.positions)

    faults = lint(replace(full.library, positions=changed), asked)

    assert [fault.place for fault in faults] == ["position sla"]
    assert faults[0].rule in ("unknown_question", "unknown_option")
