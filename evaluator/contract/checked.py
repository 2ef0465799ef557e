"""What the gates of a draft look at, and how one of them tells what does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluator.contract.known import Known
from evaluator.contract.law import InForce
from evaluator.contract.points import Point
from evaluator.contract.printing import Printer
from evaluator.contract.render import Shape, render
from evaluator.contract.words import Words
from evaluator.domain.contract import Gate, TermValue
from evaluator.domain.finding import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What gates look at: the bid, the values of its draft, which terms the draft prints, and the law of its day."""

    known: Known
    values: Mapping[str, TermValue]
    printed: frozenset[str]
    printer: Printer
    law: InForce

    def of(self, gate: Gate) -> list[TermValue]:
        """The terms of a gate that the library has, in its order."""
        return [self.values[key] for key in gate.terms if key in self.values]


def point(rule: str, values: list[TermValue], params: Mapping[str, Words], *cells: Source) -> Point:
    """What does not hold of these terms, with their cells and any others that say so."""
    sources = dict.fromkeys((*(value.source for value in values), *cells))
    return Point(
        rule=rule, subjects=tuple(value.term.id for value in values), params=tuple(params.items()),
        sources=tuple(source for source in sources if source.cell),
    )  # fmt: skip


def percent(amount: Decimal) -> Words:
    """A share of 100 as a draft prints it."""
    return render(amount, Shape("percent", "%"))
