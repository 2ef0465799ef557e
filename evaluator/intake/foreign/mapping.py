"""How a workbook that is not ours is to be read, as a value: made by recognition, adjusted by a person, kept, used again.

A mapping says where things stand by their words as well as their places: it is used on a workbook only where the
headings still stand where it says, and rows that a person spoke of are found again by what is written in them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.layouts import Item, Layout, Rows
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.tables import Table, rows_of, table_by
from evaluator.intake.words import clean, plain

FEWEST_SAME: Final = 2  # one word alike in a row makes no heading of it
NO_COUNTERPART: Final = ""  # what a foreign question is matched to when a person says that we ask nothing of the kind


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """One table of a workbook: the sheet it stands on and its layout.

    ``heads`` are the words that head the mapped columns, by column number, and ``rows`` those of the rows that a person
    left out or took in, of a form those of its labels: by them all are known again in another file. ``vendor`` answers the
    table where the whole of it is one vendor's; columns of a vendor each are named in the layout.
    """

    sheet: str
    layout: Layout
    heads: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    vendor: str = ""

    def known_by(self) -> tuple[str, ...]:
        """The words by which the table is known: of its headings, of a form those of its labels."""
        return tuple(filter(None, (self.rows if self.layout.form else self.heads).values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookMapping:
    """How a workbook is read: its tables, whose they are, and what its questions were confirmed to be.

    ``vendor`` answers the whole file. ``matches`` gives the id of our question by the foreign question's key
    (`question_key`), or ``NO_COUNTERPART``; what is not in it no person has confirmed.
    """

    tables: tuple[SheetMapping, ...]
    vendor: str = ""
    matches: Mapping[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """Fingerprint of the sheets used and the headings of their mapped columns: files of one shape share it."""
        seen = [[table.sheet, sorted(plain(words) for words in table.known_by())] for table in self.tables]
        return hashlib.sha256(json.dumps(sorted(seen)).encode()).hexdigest()[:16]

    def vendor_names(self) -> tuple[str, ...]:
        """Every vendor that the mapping names, in the order of the tables."""
        names = [name for table in self.tables for name in (*table.layout.answer_columns().values(), table.vendor)]
        return tuple(dict.fromkeys(name for name in (self.vendor, *names) if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A workbook read by a mapping: the tables that stand where it says, with the vendor of each (empty where unnamed).

    ``left`` gives the sheets that were not read, with the reason: ``hidden``, ``empty``, ``not_mapped`` or ``moved``.
    """

    tables: tuple[Table, ...]
    owners: tuple[str, ...]
    left: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def question_key(item: Item) -> str:
    """What a foreign question is known by in every file of the shape: its id and its words, whatever their row.

    >>> question_key(Item("1.10", "Do you  ENCRYPT backups?", 7))
    '1.10 | do you encrypt backups?'
    """
    return _key(item.id, item.text)


@lru_cache(maxsize=1 << 15)
def _key(own: str, text: str) -> str:
    words = plain(clean(text)[0])
    return f"{plain(own)} | {words}" if own else words


def price_key(key: str) -> str:
    """What a question of a price list is known by where another table of the workbook asks for the same thing, too.

    >>> price_key("leads")
    '¤ leads'
    """
    return f"¤ {key}"


def mapped(sheet: SheetCells, layout: Layout, vendor: str = "", rows: Rows | None = None) -> SheetMapping:
    """The mapping of a table, from the sheet and the layout that recognition or a person gave it.

    ``rows`` are those of `rows_of`, where they are at hand.
    """
    rows = rows_of(sheet) if rows is None else rows
    form = {item.row for item in table_by(sheet, layout, rows=rows).items} if layout.form else None
    numbers = layout.skipped | layout.taken if form is None else form
    said = {number: _words(rows, number, layout) for number in sorted(numbers)}
    return SheetMapping(sheet=sheet.name, layout=layout, heads=_heads(sheet, layout), rows=said, vendor=vendor)


def proposed(workbook: Workbook) -> WorkbookMapping:
    """The mapping that recognition proposes; a sheet without a table of questions is left out."""
    tables, _ = recognise(workbook)
    return WorkbookMapping(tables=tuple(mapped(table.sheet, table.layout) for table in tables))


