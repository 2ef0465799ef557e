"""Methods that compare bids two by two, written here: PROMETHEE II and ELECTRE II.

PROMETHEE II is not in scikit-criteria 0.10. Source: J. P. Brans and Ph. Vincke, "A preference ranking organisation
method (the PROMETHEE method for multiple criteria decision-making)", Management Science 31 (1985), 647–656, with its
six preference functions ("generalised criteria"). ELECTRE II follows Gomes et al. (2004) after Roy and Bertier (1971),
as scikit-criteria does; but agreement and disagreement are compared here without the rounding of their sums, which
there decides who outranks whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evaluator.scoring.opinion_prepared import SAME, Prepared, Scored, scored

if TYPE_CHECKING:  # numeric libraries are loaded on the first call
    import numpy as np

    Table = np.ndarray[Any, np.dtype[Any]]


def promethee2(prepared: Prepared) -> Scored:
    """Net flow φ = φ⁺ − φ⁻: how far each bid is preferred to the others, less how far they are preferred to it.

    >>> said = promethee2(Prepared(values=((4.0, 3.0, 2.0), (3.0, 2.0, 4.0), (5.0, 1.0, 3.0)),
    ...                            weights=(0.5, 0.3, 0.2), signs=(1, 1, 1), columns={"preference": ("usual",) * 3}))
    >>> [round(score, 6) for score in said.scores]
    [0.1, -0.3, 0.2]
    """
    import numpy as np

    count = len(prepared.values)
    leaving, entering = np.zeros(count), np.zeros(count)
    for number, column in enumerate(zip(*prepared.values, strict=True)):
        better = prepared.signs[number] * np.array(column)
        gaps = better[:, None] - better[None, :]
        limits = {name: prepared.columns[name][number] for name in ("q", "p", "s") if name in prepared.columns}
        # A gap between two large values has their rounding; it must not cross a threshold by it.
        degrees = _preference(
            prepared.columns["preference"][number], gaps, limits, float(abs(better).max()) * SAME / 1e3
        )
        leaving += prepared.weights[number] * degrees.sum(axis=1)
        entering += prepared.weights[number] * degrees.sum(axis=0)
    plus, minus = (tuple(float(flow) / (count - 1) for flow in flows) for flows in (leaving, entering))
    net = tuple(out - come for out, come in zip(plus, minus, strict=True))
    return scored(net, max(map(max, zip(plus, minus, strict=True))), phi_plus=plus, phi_minus=minus)


def _preference(kind: str, gaps: Table, limits: dict[str, float], near: float) -> Table:
    """How far the row's bid is preferred to the column's on one criterion, 0…1, by one of the six functions."""
    import numpy as np

    ahead = gaps > 0
    q, p, s = (limits.get(name, 0.0) for name in ("q", "p", "s"))
    match kind:
        case "usual":
            return ahead.astype(float)
        case "u_shape":
            return (ahead & (gaps > q + near)).astype(float)
        case "v_shape":
            return np.where(ahead, np.minimum(gaps / p, 1.0), 0.0)
        case "level":
            return 0.5 * (ahead & (gaps > q + near)) + 0.5 * (gaps > p + near)
        case "linear":
            return np.where(ahead & (gaps > q + near), np.clip((gaps - q) / (p - q), 0.0, 1.0), 0.0)
        case _:
            return np.where(ahead, -np.expm1(-((gaps / s) ** 2) / 2), 0.0)


def electre2(prepared: Prepared) -> Scored:
    """The mean of the places from the top and from the bottom of the strong and the weak outranking graph."""
    import numpy as np

    values, weights = np.array(prepared.values) * np.array(prepared.signs), np.array(prepared.weights)
    count = len(values)
    span = float((values.max(axis=0) - values.min(axis=0)).max()) or 1.0
    agree, disagree = np.empty((count, count)), np.empty((count, count))
    for number, row in enumerate(values):
        agree[number] = (row >= values) @ weights
        disagree[number] = np.maximum(values - row, 0.0).max(axis=1) / span
    # Rounded to what a sum of shares can tell apart, so that equal sums are equal whatever their order.
    agree, disagree = agree.round(9), disagree.round(9)
    p0, p1, p2, q0, q1 = (prepared.numbers[name] for name in ("p0", "p1", "p2", "q0", "q1"))
    ahead = agree > agree.T
    strong = ahead & (((agree >= p0) & (disagree <= q0)) | ((agree >= p1) & (disagree <= q1)))
    weak = ahead & (agree >= p2) & (disagree <= q0) & ~strong
    edges = strong | weak
    down, up = _layers(edges), _layers(edges.T)
    up = max(up) + 1 - up
    places = tuple(float(place) / 2 for place in down + up)
    return scored(places, from_top=tuple(map(int, down)), from_bottom=tuple(map(int, up)))


def _layers(edges: Table) -> Table:
    """The layer of each bid: those that nobody left outranks are taken off, again and again; a circle shares one."""
    import numpy as np

    layers = np.zeros(len(edges), dtype=int)
    layer = 1
    while not layers.all():
        left = layers == 0
        free = left & ~edges[left].any(axis=0)
        layers[free if free.any() else left] = layer
        layer += 1
    return layers
