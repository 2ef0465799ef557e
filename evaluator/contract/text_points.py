"""Vendors' words that could not stand in the draft as they were written: the cells, for counsel to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.contract.known import Known
from evaluator.contract.points import Point
from evaluator.contract.sanitise import clean
from evaluator.contract.terms import VENDOR_CELLS
from evaluator.domain.bid import Answer
from evaluator.domain.contract import TermKind, TermValue
from evaluator.domain.finding import Source

_UNFIT = {"unseen", "broken", "shortened"}
_MANY_LINES = (TermKind.TEXT, TermKind.LIST, TermKind.TABLE)


def text_points(facts: Known, values: Mapping[str, TermValue]) -> tuple[Point, ...]:
    """One point for characters that were taken out or cut off, one for lines that were joined in a value of one line."""
    unfit = [(answer.item, source) for answer in _answers(facts) for source in _unfit(answer)]
    joined = [(value.term.id, value.source) for value in values.values() if _joined(value, facts)]
    found = (("text_cleaned", unfit), ("text_joined", joined))
    return tuple(
        Point(
            rule=rule, subjects=tuple(dict.fromkeys(subject for subject, _ in cells)),
            sources=tuple(source for _, source in cells), warns=True,
        )
        for rule, cells in found
        if cells
    )  # fmt: skip


def _answers(facts: Known) -> Iterator[Answer]:
    for answer in facts.bid.answers.values():
        yield answer
        for row in answer.rows:
            yield from row.cells.values()


def _unfit(answer: Answer) -> Iterator[Source]:
    if _UNFIT & set(clean(answer.verbatim).notes):
        yield answer.source
    if _UNFIT & set(clean(answer.remark).notes):
        yield answer.remark_place


def _joined(value: TermValue, facts: Known) -> bool:
    """Whether a vendor broke the line of a value that has only one: a break would let it set a paragraph of its own."""
    kind, _, path = value.term.fill.partition(":")
    if kind not in ("question", "vendor") or value.term.kind in _MANY_LINES:
        return False
    answer = facts.bid.answers.get(VENDOR_CELLS.get(path, "")) if kind == "vendor" else facts.bid.find(path)
    return answer is not None and isinstance(answer.value, str) and "joined" in clean(answer.value, one_line=True).notes
