"""A findings report and a clarification list as workbooks to send to a vendor; what the vendor wrote stays plain text."""

from __future__ import annotations

from dataclasses import replace

from evaluator.adapters.look import AMBER, BODY, ENTRY, HEADER, PLAIN, PRINTED, QUIET, RED, SUBHEAD, TITLE
from evaluator.adapters.paging import keep_together
from evaluator.adapters.report_content import Line, Report
from evaluator.adapters.sheets import Book, Page
from evaluator.domain.finding import Severity
from evaluator.i18n.words import t

_CORRECT = (("number", 5.0), ("severity", 10.0), ("file", 17.0), ("sheet", 15.0), ("cell", 8.0), ("subject", 30.0),
            ("given", 26.0), ("allowed", 26.0), ("todo", 44.0))  # fmt: skip
_CLARIFY = (("number", 5.0), ("subject", 32.0), ("place", 18.0), ("given", 24.0), ("point", 42.0), ("reply", 38.0),
            ("corrected", 22.0), ("proof", 20.0))  # fmt: skip
_REPLIES = ("reply", "corrected", "proof")
_INK = {Severity.BLOCKER: RED, Severity.WARNING: AMBER, Severity.NOTE: QUIET}


def write_findings(report: Report) -> bytes:
    """The report: one row for each point, with file, sheet and cell, what is there, what is allowed and what to do."""
    book, page, head = started(report, "findings", _CORRECT)
    points = _rows(report, page, head, len(_CORRECT))
    for number, line in points:
        row = number[0]
        ink = replace(BODY, bold=True, color=_INK[line.severity])
        page.number(row, 1, number[1], replace(PRINTED, across="center"))
        page.text(row, 2, t(f"report.severity.{line.severity.value}", report.lang), ink)
        texts = (
            line.files,
            line.sheets,
            line.cells,
            line.subject,
            line.quoted(report.lang),
            line.allowed,
            "\n".join(line.asks),
        )
        for column, text in enumerate(texts, start=3):
            page.text(row, column, text, PRINTED if column < 6 else BODY)
        page.fit(row, grows=False)
    keep_together(page, _headed(points), head)
    return book.save()


def write_clarifications(report: Report) -> bytes:
    """The list: one row for each point, with open cells for the vendor's reply."""
    book, page, head = started(report, "clarifications", _CLARIFY)
    points = _rows(report, page, head, len(_CLARIFY))
    for number, line in points:
        row = number[0]
        page.number(row, 1, number[1], replace(PRINTED, across="center"))
        place = "\n".join(filter(None, (line.files, line.sheets, line.cells)))
        for column, text in enumerate((line.subject, place, line.quoted(report.lang), "\n".join(line.asks)), start=2):
            page.text(row, column, text, PRINTED if column == 3 else BODY)
        for column in range(len(_CLARIFY) - len(_REPLIES) + 1, len(_CLARIFY) + 1):
            page.paint(row, column, replace(ENTRY, code="@"))
        page.fit(row, 3)
    keep_together(page, _headed(points), head)
    page.protect()
    return book.save()


def started(report: Report, kind: str, columns: tuple[tuple[str, float], ...]) -> tuple[Book, Page, int]:
    """A workbook with title, facts and heads; number of the row of heads."""
    lang = report.lang
    title = report.title(kind)
    book = Book(lang, f"{title} · {report.vendor}", report.mark)
    page = book.page(title)
    page.columns([width for _, width in columns])
    page.banner(1, title, TITLE, len(columns))
    page.banner(2, report.tender, replace(PLAIN, size=12, bold=True), len(columns))
    row = 2
    if report.mark:
        row += 1
        page.banner(row, report.mark, replace(PLAIN, bold=True, color=AMBER), len(columns))
    for label, fact, gap in report.facts():
        row += 1
        look = replace(PLAIN, bold=True, color=RED) if gap else PLAIN
        page.banner(row, f"{label}{t('report.colon', lang)}{fact}", look, len(columns))
    for words in (report.counted(), t(f"report.how.{kind}", lang)):
        row += 1
        page.banner(row, words, replace(PLAIN, color=QUIET), len(columns))
    row += 2
    for column, (key, _) in enumerate(columns, start=1):
        page.text(row, column, t(f"report.head.{key}", lang), HEADER)
    page.fit(row, grows=False)
    page.freeze(f"A{row + 1}", f"{row}:{row}")
    return book, page, row


def _rows(report: Report, page: Page, row: int, last: int) -> list[tuple[tuple[int, int], Line]]:
    """Row and number of each point; a heading is written above each group."""
    found = []
    for title, lines in report.groups():
        row += 1
        page.banner(row, title, SUBHEAD, last)
        for number, line in lines:
            row += 1
            found.append(((row, number), line))
    return found


def _headed(points: list[tuple[tuple[int, int], Line]]) -> list[tuple[int, int]]:
    """Each group's heading with its first point: they stay on one page."""
    rows = {number[0] for number, _ in points}
    return [(row - 1, row) for row in sorted(rows) if row - 1 not in rows]
