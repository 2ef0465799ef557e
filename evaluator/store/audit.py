"""The check that anyone can run: the log is whole, the tables are what the log says, the files are the bytes that came.

The log alone cannot tell that it was cut at its end or written anew from some event on; a head that was signed earlier and
is kept outside can, and `at` gives the hash to compare it with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from evaluator.store.canonical import Json, parsed
from evaluator.store.columns import METADATA
from evaluator.store.errors import ChainBroken
from evaluator.store.events import Chain, verify
from evaluator.store.ledger import event, head, ticket
from evaluator.store.received import file
from evaluator.store.transaction import Snapshot, logged

# The log itself, and tickets, which are swept away when they have run out.
_LEFT_OUT: Final = {event.name, head.name, ticket.name}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: ``chain``, ``row_changed``, ``row_missing``, ``row_unlogged`` or ``file_changed``, and where."""

    rule: str
    place: str


@dataclass(frozen=True, slots=True)
class Audit:
    """How far the log is whole, and every fault found; ``chain`` is None where the log itself is broken."""

    chain: Chain | None
    faults: tuple[Fault, ...]


def audit(snapshot: Snapshot) -> Audit:
    """The whole database checked; nothing is written and nothing of its contents is told."""
    try:
        chain = verify(snapshot)
    except ChainBroken as broken:
        return Audit(None, (Fault("chain", str(broken.seq)),))
    return Audit(chain, (*_rows(snapshot, _folded(snapshot)), *_files(snapshot)))


def at(snapshot: Snapshot, length: int) -> str:
    """The hash of the event with this number, empty where the log is shorter."""
    found = snapshot.connection.execute(sa.select(event.c.hash).where(event.c.seq == length)).scalar_one_or_none()
    return found or ""


def _folded(snapshot: Snapshot) -> dict[str, dict[str, Json]]:
    """Every row as the log says it stands, by ``table:id``."""
    rows: dict[str, dict[str, Json]] = {}
    found = snapshot.connection.execution_options(yield_per=500).execute(
        sa.select(event.c.after).where(event.c.after.is_not(None)).order_by(event.c.seq)
    )
    for (text,) in found:
        after = parsed(text)
        for place, values in (after if isinstance(after, dict) else {}).items():
            if isinstance(values, dict):
                rows.setdefault(place, {}).update(values)
    return rows


def _rows(snapshot: Snapshot, folded: dict[str, dict[str, Json]]) -> Iterator[Fault]:
    left = {place for place in folded if place.partition(":")[0] not in _LEFT_OUT}
    for table in METADATA.sorted_tables:
        if table.name in _LEFT_OUT:
            continue
        for row in snapshot.connection.execution_options(yield_per=200).execute(sa.select(table)).mappings():
            place, now = f"{table.name}:{row.get('id', row['tender_id'])}", logged(table, {**row})
            if place not in folded:
                yield Fault("row_unlogged", place)
            elif {name: folded[place].get(name) for name in now} != now:
                yield Fault("row_changed", place)
            left.discard(place)
    yield from (Fault("row_missing", place) for place in sorted(left))


def _files(snapshot: Snapshot) -> Iterator[Fault]:
    query = sa.select(file.c.id, file.c.sha256, file.c.content)
    for identity, sha256, content in snapshot.connection.execution_options(yield_per=1).execute(query):
        if hashlib.sha256(bytes(content)).hexdigest() != sha256:
            yield Fault("file_changed", f"file:{identity}")
