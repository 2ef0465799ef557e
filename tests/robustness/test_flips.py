"""The flip certificate against the official evaluation, asked again for every change that there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Phrase
from evaluator.domain.method import Award, Combine, Method
from evaluator.domain.money import Money
from evaluator.domain.score import Confirmation, Scorecard
from evaluator.domain.text import LANGS, Text
from evaluator.i18n.words import shown
from evaluator.intake.method_rules import PARTING
from evaluator.robustness.board import board
from evaluator.robustness.case import Case, OfficialMatrix, case, leaders, official_matrix
from evaluator.robustness.certificate import certificate as searched
from evaluator.robustness.falls import least_fall
from evaluator.robustness.flip import NEVER, ONE_WEIGHT, Flip, Kind
from evaluator.robustness.flip_rules import FORMULAS
from evaluator.robustness.flip_scores import score_flips
from evaluator.robustness.flip_weights import weight_flips
from evaluator.robustness.leave_out import without_bids, without_criteria, without_evaluators
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny

BIDS = (
    tiny.bid("Ada", hours=6, prices=(100, 500)),
    tiny.bid("Bo", hours=8, prices=(95, 480)),
    tiny.bid("Cy", hours=9, prices=(80, 420)),
)
POINTS = {"Ada": (4, 4), "Bo": (4, 5), "Cy": (2, 3)}


def made(
    points: dict[str, tuple[int, int]] | None = None, *, bids: tuple[Bid, ...] = BIDS, changes: Any = None, **words: Any
) -> Case:
    tender = words.pop("tender", tiny.tender())
    judged = Judgements(**{"scorecards": tiny.scorecards(points or POINTS), **words})
    return case(tiny.method(**(changes or {})), tender, bids, judged)


def certificate(found: Case) -> tuple[Flip, ...]:
    return searched(found).flips


def silent(found: Case) -> set[str]:
    """The kinds that were not looked for."""
    return {one.key.rpartition(".")[2] for one in searched(found).not_searched}


def of(flips: tuple[Flip, ...], kind: Kind) -> dict[str, Flip]:
    return {flip.rival: flip for flip in flips if flip.kind is kind}


def first(found: Case, method: Method | None = None, bids: tuple[Bid, ...] | None = None) -> tuple[str, ...]:
    return leaders(evaluate(method or found.method, found.tender, bids or found.bids, found.judged).ranking)


def reweighted(method: Method, weights: dict[str, Fraction]) -> Method:
    """The method with other weights of the first level, in percent with twenty decimals."""
    made = {key: Decimal(weight.numerator * 100) / Decimal(weight.denominator) for key, weight in weights.items()}
    return replace(method, criteria=tuple(replace(top, weight=made[top.key]) for top in method.criteria))


def every_score(cards: tuple[Scorecard, ...]) -> Iterator[tuple[Fraction, str, tuple[Scorecard, ...]]]:
    """Every change of one score: how far up, whose bid, and all the cards with it."""
    for place, card in enumerate(cards):
        for number, score in enumerate(card.scores):
            for points in range(6):
                other = replace(score, points=Decimal(points))
                scores = (*card.scores[:number], other, *card.scores[number + 1 :])
                changed = (*cards[:place], replace(card, scores=scores), *cards[place + 1 :])
                yield (Fraction(points) - Fraction(score.points)) / 5, score.vendor, changed


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=3), st.booleans())
@settings(max_examples=8, deadline=None)
def test_the_least_score_is_the_least_of_all_that_the_evaluation_knows(
    points: list[tuple[int, int]], consensus: bool
) -> None:
    given_points = dict(zip(("Ada", "Bo", "Cy"), points, strict=True))
    cards = tiny.scorecards(given_points)
    changes: dict[str, Any] = {}
    if consensus:
        cards = (*cards, replace(cards[0], evaluator="Chair", agreed=True))
        changes = {"combine": Combine.CONSENSUS}
    minimum = replace(tiny.method().criteria[1], minimum=Decimal(20))
    changes["criteria"] = (*tiny.method().criteria[:1], minimum, *tiny.method().criteria[2:])
    found = made(scorecards=cards, changes=changes)
    now = leaders(found.ranking)
    told = of(certificate(found), Kind.SCORE_AGREED if consensus else Kind.SCORE_GIVEN)
    least: dict[str, Fraction] = {}
    falls: list[Fraction] = []
    for step, vendor, changed in every_score(cards):
        for rival in found.leaders(judged=replace(found.judged, scorecards=changed)):
            places = {result.vendor for result in found.ranking.ranked()}
            if rival not in now and rival in places and (vendor == rival or vendor in now):
                least[rival] = min(abs(step), least.get(rival, Fraction(2)))
                falls += [-step * 5] if vendor == now[0] and step < 0 else []
    assert {rival: flip.size for rival, flip in told.items()} == least
    fall = least_fall(found, board(found.method, found.ranking)) if now else None
    assert (fall.levels if fall else None) == min(falls, default=None)


def cheaper(bid: Bid, total: Fraction) -> Bid:
    """The bid at another total price: what differs goes to the ten licences."""
    table = bid.answers["PRICE"]
    prices = [row.cells["unit_price"].value for row in table.rows[1:]]
    other = sum((Fraction(price.amount) * 2 for price in prices if isinstance(price, Money)), Fraction(0))
    unit = (total - other) / 10
    amount = Money(Decimal(unit.numerator) / Decimal(unit.denominator))
    cell = replace(table.rows[0].cells["unit_price"], value=amount)
    rows = (replace(table.rows[0], cells={"unit_price": cell}), *table.rows[1:])
    return replace(bid, answers={**bid.answers, "PRICE": replace(table, rows=rows)})


@pytest.mark.parametrize("formula", ["lowest_ratio", "lowest_distance", "linear"])
def test_a_price_turns_the_ranking_at_the_cent_that_is_told_and_not_one_before(formula: str) -> None:
    rule = replace(tiny.method().price, formula=formula, best=Decimal(1000), worst=Decimal(3000))
    found = made(changes={"price": rule})
    assert first(found) == ("Bo",)
    told = certificate(found)
    prices = {**of(told, Kind.PRICE_OWN), **{f"{rival}*": one for rival, one in of(told, Kind.PRICE_FIRST).items()}}
    assert len(prices) >= 2
    for name, flip in prices.items():
        changed = flip.rival if flip.kind is Kind.PRICE_OWN else "Bo"
        back = Fraction(1, 100) if flip.kind is Kind.PRICE_OWN else -Fraction(1, 100)
        for step, holds in ((Fraction(0), True), (back, False)):
            total = dict(flip.exact)["price"] + step
            bids = tuple(cheaper(bid, total) if bid.vendor == changed else bid for bid in BIDS)
            assert (flip.rival in first(found, bids=bids)) is holds, (name, step)


@pytest.mark.parametrize("formula", ["observed_linear", "benchmark", "discount_mean"])
def test_where_a_lower_price_may_cost_points_prices_are_tried_in_steps_and_that_is_said(formula: str) -> None:
    rule = replace(tiny.method().price, formula=formula, **tiny.PARAMETERS)
    found = made(changes={"price": rule})
    now, told = leaders(found.ranking), certificate(found)
    prices = [flip for flip in told if flip.kind in (Kind.PRICE_OWN, Kind.PRICE_FIRST)]

    assert prices
    for flip in prices:
        changed = flip.rival if flip.kind is Kind.PRICE_OWN else now[0]
        total = dict(flip.exact)["price"]
        assert flip.rival in first(found, bids=repriced(found, changed, total))
    assert "prices_steps" in silent(found)
    assert "prices_steps" not in silent(made())


def test_what_was_not_looked_for_is_named_so_that_silence_is_not_read_as_none() -> None:
    assert silent(made()) == {"formulas"}
    figures = replace(tiny.method().price, **tiny.PARAMETERS)
    assert silent(made(changes={"price": figures})) == set()
    assert silent(made(changes={"price": figures, "minimum_total": Decimal(20)})) == {
        "weights_minimum", "prices_minimum",
    }  # fmt: skip
    index = Award(rule="index", method="quality_per_price")
    assert silent(made(changes={"price": figures, "award": index})) == {"weights_rule"}
    assert silent(made(changes={"price": figures}, bids=(*BIDS, tiny.bid("Dee", level="none")))) == {"unranked"}
    for lang in LANGS:
        for one in searched(made(changes={"minimum_total": Decimal(20)})).not_searched:
            assert shown(one, lang)[-1] in ".。"


def test_every_formula_that_the_method_has_figures_for_is_tried() -> None:
    found = made(changes={"price": replace(tiny.method().price, **tiny.PARAMETERS)})
    turning = {
        formula
        for formula in FORMULAS
        if first(found, replace(found.method, price=replace(found.method.price, formula=formula))) != first(found)
    }
    told = {dict(flip.params)["formula"] for flip in certificate(found) if flip.kind is Kind.FORMULA}

    assert {one.key.rpartition(".")[2] for one in told if isinstance(one, Phrase)} == turning


def test_the_search_for_a_score_goes_on_past_candidates_that_do_not_hold_and_says_when_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = made()
    (told, *_) = of(certificate(found), Kind.SCORE_GIVEN).values()
    official, asked = Case.leaders, []

    def five_refused(self: Case, **changes: Any) -> tuple[str, ...]:
        asked.append(changes)
        return () if len(asked) <= 5 else official(self, **changes)

    monkeypatch.setattr(Case, "leaders", five_refused)
    flips, ended = score_flips(found, board(found.method, found.ranking))
    assert (told.rival in {flip.rival for flip in flips}, ended) == (True, [])
    monkeypatch.setattr(Case, "leaders", lambda self, **changes: ())
    monkeypatch.setattr("evaluator.robustness.flip_scores.TRIED", 2)
    flips, ended = score_flips(found, board(found.method, found.ranking))
    assert flips == []
    assert told.rival in ended


def alone(own: dict[str, Fraction], key: str, to: Fraction) -> dict[str, Fraction]:
    """One weight another, the rest in proportion."""
    rest = 1 - own[key]
    return {name: to if name == key else weight * (1 - to) / rest for name, weight in own.items()}


def test_weights_that_are_told_make_the_rival_first_when_the_bids_are_evaluated_with_them() -> None:
    found = made()
    matrix = official_matrix(found.ranking)
    own = dict(zip(matrix.criteria, matrix.weights, strict=True))
    told = certificate(found)
    assert of(told, Kind.WEIGHTS)
    for flip in of(told, Kind.WEIGHTS).values():
        there = dict(flip.exact)
        for step, holds in ((Fraction(1, 10**9), True), (-Fraction(1, 10**9), False)):
            weights = {name: weight + (weight - own[name]) * step for name, weight in there.items()}
            assert min(weights.values()) >= 0
            assert (flip.rival in first(found, reweighted(found.method, weights))) is holds


@pytest.mark.parametrize("seed", range(6))
def test_a_weight_alone_turns_the_first_place_wherever_it_is_told_to(seed: int) -> None:
    random = Random(seed)
    points = {bid.vendor: (random.randint(0, 5), random.randint(0, 5)) for bid in BIDS}
    found = made(points, changes={"ties": ("price",)})
    matrix = official_matrix(found.ranking)
    own = dict(zip(matrix.criteria, matrix.weights, strict=True))
    told = [flip for flip in certificate(found) if flip.kind in ONE_WEIGHT]
    for flip in told:
        ((key, bound),), params = flip.exact, dict(flip.params)
        ends = [str(params.get("low", params.get("to"))), str(params.get("high", params.get("to")))]
        low, high = (Fraction(end) / 100 for end in ends)
        low, high = {Kind.WEIGHT_MORE: (low, Fraction(1)), Kind.WEIGHT_LESS: (Fraction(0), high)}.get(
            flip.kind, (low, high)
        )
        inside = [low + (high - low) * Fraction(part, 100) for part in (1, 50, 99)]
        shut = {Kind.WEIGHT_MORE: [Fraction(1)], Kind.WEIGHT_LESS: [Fraction(0)], Kind.WEIGHT: [low]}
        for to in [*inside, *shut.get(flip.kind, ())]:
            assert flip.rival in first(found, reweighted(found.method, alone(own, key, to)))
        before = bound + (own[key] - bound) / 10**9
        assert flip.rival not in first(found, reweighted(found.method, alone(own, key, before)))
        assert flip.size == abs(bound - own[key])


@pytest.mark.parametrize(
    ("parting", "kind"), [(((1,), (0,)), None), (((0,), (1,)), Kind.WEIGHT), (((0,), (0,)), None)],
    ids=["the tie rule keeps the first", "the tie rule puts the rival first", "the place is shared"],
)  # fmt: skip
def test_at_a_weight_of_nothing_at_all_the_tie_rule_says_who_is_first(parting: Any, kind: Kind | None) -> None:
    half, one, none = Fraction(1, 2), Fraction(1), Fraction(0)
    matrix = OfficialMatrix(("Ada", "Bo"), ("fit", "plan"), (half, half), ((one, one), (one, none)), parting=parting)
    told = list(weight_flips(matrix, {key: Text(key, key) for key in matrix.criteria}))

    alone = [flip for flip in told if flip.kind in ONE_WEIGHT]
    assert [flip.kind for flip in alone] == ([] if kind is None else [kind])
    assert [(dict(flip.params)["to"], flip.exact) for flip in alone] in ([], [("100", (("fit", 1),))])
    assert [flip.kind for flip in told if flip not in alone] == [Kind.WEIGHTS_LEVEL]


def test_a_rival_that_a_third_bid_meets_wherever_it_is_first_is_only_level() -> None:
    # Bo is the mean of Cy and Dee: ahead of Ada in many places, ahead of both others in none.
    rows = ((9, 9, 9), (4, 12, 8), (0, 24, 0), (8, 0, 16))
    values = tuple(tuple(Fraction(value, 24) for value in row) for row in rows)
    matrix = OfficialMatrix(("Ada", "Bo", "Cy", "Dee"), ("a", "b", "c"), (Fraction(1, 3),) * 3, values)
    told = {flip.rival: flip.kind for flip in weight_flips(matrix, {key: Text(key, key) for key in "abc"})
            if flip.kind not in ONE_WEIGHT}  # fmt: skip

    assert told["Bo"] is Kind.WEIGHTS_LEVEL
    assert told["Cy"] is told["Dee"] is Kind.WEIGHTS


def test_under_a_minimum_on_the_total_nothing_is_told_of_weights() -> None:
    # Cy is below the minimum, and above it, and first, once its price counts for more: no ranked bid tells that.
    bids = (tiny.bid("Ada", hours=4, prices=(100, 500)), tiny.bid("Bo", hours=5, prices=(100, 500)),
            tiny.bid("Cy", hours=9, replies=("meets", "no"), prices=(40, 200)))  # fmt: skip
    found = made({"Ada": (5, 5), "Bo": (5, 5), "Cy": (4, 4)}, bids=bids, changes={"minimum_total": Decimal(86)})
    priced = {"support": Fraction(1, 10), "plan": Fraction(1, 10), "fit": Fraction(1, 10), "price": Fraction(7, 10)}

    assert (leaders(found.ranking), [row.vendor for row in found.ranking.ranked()]) == (("Ada",), ["Ada", "Bo"])
    assert first(found, reweighted(found.method, priced)) == ("Cy",)
    kinds = {flip.kind for flip in certificate(found)}
    assert not kinds & {Kind.WEIGHTS, Kind.WEIGHTS_LEVEL, Kind.LEVEL, *ONE_WEIGHT, *NEVER}


def test_a_score_that_puts_the_first_bid_under_the_minimum_on_the_total_is_its_least_fall() -> None:
    # Ada is far ahead for the money with 90 points; one point less from one evaluator costs two of them.
    award = Award(rule="index", method="quality_per_price")
    bids = (tiny.bid("Ada", hours=9, prices=(50, 250)), tiny.bid("Bo", hours=4, prices=(100, 500)))
    points = {"Ada": (4, 4), "Bo": (5, 5)}
    held, free = (
        made(points, bids=bids, changes={"award": award, "minimum_total": minimum}) for minimum in (Decimal(89), None)
    )
    falls = [least_fall(found, board(found.method, found.ranking)) for found in (held, free)]

    assert leaders(held.ranking) == leaders(free.ranking) == ("Ada",)
    assert [(fall.levels, fall.rivals) if fall else None for fall in falls] == [(1, ("Bo",)), None]


def test_rules_that_would_turn_it_are_told_and_only_those() -> None:
    # Bo is quick and fails its gate; Dee asks more than the ceiling; Ed's plan is below the minimum.
    bids = (
        tiny.bid("Ada", hours=12, prices=(100, 500)), tiny.bid("Bo", hours=4, level="none", prices=(60, 300)),
        tiny.bid("Dee", hours=4, prices=(150, 700)), tiny.bid("Ed", hours=4, prices=(100, 500)),
    )  # fmt: skip
    plan = replace(tiny.method().criteria[1], minimum=Decimal(60))
    criteria = (*tiny.method().criteria[:1], plan, *tiny.method().criteria[2:])
    points = {"Ada": (3, 3), "Bo": (5, 5), "Dee": (5, 5), "Ed": (2, 3)}
    found = made(points, bids=bids, changes={"criteria": criteria}, tender=tiny.tender(ceiling=Decimal(2500)))
    told = certificate(found)

    assert leaders(found.ranking) == ("Ada",)
    kinds = {flip.kind: flip.rival for flip in told}
    assert kinds == {Kind.GATE: "Bo", Kind.CEILING: "Dee", Kind.THRESHOLD_LOWER: "Ed"}
    assert dict(of(told, Kind.THRESHOLD_LOWER)["Ed"].params)["to"] == "50"
    assert of(told, Kind.CEILING)["Dee"].size == Fraction(400, 2500)


def test_a_gate_that_a_person_has_lifted_is_told_where_upholding_it_turns_the_first_place() -> None:
    bids = (tiny.bid("Ada", hours=12, prices=(100, 500)), tiny.bid("Bo", hours=4, level="none", prices=(60, 300)),
            tiny.bid("Cy", hours=20, level="none", prices=(150, 700)))  # fmt: skip
    lifted = tuple(
        Confirmation(vendor=vendor, item="SE-01", upheld=False, reason="the certificate came", by="Lea")
        for vendor in ("Bo", "Cy")
    )
    found = made({"Ada": (3, 3), "Bo": (5, 5), "Cy": (1, 1)}, bids=bids, confirmations=lifted)
    (flip,) = [one for one in certificate(found) if one.kind is Kind.GATE_UPHELD]

    assert (leaders(found.ranking), flip.rival, dict(flip.params)["vendor"]) == (("Bo",), "Ada", "Bo")
    assert "SE-01" in shown(flip.phrase(), "zh")
    upheld = tuple(replace(one, upheld=one.vendor == "Bo") for one in lifted)
    assert found.leaders(judged=replace(found.judged, confirmations=upheld)) == ("Ada",)


def test_a_minimum_of_a_question_is_lowered_and_raised() -> None:
    # Bo answers too slowly for the minimum of 60, and is first but for that; Cy is slower than Ada.
    bids = (
        tiny.bid("Ada", hours=8, prices=(100, 500)), tiny.bid("Bo", hours=14, prices=(50, 250)),
        tiny.bid("Cy", hours=7, prices=(110, 600)),
    )  # fmt: skip
    asked = (replace(tiny.HOURS, minimum=Decimal(60)), tiny.LEVEL, tiny.PLAN)
    found = made({"Ada": (4, 4), "Bo": (4, 4), "Cy": (3, 3)}, bids=bids, changes={"questions": asked})
    told = certificate(found)
    lower, higher = of(told, Kind.THRESHOLD_LOWER), of(told, Kind.THRESHOLD_HIGHER)

    assert leaders(found.ranking) == ("Ada",)
    assert {rival: dict(flip.params)["to"] for rival, flip in lower.items()} == {"Bo": "50"}
    assert {rival: dict(flip.params)["to"] for rival, flip in higher.items()} == {"Cy": "80.01"}
    assert lower["Bo"].params[0] == ("criterion", tiny.HOURS.text)


def test_a_minimum_on_the_total_is_lowered_to_what_lets_the_bid_in_and_first() -> None:
    # By quality for the money Cy is first, but for 83.334 points beside a minimum of 86.
    award = Award(rule="index", method="quality_per_price")
    bids = (tiny.bid("Ada", hours=4, prices=(100, 500)), tiny.bid("Bo", hours=5, prices=(100, 500)),
            tiny.bid("Cy", hours=9, replies=("meets", "no"), prices=(40, 200)))  # fmt: skip
    found = made(
        {"Ada": (5, 5), "Bo": (5, 5), "Cy": (4, 4)}, bids=bids, changes={"minimum_total": Decimal(86), "award": award}
    )
    (flip,) = of(certificate(found), Kind.THRESHOLD_LOWER).values()
    to = Decimal(str(dict(flip.params)["to"]))

    assert leaders(found.ranking) == ("Ada",)
    assert (flip.rival, dict(flip.params)["criterion"], to) == ("Cy", Text("总分", "total"), Decimal("83.33"))
    assert first(found, replace(found.method, minimum_total=to)) == ("Cy",)
    assert first(found, replace(found.method, minimum_total=to + Decimal("0.01"))) == ("Ada",)


def test_a_minimum_raised_above_the_first_bid_and_another_formula_are_told() -> None:
    plan = replace(tiny.method().criteria[1], minimum=Decimal(20))
    criteria = (*tiny.method().criteria[:1], plan, *tiny.method().criteria[2:])
    bids = (tiny.bid("Ada", hours=4, prices=(100, 500)), tiny.bid("Bo", hours=14, prices=(55, 250)))
    found = made({"Ada": (2, 2), "Bo": (2, 3)}, bids=bids, changes={"criteria": criteria})
    told = certificate(found)

    assert leaders(found.ranking) == ("Ada",)
    assert dict(of(told, Kind.THRESHOLD_HIGHER)["Bo"].params)["to"] == "40.01"
    assert of(told, Kind.FORMULA).keys() == {"Bo"}


def test_bids_with_the_same_total_are_told_with_the_criterion_that_would_part_them() -> None:
    # Four hours more cost 0.4 × 0.6 × 4 ÷ 20 = 0.048; 1.2 points of five on the plan earn as much.
    bids = (tiny.bid("Ada", hours=4), tiny.bid("Bo", hours=9))
    found = made({"Ada": (3, 3), "Bo": (4, 5)}, bids=bids)
    told = certificate(found)

    assert [str(result.score) for result in found.ranking.ranked()] == ["23/25", "23/25"]
    assert leaders(found.ranking) == ("Ada",)
    assert of(told, Kind.LEVEL)["Bo"].size == 0
    assert dict(of(told, Kind.TIE)["Bo"].params)["criterion"] == tiny.words("Plan")


def test_a_tie_rule_that_only_shares_the_first_place_is_not_told() -> None:
    # Bo's price takes 0.2 × 0.1 from it, and one evaluator's point gives 0.2 × 0.1 back: equal but on plan and price.
    bids = (tiny.bid("Ada", prices=(90, 450)), tiny.bid("Bo", prices=(100, 500)))
    found = made({"Ada": (4, 4), "Bo": (4, 5)}, bids=bids, changes={"ties": ("plan",)})
    flip = of(certificate(found), Kind.TIE)["Ada"]

    assert (leaders(found.ranking), len({row.score for row in found.ranking.ranked()})) == (("Bo",), 1)
    assert first(found, replace(found.method, ties=("support",))) == ("Ada", "Bo")
    assert dict(flip.params)["criterion"] == tiny.words("Price")


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_the_lower_price_is_told_where_it_would_part_what_was_drawn(seed: str) -> None:
    # With two decimals both prices are worth the same.
    bids = (tiny.bid("Ada", prices=("100.1", 500)), tiny.bid("Bo", prices=(100, 500)))
    changes = {"ties": ("draw",), "tie_seed": seed, "grain": 2}
    found = made({"Ada": (4, 4), "Bo": (4, 4)}, bids=bids, changes=changes)
    told = of(certificate(found), Kind.TIE)

    assert told.keys() == {"Bo"} - set(leaders(found.ranking))
    assert all(flip.params[0][1] == PARTING["lower_price"] for flip in told.values())


def test_a_bid_that_is_worse_everywhere_is_told_to_be_beyond_all_weights_and_comes_last() -> None:
    bids = (tiny.bid("Ada", hours=4, prices=(50, 100)), tiny.bid("Bo", hours=9, replies=("meets", "no")))
    told = certificate(made({"Ada": (5, 5), "Bo": (2, 3)}, bids=bids))

    assert told[-1].kind is Kind.NEVER_ONE
    assert dict(told[-1].params) == {"better": "Ada"}
    sizes = [flip.size for flip in told if flip.size is not None]
    assert sizes == sorted(sizes)
    assert [flip for flip in told[:-1] if flip.kind in NEVER] == []


def test_a_bid_that_can_only_be_level_with_the_first_is_not_told_to_be_first() -> None:
    half, one, none = Fraction(1, 2), Fraction(1), Fraction(0)
    matrix = OfficialMatrix(("Ada", "Bo"), ("fit", "price"), (half, half), ((one, one), (one, none)))
    titles = {"fit": Text("契合", "Fit"), "price": Text("价格", "Price")}
    (told,) = weight_flips(matrix, titles)

    assert (told.kind, told.rival, told.size, dict(told.exact)) == (
        Kind.WEIGHTS_LEVEL,
        "Bo",
        half,
        {"fit": 1, "price": 0},
    )
    assert "ahead under no weights" in shown(told.phrase(), "en")
    assert "与首位总分相同" in shown(told.phrase(), "zh")


def test_every_flip_is_said_in_both_languages_and_names_whom_it_is_about() -> None:
    consensus = {"combine": Combine.CONSENSUS}
    cards = tiny.scorecards(POINTS)
    told = [*certificate(made()), *certificate(made(changes=consensus, scorecards=(replace(cards[0], agreed=True),)))]

    assert {flip.of_evaluator for flip in told if flip.kind is Kind.SCORE_GIVEN} == {True}
    for flip in told:
        for lang in LANGS:
            assert flip.rival in shown(flip.phrase(), lang)


def test_nothing_is_told_of_nobody() -> None:
    assert certificate(made(bids=(tiny.bid("Ada", level="none"),))) == ()


RULES = [
    Award(rule="method", method="topsis"), Award(rule="method", method="marcos"),
    Award(rule="index", method="quality_per_price"), Award(rule="index", method="relative_value_cost"),
    Award(rule="index", method="price_less_quality", parameters={"willingness_to_pay": Decimal(900)}),
    Award(rule="index", method="rated_criteria", parameters={"technical_scale": "highest_received"}),
]  # fmt: skip


@pytest.mark.parametrize("award", RULES, ids=lambda award: award.method)
def test_under_a_rule_without_totals_scores_prices_and_rules_are_searched_and_no_weights_told(award: Award) -> None:
    found = made(changes={"award": award}, points={"Ada": (4, 3), "Bo": (4, 5), "Cy": (2, 3)})
    flips, now = certificate(found), first(found)

    assert {flip.kind for flip in flips} & {Kind.SCORE_GIVEN, Kind.PRICE_OWN, Kind.PRICE_FIRST}
    assert not {flip.kind for flip in flips} & {Kind.WEIGHT, Kind.WEIGHTS, *NEVER}
    for rival, flip in of(flips, Kind.PRICE_OWN).items():
        (price,) = [amount for name, amount in flip.exact if name == "price"]
        assert rival in first(found, bids=repriced(found, rival, price))
        assert (
            rival not in first(found, bids=repriced(found, rival, price + Fraction(1, 100))) or award.rule == "method"
        )
        assert rival not in now
    for rival, flip in of(flips, Kind.SCORE_GIVEN).items():
        said = dict(flip.params)
        cards = regiven(found, str(said["evaluator"]), str(said["vendor"]), Decimal(str(said["to"])))
        changed = evaluate(found.method, found.tender, found.bids, replace(found.judged, scorecards=cards))
        assert rival in leaders(changed.ranking)


def repriced(found: Case, vendor: str, price: Fraction) -> tuple[Bid, ...]:
    """The bids with this evaluated price of one, all of it in the first line, of which ten are bought."""
    unit = Decimal(price.numerator) / Decimal(price.denominator) / 10
    made_again = {"Ada": {"hours": 6}, "Bo": {"hours": 8}, "Cy": {"hours": 9}}[vendor]
    return tuple(
        tiny.bid(vendor, **made_again, prices=(unit, 0)) if bid.vendor == vendor else bid for bid in found.bids
    )


def regiven(found: Case, evaluator: str, vendor: str, points: Decimal) -> tuple[Scorecard, ...]:
    return tuple(
        replace(
            card,
            scores=tuple(
                replace(score, points=points) if (card.evaluator, score.vendor) == (evaluator, vendor) else score
                for score in card.scores
            ),
        )
        for card in found.judged.scorecards
    )


@pytest.mark.parametrize("award", RULES, ids=lambda award: award.method)
def test_the_board_says_what_the_official_ranking_says(award: Award) -> None:
    found = made(changes={"award": award, "ties": ("support", "lower_price", "draw"), "tie_seed": "s"})
    keys = board(found.method, found.ranking).keys()

    assert sorted(keys, key=keys.__getitem__, reverse=True) == [row.vendor for row in found.ranking.ranked()]
    assert [one.kind for one in without_bids(found)] == ["bid"] * 3


@pytest.mark.parametrize(("best", "worst"), [(1000, 1000), (4000, 500)])
def test_ends_by_which_no_line_can_be_published_are_not_tried(best: int, worst: int) -> None:
    price = replace(tiny.method().price, best=Decimal(best), worst=Decimal(worst))
    found = made(changes={"price": price})

    assert [dict(flip.params)["formula"] for flip in certificate(found) if flip.kind is Kind.FORMULA] == [
        flip.params[0][1] for flip in certificate(made()) if flip.kind is Kind.FORMULA
    ]


def test_a_bid_that_shares_the_first_place_has_nothing_to_turn() -> None:
    bids = (BIDS[0], replace(BIDS[0], vendor="Bo"), BIDS[2])
    found = made({"Ada": (5, 5), "Bo": (5, 5), "Cy": (1, 1)}, bids=bids)

    assert leaders(found.ranking) == ("Ada", "Bo")
    assert {flip.rival for flip in certificate(found)} == {"Cy"}


def test_no_price_is_told_to_turn_where_a_minimum_stands_on_it() -> None:
    kinds = {Kind.PRICE_OWN, Kind.PRICE_FIRST}

    assert {flip.kind for flip in certificate(made())} & kinds
    assert not {flip.kind for flip in certificate(made(changes={"minimum_total": Decimal(20)}))} & kinds


def test_without_its_only_evaluator_a_bid_is_ranked_no_more_and_no_order_is_told() -> None:
    alone = made(scorecards=tiny.scorecards(POINTS)[:1], tender=tiny.tender(evaluators=("Eva",)))

    assert [(one.first, one.order_changed) for one in without_evaluators(alone)] == [((), None)]
    assert all(one.order_changed is not None for one in without_evaluators(made()))


def test_leaving_out_a_bid_a_criterion_or_an_evaluator_is_ranking_without_it() -> None:
    found = made()
    bids = {one.name: one for one in without_bids(found)}
    assert bids["Bo"].first == ("Ada",)
    assert bids["Cy"].first == first(found, bids=BIDS[:2])

    cards = found.judged.scorecards
    (without_eva, without_finn) = without_evaluators(found)
    alone = evaluate(found.method, tiny.tender(evaluators=("Finn",)), BIDS, Judgements(scorecards=cards[1:]))
    assert without_eva.first == leaders(alone.ranking)
    assert without_finn.name == "Finn"
    assert list(without_evaluators(made(changes={"combine": Combine.CONSENSUS}))) == []

    for one in without_criteria(found):
        left = {top.key: Fraction(0) if top.key == one.name else top.share for top in found.method.criteria}
        whole = sum(left.values())
        weights = {key: share / whole for key, share in left.items()}
        assert one.first == first(found, reweighted(found.method, weights))
