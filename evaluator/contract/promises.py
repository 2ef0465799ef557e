"""What became of every answer that was scored: kept in the draft, weakened there, or missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.coverage import Scored, backing, scored_answers
from evaluator.contract.draft import Draft
from evaluator.contract.known import Known, options_at, said
from evaluator.contract.positions import departs
from evaluator.contract.strikes import struck
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermStatus, TermTable, TermValue
from evaluator.domain.finding import Source
from evaluator.domain.money import Money
from evaluator.domain.ranking import Result
from evaluator.domain.text import Text


class Fate(StrEnum):
    """What the draft makes of a scored answer."""

    KEPT = "kept"
    WEAKENED = "weakened"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A scored answer: its sub-criterion, its share of the total and what it won, both in points of 100.

    ``terms`` are those that hold the vendor to it, ``weak`` those of them that say less than what was scored, and that by
    which somebody struck the commitment; an answer of several ``rows`` has no words of its own.
    """

    item: str
    leaf: str
    points: Fraction
    won: Fraction
    fate: Fate
    terms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    verbatim: str = ""
    rows: int = 0
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Promises:
    """All scored answers of a bid, in the order of the method."""

    lines: tuple[Promise, ...]

    def won(self, *fates: Fate) -> Fraction:
        """Points won by the answers of these fates, of all where none is named."""
        return sum((one.won for one in self.lines if not fates or one.fate in fates), Fraction(0))

    def of(self, *fates: Fate) -> tuple[Promise, ...]:
        """The answers of these fates."""
        return tuple(one for one in self.lines if one.fate in fates)


def promises(facts: Known, values: Iterable[TermValue], draft: Draft, result: Result | None) -> Promises:
    """Every scored answer of one bid. Without its ``result`` nobody knows what it won, and each share counts as won."""
    own, warranted = backing(facts.library, facts.method, draft)
    by_id = {value.term.id: value for value in values}
    won, gone = _won(result), struck(facts.library, facts.agreed)
    lines = []
    for one in scored_answers(facts.method, facts.bid):
        away = gone.get(one.item, "")
        terms = own.get(one.item, ()) or (() if away else warranted.get(one.item, ()))
        weak = (*(term for term in terms if weakened(by_id[term], facts)), *([away] if away else ()))
        answer = facts.bid.answers.get(one.item)
        held = said(answer)
        lines.append(
            Promise(
                item=one.item, leaf=one.leaf, points=one.points, won=_part(one, won) if result else one.points,
                fate=Fate.MISSING if not terms else Fate.WEAKENED if weak else Fate.KEPT, terms=terms, weak=weak,
                verbatim=held.verbatim, rows=len(answer.rows) if answer else 0, source=held.source,
            )
        )  # fmt: skip
    return Promises(tuple(lines))


def weakened(value: TermValue, facts: Known) -> bool:
    """Whether the draft says less than the answer that was scored, or something else.

    Where the buyer's own figure replaces a worse one, the draft holds more than was scored; another choice in its place is
    something else. An agreed value is compared with the vendor's answer by the way the position compares.
    """
    if value.status is TermStatus.DEVIATES and value.term.fill != "deviation":
        return value.position is None or value.position.compare not in ("at_most", "at_least")
    if value.status is not TermStatus.AGREED or isinstance(value.value, TermTable) or value.value is None:
        return False
    scored, agreed = _scored_value(value, facts), value.value
    if scored is None or isinstance(agreed, Text) or agreed == scored:
        return isinstance(agreed, Text)
    return _worse(agreed, scored, value, facts)


def _worse(agreed: Scalar, scored: Scalar, value: TermValue, facts: Known) -> bool:
    if isinstance(agreed, Money) and isinstance(scored, Money):
        return agreed.currency != scored.currency or agreed.amount > scored.amount
    held = value.position
    if held is None or held.compare not in ("at_most", "at_least") or not isinstance(scored, str | Decimal):
        return True
    options = options_at(facts.questions, value.term.fill.partition(":")[2])
    return departs(agreed, replace(held, value=scored), options)


def _scored_value(value: TermValue, facts: Known) -> Scalar | None:
    kind, _, path = value.term.fill.partition(":")
    if kind == "question":
        return said(facts.bid.find(path)).value
    if kind == "price" and facts.price:
        return facts.price.total if path == "total" else facts.price.groups.get(path.removeprefix("group/"))
    return None


def _won(result: Result | None) -> Mapping[str, Fraction]:
    """The value of every node as far as it is certain, of 1."""
    if result is None:
        return {}
    return {node.key: node.low for top in result.nodes for node in top.walk()}


def _part(one: Scored, won: Mapping[str, Fraction]) -> Fraction:
    """What an answer won: its own value where it has one, else that of the sub-criterion that it is judged with."""
    return one.points * won.get(one.item, won.get(one.leaf, Fraction(0)))
