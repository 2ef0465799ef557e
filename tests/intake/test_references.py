"""References: one client of two tables, its claims, and what the client's words contradict by kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.bid import Bid, Row, Settlement, State
from evaluator.domain.finding import Rule
from evaluator.domain.question import CallQuestion, Column, Kind, Question
from evaluator.i18n.words import message
from evaluator.intake.references import compared, contradictions, heard, references, told
from evaluator.scoring.check import check
from tests.tiny import answer, bid, method, words

CALLS = (
    CallQuestion(key="users", text=words("How many users?"), kind=Kind.NUMBER, tolerance=Decimal(10)),
    CallQuestion(key="since", text=words("Since when?"), kind=Kind.DATE, tolerance=Decimal(31)),
    CallQuestion(key="visit", text=words("A visit?"), kind=Kind.YES_NO),
    CallQuestion(key="extra", text=words("What else?"), kind=Kind.TEXT),
    CallQuestion(key="late", text=words("Later than agreed?"), kind=Kind.YES_NO, after="since", tolerance=Decimal(31)),
    CallQuestion(key="down", text=words("Down for how long?"), kind=Kind.DURATION, unit="hour"),
)
CASES = Question(
    id="T1", section="s", text=words("cases"), kind=Kind.TABLE, references=True,
    columns=tuple(
        Column(key=key, title=words(key), role=role, kind=kind)
        for key, role, kind in (
            ("who", "client", Kind.TEXT), ("n", "users", Kind.NUMBER), ("day", "since", Kind.DATE),
        )
    ),
)  # fmt: skip
REACH = Question(
    id="T2", section="s", text=words("contacts"), kind=Kind.TABLE, references=True,
    columns=tuple(
        Column(key=key, title=words(key), role=role, kind=kind)
        for key, role, kind in (
            ("who", "client", Kind.TEXT), ("tel", "reach", Kind.TEXT), ("see", "visit", Kind.YES_NO),
        )
    ),
)  # fmt: skip


def table(key: str, *rows: dict[str, Any]) -> Any:
    made = (
        Row(str(n), {name: answer(f"{key}/{n}/{name}", value) for name, value in row.items()})
        for n, row in enumerate(rows, start=1)
    )
    return replace(answer(key, None), state=State.ANSWERED, rows=tuple(made))


def given() -> Bid:
    cases = table("T1", {"who": "Bo  Ltd", "n": Decimal(800), "day": date(2024, 6, 30)}, {"who": "", "n": Decimal(1)})
    reach = table("T2", {"who": "ｂｏ ltd", "tel": "010-1234", "see": "yes"}, {"who": "Cy", "tel": "x"})
    return replace(bid("Ada"), answers={"T1": cases, "T2": reach})


def test_a_client_of_two_tables_is_one_reference_and_a_row_without_a_client_is_none() -> None:
    first, second = references(given(), (CASES, REACH))

    assert (first.client, first.contacts) == ("Bo Ltd", ("010-1234",))
    assert [(claim.key, claim.answer.item) for claim in first.claims] == [
        ("users", "T1/1/n"),
        ("since", "T1/1/day"),
        ("visit", "T2/1/see"),
    ]
    assert second.client == "Cy"
    assert references(given(), (replace(CASES, references=False),)) == ()


@pytest.mark.parametrize(
    ("key", "said", "contradicts"),
    [
        ("users", "730", False),
        ("users", "700", True),
        ("users", "８００", False),
        ("since", "2024-07-20", False),
        ("since", "2024年9月1日", True),
        ("visit", "是", False),
        ("visit", "no", True),
        ("users", "many", False),
        ("extra", "nothing", False),
    ],
)
def test_a_claim_is_contradicted_beyond_its_tolerance_only(key: str, said: str, contradicts: bool) -> None:
    one = references(given(), (CASES, REACH))[0]

    found = contradictions(one, {key: said}, CALLS, {})

    assert bool(found) is contradicts
    assert all(each.call.key == key and each.said == said for each in found)


def compare(kind: Kind, unit: str, value: Any, said: str, call: str = "down") -> bool | None:
    """What one claim in a column of this kind comes to beside the client's words."""
    column = Column(key="c", title=words("c"), role=call, kind=kind, unit=unit)
    one = replace(REACH, columns=(REACH.columns[0], column))
    made = replace(bid("Ada"), answers={"T2": table("T2", {"who": "Bo", "c": value})})
    (found,) = compared(references(made, (one,))[0], {call: said}, CALLS, {})
    return found.agrees


