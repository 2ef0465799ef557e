"""What a person says of a sheet → its layout: this row heads the columns, that row asks nothing, this column holds answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal

from evaluator.intake.address import column_letters, place
from evaluator.intake.foreign.headings import role_of
from evaluator.intake.foreign.layouts import Layout, Rows
from evaluator.ui.parts.sheet import OPTION, REMARK, VENDOR, Pick

OWNER: Final = "owner"
Said = Literal["header", "asks", "out", "rule"]
ROLES: Final = (
    "question", "answer", "id", "comment", VENDOR, REMARK, OPTION, "evidence", "section", "unit", "quantity", "unit_price",
    "amount", "weight", "score", "priority", "deviation", OWNER,
)  # fmt: skip
_ROWS: Final = re.compile(r"(\d{1,7})(?:\s*[-–:：~至]\s*(\d{1,7}))?")


def pick(typed: str) -> Pick | None:
    """The row, rows, column or cell that was typed or clicked; None where the words name none.

    >>> pick("c5"), pick("12 - 15"), pick("AA"), pick("C5:D9")
    (Pick(first=5, last=5, column=3), Pick(first=12, last=15, column=0), Pick(first=0, last=0, column=27), None)
    """
    words = typed.strip().upper()
    rows = _ROWS.fullmatch(words)
    if rows:
        ends = sorted((int(rows[1]), int(rows[2] or rows[1])))
        return Pick(ends[0], ends[1]) if ends[0] > 0 else None
    found = place(words) or place(f"{words}1")
    if found is None:
        return None
    row = found[0] if place(words) else 0
    return Pick(row, row, found[1])


def said_of(layout: Layout, row: int) -> Said:
    """What a person has said of a row, ``rule`` where nobody has spoken."""
    if row in layout.header_rows:
        return "header"
    return "out" if row in layout.skipped else "asks" if row in layout.taken else "rule"


def with_rows(sheet: Rows, layout: Layout, rows: Iterable[int], said: Said) -> Layout:
    """The layout after a person has said of rows what they are; ``rule`` takes back what was said before."""
    for row in rows:
        layout = _freed(layout, row)
        if said == "header":
            layout = _headed(sheet, layout, row)
        elif said == "asks":
            layout = replace(layout, taken=layout.taken | {row})
        elif said == "out":
            layout = replace(layout, skipped=layout.skipped | {row})
    return layout


def _freed(layout: Layout, row: int) -> Layout:
    return replace(
        layout, header_rows=tuple(one for one in layout.header_rows if one != row),
        skipped=layout.skipped - {row}, taken=layout.taken - {row},
    )  # fmt: skip


def _headed(sheet: Rows, layout: Layout, row: int) -> Layout:
    """A row that touches the header joins it, one that says the same again repeats it; any other takes its place."""
    rows = sorted(layout.header_rows)
    top = [one for order, one in enumerate(rows) if one == rows[0] + order]
    if top and (row in (top[0] - 1, top[-1] + 1) or row in _repeats(sheet, top[-1], [row])):
        return replace(layout, header_rows=tuple(sorted((*rows, row))))
    named: dict[str, int] = {}
    for column, text in sorted(sheet.get(row, {}).items()):
        if role := role_of(text):
            named.setdefault(role, column)
    return replace(
        layout, header_rows=(row, *_repeats(sheet, row, sheet)),
        columns=named if "question" in named else layout.columns,
        vendors={column: sheet.get(row, {}).get(column, name) for column, name in layout.vendors.items()},
    )  # fmt: skip


def _repeats(sheet: Rows, row: int, rows: Iterable[int]) -> list[int]:
    """Rows below that say the same as a row over most of its columns."""
    said = sheet.get(row, {}).items()
    same = {other: len(said & sheet.get(other, {}).items()) for other in rows if other > row}
    return [other for other, n in same.items() if n > 1 and n * 2 > len(said)]


def heading(sheet: Rows, layout: Layout, column: int) -> str:
    """The words that head a column, of all rows that head it together; empty where there are none."""
    rows = sorted(layout.header_rows)
    top = [one for order, one in enumerate(rows) if one == rows[0] + order]
    return " ".join(" ".join(filter(None, (sheet.get(row, {}).get(column) for row in top))).split())


def with_column(sheet: Rows, layout: Layout, column: int, role: str, vendor: str = "") -> Layout:
    """The layout after a person has said what a column holds; an empty role is nothing that is read.

    ``vendor`` names the vendor whose answers the column holds, else its heading does. A column of remarks belongs to the
    vendor's column at its left. Where columns belong to vendors there is no column for the answers of all: it becomes
    one of theirs.
    """
    layout = _emptied(layout, column)
    name = vendor or heading(sheet, layout, column) or column_letters(column)
    match role:
        case "":
            return layout
        case "vendor":
            vendors = {**layout.vendors, column: name}
            columns = dict(layout.columns)
            if (others := columns.pop("answer", 0)) and not layout.options:
                vendors[others] = heading(sheet, layout, others) or column_letters(others)
            return replace(layout, columns=columns, vendors=dict(sorted(vendors.items())), options={})
        case "remark":
            owners = [answers for answers in layout.vendors if answers < column]
            return replace(layout, remarks={**layout.remarks, max(owners): column}) if owners else layout
        case "option":
            options = dict(sorted({**layout.options, column: name}.items()))
            columns = {**layout.columns, "answer": min(options)}
            return replace(layout, columns=columns, options=options, vendors={}, remarks={})
        case "answer":
            return replace(layout, columns={**layout.columns, "answer": column}, vendors={}, remarks={}, options={})
    return replace(layout, columns={**layout.columns, role: column})


def _emptied(layout: Layout, column: int) -> Layout:
    options = {place: words for place, words in layout.options.items() if place != column}
    columns = {role: place for role, place in layout.columns.items() if place != column}
    if options and "answer" not in columns:
        columns["answer"] = min(options)
    return replace(
        layout, columns=columns, options=options, owner=layout.owner if "owner" in columns else "",
        vendors={place: name for place, name in layout.vendors.items() if place != column},
        remarks={answers: place for answers, place in layout.remarks.items() if column not in (answers, place)},
    )  # fmt: skip
