"""What each vendor must correct in a workbook that is not ours: the questions and cells of that workbook, as it calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evaluator.adapters.report_content import Line
from evaluator.domain.finding import Finding, Rule, Severity, Source, finding
from evaluator.domain.text import Lang
from evaluator.i18n.words import message
from evaluator.intake.address import place
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.foreign.doubts import doubts
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.mapping import Applied
from evaluator.intake.foreign.replies import Reply, reply_in, reply_of
from evaluator.intake.foreign.tables import Table
from evaluator.services.letter import FILE_FAULTS

# Of the doubts about a workbook those that only its vendor can end; the others are about how we read it.
_CELLS = frozenset({
    Rule.MARKED_TWICE, Rule.MARK_UNCLEAR, Rule.ANSWER_BESIDE, Rule.FORMULA_UNCALCULATED, Rule.ERROR_VALUE, Rule.ANSWER_IN_NOTE,
    Rule.ANSWERS_CONFLICT, Rule.ID_TWICE, Rule.BLANK, Rule.SECOND_VALUE, Rule.ANSWER_UNASKED, Rule.NOTE_AT_ANSWER,
    Rule.ANSWER_DITTO, Rule.ANSWER_PICTURE, Rule.CELL_MERGED,
})  # fmt: skip


_INSTEAD = (Rule.ANSWER_IN_NOTE, Rule.CELL_MERGED)  # these say more of a blank cell than that it is blank


def foreign_lines(file: FileReading, made: Applied, *, prices: bool) -> Iterator[tuple[str, Lang, list[Line]]]:
    """Each vendor in the file, the language of the questions it was asked, and what it is asked to correct.

    Of tables that state prices nothing is told unless ``prices`` says that prices are opened.
    """
    stem = file.name.rpartition(".")[0] or file.name
    offers: dict[str, tuple[str, list[Table]]] = {}
    for table, owner in zip(made.tables, made.owners, strict=True):
        for column, vendor in table.answer_columns().items():
            name = vendor or owner or file.vendor or stem
            offers.setdefault(vendor_key(name), (name, []))[1].append(_alone(table, column))
    for name, tables in offers.values():
        lang = _language(tables)
        told = [table for table in tables if prices or not table.states_prices()]
        lines = [line for table in told for line in _lines(table, Source(file.name, file.sha256), lang)]
        yield name, lang, [*_of_file(file, lang), *lines]


def _alone(table: Table, column: int) -> Table:
    """The table as if nobody but the vendor of a column had answered it; without its rivals, which are not the vendor's."""
    vendors = {column: table.layout.vendors[column]} if table.layout.vendors else {}
    return replace(table, layout=replace(table.layout, vendors=vendors), rivals={})


def _language(tables: Sequence[Table]) -> Lang:
    words = [item.text for table in tables for item in table.items]
    chinese = sum(any("\u3400" <= sign <= "\u9fff" for sign in text) for text in words)
    return "zh" if chinese * 2 >= len(words) else "en"


def _of_file(file: FileReading, lang: Lang) -> Iterator[Line]:
    for found in file.findings:
        if found.rule in FILE_FAULTS:
            yield Line(
                group="file", severity=found.severity, subject=file.name, sources=(found.source,), given="", allowed="",
                asks=(message(found, lang),),
            )  # fmt: skip


def _lines(table: Table, file: Source, lang: Lang) -> Iterator[Line]:
    """A line for each question of whose row something is asked, in the order of the rows.

    Where several vendors answer on one sheet the buyer has made it: what is wrong with its ids is no vendor's business.
    """
    asked: dict[int, list[Finding]] = {}
    for found in (*doubts([table], {}, file), *_blank(table, file)):
        where = place(found.source.cell)
        if where and found.rule in _CELLS and not (found.rule is Rule.ID_TWICE and table.layout.vendors):
            asked.setdefault(where[0], []).append(found)
    items: Mapping[int, Item] = {item.row: item for item in table.items}
    (column,) = table.answer_columns()
    for row in sorted(asked.keys() & items.keys()):
        item, order = items[row], list(Severity)
        yield Line(
            group="price" if table.states_prices() else "answer",
            severity=min((found.severity for found in asked[row]), key=order.index),
            subject=" ".join(filter(None, (item.id, item.text))),
            sources=tuple(dict.fromkeys(found.source for found in asked[row])),
            given=table.answer(item, column), allowed=" / ".join(table.layout.options.values()),
            asks=tuple(dict.fromkeys(message(found, lang) for found in asked[row])),
        )  # fmt: skip


def _blank(table: Table, file: Source) -> Iterator[Finding]:
    """Questions without an answer; a warning, as nobody knows which of them a form of somebody else's insists on."""
    (column,) = table.answer_columns()
    noted = {found.source.cell for found in doubts([table], {}, file) if found.rule in _INSTEAD}
    for item in table.items:
        given = table.answer(item, column)
        reply = reply_in(given) if table.layout.options else reply_of(table.cell(item, column))
        cell = table.place(item, column)
        if reply in (Reply.UNANSWERED, Reply.PLACEHOLDER) and cell not in noted:
            where = replace(file, sheet=table.sheet.name, cell=cell)
            name = item.id if any(map(str.isalpha, item.id)) else cell  # "7 has no answer" tells a reader nothing
            yield finding(Rule.BLANK, where, severity=Severity.WARNING, id=name)
