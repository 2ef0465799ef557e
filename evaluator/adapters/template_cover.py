"""The cover of a vendor's workbook: who asks, how to fill it in, who answers, and what is still empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from openpyxl.worksheet.hyperlink import Hyperlink

from evaluator.adapters.look import AMBER, BLUE, BODY, HEADER, KEY, PLAIN, PRINTED, SUBHEAD, TITLE
from evaluator.adapters.sheets import Page, quoted
from evaluator.adapters.template_entry import Form, choose, entry_look
from evaluator.domain.question import Kind
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text, languages
from evaluator.i18n.days import moment
from evaluator.i18n.words import both
from evaluator.intake import layout as plan
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, PRICE, Questionnaire

WIDTHS = (8.0, 44.0, 74.0, 16.0)
SOMEBODY = Text("供应商名称", "VendorName")
_LAST = len(WIDTHS)
_SIZES = ("large", "medium", "small", "micro")
_STEPS = {
    "technical": ("open", "allowed", "units", "blank", "tables", "evidence", "no_prices", "send"),
    "price": ("open", "unit_prices", "extras", "total", "sealed", "send"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """A sheet in the table of contents: how many questions, and the formula that counts what is still empty."""

    sheet: str
    questions: int
    formula: str
    count: int


def write_cover(form: Form, page: Page, asked: Questionnaire, tender: Tender | None, envelope: str, vendor: str) -> int:
    """Write title, facts, instructions and the vendor's own fields; number of the next free row.

    ``vendor`` is the name as invited: it stands in its field already, and the vendor may write it otherwise.
    """
    page.columns(WIDTHS)
    page.banner(1, (tender.name if tender else asked.title).show(form.layout), replace(TITLE, wrap=True), _LAST)
    page.banner(2, form.say(f"cover.{envelope}", " / "), replace(PLAIN, size=12, bold=True), _LAST)
    sample_line(form, page, tender, _LAST)
    row = 4
    for label, value in _facts(form, tender, envelope):
        page.text(row, 2, form.say(f"cover.{label}", " / "), PRINTED)
        page.text(row, 3, value, BODY)
        page.fit(row, grows=False)
        row += 1
    row = _instructions(form, page, row + 1, envelope, priced_extras="requirement_prices" in _keys(asked, envelope))
    given = {COVER[0][0]: vendor}
    if tender is not None:
        given[CURRENCY_CELL[0]] = tender.currency
    return _fields(form, page, row + 1, given, envelope)


def sample_mark(layout: Layout, tender: Tender | None) -> str:
    """What labels everything made from the sample tender, empty for a real one."""
    return both("workbook.sample", layout, " / ") if tender is not None and tender.sample else ""


def sample_line(form: Form, page: Page, tender: Tender | None, last: int) -> None:
    """Write the label of the sample tender into row 3, where there is one."""
    words = sample_mark(form.layout, tender)
    if words:
        page.banner(3, words, replace(PLAIN, bold=True, color=AMBER), last)


def _keys(asked: Questionnaire, envelope: str) -> set[str]:
    return {sheet.key for sheet in asked.sheets[envelope]}


def _facts(form: Form, tender: Tender | None, envelope: str) -> list[tuple[str, str]]:
    if tender is None:
        return []
    buyer = tender.buyer
    reach = "; ".join(part for part in (buyer.contact, buyer.phone, buyer.email) if part)
    facts = [
        ("buyer", buyer.name.show(form.layout, " / ")),
        ("purchase", tender.purchase),
        ("lot", tender.lot),
        ("award_limit", "" if tender.award_limit is None else str(tender.award_limit)),
        ("number", tender.id),
        ("deadline", " / ".join(moment(tender.deadline, lang) for lang in languages(form.layout))),
        ("contact", reach),
    ]
    if envelope == PRICE:
        facts.append(("money", form.money.show(form.layout, " / ")))
    return [(label, value) for label, value in facts if value]


def _instructions(form: Form, page: Page, row: int, envelope: str, *, priced_extras: bool) -> int:
    page.banner(row, form.say("cover.how", " / "), replace(SUBHEAD, boxed=False), _LAST)
    steps = [step for step in _STEPS[envelope] if step != "extras" or priced_extras]
    for number, step in enumerate(steps, start=1):
        row += 1
        words = form.say(f"how.{step}", file=file_name(envelope))
        page.text(row, 1, f"{number}.", replace(PLAIN, across="right"))
        page.text(row, 2, words, PLAIN)
        page.sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=_LAST)
        page.high(row, words, sum(WIDTHS[1:]))
    return row + 1


def file_name(envelope: str, vendor: Text = SOMEBODY) -> Text:
    """What a vendor's workbook is to be called.

    >>> file_name("price", Text("星河", "Xinghe")).en
    'Xinghe_price.xlsx'
    """
    what = Text("报价", "price") if envelope == PRICE else Text("技术", "technical")
    return Text(f"{vendor.zh}_{what.zh}.xlsx", f"{vendor.en}_{what.en}.xlsx")


def _fields(form: Form, page: Page, row: int, given: Mapping[str, str], envelope: str) -> int:
    page.banner(row, form.say("cover.vendor", " / "), replace(SUBHEAD, boxed=False), _LAST)
    fields = (*COVER, CURRENCY_CELL) if envelope == PRICE else COVER
    for code, label in fields:
        row += 1
        page.text(row, 1, code, KEY)
        page.text(row, 2, label.show(form.layout), PRINTED)
        cell = page.paint(row, plan.COVER_ANSWER, entry_look(Kind.DATE if code == "V8" else Kind.TEXT))
        if code == "V7":
            sizes = tuple(form.say(f"size.{size}", " / ") for size in _SIZES)
            choose(form, page, sizes, cell.coordinate)
        if given.get(code):
            page.text(row, plan.COVER_ANSWER, given[code], entry_look(Kind.TEXT))
        page.fit(row)
    return row + 1


def write_contents(
    form: Form, page: Page, row: int, progress: Sequence[Progress], code: str, counted: str = "questions"
) -> None:
    """Write the list of sheets with what is still empty on each, then the mark by which the workbook is known again."""
    row += 1
    page.banner(row, form.say("cover.contents", " / "), replace(SUBHEAD, boxed=False), _LAST)
    row += 1
    for column, head in enumerate(("", "sheet", counted, "missing"), start=1):
        page.text(row, column, form.say(f"contents.{head}") if head else "", HEADER)
    page.fit(row, grows=False)
    for line in progress:
        row += 1
        page.text(row, 1, "", PRINTED)
        link = page.text(row, 2, line.sheet, replace(PRINTED, color=BLUE))
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quoted(line.sheet)}!A1")
        page.number(row, 3, line.questions, replace(PRINTED, across="center"))
        page.formula(row, 4, line.formula, replace(PRINTED, across="center", bold=True), Fraction(line.count))
        page.fit(row, grows=False)
    row += 2
    page.text(row, plan.ID, plan.MARKER_CODE, KEY)
    page.text(row, 2, form.say("cover.marker"), KEY)
    page.text(row, plan.COVER_ANSWER, code, KEY)
    page.fit(row, grows=False)
    page.one_page()
