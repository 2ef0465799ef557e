"""Scales that cannot tell bids apart: bunched levels, a lowest level that earns most, a range that a gate cuts off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Final

from evaluator.clinic.drawing import held
from evaluator.clinic.found import Check, Found, Trap, found, percent
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Param
from evaluator.domain.method import LeafJudge, Method
from evaluator.domain.question import Gate, Kind, Question, Range
from evaluator.domain.text import Text
from evaluator.scoring.values import highest

ONE = Fraction(1)
# The lowest level earns no more than half, the levels span at least half, and not all but the lowest lie in a fifth of that.
HIGH_FLOOR, NARROW, BUNCHED = Fraction(1, 2), Fraction(1, 2), Fraction(1, 5)
# Whoever passes the gate should not thereby have four fifths of the points.
PAST_GATE = Fraction(4, 5)
# Of the expected answers, so many beyond the better anchor mean that the range does not part them.
CLAMPED: Final = Fraction(1, 2)
LEAST_ANSWERS: Final = 3  # of fewer, nobody can say what most of them do


def scale_traps(method: Method) -> Iterator[Found]:
    """Every unbalanced scale of a method, in published order."""
    for leaf in method.panel_leaves():
        top = max(level.points for level in leaf.levels)
        yield from _levels(leaf.key, leaf.title, [Fraction(level.points) / Fraction(top) for level in leaf.levels])
    for question in method.auto_questions():
        if question.kind is Kind.MULTI_CHOICE:
            if sum(Fraction(option.value or 0) for option in question.options) < 100:
                most = percent(sum(Fraction(option.value or 0) / 100 for option in question.options))
                yield _trap(Trap.SCALE_TOP, question.id, question.text, most=most)
        elif question.options:
            yield from _levels(
                question.id, question.text, [Fraction(option.value or 0) / 100 for option in question.options]
            )
            if highest(question) < ONE:
                yield _trap(Trap.SCALE_TOP, question.id, question.text, most=percent(highest(question)))
        yield from chain.from_iterable(_range(question, kind, scale) for kind, scale in ranges(question))
    yield from _replies(method)


def ranges(question: Question) -> list[tuple[Kind, Range]]:
    """The anchored ranges of a question and the kind of amount on each: its own, or those of its table's cells."""
    kinds = {column.key: column.kind for column in question.columns}
    own = [(question.kind, question.range)] if question.range is not None else []
    return own + [(kinds[item.column], item.range) for item in question.items]


def _levels(item: str, title: Text, values: Sequence[Fraction]) -> Iterator[Found]:
    ordered = sorted(set(values))
    low, high = ordered[0], ordered[-1]
    if low > HIGH_FLOOR:
        yield _trap(Trap.SCALE_FLOOR, item, title, lowest=percent(low))
    elif high - low < NARROW:
        yield _trap(Trap.SCALE_NARROW, item, title, lowest=percent(low), highest=percent(high))
    elif len(ordered) > 2 and high - ordered[1] < BUNCHED * (high - low):
        yield _trap(
            Trap.SCALE_BUNCHED, item, title, n=len(ordered) - 1, second=percent(ordered[1]), highest=percent(high)
        )


def _range(question: Question, kind: Kind, scale: Range) -> Iterator[Found]:
    if held(scale.best, kind) != scale.best:
        yield _trap(Trap.SCALE_IMPOSSIBLE, question.id, question.text, best=_plain(scale.best))
    elif question.gate is not None and (limit := _least(question.gate, scale)) is not None:
        worth = scale.value(limit, 6)
        if worth >= PAST_GATE:
            yield _trap(Trap.SCALE_PAST_GATE, question.id, question.text, limit=_plain(limit), points=percent(worth))


def _least(gate: Gate, scale: Range) -> Decimal | None:
    """The worst amount that passes a gate, seen from the scale's worse end; None where the gate does not cut that end off."""
    return gate.at_least if scale.best > scale.worst else gate.at_most


def _replies(method: Method) -> Iterator[Found]:
    rule, leaf = method.requirements, [one for one in method.leaves() if one.judge is LeafJudge.REQUIREMENTS]
    if rule is not None and leaf:
        values = [Fraction(points) / 100 for points in (rule.meets, rule.partial, rule.custom, rule.no)]
        yield from _levels(leaf[0].key, leaf[0].title, values)


def clamped(method: Method, bids: Sequence[Bid]) -> Iterator[Found]:
    """Ranges whose better anchor most of the expected answers exceed or reach, so that they all earn the same."""
    for question in method.auto_questions():
        scale = question.range
        given = [answer.value for bid in bids if (answer := bid.find(question.id)) is not None]
        amounts = [value for value in given if isinstance(value, Decimal)]
        if scale is None or len(amounts) < LEAST_ANSWERS:
            continue
        full = sum(scale.value(amount, method.grain) == ONE for amount in amounts)
        if Fraction(full, len(amounts)) > CLAMPED:
            shown: dict[str, Param] = {"best": _plain(scale.best), "full": str(full), "bids": str(len(amounts))}
            yield _trap(Trap.SCALE_CLAMPED, question.id, question.text, **shown)


def _trap(trap: Trap, item: str, title: Text, **params: Param) -> Found:
    return found(Check.SCALES, trap, id=item, title=title, **params)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
