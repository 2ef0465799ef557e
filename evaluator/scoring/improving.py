"""Whether a later answer makes an offer better than it was: more points, a gate passed, a lower price, a fact that grows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from evaluator.domain.bid import Answer, Scalar, State
from evaluator.domain.finding import Source
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.question import Judge, Kind, Question, Range
from evaluator.intake.questionnaire import REQUIREMENTS_ID
from evaluator.scoring.gates import passes

# Better: it was worth less. People: it is judged by people, so that only they can tell.
Effect = Literal["better", "people", ""]
# A gate comes before points.
Worth = tuple[Fraction, ...]
_TERMS: Final = {"negative": Fraction(-1), "none": Fraction(0), "positive": Fraction(1)}
# What a blank is worth where an amount is asked: less than the worst that anybody states.
_LEAST: Final = Fraction(-(10**30))
_OPEN: Final = (State.AMBIGUOUS, State.DAMAGED)


def effect(
    method: Method, questions: Iterable[Question], item: str, before: Answer | None, after: Scalar | None
) -> Effect:
    """What becomes of an offer whose answer to an item was ``before`` and is read as ``after``, None where it says nothing.

    An answer that could be read several ways was worth what the best of them is: to make it clear is no improvement. What
    nobody could read, or stood in another currency, is for people to compare. A blank was worth the least.
    """
    question = next((one for one in questions if one.id == item.partition("/")[0]), None)
    if question is None:
        return ""
    if before is not None and before.settled is None and before.state in _OPEN:
        was = [_worth(method, question, item, reading.value) for reading in before.readings]
    else:
        was = [_worth(method, question, item, _read(before))]
    now = _worth(method, question, item, after)
    if now is not None and not _comparable(before, after):
        return "people"
    if now is None:
        return "people" if question.judge is Judge.PANEL else ""
    earlier = [one for one in was if one is not None]
    return "better" if earlier and now > max(earlier) else ""


def _comparable(before: Answer | None, after: Scalar | None) -> bool:
    """Whether something was read of the answer before, in the currency of the one after."""
    if before is None:
        return True
    unread = before.settled is None and before.state in _OPEN
    known = [one.value for one in before.readings] if unread else [_read(before)]
    return bool(known) and {one.currency for one in (*known, after) if isinstance(one, Money)} <= {
        after.currency if isinstance(after, Money) else ""
    }


def _read(answer: Answer | None) -> Scalar | None:
    if answer is None:
        return None
    return answer.settled.value if answer.settled else answer.value


def _worth(method: Method, question: Question, item: str, value: Scalar | None) -> Worth | None:
    """How good a value of an item is, more being better; None where no rule says so."""
    if question.id == REQUIREMENTS_ID:
        rule = method.requirements
        points = {"meets": rule.meets, "partial": rule.partial, "custom": rule.custom, "no": rule.no} if rule else {}
        return (Fraction(points[str(value or "no")]),) if points and item.endswith("/response") else None
    if question.judge is Judge.PRICE:  # without a price nothing is told: it is no offer that could be lower
        return (-Fraction(value.amount),) if isinstance(value, Money) else None
    if question.kind is Kind.DEVIATION:
        terms = _TERMS.get(str(value or "negative"))
        return None if terms is None else (terms,)
    if question.kind is Kind.TABLE:
        row, _, column = item.partition("/")[2].partition("/")
        scale = next((one.range for one in question.items if (one.row, one.column) == (row, column)), None)
        return (_on(scale, value),) if scale else None
    passed = Fraction(bool(value is not None and _passes(question, item, value))) if question.gate else None
    return tuple(part for part in (passed, _scored(question, value)) if part is not None) or None


def _passes(question: Question, item: str, value: Scalar) -> bool:
    return question.gate is not None and passes(
        question.gate, Answer(item=item, state=State.ANSWERED, source=Source(), value=value)
    )


def _scored(question: Question, value: Scalar | None) -> Fraction | None:
    if question.range is not None and question.judge is Judge.AUTO:
        return _on(question.range, value)
    options = {option.key: option.value for option in question.options}
    if question.judge is not Judge.AUTO or not any(points is not None for points in options.values()):
        return None
    chosen = value if isinstance(value, tuple) else (value,)
    if value is None:
        several = question.kind is Kind.MULTI_CHOICE
        return Fraction(0) if several else Fraction(min(points or Decimal(0) for points in options.values())) / 100
    return sum((Fraction(options.get(str(key)) or 0) for key in chosen), Fraction(0)) / 100


def _on(scale: Range, value: Scalar | None) -> Fraction:
    """Where an amount stands between the anchors, beyond them too: a fact may grow where its points are full."""
    amount = value.amount if isinstance(value, Money) else value
    if not isinstance(amount, Decimal):
        return _LEAST
    return (Fraction(amount) - Fraction(scale.worst)) / (Fraction(scale.best) - Fraction(scale.worst))
