"""Changes of the weights: of all together, of one alone, or the proof that no weights can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evaluator.domain.finding import Param
from evaluator.domain.text import Text
from evaluator.robustness.case import OfficialMatrix
from evaluator.robustness.flip import Flip, Kind, percent
from evaluator.robustness.joint import Joint, joint_flips
from evaluator.robustness.stability import winning_weights

Titles = Mapping[str, Text]


def weight_flips(matrix: OfficialMatrix, titles: Titles) -> Iterator[Flip]:
    """For every bid but the first: all weights together, the one weight that takes least, or why none can."""
    for one in joint_flips(matrix.values, matrix.weights, matrix.first):
        yield _joint(matrix, titles, one)
        if one.l1 and not one.shared:
            yield from _single(matrix, titles, one.rival)


def _joint(matrix: OfficialMatrix, titles: Titles, one: Joint) -> Flip:
    rival, first = matrix.vendors[one.rival], matrix.vendors[matrix.first]
    if one.l1 is None or one.weights is None:
        return _never(matrix, one)
    if not one.l1:
        return Flip(kind=Kind.LEVEL, rival=rival, size=Fraction(0), params=(("first", first),))
    moved = [
        (titles[key], given, to)
        for key, given, to in zip(matrix.criteria, matrix.weights, one.weights, strict=True)
        if given != to
    ]
    said = Text(
        "，".join(f"{title.show('zh')} {percent(given)}%→{percent(to)}%" for title, given, to in moved),
        ", ".join(f"{title.show('en')} {percent(given)} → {percent(to)} %" for title, given, to in moved),
    )
    params: tuple[tuple[str, Param], ...] = (("points", percent(one.l1 / 2, Fraction(0))), ("changes", said))
    exact = tuple((key, to) for key, to in zip(matrix.criteria, one.weights, strict=True))
    kind = Kind.WEIGHTS_LEVEL if one.shared else Kind.WEIGHTS
    return Flip(kind=kind, rival=rival, size=one.l1 / 2, params=params, exact=exact)


def _never(matrix: OfficialMatrix, one: Joint) -> Flip:
    rival = matrix.vendors[one.rival]
    if len(one.proof) == 1:
        better = matrix.vendors[one.proof[0][0]]
        return Flip(kind=Kind.NEVER_ONE, rival=rival, params=(("better", better),))
    if not one.proof:
        return Flip(kind=Kind.NEVER, rival=rival)
    parts = [(matrix.vendors[bid], percent(part)) for bid, part in one.proof]
    said = Text(
        "、".join(f"{vendor}（{part}%）" for vendor, part in parts),
        ", ".join(f"{vendor} ({part} %)" for vendor, part in parts),
    )
    exact = tuple((matrix.vendors[bid], part) for bid, part in one.proof)
    return Flip(kind=Kind.NEVER_MIXTURE, rival=rival, params=(("mixture", said),), exact=exact)


def _single(matrix: OfficialMatrix, titles: Titles, rival: int) -> Iterator[Flip]:
    best: tuple[Fraction, int, Fraction] | None = None
    for k, weight in enumerate(matrix.weights):
        found = winning_weights(matrix.values, matrix.weights, rival, k)
        if found is None:
            continue
        to = min(max(weight, found[0]), found[1])
        if best is None or abs(to - weight) < best[0]:
            best = (abs(to - weight), k, to)
    if best is None:
        return
    size, k, to = best
    weight, key = matrix.weights[k], matrix.criteria[k]
    params: tuple[tuple[str, Param], ...] = (
        ("criterion", titles[key]), ("given", percent(weight)), ("to", percent(to, weight)),
    )  # fmt: skip
    yield Flip(kind=Kind.WEIGHT, rival=matrix.vendors[rival], size=size, params=params, exact=((key, to),))
