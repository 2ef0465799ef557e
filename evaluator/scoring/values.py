"""Answers → values on the published scales; what is still open has bounds instead of a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Answer, Bid, Row, Settlement, State
from evaluator.domain.finding import Finding, Rule, Severity, finding
from evaluator.domain.method import Method, RequirementRule
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Question, Range, rounded
from evaluator.domain.ranking import Node
from evaluator.domain.score import Check
from evaluator.domain.tender import Requirement
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REQUIREMENTS_ID
from evaluator.intake.values import show_plain

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of 0…1 or the bounds of one, and how it came about (key of the ``basis`` catalogue)."""

    low: Fraction
    high: Fraction
    basis: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def settled(self) -> bool:
        """Whether there is one value, not bounds."""
        return self.low == self.high and self.basis not in _VALUELESS


# An open value is not known, a price that was not compared has none: neither is a value of 0.
_VALUELESS = frozenset({"basis.open", "basis.not_priced", "basis.requirements_missing"})
OPEN = Value(ZERO, ONE, "basis.open")


def exactly(value: Fraction, basis: str, **params: str) -> Value:
    """A settled value."""
    return Value(value, value, basis, tuple(params.items()))


def settle(bid: Bid, settlements: Iterable[Settlement], checks: Iterable[Check] = ()) -> Bid:
    """The bid with people's readings put beside its cells; the cells stay as they were."""
    mine = {found.item: found for found in settlements if found.vendor == bid.vendor}
    seen = {found.item: found for found in checks if found.vendor == bid.vendor}
    return replace(bid, answers={key: _settled(answer, mine, seen) for key, answer in bid.answers.items()})


def _settled(answer: Answer, mine: Mapping[str, Settlement], seen: Mapping[str, Check]) -> Answer:
    rows = tuple(
        Row(row.key, {name: _settled(cell, mine, seen) for name, cell in row.cells.items()}) for row in answer.rows
    )
    found, check = mine.get(answer.item), seen.get(answer.item)
    if check is not None:
        answer = replace(answer, standing=check.standing)
    if found is None:
        return replace(answer, rows=rows) if rows else answer
    if found.value is None:
        return replace(answer, rows=rows, state=State.UNANSWERED, value=None, settled=found)
    return replace(answer, rows=rows, state=State.ANSWERED, value=found.value, settled=found)


def in_currency(bid: Bid, home: str) -> Bid:
    """The bid as it is scored: an amount in another currency than the tender's is open until a person states it in that."""
    return replace(bid, answers={key: _at_home(answer, home) for key, answer in bid.answers.items()})


def _at_home(answer: Answer, home: str) -> Answer:
    if isinstance(answer.value, Money) and answer.value.currency != home:
        return replace(answer, value=None, state=State.AMBIGUOUS, settled=None)
    if not answer.rows:
        return answer
    rows = (Row(row.key, {name: _at_home(cell, home) for name, cell in row.cells.items()}) for row in answer.rows)
    return replace(answer, rows=tuple(rows))


def _amount(answer: Answer) -> Decimal | None:
    """The number of an answer that is an amount."""
    found = answer.value.amount if isinstance(answer.value, Money) else answer.value
    return found if isinstance(found, Decimal) else None


def question_value(question: Question, bid: Bid, method: Method, check: Check | None) -> tuple[Value, list[Finding]]:
    """Value of one question judged by rule, with what must be said about it."""
    answer = bid.find(question.id)
    if check is not None and check.value is not None:
        return exactly(rounded(Fraction(check.value) / 100, method.grain), "basis.override", by=check.by), []
    if question.kind is Kind.TABLE:
        return _table_value(question, bid, method)
    if answer is None or answer.open or answer.state is State.NOT_APPLICABLE:
        return Value(lowest(question), highest(question), "basis.open"), []
    if answer.state is not State.ANSWERED or answer.value is None:
        return exactly(lowest(question), "basis.blank"), []
    if question.range is not None and (amount := _amount(answer)) is not None:
        unit = answer.value.currency if isinstance(answer.value, Money) else question.unit
        return _on_range(question.range, amount, answer, method.grain, unit)
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    points = sum((option.value or Decimal(0) for option in question.options if option.key in chosen), Decimal(0))
    value = rounded(min(Fraction(points) / 100, ONE), method.grain)
    return exactly(value, "basis.option", option=show_plain(answer.value)), []


