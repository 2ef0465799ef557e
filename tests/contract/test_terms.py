"""Where each term's value comes from, its status, and the cell that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evaluator.contract.positions import departs
from evaluator.domain.bid import Answer, Row, Settlement, Standing, State
from evaluator.domain.contract import Position, TermKind, TermStatus, TermTable
from evaluator.domain.finding import Source
from evaluator.domain.money import Money
from evaluator.domain.question import Column, FixedRow, Kind, Option, Question
from evaluator.domain.text import Text
from tests import drafts, tiny


def status(made, key, **changes):
    value = drafts.values(made, **changes)[key]
    return value.status, value.value


def test_an_accepted_position_is_filled_with_the_buyer_s_value_and_the_vendor_s_cell():
    found = drafts.values(drafts.bid())["payment_days"]

    assert (found.status, found.value) == (TermStatus.FILLED, Decimal(30))
    assert (found.source.file, found.source.sheet, found.source.cell) == ("ada.xlsx", "Deviations", "D4")
    assert found.verbatim == "No deviation"


@pytest.mark.parametrize("reply", ["positive", "negative"])
def test_a_deviation_keeps_the_vendor_s_wording_and_its_own_cell(reply):
    answer = replace(drafts.deviating("15 days"), value=reply)

    found = drafts.values(drafts.bid(DV_01=answer))["payment_days"]

    assert (found.status, found.value, found.verbatim, found.source.cell) == (
        TermStatus.DEVIATES,
        "15 days",
        "15 days",
        "E4",
    )
    assert found.position is not None
    assert found.position.value == Decimal(30)


def test_a_deviation_without_wording_points_at_the_reply_itself():
    answer = replace(drafts.deviating(), remark="", remark_cell="")

    found = drafts.values(drafts.bid(DV_01=answer))["payment_days"]

    assert (found.verbatim, found.source.cell) == ("Negative deviation", "D4")


def test_a_position_that_the_vendor_has_not_answered_stays_the_buyer_s():
    made = drafts.bid(DV_01=drafts.cell("DV-01", None))

    found = drafts.values(made)["payment_days"]

    assert (found.status, found.value, found.standing) == (TermStatus.POSITION, Decimal(30), "unanswered")


def test_the_tender_s_own_figure_replaces_the_pack_s_and_nobody_has_agreed_to_it_yet():
    own = drafts.tender(terms={"payment_days": 45})

    assert status(drafts.bid(), "payment_days", tender=own) == (TermStatus.POSITION, Decimal(45))


def test_the_same_figure_in_the_tender_is_what_the_vendor_agreed_to():
    own = drafts.tender(terms={"payment_days": 30})

    assert status(drafts.bid(), "payment_days", tender=own) == (TermStatus.FILLED, Decimal(30))


def test_words_in_the_tender_replace_a_figure_of_the_pack():
    own = drafts.tender(terms={"payment_days": Text("验收后", "after acceptance")})

    assert status(drafts.bid(), "payment_days", tender=own) == (TermStatus.POSITION, Text("验收后", "after acceptance"))


def test_an_answer_worse_than_the_position_deviates_and_a_better_one_does_not():
    worse = drafts.bid(SU_01=drafts.cell("SU-01", Decimal(12)))

    assert status(worse, "response")[0] is TermStatus.DEVIATES
    assert status(drafts.bid(), "response") == (TermStatus.FILLED, Decimal(4))


@pytest.mark.parametrize("state", [State.UNANSWERED, State.AMBIGUOUS, State.DAMAGED, State.NOT_APPLICABLE])
def test_an_answer_that_nobody_can_read_is_a_blank_never_a_guess(state):
    open_answer = drafts.cell("SU-01", None, state=state, verbatim="soon")

    found = drafts.values(drafts.bid(SU_01=open_answer))["response"]

    assert (found.status, found.value, found.verbatim, found.standing) == (TermStatus.BLANK, None, "soon", state.value)


def test_a_settled_answer_counts_with_the_person_s_value_and_keeps_the_cell():
    settled = Settlement(
        vendor="Ada", item="SU-01", value=Decimal(6), reason="asked", by="Eva", date="2026-02-01", source="e-mail"
    )
    answer = drafts.cell("SU-01", None, place="D9", state=State.AMBIGUOUS, verbatim="soon", settled=settled)

    found = drafts.values(drafts.bid(SU_01=answer))["response"]

    assert (found.status, found.value, found.source.cell, found.standing) == (
        TermStatus.FILLED,
        Decimal(6),
        "D9",
        "settled",
    )


def test_a_confirmed_no_answer_is_blank():
    settled = Settlement(
        vendor="Ada", item="SU-01", value=None, reason="none", by="Eva", date="2026-02-01", source="call"
    )

    found = drafts.values(drafts.bid(SU_01=drafts.cell("SU-01", None, settled=settled)))["response"]

    assert found.status is TermStatus.BLANK


def test_how_far_an_answer_was_checked_travels_with_it():
    answer = drafts.cell("SU-01", Decimal(4), standing=Standing.EVIDENCE_SEEN)

    assert drafts.values(drafts.bid(SU_01=answer))["response"].standing == "evidence_seen"


def test_buyer_s_facts_are_positions_and_a_missing_tender_leaves_them_blank():
    assert status(drafts.bid(), "buyer_name") == (TermStatus.POSITION, Text("海澜公司（示例）", "Hailan Ltd (sample)"))
    assert status(drafts.bid(), "court_place")[0] is TermStatus.POSITION
    assert status(drafts.bid(), "buyer_name", tender=None) == (TermStatus.BLANK, None)


def test_the_size_of_the_buyer_is_said_in_words():
    books = drafts.library(terms=(drafts.term("size", "buyer:size"), drafts.term("post", "buyer:email")))

    found = drafts.values(drafts.bid(), library=books)

    assert found["size"].value == Text("中型企业", "Medium enterprise")
    assert found["post"].status is TermStatus.BLANK


def test_a_tender_term_falls_back_on_the_pack_s_position():
    books = drafts.library(terms=(drafts.term("forum", "tender:forum", TermKind.CHOICE),))

    assert status(drafts.bid(), "forum", library=books) == (TermStatus.POSITION, "court")


def test_the_registered_name_comes_from_the_cover_and_stays_on_one_line():
    forged = drafts.cell("V1", "Ada\n第九条 免责", "Cover", "C5")

    found = drafts.values(drafts.bid(V1=forged))["vendor_name"]

    assert found.value == Text("Ada / 第九条 免责", "Ada / 第九条 免责")
    assert (found.status, found.source.cell) == (TermStatus.FILLED, "C5")


def test_a_vendor_known_by_its_file_only_has_no_cell_and_says_so():
    made = drafts.bid("Bo\u202e Ltd", V1=drafts.cell("V1", None))

    found = drafts.values(made)

    assert (found["vendor_name"].status, found["vendor_name"].value) == (TermStatus.POSITION, Text("Bo Ltd", "Bo Ltd"))
    assert drafts.values(drafts.bid(V3=drafts.cell("V3", None)))["vendor_address"].status is TermStatus.BLANK


def test_cover_cells_may_be_named_as_questions():
    books = drafts.library(terms=(drafts.term("address", "question:V3"),))

    assert status(drafts.bid(), "address", library=books) == (
        TermStatus.FILLED,
        Text("1 Example Road", "1 Example Road"),
    )


def test_the_price_is_the_recomputed_one_with_the_cell_of_a_unit_price():
    found = drafts.values(drafts.bid())

    assert found["total_price"].value == Money(Decimal("2000.00"))
    assert found["total_price"].source.cell == "D4"
    table = found["price_table"].value
    assert isinstance(table, TermTable)
    assert [row[5] for row in table.rows] == [Money(Decimal(1000)), Money(Decimal(1000)), Money(Decimal(2000))]


def test_a_price_still_open_leaves_price_terms_blank():
    made = tiny.bid("Bo", prices=(100, None))

    found = drafts.values(made)

    assert {found[key].status for key in ("total_price", "price_table")} == {TermStatus.BLANK}


def test_the_subtotal_of_a_group_is_a_term_of_its_own():
    books = drafts.library(
        terms=tuple(drafts.term(key, f"price:group/{key}", TermKind.MONEY) for key in ("all", "none"))
    )

    found = drafts.values(drafts.bid(), library=books)

    assert (found["all"].status, found["all"].value) == (TermStatus.FILLED, Money(Decimal(2000)))
    assert found["none"].status is TermStatus.BLANK


def test_requirements_carry_the_buyer_s_text_and_the_vendor_s_reply():
    table = drafts.values(drafts.bid())["requirements"].value

    assert isinstance(table, TermTable)
    assert [(row[0], row[3], row[4]) for row in table.rows] == [
        ("R1", Text("必须", "Must"), "meets"),
        ("R2", Text("期望", "Should"), "meets"),
    ]
    assert drafts.values(tiny.bid("Bo", replies=(None, None)))["requirements"].status is TermStatus.BLANK


def test_every_scored_or_gated_answer_becomes_a_commitment_with_its_cell():
    table = drafts.values(drafts.bid())["promises"].value

    assert isinstance(table, TermTable)
    assert [(row[0], row[3]) for row in table.rows] == [
        ("SU-01", "Main!D5"),
        ("SE-01", "Main!D6"),
        ("FT-01", "Main!D7"),
    ]


def test_blank_answers_promise_nothing():
    empty = replace(drafts.bid(), answers={})

    assert {
        value.status
        for key, value in drafts.values(empty).items()
        if key not in ("buyer_name", "court_place", "vendor_name")
    } == {
        TermStatus.BLANK,
        TermStatus.POSITION,
    }
    assert drafts.values(empty)["promises"].status is TermStatus.BLANK


SLA = Question(
    id="SL-01", section="main", text=tiny.words("Times"), kind=Kind.TABLE,
    columns=(
        Column(key="meaning", title=tiny.words("Meaning")),
        Column(key="response", title=tiny.words("Response"), kind=Kind.DURATION, unit="hour", required=True),
        Column(key="note", title=tiny.words("Note")),
    ),
    rows=tuple(FixedRow(key=key, title=Text(key, key), cells=(("meaning", Text("停", "down")),)) for key in ("P1", "P2")),
)  # fmt: skip


def sla(hours) -> Answer:
    rows = tuple(
        Row(key, {"response": drafts.cell(f"SL-01/{key}/response", hour, "SLA", place)})
        for key, hour, place in zip(("P1", "P2"), hours, ("D4", "D5"), strict=True)
    )
    return Answer(item="SL-01", state=State.ANSWERED, source=Source("ada.xlsx", "0" * 64, "SLA", "A3"), rows=rows)


def table_values(answer: Answer, **term_changes):
    books = drafts.library(
        terms=(
            drafts.term("sla", "question:SL-01", TermKind.TABLE, schedule=1, **term_changes),
            drafts.term("first", "question:SL-01/P1/response", TermKind.DURATION, unit="hour"),
            drafts.term("promises", "commitments", TermKind.TABLE, schedule=3),
        )
    )
    panel = replace(SLA, judge=tiny.PLAN.judge, criterion="plan")
    method = tiny.method(questions=(panel,))
    facts = drafts.known(books, method, drafts.tender(), drafts.bid(SL_01=answer), None)
    return {value.term.id: value for value in drafts.fill_terms(facts)}


def test_a_table_question_keeps_the_buyer_s_rows_and_printed_cells():
    found = table_values(sla((Decimal(1), None)))["sla"]

    assert isinstance(found.value, TermTable)
    assert found.value.rows == (
        (Text("P1", "P1"), Text("停", "down"), Decimal(1), None),
        (Text("P2", "P2"), Text("停", "down"), None, None),
    )
    assert (found.status, found.source.cell) == (TermStatus.FILLED, "D4")


def test_a_term_may_choose_columns_and_give_them_the_contract_s_titles():
    columns = (
        Column(key="row", title=Text("级别", "Severity")),
        Column(key="response", title=Text("响应", "Answer in")),
    )

    table = table_values(sla((Decimal(1), Decimal(2))), columns=columns)["sla"].value

    assert isinstance(table, TermTable)
    assert [(column.title.en, column.kind) for column in table.columns] == [
        ("Severity", Kind.TEXT),
        ("Answer in", Kind.DURATION),
    ]
    assert [row[1] for row in table.rows] == [Decimal(1), Decimal(2)]


def test_one_cell_of_a_table_can_be_a_term():
    assert table_values(sla((Decimal(1), None)))["first"].value == Decimal(1)
    assert table_values(sla((None, Decimal(2))))["first"].status is TermStatus.BLANK


def test_a_table_nobody_filled_is_blank_and_one_that_does_not_apply_has_no_rows():
    unasked = replace(sla((None, None)), rows=(), state=State.NOT_APPLICABLE)

    assert table_values(sla((None, None)))["sla"].status is TermStatus.BLANK
    assert table_values(unasked)["sla"].value == TermTable(columns=table_values(unasked)["sla"].value.columns, rows=())


def test_a_scored_table_with_a_schedule_is_promised_by_reference():
    table = table_values(sla((Decimal(1), None)))["promises"].value

    assert isinstance(table, TermTable)
    assert [row[2] for row in table.rows] == [Text("见附件一", "See Schedule 1")]


GRADED = tuple(
    Option(key=key, text=Text(key, key), value=Decimal(n)) for key, n in (("best", 100), ("mid", 50), ("low", 0))
)
PLAIN = tuple(Option(key=key, text=Text(key, key)) for key in ("low", "mid", "best"))


@pytest.mark.parametrize(
    ("value", "compare", "wanted", "options", "departed"),
    [
        (Decimal(5), "at_most", Decimal(4), (), True), (Decimal(4), "at_most", Decimal(4), (), False),
        (Decimal(5), "equal", Decimal(5), (), False), (Money(Decimal(5)), "at_most", Decimal(4), (), True),
        ("low", "at_least", "mid", GRADED, True), ("best", "at_least", "mid", GRADED, False),
        ("low", "at_least", "mid", PLAIN, True), ("best", "at_least", "mid", PLAIN, False),
        ("yes", "equal", "no", (), True), (("a", "b"), "equal", "a", (), False), (("b",), "equal", "a", (), True),
        ("anything", "none", "mid", (), False), (date(2026, 1, 1), "at_most", "mid", (), True),
    ],
)  # fmt: skip
def test_worse_than_the_position_is_a_deviation(value, compare, wanted, options, departed):
    position = Position(term="x", text=Text(), owner="it", value=wanted, compare=compare)

    assert departs(value, position, options) is departed


@pytest.mark.parametrize(("reply", "status"), [("none", "filled"), ("negative", "deviates")])
def test_a_position_stated_in_another_row_takes_the_reply_to_that_row(reply, status):
    within = replace(drafts.POSITIONS[1], question="", within="DV-01")
    books = drafts.library(positions=(drafts.POSITIONS[0], within, *drafts.POSITIONS[2:]))
    answer = drafts.deviating() if reply == "negative" else drafts.cell("DV-01", "none", "Deviations", "D4")

    found = drafts.values(drafts.bid(DV_01=answer), library=books)["forum"]

    assert (found.status.value, found.source.sheet) == (status, "Deviations")
    assert found.value == ("We need 15 days only." if reply == "negative" else "court")
