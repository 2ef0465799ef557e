"""Two independent codings of one formula agree: ours and pymcdm's, on 200 random matrices for every method both have.

Left out: COPRAS, because pymcdm 1.4.0 adds the costs instead of dividing by them. Its defaults are set to what the
papers say where they differ: TOPSIS with vector scaling, the weighted sum with the linear ratio.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from pymcdm import methods, normalizations

from evaluator.scoring.matrix import DecisionMatrix, Objective
from evaluator.scoring.second_opinion import METHODS, opinion

MATRICES = 200
# What pymcdm has no method for, or a wrong one.
WITHOUT = {
    "copras", "reference_point", "multiplicative_form", "multimoora", "electre2", "simus",
}  # fmt: skip
Case = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]


@cache
def cases() -> list[Case]:
    """Matrices of 4 to 15 bids and 3 to 11 criteria on scales from 1 to 10,000, with at least one of each direction."""
    random = np.random.default_rng(20261128)
    made = []
    for _ in range(MATRICES):
        rows, columns = int(random.integers(4, 16)), int(random.integers(3, 12))
        scale = 10.0 ** random.integers(0, 5, columns)
        values = np.round((random.random((rows, columns)) + 0.1) * scale, 4)
        types = random.choice([-1, 1], columns)
        types[:2] = -1, 1
        made.append((values, random.dirichlet(np.ones(columns)), types))
    return made


def ours(case: Case) -> DecisionMatrix:
    values, weights, types = case
    objectives: tuple[Objective, ...] = tuple("max" if sign > 0 else "min" for sign in types)
    return DecisionMatrix(
        tuple(f"B{number}" for number in range(len(values))), tuple(f"C{number}" for number in range(len(types))),
        objectives, tuple(map(Fraction, weights.tolist())),
        tuple(tuple(Decimal(str(value)) for value in row) for row in values.tolist()),
    )  # fmt: skip


def extremes(case: Case) -> np.ndarray[Any, Any]:
    return np.array([case[0].min(axis=0), case[0].max(axis=0)]).T


def tenths(case: Case) -> list[float]:
    # Never the gap between two values, which have four digits: whether such a gap is above would hang on its rounding.
    return [float(f"{(column.max() - column.min()) / 10:.6f}5") for column in case[0].T]


def promethee(name: str) -> Callable[[Case], Any]:
    return lambda case: methods.PROMETHEE_II(name, p=[3 * tenth for tenth in tenths(case)], q=tenths(case))


def thresholds(name: str) -> Callable[[Case], dict[str, object]]:
    return lambda case: {"preference": name, "q": tenths(case), "p": [3 * tenth for tenth in tenths(case)]}


SHARED: dict[str, tuple[str, Callable[[Case], Any], Callable[[Case], Mapping[str, object]]]] = {
    "weighted_sum": (
        "weighted_sum", lambda _: methods.WSM(normalizations.linear_normalization), lambda _: {"normalisation": "linear"}
    ),
    "topsis": ("topsis", lambda _: methods.TOPSIS(normalizations.vector_normalization), lambda _: {}),
    "vikor": ("vikor", lambda _: methods.VIKOR(), lambda _: {}),
    "waspas": ("waspas", lambda _: methods.WASPAS(), lambda _: {}),
    "moora": ("moora", lambda _: methods.MOORA(), lambda _: {}),
    "edas": ("edas", lambda _: methods.EDAS(), lambda _: {}),
    "marcos": ("marcos", lambda _: methods.MARCOS(), lambda _: {}),
    "aras": ("aras", lambda _: methods.ARAS(), lambda _: {}),
    "codas": ("codas", lambda _: methods.CODAS(), lambda _: {}),
    "mabac": ("mabac", lambda _: methods.MABAC(), lambda _: {}),
    "mairca": ("mairca", lambda _: methods.MAIRCA(), lambda _: {}),
    "cocoso": ("cocoso", lambda _: methods.COCOSO(), lambda _: {}),
    "ocra": ("ocra", lambda _: methods.OCRA(), lambda _: {}),
    "ram": ("ram", lambda _: methods.RAM(), lambda _: {}),
    "rim": ("rim", lambda case: methods.RIM(extremes(case)), lambda _: {}),
    "ervd": (
        "ervd", lambda case: methods.ERVD(np.round(case[0].mean(axis=0), 3)),
        lambda case: {"references": np.round(case[0].mean(axis=0), 3).tolist()},
    ),
    "probid": ("probid", lambda _: methods.PROBID(), lambda _: {}),
    "simplified_probid": ("simplified_probid", lambda _: methods.SPROBID(), lambda _: {}),
    "spotis": ("spotis", lambda case: methods.SPOTIS(extremes(case)), lambda _: {}),
    "promethee2-usual": ("promethee2", lambda _: methods.PROMETHEE_II("usual"), lambda _: {}),
    "promethee2-u_shape": ("promethee2", promethee("ushape"), thresholds("u_shape")),
    "promethee2-v_shape": ("promethee2", promethee("vshape"), thresholds("v_shape")),
    "promethee2-level": ("promethee2", promethee("level"), thresholds("level")),
    "promethee2-linear": ("promethee2", promethee("vshape_2"), thresholds("linear")),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_scores_agree_with_pymcdm(name: str) -> None:
    method, theirs, parameters = SHARED[name]
    for case in cases():
        values, weights, types = case

        said = opinion(ours(case), method, parameters(case))

        expected = theirs(case)(values, weights, types)
        assert said.scores == pytest.approx(expected.tolist(), rel=1e-8, abs=1e-9)


def test_the_weighted_products_give_one_order_though_their_scores_have_two_scales() -> None:
    for case in cases():
        expected = methods.WPM()(*case)

        said = opinion(ours(case), "weighted_product")

        assert np.argsort(said.scores).tolist() == np.argsort(expected).tolist()


def test_every_method_that_both_have_is_compared() -> None:
    assert {method for method, *_ in SHARED.values()} | {"weighted_product"} | WITHOUT == set(METHODS)
