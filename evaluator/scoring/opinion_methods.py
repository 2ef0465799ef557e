"""The only door to scikit-criteria: prepared floats in, each method's own score out; its ranks are never used.

The library is loaded on the first call, not on import, because that takes seconds.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import log10
from threading import Lock
from typing import Any

from evaluator.scoring.matrix import MatrixRefusedError, problem

Floats = tuple[float, ...]

# Numbers nearer than this share of their size are the same number written by two orders of summation.
SAME = 1e-9
_LOCK = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A matrix ready for a method: scaled as the method asks, all its demands checked; ``signs`` is -1 for a cost."""

    values: tuple[Floats, ...]
    weights: Floats
    signs: tuple[int, ...]
    number: float = 0.0
    optimum: Floats = ()
    bounds: tuple[tuple[float, float], ...] | None = None
    isp: Floats | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A score for each alternative; ``size`` is that of the numbers it was summed from, ``extra`` the method's own."""

    scores: Floats
    size: float
    extra: Mapping[str, object]


def run(method: str, prepared: Prepared) -> Scored:
    """The score of every alternative by a method, as the method's paper defines it."""
    with _quiet():
        try:
            scored = _METHODS[method](prepared)
        except ValueError as fault:
            # The library's words speak of arrays; the reader learns which method gave up on this matrix.
            raise MatrixRefusedError(problem("no_result", method=method)) from fault
    if not all(abs(score) < float("inf") for score in scored.scores):
        raise MatrixRefusedError(problem("no_result", method=method))
    return scored


@contextmanager
def _quiet() -> Iterator[None]:
    # Python's warning filters belong to the whole process, so one thread at a time.
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def warm() -> None:
    """scikit-criteria is loaded, so that the first opinion asked for does not wait seconds for it."""
    _module("topsis")


@cache
def _module(name: str) -> Any:
    found = import_module(f"skcriteria.agg.{name}")
    # Each module may bring another pool of threads, and a pool can only be limited once it is there: in the app and on
    # the command line alike, the linear algebra behind the library would start a thread per core for a few rows.
    import_module("threadpoolctl").threadpool_limits(1)
    return found


def _evaluate(decision_maker: Any, prepared: Prepared, signs: Sequence[int] | None = None, **options: object) -> Any:
    matrix = import_module("skcriteria").mkdm(
        [list(row) for row in prepared.values], list(signs or prepared.signs), weights=list(prepared.weights)
    )
    return decision_maker.evaluate(matrix, **options).extra_


def _floats(array: Any) -> Floats:
    # A matrix of one row comes back as a bare number.
    listed = array.tolist()
    return tuple(float(item) for item in listed) if isinstance(listed, list) else (float(listed),)


def _scored(scores: Floats, size: float | None = None, **extra: object) -> Scored:
    return Scored(scores, max(map(abs, scores)) if size is None else size, extra)


def _terms(prepared: Prepared, offset: float = 0.0) -> float:
    return max(
        sum(abs(weight * (value + offset)) for weight, value in zip(prepared.weights, row, strict=True))
        for row in prepared.values
    )


def _weighted_sum(prepared: Prepared) -> Scored:
    if any(value < 0 for row in prepared.values for value in row):
        # The library's weighted sum refuses values below zero; its ratio form is the same sum without that check.
        extra = _evaluate(_module("moora").RatioMOORA(), prepared)
    else:
        extra = _evaluate(_module("simple").WeightedSumModel(), prepared)
    return _scored(_floats(extra.score), _terms(prepared))


def _weighted_product(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("simple").WeightedProductModel(), prepared)
    size = max(
        sum(abs(weight * log10(value)) for weight, value in zip(prepared.weights, row, strict=True))
        for row in prepared.values
    )
    return _scored(_floats(extra.score), size)


def _topsis(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("topsis").TOPSIS(), prepared)
    return _scored(_floats(extra.similarity), ideal=_floats(extra.ideal), anti_ideal=_floats(extra.anti_ideal))


