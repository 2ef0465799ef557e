"""Second opinions: parameters, ranks, extras, refusals, and the check of the official totals."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import exp, log10, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, Objective
from evaluator.scoring.opinion_rules import OFFICIAL
from evaluator.scoring.second_opinion import (
    METHODS,
    Opinion,
    Refused,
    cross_check,
    opinion,
    places,
    second_opinions,
)

LOWER = ("vikor", "spotis", "reference_point", "mairca", "electre2")
MORE: Objective = "max"


def matrix(
    *rows: tuple[object, ...], objectives: tuple[Objective, ...] = (), weights: tuple[object, ...] = ()
) -> DecisionMatrix:
    width = len(rows[0])
    return DecisionMatrix(
        tuple("ABCDEFGHIJ"[: len(rows)]),
        tuple(f"C{number}" for number in range(1, width + 1)),
        objectives or (MORE,) * width,
        tuple(Fraction(str(weight)) for weight in weights) or (Fraction(1),) * width,
        tuple(tuple(Decimal(str(value)) for value in row) for row in rows),
    )


MIXED = matrix((7, 50, 3), (9, 80, 4), (6, 40, 5), objectives=("max", "min", "max"), weights=(5, 3, 2))


def refused(case: DecisionMatrix, method: str, **params: object) -> list[str]:
    with pytest.raises(MatrixRefusedError, match="matrix") as refusal:
        opinion(case, method, params)
    return [found.key.removeprefix("matrix.") for found in refusal.value.problems]


def test_importing_the_module_loads_no_numeric_library() -> None:
    code = (
        "import sys, evaluator.scoring.second_opinion;"
        "print([m for m in ('numpy', 'pandas', 'scipy', 'skcriteria', 'threadpoolctl') if m in sys.modules])"
    )

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("weighted_sum", {"normalisation": "none", "weights": "normalised"}),
        ("weighted_product", {"normalisation": "sum", "weights": "normalised"}),
        ("topsis", {"normalisation": "vector", "weights": "normalised"}),
        ("vikor", {"weights": "normalised", "v": 0.5}),
        ("waspas", {"normalisation": "linear", "weights": "normalised", "lambda": 0.5}),
        ("moora", {"normalisation": "vector", "weights": "normalised"}),
        ("edas", {"weights": "normalised"}),
        ("marcos", {"weights": "normalised"}),
        ("copras", {"normalisation": "sum", "weights": "normalised"}),
        ("aras", {"normalisation": "sum", "weights": "normalised"}),
        ("codas", {"normalisation": "linear", "weights": "normalised", "tau": 0.02}),
        ("mabac", {"normalisation": "minmax", "weights": "normalised"}),
        ("spotis", {"weights": "normalised"}),
        ("reference_point", {"normalisation": "vector", "weights": "normalised"}),
        ("multiplicative_form", {"normalisation": "none", "weights": "normalised"}),
        ("multimoora", {"normalisation": "vector", "weights": "normalised"}),
        ("mairca", {"normalisation": "minmax", "weights": "normalised"}),
        ("cocoso", {"normalisation": "minmax", "weights": "normalised", "lambda": 0.5}),
        ("ocra", {"weights": "normalised"}),
        ("ram", {"normalisation": "sum", "weights": "normalised"}),
        ("rim", {"weights": "normalised"}),
        ("ervd", {"normalisation": "sum", "weights": "normalised", "lambda": 2.25, "alpha": 0.88}),
        ("probid", {"normalisation": "vector", "weights": "normalised"}),
        ("simplified_probid", {"normalisation": "vector", "weights": "normalised"}),
        (
            "electre2",
            {
                "normalisation": "sum",
                "weights": "normalised",
                "p0": 0.65,
                "p1": 0.5,
                "p2": 0.35,
                "q0": 0.65,
                "q1": 0.35,
            },
        ),
        ("simus", {"weights": "normalised"}),
        ("promethee2", {"weights": "normalised", "preference": ["usual"] * 3}),
    ],
)
def test_the_answer_states_the_published_defaults(method: str, parameters: dict[str, object]) -> None:
    case = replace(MIXED, objectives=("max", "max", "max")) if method == "weighted_sum" else MIXED

    result = opinion(case, method)

    assert result.parameters == parameters
    assert result.method == method
    assert result.better == ("lower" if method in LOWER else "higher")
    assert sorted(result.ranks)[0] == 1


def test_the_defaults_cover_every_method() -> None:
    assert len(METHODS) == 27


@pytest.mark.parametrize(
    ("normalisation", "columns"),
    [
        ("linear", ([7 / 9, 1, 6 / 9], [40 / 50, 40 / 80, 1], [3 / 5, 4 / 5, 1])),
        ("minmax", ([1 / 3, 1, 0], [3 / 4, 0, 1], [0, 1 / 2, 1])),
        ("sum", ([7 / 22, 9 / 22, 6 / 22], [0.02 / 0.0575, 0.0125 / 0.0575, 0.025 / 0.0575], [3 / 12, 4 / 12, 5 / 12])),
        (
            "vector",
            (
                [value / sqrt(166) for value in (7, 9, 6)],
                [value / sqrt(0.02**2 + 0.0125**2 + 0.025**2) for value in (0.02, 0.0125, 0.025)],
                [value / sqrt(50) for value in (3, 4, 5)],
            ),
        ),
    ],
)
def test_weighted_sum_turns_costs_and_scales_as_each_normalisation_says(
    normalisation: str, columns: tuple[list[float], ...]
) -> None:
    result = opinion(MIXED, "weighted_sum", {"normalisation": normalisation})

    expected = [0.5 * a + 0.3 * b + 0.2 * c for a, b, c in zip(*columns, strict=True)]
    assert result.scores == pytest.approx(expected, rel=1e-12)


def test_weighted_product_is_the_sum_of_weighted_logarithms_of_shares() -> None:
    result = opinion(matrix((2, 3), (6, 1), weights=(3, 1)), "weighted_product")

    assert result.scores == pytest.approx(
        [0.75 * log10(2 / 8) + 0.25 * log10(3 / 4), 0.75 * log10(6 / 8) + 0.25 * log10(1 / 4)], rel=1e-12
    )


def test_aras_scales_with_the_optimal_row_as_the_paper_does() -> None:
    result = opinion(matrix((2, 40), (6, 10), objectives=("max", "min"), weights=(1, 3)), "aras")

    first, second = 0.25 * 2 / 14 + 0.75 * 0.025 / 0.225, 0.25 * 6 / 14 + 0.75 * 0.1 / 0.225
    assert result.scores == pytest.approx([first / second, 1.0], rel=1e-12)


def test_copras_without_costs_is_the_weighted_sum_of_shares() -> None:
    result = opinion(matrix((2, 3), (6, 1)), "copras")

    shares = [(2 / 8 + 3 / 4) / 2, (6 / 8 + 1 / 4) / 2]
    assert result.scores == pytest.approx([100 * share / max(shares) for share in shares])


def test_waspas_with_lambda_one_is_its_weighted_sum_and_with_zero_its_product() -> None:
    by_sum = opinion(MIXED, "waspas", {"lambda": 1})
    by_product = opinion(MIXED, "waspas", {"lambda": "0"})

    assert by_sum.scores == pytest.approx(by_sum.extra["weighted_sum"])
    assert by_product.scores == pytest.approx(by_product.extra["weighted_product"])


def test_spotis_measures_from_the_bounds_and_the_ideal_that_are_given() -> None:
    case = matrix((2, 40), (6, 10), objectives=("max", "min"), weights=(1, 3))
    bounds = [[0, 10], [0, 50]]

    by_bounds = opinion(case, "spotis", {"bounds": bounds})
    by_ideal = opinion(case, "spotis", {"bounds": bounds, "isp": [6, 20]})

    assert by_bounds.scores == pytest.approx([0.25 * 0.8 + 0.75 * 0.8, 0.25 * 0.4 + 0.75 * 0.2])
    assert by_ideal.scores == pytest.approx([0.25 * 0.4 + 0.75 * 0.4, 0.75 * 0.2])


def test_vikor_agrees_with_the_librarys_own_q_where_that_is_sound() -> None:
    import skcriteria
    from skcriteria.agg.vikor import VIKOR

    case = matrix((7, 50, 3), (9, 80, 4), (6, 40, 5), (8, 45, 1), objectives=("max", "min", "max"), weights=(5, 3, 2))
    rows = [[float(value) for value in row] for row in case.values]

    expected = VIKOR(v=0.3, use_compromise_set=False).evaluate(
        skcriteria.mkdm(rows, [1, -1, 1], weights=[0.5, 0.3, 0.2])
    )

    assert opinion(case, "vikor", {"v": 0.3}).scores == pytest.approx(expected.extra_.q_k.tolist())


@pytest.mark.parametrize(
    ("rows", "advantage", "stability", "members"),
    [
        ([(9, 8, 2), (5, 9, 7), (9, 1, 9), (0, 7, 4)], True, True, ["B"]),
        ([(2, 9, 0), (4, 0, 4), (7, 9, 6), (6, 6, 9)], False, True, ["C", "D"]),
        ([(2, 4, 2), (5, 4, 3), (2, 0, 9), (0, 6, 9), (2, 1, 9)], False, False, ["B", "E"]),
        # F leads by more than 1/7, yet others are first by S and by R: the first two share the proposal.
        (
            [(0, 5, 3), (7, 10, 1), (4, 1, 1), (10, 2, 7), (1, 7, 8), (2, 9, 7), (3, 1, 9), (4, 3, 6)],
            True,
            False,
            ["F", "H"],
        ),
    ],
)
def test_vikor_proposes_the_compromise_set_that_its_two_conditions_give(
    rows: list[tuple[int, ...]], advantage: bool, stability: bool, members: list[str]
) -> None:
    extra = opinion(matrix(*rows), "vikor").extra

    assert (extra["acceptable_advantage"], extra["acceptable_stability"]) == (advantage, stability)
    assert extra["compromise_set"] == members


@pytest.mark.parametrize(
    ("preference", "thresholds", "degrees"),
    [
        ("usual", {}, [0, 1, 1, 1]),
        ("u_shape", {"q": "0.2"}, [0, 0, 1, 1]),
        ("v_shape", {"p": "0.4"}, [0, 1 / 2, 3 / 4, 1]),
        ("level", {"q": "0.2", "p": "0.4"}, [0, 0, 1 / 2, 1 / 2]),
        ("linear", {"q": "0.2", "p": "0.4"}, [0, 0, 1 / 2, 1]),
        ("gaussian", {"s": "0.2"}, [0, *(1 - exp(-((gap / 0.2) ** 2) / 2) for gap in (0.2, 0.3, 0.4))]),
    ],
)
def test_each_of_the_six_preference_functions_is_that_of_brans_and_vincke(
    preference: str, thresholds: dict[str, str], degrees: list[float]
) -> None:
    # 0.8 - 0.6 and 0.7 - 0.5 lie above and below 0.2 in a float's last digit; both gaps are on the threshold.
    for top, gaps in (("0.8", ("0.8", "0.6", "0.5", "0.4")), ("0.7", ("0.7", "0.5", "0.4", "0.3"))):
        for value, degree in zip(gaps, degrees, strict=True):
            case = matrix((top,), (value,), ("0.9",))
            said = opinion(case, "promethee2", {"preference": preference, **thresholds})
            # The third bid is there because two alike are refused; what it adds is taken out again.
            flows = said.extra["phi_plus"]
            assert isinstance(flows, tuple)
            assert 2 * flows[0] == pytest.approx(degree, abs=1e-9), (top, value)


def test_an_undecided_order_between_sums_of_the_same_weights_is_a_tie_in_electre() -> None:
    # 0.1 + 0.2 for one, 0.3 for the other: scikit-criteria compares the two floats and finds the first ahead.
    case = matrix((1, 1, 0), (0, 0, 1), weights=("0.1", "0.2", "0.3"))

    assert opinion(case, "electre2", {"weights": "as_given", "p0": 0, "p1": 0, "p2": 0, "q0": 1, "q1": 1}).ranks == (
        1,
        1,
    )


def test_b11_multimoora_decides_a_pair_by_the_parts_that_differ() -> None:
    rows = ((9, 8, 7), (9, 5, 5), (2, 8, 6), (1, 1, 1))

    said = opinion(matrix(*rows), "multimoora")

    parts = [said.extra[f"ranks_{name}"] for name in ("ratio", "reference_point", "multiplicative_form")]
    assert all(isinstance(part, tuple) for part in parts)
    for one in range(4):
        for other in range(4):
            ahead = sum(part[one] < part[other] for part in parts)  # type: ignore[index]  # tuples, as asserted
            behind = sum(part[one] > part[other] for part in parts)  # type: ignore[index]  # tuples, as asserted
            if ahead and not behind:
                assert said.scores[one] > said.scores[other]


def test_methods_without_weights_say_so_and_give_every_weight_the_same_order() -> None:
    for method in ("multiplicative_form", "simus"):
        first, second = (
            opinion(replace(MIXED, weights=weights), method) for weights in (MIXED.weights, (Fraction(1),) * 3)
        )
        assert first.scores == second.scores
        assert first.extra["weights_used"] is False


def test_ervd_takes_the_mean_of_the_bids_where_no_reference_is_given() -> None:
    means = [str(sum(column) / 3) for column in zip(*MIXED.values, strict=True)]

    by_mean, by_far = opinion(MIXED, "ervd"), opinion(MIXED, "ervd", {"references": [0, 100, 0]})

    assert by_mean.scores == pytest.approx(opinion(MIXED, "ervd", {"references": means}).scores, rel=1e-9)
    assert by_mean.scores != pytest.approx(by_far.scores, rel=1e-3)


def test_weights_as_given_reach_the_score_and_normalised_ones_sum_to_one() -> None:
    case = matrix((2, 3), (6, 1), weights=(2, 2))

    assert opinion(case, "weighted_sum", {"weights": "as_given"}).scores == pytest.approx([10, 14])
    assert opinion(case, "weighted_sum").scores == pytest.approx([2.5, 3.5])


def test_values_below_zero_add_up_in_a_weighted_sum_of_values_as_they_are() -> None:
    assert opinion(matrix((-4, 2), (6, -8)), "weighted_sum").scores == pytest.approx([-1, -1])


def test_equal_scores_share_a_rank_and_the_next_is_left_out() -> None:
    assert opinion(matrix((5,), (3,), (3,), (1,)), "weighted_sum").ranks == (1, 2, 2, 4)


def test_places_join_numbers_that_differ_only_by_rounding() -> None:
    assert places([0.1 + 0.2, 0.3, 0.3 + 1e-7], "higher") == (2, 2, 1)
    assert places([1.0, 1e12, 2.0], "higher") == (3, 1, 2)
    assert places([1e-17, -1e-17, 0.0, 1.0], "lower", size=1.0) == (1, 1, 1, 4)


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("electre", {}, ["method_unknown"]),
        ("ervd", {"alpha": 0}, ["parameter_range"]),
        ("ervd", {"lambda": "0.5", "references": [1]}, ["parameter_range", "references_shape"]),
        ("electre2", {"p1": "0.9"}, ["thresholds_order"]),
        ("electre2", {"q1": "0.9", "p0": 2}, ["parameter_share"]),
        ("rim", {"ideals": [[1, 2]]}, ["ideals_shape"]),
        ("rim", {"ideals": [[9, 9], [40, 90], [3, 4]]}, ["ideal_outside"]),
        ("simus", {"limits": [9, None, "many"]}, ["limits_shape"]),
        ("promethee2", {"preference": "steep"}, ["parameter_value"]),
        ("promethee2", {"preference": "u_shape"}, ["threshold_missing"] * 3),
        ("promethee2", {"preference": ["usual", "gaussian", "usual"], "s": 0}, ["threshold_missing"]),
        ("promethee2", {"preference": ["usual", "linear", "usual"], "q": 5, "p": 5}, ["indifference_above"]),
        ("promethee2", {"preference": ["usual", "usual"]}, ["preference_shape"]),
        ("topsis", {"normalization": "vector"}, ["parameter_unknown"]),
        ("topsis", {"normalisation": "median"}, ["parameter_value"]),
        ("vikor", {"normalisation": "none"}, ["parameter_unknown"]),
        ("weighted_product", {"normalisation": "minmax"}, ["parameter_value"]),
        ("topsis", {"weights": "equal"}, ["parameter_value"]),
        ("topsis", {"weights": ["normalised"]}, ["parameter_value"]),
        ("vikor", {"v": 1.5}, ["parameter_share"]),
        ("vikor", {"v": "half"}, ["parameter_share"]),
        ("waspas", {"lambda": True}, ["parameter_share"]),
        ("codas", {"tau": "NaN"}, ["parameter_share"]),
        ("codas", {"tau": "1e-999999999"}, ["parameter_share"]),
        ("spotis", {"bounds": [[0, 10], [0, 100]]}, ["bounds_shape"]),
        ("spotis", {"bounds": "all"}, ["bounds_shape"]),
        ("spotis", {"bounds": [[0, 10], [100, 0], [0, 9]]}, ["bounds_shape"]),
        ("spotis", {"bounds": [[0, 10], [0, 60], [0, 9]]}, ["outside_bounds"]),
        ("spotis", {"isp": [1, 2]}, ["isp_shape"]),
        ("spotis", {"isp": [9, 40, 99]}, ["ideal_outside"]),
        ("spotis", {"bounds": [[0, 10], [0, 100], [0, 9]], "isp": [9, 40, 99]}, ["ideal_outside"]),
        ("spotis", {"isp": 3, "v": 1}, ["parameter_unknown", "isp_shape"]),
    ],
)
def test_a_parameter_that_a_method_does_not_take_is_named(
    method: str, params: dict[str, object], expected: list[str]
) -> None:
    assert refused(MIXED, method, **params) == expected


def test_a_cost_in_a_plain_weighted_sum_is_refused_with_the_remedy() -> None:
    assert refused(MIXED, "weighted_sum") == ["cost_as_given"]
    assert opinion(MIXED, "weighted_sum", {"normalisation": "linear"}).ranks == (3, 2, 1)


def test_codas_takes_values_as_they_are_only_from_zero_to_one() -> None:
    assert refused(matrix((0.5, 2), (1, 1)), "codas", normalisation="none") == ["value_above_one"]
    assert opinion(matrix((0.5, 0.2), (1, 1)), "codas", {"normalisation": "none"}).ranks == (2, 1)


def test_second_opinions_report_what_a_method_refuses_instead_of_failing() -> None:
    case = matrix((0, 0.4, 0.6), (0.9, 0.5, 0), (0.3, 0, 0.8))

    found = second_opinions(case)

    assert list(found) == list(METHODS)
    assert {name for name, said in found.items() if isinstance(said, Refused)} == {
        "weighted_product", "waspas", "marcos", "multiplicative_form", "multimoora", "ocra"
    }  # fmt: skip
    assert found["waspas"] == Refused("waspas", found["waspas"].problems)  # type: ignore[union-attr]  # refused, as the line above says
    assert all(isinstance(said, Opinion) for name, said in found.items() if name in ("topsis", "copras", "spotis"))


def test_the_official_totals_are_those_of_the_librarys_weighted_sum() -> None:
    case = matrix((0.9, 0.4), (0.2, 0.7), (0.5, 0.5), weights=("0.6", "0.4"))
    exact = [
        sum((weight * Fraction(value) for weight, value in zip(case.weights, row, strict=True)), Fraction(0))
        for row in case.values
    ]

    assert cross_check(case, exact) < 1e-12
    assert cross_check(case, [exact[0] + Fraction(1, 100), *exact[1:]]) == pytest.approx(0.01)


def test_the_official_total_of_a_single_bid_is_checked_as_well() -> None:
    assert cross_check(matrix((0.5, 1), weights=("0.6", "0.4")), (Fraction(7, 10),)) < 1e-12


def test_an_opinion_names_those_it_puts_first() -> None:
    assert opinion(matrix((1,), (5,), (5,)), "weighted_sum").first() == ("B", "C")


def test_an_answer_can_be_written_as_json() -> None:
    for name, said in second_opinions(MIXED).items():
        if isinstance(said, Opinion):
            assert json.loads(json.dumps(dict(said.extra))) is not None, name


def test_many_threads_get_the_same_answers() -> None:
    expected = second_opinions(MIXED)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: second_opinions(MIXED), range(8)))

    assert all(answer == expected for answer in answers)


OBJECTIVES: st.SearchStrategy[Objective] = st.sampled_from(("max", "min"))
CELLS = st.decimals(min_value=-3, max_value=3, places=1) | st.sampled_from(
    [Decimal("1e-90"), Decimal("1e90"), Decimal(0)]
)


@st.composite
def matrices(draw: st.DrawFn) -> DecisionMatrix:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    return DecisionMatrix(
        tuple("ABCDE"[:rows]),
        tuple(f"C{number}" for number in range(columns)),
        tuple(draw(st.lists(OBJECTIVES, min_size=columns, max_size=columns))),
        tuple(map(Fraction, draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns)))),
        tuple(
            tuple(row)
            for row in draw(st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
        ),
    )


@settings(max_examples=60)
@given(case=matrices())
def test_any_matrix_gets_finite_scores_and_whole_ranks_or_a_reasoned_refusal(case: DecisionMatrix) -> None:
    for name, said in second_opinions(case).items():
        if isinstance(said, Refused):
            assert said.problems, name
        else:
            assert all(abs(score) < float("inf") for score in said.scores), name
            assert sorted(said.ranks)[0] == 1, name
            assert all(said.ranks.count(rank) >= 1 and 1 <= rank <= len(said.ranks) for rank in said.ranks), name


@settings(max_examples=25)
@given(
    values=st.lists(st.lists(st.integers(2, 100), min_size=3, max_size=3), min_size=2, max_size=5, unique_by=tuple),
    weights=st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_equal_bids_share_a_rank_and_a_better_bid_is_not_behind(values: list[list[int]], weights: list[int]) -> None:
    rows = [tuple(row) for row in values]
    better = (rows[0][0] + 1, rows[0][1] - 1, rows[0][2])
    case = matrix(better, *rows, rows[0], objectives=("max", "min", "max"), weights=tuple(weights))

    for name, said in second_opinions(case).items():
        if isinstance(said, Opinion):
            assert said.ranks[1] == said.ranks[-1], name
            assert said.ranks[0] <= said.ranks[1] or name not in OFFICIAL, name
