"""Fields above the first header of a sheet or on a cover: whose answers these are, who answers, when; no questions.

A field is a label with its value beside it, or behind a colon in the same cell. What is only guidance is none: without a
colon a label counts where it names a usual field, or stands beside an id in a run of such rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.forms import LONGEST, WIDEST, is_label, names_field, value_column
from evaluator.intake.foreign.layouts import Rows
from evaluator.intake.foreign.merges import Merges, merges_of
from evaluator.intake.foreign.replies import Reply, reply_in, reply_of
from evaluator.intake.foreign.row_words import LABEL, asks_nothing
from evaluator.intake.foreign.stated import COVER, names_vendor
from evaluator.intake.foreign.tables import Table, rows_of

_CODE = re.compile(r"[A-Za-z]{2,8}[-‐‑–_ .]?\d{1,3}")
_INLINE = re.compile(r"([^:：\n]{1,40})[:：]\s*(\S.{0,79})")
_RUN: Final = 2  # one row with an id is no run


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its id (empty where it has none), its label, its value as written, what that is, and the value's cell."""

    sheet: str
    cell: str
    label: str
    text: str
    state: Reply
    id: str = ""


def fields_above(tables: Sequence[Table]) -> tuple[Field, ...]:
    """The fields above the first header on each sheet of these tables, from the top down; of a form none, which asks."""
    tops: dict[str, tuple[SheetCells, int]] = {}
    for table in tables:
        top = min(table.layout.header_rows, default=table.layout.first)
        before = tops.get(table.sheet.name, (table.sheet, top))[1]
        tops[table.sheet.name] = (table.sheet, min(top, before))
    return tuple(found for sheet, top in tops.values() for found in _on(sheet, top))


def fields_on_covers(sheets: Sequence[SheetCells], tables: Sequence[Table]) -> tuple[Field, ...]:
    """The fields of cover sheets: those without a table, in sight, on which a field names the vendor.

    Of these the vendor's name alone says whose the answers are; the others are only told. What a tender asks of them, it
    asks as a question of its own.
    """
    asking = {table.sheet.name for table in tables}
    told = (tuple(_on(sheet, COVER + 1)) for sheet in sheets if sheet.name not in asking and not sheet.hidden)
    return tuple(field for fields in told if any(names_vendor(f"{one.label}:") for one in fields) for field in fields)


def _on(sheet: SheetCells, top: int) -> Iterator[Field]:
    above = replace(sheet, cells={place: cell for place, cell in sheet.cells.items() if place[0] < top})
    merges = merges_of(sheet)
    rows = {number: texts for number, texts in rows_of(above, merges).items() if len(texts) <= WIDEST}
    within = merges, max((column for _, column in sheet.cells), default=0)
    coded = _coded(rows, merges)
    for number, texts in rows.items():
        if number in coded:
            key, label, value = coded[number]
            yield _beside(above, number, label, value, texts[key])
        else:
            yield from _in_row(above, texts, number, within)


def _coded(rows: Rows, merges: Merges) -> dict[int, tuple[int, int, int]]:
    """Rows that begin with an id and a short label, several in the same columns: those columns, and that of the values.

    Values stand in the first column behind the labels that is filled in any of the rows; further on stands guidance.
    """
    found: dict[int, tuple[int, int]] = {}
    for number, texts in rows.items():
        first, second = [*texts, 0][:2]
        label = texts.get(second, "")
        if label and len(label) <= LONGEST and _CODE.fullmatch(texts[first]) and not label.endswith(("?", "？", "。")):
            found[number] = (first, second)
    runs: dict[tuple[int, int], list[int]] = {}
    for number, place in found.items():
        runs.setdefault(place, []).append(number)
    return {
        number: (key, label, min(_values(rows, label, run), default=merges.last_column(number, label) + 1))
        for (key, label), run in runs.items() if len(run) >= _RUN for number in run
    }  # fmt: skip


def _values(rows: Rows, label: int, run: Sequence[int]) -> Iterator[int]:
    yield from (column for number in run for column in rows[number] if column > label)


def _in_row(sheet: SheetCells, texts: Mapping[int, str], number: int, within: tuple[Merges, int]) -> Iterator[Field]:
    """The fields of a row; labels next to one another head columns and are none."""
    used = 0
    for column, text in texts.items():
        if column <= used:
            continue
        inline = _INLINE.fullmatch(text)
        if inline and _states(inline[1], text, state := reply_in(inline[2])):
            place = f"{column_letters(column)}{number}"
            yield Field(sheet=sheet.name, cell=place, label=inline[1].strip(), text=inline[2].strip(), state=state)
        elif is_label(text):
            used = value_column(texts, number, column, within)
            if is_label(texts.get(used, "")):
                return
            field = _beside(sheet, number, column, used)
            if used and (field.text or names_field(text) or LABEL.match(text)):
                yield field


def _states(label: str, text: str, state: Reply) -> bool:
    """Whether a text with a colon in it states something of its own: a usual field, a vendor, or one still to be filled."""
    known = names_field(label) or names_vendor(text) or state is Reply.PLACEHOLDER
    return known and not asks_nothing(text)


def _beside(sheet: SheetCells, number: int, label: int, value: int, key: str = "") -> Field:
    cell = sheet.at(number, value)
    return Field(
        sheet=sheet.name, cell=f"{column_letters(value)}{number}", label=sheet.text(number, label).rstrip(":： *"),
        text=cell.written.strip() if cell else "", state=reply_of(cell), id=key,
    )  # fmt: skip
