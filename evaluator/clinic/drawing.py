"""One answer drawn at random: an option, several, or an amount on the question's own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from evaluator.domain.bid import Scalar
from evaluator.domain.question import CHOSEN, Gate, Kind, Question, Range
from evaluator.scoring.gates import accepts

Value = TypeVar("Value")
# How far beyond its anchors a scale is answered, as shares of it: a vendor may be a little worse, or better, than foreseen.
BELOW, ABOVE = Decimal("0.05"), Decimal("0.10")
_GATES_READ = 0.99


@dataclass(slots=True)
class Draw:
    """A stream of draws for one bid at a time, whose ``quality`` of 0…1 the answers lie around."""

    stream: Random
    quality: float = 0.72

    def share(self) -> float:
        """A number of 0…1, every one as likely."""
        return self.stream.random()

    def normal(self) -> float:
        """About a standard normal number: twelve even ones less six, which no library of logarithms can make differ."""
        return sum(self.stream.random() for _ in range(12)) - 6

    def around(self) -> float:
        """How good one answer of this bid is, 0…1."""
        return min(max(self.quality + 0.15 * self.normal(), 0.0), 1.0)

    def one_of(self, ordered: Sequence[Value]) -> Value:
        """One of some values, the worst first; the better the bid, the later."""
        return ordered[min(int(self.around() * len(ordered)), len(ordered) - 1)]

    def amount(self, scale: Range, kind: Kind) -> Decimal:
        """An amount on a scale or a little beyond it, written as finely as its anchors, and finer where they lie close."""
        place = Decimal(self.around()) * (1 + BELOW + ABOVE) - BELOW
        step = Decimal(1).scaleb(min(_exponent(scale.worst), _exponent(scale.best), _fine(scale)))
        found = (scale.worst + (scale.best - scale.worst) * place).quantize(step)
        return held(found, kind)

    def answer(self, question: Question) -> Scalar:
        """An answer to a question that is judged by rule, or has a gate."""
        careful = question.gate is not None and self.share() < _GATES_READ
        if question.kind in CHOSEN:
            return self._chosen(question, question.gate if careful else None)
        scale = question.range or scale_of(question.gate)
        found = self.amount(scale, question.kind)
        if careful and question.gate is not None and not accepts(question.gate, found):
            # The nearest amount that passes, where the scale has one: a gate beyond it is not met by wishing.
            near = [limit for limit in (question.gate.at_least, question.gate.at_most) if limit is not None]
            return next((limit for limit in near if accepts(question.gate, limit) and reaches(scale, limit)), found)
        return found

    def _chosen(self, question: Question, gate: Gate | None) -> Scalar:
        options = sorted(question.options, key=lambda option: option.value or Decimal(0))
        keys = [option.key for option in options] or ["no", "yes"]
        if question.kind is Kind.MULTI_CHOICE:
            taken = tuple(key for key in keys if self.share() < self.quality)
            missed = gate is not None and not set(taken) & set(gate.accept)
            return (*taken, *(gate.accept[:1] if gate and missed else ())) or (keys[-1],)
        passing = [key for key in keys if key in gate.accept] if gate else []
        return self.one_of(passing or keys)


def held(amount: Decimal, kind: Kind) -> Decimal:
    """An amount inside what its kind can be: none is negative, and no share is above 100 %.

    >>> str(held(Decimal("100.4"), Kind.PERCENT)), str(held(Decimal(-3), Kind.DURATION))
    ('100', '0')
    """
    least = max(amount, Decimal(0))
    return min(least, Decimal(100)) if kind is Kind.PERCENT else least


def scale_of(gate: Gate | None) -> Range:
    """The scale on which a gate without one is answered: from its limit to twice as good, or to half where less is better."""
    least, most = (gate.at_least, gate.at_most) if gate else (None, None)
    if least is not None and most is not None:
        return Range(worst=least, best=most)
    if most is not None:
        return Range(worst=most, best=most / 2)
    low = least or Decimal(1)
    return Range(worst=low, best=2 * low)


def reaches(scale: Range, amount: Decimal) -> bool:
    """Whether generated answers come as far as an amount.

    >>> scale = Range(worst=Decimal(24), best=Decimal(4))
    >>> [reaches(scale, Decimal(hours)) for hours in (25, 2, 1)]
    [True, True, False]
    """
    place = (amount - scale.worst) / (scale.best - scale.worst)
    return -BELOW <= place <= 1 + ABOVE


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return min(int(exponent), 0)


def _fine(scale: Range) -> int:
    """Exponent of a step of which the scale holds at least ten."""
    return min((abs(scale.best - scale.worst) / 10).adjusted(), 0)
