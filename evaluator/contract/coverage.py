"""The answers a bid was scored on with their share of the points, and the terms of a draft that hold a vendor to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.draft import Draft
from evaluator.contract.known import said
from evaluator.contract.strikes import judged
from evaluator.domain.bid import Answer, Bid
from evaluator.domain.contract import ContractLibrary, TermStatus
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Judge
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENTS_ID


def backing(
    library: ContractLibrary, method: Method, draft: Draft
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """The live terms that hold the vendor to an answer, by the answer's id: of its own, and the list of warranties."""
    live = {row.term for row in draft.annex if row.status is not TermStatus.BLANK}
    own: dict[str, tuple[str, ...]] = {}
    warranted: dict[str, tuple[str, ...]] = {}
    for term in library.terms:
        kind, _, path = term.fill.partition(":")
        held = {"question": path.partition("/")[0], "requirements": REQUIREMENTS_ID, "price": PRICES_ID}.get(kind)
        if term.id in live and held:
            own[held] = (*own.get(held, ()), term.id)
        if term.id in live and kind == "commitments" and not path:
            warranted = {question.id: (term.id,) for question in method.questions if judged(question)}
    return own, warranted


@dataclass(frozen=True, slots=True)
class Scored:
    """An answered question that is scored, its sub-criterion, and its share of the total in points of 100."""

    item: str
    leaf: str
    points: Fraction


def scored_answers(method: Method, bid: Bid) -> Iterator[Scored]:
    """Each answered question that is scored; a sub-criterion that a panel judges without questions stands for itself."""
    for criterion in method.criteria:
        yield from _below(criterion, Fraction(100), method, bid)


def _below(criterion: Criterion, points: Fraction, method: Method, bid: Bid) -> Iterator[Scored]:
    points *= criterion.share
    key = criterion.key
    for child in criterion.children:
        yield from _below(child, points, method, bid)
    if criterion.judge is LeafJudge.REQUIREMENTS:
        yield from _answered(bid, REQUIREMENTS_ID, key, points)
    elif criterion.judge is LeafJudge.PRICE:
        yield from _answered(bid, PRICES_ID, key, points)
    elif criterion.judge is LeafJudge.AUTO:
        for question in method.of_leaf(criterion.key):
            if question.judge is Judge.AUTO and question.weight is not None:
                yield from _answered(bid, question.id, key, points * Fraction(question.weight) / 100)
    elif criterion.judge is LeafJudge.PANEL:
        # A panel judges the answers of its sub-criterion together; without any, its points rest on the criterion itself.
        seen = [question for question in method.of_leaf(criterion.key) if question.judge is Judge.PANEL]
        for question in seen:
            yield from _answered(bid, question.id, key, points / len(seen))
        if not seen:
            yield Scored(key, key, points)


def _answered(bid: Bid, item: str, leaf: str, points: Fraction) -> Iterator[Scored]:
    answer = bid.answers.get(item)
    if answer is not None and _counts(answer):
        yield Scored(item, leaf, points)


def _counts(answer: Answer) -> bool:
    return said(answer).given or any(said(cell).given for row in answer.rows for cell in row.cells.values())
