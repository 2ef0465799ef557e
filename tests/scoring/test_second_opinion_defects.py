"""No defect of scikit-criteria 0.10 reaches a reader: each is reproduced here as the library's user would meet it.

B1 to B17 and the edge cases are those found by running the library; the names in the tests are theirs.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import evaluator
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, Objective, check
from evaluator.scoring.second_opinion import METHODS, Opinion, Refused, opinion, places, second_opinions

PACKAGE = Path(evaluator.__file__).parent
DOOR = "scoring/opinion_methods.py"

# These see differences only, so one bid alone, or bids that are all alike, give them nothing to judge.
COMPARING = (
    "topsis", "vikor", "edas", "codas", "mabac", "mairca", "cocoso", "rim", "ervd", "probid", "simplified_probid",
    "spotis", "promethee2",
)  # fmt: skip
# These multiply or divide by the values themselves.
PRODUCTS = ("weighted_product", "waspas", "multiplicative_form", "multimoora", "ocra")
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


def refused(case: DecisionMatrix, method: str, **params: object) -> list[str]:
    with pytest.raises(MatrixRefusedError, match="matrix") as refusal:
        opinion(case, method, params)
    return [found.key.removeprefix("matrix.") for found in refusal.value.problems]


def judged(case: DecisionMatrix) -> dict[str, Opinion]:
    return {name: said for name, said in second_opinions(case).items() if isinstance(said, Opinion)}


@cache
def words_of_the_code() -> dict[str, set[str]]:
    """Every name, attribute and text in the modules of the package, docstrings aside."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.Module)}
        names: set[str] = set()
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)) if name not in docs:
                    names.add(name)
                case ast.ImportFrom(module=str(module), names=aliases):
                    names |= {f"import {module}", *(alias.name for alias in aliases)}
                case ast.Import(names=aliases):
                    names |= {f"import {alias.name}" for alias in aliases}
        found[path.relative_to(PACKAGE).as_posix()] = names
    return found


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("untied_rank_", id="B1-returns-argsort-not-ranks"),
        pytest.param("rank_", id="B3-ranks-without-tolerance"),
        pytest.param("FallbackTieBreaker", id="B2-breaks-ties-the-wrong-way"),
        pytest.param("MinMaxInverter", id="B4-drops-a-criterion-with-one-gap"),
        pytest.param("dominance", id="B6-depends-on-the-order-of-rows"),
        pytest.param("RankInvariantChecker", id="B7-never-returns"),
        pytest.param("RankTransitivityChecker", id="B8-false-alarm-on-duplicates"),
        pytest.param("SIMUS", id="B9-prints-solver-logs"),
        pytest.param("corr", id="B10-stats-corr-is-broken"),
        pytest.param("MultiMOORA", id="B11-ignores-pairs-with-an-equal-part"),
        pytest.param("PushNegatives", id="B12-shifts-all-columns"),
        pytest.param("RANCOM", id="B13-reads-importance-backwards"),
        pytest.param("BenefitCostInverter", id="B14-hides-zeros"),
        pytest.param("FullMultiplicativeForm", id="B15-ignores-weights"),
        pytest.param("ELECTRE1", id="B17-does-not-normalise-weights"),
    ],
)
def test_the_defective_part_of_the_library_is_not_used_at_all(name: str) -> None:
    assert name not in words_of_the_code()[DOOR]


def test_only_one_module_opens_the_library() -> None:
    # The server loads the library ahead of its first use by its bare name; that opens nothing of it.
    users = [
        path
        for path, names in words_of_the_code().items()
        if any(name.startswith(("skcriteria.", "import skcriteria")) for name in names)
    ]

    assert users == [DOOR]


def test_b1_the_best_of_a_tied_field_stays_the_best() -> None:
    # The library's untied ranks of [3, 1, 2, 2] are [2, 3, 4, 1]: the best becomes third.
    assert places([1.0, 3.0, 2.0, 2.0], "higher") == (4, 1, 2, 2)


