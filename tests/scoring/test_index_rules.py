"""Official indexes of quality and price: worked by hand, exact, and never against the better or the cheaper bid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.domain.award_rule import INDEXES, kind_of
from evaluator.domain.bid import Bid, Settlement
from evaluator.domain.finding import Rule
from evaluator.domain.method import Award, Method
from evaluator.domain.money import Money
from evaluator.domain.question import Judge, Kind
from evaluator.domain.ranking import Ranking, Status
from evaluator.scoring.check import check
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.index_rules import RULES, Offer, index_keys
from evaluator.scoring.opinion_rules import OFFICIAL
from evaluator.scoring.price import added_cost
from tests import tiny

PARAMETERS: dict[str, dict[str, Any]] = {
    "price_less_quality": {"willingness_to_pay": Decimal(600)}, "utility_index": {"n": Decimal(2)},
    "rated_criteria": {"technical_scale": "highest_received"}, "life_cycle_cost": {"SU-01": Decimal(50)},
}  # fmt: skip


def method(index: str, price: int = 40, **parameters: Any) -> Method:
    """Support, plan and fit share what price does not weigh."""
    rest = Decimal(100 - price)
    weights = {"support": rest / 2, "plan": rest / 4, "fit": rest / 4, "price": Decimal(price)}
    rules = tiny.method(award=Award(rule="index", method=index, parameters=parameters or PARAMETERS.get(index, {})))
    return replace(rules, criteria=tuple(replace(top, weight=weights[top.key]) for top in rules.criteria))


def offer(quality: str, price: int | str, value: str = "1") -> Offer:
    return Offer(Fraction(quality), Fraction(price), Fraction(value))


def keys(index: str, offers: dict[str, Offer], price: int = 40, **parameters: Any) -> dict[str, Fraction]:
    return index_keys(method(index, price, **parameters), offers)


def ranking(rules: Method, bids: list[Bid], points: tuple[int, int] = (4, 4)) -> Ranking:
    cards = tiny.scorecards({bid.vendor: points for bid in bids})
    return evaluate(rules, tiny.tender(), bids, Judgements(scorecards=cards)).ranking


def test_every_index_is_known_by_name_and_none_by_the_name_of_a_method() -> None:
    assert tuple(RULES) == INDEXES
    assert not set(INDEXES) & set(OFFICIAL)
    assert {kind_of(name) for name in INDEXES} == {"index"}


def test_quality_for_the_money_by_hand() -> None:
    # 80 points for 1,000,000 and 60 for 600,000: 80 and 100 points for each million.
    found = keys("quality_per_price", {"Ada": offer("4/5", 1_000_000), "Bo": offer("3/5", 600_000)})

    assert found == {"Ada": 80, "Bo": 100}


def test_a_losing_bid_that_withdraws_turns_the_ratio_of_prices_round_but_not_quality_for_the_money() -> None:
    # Half quality, half lowest price ÷ price: A 60.0, B 59.1, C 57.5; without C it is B 80.5, A 75.0.
    bids = {"A": offer("0.80", 100), "B": offer("0.61", 70), "C": offer("0.15", 40)}

    def half(names: str) -> str:
        low = min(bids[name].price for name in names)
        return max(names, key=lambda name: bids[name].quality / 2 + low / bids[name].price / 2)

    assert (half("ABC"), half("AB")) == ("A", "B")
    for names in ("ABC", "AB"):
        found = keys("quality_per_price", {name: bids[name] for name in names})
        assert max(found, key=found.__getitem__) == "B"


def test_the_middle_bid_that_no_weights_let_win_by_the_ratio_is_level_here() -> None:
    same = keys("quality_per_price", {str(n): offer(f"{n}/100", n) for n in (50, 75, 100)})
    assert len(set(same.values())) == 1


def test_the_weighted_form_takes_quality_to_the_power_of_the_odds_rounded_once_at_the_grain() -> None:
    half, two_thirds = keys("weighted_quality_per_price", {"A": offer("4/5", 1_000_000)}, price=40), Fraction("0.7155")
    assert half == {"A": 100 * two_thirds}  # 0.8 to the power of 1.5 is 0.71554…
    even = keys("weighted_quality_per_price", {"A": offer("4/5", 1_000_000)}, price=50)
    assert even == {"A": 80}


def test_price_less_what_quality_is_worth_by_hand() -> None:
    found = keys(
        "price_less_quality", {"Ada": offer("0.9", 1000), "Bo": offer("0.5", 800)}, willingness_to_pay=Decimal(600)
    )
    assert found == {"Ada": 460, "Bo": 500}


def test_the_utility_index_by_hand_and_never_below_nothing() -> None:
    bids = {"Ada": offer("0.9", 1000), "Bo": offer("0.7", 800), "Cy": offer("0.3", 500), "Di": offer("0.3", 900)}
    found = keys("utility_index", bids, n=Decimal(2))

    assert found == {"Ada": Fraction(1, 2), "Bo": Fraction(3, 5) / 800 * 500, "Cy": 0, "Di": 0}


def test_relative_value_cost_by_hand() -> None:
    # (80 + 100) ÷ (50 + 100) = 1.2, so that 1,200 count as 1,000.
    assert keys("relative_value_cost", {"Ada": offer("0.8", 1200), "Bo": offer("0.5", 1010)}) == {
        "Ada": 1000,
        "Bo": 1010,
    }


def test_a_price_reduced_by_features_by_hand() -> None:
    # Features that weigh 30 %: with all of them the price counts 1 ÷ (1 + 30 ÷ 70), that is 70 % of itself.
    found = keys("price_over_features", {"All": offer("1", 1000), "None": offer("0", 720)}, price=70)
    assert found == {"All": 700, "None": 720}


def test_a_life_cycle_cost_adds_each_unit_of_an_answer_at_its_published_amount() -> None:
    # 2,000 for the price; each hour to respond costs 50, in money of the tender.
    bids = [tiny.bid("Ada", hours=4), tiny.bid("Bo", hours=6, prices=(95, 500)), tiny.bid("Cy", hours=4)]
    rules = method("life_cycle_cost")

    found = ranking(rules, bids)
    assert found.keys == {"Ada": 2200, "Bo": 2250, "Cy": 2200}
    assert [(row.vendor, row.place, row.added) for row in found.ranked()] == [
        ("Ada", 1, 200),
        ("Cy", 1, 200),
        ("Bo", 3, 300),
    ]
    assert faults("life_cycle_cost", **{"SE-01": Decimal(1)}) == [("award.parameters", "index_questions")]
    assert faults("life_cycle_cost", **{"SU-01": Decimal(0)}) == [("award.parameters.SU-01", "index_parameter")]


@pytest.mark.parametrize("blank", ["lowest", "exclude"])
def test_an_answer_without_an_amount_adds_nothing_unknown_and_gives_no_place(blank: str) -> None:
    rules = replace(
        method("life_cycle_cost"),
        blank=blank,
        questions=(replace(tiny.HOURS, judge=Judge.INFO), *tiny.method().questions[1:]),
    )
    bids = [tiny.bid("Ada", hours=4), tiny.bid("Op", hours=None)]

    waiting = ranking(rules, bids).of("Op")
    assert (waiting.status, waiting.added, [one.rule for one in waiting.reasons]) == (
        Status.UNSETTLED,
        None,
        [Rule.UNSETTLED],
    )
    cards = tiny.scorecards({bid.vendor: (4, 4) for bid in bids})
    none = Settlement(
        vendor="Op", item="SU-01", value=None, reason="none", by="Lead", date="2026-12-01", source="e-mail"
    )
    settled = evaluate(rules, tiny.tender(), bids, Judgements(scorecards=cards, settlements=(none,))).ranking.of("Op")
    expected = (Status.EXCLUDED, [Rule.BLANK]) if blank == "exclude" else (Status.UNSETTLED, [Rule.COST_OPEN])
    assert (settled.status, [one.rule for one in settled.reasons]) == expected


def test_money_is_added_in_the_tenders_currency_and_nothing_negative() -> None:
    energy = replace(tiny.HOURS, id="EN-01", kind=Kind.MONEY, judge=Judge.INFO, unit="", range=None, weight=None)
    rules = replace(method("life_cycle_cost", **{"EN-01": Decimal(3)}), questions=(*tiny.method().questions, energy))
    for money, expected in ((Money(Decimal(100)), 300), (Money(Decimal(-1)), None), (Money(Decimal(1), "USD"), None)):
        bid = tiny.bid("Ada")
        bid = replace(bid, answers={**bid.answers, "EN-01": tiny.answer("EN-01", money)})
        assert added_cost(bid, rules, tiny.tender())[0] == expected
    slow = tiny.bid("Ada", hours=-1)
    total, told = added_cost(slow, method("life_cycle_cost"), tiny.tender())
    assert (total, [one.rule for one in told]) == (None, [Rule.PRICE_NEGATIVE])


def test_the_two_readings_of_the_highest_technical_score_pick_different_winners() -> None:
    # X = 30 %. A: T 80, C 100. B: T 72, C 80. By the possible 100: 80.0 and 80.4; by the received 80: 94.0 and 93.0.
    bids = {"A": offer("0.80", 100, "0.8"), "B": offer("0.72", 80, "1")}
    possible = keys("rated_criteria", bids, price=30, technical_scale="highest_possible")
    received = keys("rated_criteria", bids, price=30, technical_scale="highest_received")

    assert possible == {"A": 80, "B": Fraction("80.4")}
    assert received == {"A": 94, "B": 93}


def test_rated_criteria_by_the_possible_score_are_the_weighted_total() -> None:
    bids = [
        tiny.bid("Ada", hours=6),
        tiny.bid("Bo", hours=9, prices=(90, 500)),
        tiny.bid("Cy", hours=20, prices=(80, 400)),
    ]
    rated = ranking(method("rated_criteria", 20, technical_scale="highest_possible"), bids)
    summed = ranking(replace(method("rated_criteria", 20), award=Award()), bids)

    assert rated.keys == {row.vendor: (row.score or 0) * 100 for row in summed.ranked()}
    assert [row.vendor for row in rated.ranked()] == [row.vendor for row in summed.ranked()]


@pytest.mark.parametrize("index", INDEXES)
def test_an_index_ranks_admissible_bids_only_by_exact_keys_without_totals(index: str) -> None:
    bids = [
        tiny.bid("Ada", hours=6),
        tiny.bid("Bo", hours=9, prices=(90, 500)),
        tiny.bid("Out", level="none", prices=(1, 1)),
    ]
    found = ranking(method(index), bids)

    assert (found.rule, found.better, found.gaps) == (index, RULES[index].better, ())
    assert {vendor: type(key) for vendor, key in found.keys.items()} == {"Ada": Fraction, "Bo": Fraction}
    assert found.of("Out").status is Status.EXCLUDED
    assert {node.contribution for row in found.results for top in row.nodes for node in top.walk()} == {None}
    assert {row.score for row in found.results} == {None}
    ordered = sorted(found.keys, key=found.keys.__getitem__, reverse=found.better == "higher")
    assert [row.vendor for row in found.ranked()] == ordered
    assert [row.places for row in found.ranked()] == [(1, 1), (2, 2)]
    assert found.keys == ranking(method(index), bids[:2]).keys  # the excluded price of 12 benchmarks nobody


@pytest.mark.parametrize("index", INDEXES)
def test_one_bid_alone_without_any_quality_is_first_and_a_price_of_zero_or_none_is_not_ranked(index: str) -> None:
    poor = tiny.bid("Ada", hours=24, level="two", replies=("partial", "no"))
    assert [(row.vendor, row.place) for row in ranking(method(index), [poor], (0, 0)).ranked()] == [("Ada", 1)]
    assert len(keys(index, {"Ada": offer("0", 10), "Bo": offer("0", 20)})) == 2
    for prices in ((0, 0), (None, 500)):
        found = ranking(method(index), [poor, tiny.bid("Free", prices=prices)])
        assert found.of("Free").status is Status.UNSETTLED
        assert found.ranked() == ()  # the value of every price waits for it


def faults(index: str, price: int = 40, **parameters: Any) -> list[tuple[str, str]]:
    rules = method(index, price)
    return [
        (key, rule)
        for key, rule, _ in check(replace(rules, award=replace(rules.award, parameters=parameters)))
        if key.startswith("award")
    ]


@pytest.mark.parametrize("index", INDEXES)
def test_an_index_needs_its_own_parameters_and_no_others(index: str) -> None:
    right = PARAMETERS.get(index, {})
    assert faults(index, **right) == []
    foreign = "index_questions" if index == "life_cycle_cost" else "award_parameters"
    assert faults(index, **right, luck=1) == [("award.parameters", foreign)]
    lacking = [(f"award.parameters.{name}", "index_parameter") for name in right]
    assert faults(index) == ([("award.parameters", "index_questions")] if index == "life_cycle_cost" else lacking)
    for wrong in (Decimal(0), Decimal(-1), "much"):
        assert faults(index, **dict.fromkeys(right, wrong)) == lacking
    assert faults("utility_index", n=Decimal("10.1")) == [("award.parameters.n", "index_parameter")]


@pytest.mark.parametrize(
    ("index", "price", "found"),
    [
        ("weighted_quality_per_price", 29, ["index_lopsided"]), ("weighted_quality_per_price", 30, []),
        ("weighted_quality_per_price", 71, ["index_lopsided"]), ("weighted_quality_per_price", 0, ["index_weights"]),
        ("quality_per_price", 0, []), ("quality_per_price", 100, ["index_weights"]),
        ("price_over_features", 0, ["index_weights"]), ("rated_criteria", 0, ["index_weights"]),
    ],
)  # fmt: skip
def test_an_index_is_refused_where_its_weights_leave_nothing_to_compare(
    index: str, price: int, found: list[str]
) -> None:
    assert [rule for _, rule in faults(index, price, **PARAMETERS.get(index, {}))] == found


@pytest.mark.parametrize(
    "award", [*(Award(rule="index", method=index) for index in INDEXES), Award(rule="method", method="topsis")]
)
def test_a_rule_without_a_total_takes_no_minimum_of_it(award: Award) -> None:
    parameters = PARAMETERS.get(award.method, {})
    rules = replace(method("quality_per_price"), award=replace(award, parameters=parameters))
    least = replace(rules, minimum_total=Decimal(60))

    assert check(rules) == []
    assert check(least) == [("minimum_total", "minimum_without_total", (("method", award.method),))]
    assert check(replace(least, award=Award())) == []


def test_a_bid_that_earns_little_is_out_under_an_index_by_the_minimum_of_a_criterion_alone() -> None:
    bids = [tiny.bid("Ada", hours=6), tiny.bid("Bo", hours=24, prices=(1, 1))]
    rules = method("quality_per_price")
    least = tuple(replace(top, minimum=Decimal(60)) if top.key == "support" else top for top in rules.criteria)

    assert [row.vendor for row in ranking(rules, bids).ranked()] == ["Bo", "Ada"]
    held = ranking(replace(rules, criteria=least), bids)
    assert [row.vendor for row in held.ranked()] == ["Ada"]
    assert [one.rule for one in held.of("Bo").reasons] == [Rule.BELOW_THRESHOLD]


@pytest.mark.parametrize("formula", ["lowest_distance", "observed_linear"])
def test_rated_criteria_take_the_lowest_price_divided_by_the_price_alone(formula: str) -> None:
    def told(index: str) -> list[tuple[str, str]]:
        rules = method(index)
        priced = replace(rules, price=replace(rules.price, formula=formula))
        return [(key, rule) for key, rule, _ in check(priced)]

    assert told("rated_criteria") == [("price.formula", "index_formula")]
    assert told("quality_per_price") == []


def test_an_index_that_nobody_knows_is_a_fault() -> None:
    rules = tiny.method(award=Award(rule="index", method="luck"))
    assert ("award.method", "unknown_method") in [(key, rule) for key, rule, _ in check(rules)]


FIELD = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 10**9)), min_size=2, max_size=6)


def field(bids: list[tuple[int, int]], times: int = 1) -> dict[str, Offer]:
    low = min(price for _, price in bids)
    return {
        str(n): Offer(Fraction(points, 100), Fraction(price * times), Fraction(low, price))
        for n, (points, price) in enumerate(bids)
    }


def places(index: str, offers: dict[str, Offer], **parameters: Any) -> dict[str, int]:
    found = keys(index, offers, **parameters)
    sign = 1 if RULES[index].better == "higher" else -1
    return {name: 1 + sum(sign * other > sign * own for other in found.values()) for name, own in found.items()}


@pytest.mark.parametrize("index", INDEXES)
@given(bids=FIELD, more=st.integers(0, 100), share=st.fractions(Fraction(1, 100), 1))
def test_a_better_answer_or_a_lower_price_never_costs_a_place(
    index: str, bids: list[tuple[int, int]], more: int, share: Fraction
) -> None:
    points, price = bids[0]
    before = places(index, field(bids))["0"]
    cheaper = max(1, int(price * share))

    assert places(index, field([(max(points, more), price), *bids[1:]]))["0"] <= before
    assert places(index, field([(points, cheaper), *bids[1:]]))["0"] <= before


@pytest.mark.parametrize("index", INDEXES)
@given(bids=FIELD, times=st.integers(2, 10**6))
def test_another_currency_changes_no_order(index: str, bids: list[tuple[int, int]], times: int) -> None:
    worth = {"willingness_to_pay": Decimal(600 * times)} if index == "price_less_quality" else {}
    assert places(index, field(bids, times), **worth) == places(index, field(bids))
