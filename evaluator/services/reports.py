"""What goes back to a vendor as files: the cells to correct as .xlsx and .docx, and a list of points to reply to.

The points are those of the clarification letter; a price is in none of them before prices are opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from evaluator.adapters.report_content import Line, Report
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t
from evaluator.services.letter import Matter, Point, day_words, points
from evaluator.services.wording import asked_part

KINDS = ("findings", "document", "clarifications")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')


def report_file(
    matter: Matter, tender: Tender | None, units: Mapping[str, Text], kind: str, ask: tuple[Lang, date | None]
) -> tuple[str, bytes]:
    """Name and bytes of one file of a vendor's report; ``kind`` is one of `KINDS`, ``ask`` language and day of reply."""
    lang, due = ask
    return written(report_of(matter, tender, units, lang, due), kind)


def written(report: Report, kind: str) -> tuple[str, bytes]:
    """Name and bytes of a report as one of `KINDS`."""
    name, suffix = {"document": ("findings", "docx")}.get(kind, (kind, "xlsx"))
    return file_name(report.vendor, t(f"report.{name}", report.lang), suffix), _writer(kind)(report)


def file_name(vendor: str, what: str, suffix: str) -> str:
    """What a file to a vendor is called.

    >>> file_name("Ada: <Ltd>", "Clarification list 1", "xlsx")
    'Ada Ltd Clarification list 1.xlsx'
    """
    return f"{_safe(vendor)} {what}.{suffix}"


def report_of(matter: Matter, tender: Tender | None, units: Mapping[str, Text], lang: Lang, due: date | None) -> Report:
    """The report to the vendor of a matter; it has no lines where nothing is asked."""
    lines = [_line(matter, tender, units, point, lang) for point in points(matter, lang)]
    return report_to(matter.bid.vendor, tender, matter.asked.title.show(lang), lines, (lang, due))


def report_to(
    vendor: str, tender: Tender | None, title: str, lines: Sequence[Line], ask: tuple[Lang, date | None]
) -> Report:
    """The report of these lines; ``title`` heads it where no tender is known, ``ask`` as in `report_file`."""
    lang, due = ask
    buyer = tender.buyer if tender else None
    reach = [part for part in (buyer.contact, buyer.phone, buyer.email) if part] if buyer else []
    return Report(
        lang=lang, tender=tender.name.show(lang) if tender else title, vendor=vendor,
        buyer=buyer.name.show(lang) if buyer else "", reach=", ".join(reach), due=day_words(due, lang),
        mark=t("workbook.sample", lang) if tender and tender.sample else "", lines=tuple(lines),
    )  # fmt: skip


def _line(matter: Matter, tender: Tender | None, units: Mapping[str, Text], point: Point, lang: Lang) -> Line:
    from evaluator.adapters.sheets import Book
    from evaluator.adapters.template_entry import Form, permitted
    from evaluator.adapters.template_file import money_text

    group, item = point.request.group, point.request.item
    part = asked_part(matter, item) if item else None
    form = Form(Book(lang, ""), lang, units, money_text(tender, "price" if group == "price" else "technical"))
    return Line(
        group=group, severity=point.severity, subject=point.subject, sources=point.sources, given=point.given,
        allowed=permitted(form, part) if part else "", asks=point.asks,
    )  # fmt: skip


def _writer(kind: str) -> Callable[[Report], bytes]:
    # Each library is loaded only by what writes with it: together they cost half a second.
    if kind == "document":
        from evaluator.adapters.docx_findings import write_findings_document

        return write_findings_document
    from evaluator.adapters.findings_file import write_clarifications, write_findings

    return {"findings": write_findings, "clarifications": write_clarifications}[kind]


def _safe(name: str) -> str:
    """A vendor's name as a part of a file's name.

    >>> _safe("../Ada: <Ltd>")
    'Ada Ltd'
    """
    return " ".join(_UNSAFE.sub(" ", name).split()).strip(". ")[:80].strip() or "-"
