"""The report of the clinic as a workbook, in each of the tender's languages: what to change first, then every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.adapters.look import BODY, HEADER, PLAIN, QUIET, TITLE
from evaluator.adapters.sheets import Book, Page
from evaluator.clinic.examine import Examined
from evaluator.domain.text import Lang, Layout, Text
from evaluator.i18n.clinic import Grid, grids, headline, lead, notes
from evaluator.i18n.words import known, t

_LEAST_WIDTH = 100.0


def write_clinic(told: Examined, tender: Text, languages: Sequence[Lang], *, sample: bool = False) -> bytes:
    """One sheet a table and language; the same findings always give the same bytes."""
    layout: Layout = "both" if len(languages) > 1 else languages[0]
    title = " / ".join(t("clinic.title", lang) for lang in languages)
    mark = " / ".join(t("workbook.sample", lang) for lang in languages) if sample else ""
    book = Book(layout, f"{title} · {tender.show(languages[0])}", mark)
    for lang in languages:
        for grid in grids(told, lang):
            page = book.page(t(f"clinic.section.{grid.key}", lang))
            note = f"clinic.note.{grid.key}"
            told_above = [*_opening(told, tender, lang), *([(t(note, lang), False)] if known(note, lang) else [])]
            _write(page, told_above, grid, lang)
    return book.save()


def _opening(told: Examined, tender: Text, lang: Lang) -> list[tuple[str, bool]]:
    """The lines above every table, and which of them stand out."""
    said = [(tender.show(lang), True), (headline(told, lang), True), (lead(told, lang), False)]
    return [*said, (t("clinic.supposed", lang), False), *((note, False) for note in notes(told, lang))]


def _write(page: Page, opening: Sequence[tuple[str, bool]], grid: Grid, lang: Lang) -> None:
    widths = [head.width for head in grid.heads]
    widths[0] = max(widths[0], widths[0] + _LEAST_WIDTH - sum(widths))  # so that the lines above have room
    page.columns(widths)
    last, row = len(grid.heads), 1
    page.banner(row, f"{t('clinic.title', lang)} · {t(f'clinic.section.{grid.key}', lang)}", TITLE, last)
    for text, strong in opening:
        row += 1
        page.banner(row, text, replace(PLAIN, bold=True) if strong else replace(PLAIN, color=QUIET), last)
    row += 2
    for column, head in enumerate(grid.heads, start=1):
        page.text(row, column, t(f"clinic.col.{head.key}", lang), HEADER)
    page.fit(row, grows=False)
    page.freeze(f"A{row + 1}", f"{row}:{row}")
    for cells in grid.rows:
        row += 1
        for column, (head, text) in enumerate(zip(grid.heads, cells, strict=True), start=1):
            page.text(row, column, text, replace(BODY, across="right") if head.number else BODY)
        page.fit(row, grows=False)
