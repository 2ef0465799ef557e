"""Changes of the weights: of all together, of one alone, or the proof that no weights can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evaluator.domain.finding import Param
from evaluator.domain.text import Text
from evaluator.robustness.case import OfficialMatrix, places
from evaluator.robustness.flip import Flip, Kind, inside, percent
from evaluator.robustness.joint import Joint, joint_flips
from evaluator.robustness.margin import moved
from evaluator.robustness.stability import ONE, ZERO, totals, winning_weights

Titles = Mapping[str, Text]


def weight_flips(matrix: OfficialMatrix, titles: Titles) -> Iterator[Flip]:
    """For every bid but the first: all weights together, the one weight that takes least, or why none can."""
    for one in joint_flips(matrix.values, matrix.weights, matrix.first):
        yield _joint(matrix, titles, one)
        if one.l1:
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
    kind = Kind.WEIGHTS_LEVEL if one.shared or _second(matrix, one.rival) else Kind.WEIGHTS
    return Flip(kind=kind, rival=rival, size=one.l1 / 2, params=params, exact=exact)


def _second(matrix: OfficialMatrix, rival: int) -> bool:
    """Whether an equal bid is always put before the rival by the tie rule."""
    return any(
        row == matrix.values[rival] and parts > matrix.parting[rival]
        for row, parts in zip(matrix.values, matrix.parting, strict=bool(matrix.parting))
    )


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
    """The one weight that takes least; none where no weight puts the rival first by totals and the tie rule."""
    turns = (turn for k in range(len(matrix.weights)) if (turn := _turn(matrix, titles, rival, k)) is not None)
    best = min(turns, key=lambda turn: turn.size or Fraction(0), default=None)
    yield from [best] if best is not None else []


def _turn(matrix: OfficialMatrix, titles: Titles, rival: int, k: int) -> Flip | None:
    """What one criterion would have to count: more or less than the bound at which the rival is level.

    At the bound itself, which may be 0 or 1 with nothing beyond it, the tie rule decides.
    """
    found, weight, key = winning_weights(matrix.values, matrix.weights, rival, k), matrix.weights[k], matrix.criteria[k]
    if found is None:
        return None
    low, high = found
    to = min(max(weight, low), high)
    given: tuple[tuple[str, Param], ...] = (("criterion", titles[key]), ("given", percent(weight)))
    said: tuple[tuple[str, Param], ...]
    if low < high and _first(matrix, rival, k, (low + high) / 2):
        least, most = inside(low, high)
        whole = _first(matrix, rival, k, ONE if weight < low else ZERO)
        kind = Kind.WEIGHT_BETWEEN if not whole else Kind.WEIGHT_MORE if weight < low else Kind.WEIGHT_LESS
        said = (("to", least if weight < low else most),) if whole else (("low", least), ("high", most))
    elif _first(matrix, rival, k, to) and Fraction(percent(to)) == to * 100:
        kind, said = Kind.WEIGHT, (("to", percent(to)),)
    else:
        return None
    size = abs(to - weight)
    return Flip(kind=kind, rival=matrix.vendors[rival], size=size, params=(*given, *said), exact=((key, to),))


def _first(matrix: OfficialMatrix, rival: int, k: int, to: Fraction) -> bool:
    """Whether the rival has the first place, and the first bid has it no more, where a criterion counts so much."""
    found = places(matrix, totals(matrix.values, moved(matrix.weights, k, to)))
    return found[matrix.vendors[rival]] == 1 < found[matrix.vendors[matrix.first]]
