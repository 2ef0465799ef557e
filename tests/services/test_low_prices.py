"""A price that seems abnormally low is explained and judged: an act with a reason, in the ranking and in every paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.debrief_letter import letter_text
from evaluator.domain.dealing import Said
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.ranking import Status
from evaluator.domain.text import Lang
from evaluator.services import exports
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.debriefing import Wish, ground_of, letter_of
from evaluator.services.letter import requests
from evaluator.services.low_prices import (
    doubt_low_price,
    doubtable,
    doubted_prices,
    judge_low_price,
    low_prices,
    question,
)
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict
from evaluator.store.store import Store
from tests.services.test_recommending import chosen, paper, words
from tests.ui.seeding import TENDER, seeded

EVE = "Eve Data 伊凡数联"
SAID = Said(
    vendor=EVE,
    day="2026-01-12",
    people="Ms Li, by letter",
    asked="Explain the costs",
    learnt="own data centre, no licences",
)
UNSAID = replace(SAID, learnt="")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    opened = seeded(tmp_path)
    yield opened
    opened.close()


def now(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def judge(
    store: Store,
    said: Said = SAID,
    *,
    accepted: bool,
    reason: str = "the proof holds",
    drawn: TenderState | None = None,
) -> None:
    judge_low_price(store, LOCAL, new_command_id(), TENDER, said, accepted, reason, drawn=drawn)


def test_an_accepted_price_stays_and_is_asked_about_no_more(own: Store) -> None:
    before = now(own)
    assert any(found.rule is Rule.ABNORMALLY_LOW for one in requests(before, EVE) for found in one.findings)
    judge(own, accepted=True)
    after = now(own)

    assert after.evaluation.ranking == before.evaluation.ranking
    assert {one.severity for one in after.evaluation.findings if one.rule is Rule.ABNORMALLY_LOW} == {Severity.NOTE}
    told = next(one for one in after.evaluation.findings if one.rule is Rule.LOW_PRICE_ACCEPTED)
    assert (told.vendor, dict(told.params)["reason"]) == (EVE, "the proof holds")
    assert all(found.rule is not Rule.ABNORMALLY_LOW for one in requests(after, EVE) for found in one.findings)
    low = low_prices(after)[0]
    assert low.explained is not None
    assert (low.explained.learnt, low.explained.code, low.item) == (SAID.learnt, "C-1", "TOTAL 807,300.00")
    assert after.late == ()


def test_a_refused_price_is_out_with_its_reason_and_no_longer_presses_the_others(own: Store) -> None:
    before = now(own)
    judge(own, accepted=False, reason="costs below wages; Ada Cloud asks 1,794,000.00")
    after = now(own)
    result = after.evaluation.ranking.of(EVE)

    assert (result.status, [one.rule for one in result.reasons]) == (Status.EXCLUDED, [Rule.LOW_PRICE_REFUSED])
    ada = before.evaluation.ranking.ranked()[0].vendor
    points = [(state.evaluation.ranking.of(ada).score or 0) for state in (before, after)]
    assert points[1] > points[0]
    letter = letter_text(letter_of(ground_of(chosen(after)), EVE, "2026-12-20", Wish(lang="en")))
    assert "The price of 807,300.00 is abnormally low and the explanation was not accepted." in letter
    assert "Ada Cloud asks" not in letter

    judge(own, UNSAID, accepted=True, reason="proof came later")
    assert now(own).evaluation.ranking == before.evaluation.ranking


@pytest.mark.parametrize(
    ("lang", "holds"),
    [
        ("zh", ("说明（2026年1月12日）：own data centre", "认定说明不成立：wages are missing", "异常低，书面说明未被采纳")),
        ("en", ("Explanation (12 January 2026): own data centre", "Not accepted: wages are missing", "is abnormally low and")),
    ],
)  # fmt: skip
def test_the_judgement_stands_in_the_recommendation_and_in_the_record(
    own: Store, lang: Lang, holds: tuple[str, ...]
) -> None:
    judge(own, accepted=False, reason="wages are missing")
    text = words(paper(chosen(now(own)), lang))

    assert [one for one in holds if one not in text] == []
    ticket = exports.mint(own, LOCAL, TENDER, "shortlist", lang=lang)
    book = openpyxl.load_workbook(io.BytesIO(exports.build(own, LOCAL, ticket)[2]), read_only=True)
    cells = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value]
    assert any("wages are missing" in cell for cell in cells)


def test_a_judgement_without_reason_explanation_or_price_is_refused(own: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        judge(own, accepted=True, reason=" ")
    with pytest.raises(Refused, match="explanation_missing"):
        judge(own, UNSAID, accepted=True)
    with pytest.raises(Refused, match="conversation_blank"):
        judge(own, replace(SAID, people=""), accepted=True)
    with pytest.raises(Refused, match="conversation_day"):
        judge(own, replace(SAID, day="2999-01-01"), accepted=True)
    with pytest.raises(Refused, match="low_price_gone"):
        judge(own, replace(SAID, vendor="Bo Systems Ltd"), accepted=True)
    drawn = now(own)
    judge(own, UNSAID, accepted=False)
    with pytest.raises(Conflict):
        judge(own, accepted=True, drawn=drawn)
    assert "No explanation was given." in words(paper(chosen(now(own)), "en"))
    assert len(now(own).dealings.conversations) == 0

    sealed = seeded(tmp_path / "sealed", "technical")
    with pytest.raises(Refused, match="low_price_gone"):
        judge(sealed, accepted=True)
    sealed.close()


def test_a_judgement_stands_on_one_price_alone(own: Store) -> None:
    from evaluator.scoring.evaluate import evaluate

    judge(own, accepted=False)
    state = now(own)
    other = tuple(replace(one, item="TOTAL 807,301.00") for one in state.judged.low_prices)
    found = evaluate(state.pack.method, state.tender, state.bids, replace(state.judged, low_prices=other))

    assert found.ranking.of(EVE).status is Status.RANKED


def doubt(store: Store, vendor: str, reason: str = "too few people for the work", *, raised: bool = True) -> None:
    doubt_low_price(store, LOCAL, new_command_id(), TENDER, vendor, reason, raised=raised)


def test_the_panel_questions_a_price_that_no_limit_catches_and_takes_it_back(own: Store) -> None:
    before = now(own)
    vendor = next(one for one in doubtable(before) if one != EVE)
    doubt(own, vendor)
    after = now(own)

    assert after.evaluation.ranking == before.evaluation.ranking
    assert [one.vendor for one in doubted_prices(after)] == [vendor]
    low = next(one for one in low_prices(after) if one.vendor == vendor)
    assert [one.rule for one in low.triggers] == [Rule.LOW_PRICE_DOUBTED]
    asked = question(low, after, "en")
    assert "doubts that your price" in asked and "at least 30 minutes" in asked and "too few people" not in asked
    assert any(one.rule is Rule.LOW_PRICE_DOUBTED for each in requests(after, vendor) for one in each.findings)
    assert "questioned by the panel: too few people" in words(paper(chosen(now(own)), "en"))

    doubt(own, vendor, "asked by mistake", raised=False)
    assert low_prices(now(own)) == low_prices(before)
    doubt(own, vendor, "asked again")
    assert [one.reason for one in doubted_prices(now(own))] == ["asked again"]


def test_a_price_is_questioned_with_a_reason_by_a_method_that_lets_the_panel(own: Store, tmp_path: Path) -> None:
    vendor = next(one for one in doubtable(now(own)) if one != EVE)
    with pytest.raises(Refused, match="reason_missing"):
        doubt(own, vendor, " ")
    with pytest.raises(Refused, match="low_price_gone"):
        doubt(own, "Nobody")
    with pytest.raises(Refused, match="low_price_gone"):
        doubt(own, vendor, raised=False)
    sealed = seeded(tmp_path / "sealed", "technical")
    assert doubtable(now(sealed)) == () == doubted_prices(now(sealed))
    with pytest.raises(Refused, match="low_price_gone"):
        doubt(sealed, vendor)
    sealed.close()


def test_where_the_method_leaves_it_to_its_limits_the_panel_questions_no_price(
    own: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = now(own)
    method = state.pack.method
    low = replace(method.price.abnormally_low, judgement=False)
    closed = replace(
        state, pack=replace(state.pack, method=replace(method, price=replace(method.price, abnormally_low=low)))
    )
    monkeypatch.setattr("evaluator.services.low_prices.load", lambda *_: closed)

    assert doubtable(closed) == ()
    with pytest.raises(Refused, match="low_doubt_closed"):
        doubt(own, EVE)
