"""Where a term's value stands again: in any row of a table's column, or in the last row that has a figure there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from evaluator.contract.tables import ANSWER, Cell
from evaluator.domain.contract import Term, TermTable, TermValue

LAST: Final = "last"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A column that says a value again; with ``last`` only its last figure does, such as the last share of a payment plan."""

    question: str
    column: str
    last: bool = False


def repeat(path: str) -> Repeat | None:
    """What an entry of a term's ``repeats`` means; None where it cannot be read.

    >>> repeat("PL-02/week"), repeat("PL-02/pay/last"), repeat("PL-02/pay/first")
    (Repeat(question='PL-02', column='week', last=False), Repeat(question='PL-02', column='pay', last=True), None)
    """
    question, _, rest = path.partition("/")
    column, _, place = rest.partition("/")
    return Repeat(question, column, bool(place)) if place in ("", LAST) else None


def repeats(term: Term) -> Iterator[Repeat]:
    """The columns in which this term's value stands again."""
    yield from (found for path in term.repeats if (found := repeat(path)))


def says_again(term: Term, table: TermTable, at: tuple[int, int]) -> bool:
    """Whether the cell in this row and column of a table is a place where the term's value stands again."""
    row, column = at
    ends = not any(later[column] is not None for later in table.rows[row + 1 :])
    return any(
        (one.question, one.column) == (table.item, table.columns[column].key) and (ends or not one.last)
        for one in repeats(term)
    )


def holds_answer(term: Term, table: TermTable, at: tuple[int, int]) -> bool:
    """Whether the cell is the answer that fills this term: in a list of answers, or in the table that a question asks for."""
    row, column = at
    key = table.columns[column].key
    if key == ANSWER:
        return term.fill == f"question:{table.rows[row][0]}"
    return row < len(table.keys) and term.fill == f"question:{table.item}/{table.keys[row]}/{key}"


def cell_agreed(settled: Iterable[TermValue], table: TermTable, at: tuple[int, int], cell: Cell) -> Cell:
    """What a cell says once the agreed values of ``settled`` stand in it and where it says one of them again."""
    for value in settled if cell is not None else ():
        if holds_answer(value.term, table, at) or (cell == value.was and says_again(value.term, table, at)):
            return value.value
    return cell


def cell_rejected(departing: Iterable[TermValue], table: TermTable, at: tuple[int, int]) -> TermValue | None:
    """The deviating term whose value a cell says again: its own answer, or a column that repeats it."""
    cell = table.rows[at[0]][at[1]]
    for value in departing if cell is not None else ():
        if holds_answer(value.term, table, at) or (cell == value.value and says_again(value.term, table, at)):
            return value
    return None