def lowest(question: Question) -> Fraction:
    """The lowest value of a question's scale: what a confirmed blank is worth under the rule ``lowest``."""
    if question.kind is Kind.MULTI_CHOICE or not question.options:
        return ZERO
    return min(Fraction(option.value or 0) / 100 for option in question.options)


def highest(question: Question) -> Fraction:
    """The highest value of a question's scale."""
    if question.kind is Kind.MULTI_CHOICE or not question.options:
        return ONE
    return max(Fraction(option.value or 0) / 100 for option in question.options)


def _on_range(scale: Range, amount: Decimal, answer: Answer, grain: int, unit: str) -> tuple[Value, list[Finding]]:
    shown = {
        "amount": show_plain(amount),
        "worst": show_plain(scale.worst),
        "best": show_plain(scale.best),
        "unit": unit,
    }
    value = exactly(scale.value(amount, grain), "basis.range", **shown)
    if scale.covers(amount):
        return value, []
    # An answer better than the best anchor is worth a note; one worse than the worst should be checked.
    severity = Severity.NOTE if value.low == ONE else None
    clamped = finding(
        Rule.VALUE_CLAMPED, answer.source, item=answer.item, severity=severity,
        given=shown["amount"], worst=shown["worst"], best=shown["best"],
    )  # fmt: skip
    return value, [clamped]


def _table_value(question: Question, bid: Bid, method: Method) -> tuple[Value, list[Finding]]:
    low = high = ZERO
    found: list[Finding] = []
    for item in question.items:
        cell = bid.find(f"{question.id}/{item.row}/{item.column}")
        share = Fraction(item.weight) / 100
        if cell is None or cell.open:
            high += share
        elif (amount := _amount(cell)) is not None:
            value, notes = _on_range(item.range, amount, cell, method.grain, question.column(item.column).unit)
            low, high, found = low + share * value.low, high + share * value.high, found + notes
    low, high = rounded(low, method.grain), rounded(high, method.grain)
    return Value(low, high, "basis.items" if low == high else "basis.open"), found


def requirement_value(
    rule: RequirementRule, requirements: Iterable[Requirement], bid: Bid, grain: int
) -> tuple[Value, list[str]]:
    """Value of the requirement list, and the ids of musts that the vendor says it does not meet.

    Without a list, or where no row has a weight, there is nothing to score and the value stays open.
    """
    points = {"meets": rule.meets, "partial": rule.partial, "custom": rule.custom, "no": rule.no}
    total = low = high = Fraction(0)
    unmet: list[str] = []
    open_rows = 0
    for row in requirements:
        weight = Fraction(rule.must_weight if row.kind == "must" else rule.should_weight)
        cell = bid.find(f"{REQUIREMENTS_ID}/{row.id}/response")
        total += weight
        if cell is None or cell.open:
            high, open_rows = high + weight, open_rows + 1
            continue
        reply = str(cell.value or "no")
        value = weight * Fraction(points[reply]) / 100
        low, high = low + value, high + value
        if row.kind == "must" and reply == "no":
            unmet.append(row.id)
    if not total:
        return Value(ZERO, ONE, "basis.requirements_missing"), []
    low, high = rounded(low / total, grain), rounded(high / total, grain)
    basis = "basis.open" if open_rows else "basis.requirements"
    return Value(low, high, basis, (("unmet", str(len(unmet))),)), unmet


def node(key: str, title: Text, weight: Fraction, value: Value, contribution: Fraction) -> Node:
    """A leaf of the value tree; ``contribution`` is its full share of the total, applied to its value."""
    settled = value.settled
    return Node(
        key=key, title=title, weight=weight, value=value.low if settled else None, low=value.low, high=value.high,
        contribution=contribution * value.low if settled else None, basis=value.basis, params=value.params,
    )  # fmt: skip
