"""What counsel may change of a contract library: words of its clauses and the house's positions, each at its spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from evaluator.domain.contract import Clause, ContractLibrary, Paragraph, Position
from evaluator.domain.text import LANGS, Text

Wording = str | bool | Decimal


class Kind(StrEnum):
    """What a spot belongs to: a clause, a paragraph, an item of one (``id/1``), or the position on a term."""

    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    POSITION = "position"


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
    return found


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
    if isinstance(entry, Position) and isinstance(entry.value, Decimal):
        found[Spot(kind, key, "value")] = entry.value
    return found | {Spot(kind, key, "owner"): entry.owner}


def _words(kind: Kind, key: str, name: str, words: Text) -> Iterator[tuple[Spot, Wording]]:
    return ((Spot(kind, key, f"{name}.{lang}"), getattr(words, lang)) for lang in LANGS)
