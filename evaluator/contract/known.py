"""What is known of one bid when terms are filled: questions, answers as they count, the tender, the price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.contract.cells import with_cells
from evaluator.contract.price import PriceFacts
from evaluator.contract.sanitise import block, line
from evaluator.contract.strikes import with_commitments
from evaluator.domain.agreed import Agreed
from evaluator.domain.bid import Answer, Bid, Scalar, State
from evaluator.domain.contract import ContractLibrary
from evaluator.domain.finding import Source
from evaluator.domain.method import Method
from evaluator.domain.question import Column, Kind, Option, Question
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import YES_NO, questionnaire

SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that terms of one bid are filled from; ``questions`` are those asked, by id.

    ``agreed`` are the values that both sides agreed for this bid's draft, by term.
    """

    library: ContractLibrary
    method: Method
    tender: Tender | None
    bid: Bid
    price: PriceFacts | None
    questions: Mapping[str, Question]
    agreed: Mapping[str, Agreed] = field(default_factory=dict)


def known(library: ContractLibrary, method: Method, tender: Tender | None, bid: Bid, price: PriceFacts | None) -> Known:
    """The facts of one bid with the questionnaire its vendor answered.

    Its library has a term more for each cell on which the buyer has a position, and for each commitment.
    """
    asked = {question.id: question for question in questionnaire(method, library.positions, tender).all()}
    held = with_commitments(with_cells(library, asked, bid), method, bid)
    return Known(library=held, method=method, tender=tender, bid=bid, price=price, questions=asked)


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer comes to: the typed value that counts, the words in the cell, the cell, and how far it is checked.

    ``given`` is false where nothing counts: no answer, an answer between two readings, or "not applicable".
    """

    given: bool
    value: Scalar | None
    verbatim: str
    remark: str
    source: Source
    standing: str


def said(answer: Answer | None) -> Said:
    """What counts of an answer: a person's settlement before the cell, nothing where neither is clear."""
    if answer is None:
        return Said(False, None, "", "", Source(), State.UNANSWERED.value)
    words, remark = block(answer.verbatim), block(answer.remark)
    if answer.settled is not None:
        value = answer.settled.value
        return Said(value is not None, _safe(value), words, remark, answer.source, SETTLED)
    if answer.state is State.ANSWERED and (answer.value is not None or answer.rows):
        return Said(True, _safe(answer.value), words, remark, answer.source, answer.standing.value)
    return Said(False, None, words, remark, answer.source, answer.state.value)


def options_of(asked: Question | Column) -> tuple[Option, ...]:
    """The replies that a question or a column allows; yes and no where it sets none."""
    return asked.options or (YES_NO if asked.kind is Kind.YES_NO else ())


def options_at(questions: Mapping[str, Question], path: str) -> tuple[Option, ...]:
    """The replies that a question allows, or for a cell (``question/row/column``) those of its column; none unasked."""
    key, _, rest = path.partition("/")
    question, column = questions.get(key), rest.partition("/")[2]
    if question is None:
        return ()
    return options_of(question.column(column) if column else question)


def _safe(value: Scalar | None) -> Scalar | None:
    if isinstance(value, str):
        return block(value)
    if isinstance(value, tuple):
        return tuple(line(piece) for piece in value)
    return value
