"""What is still open behind an award: answers, contradictions, offers awaited, prices of zero, facts only claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from evaluator.domain.bid import Answer, Bid, Standing, State
from evaluator.domain.finding import Finding, Rule, Source
from evaluator.domain.method import Method
from evaluator.domain.ranking import Evaluation, Status

Kind = Literal["waiting", "against", "awaited", "zero", "claimed"]
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A vendor's price before and after its final price round, as recomputed.

    ``state``: ``asked`` (nothing came yet), ``sealed`` (came while others may still bid), ``waits`` (came, and waits for the
    lead), ``taken``, or ``none`` (the round ended without a new price, so the earlier one stands).
    """

    vendor: str
    first: Fraction | None
    final: Fraction | None
    state: Literal["asked", "sealed", "waits", "taken", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """How many points of a kind are open with a vendor, by their items (none for an offer that is awaited), and where."""

    kind: Kind
    vendor: str
    items: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def n(self) -> int:
        """How many; an offer that is awaited is one."""
        return len(self.items) or 1


def open_points(
    evaluation: Evaluation, method: Method, chosen: str, waiting: Iterable[Finding], against: Iterable[Finding],
    offers: Iterable[Offered],
) -> tuple[OpenPoint, ...]:  # fmt: skip
    """Every open point, the chosen vendor's first; facts that only the vendor claims are told of the chosen one only."""
    zero = [found for found in evaluation.findings if found.rule is Rule.PRICE_ZERO]
    told: Mapping[Kind, list[Finding]] = {"waiting": list(waiting), "against": list(against), "zero": zero}
    awaited = {one.vendor for one in offers if one.state in ("asked", "sealed", "waits")}
    bids = sorted((bid for bid in evaluation.bids if _there(evaluation, bid)), key=lambda bid: bid.vendor != chosen)
    found: list[OpenPoint] = []
    for bid in bids:
        for kind, findings in told.items():
            found += _of(kind, bid.vendor, [(one.item, one.source) for one in findings if one.vendor == bid.vendor])
        found += [OpenPoint(kind="awaited", vendor=bid.vendor)] if bid.vendor in awaited else []
        if bid.vendor == chosen:
            claims = [(answer.item, answer.source) for answer in _claimed(method, bid)]
            found += _of("claimed", chosen, claims)
    return tuple(found)


def _there(evaluation: Evaluation, bid: Bid) -> bool:
    """An excluded bid cannot be awarded: what is open in it bears on nothing."""
    return evaluation.ranking.of(bid.vendor).status is not Status.EXCLUDED


def _of(kind: Kind, vendor: str, found: list[tuple[str, Source]]) -> list[OpenPoint]:
    by_item = dict(found)
    return [OpenPoint(kind=kind, vendor=vendor, items=tuple(by_item), sources=tuple(by_item.values()))] if found else []


def _claimed(method: Method, bid: Bid) -> Iterator[Answer]:
    """Facts that earn points by rule, of which nobody has seen evidence."""
    for question in method.auto_questions():
        answer = bid.find(question.id)
        if answer is None or answer.open or answer.state is not State.ANSWERED:
            continue
        if answer.standing is Standing.CLAIMED:
            yield answer


def cells(sources: Iterable[Source]) -> str:
    """Cells by sheet, neighbours below one another as a range; a source without a cell is left out.

    >>> cells([Source(sheet="Fit", cell=cell) for cell in ("D4", "D5", "D6", "D9")] + [Source(sheet="ERP", cell="B2")])
    'Fit!D4–D6, D9; ERP!B2'
    """
    sheets: dict[str, list[str]] = {}
    for source in sources:
        if source.cell:
            sheets.setdefault(str(source).rpartition("!")[0], []).append(source.cell)
    return "; ".join(f"{sheet}!{', '.join(_ranges(dict.fromkeys(there)))}" for sheet, there in sheets.items())


def _ranges(there: Iterable[str]) -> Iterator[str]:
    first = last = ""
    for cell in there:
        if last and _below(last, cell):
            last = cell
            continue
        if first:
            yield first if first == last else f"{first}–{last}"
        first = last = cell
    if first:
        yield first if first == last else f"{first}–{last}"


def _below(upper: str, lower: str) -> bool:
    one, other = _CELL.fullmatch(upper), _CELL.fullmatch(lower)
    if one is None or other is None:
        return False
    return one[1] == other[1] and int(one[2]) + 1 == int(other[2])
