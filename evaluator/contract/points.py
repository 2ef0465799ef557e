"""What counsel has to settle beyond blanks and deviations: a total that differs, terms that do not fit one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evaluator.contract.known import Known, Said, said
from evaluator.contract.printing import Printer
from evaluator.contract.render import Shape, render
from evaluator.contract.repeats import Repeat, repeats
from evaluator.contract.strikes import FILL
from evaluator.contract.words import Quantity, Words
from evaluator.domain.bid import Answer, Bid, State
from evaluator.domain.contract import Sum, TermStatus, TermTable, TermValue
from evaluator.domain.finding import Source
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import Text
from evaluator.scoring.gates import accepts

MONTHS = {"month": 1, "year": 12}
_UNCLEAR = (State.AMBIGUOUS, State.DAMAGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point that stands between the draft and a signature: a rule (``draft.point.…``), what it is about, the cells.

    One that only ``warns`` is for counsel to look at and keeps nobody from signing.
    """

    rule: str
    subjects: tuple[str, ...] = ()
    params: tuple[tuple[str, Words], ...] = ()
    sources: tuple[Source, ...] = ()
    warns: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Its names among what blocks the draft.

        >>> Point(rule="gate_open", subjects=("SE-01", "ST-07")).keys, Point(rule="not_ranked").keys
        (('gate_open:SE-01', 'gate_open:ST-07'), ('not_ranked',))
        """
        return tuple(f"{self.rule}:{subject}" for subject in self.subjects) or (self.rule,)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands between a draft and a signature: its kind, its ``keys`` among what blocks, the label of its term.

    ``n`` are the empty cells of a table. A ``firm`` one keeps both sides from having agreed at all; ``unclear`` is a blank
    whose question was answered so that nobody can say what was meant, or not at all.
    """

    kind: Literal["award", "points", "library", "blanks", "cells", "deviations"]
    keys: tuple[str, ...]
    label: Text = Text()
    point: Point | None = None
    n: int = 1
    firm: bool = False
    unclear: bool = False


def points(known: Known, values: Mapping[str, TermValue], printer: Printer) -> tuple[Point, ...]:
    """What does not fit in these values, each with the cells that say so."""
    found = [
        *_total(known),
        *_agreed_total(values, known),
        *_plans(known, values, printer),
        *_given_up(known, values, printer),
        *_gone(known, values),
    ]
    found += [point for rule in known.library.sums for point in _sum(rule, known, values)]
    return tuple(found)


def unanswered(method: Method, bid: Bid) -> tuple[str, ...]:
    """Questions whose answer a person has still to settle; an optional cell left blank is none of them."""
    there = [(question, bid.answers.get(question.id)) for question in method.questions]
    return tuple(question.id for question, answer in there if answer is not None and _unsettled(question.kind, answer))


def _unsettled(kind: Kind, answer: Answer) -> bool:
    if kind is not Kind.TABLE:
        return answer.open
    cells = [cell for row in answer.rows for cell in row.cells.values()]
    return any(cell.state in _UNCLEAR and cell.open for cell in cells)


def _agreed_total(values: Mapping[str, TermValue], known: Known) -> Iterator[Point]:
    """An agreed total that the price lines do not add up to."""
    found = next((one for one in values.values() if one.term.fill == "price:total" and one.agreed is not None), None)
    if found is None or known.price is None or found.value == known.price.total:
        return
    said_there = {"agreed": found.value, "priced": known.price.total}
    params = tuple(
        (key, render(amount, Shape("money"))) for key, amount in said_there.items() if isinstance(amount, Money)
    )
    yield Point(rule="total_agreed", subjects=(found.term.id,), params=params, sources=(known.price.total_source(),))


def _total(known: Known) -> Iterator[Point]:
    price = known.price
    if price is None or not price.differs or price.stated is None or price.priced is None:
        return
    amounts = {"stated": price.stated, "priced": price.priced, "total": price.total}
    said_there = tuple((key, render(amount, Shape("money"))) for key, amount in amounts.items())
    yield Point(rule="total_differs", params=said_there, sources=(price.total_source(),))


def _plans(known: Known, values: Mapping[str, TermValue], printer: Printer) -> Iterator[Point]:
    """Terms whose value stands in no row of the column that should hold it again, or not in its last figure."""
    for value in values.values():
        stated = figure(value)
        for place in repeats(value.term) if stated is not None else ():
            answer = known.bid.answers.get(place.question) if place.question in known.questions else None
            cells = [row.cells[place.column] for row in answer.rows if place.column in row.cells] if answer else []
            given = [cell for cell in map(said, cells) if cell.given][-1 if place.last else 0 :]
            if given and all(cell.value != stated for cell in given):
                yield _differing(value, place, given[0], (known.questions[place.question], printer))


