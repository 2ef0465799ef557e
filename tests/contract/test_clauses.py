"""Which clauses apply, and what stands in braces."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.contract.clauses import Place, choose, holds, number, tokens, true, used_terms
from evaluator.domain.contract import Clause, Condition, Paragraph, TermKind, TermStatus, TermTable, TermValue, When
from evaluator.domain.money import Money
from evaluator.domain.text import Text
from tests import drafts


def value(key, found=None, status=TermStatus.FILLED, **more):
    return TermValue(term=drafts.term(key, "deviation", TermKind.CHOICE), status=status, value=found, **more)


VALUES = {
    "days": value("days", Decimal(30)),
    "price": value("price", Money(Decimal(100))),
    "forum": value("forum", "court"),
    "formats": value("formats", ("csv", "json")),
    "rows": value("rows", TermTable(columns=(), rows=((),))),
    "none": value("none", TermTable(columns=(), rows=())),
    "blank": value("blank", status=TermStatus.BLANK),
    "odd": value("odd", "ours be damned", TermStatus.DEVIATES, position=drafts.POSITIONS[1]),
}


@pytest.mark.parametrize(
    ("term", "op", "wanted", "expected"),
    [
        ("days", "live", None, True), ("blank", "live", None, False), ("unheard", "live", None, False),
        ("blank", "blank", None, True), ("days", "blank", None, False), ("unheard", "blank", None, True),
        ("odd", "deviates", None, True), ("days", "deviates", None, False), ("blank", "deviates", None, False),
        ("forum", "eq", "court", True), ("forum", "ne", "court", False), ("forum", "in", ("court", "x"), True),
        ("forum", "in", "court", False), ("odd", "eq", "court", True), ("blank", "ne", "court", False),
        ("formats", "eq", "csv", True), ("formats", "ne", "csv", False), ("formats", "ne", "xml", True),
        ("days", "lt", Decimal(31), True), ("days", "le", Decimal(30), True), ("days", "gt", Decimal(30), False),
        ("days", "ge", Decimal(30), True), ("price", "gt", Decimal(99), True), ("forum", "gt", Decimal(1), False),
        ("days", "lt", "31", False), ("rows", "has_rows", None, True), ("none", "has_rows", None, False),
        ("days", "has_rows", None, False),
    ],
)  # fmt: skip
def test_a_condition_is_true_of_what_the_draft_holds(term, op, wanted, expected):
    assert true(Condition(term=term, op=op, value=wanted), VALUES) is expected


def test_all_conditions_and_one_of_any_must_hold():
    live, blank = Condition(term="days", op="live"), Condition(term="days", op="blank")

    assert holds(When(), VALUES)
    assert holds(When(all=(live,), any=(blank, live)), VALUES)
    assert not holds(When(all=(live, blank)), VALUES)
    assert not holds(When(any=(blank,)), VALUES)


def test_a_clause_goes_when_nothing_of_it_is_left():
    never = When(all=(Condition(term="blank", op="live"),))
    kept = Clause(
        id="kept", order=2, version=1, owner="x", title=Text("甲", "A"),
        paragraphs=(Paragraph(id="kept.one", text=Text("一", "One")), Paragraph(id="kept.two", text=Text("二", "Two"), when=never)),
    )  # fmt: skip
    gone = Clause(
        id="gone", order=1, version=1, owner="x", title=Text("乙", "B"),
        paragraphs=(Paragraph(id="gone.one", text=Text("一", "One"), when=never),),
    )  # fmt: skip
    books = drafts.library(clauses=(kept, gone))

    chosen = choose(books, VALUES)

    assert [(clause.id, [part.id for part in clause.paragraphs]) for clause in chosen] == [("kept", ["kept.one"])]
    assert number(chosen, books)["kept.one"] == Place(1, 1)
    assert "gone" not in number(chosen, books)


@pytest.mark.parametrize("text", ["{{t:x}}", "{t:x", "t:x}", "{t:}", "{T:x}", "{t:x y}", "{sch:1;2}", "{% if %}", "{}"])
def test_whatever_is_no_token_is_marked_and_never_interpreted(text):
    assert "bad" in {token.kind for token in tokens(text)}


def test_tokens_and_words_together_are_the_whole_text():
    found = tokens("见{ref:a.b}与{sch:2}，{t:x}。")

    assert [(token.kind, token.value) for token in found if token.kind != "text"] == [
        ("ref", "a.b"),
        ("sch", "2"),
        ("t", "x"),
    ]
    assert [token.value for token in found if token.kind == "text"] == ["见", "与", "，", "。"]


def test_terms_are_listed_once_in_the_order_of_reading():
    part = Paragraph(id="a.one", text=Text("{t:b}{t:a}", "{t:a}{t:b}"), items=(Text("{t:c}{t:a}", "{t:c}{t:a}"),))

    assert used_terms([part]) == ("b", "a", "c")
