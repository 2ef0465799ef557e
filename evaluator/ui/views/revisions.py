"""What a revised workbook changes, the rounds a vendor was in, and every version of its workbooks, as tables and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.domain.bid import Answer
from evaluator.domain.finding import Rule
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.clarification import LIST
from evaluator.intake.difference import Change, Difference, How, unasked
from evaluator.intake.naming import item_code
from evaluator.services.compared import Revision
from evaluator.services.imports import Imported
from evaluator.services.state import TenderState
from evaluator.services.versions import Version
from evaluator.services.wording import item_title, question_text, value_text
from evaluator.ui.parts.tables import Cell, Column, Row, Tone
from evaluator.ui.views.trail import person
from evaluator.ui.views.when import here

LONG = 600
NO_NOTES: Mapping[str, str] = {}
_TONES: dict[How, Tone] = {"added": "ok", "removed": "bad", "changed": ""}


def counts(told: Difference, lang: Lang) -> str:
    """How many cells were changed, added and removed, and how many answers say the same."""
    numbers: dict[How, int] = {how: told.count(how) for how in _TONES}
    return t(
        "revision.counts", lang, changed=numbers["changed"], added=numbers["added"], removed=numbers["removed"],
        same=told.unchanged,
    )  # fmt: skip


def result_line(one: Imported, lang: Lang) -> str:
    """What a revised workbook of an upload changes, in one line; of a sealed one that it is one."""
    if one.difference is None:
        return t("revision.result_sealed", lang)
    aside = sum(found.rule is Rule.CHANGED_UNASKED for found in one.findings)
    return "\n".join(
        [
            t("revision.result", lang, counts=counts(one.difference, lang)),
            *([t("revision.result_aside", lang, n=aside)] if aside else []),
            *([t("revision.found", lang, n=len(one.findings))] if one.layout == LIST and one.findings else []),
        ],
    )


def table(
    state: TenderState, told: Difference, lang: Lang, aside: frozenset[Change] = frozenset(), *,
    note: str = "revision.unasked", notes: Mapping[str, str] = NO_NOTES, heads: tuple[str, str, str] = ("before", "after", "cells"),
) -> tuple[list[Column], list[Row]]:  # fmt: skip
    """One row for each changed cell: the question, what became of it, both texts and both cells.

    ``aside`` are the changes that a round did not ask for, or where the workbook answers nothing; ``note`` says which, and
    they stand last. ``notes`` say of an item what its change does to the offer, ``heads`` name both sides.
    """
    columns = [
        Column(t("revision.col.item", lang), head=True, width=12), Column(t("revision.col.how", lang), width=5),
        *(Column(t(f"revision.col.{head}", lang), width=width) for head, width in zip(heads, (11, 11, 8), strict=True)),
    ]  # fmt: skip
    ordered = sorted(told.changes, key=lambda change: change in aside)
    return columns, [
        _row(
            state,
            change,
            lang,
            note if change in aside else notes.get(change.item, "") if change.part == "answer" else "",
        )
        for change in ordered
    ]


def _row(state: TenderState, change: Change, lang: Lang, note: str) -> Row:
    how = Cell(
        text=t(f"revision.how.{change.how}", lang), tone="warn" if note else _TONES[change.how],
        note=t(note, lang) if note else "",
    )  # fmt: skip
    title = item_title(state, change.item, lang)
    if change.part != "answer":
        title = f"{title} · {t(f'revision.part.{change.part}', lang)}"
    about = question_text(state, change.item, lang)
    named = Cell(text=title, note=about if about != title else "")
    before = _text(state, change, change.before, 0, lang)
    after = _text(state, change, change.after, 1, lang)
    return Row([named, how, before, after, _cells(change)])


def _text(state: TenderState, change: Change, text: str, side: int, lang: Lang) -> Cell:
    """The words of the cell; below them the value they were read as, where that says it otherwise."""
    if not text:
        return Cell(text=t("revision.empty", lang), tone="soft")
    value = value_text(state, change.item, change.values[side], lang)
    return Cell(
        text=_short(text), note=value if value not in ("", text) and len(value) < LONG else "", strong=side == 1
    )


def _cells(change: Change) -> str:
    """Both cells, or the one where they are the same."""
    was, now = (str(change.was) if change.before else ""), (str(change.now) if change.after else "")
    return " → ".join(dict.fromkeys(place for place in (was, now) if place))


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def effects(one: Revision) -> dict[str, str]:
    """What the changes of a clarification do to the offer, by item."""
    return dict.fromkeys(one.better, "revision.better") | dict.fromkeys(one.people, "revision.people")


def changed_line(state: TenderState, one: Version, lang: Lang) -> str:
    """Which answers a clarification changed, and which of them improved the offer; empty for any other version."""
    if not one.changed:
        return ""
    better = t("revision.changed_better", lang, items=named(state, one.better, lang)) if one.better else ""
    return t("revision.changed", lang, name=one.name, items=named(state, one.changed, lang), better=better)


def aside_of(one: Revision) -> frozenset[Change]:
    """The changes of a revised workbook that its round did not ask for, or outside of one those where it answers nothing."""
    return frozenset(unasked(one.difference, one.round.asks) if one.round and one.difference else one.silent)


def named(state: TenderState, items: Sequence[str], lang: Lang) -> str:
    """Items as people call them, in one line."""
    return ("、" if lang == "zh" else ", ").join(item_title(state, item, lang) for item in items)


def item_label(state: TenderState, item: str, lang: Lang) -> str:
    """An item in a list to choose from: what it is called, and its question."""
    title, about = item_title(state, item, lang), question_text(state, item, lang)
    if "/" in item and item_code(item):  # the words of a cell already name its row and column
        title = item_code(item)
    return title if about == title else f"{title} {about}"


def version_line(one: Version, lang: Lang) -> str:
    """A version in a list to choose from."""
    return t(
        "revision.version_line", lang, name=one.name, kind=t(f"bids.envelope.{one.kind}", lang),
        when=here(one.received_at), state=t(f"revision.state.{one.state}", lang),
    )  # fmt: skip


def decision_line(one: Version, lang: Lang) -> str:
    """What was decided on a revised workbook, by whom and why; empty for one that came first or waits."""
    if not one.reason:
        return ""
    said = t(f"revision.way_said.{one.way}", lang)
    return t("revision.said", lang, said=said, by=person(one.by, lang), reason=one.reason)


def answers(state: TenderState, given: Sequence[Answer], lang: Lang) -> tuple[list[Column], list[Row]]:
    """What a version says, question by question, each with its cell; what is empty is left out."""
    columns = [
        Column(t("revision.col.item", lang), head=True, width=14), Column(t("revision.col.answer", lang), width=20),
        Column(t("revision.col.place", lang), width=7),
    ]  # fmt: skip
    return columns, [_said(state, answer, lang) for answer in _leaves(given) if answer.verbatim]


def _said(state: TenderState, answer: Answer, lang: Lang) -> Row:
    title, about = item_title(state, answer.item, lang), question_text(state, answer.item, lang)
    value = value_text(state, answer.item, answer.value, lang)
    notes = [value if value != answer.verbatim and len(value) < LONG else "", _short(answer.remark)]
    return Row(
        [
            Cell(text=title, note=about if about != title else ""),
            Cell(text=_short(answer.verbatim), note=" · ".join(filter(None, notes))), str(answer.source),
        ]
    )  # fmt: skip


def _leaves(given: Sequence[Answer]) -> Iterator[Answer]:
    for answer in given:
        yield answer
        for row in answer.rows:
            yield from row.cells.values()
