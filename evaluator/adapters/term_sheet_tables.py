"""The tables of a draft's schedules in the term sheet: a sheet for each schedule, cell by cell as the draft prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from evaluator.adapters.docx_tables import BOLD, extent
from evaluator.adapters.docx_words import Speaker, before_award, bilingual, schedule_number
from evaluator.adapters.look import ALERT, AMBER, BODY, HEADER, RED, SUBHEAD, TITLE, Look
from evaluator.adapters.sheets import Book, Page
from evaluator.contract.draft import Appendix, Draft, Front, Heading, Table
from evaluator.contract.words import Words
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.i18n.words import t

NARROW, WIDE, MARGIN = 9.0, 44.0, 2.0
_RIGHT = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)
_BLANK: Final = replace(BODY, bold=True, color=RED)
_DEVIATES: Final = replace(BODY, bold=True, color=AMBER)


def write_tables(book: Book, draft: Draft, front: Front, speaker: Speaker) -> None:
    """A sheet for every schedule that holds tables, in the order of the draft."""
    for appendix in draft.appendices:
        tables = [part for part in appendix.parts if isinstance(part, Table)]
        if tables:
            _schedule(book.page(_number(appendix, speaker)), (appendix, tables), front, speaker)


def _number(appendix: Appendix, speaker: Speaker) -> str:
    number = {lang: t("draft.schedule", lang, number=schedule_number(appendix.number, lang)) for lang in ("zh", "en")}
    return Text(**number).show(speaker.layout, " / ")


def _schedule(page: Page, told: tuple[Appendix, Sequence[Table]], front: Front, speaker: Speaker) -> None:
    appendix, tables = told
    shown = [(table, [[_said(table, (down, across), speaker) for across in range(len(table.headings))]
              for down in range(len(table.rows))]) for table in tables]  # fmt: skip
    widths = _widths([([speaker.heading(one.title) for one in table.headings], rows) for table, rows in shown])
    page.columns(widths)
    wide = len(widths)
    page.banner(1, f"{_number(appendix, speaker)}　{appendix.title.show(speaker.layout, ' / ')}", TITLE, wide)
    at = 2
    if mark := before_award(front, speaker.layout):
        page.banner(at, mark, ALERT, wide)
        at += 1
    for table, rows in shown:
        if len(shown) == 1:
            page.freeze(f"A{at + 2}", f"{at + 1}:{at + 1}")
        page.banner(at, table.label.show(speaker.layout, " / "), SUBHEAD, wide)
        at = _table(page, table, rows, at + 1) if rows else _none(page, speaker, at + 1, wide)


def _none(page: Page, speaker: Speaker, at: int, wide: int) -> int:
    page.banner(at, speaker.key("draft.no_rows"), BODY, wide)
    return at + 2


def _table(page: Page, table: Table, rows: Sequence[Sequence[tuple[str, Look]]], at: int) -> int:
    """Heads and rows from row ``at`` on; the row of the next table."""
    for column, heading in enumerate(table.headings, start=1):
        page.text(at, column, heading.title.show(page.layout), HEADER)
    page.fit(at, grows=False)
    for row in rows:
        at += 1
        for column, (text, look) in enumerate(row, start=1):
            page.text(at, column, text, look)
        page.fit(at, grows=False)
    return at + 2


def _said(table: Table, at: tuple[int, int], speaker: Speaker) -> tuple[str, Look]:
    """The words of a cell and how they look: a blank and a deviation stand out, the latter under its number."""
    words, heading, mark = table.rows[at[0]][at[1]], table.headings[at[1]], table.marks.get(at, 0)
    if not words:
        return (speaker.key("draft.blank_cell"), _BLANK) if heading.required else ("", BODY)
    text = speaker.cell(_numbered(words, mark))
    return text, _across(_DEVIATES if mark else BODY, heading)


def _numbered(words: Words, mark: int) -> Words:
    return (*words, bilingual("draft.deviation_mark", mark=mark)) if mark else words


def _across(look: Look, heading: Heading) -> Look:
    return replace(look, across="right") if heading.kind in _RIGHT else look


def _widths(tables: Sequence[tuple[Sequence[str], Sequence[Sequence[tuple[str, Look]]]]]) -> list[float]:
    """Columns wide enough for their longest line, as far as paper goes; tables of one sheet share them."""
    made: list[float] = []
    for heads, rows in tables:
        for at, head in enumerate(heads):
            lines = [line for row in rows for line in row[at][0].split("\n")]
            lengths = [*(extent(line) * BOLD for line in head.split("\n")), *map(extent, lines)]
            need = min(WIDE, max(NARROW, max(lengths) + MARGIN))
            made[at : at + 1] = [max(need, *made[at : at + 1])] if at < len(made) else [need]
    return made or [WIDE]