def fits(workbook: Workbook, mapping: WorkbookMapping) -> bool:
    """Whether every table of the mapping stands in the workbook where it says, under the words it says."""
    headed = all(table.known_by() for table in mapping.tables)
    return bool(mapping.tables) and headed and not apply(workbook, mapping).findings


def used(name: str, workbook: Workbook) -> Finding:
    """That a workbook was read by a mapping made before, and which: a person should look at what it gave."""
    return finding(Rule.MAPPING_USED, Source(workbook.name, workbook.sha256), name=name)


def apply(workbook: Workbook, mapping: WorkbookMapping) -> Applied:
    """The tables that a mapping makes of a workbook; one whose headings are not where it says is a finding, and not read."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    tables, owners, findings = [], [], []
    gathered: dict[str, Rows] = {}  # the longest part, so done once for a sheet of several tables
    for wanted in _placed(sheets, mapping.tables):
        sheet = sheets.get(wanted.sheet)
        faults = list(_faults(workbook, sheet, wanted))
        findings += faults
        if sheet is not None and not faults:
            if sheet.name not in gathered:
                gathered[sheet.name] = rows_of(sheet)
            rows = gathered[sheet.name]
            tables.append(table_by(sheet, _here(sheet, rows, wanted), rows=rows))
            owners.append(wanted.vendor or mapping.vendor)
    read, asked = {table.sheet.name for table in tables}, {wanted.sheet for wanted in mapping.tables}
    left = {sheet.name: _reason(sheet, asked) for sheet in workbook.sheets if sheet.name not in read}
    return Applied(tables=tuple(tables), owners=tuple(owners), left=left, findings=tuple(findings))


def _reason(sheet: SheetCells, asked: set[str]) -> str:
    if sheet.name in asked:
        return "moved"
    return "hidden" if sheet.hidden else "not_mapped" if sheet.cells else "empty"


def _placed(sheets: Mapping[str, SheetCells], tables: Sequence[SheetMapping]) -> Iterator[SheetMapping]:
    """The tables where they stand now: one below another on a sheet has moved with the rows that were added above it."""
    moved = [_lowered(sheets.get(one.sheet), one, tables) for one in tables]
    for wanted, now in zip(tables, moved, strict=True):
        below = [
            min(later.layout.header_rows)
            for one, later in zip(tables, moved, strict=True)
            if one.sheet == wanted.sheet and min(one.layout.header_rows, default=0) == wanted.layout.last + 1
        ]
        last = min(below) - 1 if below and wanted.layout.last else now.layout.last
        yield replace(now, layout=replace(now.layout, last=last))


def _lowered(sheet: SheetCells | None, wanted: SheetMapping, tables: Sequence[SheetMapping]) -> SheetMapping:
    """A table that stands below another, at the row nearest to its own where all of its headings are."""
    layout, rows = wanted.layout, sorted(wanted.layout.header_rows)
    above = [min(one.layout.header_rows) for one in tables if one.sheet == wanted.sheet and one.layout.header_rows]
    if sheet is None or not rows or rows[0] == min(above) or not wanted.known_by() or _stands(sheet, wanted, 0):
        return wanted
    shifts = [row - rows[0] for row in sheet.rows() if _stands(sheet, wanted, row - rows[0])]
    shift = min(shifts, key=abs, default=0)
    return replace(wanted, layout=_shifted(layout, shift))


def _shifted(layout: Layout, shift: int) -> Layout:
    rows = tuple(row + shift for row in layout.header_rows)
    first, last = (bound + shift if bound else 0 for bound in (layout.first, layout.last))
    return replace(layout, header_rows=rows, first=first, last=last)


def _stands(sheet: SheetCells, wanted: SheetMapping, shift: int) -> bool:
    here = _heads(sheet, _shifted(wanted.layout, shift))
    return all(plain(here.get(column, "")) == plain(words) for column, words in wanted.heads.items())


def _faults(workbook: Workbook, sheet: SheetCells | None, wanted: SheetMapping) -> Iterator[Finding]:
    """Why a table cannot be read: its sheet is not there, or a heading or label is not where the mapping says."""
    if sheet is None:
        yield finding(Rule.MAPPING_SHEET, Source(workbook.name, workbook.sha256), sheet=wanted.sheet)
        return
    for (row, column), expected, given in _changed(sheet, wanted):
        place = Source(workbook.name, workbook.sha256, sheet.name, f"{column_letters(column)}{row}")
        yield finding(Rule.MAPPING_HEADER, place, expected=expected, given=given)


def _changed(sheet: SheetCells, wanted: SheetMapping) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Where other words stand than the mapping says, what it says, and what stands there."""
    layout = wanted.layout
    if layout.form:
        label = layout.columns.get("question", 1)
        there = {plain(sheet.text(row, label)) for row in sheet.rows()}
        gone = {row: words for row, words in wanted.rows.items() if plain(words) not in there}
        yield from (((row, label), words, sheet.text(row, label)) for row, words in gone.items())
        return
    here, top = _heads(sheet, layout), min(layout.header_rows, default=1)
    for column, expected in wanted.heads.items():
        if plain(here.get(column, "")) != plain(expected):
            yield (top, column), expected, here.get(column, "")


