"""What holds for every tender: exclusion touches nobody else, scale is nothing, bounds contain every outcome."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.method import Method
from evaluator.domain.ranking import Ranking, Status
from evaluator.intake.method_rules import FORMULAS
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.recompute import recomputed
from tests import tiny

NAMES = ("Ada", "Bo", "Cy", "Di")
HOURS = (4, 9, 14, 24)
LEVELS = ("none", "two", "three")
PRICES = (25, 50, 100, 200)
REPLIES = ("meets", "partial", "no")
CARDS = tiny.scorecards({"Ada": (5, 5), "Bo": (4, 3), "Cy": (2, 4), "Di": (0, 1)})
SETTLED = st.tuples(st.sampled_from(HOURS), st.sampled_from(LEVELS), st.sampled_from(REPLIES), st.sampled_from(PRICES))
Facts = tuple[int | None, str | None, str | None, int]


def bid(name: str, facts: Facts) -> Bid:
    hours, level, reply, price = facts
    return tiny.bid(name, hours, level, replies=(reply, "partial"), prices=(price, 5 * price))


def ranking(facts: list[Facts], rules: Method) -> Ranking:
    bids = [bid(name, one) for name, one in zip(NAMES, facts, strict=False)]
    return evaluate(rules, tiny.tender(), bids, Judgements(scorecards=CARDS)).ranking


RULES = st.builds(
    lambda minimum, formula, ties: tiny.method(
        minimum_total=minimum, ties=ties, price=replace(tiny.method().price, formula=formula, **tiny.PARAMETERS)
    ),
    st.sampled_from([None, Decimal(50), Decimal(65), Decimal(75)]),
    st.sampled_from([name for name in FORMULAS if name != "linear"]),
    st.sampled_from([(), ("support",), ("plan", "support")]),
)


@given(st.lists(SETTLED, min_size=1, max_size=3), SETTLED, RULES)
def test_a_bid_that_is_excluded_changes_nobodys_value_or_place(facts: list[Facts], out: Facts, rules: Method) -> None:
    without = ranking(facts, rules)
    beside = ranking([*facts, (out[0], "none", *out[2:])], rules)

    assert beside.of(NAMES[len(facts)]).status is Status.EXCLUDED
    for row in without.results:
        assert replace(beside.of(row.vendor), reasons=()) == replace(row, reasons=())


@given(st.lists(SETTLED, min_size=1, max_size=4), RULES, st.sampled_from([3, 7, 1000]))
def test_the_currency_in_which_all_prices_stand_changes_nothing(facts: list[Facts], rules: Method, rate: int) -> None:
    dearer = [(*one[:3], one[3] * rate) for one in facts]

    base = replace(rules.price, base_price=tiny.PARAMETERS["base_price"] * rate)
    before, after = ranking(facts, rules), ranking(dearer, replace(rules, price=base))

    assert [(row.vendor, row.place, row.score) for row in before.results] == [
        (row.vendor, row.place, row.score) for row in after.results
    ]


@given(st.lists(SETTLED, min_size=1, max_size=4), RULES)
def test_every_total_comes_out_again_leaf_by_leaf(facts: list[Facts], rules: Method) -> None:
    assert recomputed(rules, ranking(facts, rules)) == []


def test_a_total_that_does_not_come_out_again_is_told() -> None:
    found = ranking([(4, "three", "meets", 100)], tiny.method())
    wrong = replace(found.results[0], score=Fraction(99, 100))

    told = recomputed(tiny.method(), replace(found, results=(wrong,)))

    assert [(one.rule, dict(one.params)["difference"]) for one in told] == [(Rule.CROSS_CHECK_FAILED, "0.0233")]


# Each bid with some of its answers open: what is open is settled in every way that the lists above allow.
BLANK = st.tuples(st.booleans(), st.booleans(), st.booleans())


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(SETTLED, SETTLED, BLANK), min_size=1, max_size=4), RULES)
def test_bounds_and_places_contain_every_outcome(
    cases: list[tuple[Facts, Facts, tuple[bool, bool, bool]]], rules: Method
) -> None:
    still_open: list[Facts] = []
    outcomes: list[list[Facts]] = [[], []]
    for one, other, (hours, level, reply) in cases:
        blank = (hours, level, reply, False)
        still_open.append(tuple(None if gone else fact for fact, gone in zip(one, blank, strict=True)))  # type: ignore[arg-type]  # four facts of a bid, in their order
        outcomes[0].append(one)
        outcomes[1].append(tuple(new if gone else old for old, new, gone in zip(one, other, blank, strict=True)))  # type: ignore[arg-type]  # four facts of a bid, in their order
    before = ranking(still_open, rules)

    for outcome in outcomes:
        after = ranking(outcome, rules)
        for row in after.ranked():
            found = before.of(row.vendor)
            assert found.status is not Status.EXCLUDED
            assert found.places is not None
            assert row.place is not None
            assert row.score is not None
            assert found.low <= row.score <= found.high
            assert found.places[0] <= row.place <= found.places[1]
