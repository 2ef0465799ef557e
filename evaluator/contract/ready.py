"""What keeps a draft from being signed: found once, and said alike by page, paper, data and the move to agreed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from evaluator.contract.draft import Draft, Table
from evaluator.contract.points import Obstacle, Point
from evaluator.domain.bid import State

OPEN: Final = frozenset(state.value for state in (State.UNANSWERED, State.AMBIGUOUS, State.DAMAGED))
_PRINTED = ("award", "blanks", "cells", "deviations", "points")


def obstacles(
    draft: Draft, points: Sequence[Point], substantive: Collection[str], *, award_recorded: bool
) -> tuple[Obstacle, ...]:
    """All of them: the award, points to settle, faults of the library, blanks, empty cells, deviations nobody decided.

    ``substantive`` are the terms that make the contract: both sides have not agreed while one of them is blank.
    """
    found = [] if award_recorded else [Obstacle("award", ("award_not_recorded",))]
    found += [Obstacle("points", point.keys, point=point) for point in points if not point.warns]
    found += [Obstacle("library", (f"{fault.rule}:{fault.place}",)) for fault in draft.faults]
    for row in draft.blanks:
        firm = row.term in substantive
        found.append(
            Obstacle("blanks", (f"blank:{row.term}",), label=row.label, firm=firm, unclear=row.standing in OPEN)
        )
    found += _cells(draft)
    return (*found, *(Obstacle("deviations", (f"deviation:{row.term}",), label=row.label) for row in draft.deviations))


def counted(found: Sequence[Obstacle]) -> tuple[tuple[str, int], ...]:
    """Each kind of obstacle that a paper can name, with its number; a library with faults gives no paper."""
    numbers = {kind: sum(one.n for one in found if one.kind == kind) for kind in _PRINTED}
    return tuple((kind, n) for kind, n in numbers.items() if n)


def _cells(draft: Draft) -> Iterator[Obstacle]:
    for appendix in draft.appendices:
        for part in appendix.parts:
            if isinstance(part, Table) and part.open_cells:
                yield Obstacle("cells", (f"open_cells:{part.term}",), label=part.label, n=part.open_cells)
