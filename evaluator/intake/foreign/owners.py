"""A table whose rows name the vendor that answers in them → a table of each vendor."""

from __future__ import annotations

from dataclasses import replace

from evaluator.intake.foreign.layouts import Rows
from evaluator.intake.foreign.merges import Merges
from evaluator.intake.foreign.tables import Table, table_by
from evaluator.intake.words import plain


def by_owner(table: Table, rows: Rows, merges: Merges) -> list[Table]:
    """The table of each vendor, where a column names the one to whom a row belongs; as it is where that is not certain.

    Several names share the rows only where each answers what others answer, too; else they say something of the goods.
    """
    asked: dict[str, set[str]] = {}
    spelled: dict[str, str] = {}
    column, last = table.columns.get("owner", 0), ""
    for item in table.items if column else ():
        written = table.sheet.text(item.row, column).strip()
        last = spelled.setdefault(plain(written), written) if written else last
        asked.setdefault(last, set()).add(plain(item.text))
    shared = [sum(bool(own & other) for other in asked.values()) > 1 for own in asked.values()]
    if not asked or "" in asked or (len(asked) > 1 and not all(shared)):
        return [table]
    parts = [
        table_by(table.sheet, replace(table.layout, owner=name), table.confidence, rows=rows, merges=merges)
        for name in asked
    ]
    return [replace(part, because=table.because, trust=table.trust, rivals=table.rivals) for part in parts]
