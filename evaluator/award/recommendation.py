"""What an award recommendation says, from one evaluation and one choice: figures exact, words left to the writer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.award.open_points import Offered, OpenPoint, open_points
from evaluator.domain.award import Selection
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Phrase, Rule, Severity
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.ranking import Evaluation, Ranking, Result, Status
from evaluator.domain.score import LowPrice
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.scoring.agreement import Verdict
from evaluator.scoring.explain import gaps, sentence
from evaluator.scoring.low_prices import TRIGGERS
from evaluator.scoring.price import EvaluatedPrice, evaluated_price

_TIES = (Rule.TIE, Rule.TIE_DRAWN, Rule.TIE_ROUNDED)
_ASKED = (*TRIGGERS, Rule.PRICE_ZERO, Rule.TOTAL_DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a recommendation rests on besides the evaluation.

    ``moments`` are ISO moments by name (``locked``, ``deadline``, ``technical``, ``opened``, ``chosen``), ``day`` the own ISO
    date of the paper; what is empty is not told. ``verdict`` is what the second opinions say, None where none were asked.
    ``confirmed`` are the gates, as (vendor, item), whose failure the lead has confirmed; ``judged`` are by vendor the
    judgements of prices that seemed abnormally low; ``against`` are contradictions by clients on which nobody has spoken,
    ``offers`` the prices of final price rounds.
    """

    tender: Tender
    method: Method
    sha256: str
    evaluation: Evaluation
    choice: Selection
    day: str = ""
    moments: Mapping[str, str] = field(default_factory=dict)
    opened_reason: str = ""
    late: tuple[Finding, ...] = ()
    waiting: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    offers: tuple[Offered, ...] = ()
    confirmed: frozenset[tuple[str, str]] = frozenset()
    judged: Mapping[str, LowPrice] = field(default_factory=dict)
    verdict: Verdict | None = None
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bidder:
    """What became of one bid; ``official`` is what its place rests on: points of 100, the index, or a named method's score."""

    result: Result
    official: Fraction | float | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A top-level criterion with its weight, a fraction of 1, and what each bid gets: points of 100, None while open.

    Under the additive rule the points are weighted and add up to the total; under another rule they are the value.
    """

    title: Text
    weight: Fraction
    points: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A price as compared: the vendor's own total, what the unit prices give instead, extras of must rows, the sum.

    Amounts are in the tender's currency. ``corrected`` is what the unit prices add to the own total, zero where both
    agree; it is None without an own total in that currency.
    """

    vendor: str
    stated: Money | None
    corrected: Fraction | None
    extras: Fraction
    total: Fraction | None
    compared: Fraction | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Points of a price on which the vendor had to be asked, and what was made of a low one."""

    vendor: str
    points: tuple[Finding, ...]
    judged: LowPrice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firm the result is, of what is known: second opinions, bids not settled, and whether the first can still change."""

    verdict: Verdict | None
    unsettled: tuple[Result, ...]
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The whole paper; ``gaps`` are sentences, the first-placed bid against each other one.

    ``ties`` say who shares a place, whose order was drawn, and whose numbers only look equal.
    """

    basis: Basis
    bidders: tuple[Bidder, ...]
    columns: tuple[Column, ...]
    gaps: tuple[Phrase, ...]
    ties: tuple[Finding, ...]
    prices: tuple[Priced, ...]
    asked: tuple[Asked, ...]
    firmness: Firmness | None
    unconfirmed: tuple[Finding, ...]
    open: tuple[OpenPoint, ...]

    @property
    def additive(self) -> bool:
        """Whether points add up to a total."""
        return self.basis.evaluation.ranking.rule == "additive"


def recommendation(basis: Basis) -> Recommendation:
    """The paper on one choice. Bids that are excluded have no points and no price in it: they were not compared."""
    ranking = basis.evaluation.ranking
    compared = [result for result in ranking.results if result.status is not Status.EXCLUDED and not result.part]
    ranked = ranking.ranked()
    titles = {node.key: node.title for result in ranking.results for node in result.nodes}
    bids = {bid.vendor: bid for bid in basis.evaluation.bids}
    bidders = tuple(_bidder(ranking, result, basis.choice.vendor) for result in _ordered(ranking))
    return Recommendation(
        basis=basis,
        bidders=bidders,
        columns=_columns(ranking, compared),
        gaps=tuple(sentence(gap, titles) for other in ranked[1:] for gap in gaps((ranked[0], other))),
        ties=tuple(found for found in basis.evaluation.findings if found.rule in _TIES),
        prices=tuple(_priced(basis, bids[result.vendor]) for result in compared),
        asked=tuple(_asked(basis, [one.result.vendor for one in bidders])),
        firmness=_firmness(basis, ranked) if basis.firm else None,
        unconfirmed=_unconfirmed(basis, ranking),
        open=open_points(
            basis.evaluation, basis.method, basis.choice.vendor, basis.waiting, basis.against, basis.offers
        ),
    )


def _ordered(ranking: Ranking) -> list[Result]:
    """Ranked bids by place, then what is not settled, then what is excluded; files that are nobody's bid are left out."""
    order = (Status.RANKED, Status.UNSETTLED, Status.EXCLUDED)
    there = [row for row in ranking.results if not row.part]
    return sorted(there, key=lambda row: (order.index(row.status), row.place or 0))


