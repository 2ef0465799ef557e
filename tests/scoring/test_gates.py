"""Gates and minima: what is not certain yet excludes nobody, what is certain excludes with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.money import Money
from evaluator.domain.question import Gate, Judge
from evaluator.domain.ranking import Result, Status
from evaluator.scoring.check_questions import question_faults
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.gates import passes
from tests import tiny


def result(bid: Bid, points: tuple[int, int] = (4, 4), **changes: Any) -> Result:
    judged = Judgements(scorecards=tiny.scorecards({bid.vendor: points}))
    return evaluate(tiny.method(**changes), tiny.tender(), [bid], judged).ranking.of(bid.vendor)


def test_a_gate_without_a_clear_answer_leaves_the_bid_open_not_excluded() -> None:
    found = result(tiny.bid("Ada", level=None))

    assert found.status is Status.UNSETTLED
    assert [one.rule for one in found.reasons] == [Rule.GATE_OPEN, Rule.UNSETTLED]
    assert dict(found.reasons[1].params) == {"n": 1}


def test_every_open_point_is_counted() -> None:
    found = result(tiny.bid("Ada", hours=None, prices=(100, None)))

    assert {one.rule: dict(one.params) for one in found.reasons}[Rule.UNSETTLED] == {"n": 2}


def with_minimum(key: str, minimum: int) -> tuple[Any, ...]:
    return tuple(replace(top, minimum=Decimal(minimum)) if top.key == key else top for top in tiny.method().criteria)


@pytest.mark.parametrize(("minimum", "status"), [(80, Status.RANKED), (81, Status.EXCLUDED)])
def test_a_criterion_below_its_minimum_excludes(minimum: int, status: Status) -> None:
    found = result(tiny.bid("Ada"), criteria=with_minimum("plan", minimum))

    assert found.status is status
    assert [one.rule for one in found.reasons] == [Rule.BELOW_THRESHOLD] * (status is Status.EXCLUDED)


def test_a_criterion_that_may_still_reach_its_minimum_does_not_exclude() -> None:
    assert result(tiny.bid("Ada", hours=None), criteria=with_minimum("support", 90)).status is Status.UNSETTLED
    assert (
        result(tiny.bid("Ada", hours=None, level="two"), criteria=with_minimum("support", 90)).status is Status.EXCLUDED
    )


def of_question(minimum: int) -> tuple[Any, ...]:
    """Hours from 24 to 4 with a minimum: 14 hours earn 50 points, 12 earn 60."""
    return tuple(
        replace(one, minimum=Decimal(minimum)) if one.id == "SU-01" else one for one in tiny.method().questions
    )


@pytest.mark.parametrize(
    ("hours", "status"), [(14, Status.EXCLUDED), (12, Status.RANKED), (4, Status.RANKED), (None, Status.UNSETTLED)]
)
def test_a_question_below_its_minimum_excludes_however_good_the_rest_is(hours: int | None, status: Status) -> None:
    found = result(tiny.bid("Ada", hours=hours), (5, 5), questions=of_question(60))

    assert found.status is status
    below = [dict(one.params) for one in found.reasons if one.rule is Rule.BELOW_THRESHOLD]
    told = {"criterion": tiny.words("Hours to respond"), "value": "50.0", "minimum": "60"}
    assert below == [told] * (status is Status.EXCLUDED)


def test_an_open_question_with_a_minimum_leaves_the_others_open() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Open", hours=None, prices=(10, 50))]
    cards = tiny.scorecards({bid.vendor: (4, 4) for bid in bids})
    ada = evaluate(
        tiny.method(questions=of_question(60)), tiny.tender(), bids, Judgements(scorecards=cards)
    ).ranking.of("Ada")

    assert ada.high == ada.low + Fraction(9, 10) * Fraction(1, 5)  # beside a tenth of its price, or without it


@pytest.mark.parametrize(("judge", "rule"), [(Judge.INFO, ["minimum_without_points"]), (Judge.AUTO, [])])
def test_only_a_question_scored_by_rule_has_a_minimum(judge: Judge, rule: list[str]) -> None:
    asked = replace(tiny.HOURS, judge=judge, minimum=Decimal(60))
    assert [found for _, found, _ in question_faults(tiny.method(), asked)] == rule
    wrong = replace(tiny.HOURS, minimum=Decimal(101))
    assert [found for _, found, _ in question_faults(tiny.method(), wrong)] == ["outside_hundred"]


def test_a_total_below_the_minimum_excludes_once_nothing_can_raise_it() -> None:
    found = result(tiny.bid("Ada", hours=24, level="two", replies=("meets", "no")), (0, 0), minimum_total=Decimal(60))

    assert (found.status, [one.rule for one in found.reasons]) == (Status.EXCLUDED, [Rule.BELOW_THRESHOLD])


@pytest.mark.parametrize(
    ("gate", "value", "passed"),
    [({"at_least": Decimal(99)}, Decimal(99), True), ({"at_least": Decimal(99)}, Decimal("98.9"), False),
     ({"at_most": Decimal(4)}, Decimal(5), False), ({"at_least": Decimal(1), "at_most": Decimal(4)}, Decimal(4), True),
     ({"at_most": Decimal(100)}, Money(Decimal(101)), False), ({"accept": ("yes",)}, "yes", True),
     ({"accept": ("yes",)}, "no", False), ({"accept": ("cn", "hk")}, ("us", "hk"), True), ({"accept": ("cn",)}, ("us",), False)],
)  # fmt: skip
def test_a_gate_takes_accepted_options_and_amounts_inside_its_limits(
    gate: dict[str, Any], value: Any, passed: bool
) -> None:
    assert passes(Gate(reason=tiny.words("must"), **gate), tiny.answer("Q", value)) is passed
