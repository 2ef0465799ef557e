"""A library's faults are found before any draft is made from it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.contract.draft import Fault
from evaluator.contract.lint import lint
from evaluator.domain.contract import Clause, Condition, Gate, Paragraph, Position, Schedule, Sum, TermKind, When
from evaluator.domain.question import Column
from evaluator.domain.text import Text
from evaluator.i18n.words import t
from evaluator.intake.questionnaire import questionnaire
from tests import drafts, tiny

QUESTIONS = {q.id: q for q in questionnaire(tiny.method(), drafts.POSITIONS, drafts.tender()).all()}
GOOD = drafts.library(clauses=(*drafts.CLAUSES[:1], *drafts.CLAUSES[2:]))

MOOD = (Column(key="mood", title=Text("情", "Mood")),)
GREEDY = replace(drafts.SCHEDULES[0], terms=("plan", "requirements", "price_table"))


def faults(books, demands=()):
    return set(lint(books, QUESTIONS, demands))


def extra_clause(zh="好", en="Good", **more):
    part = Paragraph(id="extra.one", text=Text(zh, en), when=more.pop("when", When()))
    return Clause(
        id="extra",
        order=90,
        version=1,
        owner=more.pop("owner", "legal"),
        title=Text("加", "Extra"),
        paragraphs=(part,),
        **more,
    )


def with_clause(*args, **more):
    return drafts.library(clauses=(*drafts.CLAUSES, extra_clause(*args, **more)))


def with_term(key="extra", fill="buyer:name", **more):
    made = drafts.term(key, fill, more.pop("kind", TermKind.LINE), **more)
    used = extra_clause(f"{{t:{key}}}", f"{{t:{key}}}")
    return drafts.library(terms=(*drafts.TERMS, made), clauses=(*drafts.CLAUSES, used))


def with_position(**more):
    settings = {"term": "level", "owner": "it", "text": Text("级别", "Level")}
    return drafts.library(positions=(*drafts.POSITIONS, Position(**{**settings, **more})))


def base():
    """Faults of the fixture itself: two of its sentences differ on purpose, so that references can be told apart."""
    return faults(drafts.library())


@pytest.mark.parametrize(
    ("books", "fault"),
    [
        (with_clause("{t:nobody}", "{t:nobody}"), Fault("unknown_term", "extra.one", "nobody")),
        (with_clause("{ref:nowhere}", "{ref:nowhere}"), Fault("absent_reference", "extra.one", "nowhere")),
        (with_clause("{sch:9}", "{sch:9}"), Fault("absent_schedule", "extra.one", "9")),
        (with_clause("{{level}}", "{{level}}"), Fault("bad_token", "extra.one", "{level}")),
        (with_clause("{t:level}", "level"), Fault("tokens_differ", "extra.one", "level")),
        (with_clause("好", ""), Fault("missing_language", "clause extra", "extra.one")),
        (with_clause(owner=" "), Fault("no_owner", "clause extra")),
        (
            with_clause(when=When(all=(Condition(term="nobody", op="live"),))),
            Fault("unknown_term", "extra.one", "nobody"),
        ),
        (with_clause(when=When(any=(Condition(term="level", op="eq"),))), Fault("no_value", "extra.one", "level")),
        (drafts.library(clauses=(*drafts.CLAUSES, drafts.CLAUSES[0])), Fault("duplicate_id", "clauses", "parties")),
        (drafts.library(terms=(*drafts.TERMS, drafts.TERMS[0])), Fault("duplicate_id", "terms", "vendor_name")),
        (drafts.library(terms=(*drafts.TERMS, drafts.term("dead", "buyer:name"))), Fault("dead_term", "terms", "dead")),
        (with_term(fill="oracle:x"), Fault("unknown_fill", "term extra", "oracle:x")),
        (with_term(fill="buyer:mood"), Fault("unknown_fill", "term extra", "buyer:mood")),
        (with_term(fill="vendor:mood"), Fault("unknown_fill", "term extra", "vendor:mood")),
        (with_term(fill="price:group/"), Fault("unknown_fill", "term extra", "price:group/")),
        (with_term(fill="tender:"), Fault("unknown_fill", "term extra", "tender:")),
        (with_term(fill="requirements:x"), Fault("unknown_fill", "term extra", "requirements:x")),
        (with_term(fill="deviation"), Fault("no_position", "term extra")),
        (with_term(fill="question:ZZ-01"), Fault("unknown_question", "term extra", "ZZ-01")),
        (with_term(repeats=("REQ/mood",)), Fault("unknown_question", "term extra", "REQ/mood")),
        (
            with_term(fill="question:PRICE/L9/unit_price", kind=TermKind.MONEY),
            Fault("unknown_question", "term extra", "PRICE/L9/unit_price"),
        ),
        (with_term(fill="question:PRICE/L1/mood", kind=TermKind.MONEY), Fault("unknown_question", "term extra", "PRICE/L1/mood")),
        (with_term(fill="question:SU-01"), Fault("kind_differs", "term extra", "SU-01")),
        (with_term(fill="question:SU-01", kind=TermKind.DURATION, unit="day"), Fault("unit_differs", "term extra", "SU-01")),
        (with_term(fill="requirements", kind=TermKind.TABLE), Fault("no_schedule", "term extra", "extra")),
        (
            with_term(fill="question:REQ", kind=TermKind.TABLE, schedule=1, columns=MOOD),
            Fault("unknown_question", "term extra", "REQ/mood"),
        ),
        (with_term(schedule=2), Fault("no_schedule", "term extra", "extra")),
        (
            drafts.library(sums=(Sum(id="s", total="nobody", parts=()),)),
            Fault("unknown_term", "sum s", "nobody"),
        ),
        (
            drafts.library(sums=(Sum(id="s", total="response", parts=()),)),
            Fault("unit_differs", "sum s", "response"),
        ),
        (
            drafts.library(sums=(Sum(id="s", total="response", parts=(), lines=("L9",)),)),
            Fault("unknown_question", "sum s", "L9"),
        ),
        (
            drafts.library(schedules=(GREEDY, *drafts.SCHEDULES[2:])),
            Fault("schedule_differs", "schedule 1", "price_table"),
        ),
        (
            drafts.library(schedules=(*drafts.SCHEDULES, Schedule(number=4, title=Text("四", "Four"), terms=("nobody",)))),
            Fault("unknown_term", "schedule 4", "nobody"),
        ),
        (drafts.library(gates=(Gate(rule="forum", terms=("nobody",)),)), Fault("unknown_term", "gate forum", "nobody")),
        (drafts.library(gates=(Gate(rule="forum"),)), Fault("gate_terms", "gate forum")),
        (drafts.library(gates=(Gate(rule="breakdown", terms=("plan",)),)), Fault("gate_terms", "gate breakdown")),
        (
            drafts.library(gates=(Gate(rule="shares", terms=("plan",), columns=("PL-09/pay",)),)),
            Fault("unknown_question", "gate shares", "PL-09/pay"),
        ),
        (with_term(notable=True), Fault("notable_plain", "extra.one", "extra")),
        (with_clause("见{ref:court}", "See {ref:court}"), Fault("droppable_reference", "extra.one", "court")),
        (
            with_clause("见{ref:court.place}", "See {ref:court.place}"),
            Fault("droppable_reference", "extra.one", "court.place"),
        ),
        (with_position(owner=""), Fault("no_owner", "position level")),
        (with_position(term="nobody"), Fault("unknown_term", "position nobody", "nobody")),
        (with_position(question="DV-09"), Fault("unknown_fill", "position level", "question:SE-01")),
        (with_position(compare="equal"), Fault("no_compare", "position level")),
        (with_position(value="four"), Fault("unknown_option", "position level", "four")),
        (with_position(value=Decimal(3)), Fault("unknown_option", "position level", "3")),
        (with_position(term="plan", value="free words"), Fault("unknown_option", "position plan", "free words")),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(books, fault):
    assert fault in faults(books) - base()


@pytest.mark.parametrize("value", ["two", None])
def test_a_sound_position_has_no_fault(value):
    assert faults(with_position(value=value)) == base()


@pytest.mark.parametrize("whole", [True, False])
def test_a_notable_term_is_sound_in_a_notable_clause_or_paragraph(whole):
    books = with_term(notable=True)
    *others, used = books.clauses
    parts = tuple(replace(part, notable=not whole) for part in used.paragraphs)
    loud = replace(books, clauses=(*others, replace(used, notable=whole, paragraphs=parts)))

    assert "notable_plain" not in {fault.rule for fault in faults(loud)}


def test_a_sound_library_has_no_fault_but_the_demands_nobody_answers():
    assert faults(GOOD) == {Fault("absent_reference", "payment.days", "support.times"), *_unused()}
    assert faults(GOOD, ("S1", "S2")) - faults(GOOD) == {
        Fault("demand_without_term", "terms", "S2"),
        Fault("demand_without_clause", "clauses", "S2"),
    }


def _unused():
    """The fixture without its clause on support: what that clause alone used, and the sentence that differs."""
    return {
        Fault("dead_term", "terms", "response"), Fault("dead_term", "terms", "level"),
        Fault("tokens_differ", "payment.days", "support.times"),
    }  # fmt: skip


def test_every_rule_has_words_in_both_languages():
    rules = {fault.rule for fault in base()} | {
        "absent_reference", "absent_schedule", "unknown_term", "bad_token", "no_schedule", "duplicate_id", "dead_term",
        "tokens_differ", "missing_language", "no_owner", "unknown_fill", "unknown_question", "kind_differs", "unit_differs",
        "no_position", "unknown_option", "no_compare", "no_value", "schedule_differs", "demand_without_term",
        "demand_without_clause", "droppable_reference", "unknown_law", "law_not_in_force", "gate_terms",
        "notable_plain",
    }  # fmt: skip

    said = {t(f"draft.fault.{rule}", lang, place="x.one", name="NAME") for rule in rules for lang in ("zh", "en")}

    assert len(said) == 2 * len(rules)
