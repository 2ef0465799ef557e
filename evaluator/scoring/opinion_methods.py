"""The only door to scikit-criteria: prepared floats in, each method's own score out; its ranks are never used.

The library is loaded on the first call, not on import, because that takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from math import log10
from typing import Any

from evaluator.scoring.opinion_prepared import SAME, Floats, Prepared, Scored, scored


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


def _terms(prepared: Prepared, offset: float = 0.0) -> float:
    return max(
        sum(abs(weight * (value + offset)) for weight, value in zip(prepared.weights, row, strict=True))
        for row in prepared.values
    )


def weighted_sum(prepared: Prepared) -> Scored:
    """Fishburn (1967): weight × value, added up."""
    if any(value < 0 for row in prepared.values for value in row):
        # The library's weighted sum refuses values below zero; its ratio form is the same sum without that check.
        extra = _evaluate(_module("moora").RatioMOORA(), prepared)
    else:
        extra = _evaluate(_module("simple").WeightedSumModel(), prepared)
    return scored(_floats(extra.score), _terms(prepared))


def weighted_product(prepared: Prepared) -> Scored:
    """Miller and Starr (1963): weight × logarithm of the value, added up."""
    extra = _evaluate(_module("simple").WeightedProductModel(), prepared)
    size = max(
        sum(abs(weight * log10(value)) for weight, value in zip(prepared.weights, row, strict=True))
        for row in prepared.values
    )
    return scored(_floats(extra.score), size)


def topsis(prepared: Prepared) -> Scored:
    """Hwang and Yoon (1981): closeness to the ideal."""
    extra = _evaluate(_module("topsis").TOPSIS(), prepared)
    return scored(_floats(extra.similarity), ideal=_floats(extra.ideal), anti_ideal=_floats(extra.anti_ideal))


def vikor(prepared: Prepared) -> Scored:
    """Opricovic and Tzeng (2004): Q from utility and regret."""
    extra = _evaluate(_module("vikor").VIKOR(v=prepared.numbers["v"], use_compromise_set=False), prepared)
    s, r = _floats(extra.s_k), _floats(extra.r_k)
    # Q is put together here: the library stretches S or R to 0…1 even where they differ only by rounding, which would
    # turn the noise of the last digit into the whole of a result.
    share = prepared.numbers["v"]
    q = tuple(share * near + (1 - share) * worst for near, worst in zip(_stretched(s), _stretched(r), strict=True))
    return scored(q, 1.0, s=s, r=r)


def _stretched(numbers: Floats) -> Floats:
    low, high = min(numbers), max(numbers)
    if high - low <= SAME * high:
        return tuple(0.0 for _ in numbers)
    return tuple((number - low) / (high - low) for number in numbers)


def waspas(prepared: Prepared) -> Scored:
    """Zavadskas et al. (2012): sum and product in the share λ."""
    extra = _evaluate(_module("waspas").WASPAS(lambda_value=prepared.numbers["lambda"]), prepared)
    products = tuple(10**exponent for exponent in _floats(extra.log10_wpm_scores))
    return scored(_floats(extra.score), weighted_sum=_floats(extra.wsm_scores), weighted_product=products)


def moora(prepared: Prepared) -> Scored:
    """Brauers and Zavadskas (2006): the ratio system."""
    return scored(_floats(_evaluate(_module("moora").RatioMOORA(), prepared).score), _terms(prepared))


def edas(prepared: Prepared) -> Scored:
    """Keshavarz Ghorabaee et al. (2015): distance from the average."""
    return scored(_floats(_evaluate(_module("edas").EDAS(), prepared).score))


def marcos(prepared: Prepared) -> Scored:
    """Stević et al. (2020): compromise between ideal and worst."""
    module = _module("marcos")
    # A print was left in the library's function; a name of its own module hides the built-in one, for every thread.
    vars(module)["print"] = _say_nothing
    extra = _evaluate(module.MARCOS(), prepared)
    return scored(_floats(extra.utility_scores), k_minus=_floats(extra.K_minus), k_plus=_floats(extra.K_plus))


def _say_nothing(*_: object) -> None:
    """Nothing is printed."""


def copras(prepared: Prepared) -> Scored:
    """Zavadskas et al. (1994): Q as a share of the highest, in per cent."""
    if -1 in prepared.signs:
        extra = _evaluate(_module("copras").COPRAS(), prepared)
        return scored(_floats(extra.score), s_max=_floats(extra.S_max), s_min=_floats(extra.S_min))
    # Without costs the second term of Q is empty and COPRAS is the weighted sum (Podvezko 2011); the library refuses.
    sums = _floats(_evaluate(_module("simple").WeightedSumModel(), prepared).score)
    return scored(tuple(100 * share / max(sums) for share in sums), s_max=sums)


def aras(prepared: Prepared) -> Scored:
    """Zavadskas and Turskis (2010): share of the optimum; the optimal row is part of every sum."""
    extra = _evaluate(_module("aras").ARAS(), prepared, ideal=list(prepared.optimum))
    return scored(_floats(extra.utility), s=_floats(extra.score), s_optimum=float(extra.ideal_score))


def codas(prepared: Prepared) -> Scored:
    """Keshavarz Ghorabaee et al. (2016): distances from the worst."""
    extra = _evaluate(_module("codas").CODAS(tau=prepared.numbers["tau"]), prepared)
    return scored(_floats(extra.score), _terms(prepared) * len(prepared.values))


def mabac(prepared: Prepared) -> Scored:
    """Pamučar and Ćirović (2015): distance from the border area."""
    extra = _evaluate(_module("mabac").MABAC(), prepared)
    return scored(_floats(extra.score), _terms(prepared, 1.0), border=_floats(extra.border_approximation_area))


def spotis(prepared: Prepared) -> Scored:
    """Dezert et al. (2020): distance from a fixed ideal."""
    bounds, ideal = (prepared.columns.get(name) for name in ("bounds", "isp"))
    extra = _evaluate(
        _module("spotis").SPOTIS(),
        prepared,
        bounds=bounds and [list(pair) for pair in bounds],
        isp=ideal and list(ideal),
    )
    return scored(_floats(extra.score), bounds=extra.bounds.tolist(), isp=_floats(extra.isp))


def reference_point(prepared: Prepared) -> Scored:
    """Brauers and Zavadskas (2006): the largest weighted gap to the best values."""
    extra = _evaluate(_module("moora").ReferencePointMOORA(), prepared)
    return scored(_floats(extra.score), _terms(prepared), reference_point=_floats(extra.reference_point))


def mairca(prepared: Prepared) -> Scored:
    """Pamučar et al. (2014): gap between the theoretical and the real rating."""
    # The library refuses a 0, though only the place between worst and best counts: so all are one higher.
    raised = tuple(tuple(value + 1 for value in row) for row in prepared.values)
    extra = _evaluate(_module("mairca").MAIRCA(), replace(prepared, values=raised))
    return scored(_floats(extra["values"]))


def cocoso(prepared: Prepared) -> Scored:
    """Yazdani et al. (2019): three compromises of sum and product."""
    extra = _evaluate(_module("cocoso").CoCoSo(lambda_value=prepared.numbers["lambda"]), prepared)
    return scored(_floats(extra.score), k_a=_floats(extra.k_a), k_b=_floats(extra.k_b), k_c=_floats(extra.k_c))


def ocra(prepared: Prepared) -> Scored:
    """Madić et al. (2015) after Parkan (1994): ratings of costs and of benefits, the lowest being 0."""
    extra = _evaluate(_module("ocra").OCRA(), prepared)
    columns = zip(prepared.weights, zip(*prepared.values, strict=True), strict=True)
    size = sum(weight * max(column) / min(column) for weight, column in columns)
    inputs, outputs = _floats(extra.input_performance), _floats(extra.output_performance)
    return scored(_floats(extra.performance), size, inputs=inputs, outputs=outputs)


def ram(prepared: Prepared) -> Scored:
    """Sotoudeh-Anvari (2023): the root (2 + costs) of 2 + benefits."""
    extra = _evaluate(_module("ram").RAM(), prepared)
    return scored(_floats(extra.score), s_plus=_floats(extra.sum_benefit), s_minus=_floats(extra.sum_cost))


def rim(prepared: Prepared) -> Scored:
    """Cables et al. (2016): closeness to an ideal range."""
    given = {"ranges": "bounds", "ref_ideals": "ideals"}
    found = {name: list(prepared.columns[ours]) for name, ours in given.items() if ours in prepared.columns}
    extra = _evaluate(_module("rim").RIM(), prepared, None, **found)
    return scored(_floats(extra.score), i_plus=_floats(extra.i_plus), i_minus=_floats(extra.i_minus))


def ervd(prepared: Prepared) -> Scored:
    """Shyur et al. (2015): gains and losses against a reference, as prospect theory values them."""
    ervd = _module("ervd").ERVD(lambda_value=prepared.numbers["lambda"], alpha_value=prepared.numbers["alpha"])
    extra = _evaluate(ervd, prepared, reference_points=list(prepared.columns["references"]))
    return scored(_floats(extra.similarity), s_plus=_floats(extra.s_plus), s_minus=_floats(extra.s_minus))


def probid(prepared: Prepared) -> Scored:
    """Wang et al. (2021): distances from all ideals and from the average."""
    return _distances(_module("probid").PROBID(), prepared)


def simplified_probid(prepared: Prepared) -> Scored:
    """Wang et al. (2021): distances from the first and from the last quarter of the ideals."""
    return _distances(_module("probid").SimplifiedPROBID(), prepared)


def _distances(decision_maker: Any, prepared: Prepared) -> Scored:
    extra = _evaluate(decision_maker, prepared)
    return scored(_floats(extra.score), from_best=_floats(extra.pos_ideal), from_worst=_floats(extra.neg_ideal))
