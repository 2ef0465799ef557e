"""The first places go on, ties whole, above the minimum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evaluator.award.shortlist import shortlist
from evaluator.domain.method import Award, ShortlistRule
from evaluator.domain.ranking import Ranking, Result, Status
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny


def ranked(vendor: str, place: int, points: str) -> Result:
    score = Fraction(points) / 100
    return Result(vendor=vendor, status=Status.RANKED, low=score, high=score, nodes=(), place=place, score=score)


def ranking(*results: Result, provisional: bool = False) -> Ranking:
    return Ranking(rule="additive", better="higher", results=results, weights={}, provisional=provisional)


ADA, BO, CY, DI = ranked("Ada", 1, "80"), ranked("Bo", 2, "70"), ranked("Cy", 2, "70"), ranked("Di", 4, "60")


def test_the_first_places_go_on_best_first():
    chosen = shortlist(ranking(ADA, BO, DI), ShortlistRule(top=2))

    assert (chosen.vendors, chosen.cut, chosen.tied) == (("Ada", "Bo"), 2, ())


def test_bids_that_share_the_last_place_all_stay():
    chosen = shortlist(ranking(ADA, BO, CY, DI), ShortlistRule(top=2))

    assert (chosen.vendors, chosen.cut, chosen.tied) == (("Ada", "Bo", "Cy"), 2, ("Cy",))


def test_a_tie_inside_the_places_uses_up_places_not_names():
    chosen = shortlist(ranking(ADA, BO, CY, DI), ShortlistRule(top=3))

    assert (chosen.vendors, chosen.tied) == (("Ada", "Bo", "Cy"), ())


def test_the_minimum_keeps_a_weak_bid_out_and_names_it():
    chosen = shortlist(ranking(ADA, BO), ShortlistRule(top=3, minimum=Decimal("70.0001")))

    assert (chosen.vendors, chosen.below, chosen.cut) == (("Ada",), ("Bo",), 1)


def test_a_total_exactly_at_the_minimum_goes_on():
    assert shortlist(ranking(ADA, BO), ShortlistRule(top=3, minimum=Decimal(70))).vendors == ("Ada", "Bo")


def test_excluded_and_unsettled_bids_never_go_on():
    out = Result(vendor="Ed", status=Status.EXCLUDED, low=Fraction(1), high=Fraction(1), nodes=())
    open_ = Result(vendor="Fu", status=Status.UNSETTLED, low=Fraction(0), high=Fraction(1), nodes=())

    chosen = shortlist(ranking(ADA, out, open_, provisional=True), ShortlistRule(top=5))

    assert (chosen.vendors, chosen.provisional) == (("Ada",), True)


def test_nobody_ranked_makes_an_empty_list_without_a_cut():
    chosen = shortlist(ranking(), ShortlistRule(top=3))

    assert (chosen.vendors, chosen.cut) == ((), None)


def test_a_rule_without_totals_has_no_minimum_to_miss():
    rules = tiny.method(
        award=Award(rule="method", method="topsis"), shortlist=ShortlistRule(top=2, minimum=Decimal(99))
    )
    bids = [tiny.bid("Ada", hours=6), tiny.bid("Bo", hours=9, prices=(90, 500)), tiny.bid("Cy", hours=20)]
    cards = tiny.scorecards(dict.fromkeys(("Ada", "Bo", "Cy"), (3, 3)))
    found = evaluate(rules, tiny.tender(), bids, Judgements(scorecards=cards)).ranking

    chosen = shortlist(found, rules.shortlist)

    assert (chosen.vendors, chosen.below, chosen.minimum) == (("Ada", "Bo"), (), None)
    assert max(row.low for row in found.results) < Fraction(99, 100)
