"""A committee's weights: consistent judgements, equal members, agreement measured against scipy, and whole figures."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from scipy.stats import friedmanchisquare

from evaluator.adapters.packs import load_pack
from evaluator.domain.weighing import Group, Judgement, groups, latest
from evaluator.scoring.group_weights import (
    COMBINING,
    SAATY,
    apart,
    combined,
    concordance,
    in_percent,
    member_weights,
    ways_to_combine,
)
from evaluator.scoring.judged_weights import JUDGED, RANDOM_INDEX, judged
from evaluator.scoring.matrix import MatrixRefusedError

Row = tuple[Fraction, ...]


def row(*numbers: int | str) -> Row:
    return tuple(Fraction(number) for number in numbers)


def said(way: str, *rows: Row, member: str = "Ada", number: int = 1) -> Judgement:
    keys = tuple(f"k{place}" for place in range(len(rows[0])))
    return Judgement(group="", member=member, number=number, way=way, criteria=keys, rows=rows)


def table(weights: Row) -> tuple[Row, ...]:
    return tuple(tuple(one / other for other in weights) for one in weights)


@pytest.mark.parametrize("weights", [row(4, 2, 1), row(1, 1, 1), row(8, 4, 2, 1), row(9, 3, 1, 3, 9)])
def test_a_consistent_table_gives_the_weights_that_it_was_made_of_and_a_ratio_of_nothing(weights: Row) -> None:
    found = member_weights(said("ahp", *table(weights)))

    assert [float(one) for one in found.weights] == pytest.approx([float(one / sum(weights)) for one in weights])
    assert found.extra["consistency_ratio"] == pytest.approx(0, abs=1e-12)
    assert found.extra["random_index"] == f"Saaty 2008: {RANDOM_INDEX[len(weights) - 1]}"


@pytest.mark.parametrize(
    ("way", "rows"),
    [
        ("points", [row(50, 30, 20)]),
        ("swing", [row(100, 60, 5)]),
        ("roc", [row(2, 3, 1)]),
        ("ahp", [row(1, 3, 5), row("1/3", 1, 4), row("1/5", "1/4", 1)]),
        ("bwm", [row(1, 4, 8), row(8, 3, 1)]),
    ],
)
def test_criteria_in_another_order_have_the_same_weights(way: str, rows: list[Row]) -> None:
    plain = judged(way, rows, 3).weights

    for order in permutations(range(3)):
        turned = [tuple(one[place] for place in order) for one in rows]
        if way == "ahp":
            turned = [turned[place] for place in order]
        assert [float(one) for one in judged(way, turned, 3).weights] == pytest.approx(
            [float(plain[place]) for place in order], abs=1e-9
        )


@pytest.mark.parametrize(
    ("way", "rows"),
    [("points", [row(25, 25, 25, 25)]), ("swing", [row(100, 100, 100, 100)]), ("ahp", [row(1, 1, 1, 1)] * 4),
     ("bwm", [row(1, 1, 1, 1)] * 2)],
)  # fmt: skip
def test_all_equal_is_equal_weights(way: str, rows: list[Row]) -> None:
    assert [float(one) for one in judged(way, rows, 4).weights] == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("way", JUDGED)
def test_one_criterion_has_all_the_weight(way: str) -> None:
    rows = {"points": [row(100)], "swing": [row(100)], "bwm": [row(1), row(1)]}.get(way, [row(1)])

    assert judged(way, rows, 1).weights == (1,)


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, 3), row(3, 1)],  # no mirror of itself
        [row(1, 10), row("1/10", 1)],  # beyond the scale
        [row(1, "3/2"), row("2/3", 1)],  # between its steps
        [row(1, 2)],
        [row(1, 2), row("1/2")],
    ],
)
def test_a_member_compares_on_saatys_scale_with_a_mirror(rows: list[Row]) -> None:
    one = Judgement(group="", member="Ada", number=1, way="ahp", criteria=("a", "b"), rows=tuple(rows))

    with pytest.raises(MatrixRefusedError, match="weighting_ahp"):
        member_weights(one)
    assert len(SAATY) == 17


@pytest.mark.parametrize("combining", COMBINING)
def test_a_group_of_equal_members_is_one_member(combining: str) -> None:
    one = said("ahp", row(1, 3, 5), row("1/3", 1, 4), row("1/5", "1/4", 1))
    whole = combined([one] * 4, combining)  # type: ignore[arg-type]  # one of the literals, by its name

    assert [float(each) for each in whole.weights] == pytest.approx(
        [float(each) for each in member_weights(one).weights], abs=1e-12
    )
    assert sum(whole.weights) == 1


def test_the_geometric_mean_of_judgements_is_that_of_their_cells() -> None:
    one, two = said("ahp", row(1, 2), row("1/2", 1)), said("ahp", row(1, 8), row("1/8", 1), member="Bo")

    assert [float(each) for each in combined([one, two], "judgements").weights] == pytest.approx([0.8, 0.2])
    assert [float(each) for each in combined([one, two], "mean").weights] == pytest.approx([7 / 9, 2 / 9])
    roots = [(2 / 3 * 8 / 9) ** 0.5, (1 / 3 * 1 / 9) ** 0.5]
    assert [float(each) for each in combined([one, two], "geometric").weights] == pytest.approx(
        [root / sum(roots) for root in roots]
    )


def test_a_geometric_mean_needs_weights_above_nothing_and_pairs_from_everyone() -> None:
    nothing, some = said("points", row(100, 0)), said("points", row(60, 40))
    paired = said("ahp", row(1, 2), row("1/2", 1))

    assert ways_to_combine([]) == ()
    assert ways_to_combine([nothing, some]) == ("mean",)
    assert ways_to_combine([some, paired]) == ("mean", "geometric")
    assert ways_to_combine([paired]) == COMBINING
    with pytest.raises(ValueError, match="geometric"):
        combined([nothing], "geometric")


def test_concordance_is_friedmans_statistic_on_a_scale_to_one_ties_too() -> None:
    drawn = random.Random(35)
    for _ in range(50):
        members, count = drawn.randint(3, 6), drawn.randint(3, 7)
        rows = [tuple(Fraction(drawn.randint(1, 4)) for _ in range(count)) for _ in range(members)]
        found = concordance(rows)
        if found is None:
            assert all(len(set(each)) == 1 for each in rows)
            continue
        chi = friedmanchisquare(*[[float(each[place]) for each in rows] for place in range(count)]).statistic
        assert float(found) == pytest.approx(chi / (members * (count - 1)))


def test_who_agrees_and_who_does_not() -> None:
    up, down, flat = row(5, 3, 2), row(2, 3, 5), row(1, 1, 1)

    assert concordance([up, up, up]) == 1
    assert concordance([up, down]) == 0
    assert concordance([flat, flat]) is concordance([up]) is None


def test_what_lies_more_than_half_an_equal_share_apart_is_talked_about() -> None:
    near, wide = (row("3/10", "4/10", "3/10"), row("4/10", "3/10", "3/10")), (row("5/10", "2/10", "3/10"),)

    assert [one.discuss for one in apart(near)] == [False, False, False]
    assert [one.discuss for one in apart([*near, *wide])] == [True, True, False]
    assert apart(near)[0].deviation == pytest.approx(0.05)


def test_figures_sum_to_one_hundred_whatever_the_weights() -> None:
    drawn = random.Random(35)
    for _ in range(300):
        parts = [Fraction(drawn.randint(0, 999)) for _ in range(drawn.randint(2, 12))]
        weights = tuple(part / sum(parts) for part in parts) if sum(parts) else (Fraction(1),)
        for decimals in (0, 1, 2):
            found = in_percent(weights, decimals)
            assert sum(found) == 100
            step = Fraction(1, 10**decimals)
            assert all(abs(Fraction(one) - 100 * each) < step for one, each in zip(found, weights, strict=True))


def test_equal_weights_that_floats_made_unequal_are_cut_in_published_order() -> None:
    near = (Fraction(1 / 3), Fraction(1 / 3) + Fraction(1, 10**15), Fraction(1 / 3))

    assert in_percent(near, 0) == (Decimal(34), Decimal(33), Decimal(33))


def test_groups_are_what_shares_out_one_hundred_and_the_last_word_of_each_member_counts() -> None:
    method = load_pack("crm_platform").method
    found = groups(method)
    top = found[0]

    assert (top.key, top.share) == ("", 1)
    assert top.keys == tuple(one.key for one in method.criteria)
    assert all(len(group.criteria) > 1 for group in found)
    assert {group.key for group in found[1:]} <= set(top.keys)
    small = Group(key="", title=top.title, criteria=top.criteria[:2])
    first, second = said("points", row(50, 50)), said("points", row(60, 40), number=2)
    keyed = [Judgement(group="", member=one.member, number=one.number, way="points", criteria=small.keys, rows=one.rows)
             for one in (second, first)]  # fmt: skip
    assert [one.number for one in latest(tuple(keyed), small)] == [2]
    assert latest(tuple(keyed), top) == ()
