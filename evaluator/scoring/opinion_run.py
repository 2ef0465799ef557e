"""One method on one prepared matrix, whoever computes it: scikit-criteria behind its door, or a method of our own."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

from evaluator.scoring import opinion_methods, opinion_outranking, opinion_products, opinion_simus
from evaluator.scoring.matrix import MatrixRefusedError, problem
from evaluator.scoring.opinion_prepared import Prepared, Scored

_LOCK = Lock()


def run(method: str, prepared: Prepared) -> Scored:
    """The score of every alternative by a method, as the method's paper defines it."""
    with _quiet():
        try:
            found = _METHODS[method](prepared)
        except ValueError as fault:
            # The library's words speak of arrays; the reader learns which method gave up on this matrix.
            raise MatrixRefusedError(problem("no_result", method=method)) from fault
    if not all(abs(score) < float("inf") for score in found.scores):
        raise MatrixRefusedError(problem("no_result", method=method))
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    # Python's warning filters belong to the whole process, so one thread at a time.
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


_METHODS: Mapping[str, Callable[[Prepared], Scored]] = {
    "weighted_sum": opinion_methods.weighted_sum,
    "weighted_product": opinion_methods.weighted_product,
    "topsis": opinion_methods.topsis,
    "vikor": opinion_methods.vikor,
    "waspas": opinion_methods.waspas,
    "moora": opinion_methods.moora,
    "reference_point": opinion_methods.reference_point,
    "multiplicative_form": opinion_products.multiplicative_form,
    "multimoora": lambda prepared: opinion_products.multimoora(
        prepared,
        {"ratio": opinion_methods.moora(prepared), "reference_point": opinion_methods.reference_point(prepared)},
    ),
    "edas": opinion_methods.edas,
    "marcos": opinion_methods.marcos,
    "copras": opinion_methods.copras,
    "aras": opinion_methods.aras,
    "codas": opinion_methods.codas,
    "mabac": opinion_methods.mabac,
    "mairca": opinion_methods.mairca,
    "cocoso": opinion_methods.cocoso,
    "ocra": opinion_methods.ocra,
    "ram": opinion_methods.ram,
    "rim": opinion_methods.rim,
    "ervd": opinion_methods.ervd,
    "probid": opinion_methods.probid,
    "simplified_probid": opinion_methods.simplified_probid,
    "spotis": opinion_methods.spotis,
    "electre2": opinion_outranking.electre2,
    "simus": opinion_simus.simus,
    "promethee2": opinion_outranking.promethee2,
}
