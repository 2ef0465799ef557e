"""Questions and answers in words, for pages and letters."""

from __future__ import annotations

from typing import Protocol

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.render import Shape, render
from evaluator.domain.bid import Answer, Scalar, State
from evaluator.domain.question import Column, Kind, Question
from evaluator.domain.text import Lang
from evaluator.i18n.words import shown
from evaluator.intake.naming import item_name, item_text
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, Questionnaire
from evaluator.services.state import TenderState

_COVER = dict((*COVER, CURRENCY_CELL))


class Asking(Protocol):
    """Whatever knows the questions: a tender's state, or the matter of a letter."""

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire."""
        ...


def question_text(state: Asking, item: str, lang: Lang) -> str:
    """Text of a question; for a cell of a table what its row and its column are called."""
    key = item.partition("/")[0]
    if key in _COVER:
        return _COVER[key].show(lang)
    question = _question(state, key)
    if question is None:
        return item
    return item_text(question, item).show(lang)


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