def test_b2_a_dominating_bid_is_first_and_equal_bids_stay_equal() -> None:
    case = matrix((1, 1), (5, 5), (3, 3), (3, 3))

    found = judged(case)

    # One divides by the worst bid, one measures from the best, and one has no programme with an end.
    reasons = {"cocoso": "worst_throughout", "simplified_probid": "ideal_itself", "simus": "several_optima"}
    for name, reason in reasons.items():
        assert refused(case, name) == [reason]
    assert set(found) == set(METHODS) - set(reasons)
    assert {name: said.ranks for name, said in found.items()} == dict.fromkeys(found, (4, 1, 2, 2))


def test_b3_scores_equal_by_arithmetic_share_a_rank_whatever_the_last_digit_says() -> None:
    # 3/7 and 3/7 come out 5.6e-17 apart in the library's own pipeline, and get ranks 4 and 3.
    rows = ((7, 5, 30), (5, 4, 30), (5, 6, 30), (3, 4, 30), (1, 7, 30), (5, 8, 30))
    case = matrix(*rows, objectives=("max", "max", "min"), weights=(2, 4, 1))

    result = opinion(case, "weighted_sum", {"normalisation": "minmax"})

    assert result.ranks == (3, 5, 2, 6, 3, 1)
    assert places([0.1 + 0.2, 0.3], "higher") == (1, 1)


def test_b3_rounding_in_s_is_not_stretched_into_a_whole_result_by_vikor() -> None:
    # S is 0.3 for both bids, but 0.1 + 0.2 comes out larger in the last digit: the library's Q is 0 and 1.
    case = matrix((1, 1, 0), (0, 0, 1), weights=("0.1", "0.2", "0.3"))

    result = opinion(case, "vikor", {"v": 1, "weights": "as_given"})

    assert result.extra["s"] == (0.3, 0.1 + 0.2)
    assert result.scores == (0.0, 0.0)
    assert result.ranks == (1, 1)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("method", METHODS)
def test_b4_b5_a_gap_or_an_infinite_value_is_refused_by_every_method(method: str, text: str) -> None:
    case = matrix((7, 5, 35), (5, text, 26), (5, 6, 28), objectives=("max", "max", "min"), weights=(2, 4, 1))

    assert refused(case, method) == ["value_not_finite"]


def test_b6_the_order_of_the_rows_changes_nothing() -> None:
    rows = ((5, 2, 8), (3, 4, 6), (9, 1, 7), (4, 4, 4))
    turned = rows[::-1]

    forward, backward = judged(matrix(*rows)), judged(matrix(*turned))

    assert {name: said.ranks for name, said in forward.items()} == {
        name: said.ranks[::-1] for name, said in backward.items()
    }


def test_b7_b8_duplicate_rows_and_a_row_of_zeros_come_back_with_equal_ranks() -> None:
    case = matrix((5, 5), (3, 3), (3, 3), (0, 0))

    found = judged(case)

    assert {name: said.ranks for name, said in found.items()} == dict.fromkeys(found, (1, 2, 2, 4))
    assert "weighted_product" not in found
    assert len(found) >= 10


def test_b9_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    second_opinions(matrix((5, 1), (3, 3), (1, 4)))

    assert capfd.readouterr() == ("", "")


def test_b14_a_zero_cost_is_refused_instead_of_becoming_a_small_number() -> None:
    case = matrix((5, 0), (3, 3), (1, 4), objectives=("max", "min"))

    for method in ("weighted_product", "waspas", "marcos", "aras", "codas"):
        assert refused(case, method) == ["cost_zero"], method
    assert refused(case, "weighted_sum", normalisation="linear") == ["cost_zero"]
    assert refused(case, "copras") == ["costs_all_zero"]
    for method in ("topsis", "vikor", "moora", "edas", "mabac", "spotis"):
        assert opinion(case, method).ranks[0] == 1, method


def test_b14_a_column_of_zeros_is_left_out_and_adds_no_small_number() -> None:
    with_zeros = matrix((5, 0, 2), (3, 0, 3), (1, 0, 4), weights=(2, 1, 2))
    without = matrix((5, 2), (3, 3), (1, 4), weights=(2, 2))

    found, expected = judged(with_zeros), judged(without)

    # CODAS and MABAC and SPOTIS keep the share of weight that the column has, so only the order is the same.
    assert {name: said.ranks for name, said in found.items()} == {name: expected[name].ranks for name in found}
    assert found["edas"].scores == pytest.approx(expected["edas"].scores, rel=1e-12)
    assert found["edas"].extra["ignored"] == [{"criterion": "C2", "reason": "equal"}]
    assert found["marcos"].extra["ignored"] == [{"criterion": "C2", "reason": "equal"}]
    assert set(METHODS) - set(found) == set(PRODUCTS)


