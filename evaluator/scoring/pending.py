"""Which cells a fault of a whole row or table holds up: people settle cells, one by one, never a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule, Severity
from evaluator.domain.method import Method
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENTS_ID
from evaluator.intake.settling import as_written

_COUNTED = {REQUIREMENTS_ID: "response", PRICES_ID: "unit_price"}


def by_cell(found: Iterable[Finding], bid: Bid, method: Method) -> Iterator[Finding]:
    """The findings of a bid, those on a row or table that block told once for each cell that still waits.

    A fault whose cells have all been settled is told no more; one that holds up no cell stays as it is. A changed
    wording is settled for good once none of its answers waits.
    """
    needed = list(counted(bid, method))
    for one in found:
        if one.rule is Rule.QUESTION_CHANGED and _understood(bid, one.item):
            continue
        cells = [] if one.severity is not Severity.BLOCKER else [item for item in needed if _inside(item, one.item)]
        if not cells:
            yield one
            continue
        waiting = {answer.item for answer in bid.every_answer() if answer.open}
        yield from (replace(one, item=item) for item in cells if item in waiting)


def _understood(bid: Bid, whole: str) -> bool:
    """Whether a person has said of every answer inside a reworded row or table what it means."""
    inside = [one for one in bid.every_answer() if _inside(one.item, whole) and as_written(one) is not None]
    return bool(inside) and not any(one.open for one in inside)


def waiting(found: Iterable[Finding], bids: Collection[Bid]) -> tuple[Finding, ...]:
    """The findings on answers that wait for a person; the answers they name are what is counted as open points."""
    still = {(bid.vendor, answer.item) for bid in bids for answer in bid.every_answer() if answer.open}
    return tuple(one for one in found if one.severity is Severity.BLOCKER and (one.vendor, one.item) in still)


def _inside(item: str, whole: str) -> bool:
    return bool(whole) and item.startswith(f"{whole}/")


def counted(bid: Bid, method: Method) -> Iterator[str]:
    """Items of the cells whose values the ranking needs, in published order."""
    for question in method.auto_questions():
        if question.items:
            yield from (f"{question.id}/{item.row}/{item.column}" for item in question.items)
        else:
            yield question.id
    scored = {question.id for question in method.auto_questions()}
    yield from (question for question in method.award.costs() if question not in scored)
    for table, column in _COUNTED.items():
        answer = bid.answers.get(table)
        yield from (f"{table}/{row.key}/{column}" for row in (answer.rows if answer else ()))
