"""The one evaluation: method, tender, bids, scores and people's settlements → ranking with every reason.

Serves the store and the folder commands alike; everything official in it is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.domain.bid import Bid, Settlement
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Judge
from evaluator.domain.ranking import Evaluation, Node, Result, Status
from evaluator.domain.score import Check, Confirmation, Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import PRICES_ID
from evaluator.scoring.consensus import missing_evaluators, panel_value
from evaluator.scoring.gates import after_confirmation, ceiling_finding, gate_findings, threshold_findings
from evaluator.scoring.outlook import may_fall, outcomes, widened
from evaluator.scoring.pending import by_cell, counted
from evaluator.scoring.price import EvaluatedPrice, abnormally_low, evaluated_price, price_values
from evaluator.scoring.rank import order, tie_findings
from evaluator.scoring.values import Value, node, question_value, requirement_value, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What people have added to the bids: scores, settlements, checks of claimed facts, words on gates."""

    scorecards: tuple[Scorecard, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    checks: tuple[Check, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()


@dataclass(slots=True)
class _Work:
    """One bid on its way through the evaluation."""

    bid: Bid
    price: EvaluatedPrice
    findings: list[Finding]
    reasons: list[Finding]
    values: dict[str, tuple[Value, tuple[Node, ...]]]


def evaluate(method: Method, tender: Tender | None, bids: Sequence[Bid], judged: Judgements) -> Evaluation:
    """Values, exact totals, exclusions with reasons and places of all bids."""
    works = [_technical(method, tender, bid, judged) for bid in bids]
    minima = {leaf.key: leaf.minimum for top in method.criteria for leaf in _walk(top) if leaf.minimum is not None}
    priced = next(leaf for leaf in method.leaves() if leaf.judge is LeafJudge.PRICE)
    minima.pop(priced.key, None)
    uncertain = []
    for work in works:
        nodes = [_tree(top, work.values, Fraction(1), priced.key) for top in method.criteria]
        work.reasons += threshold_findings(work.bid, nodes, minima)
        work.reasons += ceiling_finding(work.bid, work.price.total, tender.ceiling if tender else None)
        if _admissible(work) and may_fall(work.bid, work.reasons, (nodes, minima), (method, tender)):
            uncertain.append(work.bid.vendor)
    _exclude_below_total(method, works)
    results = _results(method, works, frozenset())
    _ask_low_prices(method, tender, works, [work for work in works if _admissible(work)])
    ranking = order(method, results)
    if ranking.rule == "additive":
        fallen = outcomes(uncertain, {work.bid.vendor: work.price.known for work in works})
        ranking = widened(ranking, [order(method, _results(method, works, gone)) for gone in fallen])
    reasons = [one for result in results for one in result.reasons if one.rule is not Rule.UNSETTLED]
    findings = [*(one for work in works for one in work.findings), *reasons]
    findings += [one for row in ranking.results for one in row.reasons if one.rule is Rule.METHOD_REFUSED]
    findings += [*tie_findings(ranking), *missing_evaluators(method, tender, judged.scorecards)]
    return Evaluation(bids=tuple(work.bid for work in works), ranking=ranking, findings=_once(findings))


def _exclude_below_total(method: Method, works: Sequence[_Work]) -> None:
    """Bids below the minimum total fall out, the lowest first: its price then no longer presses the others' points."""
    while method.minimum_total is not None:
        totals = {result.vendor: result.high for result in _results(method, works, frozenset())}
        below = [
            work
            for work in works
            if _admissible(work) and totals[work.bid.vendor] * 100 < Fraction(method.minimum_total)
        ]
        if not below:
            return
        lowest = min(below, key=lambda work: totals[work.bid.vendor])
        lowest.reasons.append(
            finding(
                Rule.BELOW_THRESHOLD, vendor=lowest.bid.vendor, item="total", criterion=_TOTAL,
                value=f"{float(totals[lowest.bid.vendor] * 100):.1f}", minimum=f"{method.minimum_total}",
            )
        )  # fmt: skip


def _admissible(work: _Work) -> bool:
    return all(one.rule is Rule.GATE_OPEN for one in work.reasons)


def _results(method: Method, works: Sequence[_Work], fallen: frozenset[str]) -> list[Result]:
    """Each bid with its price among the admissible ones; ``fallen`` are out, as if they had been excluded."""
    there = [work for work in works if work.bid.vendor not in fallen]
    prices = {work.bid.vendor: work.price for work in there}
    admissible = [work for work in there if _admissible(work)]
    # A file that could not be read, or a bid without its price workbook, has offered no price to compare others with.
    offered = [work.bid.vendor for work in admissible if PRICES_ID in work.bid.answers]
    values = price_values(method.price, prices, offered, method.grain)
    values |= {
        work.bid.vendor: Value(Fraction(0), Fraction(1), "basis.open")
        for work in admissible
        if work.bid.vendor not in values
    }
    closed = Value(Fraction(0), Fraction(0), "basis.not_priced")
    return [_result(method, work, values.get(work.bid.vendor, closed)) for work in there]


def _technical(method: Method, tender: Tender | None, bid: Bid, judged: Judgements) -> _Work:
    settled = settle(bid, judged.settlements, judged.checks)
    done = {one.item for one in judged.settlements if one.vendor == bid.vendor}
    price = evaluated_price(settled, method, tender)
    left = by_cell((one for one in bid.findings if one.item not in done), settled, method)
    work = _Work(settled, price, list(left), [], {})
    work.findings += price.findings
    work.findings = [one if one.vendor else replace(one, vendor=bid.vendor) for one in work.findings]
    checks = {check.item: check for check in judged.checks if check.vendor == bid.vendor}
    unmet: list[str] = []
    for leaf in method.leaves():
        if leaf.judge is LeafJudge.AUTO:
            work.values[leaf.key] = _auto(method, leaf, settled, checks, work.findings)
        elif leaf.judge is LeafJudge.PANEL:
            panel = tender.evaluators if tender else ()
            work.values[leaf.key] = (panel_value(leaf, bid.vendor, method, judged.scorecards, panel), ())
        elif leaf.judge is LeafJudge.REQUIREMENTS and method.requirements:
            rows = tender.requirements if tender else ()
            value, unmet = requirement_value(method.requirements, rows, settled, method.grain)
            work.values[leaf.key] = (value, ())
    if method.blank == "exclude":
        work.reasons += _confirmed_blanks(method, settled)
    gates, _ = after_confirmation(gate_findings(settled, method, unmet), bid.vendor, judged.confirmations)
    work.reasons += gates
    return work


def _auto(
    method: Method, leaf: Criterion, bid: Bid, checks: Mapping[str, Check], findings: list[Finding]
) -> tuple[Value, tuple[Node, ...]]:
    asked = [question for question in method.of_leaf(leaf.key) if question.judge is Judge.AUTO]
    low = high = Fraction(0)
    nodes = []
    for question in asked:
        value, notes = question_value(question, bid, method, checks.get(question.id))
        findings += [replace(note, vendor=bid.vendor) for note in notes]
        share = Fraction(question.weight or 0) / 100
        low, high = low + share * value.low, high + share * value.high
        nodes.append(node(question.id, question.text, share, value, share))
    return Value(low, high, "basis.questions" if low == high else "basis.open"), tuple(nodes)


def _confirmed_blanks(method: Method, bid: Bid) -> list[Finding]:
    """One reason to exclude for each cell that the ranking needs and that a person has confirmed to be no answer."""
    answers = [answer for item in counted(bid, method) if (answer := bid.find(item)) is not None]
    blanks = [one for one in answers if one.settled is not None and one.settled.value is None]
    asked = {question.id: question for question in method.questions}
    return [
        finding(
            Rule.BLANK, one.source, vendor=bid.vendor, item=one.item,
            id=item_name(one.item, asked.get(one.item.partition("/")[0])),
        )
        for one in blanks
    ]  # fmt: skip


def _walk(top: Criterion) -> list[Criterion]:
    return [top, *(below for child in top.children for below in _walk(child))]


Leaves = Mapping[str, tuple[Value, tuple[Node, ...]]]


def _tree(criterion: Criterion, values: Leaves, share: Fraction, priced: str) -> Node:
    """The criterion with everything below it; ``share`` is the part of the total that its parent stands for."""
    own = share * criterion.share
    if not criterion.children:
        if criterion.key not in values:  # the price, before prices are compared
            return node(
                criterion.key, criterion.title, criterion.share, Value(Fraction(0), Fraction(1), "basis.open"), own
            )
        value, questions = values[criterion.key]
        below = tuple(
            replace(child, contribution=None if child.value is None else own * child.weight * child.value)
            for child in questions
        )
        return replace(node(criterion.key, criterion.title, criterion.share, value, own), children=below)
    children = tuple(_tree(child, values, own, priced) for child in criterion.children)
    low = sum((child.weight * child.low for child in children), Fraction(0))
    high = sum((child.weight * child.high for child in children), Fraction(0))
    settled = all(child.value is not None for child in children)
    return Node(
        key=criterion.key, title=criterion.title, weight=criterion.share, value=low if settled else None, low=low,
        high=high, contribution=own * low if settled else None, children=children,
        basis="basis.children" if settled else "basis.open",
    )  # fmt: skip


def _result(method: Method, work: _Work, price: Value) -> Result:
    priced = next(leaf for leaf in method.leaves() if leaf.judge is LeafJudge.PRICE)
    values = {**work.values, priced.key: (price, ())}
    nodes = tuple(_tree(top, values, Fraction(1), "") for top in method.criteria)
    low = sum((top.weight * top.low for top in nodes), Fraction(0))
    high = sum((top.weight * top.high for top in nodes), Fraction(0))
    reasons = list(work.reasons)
    excluded = [one for one in reasons if one.rule is not Rule.GATE_OPEN]
    unclear = [one for one in work.findings if one.rule is Rule.VENDOR_TWICE]
    is_open = any(top.value is None for top in nodes) or not work.bid.answers or len(reasons) > len(excluded)
    is_open = is_open or bool(unclear)
    status = Status.EXCLUDED if excluded else Status.UNSETTLED if is_open else Status.RANKED
    if status is Status.UNSETTLED and not work.bid.answers:
        reasons = list(work.bid.findings)  # what is wrong with its file says it all
    elif status is Status.UNSETTLED:
        reasons += unclear
        count = _open_points(values)
        reasons.append(finding(Rule.UNSETTLED, vendor=work.bid.vendor, n=max(count, 1)))
    return Result(
        vendor=work.bid.vendor, status=status, low=low, high=high, nodes=nodes, price=work.price.total,
        score=low if status is Status.RANKED else None, reasons=tuple(reasons),
    )  # fmt: skip


_TOTAL = Text("总分", "total")


def _open_points(values: Leaves) -> int:
    """How many open answers hold this bid's value."""
    open_leaves = sum(value.basis == "basis.open" and not below for value, below in values.values())
    return open_leaves + sum(child.basis == "basis.open" for _, below in values.values() for child in below)


def _ask_low_prices(method: Method, tender: Tender | None, works: list[_Work], admissible: list[_Work]) -> None:
    totals = {work.bid.vendor: work.price.total for work in admissible if work.price.total is not None}
    ceiling = Fraction(tender.ceiling) if tender and tender.ceiling is not None else None
    for vendor, key, share, limit in abnormally_low(method.price, totals, ceiling):
        work = next(work for work in works if work.bid.vendor == vendor)
        work.findings.append(
            finding(
                Rule.ABNORMALLY_LOW, vendor=vendor, item="TOTAL", price=f"{float(totals[vendor]):,.2f}",
                share=_percent(share), of=_COMPARED[key], limit=_percent(limit),
            )
        )  # fmt: skip


_COMPARED = {
    "mean": Text("有效报价平均价", "mean of the admissible prices"),
    "second": Text("次低报价", "second lowest price"),
    "ceiling": Text("最高限价", "ceiling"),
}


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f}%"


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
