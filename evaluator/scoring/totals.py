"""Values of one bid → its criteria tree, total and status; the price among the admissible bids comes in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Combine, Criterion, LeafJudge, Method
from evaluator.domain.ranking import Node, Result, Status
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENT_PRICES_ID
from evaluator.scoring.pending import counted, waiting
from evaluator.scoring.price import EvaluatedPrice, price_values
from evaluator.scoring.values import OPEN, Value, node

Leaves = Mapping[str, tuple[Value, tuple[Node, ...]]]

# Reasons that only hold a bid up; every other reason excludes it.
_HOLDING = frozenset({Rule.GATE_OPEN, Rule.THRESHOLD_OPEN, Rule.CEILING_OPEN})


@dataclass(slots=True)
class Work:
    """One bid on its way through the evaluation.

    ``kept`` are its criteria in which no price is compared, ``added`` what its answers add to the price, None while open.
    """

    bid: Bid
    price: EvaluatedPrice
    findings: list[Finding]
    reasons: list[Finding]
    values: dict[str, tuple[Value, tuple[Node, ...]]]
    kept: dict[str, Node] = field(default_factory=dict)
    added: Fraction | None = Fraction(0)


def admissible(work: Work) -> bool:
    """Whether nothing excludes the bid so far."""
    return all(one.rule in _HOLDING for one in work.reasons)


def price_leaf(method: Method) -> Criterion:
    """The one sub-criterion that compares prices."""
    return next(leaf for leaf in method.leaves() if leaf.judge is LeafJudge.PRICE)


def results(
    method: Method, works: Sequence[Work], fallen: frozenset[str] = frozenset(), *, adrift: bool = False
) -> list[Result]:
    """Each bid with its price among the admissible ones; ``fallen`` are out, as if they had been excluded.

    ``adrift`` leaves every price worth anything: nobody knows yet which bids it is compared with.
    """
    there = [work for work in works if work.bid.vendor not in fallen]
    prices = {work.bid.vendor: work.price for work in there}
    entered = [work for work in there if admissible(work)]
    # A file that could not be read, or a bid without its price workbook, has offered no price to compare others with.
    offered = [work.bid.vendor for work in entered if PRICES_ID in work.bid.answers]
    values = price_values(method.price, prices, offered, method.grain)
    values |= {work.bid.vendor: OPEN for work in entered if adrift or work.bid.vendor not in values}
    closed = Value(Fraction(0), Fraction(0), "basis.not_priced")
    # What holds a bid up is not asked where it is only supposed that others are out.
    return [_result(method, work, values.get(work.bid.vendor, closed), told=not (fallen or adrift)) for work in there]


def before_prices(method: Method, work: Work) -> tuple[Node, ...]:
    """The criteria trees of a bid while prices are not compared: the price may still be worth anything."""
    return _trees(method, work, OPEN)


def _trees(method: Method, work: Work, price: Value) -> tuple[Node, ...]:
    priced = price_leaf(method).key
    return tuple(_top(top, work, {**work.values, priced: (price, ())}, priced) for top in method.criteria)


def _top(top: Criterion, work: Work, values: Leaves, priced: str) -> Node:
    """A criterion of the first level; only that of the price changes with who is out, so the others are made once."""
    if any(leaf.key == priced for leaf in top.leaves()):
        return _tree(top, values, Fraction(1))
    if top.key not in work.kept:
        work.kept[top.key] = _tree(top, values, Fraction(1))
    return work.kept[top.key]


def _tree(criterion: Criterion, values: Leaves, share: Fraction) -> Node:
    """The criterion with everything below it; ``share`` is the part of the total that its parent stands for."""
    own = share * criterion.share
    if not criterion.children:
        value, questions = values[criterion.key]
        below = tuple(
            replace(child, contribution=None if child.value is None else own * child.weight * child.value)
            for child in questions
        )
        return replace(node(criterion.key, criterion.title, criterion.share, value, own), children=below)
    children = tuple(_tree(child, values, own) for child in criterion.children)
    low = sum((child.weight * child.low for child in children), Fraction(0))
    high = sum((child.weight * child.high for child in children), Fraction(0))
    settled = all(child.value is not None for child in children)
    unpriced = any(child.basis == "basis.not_priced" for child in children)
    return Node(
        key=criterion.key, title=criterion.title, weight=criterion.share, value=low if settled else None, low=low,
        high=high, contribution=own * low if settled else None, children=children,
        basis="basis.children" if settled else "basis.not_priced" if unpriced else "basis.open",
    )  # fmt: skip


def _result(method: Method, work: Work, price: Value, *, told: bool) -> Result:
    nodes = _trees(method, work, price)
    low = sum((top.weight * top.low for top in nodes), Fraction(0))
    high = sum((top.weight * top.high for top in nodes), Fraction(0))
    reasons = list(work.reasons)
    unclear = [one for one in work.findings if one.rule is Rule.VENDOR_TWICE]
    is_open = any(top.value is None for top in nodes) or not work.bid.answers or bool(reasons) or bool(unclear)
    is_open = is_open or work.added is None
    status = Status.EXCLUDED if not admissible(work) else Status.UNSETTLED if is_open else Status.RANKED
    if status is Status.UNSETTLED and not work.bid.answers:
        reasons = list(work.bid.findings)  # what is wrong with its file says it all
    elif status is Status.UNSETTLED and told:
        reasons += [*unclear, *_holding(method, work, price)]
    return Result(
        vendor=work.bid.vendor, status=status, low=low, high=high, nodes=nodes, price=work.price.total,
        compared=work.price.compared,
        score=low if status is Status.RANKED else None, reasons=tuple(reasons), part=work.bid.part,
        variant_of=work.bid.variant_of, added=work.added,
    )  # fmt: skip


def _holding(method: Method, work: Work, price: Value) -> list[Finding]:
    """What keeps the bid without a place: answers that wait, scores, a list or a price that are not there."""
    vendor = work.bid.vendor
    items = {one.item for one in waiting([*work.findings, *work.reasons], [work.bid])}
    items |= {item for item in counted(work.bid, method) if (cell := work.bid.find(item)) and cell.open}
    unscored = sum(not work.values[leaf.key][0].settled for leaf in method.panel_leaves())
    listless = any(value.basis == "basis.requirements_missing" for value, _ in work.values.values())
    deducting = {method.price.deduction.question, method.price.deduction.share}
    own_price = any(item.startswith((f"{PRICES_ID}/", f"{REQUIREMENT_PRICES_ID}/")) for item in items)
    own_price = own_price or bool(deducting & items)
    scores = Rule.AGREED_MISSING if method.combine is Combine.CONSENSUS else Rule.SCORES_OPEN
    found = [finding(Rule.UNSETTLED, vendor=vendor, n=len(items))] if items else []
    found += [finding(scores, vendor=vendor, n=unscored)] if unscored else []
    found += [finding(Rule.REQUIREMENTS_MISSING, vendor=vendor, criterion=_listed(method))] if listless else []
    found += (
        [finding(Rule.COST_OPEN, vendor=vendor)]
        if work.added is None and not items & method.award.costs().keys()
        else []
    )
    found += [finding(Rule.PRICE_OPEN, vendor=vendor)] if not price.settled and not own_price else []
    return found


def _listed(method: Method) -> Text:
    return next(leaf.title for leaf in method.leaves() if leaf.judge is LeafJudge.REQUIREMENTS)
