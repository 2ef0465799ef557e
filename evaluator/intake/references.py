"""Clients that a vendor names as references: who can be asked, what the vendor claims of each, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from evaluator.domain.bid import Answer, Bid, Row, Scalar, State
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Method
from evaluator.domain.question import CallQuestion, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.bids import vendor_key
from evaluator.intake.cells import Cell
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.values import Asked, parse

CLIENT: Final = "client"
CONTACTS: Final = ("contact", "reach")
ROLES: Final = (CLIENT, *CONTACTS, "evidence")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a vendor's cell claims of a client, under the key of the question of the call that asks the same."""

    key: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Reference:
    """A client by name, how to reach it, and what the vendor claims of it; ``key`` finds it whatever row it stands in."""

    key: str
    client: str
    contacts: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A claim and what the client said instead, both in the words in which they were given."""

    call: CallQuestion
    claim: Answer
    said: str

    @property
    def point(self) -> dict[str, str]:
        """What tells this contradiction from one that later words or another claim would make."""
        return {"key": self.call.key, "item": self.claim.item, "claimed": self.claim.verbatim, "said": self.said}


def references(bid: Bid, questions: Iterable[Question]) -> tuple[Reference, ...]:
    """The clients of all tables of references, each once, in the order of the workbook; a row without a client is none."""
    rows: dict[str, list[tuple[Question, Row]]] = {}
    for question in questions:
        answer = bid.answers.get(question.id)
        for row in answer.rows if question.references and answer is not None else ():
            if name := " ".join(_role(question, row, CLIENT)):
                rows.setdefault(vendor_key(name), []).append((question, row))
    return tuple(_reference(key, found) for key, found in rows.items())


def _reference(key: str, rows: Sequence[tuple[Question, Row]]) -> Reference:
    client = _role(*rows[0], CLIENT)[0]
    contacts = [text for question, row in rows for role in CONTACTS for text in _role(question, row, role)]
    claims = tuple(claim for question, row in rows for claim in _claims(question, row))
    return Reference(key, client, tuple(dict.fromkeys(contacts)), claims)


def _role(question: Question, row: Row, role: str) -> list[str]:
    cells = (row.cells[column.key] for column in question.columns if column.role == role and column.key in row.cells)
    return [" ".join(cell.verbatim.split()) for cell in cells if cell.verbatim.strip()]


def _claims(question: Question, row: Row) -> Iterator[Claim]:
    for column in question.columns:
        cell = row.cells.get(column.key)
        if column.role and column.role not in ROLES and cell is not None and cell.verbatim:
            yield Claim(column.role, cell)


def heard(call: CallQuestion, words: str, units: Mapping[str, Text]) -> Scalar | None:
    """What a client's words come to, read as a vendor's cell is; None where they do not answer the question clearly.

    >>> since = CallQuestion(key="since", text=Text(), kind=Kind.DATE)
    >>> heard(since, "2024-06-30", {}), heard(since, "last summer", {})
    (datetime.date(2024, 6, 30), None)
    """
    options = YES_NO if call.kind is Kind.YES_NO and not call.options else call.options
    parsed = parse(Cell(1, 1, words), Asked(call.kind, call.unit, options, "", units))
    return parsed.value if parsed.state is State.ANSWERED else None


def contradictions(
    reference: Reference, answers: Mapping[str, str], calls: Sequence[CallQuestion], units: Mapping[str, Text]
) -> tuple[Contradiction, ...]:
    """Every claim that differs by more than its tolerance from what the client said; words are compared by nobody."""
    asked = {call.key: call for call in calls}
    found = []
    for claim in reference.claims:
        call = asked.get(claim.key)
        if call is None or call.kind is Kind.TEXT or not answers.get(claim.key):
            continue
        said = heard(call, answers[claim.key], units)
        stated = claim.answer.settled.value if claim.answer.settled else claim.answer.value
        if said is not None and stated is not None and _differ(stated, said, call.tolerance):
            found.append(Contradiction(call, claim.answer, answers[claim.key]))
    return tuple(found)


def _differ(claimed: Scalar, said: Scalar, tolerance: Decimal) -> bool:
    if isinstance(claimed, Decimal) and isinstance(said, Decimal):
        return abs(claimed - said) * 100 > tolerance * abs(claimed)
    if isinstance(claimed, date) and isinstance(said, date):
        return abs((claimed - said).days) > tolerance
    return claimed != said


def told(method: Method, vendor: str, client: str, one: Contradiction) -> Finding:
    """The contradiction as a finding on the vendor's cell, with the sub-criterion whose scores are to be looked at again."""
    leaf = criterion_of(method, one.claim.item)
    title = next((found.title for found in method.leaves() if found.key == leaf), Text("–", "–"))
    return finding(
        Rule.REFERENCE_CONTRADICTS, one.claim.source, vendor=vendor, item=one.claim.item, client=client,
        question=one.call.text, claimed=one.claim.verbatim, said=one.said, criterion=title,
    )  # fmt: skip


def criterion_of(method: Method, item: str) -> str:
    """The sub-criterion that an item informs; empty where it informs none."""
    key = item.partition("/")[0]
    return next((question.criterion for question in method.questions if question.id == key), "")