def _bidder(ranking: Ranking, result: Result, chosen: str) -> Bidder:
    points = None if result.score is None else result.score * 100
    official = points if ranking.rule == "additive" else ranking.keys.get(result.vendor)
    return Bidder(result=result, official=official, chosen=result.vendor == chosen)


def _columns(ranking: Ranking, compared: list[Result]) -> tuple[Column, ...]:
    if not compared:
        return ()
    additive = ranking.rule == "additive"
    made = []
    for node in compared[0].nodes:
        own = {result.vendor: result.node(node.key) for result in compared}
        part = {vendor: one.contribution if additive else one.value for vendor, one in own.items()}
        points = {vendor: None if value is None else value * 100 for vendor, value in part.items()}
        made.append(Column(title=node.title, weight=ranking.weights[node.key], points=points))
    return tuple(made)


def _priced(basis: Basis, bid: Bid) -> Priced:
    price: EvaluatedPrice = evaluated_price(bid, basis.method, basis.tender)
    stated = bid.stated_total.value if bid.stated_total is not None else None
    own = stated if isinstance(stated, Money) else None
    computed = sum((line.amount for line in price.lines), Fraction(0))
    differs = any(one.rule is Rule.TOTAL_DIFFERS for one in price.findings)
    same = own is not None and own.currency == basis.tender.currency and price.total is not None
    corrected = (computed - Fraction(own.amount) if differs else Fraction(0)) if own is not None and same else None
    extras = sum((amount for _, amount in price.extras), Fraction(0))
    return Priced(
        vendor=bid.vendor, stated=own, corrected=corrected, extras=extras, total=price.total, compared=price.compared
    )


def _asked(basis: Basis, vendors: Sequence[str]) -> Iterator[Asked]:
    """By vendor in the order of the paper; of an excluded bid only a price that was judged."""
    ranking = basis.evaluation.ranking
    for vendor in vendors:
        judged = basis.judged.get(vendor)
        points = [one for one in basis.evaluation.findings if one.vendor == vendor and one.rule in _ASKED]
        if ranking.of(vendor).status is Status.EXCLUDED:
            points = [one for one in points if judged is not None and one.rule in TRIGGERS]
        if points:
            yield Asked(vendor, tuple(points), judged)


def _firmness(basis: Basis, ranked: tuple[Result, ...]) -> Firmness:
    unsettled = [row for row in basis.evaluation.ranking.results if row.status is Status.UNSETTLED and not row.part]
    first = [row for row in ranked if row.place == 1]
    certain = all(row.places is None or row.places[1] == 1 for row in first)
    return Firmness(verdict=basis.verdict, unsettled=tuple(unsettled), certain=certain and not _provisional(basis))


def _provisional(basis: Basis) -> bool:
    """Under a rule without bounds nobody knows what an unsettled bid may still do."""
    ranking = basis.evaluation.ranking
    return ranking.rule != "additive" and ranking.provisional


def _unconfirmed(basis: Basis, ranking: Ranking) -> tuple[Finding, ...]:
    """Failed gates that no person has confirmed yet."""
    return tuple(
        found
        for result in ranking.results
        for found in result.reasons
        if found.rule is Rule.GATE_FAILED
        and found.severity is Severity.BLOCKER
        and (result.vendor, found.item) not in basis.confirmed
    )