@pytest.mark.parametrize("method", METHODS)
def test_b15_a_criterion_without_weight_changes_nothing_whatever_stands_in_it(method: str) -> None:
    rows, odd = ((5, 2), (3, 3), (1, 4)), (0, -9, 1000)
    case = matrix(*((*row, value) for row, value in zip(rows, odd, strict=True)), weights=(2, 3, 0))

    result, expected = opinion(case, method), opinion(matrix(*rows, weights=(2, 3)), method)

    assert result.scores == pytest.approx(expected.scores, rel=1e-12)
    assert result.extra["ignored"] == [{"criterion": "C3", "reason": "weightless"}]


def test_b16_a_name_twice_and_a_negative_weight_are_refused() -> None:
    case = replace(matrix((5, 2), (3, 3)), alternatives=("Ada", "ada"), weights=(Fraction(-1), Fraction(2)))

    for method in METHODS:
        assert refused(case, method) == ["alternative_twice", "weight_negative"], method


@pytest.mark.parametrize("method", METHODS)
def test_b17_weights_count_by_their_shares_and_not_by_their_sum(method: str) -> None:
    rows = ((5, 2), (3, 3), (1, 4))

    small, large = opinion(matrix(*rows, weights=(2, 3)), method), opinion(matrix(*rows, weights=(200, 300)), method)

    assert small.scores == pytest.approx(large.scores, rel=1e-12)


def test_edge_a_constant_criterion_is_named_and_no_method_fails() -> None:
    case = matrix((5, 7, 2), (3, 7, 3), (1, 7, 4), objectives=("max", "max", "min"), weights=(2, 1, 2))

    found = second_opinions(case)

    assert {name for name, said in found.items() if isinstance(said, Refused)} == {
        "weighted_sum", "cocoso", "simplified_probid"
    }  # fmt: skip
    for name in set(COMPARING) - {"cocoso", "simplified_probid"}:
        said = found[name]
        assert isinstance(said, Opinion)
        assert said.extra["ignored"] == [{"criterion": "C2", "reason": "equal"}], name
    # SIMUS asks what mix of bids is best, so a bid that is best nowhere has no part in any.
    ranks = {name: said.ranks for name, said in found.items() if isinstance(said, Opinion) and name != "simus"}
    assert ranks == dict.fromkeys(ranks, (1, 2, 3))


def test_edge_all_weights_zero_is_refused() -> None:
    assert refused(matrix((5, 2), (3, 3), weights=(0, 0)), "vikor") == ["weights_zero"]


@pytest.mark.parametrize("method", METHODS)
def test_edge_one_alternative_is_first_or_refused(method: str) -> None:
    case = matrix((5, 2))

    if method in COMPARING:
        assert refused(case, method) == ["one_alternative"]
    else:
        assert opinion(case, method).ranks == (1,)


@pytest.mark.parametrize("method", METHODS)
def test_edge_identical_bids_all_share_the_first_rank_or_are_refused(method: str) -> None:
    case = matrix((5, 2), (5, 2), (5, 2))

    if method in COMPARING:
        assert refused(case, method) == ["identical"]
    elif method == "simus":
        assert refused(case, method) == ["several_optima"]
    else:
        assert opinion(case, method).ranks == (1, 1, 1)


@pytest.mark.parametrize("method", METHODS)
def test_edge_nothing_but_zeros_is_refused_or_all_first(method: str) -> None:
    case = matrix((0, 0), (0, 0))

    if method in ("weighted_sum", "moora", "reference_point", "electre2"):
        assert opinion(case, method).ranks == (1, 1)
    elif method in PRODUCTS:
        assert refused(case, method) == ["value_zero", "value_zero"]
    elif method == "simus":
        assert refused(case, method) == ["no_result"]
    else:
        assert refused(case, method) == ["identical"]


