"""``rank --matrix``: a ready-made decision matrix ranked by any method, without a tender and without the store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from evaluator.adapters.matrix_file import read_matrix
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import reversal_words
from evaluator.scoring.judged_weights import Weighting
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, check, problem
from evaluator.scoring.reversal import Reversal, reversal
from evaluator.scoring.second_opinion import opinion
from evaluator.scoring.weighting import weighting


def rank_matrix(path: Path, method: str, params: Mapping[str, object] | None = None) -> dict[str, object]:
    """The ranking of a matrix file, ready for JSON; raises ``MatrixRefusedError`` with everything that prevents it.

    Returns
    -------
    dict
        ``method``, ``parameters`` with the defaults filled in, ``alternatives``, ``scores`` and ``ranks`` in their
        order, ``better`` (``"higher"`` or ``"lower"`` scores), ``extra`` (the method's own intermediate results); with
        the parameter ``weighting``, under that name the weights that it gave and how consistent the judgements are.
    """
    matrix, rest, weighed = _weighed(read_matrix(path), params or {})
    said = opinion(matrix, method, rest)
    answer: dict[str, object] = {
        "method": said.method,
        "parameters": dict(said.parameters),
        "alternatives": list(said.alternatives),
        "scores": list(said.scores),
        "ranks": list(said.ranks),
        "better": said.better,
        "extra": {name: list(value) if isinstance(value, tuple) else value for name, value in said.extra.items()},
    }
    if weighed is not None:
        weights = [float(weight) for weight in weighed.weights]
        answer["weighting"] = {"way": weighed.way, "weights": weights, **weighed.extra}
    return answer


def _weighed(
    matrix: DecisionMatrix, params: Mapping[str, object]
) -> tuple[DecisionMatrix, Mapping[str, object], Weighting | None]:
    """The matrix with the weights that the parameter ``weighting`` gives in place of the file's, and the other parameters."""
    if "weighting" not in params:
        return matrix, params, None
    plain = replace(matrix, weights=(Fraction(1),) * len(matrix.criteria))
    if faults := check(plain):
        raise MatrixRefusedError(*faults)
    found = weighting(plain, params["weighting"])
    rest = {name: value for name, value in params.items() if name != "weighting"}
    return replace(plain, weights=found.weights), rest, found


def read_parameters(pairs: Sequence[str]) -> dict[str, object]:
    """Parameters written as ``name=value``; a value is JSON, a bare word stands for itself.

    >>> read_parameters(["normalisation=vector", "v=0.50"])
    {'normalisation': 'vector', 'v': Decimal('0.50')}
    """
    found: dict[str, object] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        name = name.strip()
        if not sign or not name:
            raise MatrixRefusedError(problem("parameter_form", given=pair))
        if name in found:
            raise MatrixRefusedError(problem("parameter_twice", name=name))
        found[name] = _value(text.strip())
    return found


def _value(text: str) -> object:
    try:
        value: object = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return text
    return value


def matrix_answer(
    path: Path, method: str, params: Mapping[str, object], trials_in: Lang | None
) -> tuple[dict[str, object], list[str]]:
    """The ranking of a matrix file as JSON and as a line for each alternative, best first.

    With a language also the trials of its order: without each alternative, with a copy of each, with a worse one.
    """
    data = rank_matrix(path, method, params)
    ranked = zip(*(cast("list[Any]", data[name]) for name in ("ranks", "alternatives", "scores")), strict=True)
    lines = [f"{rank}\t{name}\t{score:.6g}" for rank, name, score in sorted(ranked)]
    if trials_in is not None:
        weighed, rest, _ = _weighed(read_matrix(path), params)
        found = reversal(weighed, method, rest)
        data["reversal"] = reversal_json(found)
        lines.append(reversal_words(found, trials_in))
    return data, lines


def reversal_json(found: Reversal) -> dict[str, object]:
    """The trials that mattered, ready for JSON.

    >>> reversal_json(Reversal(method="topsis", tried=7, left_out=0, changes=()))
    {'tried': 7, 'left_out': 0, 'changes': []}
    """
    changes = [
        {
            "kind": change.kind,
            "alternative": change.alternative,
            "turned": [list(pair) for pair in change.turned],
            "first": None if change.first is None else list(change.first),
            "refused": list(change.refused),
        }
        for change in found.changes
    ]
    return {"tried": found.tried, "left_out": found.left_out, "changes": changes}
