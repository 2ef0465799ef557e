"""Second opinions on a ranking, once per revision: slow the first time, because scikit-criteria loads then."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from evaluator.domain.finding import Finding, Phrase, Rule, finding
from evaluator.domain.ranking import Ranking
from evaluator.domain.text import LANGS, Text
from evaluator.i18n.opinions import listed, short_name
from evaluator.i18n.words import shown
from evaluator.scoring.agreement import Agreement, Verdict, agreement, verdict
from evaluator.scoring.matrix import DecisionMatrix, problem_phrase
from evaluator.scoring.reversal import Reversal, reversal
from evaluator.scoring.second_opinion import Opinion, Progress, Refused, cross_check, second_opinions

if TYPE_CHECKING:  # a folder command asks for opinions too, and never loads the store
    from evaluator.services.state import TenderState

CROSS_CHECK_LIMIT = 1e-9
_lock = threading.Lock()
_kept: WeakKeyDictionary[TenderState, OpinionReport] = WeakKeyDictionary()
_tried: WeakKeyDictionary[TenderState, dict[str, Reversal]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionReport:
    """Every method's opinion (or refusal) on the ranked bids, and how it agrees with the official places."""

    vendors: tuple[str, ...]
    opinions: Mapping[str, Opinion | Refused]
    agreements: Mapping[str, Agreement]
    verdict: Verdict
    findings: tuple[Finding, ...]


def opinions(state: TenderState, progress: Progress = lambda done, of: None) -> OpinionReport | None:
    """The report for this revision; None where fewer than two bids are ranked.

    ``progress`` hears how many of how many methods are done, and raises to stop.
    """
    ranking = state.evaluation.ranking
    places = {result.vendor: result.place or 0 for result in ranking.ranked()}
    if len(places) < 2:
        return None
    with _lock:
        if state not in _kept:
            found, said = ask(ranking, progress)
            _kept[state] = OpinionReport(
                vendors=tuple(places), opinions=found, agreements=agreement(places, found),
                verdict=verdict(places, found), findings=tuple(said),
            )  # fmt: skip
        return _kept[state]


def matrix_of(ranking: Ranking) -> DecisionMatrix:
    """The performance matrix of the ranked bids: values 0…1 on the top-level criteria, more is better."""
    ranked = ranking.ranked()
    return DecisionMatrix(
        alternatives=tuple(result.vendor for result in ranked),
        criteria=tuple(ranking.weights),
        objectives=tuple("max" for _ in ranking.weights),
        weights=tuple(ranking.weights.values()),
        values=tuple(tuple(node.low for node in result.nodes) for result in ranked),
    )


def ask(
    ranking: Ranking, progress: Progress = lambda done, of: None
) -> tuple[dict[str, Opinion | Refused], list[Finding]]:
    """All methods' opinions, and findings: one refused, who differs, totals that the library does not confirm."""
    matrix = matrix_of(ranking)
    found = second_opinions(matrix, progress=progress)
    places = {result.vendor: result.place or 0 for result in ranking.ranked()}
    findings = [_refused(ranking, said) for said in found.values() if isinstance(said, Refused)]
    return found, [*findings, *_differing(agreement(places, found)), *cross_checked(ranking)]


def cross_checked(ranking: Ranking) -> list[Finding]:
    """A blocker where scikit-criteria does not confirm the totals; a named method's scores are its own already.

    Asked wherever a ranking is used, and by ``rank`` unless second opinions are declined; it loads the library.
    """
    if ranking.rule != "additive" or not ranking.ranked():
        return []
    difference = cross_check(matrix_of(ranking), tuple(result.score or Fraction(0) for result in ranking.ranked()))
    told = finding(Rule.CROSS_CHECK_FAILED, difference=f"{difference:.3g}")
    return [told] if difference > CROSS_CHECK_LIMIT else []


def _refused(ranking: Ranking, refused: Refused) -> Finding:
    """A note that a method could not judge, with one reason of each kind."""
    names = {node.key: node.title for node in ranking.results[0].nodes}
    first = {problem.key: problem_phrase(problem, names) for problem in reversed(refused.problems)}.values()
    why = Text("".join(shown(one, "zh") for one in first), " ".join(shown(one, "en") for one in first))
    return finding(Rule.OPINION_REFUSED, method=Phrase(f"opinion.short.{refused.method}"), why=why)


def _differing(found: Mapping[str, Agreement]) -> list[Finding]:
    """A note for each set of bids that some methods place elsewhere, with all those methods."""
    moved: dict[tuple[str, ...], list[str]] = {}
    for name, one in found.items():
        if not one.identical:
            moved.setdefault(tuple(move.vendor for move in one.moves), []).append(name)
    return [
        finding(
            Rule.OPINION_DIFFERS,
            method=Text(*(listed((short_name(name, lang) for name in names), lang) for lang in LANGS)),
            vendors=Text(*(listed(vendors, lang) for lang in LANGS)),
        )
        for vendors, names in moved.items()
    ]


def reversal_of(state: TenderState, method: str) -> Reversal:
    """What a method makes of the ranked bids when one leaves, is copied, or is joined by a worse one; once a revision."""
    with _lock:
        kept = _tried.setdefault(state, {})
        if method not in kept:
            kept[method] = reversal(matrix_of(state.evaluation.ranking), method)
        return kept[method]
