"""The clarification list of a round as a workbook whose replies are read back; the vendor's own words stay plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.adapters.findings_file import started
from evaluator.adapters.look import BODY, HEADER, PRINTED, SUBHEAD
from evaluator.adapters.report_content import Line, Report
from evaluator.adapters.sheets import Book, Page
from evaluator.adapters.template_entry import Form, entry_look, guide, permitted, shown_as
from evaluator.domain.question import Kind
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t
from evaluator.intake import clarification as plan
from evaluator.intake import layout

_COLUMNS = (("number", 5.0), ("subject", 30.0), ("place", 17.0), ("given", 22.0), ("point", 34.0), ("allowed", 24.0),
            ("reply", 30.0), ("remark", 24.0), ("evidence", 16.0))  # fmt: skip
_LAST = len(_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A cell that is asked about: its point, and the currency with its tax basis in which an amount is given."""

    point: plan.Point
    money: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a list carries to be known again: the marker of its tender, and all the cells it asks about."""

    marker: str
    asked: Sequence[Asking]
    units: Mapping[str, Text]


def allowed_in(asking: Asking, units: Mapping[str, Text], lang: Lang) -> str:
    """What may stand in a reply cell, in one sentence."""
    return permitted(Form(Book(lang, ""), lang, units, asking.money), asking.point.part)


def write_list(report: Report, sent: Sent) -> bytes:
    """The list, a row for each cell asked about in the order of the report's lines; the same input gives the same bytes."""
    book, page, row = started(report, "round", _COLUMNS)
    number = t("report.head.number", report.lang)
    page.text(row, plan.ITEM, layout.TABLE_HEADER, replace(HEADER, code=shown_as(number)))
    form = Form(book, report.lang, sent.units, Text())
    for title, lines in report.groups():
        row += 1
        _heading(page, row, title)
        for order, line in lines:
            row += 1
            asking = sent.asked[order - 1]
            _write(replace(form, money=asking.money), page, row, (order, line), asking.point)
    page.protect()
    _write_head(book, report, sent)
    return book.save()


def _heading(page: Page, row: int, title: str) -> None:
    """The title of a group; the first column stays empty, for what stands in it is an item."""
    for column in range(1, _LAST + 1):
        page.paint(row, column, SUBHEAD)
    page.text(row, plan.TEXT, title, SUBHEAD)
    page.merge(row, plan.TEXT, _LAST)
    page.fit(row, grows=False)


def _write(form: Form, page: Page, row: int, numbered: tuple[int, Line], point: plan.Point) -> None:
    order, line = numbered
    lang: Lang = "en" if form.layout == "en" else "zh"
    page.text(row, plan.ITEM, point.item, replace(PRINTED, across="center", code=shown_as(str(order))))
    place = "\n".join(filter(None, (line.files, line.sheets, line.cells)))
    texts = (line.subject, place, line.quoted(lang), "\n".join(line.asks), line.allowed)
    for column, text in enumerate(texts, start=plan.TEXT):
        page.text(row, column, text, PRINTED if column in (plan.PLACE, plan.ALLOWED) else BODY)
    reply = page.paint(row, plan.REPLY, entry_look(point.part.kind))
    guide(form, page, point.part, reply.coordinate)
    for column in (plan.REMARK, plan.EVIDENCE):
        open_ = point.remarked and (column == plan.REMARK or point.question.evidence)
        page.paint(row, column, entry_look(Kind.TEXT) if open_ else PRINTED)
    page.fit(row, 3 if point.part.kind is Kind.TEXT else 2)


def _write_head(book: Book, report: Report, sent: Sent) -> None:
    page = book.page(plan.HEAD_SHEET, hidden=True)
    points = plan.digest(report.vendor, report.round, [asking.point.item for asking in sent.asked])
    said = (
        (layout.MARKER_CODE, sent.marker), (plan.VENDOR, report.vendor), (plan.ROUND, str(report.round)),
        (plan.POINTS, points),
    )  # fmt: skip
    for row, (code, text) in enumerate(said, start=1):
        page.text(row, layout.ID, code)
        page.text(row, layout.COVER_ANSWER, text)
    page.protect()
