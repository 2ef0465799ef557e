"""A ranking tried by hand: exact totals under the weights set, a preview of shares, and prices compared anew."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from evaluator.robustness.case import OfficialMatrix, places
from evaluator.robustness.draw import BLOCK, Sampler
from evaluator.robustness.regions import Scaled
from evaluator.robustness.sampling import Study, run
from evaluator.robustness.stability import totals, winner_intervals
from evaluator.robustness.what_if import SAMPLES, shifted, what_if
from evaluator.scoring.matrix import MatrixRefusedError
from tests.robustness.tables import table, weighted

FIFTH = Fraction(1, 5)
WEIGHTS = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
ROWS = ((Fraction(9, 10), Fraction(2, 10), Fraction(5, 10)), (Fraction(3, 10), Fraction(8, 10), Fraction(5, 10)))
MATRIX = OfficialMatrix(("Ada", "Bo"), ("fit", "price", "team"), WEIGHTS, ROWS)


def test_other_weights_keep_their_proportions_and_sum_to_one_after_many_moves() -> None:
    now = WEIGHTS
    for move in range(300):
        now = shifted(now, WEIGHTS, move % 3, Fraction(move * 7 % 201, 200))
        assert sum(now) == 1
        assert min(now) >= 0
        assert max(weight.denominator for weight in now) <= 10**6
    half = shifted(WEIGHTS, WEIGHTS, 0, Fraction(0))

    assert half[0] == 0
    assert float(half[1] / half[2]) == pytest.approx(2, abs=1e-5)
    assert shifted((Fraction(1), Fraction(0), Fraction(0)), WEIGHTS, 0, Fraction(1, 2)) == (
        Fraction(1, 2), Fraction(333333, 10**6), Fraction(166667, 10**6),
    )  # fmt: skip


def test_totals_and_places_are_those_of_the_weights_and_the_shares_are_called_a_preview() -> None:
    tried = (Fraction(1, 10), Fraction(8, 10), Fraction(1, 10))
    found = what_if(MATRIX, tried)

    assert list(found.totals) == totals(ROWS, tried)
    assert (found.first, dict(found.places)) == (("Bo",), {"Ada": 2, "Bo": 1})
    assert (found.preview.precision, found.preview.exact, found.preview.samples) == ("preview", False, SAMPLES)
    assert [sum(row) for row in found.preview.ranks] == [SAMPLES] * 2
    assert what_if(MATRIX, WEIGHTS).first == ("Ada",)


def test_the_weight_that_is_nearest_to_a_turn_is_the_one_of_the_exact_bounds() -> None:
    rows, weights = table(6, 5), weighted(5)
    matrix = OfficialMatrix(tuple("abcdef"), tuple("vwxyz"), tuple(weights), tuple(map(tuple, rows)))
    found = what_if(matrix, weights)
    exact = winner_intervals(rows, weights, "abcdef".index(found.first[0]))
    assert found.nearest is not None
    criterion, low, high = found.nearest
    rooms = [
        min([one.weight - one.low] * (one.rival_low is not None) + [one.high - one.weight] * (one.rival_high is not None))
        for one in exact if (one.rival_low, one.rival_high) != (None, None)
    ]  # fmt: skip

    assert (low, high) == (pytest.approx(float(exact[criterion].low)), pytest.approx(float(exact[criterion].high)))
    assert min(weights[criterion] - exact[criterion].low, exact[criterion].high - weights[criterion]) == min(rooms)
    level = OfficialMatrix(("Ada", "Bo"), ("fit", "price", "team"), WEIGHTS, (ROWS[0], ROWS[0]))
    assert what_if(level, WEIGHTS).nearest is None
    better = OfficialMatrix(("Ada", "Bo"), ("fit",), (Fraction(1),), ((Fraction(1),), (Fraction(0),)))
    assert what_if(better, (Fraction(1),)).nearest is None


def test_equal_totals_are_parted_by_the_published_tie_rule_in_what_is_tried_too() -> None:
    level = OfficialMatrix(("Ada", "Bo"), ("fit", "price"), (Fraction(1, 2),) * 2, ((Fraction(1), Fraction(0)),) * 2,
                           parting=((Fraction(0),), (Fraction(1),)))  # fmt: skip

    assert places(level, [Fraction(1, 2)] * 2) == {"Ada": 2, "Bo": 1}
    assert what_if(level, level.weights).first == ("Bo",)


def test_factors_stay_within_their_share_and_agree_in_both_precisions() -> None:
    sampler = Sampler(Scaled(FIFTH), 5, 1000)
    whole, rough = sampler.block(3, 0) / sampler.scale, sampler.rough(3, 0)

    assert (whole.shape, rough.dtype) == ((5, BLOCK), np.float32)
    for drawn in (whole, rough):
        assert 0.8 - 1e-6 <= float(drawn.min()) < 0.81
        assert 1.19 < float(drawn.max()) <= 1.2 + 1e-6
        assert float(drawn.mean()) == pytest.approx(1, abs=0.01)


def test_a_preview_counts_nearly_what_an_exact_trial_counts_whatever_its_workers() -> None:
    rows = table(8, 25)
    parts = [[value / 25 for value in row] for row in rows]
    exact, split = (run(Study(values=parts, region=Scaled(FIFTH), samples=40_000), workers) for workers in (1, 3))
    rough = run(Study(values=parts, region=Scaled(FIFTH), samples=40_000, precision="preview"))

    assert exact == split
    assert np.abs(np.array(exact.acceptability()) - np.array(rough.acceptability())).max() < 0.02


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1)])
def test_a_share_of_nothing_or_all_is_refused(share: Fraction) -> None:
    with pytest.raises(MatrixRefusedError, match="region_share"):
        run(Study(values=ROWS, region=Scaled(share), samples=10))


def test_a_method_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(MatrixRefusedError, match=r"method_unknown.*promethee2"):
        run(Study(values=ROWS, samples=10, method="guess"))
