"""Gates and minimum points: what no bid can reach, what every generated bid fails, and tenders in which nobody is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluator.clinic.drawing import ABOVE, BELOW, held
from evaluator.clinic.found import Check, Found, Trap, found, percent
from evaluator.clinic.tried import Tried
from evaluator.domain.finding import Param, Rule
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import AMOUNTS, Judge, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REQUIREMENTS_ID, TITLES
from evaluator.robustness.board import every
from evaluator.scoring.values import highest

ZERO, ONE = Fraction(0), Fraction(1)
TOTAL = Text("总分", "Total")
# From half of the bids on a minimum is no minimum any more; one tender in twenty with nobody left is one too many.
LEAST_BELOW, LEAST_EMPTY = Fraction(1, 2), Fraction(1, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """A gate or a minimum, and how many of the bids that met it were kept out by it; ``asked`` where it is a question's."""

    item: str
    title: Text
    minimum: Decimal | None
    failed: int
    bids: int
    asked: bool


def barriers(method: Method, tenders: Sequence[Tried]) -> tuple[Barrier, ...]:
    """Every gate and every minimum of a method, in published order."""
    fell = Counter(place for one in tenders for place in one.kept_out)
    bids = sum(one.bids for one in tenders)
    places: list[tuple[str, Text, Decimal | None]] = [
        (asked.id, asked.text, None) for asked in method.questions if asked.gate is not None
    ]
    if method.requirements is not None and method.requirements.max_unmet_musts is not None:
        places.append((REQUIREMENTS_ID, TITLES[REQUIREMENTS_ID], None))
    places += [(one.id, one.text, one.minimum) for one in method.auto_questions() if one.minimum is not None]
    places += [
        (one.key, one.title, one.minimum) for top in method.criteria for one in every(top) if one.minimum is not None
    ]
    if method.minimum_total is not None:
        places.append(("total", TOTAL, method.minimum_total))
    questions = {question.id for question in method.questions}
    return tuple(
        Barrier(
            item=item, title=title, minimum=minimum, bids=bids, asked=item in questions,
            failed=fell[Rule.GATE_FAILED if minimum is None else Rule.BELOW_THRESHOLD, item],
        )
        for item, title, minimum in places
    )  # fmt: skip


def gate_traps(method: Method, told: Sequence[Barrier], tenders: Sequence[Tried]) -> Iterator[Found]:
    """Gates and minima that no bid passes."""
    closed = {question.id for question in method.questions if unreachable(question)}
    reach = {one.key: most(method, one) for top in method.criteria for one in every(top)}
    reach |= {question.id: _top(question) for question in method.auto_questions()}
    reach["total"] = sum((top.share * reach[top.key] for top in method.criteria), ZERO)
    for one in told:
        shown: dict[str, Param] = {"id": one.item, "title": one.title}
        if one.minimum is not None:
            shown |= {"minimum": f"{one.minimum.normalize():f}", "most": percent(reach[one.item])}
            shown |= {"failed": str(one.failed), "bids": str(one.bids)}
        if one.minimum is None and one.item in closed:
            yield found(Check.GATES, Trap.GATE_UNREACHABLE, **shown)
        elif one.minimum is not None and reach[one.item] < Fraction(one.minimum) / 100:
            yield found(Check.GATES, Trap.MINIMUM_UNREACHABLE, **shown)
        elif one.minimum is None and 0 < one.bids == one.failed:
            yield found(Check.GATES, Trap.GATE_ALL_FAIL, **shown)
        elif one.minimum is not None and one.bids and Fraction(one.failed, one.bids) >= LEAST_BELOW:
            yield found(Check.GATES, Trap.MINIMUM_HIGH, **shown)
    empty = sum(one.empty for one in tenders)
    if tenders and Fraction(empty, len(tenders)) >= LEAST_EMPTY:
        yield found(Check.GATES, Trap.NOBODY_LEFT, empty=str(empty), tenders=str(len(tenders)))


def unreachable(question: Question) -> bool:
    """Whether no amount that the question's own scale foresees, or that can exist at all, passes its gate.

    A scale foresees a little more than its anchors, as generated answers do.
    """
    gate, scale = question.gate, question.range
    if gate is None or question.kind not in AMOUNTS:
        return False
    if gate.at_least is not None and held(gate.at_least, question.kind) < gate.at_least:
        return True  # above what such an amount can be
    if gate.at_most is not None and gate.at_most < 0:
        return True
    if scale is None:
        return False
    ends = (scale.worst - (scale.best - scale.worst) * BELOW, scale.best + (scale.best - scale.worst) * ABOVE)
    low, high = min(ends), max(ends)
    return (gate.at_least is not None and gate.at_least > high) or (gate.at_most is not None and gate.at_most < low)


def most(method: Method, criterion: Criterion) -> Fraction:
    """The highest value that a criterion can take on its published scales."""
    if criterion.children:
        return sum((child.share * most(method, child) for child in criterion.children), ZERO)
    if criterion.judge is LeafJudge.AUTO:
        asked = [question for question in method.of_leaf(criterion.key) if question.judge is Judge.AUTO]
        return sum((Fraction(one.weight or 0) / 100 * _top(one) for one in asked), ZERO)
    if criterion.judge is LeafJudge.REQUIREMENTS and (rule := method.requirements) is not None:
        return Fraction(max(rule.meets, rule.partial, rule.custom, rule.no)) / 100
    return ONE


def _top(question: Question) -> Fraction:
    if question.kind is Kind.MULTI_CHOICE:  # what is chosen adds up
        return min(sum((Fraction(option.value or 0) for option in question.options), ZERO) / 100, ONE)
    return highest(question)
