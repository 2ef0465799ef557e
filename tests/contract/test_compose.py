"""The draft before it is a document: numbers, references, gaps, deviations, and what is wrong with a library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.clauses import Place
from evaluator.contract.draft import Blank, Fault, Passage, Plain, Reference, Table, Value
from evaluator.contract.printing import Printer
from evaluator.contract.words import Own, Quantity
from evaluator.domain.bid import Bid
from evaluator.domain.contract import Clause, Condition, Paragraph, Schedule, TermKind, TermStatus, TermTable, When
from evaluator.domain.question import Column, Kind
from evaluator.domain.text import Text
from tests import drafts


def runs(draft, article, section, lang="en"):
    return draft.articles[article - 1].sections[section - 1].runs[lang]


def clause(key: str, zh: str, en: str, **more):
    return Clause(
        id=key, order=more.pop("order", 1), version=1, owner="x", title=Text("题", "Title"),
        paragraphs=(Paragraph(id=f"{key}.one", text=Text(zh, en)),), **more,
    )  # fmt: skip


def composed(*clauses: Clause, made: Bid | None = None, **changes):
    return drafts.drafted(made or drafts.bid(), library=drafts.library(clauses=clauses, **changes))


def test_articles_are_numbered_in_order_without_the_dropped_ones():
    draft = drafts.drafted(drafts.bid())

    assert [(article.id, article.number) for article in draft.articles] == [
        ("parties", 1), ("support", 2), ("payment", 3), ("court", 4),
    ]  # fmt: skip
    assert draft.faults == ()


def test_another_forum_brings_another_clause_and_the_term_of_the_dropped_one_leaves_the_annex():
    own = drafts.tender(terms={"forum": "arbitration", "court_place": Text("杭州", "Hangzhou")})

    draft = drafts.drafted(drafts.bid(), tender=own)

    assert draft.articles[-1].id == "arbitration"
    assert "court_place" not in {row.term for row in draft.annex}


def test_references_point_at_numbers_as_they_are_now():
    draft = drafts.drafted(drafts.bid())

    assert [run for run in runs(draft, 2, 1) if isinstance(run, Reference)] == [
        Reference("payment.days", Place(3, 2), "payment"),
        Reference("1", Place(schedule=1)),
    ]
    assert [run.place for run in runs(draft, 2, 1, "zh") if isinstance(run, Reference)] == [Place(3), Place(schedule=1)]


def test_a_reference_to_a_dropped_clause_is_a_fault_and_stands_nowhere():
    dropped = clause("gone", "无", "Gone", order=2, when=When(all=(Condition(term="response", op="blank"),)))

    draft = composed(clause("here", "见{ref:gone}。", "See {ref:gone}."), dropped)

    assert draft.faults == (Fault("absent_reference", "here.one", "gone"),)


@pytest.mark.parametrize(
    ("words", "rule", "name"),
    [
        ("{t:unheard}", "unknown_term", "unheard"), ("{sch:9}", "absent_schedule", "9"), ("{sch:here}", "absent_schedule", "here"),
        ("{ref:1}", "absent_reference", "1"), ("{x}", "bad_token", "{x}"),
    ],
)  # fmt: skip
def test_each_dead_token_is_a_fault_that_names_its_paragraph(words, rule, name):
    assert composed(clause("here", words, words)).faults == (Fault(rule, "here.one", name),)


def test_a_schedule_that_lists_an_unknown_term_is_a_fault():
    schedule = Schedule(number=1, title=Text("附", "S"), terms=("unheard",))

    draft = composed(clause("here", "无", "None"), schedules=(schedule,))

    assert draft.faults == (Fault("unknown_term", "schedule.1", "unheard"),)


def test_a_table_without_its_schedule_is_a_fault():
    draft = composed(clause("here", "{t:price_table}", "{t:price_table}"), schedules=())

    assert draft.faults == (Fault("no_schedule", "price_table", "price_table"),)


def test_a_table_in_a_sentence_is_a_reference_to_its_schedule():
    draft = composed(clause("here", "见{t:price_table}", "See {t:price_table}"))

    assert runs(draft, 1, 1) == (Plain("See "), Reference("2", Place(schedule=2)))


def test_every_blank_is_counted_once_and_stands_wherever_it_is_used():
    twice = clause("here", "{t:level}与{t:level}", "{t:level} and {t:level}")

    draft = composed(twice, made=drafts.bid(SE_01=drafts.cell("SE-01", None)))

    assert [run for run in runs(draft, 1, 1) if isinstance(run, Blank)] == [
        Blank("level", Text("level之名", "Name of level"))
    ] * 2
    assert [row.term for row in draft.blanks] == ["level"]


def test_deviations_are_numbered_as_they_are_read_and_boxed_once():
    made = drafts.bid(DV_01=drafts.deviating(), SU_01=drafts.cell("SU-01", 12 * drafts.Decimal(1), verbatim="12 h"))

    draft = drafts.drafted(made)

    boxes = [found for article in draft.articles for section in article.sections for found in section.deviations]
    assert [(found.mark, found.term) for found in boxes] == [(1, "response"), (2, "payment_days")]
    assert boxes[0].ours == (Quantity("8", "hour"),)
    assert boxes[0].theirs == (Quantity("12", "hour"),)
    assert boxes[1].theirs == (Own("We need 15 days only.", "en"),)
    assert [(row.term, row.mark) for row in draft.deviations] == [("response", 1), ("payment_days", 2)]


def test_the_sentence_prints_our_term_where_the_vendor_departs():
    draft = drafts.drafted(drafts.bid(DV_01=drafts.deviating()))

    shown = next(run for run in runs(draft, 3, 2) if isinstance(run, Value))
    assert (shown.words, shown.status, shown.mark) == ((Quantity("30", "calendar_day"),), TermStatus.DEVIATES, 1)


def test_a_long_deviation_is_cut_in_the_box_and_whole_in_the_annex():
    words = "We reserve every right. " * 60

    draft = drafts.drafted(drafts.bid(DV_01=drafts.deviating(words)))

    box = draft.articles[2].sections[1].deviations[0]
    assert isinstance(box.theirs[0], Own)
    assert len(box.theirs[0].text) == 600
    assert draft.deviations[0].verbatim == words.strip()


def test_a_vendor_s_own_words_in_a_sentence_stand_in_quotation_marks_on_one_line():
    books = (*drafts.TERMS[:6], drafts.term("plan", "question:FT-01", TermKind.TEXT))

    draft = composed(clause("here", "{t:plan}", "{t:plan}"), terms=books, schedules=())

    shown = runs(draft, 1, 1)[0]
    assert isinstance(shown, Value)
    assert shown.words == (Own("“We move your data in two steps. / Then we train your staff.”", "en"),)


def test_a_schedule_holds_passages_and_tables_without_empty_optional_columns():
    draft = drafts.drafted(drafts.bid())

    plan, requirements = draft.appendices[0].parts
    assert isinstance(plan, Passage)
    assert isinstance(requirements, Table)
    assert [heading.title.en for heading in requirements.headings] == ["No.", "Module", "Requirement", "Kind", "Reply"]


def test_a_required_cell_without_an_answer_is_an_open_cell():
    rows = drafts.remarked("ok")
    half = replace(rows, rows=(rows.rows[0], replace(rows.rows[1], cells={})))

    draft = drafts.drafted(drafts.bid(REQ=half))

    assert draft.open_cells == 1


def test_the_annex_keeps_remark_places_and_what_fills_a_gap():
    answer = drafts.cell("SU-01", drafts.Decimal(4), verbatim="4 h", remark="P1 only")

    row = next(row for row in drafts.drafted(drafts.bid(SU_01=answer)).annex if row.term == "response")

    assert (row.verbatim, row.remark, row.places, row.silent.en) == ("4 h", "P1 only", (Place(2, 1),), "Nothing agreed")


def test_an_answer_to_a_table_question_among_the_commitments_keeps_the_titles_of_its_columns():
    dates = [
        Column(key=key, title=Text(zh, en), kind=Kind.DATE)
        for key, zh, en in (("planned", "约定", "Due"), ("actual", "实际", "Done"))
    ]
    table = TermTable(columns=tuple(dates), rows=((date(2024, 3, 1), date(2024, 5, 6)), (date(2025, 1, 2), None)))
    said = Printer(drafts.library(), {}).cell(table, Column(key="answer", title=Text()), "TR-04")
    speaker = Speaker("both", {})

    assert speaker.plain(said, "en") == "Due: 1 March 2024; Done: 6 May 2024\nDue: 2 January 2025"
    assert speaker.plain(said, "zh") == "约定：2024年3月1日；实际：2024年5月6日\n约定：2025年1月2日"
