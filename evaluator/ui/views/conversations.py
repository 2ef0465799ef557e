"""Conversations with vendors as a table, as a citation, and beside the answers that a sub-criterion is scored by."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.dealing import Conversation
from evaluator.domain.method import Criterion
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.cited import cited_text
from evaluator.services.state import TenderState
from evaluator.services.wording import question_text
from evaluator.ui.parts.answers import Said
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.trail import person
from evaluator.ui.views.when import here


def touched(state: TenderState, item: str, lang: Lang) -> str:
    """A question or a sub-criterion in words."""
    leaf = next((leaf for leaf in state.pack.method.leaves() if leaf.key == item), None)
    if leaf is not None:
        return leaf.title.show(lang)
    words = question_text(state, item, lang)
    return item if words == item else f"{item} {words}"


def kind(name: str, lang: Lang) -> str:
    """What kind of conversation it was; empty where nobody said."""
    return t(f"conversation.kind.{name}", lang) if name else ""


def table(state: TenderState, talks: Sequence[Conversation], lang: Lang) -> tuple[list[Column], list[Row]]:
    """A row for each conversation, the last one first; one that was withdrawn says why."""
    heads = (("code", 4), ("day", 6), ("people", 9), ("asked", 13), ("learnt", 15), ("touches", 11), ("cited", 11))
    columns = [Column(t(f"conversation.col.{key}", lang), head=key == "code", width=width) for key, width in heads]
    return columns, [_row(state, one, lang) for one in talks]


def _row(state: TenderState, one: Conversation, lang: Lang) -> Row:
    gone = t("conversation.was_withdrawn", lang, reason=one.reason) if one.withdrawn else ""
    touches = "\n".join(touched(state, item, lang) for item in one.touches)
    by = f"{person(one.by, lang)} · {here(one.at, year=True)}"
    cells = (
        one.code, Cell(one.day, note=by), Cell(one.people, note=kind(one.kind, lang)), one.asked, Cell(one.learnt, note=gone),
        touches, cited_text(state, one, lang),
    )  # fmt: skip
    return Row(list(cells), "excluded" if one.withdrawn else "")


def citation(one: Conversation, lang: Lang) -> str:
    """The words by which a settlement names a conversation as its source."""
    return t("conversation.cited", lang, code=one.code, day=one.day, people=one.people)


def beside_scores(state: TenderState, vendor: str, leaf: Criterion, lang: Lang) -> list[Said]:
    """What was learnt that bears on a sub-criterion or on one of its questions."""
    about = {leaf.key, *(question.id for question in state.pack.method.of_leaf(leaf.key))}
    return [
        Said(
            t("conversation.said", lang, code=one.code, day=one.day, people=one.people, asked=one.asked),
            one.learnt,
            one.code,
        )
        for one in state.dealings.talks(vendor)
        if not one.withdrawn and about & set(one.touches)
    ]
