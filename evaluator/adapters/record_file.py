"""The record of a tender as plain tables in workbooks: its events, and every score in its last form."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.adapters.look import BODY, HEADER, PRINTED, TITLE
from evaluator.adapters.sheets import Book
from evaluator.domain.text import Lang
from evaluator.i18n.words import t

Columns = Sequence[tuple[str, float]]


def write_table(title: str, columns: Columns, rows: Sequence[Sequence[str]], lang: Lang, mark: str = "") -> bytes:
    """A workbook of one sheet: heads (keys of the catalogue ``folder``) with their widths, and rows of text."""
    book = Book(lang, title, mark)
    page = book.page(title)
    page.columns([width for _, width in columns])
    page.banner(1, title, TITLE, len(columns))
    if mark:
        page.banner(2, mark, BODY, len(columns))
    for column, (key, _) in enumerate(columns, start=1):
        page.text(3, column, t(f"folder.col.{key}", lang), HEADER)
    page.fit(3, grows=False)
    for row, texts in enumerate(rows, start=4):
        for column, text in enumerate(texts, start=1):
            page.text(row, column, text, PRINTED if column < 3 else BODY)
        page.fit(row, grows=False)
    page.freeze("A4", "3:3")
    return book.save()