def test_only_like_is_compared_and_the_rest_is_for_a_person() -> None:
    assert compare(Kind.DURATION, "minute", Decimal(90), "1.5") is True
    assert compare(Kind.DURATION, "minute", Decimal(90), "2") is False
    assert compare(Kind.DURATION, "working_day", Decimal(1), "8") is None
    assert compare(Kind.NUMBER, "", Decimal(2), "2") is None
    assert compare(Kind.NUMBER, "user", Decimal(800), "800", "users") is None
    assert compare(Kind.PERCENT, "", Decimal(800), "800", "users") is None
    assert compare(Kind.TEXT, "", "eight hundred", "800", "users") is None
    assert compare(Kind.DATE, "", date(2024, 6, 30), "yes", "late") is None


@pytest.mark.parametrize(
    ("actual", "said", "agrees"),
    [
        (date(2024, 6, 20), "no", True),
        (date(2024, 6, 20), "yes", False),
        (date(2024, 7, 10), "yes", None),
        (date(2024, 9, 1), "yes", True),
        (date(2024, 9, 1), "否", False),
        (None, "no", None),
    ],
)
def test_the_day_of_the_contract_and_the_day_it_went_live_are_compared_with_what_the_client_says_of_a_delay(
    actual: date | None, said: str, agrees: bool | None
) -> None:
    planned = Column(key="plan", title=words("plan"), role="late", kind=Kind.DATE)
    asked = replace(CASES, columns=(*CASES.columns, planned))
    row = {"who": "Bo", "day": actual, "plan": date(2024, 6, 30)}
    one = references(replace(bid("Ada"), answers={"T1": table("T1", row)}), (asked,))[0]

    found = [each for each in compared(one, {"late": said}, CALLS, {}) if each.call.key == "late"]

    assert [each.agrees for each in found] == [agrees]
    assert actual is None or found[0].claim.verbatim == f"2024-06-30 → {actual}"


def test_words_that_can_be_read_two_ways_are_no_answer() -> None:
    assert heard(CALLS[0], "about 800", {}) is None
    assert heard(CALLS[2], "maybe", {}) is None
    assert heard(CALLS[2], "No", {}) == "no"


def test_a_settled_claim_is_compared_as_it_was_settled() -> None:
    made = given()
    cell = made.answers["T1"].rows[0].cells["n"]
    word = Settlement(vendor="Ada", item=cell.item, value=Decimal(500), reason="r", by="Lin", date="", source="mail")
    row = Row("1", {**made.answers["T1"].rows[0].cells, "n": replace(cell, settled=word)})
    made = replace(made, answers={**made.answers, "T1": replace(made.answers["T1"], rows=(row,))})

    one = references(made, (CASES, REACH))[0]

    assert contradictions(one, {"users": "510"}, CALLS, {}) == ()
    unclear = replace(one, claims=tuple(replace(each, answer=replace(each.answer, settled=None, value=None))
                                        for each in one.claims))  # fmt: skip
    assert [each.agrees for each in compared(unclear, {"users": "510"}, CALLS, {})] == [None]


def test_a_contradiction_names_the_cell_both_words_and_the_scores_to_look_at_again() -> None:
    rules = method()
    leaf = rules.panel_leaves()[0]
    rules = replace(rules, questions=(*rules.questions, replace(CASES, criterion=leaf.key)))
    one = contradictions(references(given(), (CASES,))[0], {"users": "400"}, CALLS, {})[0]

    found = told(rules, "Ada", "Bo Ltd", one)

    assert (found.rule, found.vendor, found.item) == (Rule.REFERENCE_CONTRADICTS, "Ada", "T1/1/n")
    for part in ("Bo Ltd", "How many users?", "“800”", "“400”", leaf.title.en):
        assert part in message(found, "en")


@pytest.mark.parametrize(
    ("table_", "calls", "fault"),
    [
        (CASES, CALLS, None),
        (replace(CASES, columns=CASES.columns[1:]), CALLS, ("questions.T1", "client_missing")),
        (CASES, CALLS[2:], ("questions.T1.columns.n", "unknown_role")),
        (CASES, (replace(CALLS[0], unit="hour"), CALLS[1]), None),
        (CASES, (*CALLS[:4], replace(CALLS[4], after="users")), ("calls.late", "after_no_day")),
        (CASES, (*CALLS[:4], replace(CALLS[4], kind=Kind.NUMBER)), ("calls.late", "after_no_day")),
        (CASES, (*CALLS, CALLS[0]), ("calls.users", "twice")),
        (CASES, (*CALLS, replace(CALLS[0], key="client")), ("calls.client", "reserved_id")),
        (CASES, (*CALLS, replace(CALLS[0], key="more", unit="parsec")), ("calls.more", "unknown_unit")),
    ],
)
def test_a_pack_whose_roles_cannot_be_compared_says_so(
    table_: Question, calls: tuple[CallQuestion, ...], fault: tuple[str, str] | None
) -> None:
    rules = method()
    asked = replace(table_, section=rules.sections[0].key)

    found = check(replace(rules, questions=(*rules.questions, asked), calls=calls))

    told = [(key, rule) for key, rule, _ in found if key.startswith(("calls", "questions.T1"))]
    assert (fault in told) if fault else told == []
