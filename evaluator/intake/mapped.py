"""A workbook of somebody else's under a mapping → what each vendor in it says to our questions, every answer with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from evaluator.domain.bid import Answer
from evaluator.domain.finding import Finding, Rule, Severity, Source, finding
from evaluator.intake.address import column_letters
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.blocks import Block
from evaluator.intake.cells import Workbook
from evaluator.intake.layout import marker
from evaluator.intake.mapping import Applied, WorkbookMapping, apply
from evaluator.intake.matching import Match, match
from evaluator.intake.offer import Parts, read_offer
from evaluator.intake.questionnaire import PRICE, TECHNICAL, Questionnaire
from evaluator.intake.reading import Context, Reading
from evaluator.intake.tables import Layout, Table
from evaluator.intake.targets import targets

HIDDEN: Final = "•••"
LAST_ROW: Final = 1_048_576
_MONEY: Final = frozenset({"unit_price", "amount", "quantity"})


def holds_prices(one: Layout) -> bool:
    """Whether a table states prices: then the whole file belongs to the price envelope."""
    return bool(_MONEY & one.columns.keys())


def matches_of(tables: Sequence[Table], asked: Questionnaire, confirmed: Mapping[str, str]) -> dict[str, Match]:
    """What the foreign questions of these tables are, by their keys: of price lists prices, of the others the rest."""
    found: dict[str, Match] = {}
    for priced, envelopes in ((False, (TECHNICAL,)), (True, (PRICE, TECHNICAL))):
        items = [item for table in tables if holds_prices(table.layout) is priced for item in table.items]
        found.update((one.key, one) for one in match(items, targets(asked, envelopes), confirmed))
    return found


def read_mapped(
    workbook: Workbook, mapping: WorkbookMapping, context: Context, invited: Sequence[str] = ()
) -> tuple[FileReading, ...]:
    """One reading for each vendor and envelope; refused where nothing stands where the mapping says.

    Where vendors were ``invited``, a name that is none of theirs is refused: it may be no vendor at all.
    """
    applied = apply(workbook, mapping)
    if not applied.tables:
        found = applied.findings or (finding(Rule.LAYOUT_UNKNOWN, _whole(workbook), file=workbook.name),)
        return (_refused(workbook, "", found),)
    matches = matches_of(applied.tables, context.asked, mapping.matches)
    readings: list[FileReading] = []
    for name, parts in _offers(workbook, applied).items():
        known = next((one for one in invited if vendor_key(one) == vendor_key(name)), "")
        if invited and not known:
            stranger = finding(Rule.VENDOR_UNINVITED, _whole(workbook), given=name, known="; ".join(invited))
            readings.append(_refused(workbook, name, (stranger,)))
            continue
        for envelope in (TECHNICAL, PRICE):
            chosen = [part for part in parts if _belongs(part[0].layout, envelope)]
            if chosen:
                reading = Reading(workbook, marker(context.asked, envelope, "both"), vendor=known or name)
                reading.findings += applied.findings
                read_offer(reading, chosen, matches, context)
                readings.append(_file(reading, kind_of_mapping(mapping), chosen, named=name in mapping.vendor_names()))
    return tuple(readings)


def _file(reading: Reading, kind: str, parts: Parts, *, named: bool) -> FileReading:
    book, price = reading.workbook, reading.marker.envelope == PRICE
    if not named:
        reading.note(Rule.VENDOR_UNNAMED, reading.whole(), "", Severity.WARNING, file=book.name)
    return FileReading(
        name=book.name, sha256=book.sha256, layout="price" if price else "questionnaire" if kind == "price" else kind,
        refused=False, vendor=reading.vendor, answers=tuple(reading.answers.values()),
        findings=tuple(reading.findings), blocks=tuple(_block(reading, table, column) for table, column in parts),
    )  # fmt: skip


def _stands(answer: Answer, table: Table, column: int) -> bool:
    """Whether an answer, or one of a table's cells, stands in this column."""
    found = [one.source for one in (answer, *(cell for row in answer.rows for cell in row.cells.values()))]
    return any(
        one.sheet == table.sheet.name and one.cell.rstrip("0123456789") == column_letters(column) for one in found
    )


def _block(reading: Reading, table: Table, column: int) -> Block:
    """A table as a block of the questions of ours that are answered in it."""
    items = tuple(answer.item for answer in reading.answers.values() if _stands(answer, table, column))
    columns = {**table.letters, "answer": column_letters(column)}
    return Block(
        sheet=table.sheet.name, hidden=table.sheet.hidden, header_row=min(table.layout.header_rows, default=None),
        columns=columns, items=items,
    )  # fmt: skip


def _whole(workbook: Workbook) -> Source:
    return Source(workbook.name, workbook.sha256)


def _refused(workbook: Workbook, vendor: str, found: tuple[Finding, ...]) -> FileReading:
    return FileReading(
        name=workbook.name, sha256=workbook.sha256, layout="unknown", refused=True, vendor=vendor, findings=found
    )


def _belongs(one: Layout, envelope: str) -> bool:
    """Whether a table answers questions of the envelope: a price list with a column for answers speaks to both."""
    return holds_prices(one) if envelope == PRICE else not holds_prices(one) or "answer" in one.columns


def _offers(workbook: Workbook, applied: Applied) -> dict[str, Parts]:
    """The columns of each vendor; one whom nothing names is called by the file, as for our own workbooks."""
    stem = workbook.name.rpartition(".")[0] or workbook.name
    offers: dict[str, Parts] = {}
    spelled: dict[str, str] = {}
    for table, owner in zip(applied.tables, applied.owners, strict=True):
        price = table.columns.get("unit_price") or table.columns.get("amount")
        for column, vendor in (table.answer_columns() or ({price: ""} if price else {})).items():
            name = vendor or owner or stem
            offers.setdefault(spelled.setdefault(vendor_key(name), name), []).append((table, column))
    return offers


def kind_of_mapping(mapping: WorkbookMapping) -> str:
    """What a workbook read by the mapping is: a comparison of vendors, a price list, or a questionnaire."""
    if len(mapping.vendor_names()) > 1:
        return "comparison"
    return "price" if all(holds_prices(table.layout) for table in mapping.tables) else "questionnaire"


def hidden_prices(workbook: Workbook, mapping: WorkbookMapping) -> Workbook:
    """The workbook without the figures of price lists, as it may be shown while prices are sealed; its headings stay."""
    hidden: dict[str, set[int]] = {}
    tops: dict[str, int] = {}
    for table in mapping.tables:
        if holds_prices(table.layout):
            columns = [table.layout.columns.get(role, 0) for role in ("unit_price", "amount")]
            hidden.setdefault(table.sheet, set()).update((*columns, *table.layout.vendors))
            tops[table.sheet] = min(min(table.layout.header_rows, default=1), tops.get(table.sheet, LAST_ROW))
    sheets = tuple(
        replace(sheet, cells={
            place: replace(cell, text=HIDDEN, kind="text")
            if place[1] in hidden.get(sheet.name, ()) and place[0] > tops[sheet.name] else cell
            for place, cell in sheet.cells.items()
        })
        for sheet in workbook.sheets
    )  # fmt: skip
    return replace(workbook, sheets=sheets)
