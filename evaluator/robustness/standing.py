"""Whether the first place is decided while answers are open: the worst case of one against the best case of all others."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluator.domain.ranking import Ranking, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The ranked bid that is first now, its worst case, and who could still pass or reach it.

    ``next`` is the bid with the best best case of all others, ``most`` that case; totals as fractions of 1.
    """

    first: str
    worst: Fraction
    next: str
    most: Fraction
    rivals: tuple[str, ...]

    @property
    def decided(self) -> bool:
        """Whether no answer that is still open can take the first place away."""
        return not self.rivals


def standing(ranking: Ranking) -> Standing | None:
    """How the first place stands by the bounds of all bids; None where nothing is open, or nobody is first yet.

    A bid that is still open may fail a gate or a minimum when it is settled, so that only a ranked one can be safely first.
    One that is excluded or comes in part takes no place however its answers are settled. Only totals have bounds: a rule
    other than ``additive`` has no standing.
    """
    alive = [result for result in ranking.results if result.status is not Status.EXCLUDED and not result.part]
    ranked = ranking.ranked()
    if ranking.rule != "additive" or not ranked or len(ranked) == len(alive):
        return None
    first = ranked[0]
    others = [result for result in alive if result is not first]
    best = max(others, key=lambda result: result.high)
    return Standing(
        first=first.vendor, worst=first.low, next=best.vendor, most=best.high,
        rivals=tuple(result.vendor for result in others if result.high >= first.low),
    )  # fmt: skip
