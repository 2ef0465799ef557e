"""How far the panel lies apart on each sub-criterion of each bid, and what must be talked about before it is combined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from evaluator.domain.method import Combine, Criterion, Method
from evaluator.domain.question import rounded
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.tender import Tender
from evaluator.intake.assignments import cards_of, judges
from evaluator.intake.words import plain
from evaluator.scoring.consensus import combined, top_points

DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One sub-criterion of one bid as the panel scored it; individual scores stay as they were given.

    ``width`` is the range as a share of the scale (0 to 1), ``deviation`` the standard deviation of the panel's points
    (the panel is the whole of those who score, so it is divided by their number), None while nobody has scored.
    ``result`` are the points that the combining rule gives, None while a score, or the agreed one, is missing.
    """

    leaf: Criterion
    vendor: str
    given: tuple[Score, ...]
    missing: tuple[str, ...]
    agreed: Score | None
    width: Fraction
    deviation: Decimal | None
    discuss: bool
    result: Fraction | None

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest points given."""
        points = [score.points for score in self.given]
        return (min(points), max(points)) if points else None


def spreads(
    method: Method, tender: Tender | None, vendors: Iterable[str], cards: Sequence[Scorecard]
) -> tuple[Spread, ...]:
    """Every sub-criterion that people judge, for each of these vendors, in published order."""
    names = list(vendors)
    return tuple(_spread(method, tender, (leaf, vendor), cards) for leaf in method.panel_leaves() for vendor in names)


def to_discuss(found: Iterable[Spread]) -> list[Spread]:
    """What must be discussed, the widest apart first."""
    return sorted((one for one in found if one.discuss), key=lambda one: (-one.width, -(one.deviation or 0)))


def outliers(one: Spread) -> tuple[Score, ...]:
    """The scores farthest from the panel's median on something that must be discussed: both ends where they tie.

    >>> outliers(Spread(leaf=None, vendor="Ada", given=(), missing=(), agreed=None, width=Fraction(0), deviation=None,
    ...     discuss=True, result=None))
    ()
    """
    if not one.discuss or not one.given:
        return ()
    middle = median(score.points for score in one.given)
    farthest = max(abs(score.points - middle) for score in one.given)
    return tuple(score for score in one.given if abs(score.points - middle) == farthest)


def apart_from_all(points: Decimal, given: Iterable[Score]) -> bool:
    """Whether agreed points are nobody's own: why the panel moved has then to be said."""
    return all(score.points != points for score in given)


def _spread(method: Method, tender: Tender | None, place: tuple[Criterion, str], cards: Sequence[Scorecard]) -> Spread:
    leaf, vendor = place
    counted = cards_of(tender, leaf.key, vendor, cards)
    own = [_score(card, leaf, vendor) for card in counted if not card.agreed]
    given = tuple(score for score in own if score is not None)
    agreed = next((score for card in counted if card.agreed and (score := _score(card, leaf, vendor))), None)
    there = {plain(score.evaluator) for score in given}
    missing = tuple(name for name in judges(tender, leaf.key, vendor) if plain(name) not in there)
    points = [Fraction(score.points) for score in given]
    width = (max(points) - min(points)) / Fraction(top_points(leaf)) if points else Fraction(0)
    result: Fraction | None = None
    if method.combine is Combine.CONSENSUS:
        result = Fraction(agreed.points) if agreed else None
    elif points and not missing:
        result = combined(points, method.combine)
    return Spread(
        leaf=leaf, vendor=vendor, given=given, missing=missing, agreed=agreed, width=width,
        deviation=_deviation(points), discuss=width * 100 > Fraction(method.discuss_over), result=result,
    )  # fmt: skip


def _score(card: Scorecard, leaf: Criterion, vendor: str) -> Score | None:
    return next((one for one in card.scores if one.criterion == leaf.key and one.vendor == vendor), None)


def _deviation(points: Sequence[Fraction]) -> Decimal | None:
    if not points:
        return None
    mean = sum(points, Fraction(0)) / len(points)
    variance = sum(((one - mean) ** 2 for one in points), Fraction(0)) / len(points)
    root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    exact = rounded(Fraction(root), DECIMALS)
    return Decimal(exact.numerator) / Decimal(exact.denominator)
