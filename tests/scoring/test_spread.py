"""Range, deviation and what must be discussed, worked by hand; individual scores stay as given."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.domain.method import Combine
from evaluator.domain.score import Score, Scorecard
from evaluator.scoring.spread import apart_from_all, outliers, spreads, to_discuss
from tests import tiny

TENDER = tiny.tender(evaluators=("Eva", "Finn", "Gil"))


def card(name: str, points: dict[str, str], *, agreed: bool = False) -> Scorecard:
    return Scorecard(
        evaluator=name, agreed=agreed,
        scores=tuple(
            Score(evaluator=name, vendor=vendor, criterion="plan", points=Decimal(given), reason="seen")
            for vendor, given in points.items()
        ),
    )  # fmt: skip


CARDS = [
    card("Eva", {"Ada": "1", "Bo": "3"}),
    card("Finn", {"Ada": "4", "Bo": "4"}),
    card("Gil", {"Ada": "4", "Bo": "5"}),
]


def test_range_and_deviation_are_those_of_the_points_as_given():
    ada, bo = spreads(tiny.method(), TENDER, ["Ada", "Bo"], CARDS)

    assert (ada.range, ada.width, ada.deviation) == ((Decimal(1), Decimal(4)), Fraction(3, 5), Decimal("1.41"))
    assert (bo.range, bo.width, bo.deviation) == ((Decimal(3), Decimal(5)), Fraction(2, 5), Decimal("0.82"))
    assert [score.points for score in ada.given] == [Decimal(1), Decimal(4), Decimal(4)]
    assert (ada.result, bo.result) == (Fraction(3), Fraction(4))


@pytest.mark.parametrize(("over", "vendors"), [(40, ["Ada"]), (39, ["Ada", "Bo"]), (60, [])])
def test_only_what_lies_further_apart_than_the_method_allows_must_be_discussed_the_widest_first(over, vendors):
    found = spreads(tiny.method(discuss_over=Decimal(over)), TENDER, ["Bo", "Ada"], CARDS)

    assert [one.vendor for one in to_discuss(found)] == vendors


def test_the_outlier_is_farthest_from_the_median():
    ada, bo = spreads(tiny.method(), TENDER, ["Ada", "Bo"], CARDS)

    assert [score.evaluator for score in outliers(ada)] == ["Eva"]
    assert outliers(bo) == ()


def test_while_a_score_is_missing_nothing_is_combined_and_who_is_missing_is_named():
    (one,) = spreads(tiny.method(), TENDER, ["Ada"], CARDS[:2])

    assert (one.result, one.missing) == (None, ("Gil",))


def test_only_those_who_score_it_are_asked():
    tender = tiny.tender(evaluators=TENDER.evaluators, assignments={"Eva": ("other",)})

    (one,) = spreads(tiny.method(), tender, ["Ada"], CARDS)

    assert ([score.evaluator for score in one.given], one.discuss) == (["Finn", "Gil"], False)


def test_under_consensus_the_agreed_points_count_beside_the_evaluators_own():
    method = tiny.method(combine=Combine.CONSENSUS)
    (before,) = spreads(method, TENDER, ["Ada"], CARDS)
    (after,) = spreads(method, TENDER, ["Ada"], [*CARDS, card("Chair", {"Ada": "3"}, agreed=True)])

    assert (before.result, after.result) == (None, Fraction(3))
    assert after.given == before.given
    assert apart_from_all(Decimal(3), after.given)
    assert not apart_from_all(Decimal("4.0"), after.given)
