"""A workbook that is not ours, while a person says how it is read: its sheets, what they were taken for, and what that gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from evaluator.domain.finding import Finding, Severity
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.headings import role_of
from evaluator.intake.foreign.layouts import Layout, Rows
from evaluator.intake.foreign.mapped import is_priced
from evaluator.intake.foreign.mapping import SheetMapping, WorkbookMapping, apply, mapped
from evaluator.intake.foreign.merges import Merges, merges_of
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.replies import GIVEN, reply_of
from evaluator.intake.foreign.tables import Table, rows_of, table_by
from evaluator.intake.questionnaire import Questionnaire
from evaluator.services.mapping import Proposal
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.layout_edits import heading
from evaluator.ui.views.picture import Drawing, drawing, head

Origin = Literal["recognised", "saved", "file"]
PRICES: Final = frozenset({"unit_price", "amount"})
SHOWN: Final = 6  # rows named one by one
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
    """The workbook on the table: its bytes, its parts as they stand, and those that the page began with."""

    name: str
    data: bytes
    book: Workbook
    parts: list[Part]
    origin: Origin = "recognised"
    origin_name: str = ""
    faults: tuple[Finding, ...] = ()
    vendor: str = ""
    matches: dict[str, str] = field(default_factory=dict)
    first: tuple[Part, ...] = ()
    recognised: tuple[Table, ...] = ()
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

    def total(self) -> Counts:
        """What the whole workbook gives."""
        counts = [self.counts(number) for number in range(len(self.parts))]
        return Counts(sum(one.questions for one in counts), sum(one.answers for one in counts))

    def change(self, number: int, **changes: object) -> None:
        """A part after a person has spoken of it."""
        self.parts[number] = replace(self.parts[number], by="person", left="", **changes)  # type: ignore[arg-type]  # its own fields

    def again(self) -> None:
        """Everything as the page began with."""
        self.parts = list(self.first)

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
        self.first, self.origin, self.origin_name = tuple(self.parts), origin, name
        self.matches, self.faults = dict(mapping.matches), applied.findings
        self.vendor = mapping.vendor or self.vendor

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


def begin(name: str, data: bytes, book: Workbook) -> Laying:
    """A workbook as recognition lays it out; a sheet in which it finds no questions is not read, and it is said why."""
    tables, left = recognise(book)
    parts = []
    for sheet in book.sheets:
        found = [table for table in tables if table.sheet.name == sheet.name]
        parts += [Part(sheet=sheet, layout=one.layout, confidence=one.confidence, seen=one) for one in found]
        if not found:
            parts.append(Part(sheet=sheet, used=False, left=left.get(sheet.name, "no_questions")))
    return Laying(name=name, data=data, book=book, parts=parts, first=tuple(parts), recognised=tables)


def _counted(table: Table) -> Counts:
    if table.layout.options:
        return Counts(len(table.items), sum(bool(table.marked(item)) for item in table.items))
    cells = (table.cell(item, column) for item in table.items for column in table.answer_columns())
    answers = sum(reply_of(cell) in GIVEN for cell in cells)
    return Counts(len(table.items), answers)


def sealed_columns(laying: Laying, number: int, asked: Questionnaire) -> frozenset[int]:
    """Columns whose figures are not shown while prices are sealed: what holds prices now, or was recognised as doing so."""
    sheet = laying.parts[number].sheet
    found: set[int] = set()
    for table in (laying.table(number), *(one for one in laying.recognised if one.sheet is sheet)):
        if is_priced(table, asked, laying.matches):
            prices = {column for role, column in table.columns.items() if role in PRICES}
            found |= prices | table.answer_columns().keys()
    return frozenset(found)


def sheet_names(laying: Laying) -> list[str]:
    """Names of the parts in the choice of sheets: a sheet with a second table is named again with its number."""
    names = [part.sheet.name for part in laying.parts]
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
    asking, top = {item.row for item in table.items}, min(layout.header_rows, default=0)
    out = [row for row in sheet if row > top and row not in asking and row not in layout.header_rows]
    if out:
        places = ", ".join(map(str, out[:SHOWN])) + ("…" if len(out) > SHOWN else "")
        found.append(Reason(places, t("laying.why.out", lang, n=len(out), said=len(layout.skipped))))
    return found


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


def vendor_choices(now: TenderState, laying: Laying) -> list[str]:
    """Vendors that may be named: those invited, those who have sent something, and those whom the workbook names."""
    named = [name for part in laying.parts for name in (part.vendor, *part.layout.vendors.values())]
    there = [*now.tender.vendors, *now.vendor_ids, *named, laying.vendor]
    return list(dict.fromkeys(name for name in there if name))


def wants_vendor(laying: Laying) -> bool:
    """Whether a sheet is read of which neither the sheet nor its columns say whose answers it holds."""
    return any(part.used and not part.vendor and not part.layout.vendors for part in laying.parts)


def offers(made: Proposal, lang: Lang) -> tuple[list[Column], list[Row]]:
    """What would be read of each vendor and envelope."""
    columns = [
        Column(t("laying.col.vendor", lang), head=True, width=14), Column(t("laying.col.envelope", lang), width=7),
        Column(t("laying.col.answers", lang), kind="number"), Column(t("laying.col.blockers", lang), kind="number"),
        Column(t("laying.col.others", lang), kind="number"),
    ]  # fmt: skip
    rows = []
    for one in made.offers:
        blockers = sum(found.severity is Severity.BLOCKER for found in one.findings)
        answers = "–" if one.refused else f"{one.answered} / {one.questions}"
        part = (
            Cell(text=t("laying.refused", lang), tone="bad")
            if one.refused
            else t(f"bids.envelope.{one.envelope}", lang)
        )
        stops = Cell(text=str(blockers), tone="warn" if blockers else "soft")
        rows.append(Row([one.vendor or "–", part, answers, stops, str(len(one.findings) - blockers)]))
    return columns, rows


def offer_findings(made: Proposal) -> tuple[Finding, ...]:
    """Everything that was found, each once; what stands in a cell before the questions that nothing was matched to."""
    found = dict.fromkeys(found for one in made.offers for found in one.findings)
    return tuple(sorted(found, key=lambda one: not one.source.cell))


def bare(mapping: WorkbookMapping) -> WorkbookMapping:
    """What of a mapping is kept with a tender as its layout: not whose file it is, nor what its questions are."""
    return replace(mapping, vendor="", matches={})
