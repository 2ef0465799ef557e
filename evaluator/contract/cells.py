"""Cells of a table on which the buyer has a position: each is a term of its own beside the table that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from evaluator.domain.bid import Bid
from evaluator.domain.contract import CellPosition, ContractLibrary, Position, Term, TermKind
from evaluator.domain.question import Column, Kind, Question
from evaluator.domain.text import Text

# What a column asks for, as a term; a column of another kind cannot be compared, and the library's own check says so.
KINDS: Final[Mapping[Kind, TermKind]] = {
    Kind.DURATION: TermKind.DURATION, Kind.NUMBER: TermKind.NUMBER, Kind.PERCENT: TermKind.PERCENT,
    Kind.CHOICE: TermKind.CHOICE, Kind.YES_NO: TermKind.YES_NO,
}  # fmt: skip


def with_cells(library: ContractLibrary, questions: Mapping[str, Question], bid: Bid) -> ContractLibrary:
    """The library with a term and a position for every cell of this bid's tables on which the buyer has one.

    A slower repair of one severity is then a deviation like any other: with its figure, its gap and its cell.
    """
    held = {one.term: one for one in library.positions if one.cells}
    terms: list[Term] = []
    positions = list(library.positions)
    for term in library.terms:
        terms.append(term)
        found = list(_cells(term, held[term.id], questions, bid)) if term.id in held else []
        terms += [cell for cell, _ in found]
        positions += [position for _, position in found]
    return replace(library, terms=tuple(terms), positions=tuple(positions)) if held else library


def table_question(term: Term, questions: Mapping[str, Question]) -> Question | None:
    """The question whose whole table fills a term."""
    kind, _, path = term.fill.partition(":")
    return questions.get(path) if kind == "question" and term.kind is TermKind.TABLE else None


def _cells(
    term: Term, position: Position, questions: Mapping[str, Question], bid: Bid
) -> Iterator[tuple[Term, Position]]:
    question = table_question(term, questions)
    if question is None:
        return
    for wanted in position.cells:
        column = question.column(wanted.column)
        for row, title in _rows(question, wanted, bid):
            yield _term(term, question, column, row, title), _position(term, position, wanted, row)


def _rows(question: Question, wanted: CellPosition, bid: Bid) -> Iterator[tuple[str, Text]]:
    """The rows meant, each with its name: what the question prints there, or the number of the vendor's own row."""
    if question.rows:
        yield from ((row.key, row.title) for row in question.rows if wanted.row in ("", row.key))
        return
    answer = bid.answers.get(question.id)
    for at, row in enumerate(answer.rows if answer else (), start=1):
        yield row.key, Text(f"第{at}行", f"row {at}")


def _term(table: Term, question: Question, column: Column, row: str, title: Text) -> Term:
    label, head = table.label, column.title
    return replace(
        table, id=f"{table.id}/{row}/{column.key}", kind=KINDS.get(column.kind, TermKind.LINE), unit=column.unit,
        fill=f"question:{question.id}/{row}/{column.key}", columns=(), repeats=(),
        label=Text(
            _named(label.zh, "：", "·", (title.zh, head.zh)), _named(label.en, ": ", ", ", (title.en, inside(head.en)))
        ),
    )  # fmt: skip


def _named(table: str, colon: str, joint: str, parts: tuple[str, ...]) -> str:
    return f"{table}{colon}{joint.join(filter(None, parts))}" if table else ""  # a pack may be in one language


def inside(title: str) -> str:
    """An English title inside a sentence; an abbreviation keeps its capitals.

    >>> inside("Response time (RTO)"), inside("RTO in hours")
    ('response time (RTO)', 'RTO in hours')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _position(table: Term, position: Position, wanted: CellPosition, row: str) -> Position:
    """The table's position on one cell: its words are those of the whole, its value and comparison the cell's own."""
    return replace(
        position, term=f"{table.id}/{row}/{wanted.column}", value=wanted.value, compare=wanted.compare, cells=()
    )
