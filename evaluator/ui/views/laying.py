"""A workbook that is not ours, while a person says how it is read: its sheets, what they were taken for, and what that gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from evaluator.domain.finding import Finding
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.layouts import Layout, Rows
from evaluator.intake.foreign.mapped import is_priced
from evaluator.intake.foreign.mapping import SheetMapping, WorkbookMapping, apply, mapped
from evaluator.intake.foreign.merges import Merges, merges_of
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.replies import GIVEN, reply_of
from evaluator.intake.foreign.tables import Table, rows_of, table_by
from evaluator.intake.foreign.targets import ours_among
from evaluator.intake.foreign.veiling import Said, veiled_sheet
from evaluator.intake.questionnaire import Questionnaire
from evaluator.ui.views.picture import Drawing, drawing

Origin = Literal["recognised", "saved", "file"]
BARE: Final = Layout(header_rows=(), columns={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table of the workbook: the sheet, its layout, whether it is read, and the vendor who answers all of it.

    ``confidence`` lies between 0 and 1 and is that of recognition; ``by`` says who laid it out last. ``seen``
    is what recognition saw, with the cells that led to it; ``left`` is why a sheet is not read.
    """

    sheet: SheetCells
    layout: Layout = BARE
    used: bool = True
    vendor: str = ""
    confidence: float = 1.0
    by: Literal["recognised", "person", "mapping"] = "recognised"
    seen: Table | None = None
    left: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is read: questions, and answers that are no blanks."""

    questions: int
    answers: int


@dataclass(kw_only=True)
class Laying:
    """The workbook on the table: its bytes, its parts as they stand, and those that the page began with.

    While prices are sealed (``sealed``) the ``book`` was given without them, and the sheets of the parts are without those
    that the layout says hold prices, too. ``asked`` are our questions.
    """

    name: str
    data: bytes
    book: Workbook
    parts: list[Part]
    asked: Questionnaire
    sealed: bool
    origin: Origin = "recognised"
    origin_name: str = ""
    faults: tuple[Finding, ...] = ()
    vendor: str = ""
    matches: dict[str, str] = field(default_factory=dict)
    first: tuple[Part, ...] = ()
    _drawn: dict[str, Drawing] = field(default_factory=dict)
    _merges: dict[str, Merges] = field(default_factory=dict)
    _rows: dict[str, Rows] = field(default_factory=dict)
    _kept: dict[int, tuple[Part, SheetMapping]] = field(default_factory=dict)
    _read: dict[int, tuple[Part, Table, Counts]] = field(default_factory=dict)

    def drawing(self, sheet: SheetCells) -> Drawing:
        """The sheet made ready to be drawn, once."""
        if sheet.name not in self._drawn:
            self._drawn[sheet.name] = drawing(sheet)
        return self._drawn[sheet.name]

    def rows(self, sheet: SheetCells) -> Rows:
        """The sheet's texts by row and column, gathered once."""
        if sheet.name not in self._rows:
            self._rows[sheet.name] = rows_of(sheet, self.merges(sheet))
        return self._rows[sheet.name]

    def merges(self, sheet: SheetCells) -> Merges:
        """The sheet's merged cells, made out once."""
        if sheet.name not in self._merges:
            self._merges[sheet.name] = merges_of(sheet)
        return self._merges[sheet.name]

    def table(self, number: int) -> Table:
        """The table of a part as it stands."""
        return self._reading(number)[1]

    def counts(self, number: int) -> Counts:
        """What a part gives as it stands; nothing where it is not read."""
        return self._reading(number)[2] if self.parts[number].used else Counts(0, 0)

    def _reading(self, number: int) -> tuple[Part, Table, Counts]:
        part, kept = self.parts[number], self._read.get(number)
        if kept is None or kept[0] is not part:
            rows, merges = self.rows(part.sheet), self.merges(part.sheet)
            table = table_by(part.sheet, part.layout, part.confidence, rows, merges)
            kept = self._read[number] = (part, table, _counted(table))
        return kept

    def states_prices(self) -> bool:
        """Whether a price was found in the workbook that must not be seen yet."""
        return any(cell.kind == "sealed" for part in self.parts for cell in part.sheet.cells.values())

    def total(self) -> Counts:
        """What the whole workbook gives."""
        counts = [self.counts(number) for number in range(len(self.parts))]
        return Counts(sum(one.questions for one in counts), sum(one.answers for one in counts))

    def change(self, number: int, **changes: object) -> None:
        """A part after a person has spoken of it."""
        part = replace(self.parts[number], by="person", left="", **changes)  # type: ignore[arg-type]  # its own fields
        self.parts[number] = part
        self._veil(part.sheet.name)

    def match(self, said: Mapping[str, str]) -> None:
        """What a person says foreign questions are: a table that holds prices by that shows them no longer."""
        self.matches |= ours_among(said, self.asked)
        for sheet in self.book.sheets:
            self._veil(sheet.name)

    def again(self) -> None:
        """Everything as the page began with."""
        self.parts = list(self.first)
        for sheet in self.book.sheets:
            self._forget(sheet.name)
            self._veil(sheet.name)

    def take(self, mapping: WorkbookMapping, origin: Origin, name: str) -> None:
        """The workbook as a mapping that was kept lays it out; a sheet that the mapping does not fit is not read."""
        applied = apply(self.book, mapping)
        owners = ["" if owner == mapping.vendor else owner for owner in applied.owners]
        parts = [
            Part(sheet=table.sheet, layout=table.layout, vendor=owner, by="mapping")
            for table, owner in zip(applied.tables, owners, strict=True)
        ]
        there = {part.sheet.name for part in parts}
        parts += [replace(part, used=False, left="not_mapped") for part in self.parts if part.sheet.name not in there]
        order = [sheet.name for sheet in self.book.sheets]
        self.parts = sorted(parts, key=lambda part: order.index(part.sheet.name))
        self.origin, self.origin_name, self.faults = origin, name, applied.findings
        self.vendor, self.matches = mapping.vendor or self.vendor, {}
        self.match(mapping.matches)
        self.first = tuple(self.parts)

    def _veil(self, name: str) -> None:
        """The parts on a sheet drawn on it as it may be seen: while prices are sealed, without those that they now find."""
        sheet = now = next(sheet for sheet in self.book.sheets if sheet.name == name)
        mine = [part for part in self.parts if part.sheet.name == name]
        if self.sealed:
            tables = (table_by(sheet, part.layout) for part in mine if part.layout.price_columns() or self.matches)
            priced = [Said(one, self.matches) for one in tables if is_priced(one, self.asked, self.matches)]
            now = veiled_sheet(sheet, priced, self.asked) if priced else sheet
        if any(part.sheet is not now and part.sheet.cells != now.cells for part in mine):
            self.parts = [replace(part, sheet=now) if part.sheet.name == name else part for part in self.parts]
            self._forget(name)

    def _forget(self, name: str) -> None:
        """What was made ready of a sheet is made anew."""
        for kept in (self._drawn, self._rows, self._merges):
            kept.pop(name, None)

    def reread(self, book: Workbook, *, sealed: bool) -> None:
        """The same workbook, laid out as it is, after prices were opened, or the opening was taken back."""
        self.book, self.sealed = book, sealed
        sheets = {sheet.name: sheet for sheet in book.sheets}
        self.first = tuple(replace(part, sheet=sheets[part.sheet.name]) for part in self.first)
        self.parts = [replace(part, sheet=sheets[part.sheet.name]) for part in self.parts]
        for name in sheets:
            self._forget(name)
            self._veil(name)

    def mapping(self) -> WorkbookMapping:
        """The layout of the whole workbook as a value that is kept."""
        used = [number for number, part in enumerate(self.parts) if part.used and part.layout.columns]
        tables = tuple(self._table_mapping(number) for number in used)
        return WorkbookMapping(tables=tables, vendor=self.vendor, matches=dict(self.matches))

    def _table_mapping(self, number: int) -> SheetMapping:
        part, kept = self.parts[number], self._kept.get(number)
        if kept is None or kept[0] is not part:
            made = mapped(part.sheet, part.layout, part.vendor, self.rows(part.sheet))
            kept = self._kept[number] = (part, made)
        return kept[1]


