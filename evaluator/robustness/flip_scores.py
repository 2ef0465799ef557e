"""One score another way: the panel's agreed one, or one evaluator's own where those are combined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.domain.finding import Param
from evaluator.domain.method import Combine, Criterion
from evaluator.domain.score import Score, Scorecard
from evaluator.intake.assignments import cards_of, judges
from evaluator.robustness.board import Board, first
from evaluator.robustness.case import Case, leaders
from evaluator.robustness.flip import Flip, Kind, plain
from evaluator.scoring.consensus import panel_value, top_points

# So many of the smallest candidates are ranked officially; each was found by the same arithmetic, so the first one holds
# but where a rule that the board does not know speaks, such as a minimum that stands on the price.
TRIED = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """One score at another described level, and the scorecards with it; ``size`` is a share of the scale."""

    size: Fraction
    score: Score
    leaf: Criterion
    given: Score
    cards: tuple[Scorecard, ...]


def score_flips(case: Case, board: Board) -> tuple[list[Flip], list[str]]:
    """For every bid that is not first the smallest change of one score, of its own or of the first, by described levels.

    Second come the bids for which none of the first `TRIED` candidates held and more were left.
    """
    now = leaders(case.ranking)
    found: dict[str, list[Candidate]] = {}
    for vendor in board.values:
        for candidate, winners in turning(case, board, vendor):
            for rival in winners:
                if rival not in now and (vendor == rival or vendor in now):
                    found.setdefault(rival, []).append(candidate)
    flips, ended = [], []
    for rival, candidates in found.items():
        smallest = sorted(candidates, key=lambda one: (one.size, one.score.vendor != rival))[:TRIED]
        holding = (one for one in smallest if rival in case.leaders(judged=replace(case.judged, scorecards=one.cards)))
        if (one := next(holding, None)) is not None:
            flips.append(_flip(rival, one, agreed=case.method.combine is Combine.CONSENSUS))
        elif len(candidates) > TRIED:
            ended.append(rival)
    return flips, ended


def turning(case: Case, board: Board, vendor: str) -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    """Every described level of every score that counts for a bid, and who would then be first by the board."""
    cards = case.judged.scorecards
    agreed, now = case.method.combine is Combine.CONSENSUS, board.keys()
    for place, card in enumerate(cards):
        if card.agreed is not agreed:
            continue
        for number, score in enumerate(card.scores):
            leaf = next((one for one in case.method.panel_leaves() if one.key == score.criterion), None)
            if score.vendor != vendor or leaf is None or card not in cards_of(case.tender, leaf.key, vendor, cards):
                continue
            for level in leaf.levels:
                if level.points == score.points:
                    continue
                other = replace(score, points=level.points)
                scores = (*card.scores[:number], other, *card.scores[number + 1 :])
                changed = (*cards[:place], replace(card, scores=scores), *cards[place + 1 :])
                counted = cards_of(case.tender, leaf.key, vendor, changed)
                value = panel_value(leaf, vendor, case.method, counted, judges(case.tender, leaf.key, vendor))
                size = abs(Fraction(level.points - score.points)) / Fraction(top_points(leaf))
                winners = first(board.with_value(now, (vendor, leaf.key, value.low)))
                yield Candidate(size, other, leaf, score, changed), winners


def _flip(rival: str, one: Candidate, *, agreed: bool) -> Flip:
    params: Mapping[str, Param] = {
        "evaluator": one.given.evaluator, "vendor": one.score.vendor, "criterion": one.leaf.title,
        "given": plain(one.given.points), "to": plain(one.score.points),
    }  # fmt: skip
    kept = tuple((name, value) for name, value in params.items() if not (agreed and name == "evaluator"))
    kind = Kind.SCORE_AGREED if agreed else Kind.SCORE_GIVEN
    return Flip(kind=kind, rival=rival, size=one.size, params=kept)
