"""The clinic: every check of one method, on generated bids and on those the team expects. It advises and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from evaluator.clinic.compared import Counts, compared, formula_traps
from evaluator.clinic.expected import Expected, expected
from evaluator.clinic.floors import floor_traps
from evaluator.clinic.formulas import compared_formulas
from evaluator.clinic.found import Check, Found, Outcome
from evaluator.clinic.gates import Barrier, barriers, gate_traps
from evaluator.clinic.generated import as_tried, reference_price, tenders
from evaluator.clinic.pricing import Edges, edge_traps, edges
from evaluator.clinic.scales import scale_traps
from evaluator.clinic.spread import Weight, weight_traps, weights
from evaluator.clinic.tried import Tried, is_quick, tried
from evaluator.domain.bid import Bid
from evaluator.domain.method import Method
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.scoring.index_rules import price_points_count

# Where every change of a bid or formula is a whole evaluation, fewer tenders have to do.
SLOW_TENDERS: Final = 12
Progress = Callable[[Fraction], None]
_NEEDS_SUM = (Check.WEIGHTS, Check.NEVER)
_NEEDS_RANKED = (Check.WEIGHTS, Check.NEVER, Check.WITHDRAWAL, Check.FORMULAS)


class Stopped(Exception):
    """The work was no longer wanted; a ``progress`` raises it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How much is tried: so many tenders of so many bids each, from a seed."""

    tenders: int = 200
    bids: int = 5
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """All that was found; ``tenders`` is how many were tried, ``ranked`` in how many two bids at least had a place."""

    wish: Wish
    tenders: int
    ranked: int
    outcomes: tuple[Outcome, ...]
    found: tuple[Found, ...]
    weights: tuple[Weight, ...]
    formulas: tuple[Counts, ...]
    edges: Edges
    barriers: tuple[Barrier, ...]
    expected: Expected | None = None

    @property
    def wrong(self) -> int:
        """How many checks found something."""
        return sum(one.state == "found" for one in self.outcomes)

    @property
    def made(self) -> int:
        """How many checks were made."""
        return sum(one.state != "idle" for one in self.outcomes)


def examine(method: Method, tender: Tender | None, wish: Wish, progress: Progress = lambda _: None) -> Examined:
    """Every check on generated bids; ``progress`` is told the share that is done.

    The method must be one without faults (`evaluator.scoring.check.check`). The same wish finds the same on any machine.
    """
    tested, plain = as_tried(method, tender)
    gov, reference = plain.route == "gov", reference_price(tested.price, plain)
    ranked, rows = _tried(tested, plain, wish, progress)
    several = sum(len(one.ranked) > 1 for one in ranked)
    made_weights = weights(tested, ranked) if tested.award.rule == "additive" else ()
    told = edges(tested, plain, ranked, reference)
    walls = barriers(tested, ranked)
    found = [
        *weight_traps(made_weights), *(formula_traps(rows) if several else ()), *edge_traps(tested, plain, told),
        *gate_traps(tested, walls, ranked), *floor_traps(tested, gov=gov), *scale_traps(tested),
    ]  # fmt: skip
    idle = _idle(tested, several, gov=gov)
    return Examined(
        wish=wish, tenders=len(ranked), ranked=several, outcomes=_outcomes(found, idle), found=_in_order(found, gov=gov),
        weights=made_weights, formulas=rows, edges=told, barriers=walls,
    )  # fmt: skip


def with_expected(
    told: Examined, method: Method, tender: Tender | None, bids: Sequence[Bid], cards: Sequence[Scorecard]
) -> Examined:
    """What was found, and what the method does to bids that the team expects beside it; ``cards`` are scores of them."""
    tested, plain = as_tried(method, tender)
    own = expected(tested, plain, bids, cards, compared_formulas(tested, reference_price(tested.price, plain)))
    found = [*told.found, *own.found]
    idle = {one.check: one.reason for one in told.outcomes if one.reason}
    return replace(
        told, found=_in_order(found, gov=plain.route == "gov"), outcomes=_outcomes(found, idle), expected=own
    )


def _tried(
    method: Method, tender: Tender, wish: Wish, progress: Progress
) -> tuple[list[Tried], tuple[Counts, ...]]:  # fmt: skip
    """The generated tenders, ranked, and what each formula does to them: three quarters of the work and the rest of it."""
    count = wish.tenders if is_quick(method) else min(wish.tenders, SLOW_TENDERS)
    ranked: list[Tried] = []
    for number, drawn in enumerate(tenders(method, tender, count=count, bids=wish.bids, seed=wish.seed), 1):
        whole = all(len(one.ranked) < 2 for one in ranked)  # the first of use is tried with other prices, too
        ranked.append(tried(method, tender, drawn.bids, (drawn.card,), whole=whole))
        progress(Fraction(3 * number, 4 * count))
    reference = reference_price(method.price, tender)
    formulas = compared_formulas(method, reference)
    rows = []
    for number, row in enumerate(compared(method, ranked, formulas, reference), 1):
        rows.append(row)
        progress(Fraction(3, 4) + Fraction(number, 4 * len(formulas)))
    return ranked, tuple(rows)


def _idle(method: Method, ranked: int, *, gov: bool) -> dict[Check, str]:
    """The checks that say nothing about this method, each with the reason."""
    idle = {} if gov else {Check.FLOORS: "route"}
    if not ranked:
        idle |= dict.fromkeys(_NEEDS_RANKED, "nobody")
    if method.award.rule != "additive":
        idle |= dict.fromkeys(_NEEDS_SUM, "rule")
    if not price_points_count(method):
        idle |= {Check.FORMULAS: "rule"}
    return idle


def _outcomes(found: Sequence[Found], idle: Mapping[Check, str]) -> tuple[Outcome, ...]:
    """How each check ended; what was found counts even where the check says nothing about generated bids."""
    wrong = {one.check for one in found}
    return tuple(
        Outcome(check=check, state="found") if check in wrong
        else Outcome(check=check, state="idle" if check in idle else "clear", reason=idle.get(check, ""))
        for check in Check
    )  # fmt: skip


def _in_order(found: Sequence[Found], *, gov: bool) -> tuple[Found, ...]:
    return tuple(sorted((replace(one, gov=gov) for one in found), key=lambda one: list(Check).index(one.check)))
