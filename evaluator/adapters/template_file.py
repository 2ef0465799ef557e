"""The workbooks that go out to vendors, made so that `evaluator.intake.template` reads them back exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from evaluator.adapters import text_size
from evaluator.adapters.look import HEADER, INTRO, KEY, PRINTED, TITLE
from evaluator.adapters.paging import keep_together
from evaluator.adapters.sheets import Book, Page, quoted
from evaluator.adapters.template_cover import Progress, sample_mark, write_contents, write_cover
from evaluator.adapters.template_entry import Form, allowed, entry_look, guide, labels, shown_as
from evaluator.adapters.template_table import column_title, columns_of, write_table
from evaluator.domain.method import Method
from evaluator.domain.question import Column, Kind, Question
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text
from evaluator.intake import layout as plan
from evaluator.intake.address import column_letters
from evaluator.intake.questionnaire import PRICE, Questionnaire, Sheet
from evaluator.intake.reading import Printed

QUESTION_WIDTHS = (8.0, 42.0, 36.0, 36.0, 28.0, 20.0)
DEVIATION_WIDTHS = (8.0, 62.0, 22.0, 18.0, 62.0)
_EXTRA = 18.0
_TOGETHER = 2  # rows of a table that never print apart from its title


def write_template(
    asked: Questionnaire, method: Method, tender: Tender | None, envelope: str, layout: Layout, vendor: str = ""
) -> bytes:
    """One workbook of a questionnaire, ``technical`` or ``price``, in Chinese, English or both; same input, same bytes.

    ``vendor`` is written into its own field where the workbook is made for one.
    """
    name = (tender.name if tender else asked.title).show(layout, " / ")
    book = Book(layout, name, sample_mark(layout, tender))
    form = Form(book, layout, method.units, money_text(tender, envelope))
    cover = book.page(form.say("cover.sheet", " "))
    row = write_cover(form, cover, asked, tender, envelope, vendor)
    progress = [_write_sheet(form, sheet) for sheet in asked.sheets[envelope]]
    write_contents(form, cover, row, progress, plan.marker(asked, envelope, layout).code())
    cover.protect()
    lists = [page for page in book.pages if page.sheet.sheet_state == "hidden"]
    for page in lists:
        page.protect()
    return book.save()


def printed(units: Mapping[str, Text], tender: Tender | None) -> Printed:
    """What the workbooks of a tender print of units and options, question by question and column by column."""

    @cache
    def form(layout: Layout, envelope: str) -> Form:
        return Form(Book(layout, ""), layout, units, money_text(tender, envelope))

    def words(asked: Question | Column, layout: Layout, envelope: str) -> str:
        here = form(layout, envelope)
        return allowed(here, asked) if isinstance(asked, Question) else column_title(here, asked)

    return words


def money_text(tender: Tender | None, envelope: str) -> Text:
    """The currency, as it stands beside an amount; prices have a tax basis, other amounts have none."""
    if tender is None:
        return Text("元", "CNY")
    if envelope != PRICE:
        return Text(tender.currency, tender.currency)
    basis = {"included": Text("含税", "tax included"), "excluded": Text("不含税", "tax excluded")}[tender.tax_basis]
    return Text(f"{tender.currency}，{basis.zh}", f"{tender.currency}, {basis.en}")


@dataclass(slots=True)
class _Track:
    """What still has to be filled on a sheet (single answer rows, formula parts of tables), and what prints together."""

    rows: list[int] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    count: int = 0
    blocks: list[tuple[int, int]] = field(default_factory=list)

    def formula(self, name: str) -> str:
        """The formula that counts it; neighbouring rows make one range."""
        letters = column_letters(plan.ANSWER)
        runs = [[row for _, row in run] for _, run in groupby(enumerate(self.rows), key=lambda item: item[1] - item[0])]
        blanks = [f"COUNTBLANK({quoted(name)}!{letters}{run[0]}:{letters}{run[-1]})" for run in runs]
        return "=" + ("+".join([*blanks, *self.parts]) or "0")


def _write_sheet(form: Form, sheet: Sheet) -> Progress:
    page = form.book.page(sheet.title.show(form.layout, " "))
    last = _widths(form, page, sheet)
    page.banner(1, sheet.title.show(form.layout, " / "), TITLE, last)
    page.banner(2, sheet.intro.show(form.layout), INTRO, last)
    track = _Track()
    row = plan.FIRST_ROW
    if sheet.questions and sheet.questions[0].kind is Kind.TABLE:
        page.sheet.row_dimensions[plan.HEADER_ROW].height = 8
    else:
        _heads(form, page, sheet, plan.HEADER_ROW)
    after_table = False
    for question in sheet.questions:
        if question.kind is Kind.TABLE:
            # A narrow empty row keeps a table apart from what stands before it.
            row = row + 1 if row > plan.FIRST_ROW else row
            block = write_table(form, page, question, row, last)
            track.blocks.append((row, min(block.header + _TOGETHER, block.last)))
            track.parts += [block.missing] if block.missing else []
            track.count += block.count
            row, after_table = block.last + 1, True
            continue
        if after_table:
            row, after_table = row + 1, False
            _heads(form, page, sheet, row, plan.TABLE_HEADER)
            track.blocks.append((row, row + 1))
            row += 1
        _write_question(form, page, question, row)
        if question.required:
            track.rows.append(row)
            track.count += 1
        row += 1
    keep_together(page, track.blocks, _keep_in_view(page, sheet))
    page.protect()
    return Progress(page.name, len(sheet.questions), track.formula(page.name), track.count)


def _keep_in_view(page: Page, sheet: Sheet) -> int:
    """Keep the column titles in view and on every printed page, where the whole sheet has the same columns.

    The row of these titles, 0 where the columns change on the way.
    """
    tables = [question.kind is Kind.TABLE for question in sheet.questions]
    if any(tables[1:]) or (any(tables) and not tables[0]):
        page.freeze("A2")
        return 0
    header = plan.FIRST_ROW + 1 if any(tables) else plan.HEADER_ROW
    page.freeze(f"A{header + 1}", f"{header}:{header}")
    return header


def _heads(form: Form, page: Page, sheet: Sheet, row: int, code: str = "") -> None:
    """Column titles of question rows; below a table they carry its mark, so that nobody reads them as its data."""
    kind = "deviation" if all(question.kind is Kind.DEVIATION for question in sheet.questions) else "question"
    names = ("id", "text", "allowed", "answer", "remark", "evidence")
    used = names if any(question.evidence for question in sheet.questions) else names[:-1]
    for column, name in enumerate(used, start=1):
        words = form.say(f"head.{kind}.{name}")
        if code and name == "id":
            page.text(row, column, code, replace(HEADER, code=shown_as(words)))
        else:
            page.text(row, column, words, HEADER)
    page.fit(row, grows=False)


def _write_question(form: Form, page: Page, question: Question, row: int) -> None:
    page.text(row, plan.ID, question.id, KEY)
    page.text(row, plan.TEXT, question.text.show(form.layout), PRINTED)
    page.text(row, plan.ALLOWED, allowed(form, question), PRINTED)
    answer = page.paint(row, plan.ANSWER, entry_look(question.kind))
    guide(form, page, question, answer.coordinate)
    page.paint(row, plan.REMARK, entry_look(Kind.TEXT))
    if question.evidence:
        page.paint(row, plan.EVIDENCE, entry_look(Kind.TEXT))
    page.fit(row, 6 if question.kind is Kind.TEXT else 2)


def _widths(form: Form, page: Page, sheet: Sheet) -> int:
    """Set the widths of a sheet's columns; number of the last one in use."""
    tables = [question for question in sheet.questions if question.kind is Kind.TABLE]
    if tables and len(tables) >= len(sheet.questions) - 1 and tables[0] is sheet.questions[0]:
        return _table_widths(form, page, sheet, tables)
    if all(question.kind is Kind.DEVIATION for question in sheet.questions):
        page.columns(DEVIATION_WIDTHS)
        return len(DEVIATION_WIDTHS)
    last = max([plan.EVIDENCE, *(columns_of(table) for table in tables)])
    page.columns([*QUESTION_WIDTHS, *[_EXTRA] * (last - len(QUESTION_WIDTHS))])
    return last


def _table_widths(form: Form, page: Page, sheet: Sheet, tables: list[Question]) -> int:
    """Widths by content, where a sheet is a table and little else."""
    last = max([plan.REMARK if len(sheet.questions) > len(tables) else 0, *(columns_of(table) for table in tables)])
    widths = [10.0] + [16.0] * (last - 1)
    for table in tables:
        start = plan.first_column(table)
        for order, column in enumerate(table.columns, start=start):
            printed = [
                line
                for row in table.rows
                for key, cell in row.cells
                if key == column.key
                for line in cell.show(form.layout).split("\n")
            ]
            longest = max((text_size.width(line) for line in printed), default=0.0)
            choice = max((text_size.width(label) for label in labels(column.options, form.layout)), default=0.0)
            # Open text has room for a sentence, a drop-down for its longest entry and the arrow.
            free = 34.0 if not printed and column.kind is Kind.TEXT and column in plan.open_columns(table) else 0.0
            widths[order - 1] = max(widths[order - 1], min(longest + 3, 58.0), min(choice + 5, 30.0), free)
    page.columns(widths)
    return last
