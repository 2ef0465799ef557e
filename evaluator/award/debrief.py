"""What an unsuccessful vendor is told: its own scores with what its own bid says, never a rival's price or reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.award.discretion import Secrets, amounts, secrets, short_names
from evaluator.domain.bid import Answer, Bid
from evaluator.domain.finding import Finding, Source
from evaluator.domain.method import Combine, Criterion, LeafJudge, Method
from evaluator.domain.money import Money
from evaluator.domain.ranking import Evaluation, Node, Result, Status
from evaluator.domain.score import Check, Score, Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REQUIREMENTS_ID
from evaluator.scoring.price import evaluated_price


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What letters are written from. ``people`` are the names that none of them may carry, ``waiting`` open answers.

    ``second_reason`` is the committee's own word on why a better placed bid was not chosen, ``former`` are bids with prices
    that no longer count, which are as secret as the others.
    """

    tender: Tender
    method: Method
    evaluation: Evaluation
    chosen: str
    cards: tuple[Scorecard, ...]
    checks: tuple[Check, ...] = ()
    people: frozenset[str] = frozenset()
    waiting: tuple[Finding, ...] = ()
    second_reason: str = ""
    former: tuple[Bid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One answer that counted: what was asked, the vendor's own words and cell, its value in points of 100."""

    item: str
    asked: Text
    given: str
    source: Source
    points: Fraction | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A criterion or sub-criterion: weight as a fraction of 1 of the whole, value in points of 100 (None while open).

    ``facts`` are the answers that were valued by rule, ``unmet`` the rows of the requirement list that are not met in full.
    ``reasons`` are the panel's words with the evidence named beside them; ``withheld`` counts those that would give away
    a person, a rival or a price.
    """

    key: str
    title: Text
    weight: Fraction
    points: Fraction | None
    children: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    unmet: tuple[Fact, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    withheld: int = 0
    price: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What one vendor is told. ``winner_points`` are the chosen bid's by top-level criterion, empty where not told.

    An excluded bid has ``because`` and no ``parts``: it was not compared. ``waiting`` are answers of it that are open.
    ``passed`` says that it is placed ahead of the chosen bid, ``passed_reason`` why, where the vendor may be told.
    """

    vendor: str
    winner: str
    status: Status
    place: int | None
    ranked: int
    total: Fraction | None
    parts: tuple[Part, ...]
    because: tuple[Finding, ...]
    waiting: tuple[Finding, ...]
    winner_points: tuple[tuple[str, Fraction | None], ...] = ()
    passed: bool = False
    passed_reason: str = ""


def unsuccessful(ground: Ground) -> tuple[str, ...]:
    """Bids to write about, by place, then the others; none of the vendor that was chosen, in whichever of its bids."""
    ranking = ground.evaluation.ranking
    chosen = ranking.of(ground.chosen)
    company = chosen.variant_of or chosen.vendor
    there = [row for row in ranking.results if (row.variant_of or row.vendor) != company and not row.part]
    return tuple(row.vendor for row in sorted(there, key=lambda row: row.place or len(there) + 1))


def debrief(ground: Ground, vendor: str, *, winner_scores: bool = False, second_reason: bool = False) -> Debrief:
    """What the vendor is told; with ``winner_scores`` the chosen bid's points by criterion too.

    With ``second_reason`` a vendor ahead of the chosen bid is told the committee's reason, unless that gives something away.
    """
    ranking = ground.evaluation.ranking
    result, winner = ranking.of(vendor), ranking.of(ground.chosen)
    out = result.status is Status.EXCLUDED
    passed = passed_over(ground, vendor)
    why = ground.second_reason.strip() if passed and second_reason and not reason_tells(ground, vendor) else ""
    told = [(node.key, None if node.value is None else node.value * 100) for node in winner.nodes]
    return Debrief(
        vendor=vendor, winner=ground.chosen, status=result.status, place=result.place, ranked=len(ranking.ranked()),
        total=None if result.score is None else result.score * 100, parts=() if out else tuple(_parts(ground, result)),
        because=result.reasons if out else (), winner_points=tuple(told) if winner_scores and not out else (),
        waiting=() if out else tuple(found for found in ground.waiting if found.vendor == vendor), passed=passed,
        passed_reason=why,
    )  # fmt: skip


def passed_over(ground: Ground, vendor: str) -> bool:
    """Whether the bid is placed ahead of the chosen one."""
    own, winner = (ground.evaluation.ranking.of(one).place for one in (vendor, ground.chosen))
    return own is not None and winner is not None and own < winner


def reason_tells(ground: Ground, vendor: str) -> bool:
    """Whether the second reason would give away a person, a price or another rival than the chosen one."""
    held = secrets_of(ground, vendor)
    return replace(held, names=held.names - short_names(ground.chosen)).told_by(ground.second_reason)


def secrets_of(ground: Ground, vendor: str) -> Secrets:
    """What a letter to this vendor may not say."""
    bids = ground.evaluation.bids
    rivals = [bid for bid in bids if bid.vendor != vendor]
    ranking = ground.evaluation.ranking
    totals = [(bid, ranking.of(bid.vendor).price) for bid in bids]
    totals += [(bid, evaluated_price(bid, ground.method, ground.tender).total) for bid in ground.former]
    told = [(bid.vendor, price) for bid, total in totals for price in _prices(bid, total)]
    own = {price for whose, price in told if whose == vendor}
    prices = {price for whose, price in told if whose != vendor} - own
    return secrets(vendor, [bid.vendor for bid in rivals], ground.people, prices)


def _prices(bid: Bid, price: Fraction | None) -> Iterator[Fraction]:
    """Every amount of a bid that a reader could know again, its evaluated price among them."""
    figures = [Fraction(one.value.amount) for one in bid.every_answer() if isinstance(one.value, Money)]
    for figure in [*figures, *([price] if price is not None else [])]:
        yield from amounts(f"¥{float(figure):.2f}")


def panel_scores(ground: Ground, vendor: str, leaf: Criterion) -> tuple[Score, ...]:
    """The scores that count for a sub-criterion: the agreed one where the method asks for it, else each evaluator's."""
    agreed = ground.method.combine is Combine.CONSENSUS
    return tuple(
        score
        for card in ground.cards
        if card.agreed == agreed
        for score in card.scores
        if score.vendor == vendor and score.criterion == leaf.key
    )


def _parts(ground: Ground, result: Result) -> Iterator[Part]:
    bid = next(one for one in ground.evaluation.bids if one.vendor == result.vendor)
    held = secrets_of(ground, result.vendor)
    for top, node in zip(ground.method.criteria, result.nodes, strict=True):
        yield _part(ground, (bid, result, held), (top, node), ground.evaluation.ranking.weights[node.key])


def _part(
    ground: Ground, own: tuple[Bid, Result, Secrets], pair: tuple[Criterion, Node], weight: Fraction
) -> Part:  # fmt: skip
    criterion, node = pair
    points = None if node.value is None else node.value * 100
    base = Part(key=node.key, title=node.title, weight=weight, points=points)
    if criterion.children:
        below = zip(criterion.children, node.children, strict=True)
        children = tuple(_part(ground, own, one, weight * one[1].weight) for one in below)
        return replace(base, children=children)
    bid, result, held = own
    if criterion.judge is LeafJudge.PANEL:
        scores = panel_scores(ground, bid.vendor, criterion)
        written = [(one.reason.strip(), one.evidence.strip()) for one in scores if one.reason.strip()]
        kept = tuple(dict.fromkeys(pair for pair in written if not held.told_by(" ".join(pair))))
        return replace(base, reasons=kept, withheld=sum(held.told_by(" ".join(pair)) for pair in written))
    if criterion.judge is LeafJudge.PRICE:
        return replace(base, price=result.price)
    if criterion.judge is LeafJudge.REQUIREMENTS:
        return replace(base, unmet=tuple(_unmet(ground, bid)))
    facts = tuple(_fact(ground, bid, child, held) for child in node.children)
    return replace(base, facts=facts)


def _fact(ground: Ground, bid: Bid, node: Node, held: Secrets) -> Fact:
    answer = bid.find(node.key)
    check = next(
        (one for one in ground.checks if (one.vendor, one.item) == (bid.vendor, node.key) and one.value is not None),
        None,
    )
    note = check.reason if check is not None and not held.told_by(check.reason) else ""
    return Fact(
        item=node.key, asked=node.title, given=_given(answer), source=_source(answer), note=note,
        points=None if node.value is None else node.value * 100,
    )  # fmt: skip


def _given(answer: Answer | None) -> str:
    """The vendor's words; of a table the cells that it wrote, as it wrote them."""
    if answer is None:
        return ""
    cells = [cell.verbatim for row in answer.rows for cell in row.cells.values() if cell.verbatim]
    return answer.verbatim or " | ".join(cells)


def _source(answer: Answer | None) -> Source:
    if answer is None:
        return Source()
    cells = [cell.source for row in answer.rows for cell in row.cells.values() if cell.source.cell]
    return answer.source if answer.source.cell or not cells else cells[0]


def _unmet(ground: Ground, bid: Bid) -> Iterator[Fact]:
    """Rows of the requirement list that the bid does not meet in full."""
    rows = {row.id: row for row in ground.tender.requirements}
    answer = bid.answers.get(REQUIREMENTS_ID)
    short = [
        (rows[row.key], row.cells["response"])
        for row in (answer.rows if answer is not None else ())
        if row.key in rows and "response" in row.cells and row.cells["response"].value != "meets"
    ]
    for row, cell in short:
        yield Fact(item=row.id, asked=row.text, given=cell.verbatim, source=cell.source, points=None)
