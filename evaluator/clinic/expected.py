"""Bids that the team itself expects: what the method would do to them, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.clinic.compared import never_first, turners
from evaluator.clinic.formulas import Variant
from evaluator.clinic.found import Check, Found, Trap, found
from evaluator.clinic.generated import PANEL
from evaluator.clinic.scales import clamped
from evaluator.clinic.tried import Tried, tried
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Param, Phrase
from evaluator.domain.method import Method
from evaluator.domain.ranking import Ranking, Status
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The official ranking of the expected bids; ``supposed`` says that the panel's scores were taken as equal."""

    ranking: Ranking
    supposed: bool
    found: tuple[Found, ...]


def expected(
    method: Method, tender: Tender, bids: Sequence[Bid], cards: Sequence[Scorecard], formulas: Sequence[Variant]
) -> Expected:  # fmt: skip
    """What becomes of them; where no scores are given, every bid gets the same middle level, so that nothing turns on it."""
    supposed = not cards and bool(method.panel_leaves())
    given = (_middling(method, bids),) if supposed else tuple(cards)
    one = tried(method, tender, bids, given)
    return Expected(
        ranking=one.whole().ranking, supposed=supposed, found=(*_named(one, formulas), *clamped(method, bids))
    )  # fmt: skip


def _middling(method: Method, bids: Sequence[Bid]) -> Scorecard:
    middle = {
        leaf.key: sorted(level.points for level in leaf.levels)[len(leaf.levels) // 2] for leaf in method.panel_leaves()
    }
    return Scorecard(
        evaluator=PANEL,
        scores=tuple(
            Score(evaluator=PANEL, vendor=bid.vendor, criterion=key, points=points)
            for bid in bids
            for key, points in middle.items()
        ),
    )


def _named(one: Tried, formulas: Sequence[Variant]) -> Iterator[Found]:
    own = formulas[0].rule
    for result in one.whole().ranking.results:
        for why in result.reasons if result.status is Status.EXCLUDED else ():
            words = Phrase(f"finding.{why.rule.value}", why.params)
            yield found(Check.GATES, Trap.EXPECTED_OUT, vendor=result.vendor, why=words)
    if len(one.ranked) < 2:
        return
    if one.method.award.rule == "additive":
        _, never = never_first(one.method, one, one.prices(own))
        for vendor in never:
            yield found(Check.NEVER, Trap.EXPECTED_NEVER, vendor=vendor)
    for gone, now in turners(one, own, one.first).items():
        shown: dict[str, Param] = {"gone": gone, "first": listed(one.first), "now": listed(now)}
        yield found(Check.WITHDRAWAL, Trap.EXPECTED_WITHDRAWAL, **shown)
    for variant in formulas[1:]:
        now = one.turned(variant.rule)
        if set(now) != set(one.first):
            formula = Phrase(f"clinic.formula.{variant.rule.formula}")
            shown = {"formula": formula, "first": listed(one.first), "now": listed(now)}
            yield found(Check.FORMULAS, Trap.EXPECTED_FORMULA, **shown)


def listed(names: Sequence[str]) -> Text:
    """Several names as one; nobody's as a dash.

    >>> listed(("Ada", "Bo")).en
    'Ada, Bo'
    """
    return Text("、".join(names) or "–", ", ".join(names) or "–")
