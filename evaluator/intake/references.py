"""Clients that a vendor names as references: who can be asked, what the vendor claims of each, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from evaluator.domain.bid import Answer, Bid, Row, Scalar, State
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.question import CHOSEN, CallQuestion, Column, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.amounts import factor
from evaluator.intake.bids import vendor_key
from evaluator.intake.cells import Cell
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.values import Asked, parse

CLIENT: Final = "client"
CONTACTS: Final = ("contact", "reach")
ROLES: Final = (CLIENT, *CONTACTS, "evidence")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a vendor's cell in a column claims of a client, under the key of the question of the call that asks the same."""

    key: str
    answer: Answer
    column: Column


@dataclass(frozen=True, slots=True)
class Reference:
    """A client by name, how to reach it, and what the vendor claims of it; ``key`` finds it whatever row it stands in."""

    key: str
    client: str
    contacts: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim and what the client said, in the words in which both were given; ``agrees`` is None where a person compares.

    Only like is set against like: days, numbers of one unit, the same replies. What is of another kind, or was not read
    with certainty, is for a person.
    """

    call: CallQuestion
    claim: Answer
    said: str
    agrees: bool | None

    @property
    def point(self) -> dict[str, str]:
        """What tells this comparison from one that later words or another claim would make."""
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
            yield Claim(column.role, cell, column)


def heard(call: CallQuestion, words: str, units: Mapping[str, Text]) -> Scalar | None:
    """What a client's words come to, read as a vendor's cell is; None where they do not answer the question clearly.

    >>> since = CallQuestion(key="since", text=Text(), kind=Kind.DATE)
    >>> heard(since, "2024-06-30", {}), heard(since, "last summer", {})
    (datetime.date(2024, 6, 30), None)
    """
    options = YES_NO if call.kind is Kind.YES_NO and not call.options else call.options
    parsed = parse(Cell(1, 1, words), Asked(call.kind, call.unit, options, "", units))
    return parsed.value if parsed.state is State.ANSWERED else None


def compared(
    reference: Reference, answers: Mapping[str, str], calls: Sequence[CallQuestion], units: Mapping[str, Text]
) -> tuple[Compared, ...]:
    """Every claim on which the client said something, in the order of the workbook."""
    asked = {call.key: call for call in calls}
    found = []
    for claim in reference.claims:
        call = asked.get(claim.key)
        if call is not None and (words := answers.get(claim.key)):
            stated = _of_days(claim, reference.claims, call) if call.after else claim
            found.append(Compared(call, stated.answer, words, _agrees(stated, heard(call, words, units), call)))
    return tuple(found)


def contradictions(
    reference: Reference, answers: Mapping[str, str], calls: Sequence[CallQuestion], units: Mapping[str, Text]
) -> tuple[Compared, ...]:
    """Every claim that differs by more than its tolerance from what the client said; words are compared by nobody."""
    return tuple(one for one in compared(reference, answers, calls, units) if one.agrees is False)


def _stated(answer: Answer) -> Scalar | None:
    return answer.settled.value if answer.settled else answer.value


def _of_days(claim: Claim, every: Sequence[Claim], call: CallQuestion) -> Claim:
    """The yes or no that two days of a row come to, with both in its words; a delay within the tolerance is neither."""
    row = claim.answer.item.rpartition("/")[0]
    other = next((one for one in every if one.key == call.after and one.answer.item.rpartition("/")[0] == row), None)
    if claim.column.kind is not Kind.DATE or other is None:
        return claim
    first, then = _stated(claim.answer), _stated(other.answer)
    delay = (then - first).days if isinstance(first, date) and isinstance(then, date) else None
    late = None if delay is None or 0 < delay <= call.tolerance else "yes" if delay > 0 else "no"
    words = f"{claim.answer.verbatim} → {other.answer.verbatim}"
    answer = replace(claim.answer, value=late, settled=None, verbatim=words)
    return replace(claim, answer=answer, column=Column(key=claim.column.key, title=Text(), kind=Kind.YES_NO))


def _agrees(claim: Claim, said: Scalar | None, call: CallQuestion) -> bool | None:
    stated, column = _stated(claim.answer), claim.column
    if stated is None or said is None or Kind.TEXT in (column.kind, call.kind):
        return None
    if isinstance(stated, Money) and isinstance(said, Money):
        near = _near(Fraction(stated.amount), Fraction(said.amount), call.tolerance)
        return near if stated.currency == said.currency else None
    if isinstance(stated, Decimal) and isinstance(said, Decimal):
        per = _per(column, call)
        return None if per is None else _near(Fraction(stated) * per, Fraction(said), call.tolerance)
    if isinstance(stated, date) and isinstance(said, date):
        return abs((stated - said).days) <= call.tolerance
    alike = {column.kind, call.kind} <= CHOSEN and _keys(column) == _keys(call)
    return stated == said if alike else None


def _near(claimed: Fraction, said: Fraction, tolerance: Decimal) -> bool:
    return abs(claimed - said) * 100 <= Fraction(tolerance) * abs(claimed)


def _per(column: Column, call: CallQuestion) -> Fraction | None:
    """How many of the call's unit one of the column's is, None where the two cannot be compared with certainty."""
    if column.kind is not call.kind:
        return None
    if column.kind is Kind.DURATION:
        return factor(column.unit, call.unit)
    return Fraction(1) if column.kind is Kind.PERCENT or column.unit == call.unit else None


def _keys(asked: Column | CallQuestion) -> frozenset[str]:
    options = YES_NO if asked.kind is Kind.YES_NO and not asked.options else asked.options
    return frozenset(option.key for option in options)


def told(method: Method, vendor: str, client: str, one: Compared) -> Finding:
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
