"""Writing a row with its revision checked, and reading rows as dataclasses; the nouns' modules are built on these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from evaluator.store.command import new_id
from evaluator.store.errors import Conflict, Missing
from evaluator.store.tables import KEYS
from evaluator.store.transaction import Change, Snapshot, Transaction, logged

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)

Values = Mapping[str, object]


def every(snapshot: Snapshot, kind: type[Row], table: sa.Table, *where: sa.ColumnElement[bool]) -> tuple[Row, ...]:
    """The rows that meet all conditions, by the table's natural key; only the fields of ``kind`` are read.

    Rows of vendors who are hidden from the reader are left out; so are those of which nobody has said whose they are.
    """
    columns = [table.c[field.name] for field in fields(kind)]
    if snapshot.hidden and "vendor_id" in table.c:
        where = (*where, table.c.vendor_id.not_in(snapshot.hidden))
    order = [table.c[name] for name in KEYS[table.name]]
    found = snapshot.connection.execute(sa.select(*columns).where(*where).order_by(*order))
    return tuple(kind(**row) for row in found.mappings())


def one(snapshot: Snapshot, kind: type[Row], table: sa.Table, *where: sa.ColumnElement[bool]) -> Row | None:
    """The row that meets all conditions, None when there is none."""
    return next(iter(every(snapshot, kind, table, *where)), None)


def the(snapshot: Snapshot, kind: type[Row], table: sa.Table, *where: sa.ColumnElement[bool]) -> Row:
    """The row that meets all conditions; `Missing` when there is none."""
    if (row := one(snapshot, kind, table, *where)) is None:
        raise Missing(table.name)
    return row


def insert(tx: Transaction, table: sa.Table, values: Values) -> str:
    """The id of a new row of the command's tender, at revision 1."""
    row = {**values, "tender_id": tx.tender_id, "ver": 1}
    if "id" in table.c:
        row.setdefault("id", new_id())
    tx.connection.execute(sa.insert(table).values(row))
    identity = str(row.get("id", tx.tender_id))
    tx.record.add(Change(table.name, identity, 1, None, logged(table, row)))
    return identity


def update(tx: Transaction, table: sa.Table, key: Values, values: Values, ver: int) -> int:
    """The row's new revision; `Conflict` unless the row found by ``key`` still is at revision ``ver``."""
    return _replace(tx, table, key, values, ver, _current(tx, table, key))


def save(tx: Transaction, table: sa.Table, key: Values, values: Values, ver: int) -> int:
    """The new revision of the row with this natural key, made when ``ver`` is 0.

    ``ver`` is the revision that the page was drawn with, 0 when it showed no row. `Conflict` with both values when the
    row has changed, has come or has gone since.
    """
    row = _current(tx, table, key)
    if row is None and ver == 0:
        insert(tx, table, {**key, **values})
        return 1
    return _replace(tx, table, key, values, ver, row)


def _current(tx: Transaction, table: sa.Table, key: Values) -> dict[str, Any] | None:
    columns = [column for column in table.c if column.info.get("log") is None]
    found = tx.connection.execute(sa.select(*columns).where(*_matches(tx, table, key))).mappings().first()
    return None if found is None else dict(found)


def _replace(
    tx: Transaction, table: sa.Table, key: Values, values: Values, ver: int, row: Mapping[str, Any] | None
) -> int:
    where = (*_matches(tx, table, key), table.c.ver == ver)
    new = {**values, "ver": ver + 1}
    if (
        row is None
        or row["ver"] != ver
        or tx.connection.execute(sa.update(table).where(*where).values(new)).rowcount != 1
    ):
        place = row["id"] if row and "id" in row else "/".join(str(part) for part in key.values())
        theirs = None if row is None else logged(table, row)
        raise Conflict(f"{table.name}:{place}", logged(table, values), theirs)
    after = logged(table, new)
    shown = logged(table, row)
    before = {name: shown[name] for name in after if name in shown}
    if "envelope" in shown:
        after["envelope"] = after.get("envelope", shown["envelope"])
    tx.record.add(Change(table.name, str(row.get("id", tx.tender_id)), ver + 1, before, after))
    return ver + 1


def _matches(tx: Transaction, table: sa.Table, key: Values) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.tender_id == tx.tender_id, *(table.c[name] == value for name, value in key.items()))