def _differing(value: TermValue, place: Repeat, there: Said, asked: tuple[Question, Printer]) -> Point:
    question, printer = asked
    column = question.column(place.column)
    held = printer.theirs(value) if isinstance(value.value, Decimal) else ()  # else the position is held to
    params: dict[str, Words] = {
        "label": (value.term.label,), "value": held or printer.printed(value),
        "question": (Text(place.question, place.question),), "column": (column.title,),
    }  # fmt: skip
    if place.last:
        params["given"] = printer.cell(there.value, column, None)
    return Point(
        rule="last_differs" if place.last else "plan_differs", subjects=(value.term.id,), params=tuple(params.items()),
        sources=tuple(source for source in (value.source, there.source) if source.cell),
    )  # fmt: skip


def _given_up(known: Known, values: Mapping[str, TermValue], printer: Printer) -> Iterator[Point]:
    """Agreed values with which the bid would not have passed a gate; words that no gate can read are among them.

    What the bid itself said stands: people have confirmed it or excluded the bid.
    """
    for value in values.values():
        kind, _, path = value.term.fill.partition(":")
        question = known.questions.get(path) if kind in ("question", FILL) else None
        agreed = value.value
        if question is None or question.gate is None or value.agreed is None or agreed == value.was:
            continue
        if isinstance(agreed, Text | TermTable) or not accepts(question.gate, agreed):
            # The reason stands inside a sentence, so it loses its full stop.
            reason = Text(question.gate.reason.zh.rstrip("。"), question.gate.reason.en.rstrip("."))
            params = (
                ("label", (value.term.label,)), ("value", printer.printed(value)),
                ("question", (Text(path, path),)), ("reason", (reason,)),
            )  # fmt: skip
            cells = (value.source,) if value.source.cell else ()
            yield Point(rule="gate_given_up", subjects=(value.term.id,), params=params, sources=cells)


def _gone(known: Known, values: Mapping[str, TermValue]) -> Iterator[Point]:
    """Agreed values whose term is there no longer: a row that the vendor's table has lost, a question left out since."""
    gone = tuple(term for term in known.agreed if term not in values)
    if gone:
        yield Point(rule="agreed_gone", subjects=gone)


def figure(value: TermValue) -> Decimal | None:
    """The figure that the vendor holds to: its own, else the position it has not put a figure against."""
    if isinstance(value.value, Decimal):
        return value.value
    held = value.position.value if value.position and value.status is TermStatus.DEVIATES else None
    return held if isinstance(held, Decimal) else None


def _sum(rule: Sum, known: Known, values: Mapping[str, TermValue]) -> Iterator[Point]:
    """The parts of a sum that make another period than the one they have to fill."""
    terms = [values[key] for key in (rule.total, *rule.parts)]
    amounts = [_months(value) for value in terms]
    rows = {row.id: row for row in known.price.rows} if known.price else {}
    if None in amounts or any(line not in rows for line in rule.lines):
        return
    total, *parts = [amount for amount in amounts if amount is not None]
    bought = sum((rows[line].quantity for line in rule.lines), Decimal(0)) * MONTHS[rule.unit]
    made = sum(parts, bought)
    if made == total:
        return
    labels = [value.term.label for value in terms[1:]] + [rows[line].title for line in rule.lines]
    joined = Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
    params: tuple[tuple[str, Words], ...] = (
        ("parts", (joined,)), ("label", (terms[0].term.label,)), ("made", (Quantity(f"{made.normalize():f}", "month"),)),
        ("total", (Quantity(f"{total.normalize():f}", "month"),)),
    )  # fmt: skip
    cells = [value.source for value in terms] + [rows[line].source for line in rule.lines]
    yield Point(
        rule="sum_differs", subjects=(rule.id,), params=params, sources=tuple(source for source in cells if source.cell)
    )


def _months(value: TermValue) -> Decimal | None:
    """A period as the draft prints it, in months."""
    held = value.position.value if value.position and value.status is TermStatus.DEVIATES else value.value
    return held * MONTHS[value.term.unit] if isinstance(held, Decimal) and value.term.unit in MONTHS else None
