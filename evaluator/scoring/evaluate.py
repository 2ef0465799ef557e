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
from evaluator.domain.ranking import Evaluation, Node, Result
from evaluator.domain.score import Check, Confirmation, LowPrice, LowPriceDoubt, Scorecard
from evaluator.domain.tender import Tender
from evaluator.intake.assignments import cards_of, judges
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import REQUIREMENT_PRICES_ID, REQUIREMENTS_ID
from evaluator.scoring.consensus import missing_evaluators, panel_value
from evaluator.scoring.gates import after_confirmation, ceiling_finding, gate_findings, threshold_findings
from evaluator.scoring.low_prices import ask_low_prices, refuse_low_prices
from evaluator.scoring.minima import hold_to_minima, settled_minima
from evaluator.scoring.outlook import may_fall, outcomes, widened
from evaluator.scoring.pending import by_cell, counted
from evaluator.scoring.price import added_cost, evaluated_price
from evaluator.scoring.price_formulas import either_way
from evaluator.scoring.rank import order
from evaluator.scoring.recompute import recomputed
from evaluator.scoring.ties import tie_findings
from evaluator.scoring.totals import Work, admissible, before_prices, results
from evaluator.scoring.values import Value, in_currency, node, question_value, requirement_value, settle
from evaluator.scoring.variants import alone, named_variants, refuse_variants


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What people have added to the bids: scores, settlements, checks of claimed facts, words on gates and low prices.

    ``final_open`` are the vendors whose final price may still come: a price above the ceiling then only waits.
    """

    scorecards: tuple[Scorecard, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    checks: tuple[Check, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    low_prices: tuple[LowPrice, ...] = ()
    low_doubts: tuple[LowPriceDoubt, ...] = ()
    final_open: frozenset[str] = frozenset()


def evaluate(method: Method, tender: Tender | None, bids: Sequence[Bid], judged: Judgements) -> Evaluation:
    """Values, exact totals, exclusions with reasons and places of all bids."""
    works = [_technical(method, tender, bid, judged) for bid in named_variants(tender, bids)]
    refuse_variants(method, works)
    refuse_low_prices(works, judged.low_prices)
    minima = settled_minima(method)
    uncertain = []
    for work in works:
        nodes = before_prices(method, work)
        work.reasons += threshold_findings(work.bid, nodes, minima)
        ceiling, final = tender.ceiling if tender else None, work.bid.vendor not in judged.final_open
        work.reasons += ceiling_finding(work.bid, work.price.total, ceiling, final=final)
        if admissible(work) and may_fall(work.bid, work.reasons, (nodes, minima), (method, tender)):
            uncertain.append(work.bid.vendor)
    uncertain = hold_to_minima(method, works, uncertain)
    told = results(method, works)
    ask_low_prices(method, tender, works, judged.low_prices, judged.low_doubts)
    ranking = order(method, told)
    if ranking.rule == "additive":
        fallen = outcomes(uncertain, {work.bid.vendor: work.price.floor for work in works})
        adrift = bool(fallen) and either_way(method.price)
        fallen += [frozenset()] if adrift else []
        ranking = widened(ranking, [order(method, results(method, works, gone, adrift=adrift)) for gone in fallen])
    findings = [*(one for work in works for one in work.findings), *_reasons(told)]
    findings += [one for row in ranking.results for one in row.reasons if one.rule is Rule.METHOD_REFUSED]
    findings += [*tie_findings(method, ranking), *missing_evaluators(method, tender, bids, judged.scorecards)]
    findings += [*_once_for_all(told), *recomputed(method, ranking), *alone([work.bid for work in works])]
    return Evaluation(bids=tuple(work.bid for work in works), ranking=ranking, findings=_once(findings))


# Said in the row of each bid they hold up, and where a tender lacks something, once beside the ranking.
_IN_ROWS = frozenset(
    {Rule.UNSETTLED, Rule.SCORES_OPEN, Rule.PRICE_OPEN, Rule.COST_OPEN, Rule.AGREED_MISSING, Rule.REQUIREMENTS_MISSING}
)
_OF_TENDER = (Rule.AGREED_MISSING, Rule.REQUIREMENTS_MISSING)


def _reasons(told: Sequence[Result]) -> list[Finding]:
    return [one for result in told for one in result.reasons if one.rule not in _IN_ROWS]


def _once_for_all(told: Sequence[Result]) -> list[Finding]:
    """What is missing for several bids at once, said for the whole tender."""
    reasons = [one for result in told for one in result.reasons]
    first = (next((one for one in reasons if one.rule is rule), None) for rule in _OF_TENDER)
    return [replace(one, vendor="") for one in first if one is not None]


def _technical(method: Method, tender: Tender | None, bid: Bid, judged: Judgements) -> Work:
    settled = settle(bid, judged.settlements, judged.checks)
    done = {one.item for one in judged.settlements if one.vendor == bid.vendor}
    price = evaluated_price(settled, method, tender)
    left = by_cell((one for one in bid.findings if one.item not in done), settled, method)
    added, unclear = added_cost(settled, method, tender)
    work = Work(settled, price, list(left), [], {}, added=added)
    work.findings += [*price.findings, *unclear]
    work.findings = [one if one.vendor else replace(one, vendor=bid.vendor) for one in work.findings]
    checks = {check.item: check for check in judged.checks if check.vendor == bid.vendor}
    unmet: list[str] = []
    scored = in_currency(settled, tender.currency if tender else "CNY")
    for leaf in method.leaves():
        if leaf.judge is LeafJudge.AUTO:
            work.values[leaf.key] = _auto(method, leaf, scored, checks, work.findings)
        elif leaf.judge is LeafJudge.PANEL:
            cards = cards_of(tender, leaf.key, bid.vendor, judged.scorecards)
            panel = judges(tender, leaf.key, bid.vendor)
            work.values[leaf.key] = (panel_value(leaf, bid.vendor, method, cards, panel), ())
        elif leaf.judge is LeafJudge.REQUIREMENTS and method.requirements:
            rows = tender.requirements if tender else ()
            value, unmet = requirement_value(method.requirements, rows, settled, method.grain)
            work.values[leaf.key] = (value, ())
            if value.basis == "basis.requirements_missing":
                # Rows of a list that nobody knows are not each a fault: that the list is missing is said once.
                work.findings = [one for one in work.findings if one.item not in _LISTS]
    if method.blank == "exclude":
        work.reasons += _confirmed_blanks(method, settled)
    gates, _ = after_confirmation(gate_findings(scored, method, unmet), bid.vendor, judged.confirmations)
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


_LISTS = (REQUIREMENTS_ID, REQUIREMENT_PRICES_ID)


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
