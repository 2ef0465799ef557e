"""Independent scores of the panel → one value by the published combining rule; individual scores stay as given."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Combine, Criterion, Method
from evaluator.domain.question import rounded
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.intake.assignments import recused, scores, unassigned
from evaluator.intake.words import plain
from evaluator.scoring.values import OPEN, Value, exactly

TRIMMED_FROM = 5


def top_points(leaf: Criterion) -> Decimal:
    """The highest point of a sub-criterion's scale."""
    return max(level.points for level in leaf.levels)


def panel_value(
    leaf: Criterion, vendor: str, method: Method, cards: Sequence[Scorecard], panel: Sequence[str]
) -> Value:
    """Value of a panel sub-criterion for one vendor; bounds while an evaluator, or the agreed score, is missing.

    ``cards`` and ``panel`` are of those who score this sub-criterion.
    """
    top = Fraction(top_points(leaf))
    if method.combine is Combine.CONSENSUS:
        agreed = [card for card in cards if card.agreed]
        points = _points(agreed[0], leaf, vendor) if agreed else None
        if points is None:
            return OPEN
        return exactly(rounded(points / top, method.grain), "basis.agreed", points=_shown(points))
    own = [card for card in cards if not card.agreed]
    given = [points for card in own if (points := _points(card, leaf, vendor)) is not None]
    missing = len(_absent(panel, own)) + len(own) - len(given)
    if missing or not given:
        low = combined([*given, *[Fraction(0)] * missing], method.combine) / top if given else Fraction(0)
        high = combined([*given, *[top] * missing], method.combine) / top if given else Fraction(1)
        return Value(rounded(low, method.grain), rounded(high, method.grain), "basis.open")
    value = rounded(combined(given, method.combine) / top, method.grain)
    whole = method.combine is Combine.TRIMMED_MEAN and len(given) < TRIMMED_FROM
    basis = "basis.untrimmed_mean" if whole else f"basis.{method.combine.value}"
    return exactly(value, basis, points=", ".join(map(_shown, given)), top=_shown(top))


def missing_evaluators(
    method: Method, tender: Tender | None, bids: Sequence[Bid], cards: Sequence[Scorecard]
) -> list[Finding]:
    """What is wrong with who scored: a scorecard of the panel that is not there, or one from outside of the panel.

    Whoever scores no bid, having declared an interest in each, owes no scorecard. Told too are sub-criteria that nobody
    scores, and scores of those who were not to give them.
    """
    agreed = method.combine is Combine.CONSENSUS and any(card.agreed for card in cards)
    if tender is None or agreed or not (tender.evaluators and method.panel_leaves()):
        return []
    own = [card for card in cards if not card.agreed]
    panel = {plain(name) for name in tender.evaluators}
    expected = [
        name for name in tender.evaluators if not bids or not all(recused(tender, name, one.vendor) for one in bids)
    ]
    strangers = dict.fromkeys(card.evaluator for card in own if plain(card.evaluator) not in panel)
    return [finding(Rule.EVALUATOR_MISSING, evaluator=name) for name in _absent(expected, own)] + [
        finding(Rule.EVALUATOR_UNKNOWN, evaluator=name) for name in strangers
    ] + [
        finding(Rule.CRITERION_UNASSIGNED, item=leaf.key, criterion=leaf.title) for leaf in unassigned(method, tender)
    ] + [
        finding(Rule.SCORE_UNASSIGNED, item=leaf.key, evaluator=card.evaluator, criterion=leaf.title)
        for card in own
        for leaf in method.panel_leaves()
        if not scores(tender, card.evaluator, leaf.key) and any(one.criterion == leaf.key for one in card.scores)
    ]  # fmt: skip


def _absent(panel: Sequence[str], cards: Sequence[Scorecard]) -> list[str]:
    """Members of the panel who have sent no scorecard; somebody else's does not stand in for theirs."""
    present = {plain(card.evaluator) for card in cards}
    return [name for name in panel if plain(name) not in present]


def combined(points: Sequence[Fraction], rule: Combine) -> Fraction:
    """The panel's points under a combining rule, exact.

    >>> str(combined([Fraction(n) for n in (3, 4, 5)], Combine.MEAN))
    '4'
    >>> str(combined([Fraction(n) for n in (0, 4, 4, 5, 5)], Combine.TRIMMED_MEAN))
    '13/3'
    """
    kept = sorted(points)
    if rule is Combine.TRIMMED_MEAN and len(kept) >= TRIMMED_FROM:
        kept = kept[1:-1]
    return sum(kept, Fraction(0)) / len(kept)


def _points(card: Scorecard, leaf: Criterion, vendor: str) -> Fraction | None:
    return next((Fraction(s.points) for s in card.scores if s.criterion == leaf.key and s.vendor == vendor), None)


def _shown(points: Fraction) -> str:
    return f"{float(points):g}"
