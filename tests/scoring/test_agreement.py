"""Second opinions beside the official places: same first, pairs turned, who moves, and one sentence over all."""

from __future__ import annotations

import pytest

from evaluator.scoring.agreement import Move, agreement, verdict
from evaluator.scoring.matrix import problem
from evaluator.scoring.second_opinion import Opinion, Refused

OFFICIAL = {"Ada": 1, "Bo": 2, "Cy": 3}


def says(method: str, *ranks: int) -> Opinion:
    return Opinion(
        method=method, parameters={}, alternatives=("Ada", "Bo", "Cy"), scores=(0.0, 0.0, 0.0), ranks=ranks,
        better="higher",
    )  # fmt: skip


REFUSAL = Refused("waspas", (problem("value_zero", method="waspas", alternative="Ada", criterion="price"),))


def test_an_opinion_with_the_official_places_is_identical() -> None:
    found = agreement(OFFICIAL, {"topsis": says("topsis", 1, 2, 3)})["topsis"]

    assert (found.identical, found.same_first, found.pairs, found.moves) == (True, True, 0, ())


def test_every_vendor_that_moves_is_named_with_both_places() -> None:
    found = agreement(OFFICIAL, {"vikor": says("vikor", 3, 1, 2)})["vikor"]

    assert found.moves == (Move("Ada", 1, 3), Move("Bo", 2, 1), Move("Cy", 3, 2))
    assert (found.same_first, found.first, found.pairs) == (False, ("Bo",), 2)


def test_a_tie_where_the_official_ranking_has_an_order_is_a_difference() -> None:
    found = agreement(OFFICIAL, {"moora": says("moora", 1, 2, 2)})["moora"]

    assert (found.same_first, found.pairs, found.moves) == (True, 1, (Move("Cy", 3, 2),))


def test_a_shared_first_place_is_not_the_same_first_place() -> None:
    found = agreement(OFFICIAL, {"edas": says("edas", 1, 1, 3)})["edas"]

    assert not found.same_first


def test_vendors_may_stand_in_another_order_than_in_the_opinion() -> None:
    found = agreement({"Cy": 3, "Ada": 1, "Bo": 2}, {"topsis": says("topsis", 1, 2, 3)})["topsis"]

    assert found.identical


@pytest.mark.parametrize(
    ("opinions", "kind", "agreeing", "others"),
    [
        ([says("topsis", 1, 2, 3), says("vikor", 1, 2, 3)], "identical", ("topsis", "vikor"), ()),
        ([says("topsis", 1, 2, 3), says("vikor", 1, 3, 2)], "all", ("topsis", "vikor"), ()),
        ([says("topsis", 1, 2, 3), says("vikor", 2, 1, 3)], "some", ("topsis",), ("vikor",)),
        ([says("topsis", 2, 1, 3), says("vikor", 2, 1, 3)], "nobody", (), ("topsis", "vikor")),
        ([], "none", (), ()),
    ],
)
def test_the_verdict_says_how_many_put_the_same_bid_first(
    opinions: list[Opinion], kind: str, agreeing: tuple[str, ...], others: tuple[str, ...]
) -> None:
    said = verdict(OFFICIAL, {item.method: item for item in opinions} | {"waspas": REFUSAL})

    assert said.key == f"opinion.verdict.{kind}"
    assert (said.first, said.agreeing, said.others, said.refused) == (("Ada",), agreeing, others, ("waspas",))
