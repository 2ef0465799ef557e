"""A call sheet for one reference: the fixed questions with room for the answers, as a workbook and as a Word document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from evaluator.domain.question import CallQuestion, Kind
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t, unit
from evaluator.intake.bids import vendor_key
from evaluator.intake.cells import Workbook
from evaluator.intake.questionnaire import YES_NO

CODE: Final = "CALL"
META: Final = ("day", "caller", "spoken")
_ID, _TEXT, _ALLOWED, _ANSWER = 1, 2, 3, 4
_WIDTHS: Final = (12.0, 52.0, 26.0, 46.0)
_AMBER: Final = "8A5A00"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """A sheet for one client of one vendor; it holds questions and never what the vendor claims."""

    tender_id: str
    tender: Text
    vendor: str
    client: str
    contacts: tuple[str, ...]
    calls: tuple[CallQuestion, ...]
    units: Mapping[str, Text]
    sample: bool = False

    @property
    def code(self) -> str:
        """What tells the sheet from those of other tenders, vendors and clients."""
        told = "\n".join((vendor_key(self.vendor), vendor_key(self.client)))
        return f"{self.tender_id}|{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    def facts(self, lang: Lang) -> list[tuple[str, str]]:
        """Labels and facts at the head of the sheet."""
        facts = (
            ("tender", self.tender.show(lang)),
            ("vendor", self.vendor),
            ("client", self.client),
            ("contact", " · ".join(self.contacts)),
        )
        return [(t(f"reference.sheet.{key}", lang), fact) for key, fact in facts if fact]

    def rows(self, lang: Lang) -> list[tuple[str, str, str]]:
        """Key, question and what may be answered, for every line that is filled in."""
        head = [
            (key, t(f"reference.sheet.{key}", lang), t("reference.sheet.day_form", lang) if key == "day" else "")
            for key in META
        ]
        return [*head, *((call.key, call.text.show(lang), self._allowed(call, lang)) for call in self.calls)]

    def _allowed(self, call: CallQuestion, lang: Lang) -> str:
        options = YES_NO if call.kind is Kind.YES_NO and not call.options else call.options
        if options:
            return " / ".join(option.text.show(lang) for option in options)
        if call.kind is Kind.DATE:
            return t("reference.sheet.day_form", lang)
        code = "%" if call.kind is Kind.PERCENT else call.unit
        return (
            unit(code, lang, self.units)
            if code
            else t("reference.sheet.number", lang)
            if call.kind is Kind.NUMBER
            else ""
        )


def write_call_sheet(sheet: CallSheet, lang: Lang) -> bytes:
    """The sheet as a workbook; only the cells for answers are open, and it is read back by `read_call_sheet`."""
    from evaluator.adapters.look import AMBER, BODY, ENTRY, HEADER, KEY, PLAIN, PRINTED, QUIET, TITLE
    from evaluator.adapters.sheets import Book

    title, last = t("reference.sheet.title", lang), len(_WIDTHS)
    mark = t("workbook.sample", lang) if sheet.sample else ""
    book = Book(lang, f"{title} · {sheet.client}", mark)
    page = book.page(title)
    page.columns(_WIDTHS)
    page.banner(1, title, TITLE, last)
    row = 1
    if mark:
        row += 1
        page.banner(row, mark, replace(PLAIN, bold=True, color=AMBER), last)
    for label, fact in sheet.facts(lang):
        row += 1
        page.banner(row, f"{label}{t('report.colon', lang)}{fact}", PLAIN, last)
    row += 1
    page.banner(row, t("reference.sheet.how", lang), replace(PLAIN, color=QUIET), last)
    row += 1
    page.text(row, _ID, CODE, replace(KEY, color=QUIET))
    page.text(row, _TEXT, sheet.code, replace(PRINTED, color=QUIET))
    row += 1
    for column, key in enumerate(("no", "question", "allowed", "answer"), start=1):
        page.text(row, column, t(f"reference.sheet.head.{key}", lang), HEADER)
    page.fit(row, grows=False)
    for key, question, allowed in sheet.rows(lang):
        row += 1
        page.text(row, _ID, key, KEY)
        page.text(row, _TEXT, question, PRINTED)
        page.text(row, _ALLOWED, allowed, BODY)
        page.paint(row, _ANSWER, replace(ENTRY, code="@"))
        page.fit(row, 2)
    page.one_page()
    page.protect()
    return book.save()


Read = tuple[str, str, str, dict[str, str]]


def read_call_sheet(book: Workbook, expected: CallSheet) -> Read | str:
    """Day, caller, who spoke and the answers by key; else why not: ``unknown``, ``tender`` or ``other``."""
    for sheet in book.sheets:
        code = next((sheet.text(row, _TEXT) for row in sheet.rows() if sheet.text(row, _ID) == CODE), "")
        if not code:
            continue
        if code.partition("|")[0] != expected.tender_id:
            return "tender"
        if code != expected.code:
            return "other"
        found = {sheet.text(row, _ID): sheet.text(row, _ANSWER) for row in sheet.rows()}
        answers = {call.key: found[call.key] for call in expected.calls if found.get(call.key)}
        day, caller, spoken = (found.get(key, "") for key in META)
        return day[:10], caller, spoken, answers
    return "unknown"


def write_call_document(sheet: CallSheet, lang: Lang) -> bytes:
    """The sheet as .docx, to be filled in by hand during the call; the same sheet gives the same bytes."""
    from evaluator.adapters.docx_parts import PORTRAIT_WIDTH, package, page_number, page_setup
    from evaluator.adapters.docx_tables import Cell, Grid, grid
    from evaluator.adapters.docx_xml import Ink, Set, el, paragraph, run

    ink, bold = Ink(lang), Ink(lang, bold=True)
    title = t("reference.sheet.title", lang)
    content = [paragraph(Set("ScheduleTitle"), [run(title, bold)])]
    if sheet.sample:
        content.append(paragraph(Set("Normal"), [run(t("workbook.sample", lang), Ink(lang, bold=True, colour=_AMBER))]))
    facts = [[Cell(label, bold=True), Cell(fact)] for label, fact in sheet.facts(lang)]
    content.append(grid(Grid(heads=("", ""), rows=facts, width=PORTRAIT_WIDTH, lang=lang, shares=(1, 3))))
    content.append(paragraph(Set("Note"), [run(t("reference.sheet.how_paper", lang), ink)]))
    # A name, a day or a number needs less room for the hand than words; with three lines for each the sheet would run over.
    rows = [
        [Cell(question), Cell(allowed), Cell("\n" if allowed or key in META else "\n\n")]
        for key, question, allowed in sheet.rows(lang)
    ]
    heads = tuple(t(f"reference.sheet.head.{key}", lang) for key in ("question", "allowed", "answer"))
    content.append(grid(Grid(heads=heads, rows=rows, width=PORTRAIT_WIDTH, lang=lang, shares=(5, 2, 5))))
    content.append(page_setup(landscape=False))
    header = el("hdr", paragraph(Set("Header"), [run(f"{sheet.tender.show(lang)} · {sheet.vendor}", ink)]))
    footer = el("ftr", paragraph(Set("Footer"), page_number(lang)))
    return package(el("document", el("body", *content)), (header, footer), f"{title} · {sheet.client}")
