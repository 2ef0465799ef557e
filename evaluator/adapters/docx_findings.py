"""A findings report as a Word document to send to a vendor: a table for each group of points, on pages that lie."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.adapters.docx_parts import LANDSCAPE_WIDTH, package, page_number, page_setup
from evaluator.adapters.docx_tables import BLANK_INK, Cell, Grid, grid
from evaluator.adapters.docx_xml import Element, Ink, Set, el, paragraph, run
from evaluator.adapters.report_content import Line, Report
from evaluator.i18n.words import t

_HEADS = ("number", "place", "subject", "given", "allowed", "todo")
_SHARES = (2, 8, 11, 9, 9, 15)
_LIST_HEADS = ("number", "subject", "place", "given", "point", "allowed", "reply")
_LIST_SHARES = (2, 10, 7, 8, 10, 8, 12)
_Row = Callable[[int, Line, Report], list[Cell]]
_AMBER = "8A5A00"


def write_findings_document(report: Report) -> bytes:
    """The report as .docx; the same report gives the same bytes."""
    return _document(report, "findings", _HEADS, _SHARES, _row)


def write_list_document(report: Report) -> bytes:
    """The clarification list of a round as .docx, with room for each reply; it is for reading and signing only."""
    return _document(report, "round", _LIST_HEADS, _LIST_SHARES, _reply)


def _document(report: Report, kind: str, heads: tuple[str, ...], shares: tuple[int, ...], row: _Row) -> bytes:
    lang = report.lang
    ink, bold = Ink(lang), Ink(lang, bold=True)
    title, how = report.title(kind), "round_document" if kind == "round" else kind
    content = [
        paragraph(Set("ScheduleTitle"), [run(title, bold)]),
        paragraph(Set("Normal"), [run(report.tender, bold)]),
    ]
    if report.mark:
        content.append(paragraph(Set("Normal"), [run(report.mark, Ink(lang, bold=True, colour=_AMBER))]))
    facts = [[Cell(label, bold=True), Cell(fact, BLANK_INK if gap else "")] for label, fact, gap in report.facts()]
    content += [
        grid(Grid(heads=("", ""), rows=facts, width=LANDSCAPE_WIDTH, lang=lang, shares=(1, 5))),
        paragraph(Set("Line"), [run(report.counted(), bold)]),
        paragraph(Set("Normal"), [run(t(f"report.how.{how}", lang), ink)]),
    ]
    for group, lines in report.groups():
        content.append(paragraph(Set("Heading2"), [run(group, bold)]))
        rows = [row(number, line, report) for number, line in lines]
        named = tuple(t(f"report.head.{key}", lang) for key in heads)
        content.append(grid(Grid(heads=named, rows=rows, width=LANDSCAPE_WIDTH, lang=lang, shares=shares)))
    if report.round:
        content.append(paragraph(Set("Line"), [run(t("report.signed", lang), ink)]))
    content.append(page_setup(landscape=True))
    return package(
        el("document", el("body", *content)), (_header(report), _footer(report)), f"{title} · {report.vendor}"
    )


def _row(number: int, line: Line, report: Report) -> list[Cell]:
    place = "\n".join(filter(None, (line.files, line.sheets, line.cells)))
    severity = t(f"report.severity.{line.severity.value}", report.lang)
    return [
        Cell(str(number), align="center"), Cell(place), Cell(line.subject), Cell(line.quoted(report.lang)),
        Cell(line.allowed), Cell("\n".join((f"【{severity}】" if report.lang == "zh" else f"{severity}.", *line.asks))),
    ]  # fmt: skip


def _reply(number: int, line: Line, report: Report) -> list[Cell]:
    place = "\n".join(filter(None, (line.files, line.sheets, line.cells)))
    said = (line.subject, place, line.quoted(report.lang), "\n".join(line.asks), line.allowed, "")
    return [Cell(str(number), align="center"), *(Cell(words) for words in said)]


def _header(report: Report) -> Element:
    words = " · ".join(filter(None, (report.buyer, report.tender, report.vendor)))
    return el("hdr", paragraph(Set("Header"), [run(words, Ink(report.lang))]))


def _footer(report: Report) -> Element:
    return el("ftr", paragraph(Set("Footer"), page_number(report.lang)))
