"""Ranks over many weights: exact volumes, published forms, and the same counts whoever draws them."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull, HalfspaceIntersection

from evaluator.robustness.draw import BLOCK, Sampler, forget, within
from evaluator.robustness.regions import Intervals, Ordinal, Simplex, around
from evaluator.robustness.sampling import CancelledError, Precision, Study, Trial, run
from evaluator.robustness.tally import ranks_by_pairs, ranks_by_sorting, ranks_roughly
from evaluator.robustness.walk import walked
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError
from evaluator.scoring.second_opinion import opinion
from tests.robustness.tables import table

ROOT = Path(__file__).parents[2]


def exact_share(values: list[list[Fraction]], bid: int) -> float:
    """The share of the simplex in which a bid is first, as the volume of a polytope."""
    rows = np.array(values, dtype=float)
    size = rows.shape[1] - 1
    # The last weight is one minus the others.
    sides = [np.append(-np.eye(size)[k], 0.0) for k in range(size)]
    sides.append(np.append(np.ones(size), -1.0))
    for other in range(len(rows)):
        if other != bid:
            gap = rows[other] - rows[bid]
            sides.append(np.append(gap[:-1] - gap[-1], gap[-1]))
    halves = np.array(sides)
    from scipy.optimize import linprog

    norms = np.linalg.norm(halves[:, :-1], axis=1)
    inside = linprog(
        np.append(np.zeros(size), -1), A_ub=np.column_stack([halves[:, :-1], norms]), b_ub=-halves[:, -1],
        bounds=[(None, None)] * size + [(0, None)],
    )  # fmt: skip
    if inside.status != 0 or inside.x[-1] < 1e-9:
        return 0.0
    corners = HalfspaceIntersection(halves, inside.x[:-1]).intersections
    return float(ConvexHull(corners).volume) * float(np.prod(np.arange(1, size + 1)))


@pytest.mark.parametrize("criteria", range(3, 8))
def test_the_share_of_first_places_is_the_volume_of_the_weights_that_give_it(criteria: int) -> None:
    values = table(4, criteria, seed=criteria)
    shares = run(Study(values=values, samples=200_000)).acceptability()

    exact = [exact_share(values, bid) for bid in range(4)]
    assert sum(exact) == pytest.approx(1, abs=1e-9)
    assert [row[0] for row in shares] == pytest.approx(exact, abs=0.006)


@pytest.mark.parametrize("bids", [5, 40])
def test_counts_are_the_same_for_any_number_of_workers_and_in_another_process(bids: int) -> None:
    study = Study(values=table(bids, 7), samples=5 * BLOCK + 100, seed=9)
    alone = run(study)
    forget()
    assert run(study, workers=3) == alone
    program = (
        "from evaluator.robustness.sampling import Study, run\nfrom tests.robustness.tables import table\n"
        f"print(run(Study(values=table({bids}, 7), samples={5 * BLOCK + 100}, seed=9)).ranks)"
    )
    other = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(alone.ranks)


def test_another_seed_draws_others_and_more_samples_keep_the_first() -> None:
    values = table(5, 7)
    one, other = (run(Study(values=values, samples=BLOCK, seed=seed)) for seed in (1, 2))
    both = run(Study(values=values, samples=2 * BLOCK, seed=1))

    assert one.ranks != other.ranks
    assert (np.array(both.ranks) >= np.array(one.ranks)).all()


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=18),
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_every_way_of_counting_ranks_shares_places_alike(rows: list[list[int]], weights: list[list[int]]) -> None:
    distinct, size = np.unique(np.array(rows, dtype=float), axis=0, return_counts=True)
    scores = distinct @ np.array(weights, dtype=float).T
    plain = np.zeros((size.sum(), len(distinct)), dtype=np.int64)
    for sample in scores.T:
        for row, score in enumerate(sample):
            plain[int(size[sample > score].sum()), row] += 1

    assert ranks_by_pairs(scores, size).tolist() == plain.tolist()
    assert ranks_by_sorting(np.ascontiguousarray(scores.T), size).tolist() == plain.tolist()
    apart = [len(set(sample)) == len(sample) for sample in scores.T]
    if all(apart):
        assert ranks_roughly(np.ascontiguousarray(scores.T, dtype=np.float32), size).tolist() == plain.tolist()


def test_identical_bids_have_the_same_ranks_and_stand_beside_each_other() -> None:
    values = table(3, 4)
    found = run(Study(values=[*values, values[1]], samples=BLOCK))

    assert found.ranks[1] == found.ranks[3]
    assert found.central[1] == found.central[3]
    assert found.wins is not None
    assert found.wins[1][3] == 0
    # Whoever stands behind the two of them is behind both.
    assert sum(found.ranks[0]) == BLOCK


def test_weights_in_an_order_have_the_rank_order_centroid_as_their_mean() -> None:
    drawn = Sampler(Ordinal((2, 0, 1)), 3, 10_000).block(1, 0)
    mean = (drawn / drawn.sum(axis=0)).mean(axis=1)

    assert (drawn[2] >= drawn[0]).all()
    assert (drawn[0] >= drawn[1]).all()
    assert mean.tolist() == pytest.approx([(1 / 2 + 1 / 3) / 3, 1 / 9, (1 + 1 / 2 + 1 / 3) / 3], abs=0.01)


@pytest.mark.parametrize(
    "region",
    [
        around([Fraction(k, 55) for k in range(1, 11)], Fraction(1, 2)),
        Intervals(
            (Fraction(1, 3), Fraction(1, 4), Fraction(0), Fraction(1, 10)),
            (Fraction(1, 3), Fraction(1, 2), Fraction(1, 7), Fraction(1)),
        ),
        Intervals((Fraction(0),) * 30, (Fraction(1, 25),) * 30),
        Intervals((Fraction(1, 4),) * 4, (Fraction(1),) * 4),
    ],
)
def test_bounds_on_weights_hold_exactly_and_the_sum_is_one(region: Intervals) -> None:
    sampler = Sampler(region, len(region.low), 10_000)
    drawn = sampler.block(3, 0)

    assert (drawn.sum(axis=0) == sampler.scale).all()
    for row, low, high in zip(drawn, region.low, region.high, strict=True):
        assert low * sampler.scale <= int(row.min()) <= int(row.max()) <= high * sampler.scale


def test_a_walk_finds_the_same_weights_as_rejection() -> None:
    low = np.array([0.05, 0.0, 0.1, 0.02, 0.0, 0.01])
    high = np.array([0.3, 0.5, 0.2, 0.04, 0.4, 0.3])
    numbers = np.random.default_rng(5)
    region = Intervals(tuple(Fraction(str(one)) for one in low), tuple(Fraction(str(one)) for one in high))
    rejected, walks = within(region, numbers), walked(low, high, BLOCK, numbers)

    assert walks.sum(axis=0) == pytest.approx(np.ones(BLOCK), abs=1e-12)
    assert walks.mean(axis=1) == pytest.approx(rejected.mean(axis=1), abs=0.006)
    for share in (0.1, 0.5, 0.9):
        apart = np.quantile(walks, share, axis=1) - np.quantile(rejected, share, axis=1)
        assert np.abs(apart).max() < 0.02


@pytest.mark.parametrize(
    ("region", "key"),
    [
        (Ordinal((0, 0, 1)), "matrix.region_order"),
        (Intervals((Fraction(0),), (Fraction(1),)), "matrix.region_order"),
        (Intervals((Fraction(0),) * 3, (Fraction(1, 4),) * 3), "matrix.region_empty"),
        (
            Intervals((Fraction(1, 2), Fraction(0), Fraction(0)), (Fraction(1, 4), Fraction(1), Fraction(1))),
            "matrix.region_empty",
        ),
    ],
)
def test_a_region_without_weights_is_refused(region: Ordinal | Intervals, key: str) -> None:
    with pytest.raises(MatrixRefusedError) as refused:
        run(Study(values=table(2, 3), region=region))
    assert [one.key for one in refused.value.problems] == [key]


def test_values_in_doubt_lower_the_confidence_and_not_beyond_their_bounds() -> None:
    values = [[Fraction(6, 10), Fraction(5, 10)], [Fraction(5, 10), Fraction(5, 10)]]
    sure = run(Study(values=values, samples=BLOCK))
    # The first is 0.4 to 0.8, the second 0.5: three quarters of the draws put the first ahead whatever the weights.
    doubted = run(Study(values=values, samples=4 * BLOCK, doubt={(0, 0): (Fraction(4, 10), Fraction(8, 10))}))

    assert sure.confidence == (Fraction(1), None)
    assert [float(one or 0) for one in doubted.confidence] == pytest.approx([0.75, 0.25], abs=0.02)
    assert doubted.ranks[0][0] / doubted.samples == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize("bids", [6, 20])
@pytest.mark.parametrize("method", ["topsis", "vikor", "promethee2"])
def test_methods_over_samples_rank_as_one_by_one(method: str, bids: int) -> None:
    values = table(bids, 5, seed=4)
    drawn = Sampler(Simplex(), 5, 1).block(1, 0)[:, :40]
    from evaluator.robustness.scorers import MAKERS, net_counts

    if method == "promethee2":
        scores = np.array(net_counts(values), dtype=float) @ drawn
    else:
        scores = MAKERS[method](np.array(values, dtype=float))(drawn)
    for sample, weights in zip(scores.T, drawn.T, strict=True):
        ours = [1 + int((sample > one + 1e-12).sum()) for one in sample]
        assert ours == _ranks(method, values, [Fraction(int(weight)) for weight in weights])


def _ranks(method: str, values: list[list[Fraction]], weights: list[Fraction]) -> list[int]:
    if method != "promethee2":
        names = tuple("abcdefghijklmnopqrstuvwxyz"[: len(values)])
        matrix = DecisionMatrix(names, tuple("vwxyz"), ("max",) * 5, tuple(weights), tuple(map(tuple, values)))
        return list(opinion(matrix, method).ranks)
    flows = [Fraction(0)] * len(values)
    for one, other in combinations(range(len(values)), 2):
        for weight, mine, theirs in zip(weights, values[one], values[other], strict=True):
            sign = (mine > theirs) - (mine < theirs)
            flows[one] += sign * weight
            flows[other] -= sign * weight
    return [1 + sum(other > flow for other in flows) for flow in flows]


@pytest.mark.parametrize("precision", ["exact", "preview"])
@pytest.mark.parametrize("method", ["additive", "topsis", "vikor", "promethee2"])
def test_a_preview_is_near_the_published_figures_and_says_what_it_is(method: str, precision: Precision) -> None:
    def tried(how: Precision) -> Trial:
        return run(Study(values=table(15, 6), samples=4 * BLOCK, method=method, precision=how, central=False))

    found, published = tried(precision), tried("exact")

    assert (found.precision, found.exact) == (precision, precision == "exact" and method in ("additive", "promethee2"))
    assert np.abs(np.array(found.acceptability()) - np.array(published.acceptability())).max() < 0.02


def test_one_hears_of_every_block_and_can_stop_between_two() -> None:
    heard: list[tuple[int, int]] = []
    study = Study(values=table(3, 3), samples=3 * BLOCK - 1)
    run(study, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(BLOCK, 3 * BLOCK - 1), (2 * BLOCK, 3 * BLOCK - 1), (3 * BLOCK - 1, 3 * BLOCK - 1)]

    for workers in (1, 2):
        with pytest.raises(CancelledError):
            run(study, workers, cancelled=lambda: True)


@pytest.mark.parametrize(
    "values",
    [[[Fraction(1)]], [[Fraction(1, 3)] * 4] * 3, [[Fraction(10) ** 90, Fraction(1)], [Fraction(0), Fraction(1, 7)]]],
)
def test_odd_tables_are_counted_too(values: list[list[Fraction]]) -> None:
    found = run(Study(values=values, samples=500))

    assert [sum(row) for row in found.ranks] == [500] * len(values)
    assert found.central[0] is not None
    assert sum(found.central[0]) == 1


@given(st.permutations(range(5)), st.integers(2, 9))
@settings(max_examples=10, deadline=None)
def test_order_of_bids_and_a_common_scale_change_nothing(order: list[int], times: int) -> None:
    values = table(5, 4, top=50)
    plain = run(Study(values=values, samples=1000))
    other = run(Study(values=[[times * value + 3 for value in values[bid]] for bid in order], samples=1000))

    assert [plain.ranks[bid] for bid in order] == list(other.ranks)


@given(st.integers(0, 4), st.integers(0, 3))
@settings(max_examples=20, deadline=None)
def test_a_better_value_never_costs_a_place(bid: int, criterion: int) -> None:
    values = table(5, 4, top=50)
    before = run(Study(values=values, samples=1000)).ranks[bid]
    values[bid][criterion] += Fraction(1, 10)
    after = run(Study(values=values, samples=1000)).ranks[bid]

    assert all(sum(after[: rank + 1]) >= sum(before[: rank + 1]) for rank in range(5))
