"""Other weights and prices tried by hand on a stored tender: shown with the check, never saved and in no file."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.robustness.board import board
from evaluator.robustness.stability import totals
from evaluator.robustness.what_if import repriced, shifted
from evaluator.services.commands import LOCAL
from evaluator.services.exports import build, mint
from evaluator.services.robustness import matrix_of
from evaluator.services.state import TenderState, load
from evaluator.services.what_if import MOST, basis, tried
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, VENDORS, seeded

ADA, EVE = VENDORS[0].name, VENDORS[4].name


@pytest.mark.parametrize("until", ["scores", "technical"])
def test_nothing_is_tried_before_scores_are_locked_and_prices_open(tmp_path: Path, until: str) -> None:
    store = seeded(tmp_path, until)

    assert basis(load(store, LOCAL, TENDER)) is None
    store.close()


def test_it_starts_from_the_published_ranking(state: TenderState) -> None:
    there = basis(state)
    assert there is not None
    ranked = state.evaluation.ranking.ranked()

    assert there is basis(state)
    assert there.totals == tuple(result.score for result in ranked)
    assert dict(there.places) == {result.vendor: result.place for result in ranked}
    found = tried(there, there.matrix.weights, {})
    assert (found.totals, found.places) == (there.totals, there.places)


def test_more_weight_on_price_turns_the_first_place_where_the_exact_bound_says(state: TenderState) -> None:
    there = basis(state)
    assert there is not None
    weights, price = there.matrix.weights, there.matrix.criteria.index("price")
    below, above = (tried(there, shifted(weights, weights, price, Fraction(to, 1000)), {}) for to in (434, 435))

    assert (below.first, above.first) == ((ADA,), (EVE,))


def test_another_price_is_compared_with_all_others_by_the_published_formula(state: TenderState) -> None:
    matrix, there = matrix_of(state), board(state.pack.method, state.evaluation.ranking)
    vendor = matrix.vendors[1]
    cheap = there.prices[vendor] / 2
    after = repriced(matrix, there, {vendor: cheap})
    keys = there.with_price(vendor, cheap)
    start = basis(state)
    assert start is not None

    assert repriced(matrix, there, {}) is matrix
    assert repriced(matrix, there, {vendor: there.prices[vendor]}).values == matrix.values
    assert totals(after.values, matrix.weights) == [keys[name][0] for name in matrix.vendors]
    assert after.parting == tuple(keys[name][1:] for name in matrix.vendors)
    assert tried(start, matrix.weights, {vendor: -50, matrix.vendors[0]: 0}).matrix.values == after.values


def test_no_price_is_tried_above_the_ceiling(state: TenderState) -> None:
    free = basis(replace(state, tender=replace(state.tender, ceiling=None)))
    dearest = max(result.price or Fraction(0) for result in state.evaluation.ranking.ranked())
    near = basis(replace(state, tender=replace(state.tender, ceiling=Decimal(int(dearest * 11 / 10) - 1))))
    assert free is not None
    assert near is not None

    assert set(free.room.values()) == {MOST}
    assert min(near.room.values()) == 9
    assert all(
        near.board.prices[vendor] * (100 + room) / 100 <= int(dearest * 11 / 10) - 1 for vendor, room in near.room.items()
    )  # fmt: skip


def test_what_was_tried_is_in_no_file_and_changes_nothing(store: Store, state: TenderState) -> None:
    there = basis(state)
    assert there is not None
    weights = there.matrix.weights
    tried(there, shifted(weights, weights, 0, Fraction(9, 10)), {ADA: 20})
    data = json.loads(build(store, LOCAL, mint(store, LOCAL, TENDER, "robustness", form="json", lang="en"))[2])

    assert data["precision"] == "exact"
    assert data["weights"] == [float(weight) for weight in weights]
    assert load(store, LOCAL, TENDER).revision == state.revision
