"""The published tie rule in its order: criteria, the lower price, a draw that anybody can repeat; and what only looks equal."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.method import Award, Method
from evaluator.domain.ranking import Evaluation
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import message
from evaluator.scoring.check import check
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.ties import draw_number
from tests import tiny


def evaluated(bids: list[Bid], points: dict[str, tuple[int, int]] | None = None, **rules: Any) -> Evaluation:
    cards = tiny.scorecards(points or {bid.vendor: (4, 4) for bid in bids})
    return evaluate(tiny.method(**rules), tiny.tender(), bids, Judgements(scorecards=cards))


def placed(found: Evaluation) -> list[tuple[str, int | None]]:
    return [(row.vendor, row.place) for row in found.ranking.ranked()]


def told(found: Evaluation, rule: Rule) -> list[dict[str, object]]:
    return [dict(one.params) for one in found.findings if one.rule is rule]


# Equal totals: "Quick" has what "Late" lacks on support, a quarter of 24 points, and lacks as much of the 20 for the plan.
LATE_QUICK = [tiny.bid("Late", hours=14), tiny.bid("Quick", hours=9)]
EVEN = {"Late": (5, 5), "Quick": (4, 3)}


def test_the_lower_price_comes_first_where_it_is_published() -> None:
    award = Award(rule="index", method="price_less_quality", parameters={"willingness_to_pay": Decimal(2000)})
    bids = [
        tiny.bid("Dear", hours=4, prices=(100, 500)),
        tiny.bid("Low", hours=4, replies=("meets", "no"), prices=(100, 500)),
    ]
    keys = evaluated(bids, award=award).ranking.keys
    level = Decimal(str(float(keys["Low"] - keys["Dear"])))  # what "Low" has to be cheaper by
    bids[1] = tiny.bid("Low", hours=4, replies=("meets", "no"), prices=(100 - level / 10, 500))

    found = evaluated(bids, award=award, ties=("lower_price",))

    assert found.ranking.keys["Low"] == found.ranking.keys["Dear"]
    assert placed(found) == [("Low", 1), ("Dear", 2)]
    assert placed(evaluated(bids, award=award, ties=())) == [("Dear", 1), ("Low", 1)]
    assert placed(evaluated(bids, award=award, ties=("fit", "lower_price"))) == [("Dear", 1), ("Low", 2)]


def test_criteria_part_equal_totals_in_the_published_order() -> None:
    by = {ties: evaluated(LATE_QUICK, EVEN, ties=ties) for ties in ((), ("plan", "support"), ("support", "plan"))}

    assert {row.score for row in by[()].ranking.ranked()} == {by[()].ranking.ranked()[0].score}
    assert [one[1] for one in placed(by[()])] == [1, 1]
    assert placed(by["plan", "support"]) == [("Late", 1), ("Quick", 2)]
    assert placed(by["support", "plan"]) == [("Quick", 1), ("Late", 2)]


TWINS = [tiny.bid(name) for name in ("Ada", "Bo", "Cy")]


def test_a_draw_parts_what_is_equal_on_everything_else_and_anybody_can_repeat_it() -> None:
    found = evaluated(TWINS, ties=("support", "lower_price", "draw"), tie_seed="lottery 2026-081")

    lots = {
        name: hashlib.sha256(f"lottery 2026-081\n{name.lower()}".encode()).hexdigest() for name in ("Ada", "Bo", "Cy")
    }
    by_lot = sorted(lots, key=lots.__getitem__, reverse=True)
    assert [vendor for vendor, _ in placed(found)] == by_lot
    assert [place for _, place in placed(found)] == [1, 2, 3]
    assert told(found, Rule.TIE) == []
    (drawn,) = told(found, Rule.TIE_DRAWN)
    assert drawn == {"vendors": Text("、".join(by_lot), ", ".join(by_lot)), "seed": "lottery 2026-081"}


def test_without_a_draw_the_place_is_shared() -> None:
    found = evaluated(TWINS, ties=("support", "lower_price"))

    assert [place for _, place in placed(found)] == [1, 1, 1]
    assert len(told(found, Rule.TIE)) == 1
    assert told(found, Rule.TIE_DRAWN) == []


def test_the_draw_is_the_same_whoever_else_bids_and_however_the_name_is_written() -> None:
    assert draw_number("s", "Ada Ltd") == draw_number("s", "ＡＤＡ  ltd ")
    seeds = {draw_number(f"seed {n}", "Ada") > draw_number(f"seed {n}", "Bo") for n in range(20)}
    assert seeds == {True, False}


def near(more: str) -> list[Bid]:
    """Two bids whose price points differ by less than the grain of a value shows, or by more."""
    return [tiny.bid("Ada", prices=(100, 500)), tiny.bid("Bo", prices=(more, 500))]


def test_totals_that_are_equal_as_shown_but_not_exactly_are_told_and_keep_their_places() -> None:
    # A grain of 7 decimals: 2,000.001 beside 2,000 costs 0.00001 points of 100.
    found = evaluated(near("100.0001"), grain=7)

    assert placed(found) == [("Ada", 1), ("Bo", 2)]
    assert told(found, Rule.TIE_ROUNDED) == [{"vendors": Text("Ada、Bo", "Ada, Bo"), "digits": 3}]
    assert told(evaluated(near("100.1"), grain=7), Rule.TIE_ROUNDED) == []
    assert told(evaluated(near("100"), grain=7), Rule.TIE_ROUNDED) == []  # a tie, which is told as one


def test_all_that_look_equal_are_named_those_that_are_exactly_equal_too() -> None:
    twin = tiny.bid("Al", prices=(100, 500))
    found = evaluated([twin, *near("100.0001")], grain=7)

    assert placed(found) == [("Al", 1), ("Ada", 1), ("Bo", 3)]
    assert [one["vendors"] for one in told(found, Rule.TIE_ROUNDED)] == [Text("Al、Ada、Bo", "Al, Ada, Bo")]
    assert [one["vendors"] for one in told(found, Rule.TIE)] == [Text("Al、Ada", "Al, Ada")]


def test_an_index_that_looks_equal_is_told_too() -> None:
    award = Award(rule="index", method="quality_per_price")
    found = evaluated(near("100.0000001"), award=award)

    assert found.ranking.keys["Ada"] != found.ranking.keys["Bo"]
    assert [one["digits"] for one in told(found, Rule.TIE_ROUNDED)] == [4]


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_told_of_ties_is_said_in_both_languages(lang: Lang) -> None:
    drawn = evaluated(TWINS, ties=("draw",), tie_seed="s-1")
    rounded = evaluated(near("100.0001"), grain=7)
    (one,) = [one for one in drawn.findings if one.rule is Rule.TIE_DRAWN]
    (other,) = [one for one in rounded.findings if one.rule is Rule.TIE_ROUNDED]

    assert "s-1" in message(one, lang)
    assert "3" in message(other, lang)


@pytest.mark.parametrize(
    ("ties", "seed", "rules"),
    [
        (("support", "lower_price", "draw"), "s", []), (("luck",), "", ["unknown_criterion"]),
        (("draw", "support"), "s", ["draw_not_last"]), (("draw",), " ", ["seed_missing"]),
        (("support", "support"), "", ["ties_twice"]),
    ],
)  # fmt: skip
def test_the_list_names_what_there_is_once_and_the_draw_last_with_its_seed(
    ties: tuple[str, ...], seed: str, rules: list[str]
) -> None:
    assert [rule for _, rule, _ in check(tiny.method(ties=ties, tie_seed=seed))] == rules


def test_no_criterion_may_bear_a_name_that_the_tie_rule_uses() -> None:
    rules: Method = tiny.method()
    named = tuple(
        type(top)(**{**{name: getattr(top, name) for name in top.__dataclass_fields__}, "key": "draw"})
        if top.key == "plan"
        else top
        for top in rules.criteria
    )

    assert "criterion_reserved" in [rule for _, rule, _ in check(tiny.method(criteria=named))]


def test_an_open_price_may_still_end_before_or_behind_an_equal_total() -> None:
    open_ = [*near("100"), tiny.bid("Op", prices=(None, 500))]
    found = evaluated(open_, ties=("lower_price",))

    assert found.ranking.of("Op").places == (1, 3)
