"""The record of dealings as a workbook: conversations, files received with their times and hashes, calls to references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluator.adapters.look import AMBER, BODY, HEADER, PLAIN, TITLE
from evaluator.adapters.sheets import Book
from evaluator.domain.text import Lang
from evaluator.i18n.words import t

_TALKS: Final = (("conversation.col.code", 8.0), ("conversation.head.vendor", 26.0), ("conversation.col.day", 20.0),
                 ("conversation.col.kind", 14.0), ("conversation.col.people", 24.0),
                 ("conversation.col.asked", 40.0), ("conversation.col.learnt", 44.0),
                 ("conversation.col.touches", 24.0), ("conversation.col.cited", 30.0),
                 ("conversation.head.by", 30.0), ("conversation.head.state", 24.0))  # fmt: skip
_FILES: Final = (("conversation.head.vendor", 26.0), ("conversation.head.file", 40.0), ("conversation.head.handed_in", 28.0),
                 ("conversation.head.uploaded", 30.0), ("conversation.head.state", 30.0), ("SHA-256", 68.0))  # fmt: skip
_CALLS: Final = (("conversation.head.vendor", 26.0), ("conversation.head.client", 26.0), ("reference.sheet.day", 20.0),
                 ("reference.sheet.caller", 20.0), ("reference.sheet.spoken", 24.0), ("conversation.head.said", 60.0),
                 ("conversation.head.settled", 44.0), ("conversation.head.state", 22.0))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DealingsRecord:
    """Rows ready to be written, each text as it is read: conversations, files and calls, in the order of their heads.

    ``note`` says in which zone their times are.
    """

    tender: str
    talks: Sequence[Sequence[str]]
    files: Sequence[Sequence[str]]
    calls: Sequence[Sequence[str]]
    note: str
    sample: bool = False


def write_dealings(record: DealingsRecord, lang: Lang) -> bytes:
    """The workbook; what a vendor or a client said stays plain text."""
    title = t("conversation.sheet.title", lang)
    mark = t("workbook.sample", lang) if record.sample else ""
    book = Book(lang, f"{title} · {record.tender}", mark)
    parts = (("talks", _TALKS, record.talks), ("files", _FILES, record.files), ("calls", _CALLS, record.calls))
    for key, heads, rows in parts:
        page = book.page(t(f"conversation.sheet.{key}", lang))
        page.columns([width for _, width in heads])
        page.banner(1, f"{title} · {t(f'conversation.sheet.{key}', lang)}", TITLE, len(heads))
        page.banner(2, f"{record.tender} · {record.note}", replace(PLAIN, bold=True), len(heads))
        row = 3
        if mark:
            page.banner(row, mark, replace(PLAIN, bold=True, color=AMBER), len(heads))
            row += 1
        for column, (head, _) in enumerate(heads, start=1):
            page.text(row, column, t(head, lang) if "." in head else head, HEADER)
        page.fit(row, grows=False)
        page.freeze(f"A{row + 1}", f"{row}:{row}")
        for cells in rows:
            row += 1
            for column, text in enumerate(cells, start=1):
                page.text(row, column, text, BODY)
            page.fit(row, grows=False)
    return book.save()
