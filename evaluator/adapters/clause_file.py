"""The clause book for counsel: every clause, paragraph and position in open cells, read back by `intake.clause_book`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.adapters.book_cover import write_cover
from evaluator.adapters.look import ENTRY, HEADER, INTRO, KEY, PRINTED, SUBHEAD, TITLE
from evaluator.adapters.packs import Pack
from evaluator.adapters.sheets import Book, Page
from evaluator.adapters.template_cover import sample_mark
from evaluator.adapters.template_entry import Form, choose, unit_name
from evaluator.contract.cells import table_question
from evaluator.contract.known import options_of
from evaluator.domain.clause_edit import Kind, Spot, Wording, cell_key, spots
from evaluator.domain.contract import CellPosition, Clause, Condition, ContractLibrary, Position, When
from evaluator.domain.question import Question
from evaluator.domain.tender import Tender
from evaluator.domain.text import LANGS, Text
from evaluator.i18n.words import both, t
from evaluator.intake import clause_book as plan
from evaluator.intake.address import column_letters
from evaluator.intake.questionnaire import YES_NO, questionnaire

JOINT = " / "
_STEPS = ("where", "code", "tokens", "asked", "back")
_WIDTHS = {"NAME": 26.0, "text": 56.0, "notable": 10.0, "owner": 14.0, "guidance": 36.0, "WHEN": 24.0, "LAW": 16.0,
           "value": 12.0, "fallback": 36.0, "escalate": 36.0, "reason": 36.0}  # fmt: skip
_TYPED = replace(ENTRY, code="@")


@dataclass(frozen=True, slots=True)
class _Writer:
    form: Form
    library: ContractLibrary
    asked: Mapping[str, Question]
    held: Mapping[Spot, Wording]
    fixed: frozenset[Spot]

    def words(self, text: Text, joint: str = JOINT) -> str:
        return text.show(self.form.layout, joint)


def write_clause_book(
    pack: Pack, mark: plan.Mark, title: Text, tender: Tender | None, fixed: frozenset[Spot] = frozenset()
) -> bytes:
    """The clause book of a pack's library; what is ``fixed`` is printed for reading only."""
    asked = {one.id: one for one in questionnaire(pack.method, pack.library.positions, tender).all()}
    book = Book(mark.layout, title.show(mark.layout, JOINT), sample_mark(mark.layout, tender))
    form = Form(book, mark.layout, pack.method.units, Text())
    writer = _Writer(form, pack.library, asked, spots(pack.library), fixed)
    write_cover(writer.form, (title, "clauses", _STEPS), mark.code(), tender)
    for name, write in _SHEETS:
        page = book.page(writer.form.say(f"clauses.{name}", " "))
        write(writer, page)
        page.protect()
    for page in book.pages:
        if page.sheet.sheet_state == "hidden":
            page.protect()
    return book.save()


def _start(writer: _Writer, page: Page, title: str, names: tuple[str, ...]) -> int:
    """Title, note and heads of a sheet; the row below the heads."""
    page.columns([17.0, *(_WIDTHS[name.partition(".")[0]] for name in names)])
    page.banner(1, writer.form.say(f"clauses.{title}", JOINT), TITLE, len(names) + 1)
    page.banner(2, writer.form.say(f"clauses.{title}.note"), INTRO, len(names) + 1)
    page.freeze("C4", "3:3")
    page.text(3, plan.CODE, writer.form.say("method.code"), HEADER)
    for column, name in enumerate(names, start=plan.FIRST):
        stem, _, lang = name.partition(".")
        key = f"clauses.head.{stem.lower()}"
        page.text(3, column, t(f"workbook.{key}", lang) if lang in LANGS else writer.form.say(key), HEADER)
    page.fit(3, grows=False)
    return 4


def _clauses(writer: _Writer, page: Page) -> None:
    names = plan.columns(plan.CLAUSES, writer.form.layout)
    row = _start(writer, page, "clauses", names)
    switches: list[str] = []
    for number, clause in enumerate(writer.library.clauses, start=1):
        told = {"NAME": both("workbook.clauses.article", writer.form.layout, JOINT, n=number),
                "WHEN": _when(writer, clause.when), "LAW": ", ".join(clause.law)}  # fmt: skip
        row = _row(writer, page, (Kind.CLAUSE, clause.id, row), names, told)
        row = _paragraphs(writer, page, clause, row, names, switches)
    _offer(writer, page, switches)


def _paragraphs(
    writer: _Writer, page: Page, clause: Clause, row: int, names: tuple[str, ...], switches: list[str]
) -> int:
    letters = column_letters(plan.FIRST + names.index("notable"))
    for number, paragraph in enumerate(clause.paragraphs, start=1):
        switches.append(f"{letters}{row}")
        told = {"NAME": f"  {number}.", "WHEN": _when(writer, paragraph.when)}
        row = _row(writer, page, (Kind.PARAGRAPH, paragraph.id, row), names, told)
        for place in range(1, len(paragraph.items) + 1):
            row = _row(writer, page, (Kind.ITEM, f"{paragraph.id}/{place}", row), names, {"NAME": f"    ({place})"})
    return row


