"""Questions and answers in words, for pages and letters."""

from __future__ import annotations

from typing import Protocol

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.render import Shape, render
from evaluator.domain.bid import Answer, Scalar, State
from evaluator.domain.question import Column, FixedRow, Kind, Question
from evaluator.domain.text import Lang
from evaluator.i18n.words import shown, t
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, Questionnaire
from evaluator.services.state import TenderState

_COVER = dict((*COVER, CURRENCY_CELL))
_JOINT = " · "
_SUBJECTS = ("requirement", "line")


class Asking(Protocol):
    """Whatever knows the questions: a tender's state, or the matter of a letter."""

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire."""
        ...


def question_text(state: Asking, item: str, lang: Lang) -> str:
    """Text of a question; for a cell of a table what its row and its column are called."""
    key, _, rest = item.partition("/")
    if key in _COVER:
        return _COVER[key].show(lang)
    question = _question(state, key)
    if question is None:
        return item
    if not rest:
        return question.text.show(lang)
    row, _, column = rest.partition("/")
    fixed = next((found for found in question.rows if found.key == row), None)
    return _JOINT.join(filter(None, (_row_name(question, fixed, row, lang), _column_name(question, column, lang))))


def item_title(state: Asking, item: str, lang: Lang) -> str:
    """What a person calls an item without its question: its id, for a cell of a table its row and column."""
    key = item.partition("/")[0]
    return _COVER[key].show(lang) if key in _COVER else shown(item_name(item, _question(state, key)), lang)


def is_deviation(state: Asking, item: str) -> bool:
    """Whether an item is a reply to one of the buyer's terms."""
    question = _question(state, item.partition("/")[0])
    return question is not None and question.kind is Kind.DEVIATION


def _question(state: Asking, key: str) -> Question | None:
    return next((question for question in state.asked.all() if question.id == key), None)


def _row_name(question: Question, fixed: FixedRow | None, key: str, lang: Lang) -> str:
    if fixed is None:
        return _JOINT.join((question.text.show(lang), t("letter.row", lang, row=key)))
    cells = dict(fixed.cells)
    subject = next((cells[name] for name in _SUBJECTS if name in cells), fixed.title)
    return subject.show(lang).partition("\n")[0] or key


def _column_name(question: Question, key: str, lang: Lang) -> str:
    return next((column.title.show(lang) for column in question.columns if column.key == key), key)


def asked_part(state: Asking, item: str) -> Question | Column | None:
    """The question, or the column of a table, that an item answers."""
    key, _, rest = item.partition("/")
    question = _question(state, key)
    if question is None or not rest:
        return question
    return next((column for column in question.columns if column.key == rest.rpartition("/")[2]), None)


def value_text(state: TenderState, item: str, value: Scalar | None, lang: Lang) -> str:
    """A typed value in words: the option's text, a number with its unit, an amount of money; empty where there is none."""
    if value is None:
        return ""
    part = asked_part(state, item)
    shape = Shape(part.kind.value, part.unit, part.options) if part else Shape("text")
    return Speaker(lang, state.pack.method.units).plain(render(value, shape), lang)


def answer_text(state: TenderState, answer: Answer, lang: Lang) -> str:
    """What an answer comes to: its value in words, a person's reading where one stands, else the cell's own words."""
    if answer.rows:
        return ""
    if answer.state is State.ANSWERED and answer.value is not None:
        return value_text(state, answer.item, answer.value, lang)
    return answer.verbatim
