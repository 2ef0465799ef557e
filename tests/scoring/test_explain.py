"""Each gap between neighbours, split over the criteria so that what is shown adds up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.domain.ranking import Gap, Node, Result, Status
from evaluator.domain.text import Text
from evaluator.i18n.words import t
from evaluator.scoring.explain import gaps, sentence, shown

TITLES = {
    "support": Text("售后服务", "Support"),
    "price": Text("价格", "Price"),
    "it": Text("信息安全", "IT security"),
}


def bid(vendor: str, place: int, **points: str) -> Result:
    nodes = tuple(
        Node(
            key=key, title=TITLES[key], weight=Fraction(1, 3), value=Fraction(1), low=Fraction(1), high=Fraction(1),
            contribution=Fraction(amount) / 100,
        )
        for key, amount in points.items()
    )  # fmt: skip
    score = sum((node.contribution for node in nodes), Fraction(0))
    return Result(vendor=vendor, status=Status.RANKED, low=score, high=score, nodes=nodes, place=place, score=score)


def test_a_gap_is_split_over_the_criteria_exactly():
    (gap,) = gaps([bid("Ada", 1, support="30", price="20"), bid("Bo", 2, support="25.9", price="21")])

    assert gap.difference == Fraction(31, 1000)
    assert dict(gap.parts) == {"support": Fraction(41, 1000), "price": Fraction(-1, 100)}


def test_every_pair_of_neighbours_has_a_gap():
    bids = [bid("Ada", 1, price="3"), bid("Bo", 2, price="2"), bid("Cy", 3, price="1")]

    assert [(gap.ahead, gap.behind) for gap in gaps(bids)] == [("Ada", "Bo"), ("Bo", "Cy")]


def test_bids_without_contributions_have_no_gap():
    bare = Result(vendor="Cy", status=Status.RANKED, low=Fraction(0), high=Fraction(1), nodes=(), place=2)

    assert gaps([bid("Ada", 1, price="3"), bare]) == ()


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "Ada leads Bo by 3.1 points: +4.1 support, −1.0 price."),
        ("zh", "Ada 领先 Bo 3.1 分：售后服务 +4.1，价格 −1.0。"),
    ],
)
def test_one_sentence_says_what_adds_and_what_takes_largest_first(lang, expected):
    (gap,) = gaps([bid("Ada", 1, price="20", support="30", it="5"), bid("Bo", 2, price="21", support="25.9", it="5")])

    said = sentence(gap, TITLES)

    assert t(said.key, lang, **dict(said.params)) == expected


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence():
    (gap,) = gaps([bid("Ada", 1, it="9"), bid("Bo", 2, it="7")])

    said = sentence(gap, TITLES)

    assert t(said.key, "en", **dict(said.params)) == "Ada leads Bo by 2.0 points: +2.0 IT security."


def test_equal_totals_are_told_as_such():
    (gap,) = gaps([bid("Ada", 1, price="3", support="1"), bid("Bo", 1, price="1", support="3")])
    (same,) = gaps([bid("Ada", 1, price="3"), bid("Bo", 1, price="3")])

    assert (sentence(gap, TITLES).key, sentence(same, TITLES).key) == ("explain.level_parts", "explain.level")


def test_a_gap_below_the_last_digit_is_not_shown_as_zero():
    (gap,) = gaps([bid("Ada", 1, price="3.001"), bid("Bo", 2, price="3")])

    said = sentence(gap, TITLES)

    assert said.key == "explain.narrow"
    assert "less than the last digit" in t(said.key, "en", **dict(said.params))


@given(
    st.lists(st.fractions(min_value=-1, max_value=1, max_denominator=9973), min_size=1, max_size=9), st.integers(0, 4)
)
def test_shown_parts_always_add_up_to_the_shown_difference(parts, decimals):
    gap = Gap(ahead="Ada", behind="Bo", difference=sum(parts), parts=tuple((str(n), p) for n, p in enumerate(parts)))

    difference, printed = shown(gap, decimals)

    assert sum(part for _, part in printed) == difference
    assert all(
        abs(Fraction(part) - exact * 100) < Fraction(1, 10**decimals)
        for (_, part), (_, exact) in zip(printed, gap.parts, strict=True)
    )
    assert abs(Fraction(difference) - gap.difference * 100) <= Fraction(1, 2 * 10**decimals)
    assert all(part == part.quantize(Decimal(1).scaleb(-decimals)) for _, part in printed)