def _positions(writer: _Writer, page: Page) -> None:
    names = plan.columns(plan.POSITIONS, writer.form.layout)
    row = _start(writer, page, "positions", names)
    for position in writer.library.positions:
        label = writer.words(writer.library.term(position.term).label)
        replies = [option.key for option in position.options] if isinstance(position.value, str) else []
        told = {"NAME": "\n".join((f"{position.question} {label}".strip(), *replies))}
        row = _row(writer, page, (Kind.POSITION, position.term, row), names, told)
        for cell in position.cells:
            at = (Kind.CELL, cell_key(position.term, cell), row)
            row = _row(writer, page, at, names, {"NAME": _cell_name(writer, position, cell)})


def _cell_name(writer: _Writer, position: Position, cell: CellPosition) -> str:
    """What a cell is called in its table, its unit, and the replies that it can have, each on a line."""
    question = table_question(writer.library.term(position.term), writer.asked)
    if question is None:  # its own check says so
        return cell_key(position.term, cell)
    column = question.column(cell.column)
    rows = [writer.words(row.title) for row in question.rows if row.key == cell.row]
    where = rows[0] if rows else writer.form.say("clauses.every_row", JOINT)
    counted = [writer.words(unit_name(writer.form, column))] if column.unit else []
    replies = [f"{option.key} = {writer.words(option.text)}" for option in options_of(column)]
    return "\n".join((f"  {where}", " · ".join((writer.words(column.title), *counted)), *replies))


def _terms(writer: _Writer, page: Page) -> None:
    """What each token stands for, for reading."""
    page.columns((30.0, 40.0, 70.0))
    page.banner(1, writer.form.say("clauses.terms", JOINT), TITLE, 3)
    page.banner(2, writer.form.say("clauses.terms.note"), INTRO, 3)
    page.freeze("B4", "3:3")
    for column, name in enumerate(("token", "term", "silent"), start=1):
        page.text(3, column, writer.form.say(f"clauses.head.{name}"), HEADER)
    page.fit(3, grows=False)
    for row, term in enumerate(writer.library.terms, start=4):
        cells = (f"{{t:{term.id}}}", writer.words(term.label), writer.words(term.silent, "\n"))
        for column, words in enumerate(cells, start=1):
            page.text(row, column, words, PRINTED)
        page.fit(row)


def _row(
    writer: _Writer, page: Page, at: tuple[Kind, str, int], names: tuple[str, ...], told: Mapping[str, str]
) -> int:
    """One entry: printed words in ``told`` by name, its spots in open cells; the next row."""
    kind, key, row = at
    code = f"{plan.CODES[kind]}:{key}"
    page.text(row, plan.CODE, code, replace(KEY, wrap=False))
    printed = SUBHEAD if kind is Kind.CLAUSE else PRINTED
    for column, name in enumerate(names, start=plan.FIRST):
        where = plan.spot(code, name)
        value = writer.held.get(where) if where else None
        if value is None or where in writer.fixed:
            page.text(row, column, told.get(name, "") if value is None else _shown(writer, value), printed)
        elif isinstance(value, Decimal):
            page.number(row, column, value, ENTRY)
        else:
            page.text(row, column, _shown(writer, value), replace(_TYPED, bold=kind is Kind.CLAUSE and ".zh" in name))
    page.fit(row)
    return row + 1


def _shown(writer: _Writer, value: Wording) -> str:
    if isinstance(value, bool):
        return writer.words(YES_NO[0 if value else 1].text)
    return f"{value:f}" if isinstance(value, Decimal) else value


def _offer(writer: _Writer, page: Page, cells: list[str]) -> None:
    """Yes and no as a drop-down behind the column that says whether a paragraph is to be pointed out."""
    if cells:
        choose(writer.form, page, tuple(writer.words(one.text) for one in YES_NO), f"{cells[0]}:{cells[-1]}")


def _when(writer: _Writer, when: When) -> str:
    """On what a clause or a paragraph depends, one condition a line; nothing for one that always stands."""
    lines = [_condition(writer, one) for one in when.all]
    if when.any:
        lines.append(both("workbook.clauses.when.any", writer.form.layout, JOINT))
        lines += [_condition(writer, one) for one in when.any]
    return "\n".join(lines)


def _condition(writer: _Writer, one: Condition) -> str:
    value = ", ".join(one.value) if isinstance(one.value, tuple) else str(one.value or "")
    label = writer.library.term(one.term).label
    return both(f"workbook.clauses.when.{one.op}", writer.form.layout, JOINT, term=label, value=value)


_SHEETS: tuple[tuple[str, Callable[[_Writer, Page], None]], ...] = (
    ("clauses", _clauses), ("positions", _positions), ("terms", _terms),
)  # fmt: skip
