"""Pass-or-fail rules: gates on answers, unmet musts, the price ceiling, thresholds on values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Answer, Bid, Scalar
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.question import Gate, Question
from evaluator.domain.ranking import Node
from evaluator.domain.score import Confirmation
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REQUIREMENTS_ID
from evaluator.intake.values import show_plain


def gate_findings(bid: Bid, method: Method, unmet: Sequence[str]) -> list[Finding]:
    """Failed gates of a bid (blockers) and gates that cannot be told yet."""
    found = []
    for question in method.questions:
        if question.gate is None:
            continue
        answer = bid.find(question.id)
        if answer is None or answer.value is None:
            if answer is not None and answer.settled is not None:
                found.append(_failed(bid, question, question.gate, answer))
            else:
                source = answer.source if answer else Source()
                found.append(finding(Rule.GATE_OPEN, source, vendor=bid.vendor, item=question.id, id=question.id))
        elif not passes(question.gate, answer):
            found.append(_failed(bid, question, question.gate, answer))
    rule = method.requirements
    if rule and rule.max_unmet_musts is not None and len(unmet) > rule.max_unmet_musts:
        cell = bid.find(f"{REQUIREMENTS_ID}/{unmet[0]}/response")
        ids = ", ".join(unmet)
        reason = Text(f"必须项不满足：{ids}", f"must requirements not met: {ids}")
        found.append(
            finding(
                Rule.GATE_FAILED, cell.source if cell else None, vendor=bid.vendor, item=REQUIREMENTS_ID,
                reason=reason, given=cell.verbatim if cell else "",
            )
        )  # fmt: skip
    return found


def _failed(bid: Bid, question: Question, gate: Gate, answer: Answer) -> Finding:
    given = answer.verbatim or "–"
    # The reason stands inside a sentence, so it loses its full stop.
    reason = Text(gate.reason.zh.rstrip("。"), gate.reason.en.rstrip("."))
    return finding(Rule.GATE_FAILED, answer.source, vendor=bid.vendor, item=question.id, reason=reason, given=given)


def passes(gate: Gate, answer: Answer) -> bool:
    """Whether an answered question passes its gate."""
    return accepts(gate, answer.value)


def accepts(gate: Gate, value: Scalar | None) -> bool:
    """Whether a gate accepts a value.

    >>> least = Gate(reason=Text(), at_least=Decimal(99))
    >>> accepts(least, Decimal("99.5")), accepts(Gate(reason=Text(), accept=("yes",)), "no"), accepts(least, None)
    (True, False, False)
    """
    amount = value.amount if isinstance(value, Money) else value
    if isinstance(amount, Decimal):
        above = gate.at_least is None or amount >= gate.at_least
        return above and (gate.at_most is None or amount <= gate.at_most)
    chosen = set(value) if isinstance(value, tuple) else {show_plain(value) if value is not None else ""}
    return bool(chosen & set(gate.accept))


def after_confirmation(
    found: Iterable[Finding], vendor: str, confirmations: Iterable[Confirmation]
) -> tuple[list[Finding], list[str]]:
    """Gates still counted against a bid once people have spoken, and the items whose exclusion is confirmed."""
    said = {word.item: word.upheld for word in confirmations if word.vendor == vendor}
    kept = [one for one in found if one.rule is not Rule.GATE_FAILED or said.get(one.item, True)]
    return kept, [item for item, upheld in said.items() if upheld]


def threshold_findings(bid: Bid, nodes: Iterable[Node], minima: Mapping[str, Decimal]) -> list[Finding]:
    """Criteria, sub-criteria and questions below their published minimum, once their value is certain to be."""
    found = []
    for top in nodes:
        for node in top.walk():
            minimum = minima.get(node.key)
            if minimum is not None and node.high < Fraction(minimum) / 100:
                found.append(
                    finding(
                        Rule.BELOW_THRESHOLD, vendor=bid.vendor, item=node.key,
                        criterion=node.title, value=_points(node.high), minimum=show_plain(minimum),
                    )
                )  # fmt: skip
    return found


def ceiling_finding(
    bid: Bid, price: Fraction | None, ceiling: Decimal | None, *, final: bool
) -> list[Finding]:  # fmt: skip
    """A price above the published ceiling; one that is not ``final`` excludes nobody yet."""
    if price is None or ceiling is None or price <= Fraction(ceiling):
        return []
    shown, limit = f"{float(price):,.2f}", f"{float(ceiling):,.2f}"
    rule = Rule.OVER_CEILING if final else Rule.CEILING_OPEN
    return [finding(rule, vendor=bid.vendor, item="TOTAL", price=shown, ceiling=limit)]


def _points(value: Fraction) -> str:
    return f"{float(value * 100):.1f}"
