"""What counsel may change of a contract library: words of its clauses and the house's positions, each at its spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from evaluator.domain.contract import CellPosition, Clause, ContractLibrary, Paragraph, Position
from evaluator.domain.text import LANGS, Text

Wording = str | bool | Decimal
EVERY_ROW = "*"


class Kind(StrEnum):
    """What a spot belongs to: a clause, a paragraph, an item of one (``id/1``), the position on a term, or one of its cells.

    A cell is named ``term/row/column``, where the position holds for every row ``term/*/column``.
    """

    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    POSITION = "position"
    CELL = "cell"


class Spot(NamedTuple):
    """One thing that can be changed: of which entry, by its id, and which field of it (``text.zh``, ``owner``)."""

    kind: Kind
    key: str
    field: str


# What vendors were asked to accept: of a position with a question it stands as it was published.
ASKED = ("text.zh", "text.en", "value")
WORDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CLAUSE: ("title", "guidance"), Kind.PARAGRAPH: ("text",), Kind.ITEM: ("text",),
    Kind.POSITION: ("text", "fallback", "escalate", "reason"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseEdit:
    """A spot and what shall stand there."""

    spot: Spot
    value: Wording


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A spot with what stood there and what stands there now."""

    spot: Spot
    before: Wording
    after: Wording


def spots(library: ContractLibrary) -> dict[Spot, Wording]:
    """Every spot of a library with what stands there, in the order in which it is printed."""
    found: dict[Spot, Wording] = {}
    for clause in library.clauses:
        found |= _entry(Kind.CLAUSE, clause.id, clause)
        for paragraph in clause.paragraphs:
            found |= _entry(Kind.PARAGRAPH, paragraph.id, paragraph)
            for number, item in enumerate(paragraph.items, start=1):
                found |= dict(_words(Kind.ITEM, f"{paragraph.id}/{number}", "text", item))
    for position in library.positions:
        found |= _entry(Kind.POSITION, position.term, position)
        found |= {
            Spot(Kind.CELL, cell_key(position.term, cell), "value"): _figure(cell.value) for cell in position.cells
        }
    return found


def cell_key(term: str, cell: CellPosition) -> str:
    """The name of a cell on which the buyer has a position, among the spots.

    >>> cell_key("sla", CellPosition(row="P1", column="response", value=Decimal(1), compare="at_most"))
    'sla/P1/response'
    """
    return f"{term}/{cell.row or EVERY_ROW}/{cell.column}"


def changes(before: ContractLibrary, after: ContractLibrary) -> tuple[ClauseChange, ...]:
    """What differs between two libraries that have the same entries."""
    there = spots(after)
    return tuple(
        ClauseChange(at, held, there[at]) for at, held in spots(before).items() if at in there and there[at] != held
    )


def _entry(kind: Kind, key: str, entry: Clause | Paragraph | Position) -> dict[Spot, Wording]:
    found = {at: held for name in WORDED[kind] for at, held in _words(kind, key, name, getattr(entry, name))}
    if isinstance(entry, Paragraph):
        return found | {Spot(kind, key, "notable"): entry.notable}
    if isinstance(entry, Position) and entry.value is not None:
        found[Spot(kind, key, "value")] = _figure(entry.value)
    return found | {Spot(kind, key, "owner"): entry.owner}


def _figure(value: Decimal | int | str) -> Wording:
    return value if isinstance(value, str) else Decimal(value)


def _words(kind: Kind, key: str, name: str, words: Text) -> Iterator[tuple[Spot, Wording]]:
    return ((Spot(kind, key, f"{name}.{lang}"), getattr(words, lang)) for lang in LANGS)