@pytest.mark.parametrize("method", METHODS)
def test_edge_a_negative_value_is_refused_where_the_method_divides_by_columns(method: str) -> None:
    case = matrix((5, -2), (3, 3), (1, 4))

    adding = ("weighted_sum", "moora", "reference_point")
    if method in adding or (method in COMPARING and method not in ("edas", "codas", "ervd")):
        assert min(opinion(case, method).ranks) == 1
    else:
        assert refused(case, method) == ["value_negative"]


def test_edge_marcos_refuses_a_matrix_whose_worst_case_is_all_zero() -> None:
    assert refused(matrix((5, 0), (0, 3)), "marcos") == ["worst_all_zero"]


def test_edge_a_unit_a_thousand_million_times_smaller_changes_no_rank() -> None:
    rows = ((5, 2, 40), (3, 3, 30), (1, 4, 35))
    large = tuple((a, b * 10**9, c) for a, b, c in rows)
    objectives: tuple[Objective, ...] = ("max", "max", "min")

    found = judged(matrix(*rows, objectives=objectives, weights=(2, 3, 1)))
    scaled = judged(matrix(*large, objectives=objectives, weights=(2, 3, 1)))

    assert {name: said.ranks for name, said in found.items()} == {name: said.ranks for name, said in scaled.items()}


def test_edge_values_as_small_as_a_float_can_hold_do_not_vanish() -> None:
    case = matrix((5, "2e-95"), (3, "3e-95"), (1, "4e-95"))

    assert judged(case)["topsis"].scores == pytest.approx(judged(matrix((5, 2), (3, 3), (1, 4)))["topsis"].scores)
    assert [found.key for found in check(matrix((5, "2e-300"), (3, 3)))] == ["matrix.value_extreme"]


@pytest.mark.parametrize("method", ["topsis", "spotis"])
def test_edge_a_difference_too_small_for_a_float_is_refused_and_never_a_rank_out_of_nothing(method: str) -> None:
    assert refused(matrix((1,), ("1.0000000000000000000000001",)), method) == ["no_result"]


@pytest.mark.parametrize("method", METHODS)
def test_edge_a_single_criterion_is_its_own_order(method: str) -> None:
    case = matrix((5,), (3,), (8,), (4,), (2,))

    reasons = {"cocoso": ["worst_throughout"], "simplified_probid": ["ideal_itself"], "simus": ["no_result"]}
    if method in reasons:
        assert refused(case, method) == reasons[method]
    else:
        # PROBID adds the distance from the average, as its paper prints it: who is far below has more of it.
        assert opinion(case, method).ranks == ((2, 5, 1, 3, 4) if method == "probid" else (2, 4, 1, 3, 5))


def test_edge_a_thousand_bids_are_ranked_by_every_method_and_one_more_is_refused() -> None:
    rows = [(number * 7 % 997 + 1, number * 13 % 991 + 1, number * 5 % 983 + 1) for number in range(1000)]
    case = DecisionMatrix(
        tuple(f"B{number}" for number in range(1000)), ("C1", "C2", "C3"), (MORE, "min", MORE),
        (Fraction(1), Fraction(2), Fraction(3)), tuple(tuple(map(Decimal, row)) for row in rows),
    )  # fmt: skip

    found = second_opinions(case)

    assert {name for name, said in found.items() if isinstance(said, Refused)} == {"weighted_sum"}
    assert all(min(said.ranks) == 1 and len(said.ranks) == 1000 for said in judged(case).values())
    more = replace(case, alternatives=(*case.alternatives, "B1000"), values=(*case.values, case.values[0]))
    assert refused(more, "topsis") == ["too_many_alternatives"]


def test_edge_a_programme_for_each_of_many_criteria_is_refused_before_anybody_waits() -> None:
    wide = matrix(*(tuple(range(number, number + 500)) for number in range(1, 11)))
    tall = replace(
        wide,
        alternatives=tuple(f"B{number}" for number in range(21)),
        values=tuple(tuple(map(Decimal, range(number, number + 500))) for number in range(1, 22)),
    )

    assert refused(tall, "simus") == ["too_large"]
    assert refused(replace(wide, criteria=(*wide.criteria, "C501")), "simus") == [
        "too_many_criteria", "objectives_count", "weights_count", *["row_length"] * 10
    ]  # fmt: skip
