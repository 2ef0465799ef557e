"""What became of the answers that won points: kept, weakened, missing, in exact points."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.contract.compose import compose
from evaluator.contract.known import known
from evaluator.contract.promises import Fate, promises
from evaluator.contract.risk import Risk, gap, risk
from evaluator.contract.terms import fill_terms
from evaluator.domain.contract import TermStatus
from evaluator.domain.ranking import Node, Result, Status
from evaluator.domain.text import Text
from tests import drafts, tiny


def found(made, agreed=None, result=None, **changes):
    books = drafts.library(**changes)
    facts = known(books, tiny.method(), drafts.tender(), made, drafts.prices(made))
    values = tuple(
        replace(value, status=TermStatus.AGREED, value=(agreed or {})[value.term.id])
        if value.term.id in (agreed or {})
        else value
        for value in fill_terms(facts)
    )
    return promises(facts, values, compose(books, values, facts.questions), result)


def fates(told):
    return {one.item: one.fate for one in told.lines if one.fate is not Fate.KEPT}


def test_a_full_bid_is_kept_to_the_last_point():
    told = found(drafts.bid())

    assert (told.won(), told.won(Fate.KEPT), fates(told)) == (100, 100, {})


def test_what_no_term_holds_is_missing_with_its_points():
    kept = tuple(one for one in drafts.TERMS if one.id not in ("promises", "response", "level"))
    schedules = tuple(replace(one, terms=tuple(k for k in one.terms if k != "promises")) for one in drafts.SCHEDULES)

    told = found(drafts.bid(), terms=kept, schedules=schedules, clauses=drafts.CLAUSES[:1])

    assert fates(told) == {"SU-01": Fate.MISSING, "SE-01": Fate.MISSING}
    assert (told.won(Fate.MISSING), told.won(Fate.KEPT)) == (40, 60)


@pytest.mark.parametrize(
    ("hours", "fate"), [(Decimal(3), Fate.KEPT), (Decimal(4), Fate.KEPT), (Decimal(6), Fate.WEAKENED)]
)
def test_an_agreed_value_that_is_worse_than_the_scored_one_weakens_it(hours, fate):
    told = found(drafts.bid(), agreed={"response": hours})

    assert next(one.fate for one in told.lines if one.item == "SU-01") is fate
    assert told.won(Fate.KEPT) == (100 if fate is Fate.KEPT else 100 - told.won(Fate.WEAKENED))


def test_an_agreed_value_that_cannot_be_compared_is_another_promise():
    assert fates(found(drafts.bid(), agreed={"level": "two"})) == {"SE-01": Fate.WEAKENED}
    assert fates(found(drafts.bid(), agreed={"level": "three"})) == {}
    assert fates(found(drafts.bid(), agreed={"level": Text("另议", "to be seen")})) == {"SE-01": Fate.WEAKENED}


def test_the_buyer_s_stricter_figure_keeps_what_was_scored_and_another_choice_does_not():
    slow = drafts.bid(SU_01=drafts.cell("SU-01", Decimal(24), "Main", "D5"))
    other = replace(drafts.POSITIONS[2], compare="equal")

    assert fates(found(slow)) == {}
    assert fates(found(slow, positions=(*drafts.POSITIONS[:2], other))) == {"SU-01": Fate.WEAKENED}


def test_with_a_result_an_answer_counts_what_it_won():
    half = Node(key="SU-01", title=Text(), weight=Fraction(1), value=None, low=Fraction(1, 2), high=Fraction(1))
    row = Result(vendor="Ada", status=Status.UNSETTLED, low=Fraction(0), high=Fraction(1), nodes=(half,))

    told = found(drafts.bid(), result=row)

    one = next(one for one in told.lines if one.item == "SU-01")
    assert (one.won, told.won()) == (one.points / 2, one.points / 2)


def test_risk_grows_with_what_hangs_on_a_term_and_the_gap_is_exact():
    slow = drafts.values(drafts.bid(SU_01=drafts.cell("SU-01", Decimal(24), "Main", "D5")))["response"]
    better = drafts.values(drafts.bid(DV_01=replace(drafts.deviating(), value="positive")))["payment_days"]
    nobody = drafts.values(replace(drafts.bid(), answers={}))["total_price"]

    assert [risk(one) for one in (slow, better, nobody)] == [Risk.MEDIUM, Risk.LOW, Risk.HIGH]
    assert risk(drafts.values(drafts.bid())["response"]) is None
    assert (gap(slow), gap(better)) == (Decimal(16), None)
