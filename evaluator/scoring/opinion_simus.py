"""SIMUS (Munier 2011) by linear programmes, solved in this process and with a limit on every one.

scikit-criteria starts a solver's program for each criterion, prints its log, and takes whichever of several best
solutions the solver meets first, so that equal bids come apart. Here such a matrix is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evaluator.scoring.matrix import MatrixRefusedError, problem
from evaluator.scoring.opinion_prepared import SAME, Floats, Prepared, Scored, scored

if TYPE_CHECKING:  # numeric libraries are loaded on the first call
    import numpy as np

    Table = np.ndarray[Any, np.dtype[Any]]

_STEPS = 20_000


def simus(prepared: Prepared) -> Scored:
    """Munier's first ranking: sum of each bid's shares over all programmes × the part of them that uses it.

    Each criterion in turn is the aim, and all others are limits: no more than the highest value where more is better,
    no less than the lowest where less is, unless ``limits`` says otherwise. Weights are not used, and the unit of a
    criterion does not matter.

    >>> said = simus(Prepared(values=((4.0, 1.0), (2.0, 3.0)), weights=(1.0, 1.0), signs=(1, 1)))
    >>> said.extra["unsolved"]
    ()
    """
    import numpy as np

    columns = np.array(prepared.values).T
    tops = columns.max(axis=1)
    columns = columns / tops[:, None]
    given = prepared.columns.get("limits", (None,) * len(tops))
    limits = [
        (max(column) if sign > 0 else min(column)) if one is None else one / top
        for column, sign, one, top in zip(columns, prepared.signs, given, tops, strict=True)
    ]
    shares = np.zeros(columns.shape)
    unsolved = []
    for aim in range(len(columns)):
        found = _programme(columns, prepared.signs, limits, aim)
        if found is None:
            unsolved.append(aim)
        else:
            shares[aim] = found
    used = (shares > SAME).sum(axis=0) / len(columns)
    scores: Floats = tuple(float(score) for score in shares.sum(axis=0) * used)
    if not any(scores):
        raise MatrixRefusedError(problem("no_result", method="simus"))
    return scored(scores, weights_used=False, unsolved=tuple(unsolved))


def _programme(columns: Table, signs: tuple[int, ...], ends: list[float], aim: int) -> Table | None:
    """Each bid's share in the best solution for one criterion; None where there is none or it has no end."""
    import numpy as np

    others = [number for number in range(len(columns)) if number != aim]
    # As "≤": a limit from below is turned round.
    limits = [(signs[one] * columns[one], signs[one] * ends[one]) for one in others]
    toward = -signs[aim] * columns[aim]
    best = _least(toward, limits)
    if best is None or not best.sum() > SAME:
        return None
    # Among solutions as good as the best, the ends of a slanting direction are one point only where the best is one.
    room = [*limits, (toward, float(toward @ best) + SAME * abs(float(toward @ best)))]
    slant = np.sqrt(np.arange(2, len(best) + 2)) % 1 + 0.5
    corners = [_least(slant, room), _least(-slant, room)]
    if any(end is None or abs(end - best).max() > 1e-5 * best.max() for end in corners):
        raise MatrixRefusedError(problem("several_optima", method="simus"))
    shares: Table = best / best.sum()
    return shares


def _least(toward: Table, limits: list[tuple[Table, float]]) -> Table | None:
    from scipy.optimize import linprog

    table, ends = ([list(row) for row, _ in limits], [end for _, end in limits]) if limits else (None, None)
    found = linprog(toward, A_ub=table, b_ub=ends, method="highs", options={"maxiter": _STEPS})
    solution: Table | None = found.x if found.status == 0 else None
    return solution
