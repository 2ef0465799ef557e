"""Which points a bid was scored on are backed by a term of the draft: what is paid for and what is promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.draft import Draft
from evaluator.contract.known import said
from evaluator.contract.tables import judged
from evaluator.domain.bid import Answer, Bid
from evaluator.domain.contract import ContractLibrary, TermStatus
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Judge
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENTS_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Points of 100 that the bid was scored on, those backed by a live term, and the ids of those that are not.

    ``own_term`` counts the points whose answer has a term of its own, not only a row among the warranties.
    """

    scored: Fraction
    backed: Fraction
    own_term: Fraction
    unbacked: tuple[str, ...]


def coverage(library: ContractLibrary, method: Method, bid: Bid, draft: Draft) -> Coverage:
    """Coverage of one bid: an answer backs nothing where it is blank, a term nothing where the draft leaves it out."""
    live = {row.term for row in draft.annex if row.status is not TermStatus.BLANK}
    fills = [term.fill for term in library.terms if term.id in live]
    asked = {fill.removeprefix("question:").partition("/")[0] for fill in fills if fill.startswith("question:")}
    if "requirements" in fills:
        asked.add(REQUIREMENTS_ID)
    if any(fill.startswith("price:") for fill in fills):
        asked.add(PRICES_ID)
    warranted = set()
    if "commitments" in fills:
        warranted = {question.id for question in method.questions if judged(question)}
    scored = list(_scored(method, bid))
    backed = [(key, points) for key, points in scored if key in asked or key in warranted]
    return Coverage(
        scored=sum((points for _, points in scored), Fraction(0)),
        backed=sum((points for _, points in backed), Fraction(0)),
        own_term=sum((points for key, points in scored if key in asked), Fraction(0)),
        unbacked=tuple(key for key, _ in scored if key not in asked and key not in warranted),
    )


def _scored(method: Method, bid: Bid) -> Iterator[tuple[str, Fraction]]:
    """Each answered question that is scored, with its share of the total in points of 100."""
    for criterion in method.criteria:
        yield from _below(criterion, Fraction(100), method, bid)


def _below(criterion: Criterion, points: Fraction, method: Method, bid: Bid) -> Iterator[tuple[str, Fraction]]:
    points *= criterion.share
    for child in criterion.children:
        yield from _below(child, points, method, bid)
    if criterion.judge is LeafJudge.REQUIREMENTS:
        yield from _answered(bid, REQUIREMENTS_ID, points)
    elif criterion.judge is LeafJudge.PRICE:
        yield from _answered(bid, PRICES_ID, points)
    elif criterion.judge is LeafJudge.AUTO:
        for question in method.of_leaf(criterion.key):
            if question.judge is Judge.AUTO and question.weight is not None:
                yield from _answered(bid, question.id, points * Fraction(question.weight) / 100)
    elif criterion.judge is LeafJudge.PANEL:
        # A panel judges the answers of its sub-criterion together; without any, its points rest on the criterion itself.
        seen = [question for question in method.of_leaf(criterion.key) if question.judge is Judge.PANEL]
        for question in seen:
            yield from _answered(bid, question.id, points / len(seen))
        if not seen:
            yield criterion.key, points


def _answered(bid: Bid, item: str, points: Fraction) -> Iterator[tuple[str, Fraction]]:
    answer = bid.answers.get(item)
    if answer is not None and _counts(answer):
        yield item, points


def _counts(answer: Answer) -> bool:
    return said(answer).given or any(said(cell).given for row in answer.rows for cell in row.cells.values())
