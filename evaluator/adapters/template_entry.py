"""What may be entered in an answer cell: the words beside it, its look, and the drop-down or check behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.worksheet.datavalidation import DataValidation

from evaluator.adapters import text_size
from evaluator.adapters.look import ENTRY, Look
from evaluator.adapters.sheets import Book, Page, clean, quoted
from evaluator.domain.bid import Scalar
from evaluator.domain.finding import Param
from evaluator.domain.question import Column, Kind, Option, Question
from evaluator.domain.text import Layout, Text, languages
from evaluator.i18n.words import both, t, unit
from evaluator.intake.address import column_letters
from evaluator.intake.parsed import Asked, in_words

LIST_SHEET = "_lists"
JOINT = " / "
_INLINE_LIMIT = 240
_ONE_LINE = 30.0
_FIRST_DATE = "18264"  # 1950-01-01 as a spreadsheet counts days


@dataclass(slots=True)
class Form:
    """A workbook being written with what its cells need: own units, currency with tax basis, lists already stored."""

    book: Book
    layout: Layout
    units: Mapping[str, Text]
    money: Text
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def say(self, key: str, joint: str = "\n", **params: Param) -> str:
        """Words of the catalogue ``workbook`` in the workbook's languages."""
        return both(f"workbook.{key}", self.layout, joint, **params)

    def named(self, title: Text, said: str) -> str:
        """What is said of a column behind its title; a Chinese workbook has a Chinese colon."""
        return f"{title.show(self.layout, JOINT)}{'：' if self.layout == 'zh' else ': '}{said}"


def unit_name(form: Form, asked: Question | Column) -> Text:
    """The unit in which an amount is given, empty where there is none."""
    if asked.kind is Kind.MONEY:
        return form.money
    if asked.kind is Kind.PERCENT:
        return Text("%", "%")
    if not asked.unit:
        return Text()
    return Text(unit(asked.unit, "zh", form.units), unit(asked.unit, "en", form.units))


def settled_words(form: Form, asked: Question | Column, value: Scalar) -> Param:
    """A person's reading of an answer: an amount with its unit, an option by its words."""
    named = {option.key: option.text for option in asked.options}
    if isinstance(value, tuple):
        parts = [named.get(key, Text(key, key)) for key in value]
        return Text("；".join(part.show("zh") for part in parts), "; ".join(part.show("en") for part in parts))
    if isinstance(value, str) and value in named:
        return named[value]
    return in_words(value, Asked(asked.kind, asked.unit, units=form.units))


def labels(options: Sequence[Option], layout: Layout) -> tuple[str, ...]:
    """Options as a drop-down shows them, one line each."""
    return tuple(clean(option.text.show(layout, JOINT)) for option in options)


def allowed(form: Form, question: Question) -> str:
    """What may be answered: kind, unit, options, then the hint, the evidence asked for and the mark of a condition."""
    said = [_kind(form, question), *_options(form, question)]
    if any((question.hint.zh, question.hint.en)):
        said.append(question.hint.show(form.layout))
    if question.evidence:
        said.append(form.say("allow.evidence"))
    if not question.required:
        said.append(form.say("allow.optional"))
    if question.gate:
        said.append(form.say("allow.gate"))
    return "\n".join(said)


def permitted(form: Form, asked: Question | Column) -> str:
    """What may stand in a cell, in one sentence: its kind and unit, and every option."""
    if asked.kind is Kind.TABLE:
        return ""
    options = ("；" if form.layout == "zh" else "; ").join(labels(asked.options, form.layout))
    return "\n".join(filter(None, (_kind(form, asked), options)))


def _kind(form: Form, asked: Question | Column) -> str:
    uncounted = asked.kind in (Kind.NUMBER, Kind.DURATION) and not asked.unit
    return form.say(f"allow.{'count' if uncounted else asked.kind.value}", unit=unit_name(form, asked))


def _options(form: Form, question: Question) -> list[str]:
    """The options in print: on one line where they are short; a deviation's are told once, above the table."""
    shown = labels(question.options, form.layout)
    joined = ("；" if form.layout == "zh" else "; ").join(shown)
    if question.kind is Kind.DEVIATION:
        return []
    return [joined] if shown and text_size.width(joined) <= _ONE_LINE else [f"· {label}" for label in shown]


def entry_look(kind: Kind) -> Look:
    """The look of an answer cell; text cells keep a leading sign as text, amounts stay as typed."""
    if kind is Kind.TEXT:
        return replace(ENTRY, code="@")
    if kind is Kind.DATE:
        return replace(ENTRY, code="yyyy-mm-dd")
    if kind is Kind.MONEY:
        return replace(ENTRY, code="#,##0.00", across="right")
    return ENTRY


def shown_as(words: str) -> str:
    """The format that shows a cell's text as other words, while the text itself stays there to be read back.

    >>> shown_as("No.")
    ';;;"No."'
    """
    return ';;;"' + words.replace('"', "").replace("\n", " ") + '"'


def guide(form: Form, page: Page, asked: Question | Column, cells: str) -> None:
    """Put the drop-down of a choice, or the mere warning of an amount, behind a range of answer cells."""
    if asked.kind in (Kind.YES_NO, Kind.CHOICE, Kind.DEVIATION):
        choose(form, page, labels(asked.options, form.layout), cells)
        return
    if asked.kind in (Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.MONEY):
        check = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        name = unit_name(form, asked)
        words = form.say("check.number", unit=name) if name.en else form.say("check.count")
    elif asked.kind is Kind.DATE:
        check = DataValidation(type="date", operator="greaterThanOrEqual", formula1=_FIRST_DATE, allow_blank=True)
        words = form.say("check.date")
    else:
        return
    check.errorStyle = "warning"
    _explain(check, form, words)
    check.add(cells)
    page.sheet.add_data_validation(check)


def choose(form: Form, page: Page, choices: tuple[str, ...], cells: str) -> None:
    """Put a drop-down of these choices behind a range of cells."""
    inline = ",".join(choices)
    short = len(inline) <= _INLINE_LIMIT and not any(mark in choice for choice in choices for mark in ',"')
    source = f'"{inline}"' if short else _stored(form, choices)
    check = DataValidation(type="list", formula1=source, allow_blank=True)
    _explain(check, form, form.say("check.choice"))
    check.add(cells)
    page.sheet.add_data_validation(check)


def _explain(check: DataValidation, form: Form, words: str) -> None:
    check.showErrorMessage = True
    check.errorTitle = "; ".join(t("workbook.check.title", lang) for lang in languages(form.layout))[:31]
    check.error = words[:224]


def _stored(form: Form, choices: tuple[str, ...]) -> str:
    """A list too long for the cell's own rule stands in a column of a hidden sheet."""
    if choices not in form.lists:
        page = next((page for page in form.book.pages if page.name == LIST_SHEET), None)
        page = page or form.book.page(LIST_SHEET, hidden=True)
        column = len(form.lists) + 1
        for row, choice in enumerate(choices, start=1):
            page.text(row, column, choice)
        letters = column_letters(column)
        form.lists[choices] = f"{quoted(LIST_SHEET)}!${letters}$1:${letters}${len(choices)}"
    return form.lists[choices]