def begin(name: str, data: bytes, book: Workbook, asked: Questionnaire, *, sealed: bool) -> Laying:
    """A workbook as recognition lays it out; a sheet in which it finds no questions is not read, and it is said why."""
    tables, left = recognise(book)
    parts = []
    for sheet in book.sheets:
        found = [table for table in tables if table.sheet.name == sheet.name]
        parts += [Part(sheet=sheet, layout=one.layout, confidence=one.confidence, seen=one) for one in found]
        if not found:
            parts.append(Part(sheet=sheet, used=False, left=left.get(sheet.name, "no_questions")))
    return Laying(name=name, data=data, book=book, parts=parts, asked=asked, sealed=sealed, first=tuple(parts))


def _counted(table: Table) -> Counts:
    if table.layout.options:
        return Counts(len(table.items), sum(bool(table.answer(item, 0)) for item in table.items))
    cells = (table.cell(item, column) for item in table.items for column in table.answer_columns())
    answers = sum(reply_of(cell) in GIVEN for cell in cells)
    return Counts(len(table.items), answers)


def sheet_names(laying: Laying) -> list[str]:
    """Names of the parts in the choice of sheets, with the vendor whose rows they are, or the number of a second table."""
    names = [" · ".join(filter(None, (part.sheet.name, part.layout.owner))) for part in laying.parts]
    return [
        name if name not in names[:place] else f"{name} ({names[:place].count(name) + 1})"
        for place, name in enumerate(names)
    ]


def sheet_counts(laying: Laying, number: int, lang: Lang) -> str:
    """What is read from a part."""
    if not laying.parts[number].used:
        left = laying.parts[number].left
        return (
            t("laying.sheet_left", lang, why=t(f"finding.left.{left}", lang)) if left else t("laying.sheet_out", lang)
        )
    counts = laying.counts(number)
    return t("laying.sheet_read", lang, n=counts.questions, answers=counts.answers)


def bare(mapping: WorkbookMapping) -> WorkbookMapping:
    """What of a mapping is kept with a tender as its layout: not whose file it is, nor what its questions are."""
    return replace(mapping, vendor="", matches={})
