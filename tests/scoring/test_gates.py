"""Gates and minima: what is not certain yet excludes nobody, what is certain excludes with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.money import Money
from evaluator.domain.question import Gate
from evaluator.domain.ranking import Result, Status
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
