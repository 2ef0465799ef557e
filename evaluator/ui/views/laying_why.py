"""Why a sheet of a foreign workbook was laid out as it is, decision by decision with its cells, and what stands above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.address import column_letters
from evaluator.intake.foreign.fields import Field, fields_above, fields_on_covers
from evaluator.intake.foreign.headings import role_of
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.tables import Table
from evaluator.ui.views.laying import Laying, Part
from evaluator.ui.views.layout_edits import heading
from evaluator.ui.views.picture import head

SHOWN: Final = 6  # rows named one by one


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision and the cells it rests on."""

    place: str
    text: str


def reasons(laying: Laying, number: int, roles: Mapping[str, str], lang: Lang) -> list[Reason]:
    """Why the sheet was laid out as it is: header, then each column from the left, then the rows left out."""
    part, table = laying.parts[number], laying.table(number)
    layout, sheet = part.layout, laying.rows(part.sheet)
    found = []
    if layout.header_rows:
        named = [c for c in sorted(_columns(layout)) if role_of(heading(sheet, layout, c))]
        places = ", ".join(f"{column_letters(column)}{min(layout.header_rows)}" for column in named)
        rows = ", ".join(map(str, layout.header_rows[:SHOWN])) + ("…" if len(layout.header_rows) > SHOWN else "")
        found.append(Reason(rows, t("laying.why.header", lang, n=len(named), places=places or "–")))
    for column, role in sorted(_columns(layout).items()):
        found.append(_column_reason(part, table, column, heading(sheet, layout, column), (role, roles[role]), lang))
    read = {row for item in table.items for row in (item.row, *(row for row, _ in item.more))}
    asking, top = read, min(layout.header_rows, default=0)
    out = [row for row in sheet if row > top and row not in asking and row not in layout.header_rows]
    if out:
        places = ", ".join(map(str, out[:SHOWN])) + ("…" if len(out) > SHOWN else "")
        found.append(Reason(places, t("laying.why.out", lang, n=len(out), said=len(layout.skipped))))
    return found


def general_fields(laying: Laying, number: int) -> tuple[Field, ...]:
    """The general information on cover sheets, and above the tables that are read on the sheet of a part."""
    name = laying.parts[number].sheet.name
    tables = [laying.table(order) for order, part in enumerate(laying.parts) if part.used]
    mine = [table for table in tables if table.sheet.name == name]
    return *(fields_on_covers(laying.book.sheets, tables) if mine else ()), *fields_above(mine)


def _column_reason(part: Part, table: Table, column: int, words: str, role: tuple[str, str], lang: Lang) -> Reason:
    key, name = role
    filled = sum(bool(table.sheet.text(item.row, column)) for item in table.items)
    share = t("laying.why.filled", lang, filled=filled, n=len(table.items))
    letters = column_letters(column)
    places = f"{letters}{min(table.layout.header_rows)}" if table.layout.header_rows and words else letters
    sure = ""
    if part.by == "recognised" and part.seen is not None:  # nobody has spoken yet: the cells are those it went by
        led = [cell for cell in part.seen.because.get(key, ()) if cell.rstrip("0123456789") == letters]
        places = ", ".join(led[:SHOWN]) or places
        trust = part.seen.trust.get(key, 1.0)
        sure = t("laying.why.sure", lang, share=round(trust * 100)) if trust < 1 else ""
    whose = head(table.sheet, table.layout, column).vendor
    if whose:
        said = t(f"laying.why.{key}", lang, vendor=whose)
    elif not words:
        said = t("laying.why.unheaded", lang, role=name)
    else:
        said = t(f"laying.why.{'headed' if role_of(words) == key else 'content'}", lang, role=name, words=words[:60])
    return Reason(places, ("" if lang == "zh" else " ").join(filter(None, (said, share, sure))))


def _columns(layout: Layout) -> dict[int, str]:
    """Roles by the numbers of the columns that are read."""
    found = {column: role for role, column in layout.columns.items()}
    found |= dict.fromkeys(layout.options, "option") | dict.fromkeys(layout.vendors, "vendor")
    return found | dict.fromkeys(layout.remarks.values(), "remark")