def _vikor(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("vikor").VIKOR(v=prepared.number, use_compromise_set=False), prepared)
    s, r = _floats(extra.s_k), _floats(extra.r_k)
    # Q is put together here: the library stretches S or R to 0…1 even where they differ only by rounding, which would
    # turn the noise of the last digit into the whole of a result.
    q = tuple(
        prepared.number * near + (1 - prepared.number) * worst
        for near, worst in zip(_stretched(s), _stretched(r), strict=True)
    )
    return _scored(q, 1.0, s=s, r=r)


def _stretched(numbers: Floats) -> Floats:
    low, high = min(numbers), max(numbers)
    if high - low <= SAME * high:
        return tuple(0.0 for _ in numbers)
    return tuple((number - low) / (high - low) for number in numbers)


def _waspas(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("waspas").WASPAS(lambda_value=prepared.number), prepared)
    products = tuple(10**exponent for exponent in _floats(extra.log10_wpm_scores))
    return _scored(_floats(extra.score), weighted_sum=_floats(extra.wsm_scores), weighted_product=products)


def _moora(prepared: Prepared) -> Scored:
    return _scored(_floats(_evaluate(_module("moora").RatioMOORA(), prepared).score), _terms(prepared))


def _edas(prepared: Prepared) -> Scored:
    return _scored(_floats(_evaluate(_module("edas").EDAS(), prepared).score))


def _marcos(prepared: Prepared) -> Scored:
    module = _module("marcos")
    # A print was left in the library's function; a name of its own module hides the built-in one, for every thread.
    vars(module)["print"] = _say_nothing
    extra = _evaluate(module.MARCOS(), prepared)
    return _scored(_floats(extra.utility_scores), k_minus=_floats(extra.K_minus), k_plus=_floats(extra.K_plus))


def _say_nothing(*_: object) -> None:
    """Nothing is printed."""


def _copras(prepared: Prepared) -> Scored:
    if -1 in prepared.signs:
        extra = _evaluate(_module("copras").COPRAS(), prepared)
        return _scored(_floats(extra.score), s_max=_floats(extra.S_max), s_min=_floats(extra.S_min))
    # Without costs the second term of Q is empty and COPRAS is the weighted sum (Podvezko 2011); the library refuses.
    sums = _floats(_evaluate(_module("simple").WeightedSumModel(), prepared).score)
    return _scored(tuple(100 * share / max(sums) for share in sums), s_max=sums)


def _aras(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("aras").ARAS(), prepared, ideal=list(prepared.optimum))
    return _scored(_floats(extra.utility), s=_floats(extra.score), s_optimum=float(extra.ideal_score))


def _codas(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("codas").CODAS(tau=prepared.number), prepared)
    return _scored(_floats(extra.score), _terms(prepared) * len(prepared.values))


def _mabac(prepared: Prepared) -> Scored:
    extra = _evaluate(_module("mabac").MABAC(), prepared)
    return _scored(_floats(extra.score), _terms(prepared, 1.0), border=_floats(extra.border_approximation_area))


def _spotis(prepared: Prepared) -> Scored:
    bounds = prepared.bounds and [list(pair) for pair in prepared.bounds]
    ideal = prepared.isp and list(prepared.isp)
    extra = _evaluate(_module("spotis").SPOTIS(), prepared, bounds=bounds, isp=ideal)
    return _scored(_floats(extra.score), bounds=extra.bounds.tolist(), isp=_floats(extra.isp))


_METHODS: Mapping[str, Callable[[Prepared], Scored]] = {
    "weighted_sum": _weighted_sum,
    "weighted_product": _weighted_product,
    "topsis": _topsis,
    "vikor": _vikor,
    "waspas": _waspas,
    "moora": _moora,
    "edas": _edas,
    "marcos": _marcos,
    "copras": _copras,
    "aras": _aras,
    "codas": _codas,
    "mabac": _mabac,
    "spotis": _spotis,
}
