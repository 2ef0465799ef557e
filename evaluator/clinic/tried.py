"""One tender of generated or expected bids, ranked officially, and asked again without a bid or by another price formula.

Where totals are weighted sums and no minimum stands on the price, only the price's own value can change, so that the
official values are added up again; anything else is evaluated anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.method import Method, PriceRule
from evaluator.domain.ranking import Result, Status
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.robustness.board import Board, board, first, leaf_shares
from evaluator.robustness.case import Case, case, leaders
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.minima import has_priced_minima
from evaluator.scoring.price import price_value
from evaluator.scoring.price_formulas import ABSOLUTE, BY_LOWEST
from evaluator.scoring.totals import price_leaf

ZERO, ONE = Fraction(0), Fraction(1)
_OUT = frozenset({Rule.GATE_FAILED, Rule.BELOW_THRESHOLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A bid that has a place: its total (its least one where another rule ranks) and its price as it is compared."""

    vendor: str
    total: Fraction
    price: Fraction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """A ranked tender; ``quick`` is its board, where that is enough to rank it again.

    ``leaves`` are the values of the ranked bids by vendor and sub-criterion, ``known`` the prices that are compared,
    ``kept_out`` what excluded a bid, a gate or a minimum, and where it stands, once for each, ``empty`` says that all are out.
    ``case`` is everything, kept only where somebody needs it: hundreds of them would fill the memory.
    """

    method: Method
    bids: int
    first: tuple[str, ...]
    ranked: tuple[Offer, ...]
    leaves: Mapping[str, Mapping[str, Fraction]]
    known: tuple[Fraction, ...]
    kept_out: tuple[tuple[Rule, str], ...]
    empty: bool
    quick: Board | None
    case: Case | None

    @property
    def priced(self) -> str:
        """The key of the sub-criterion that compares prices."""
        return price_leaf(self.method).key

    def turned(self, rule: PriceRule, gone: str = "") -> tuple[str, ...]:
        """Who would be first by a price formula, without one bid where it is named; nobody where none would be ranked."""
        method = replace(self.method, price=rule)
        if self.quick is not None:
            return first(replace(self.quick, method=method).without(gone))
        whole = self.whole()
        rest = [bid for bid in whole.bids if bid.vendor != gone]
        return leaders(evaluate(method, whole.tender, rest, whole.judged).ranking)

    def whole(self) -> Case:
        """The tender with everything; raises `ValueError` where it was not kept."""
        if self.case is None:
            raise ValueError("this tender was not kept whole")
        return self.case

    def losers(self, rule: PriceRule, winners: Sequence[str]) -> list[str]:
        """The ranked bids that are not first and whose withdrawal could move anybody's total.

        A formula with published ends compares with no bid; one that looks at the lowest price alone, with that bid's only.
        """
        losing = [result for result in self.ranked if result.vendor not in winners]
        if self.quick is not None and rule.formula in ABSOLUTE:
            return []
        if self.quick is not None and rule.formula in BY_LOWEST:
            low = min(self.known, default=ZERO)
            losing = [result for result in losing if result.price == low]
        return [result.vendor for result in losing]

    def prices(self, rule: PriceRule) -> dict[str, Fraction]:
        """What the price of each ranked bid is worth by a formula."""
        grain = self.method.grain
        return {one.vendor: price_value(rule, one.price, self.known, grain) for one in self.ranked}


def tried(
    method: Method, tender: Tender | None, bids: Sequence[Bid], cards: Sequence[Scorecard], *, whole: bool = True
) -> Tried:
    """The bids, ranked; only where it has to, or is asked to, it keeps the ``whole`` case."""
    found = case(method, tender, bids, Judgements(scorecards=tuple(cards)))
    quick = is_quick(method)
    results, ranked = found.ranking.results, found.ranking.ranked()
    alive = [one for one in results if one.status is not Status.EXCLUDED]
    return Tried(
        method=method,
        bids=len(bids),
        first=leaders(found.ranking),
        ranked=tuple(Offer(vendor=one.vendor, total=one.low, price=one.compared or ZERO) for one in ranked),
        leaves={one.vendor: _leaves(one) for one in ranked},
        known=tuple(one.compared for one in alive if one.compared),
        kept_out=tuple((why.rule, why.item) for one in results for why in one.reasons if why.rule in _OUT),
        empty=not alive,
        quick=_short(board(method, found.ranking)) if quick else None,
        case=found if whole or not quick else None,
    )


def _leaves(result: Result) -> dict[str, Fraction]:
    return {node.key: node.value for top in result.nodes for node in top.walk() if node.value is not None}


def is_quick(method: Method) -> bool:
    """Whether ranking again takes no more than adding up."""
    return method.award.rule == "additive" and not has_priced_minima(method)


def price_share(method: Method) -> Fraction:
    """The price's share of the whole, all the way up the tree."""
    return leaf_shares(method)[price_leaf(method).key]


def _short(full: Board) -> Board:
    """The same board with everything but the price added up once for the total and for each tie criterion."""
    keys = ("", *full.method.ties)
    shares = {}
    for key in keys:
        own = full.shares[key].get(full.priced)
        shares[key] = {f"rest {key}": ONE} | ({full.priced: own} if own is not None else {})
    values = {
        vendor: {full.priced: found[full.priced]}
        | {f"rest {key}": full.value({**found, full.priced: ZERO}, key) for key in keys}
        for vendor, found in full.values.items()
    }
    return replace(full, values=values, shares=shares)