def _mapped_columns(layout: Layout) -> list[int]:
    places = (layout.columns.values(), layout.vendors, layout.remarks.values(), layout.options, layout.levels)
    return sorted({column for columns in places for column in columns})


def _heads(sheet: SheetCells, layout: Layout) -> dict[int, str]:
    """The words that head each mapped column: of all rows at the top that head the columns together, joined by a space."""
    top = _top(layout)
    return {
        column: " ".join(" ".join(filter(None, (sheet.text(row, column) for row in top))).split())
        for column in _mapped_columns(layout)
    }


def _top(layout: Layout) -> list[int]:
    """The first header row and those that follow it without a gap; later ones say the same again."""
    rows = sorted(layout.header_rows)
    return [row for order, row in enumerate(rows) if row == rows[0] + order]


def _here(sheet: SheetCells, rows: Rows, wanted: SheetMapping) -> Layout:
    """The layout in this file: repeated headings, and rows that a person spoke of, stand where their words are now."""
    places: dict[str, list[int]] = {}
    for number in rows:
        places.setdefault(_words(rows, number, wanted.layout), []).append(number)
    if wanted.layout.form:
        return _form(wanted, places)
    moved = {number: _nearest(places.get(plain(words), []), number) for number, words in wanted.rows.items()}
    skipped = {moved.get(number, number) for number in wanted.layout.skipped}
    taken = {moved.get(number, number) for number in wanted.layout.taken}
    return replace(
        wanted.layout, header_rows=_headings(sheet, wanted), skipped=frozenset(skipped - {0}), taken=frozenset(taken - {0})
    )  # fmt: skip


def _form(wanted: SheetMapping, places: Mapping[str, list[int]]) -> Layout:
    """The layout of a form from its first label to its last: each label is the next of its words below the one before."""
    asked: list[int] = []
    for number, words in sorted(wanted.rows.items()):
        found = places[plain(words)]
        below = [row for row in found if asked and row > asked[-1]]
        asked.append(below[0] if below else _nearest(found, number))
    if not asked:
        return wanted.layout
    first, last = min(asked), max(asked)
    return replace(wanted.layout, first=first, last=last, skipped=frozenset(range(first, last + 1)) - set(asked))


def _headings(sheet: SheetCells, wanted: SheetMapping) -> tuple[int, ...]:
    """The header rows at the top, and every later row that says the same over most of the columns mapped."""
    top = _top(wanted.layout)
    said = {column: plain(sheet.text(top[-1], column)) for column in wanted.heads} if top else {}
    said = {column: words for column, words in said.items() if words}
    same = {
        number: sum(plain(sheet.text(number, column)) == words for column, words in said.items())
        for number in sheet.rows()
        if top and top[-1] < number <= (wanted.layout.last or number)
    }
    return (*top, *(number for number, n in same.items() if n >= FEWEST_SAME and n * 2 > len(said)))


def _words(rows: Mapping[int, Mapping[int, str]], number: int, layout: Layout) -> str:
    """The words by which a row is known again: what it asks, else what stands first in it."""
    texts = rows.get(number, {})
    asked = texts.get(layout.columns.get("question", 0), "")
    return plain(asked or next(iter(texts.values()), ""))


def _nearest(found: list[int], number: int) -> int:
    """The row nearest to where the words stood, 0 where they are gone."""
    return min(found, key=lambda row: (abs(row - number), row), default=0)
