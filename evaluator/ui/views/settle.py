"""Answers that wait for a person: what the cell says, what is wrong with it, and the ways to settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluator.domain.bid import Answer, Bid, Settlement
from evaluator.domain.finding import Finding, Severity
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t, unit
from evaluator.intake.naming import item_code
from evaluator.intake.settling import own_currency
from evaluator.services.settling import Settling
from evaluator.services.state import TenderState
from evaluator.services.wording import asked_part, item_title, question_text, value_text
from evaluator.ui.parts.tables import Cell, Column, Row

Way = Literal["reading", "text", "several", "other", "none"]
_CHOSEN = (Kind.YES_NO, Kind.CHOICE, Kind.DEVIATION)


@dataclass(frozen=True, slots=True)
class Point:
    """An answer that waits, or waited, for a person; ``blocker`` says that the ranking waits for it."""

    item: str
    answer: Answer
    findings: tuple[Finding, ...]
    blocker: bool
    settled: Settlement | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle an answer: a reading, a value as text, several options, a value to be typed, or no answer."""

    way: Way
    label: str
    reading: int | None = None
    text: str = ""


def points(state: TenderState, vendor: str) -> tuple[Point, ...]:
    """Answers of a vendor that wait for a person, those that block first, and after them those already settled."""
    bid = next((bid for bid in state.evaluation.bids if bid.vendor == vendor), None)
    if bid is None:
        return ()
    found: dict[str, list[Finding]] = {}
    for one in state.evaluation.findings:
        if one.vendor == vendor and one.item:
            found.setdefault(one.item, []).append(one)
    told = set(found)
    raw = next((one for one in state.bids if one.vendor == vendor), None)
    for one in raw.findings if raw else ():  # what was wrong with an answer before a person settled it
        if one.item and one.item not in told:
            found.setdefault(one.item, []).append(one)
    return tuple(sorted(_waiting(state, bid, found), key=lambda one: (one.settled is not None, not one.blocker)))


def _waiting(state: TenderState, bid: Bid, found: dict[str, list[Finding]]) -> Iterator[Point]:
    required = {question.id for question in state.asked.all() if question.required}
    blocking = {one.item for one in state.open_points(bid.vendor)}
    for answer in bid.every_answer():
        if answer.settled is None and not answer.open:
            continue
        told = tuple(found.get(answer.item, ()))
        if answer.settled is not None or told or answer.item in required:
            # Of a table whose cells wait, each cell holds up the ranking; the table itself is not counted once more.
            held = any(one.severity is Severity.BLOCKER for one in told) if answer.settled else answer.item in blocking
            yield Point(answer.item, answer, told, held, answer.settled)


def label(state: TenderState, point: Point, lang: Lang) -> str:
    """A point in a list: its short id, its question, and whether it is settled."""
    mark = t("bids.settled_mark", lang) if point.settled else "" if point.blocker else t("bids.minor_mark", lang)
    words = question_text(state, point.item, lang)
    return " ".join(filter(None, (mark, item_code(point.item), words if len(words) <= 110 else f"{words[:109]}…")))


def choices(state: TenderState, point: Point, lang: Lang) -> tuple[Choice, ...]:
    """The ways to settle a point; the options of a question are offered as they are."""
    part = asked_part(state, point.item)
    none = Choice("none", t("bids.way.none", lang))
    if part is not None and part.kind is Kind.MULTI_CHOICE:
        return (Choice("several", t("bids.way.several", lang)), none)
    made = [
        Choice("reading", _reading(state, point, number, lang), reading=number)
        for number, _ in enumerate(point.answer.readings)
    ]
    if part is not None and part.kind in _CHOSEN and not made:
        made = [Choice("text", option.text.show(lang), text=option.text.show(lang)) for option in part.options]
    table = isinstance(part, Question) and part.kind is Kind.TABLE
    if not table and not (part is not None and part.kind in _CHOSEN and part.options):
        made.append(Choice("other", t("bids.way.other", lang)))
    return (*made, none)


def options(state: TenderState, point: Point, lang: Lang) -> tuple[str, ...]:
    """The options of a multiple choice in words, from which a person picks those that the vendor means."""
    part = asked_part(state, point.item)
    return tuple(option.text.show(lang) for option in part.options) if part is not None else ()


def following(waiting: Sequence[Point], item: str) -> str:
    """The item that waits after this one, from the last on the first; empty where no other waits."""
    items = [point.item for point in waiting]
    here = items.index(item) if item in items else -1
    left = [*items[here + 1 :], *items[: max(here, 0)]]
    return left[0] if left else ""


def _reading(state: TenderState, point: Point, number: int, lang: Lang) -> str:
    reading = point.answer.readings[number]
    said, part = value_text(state, point.item, reading.value, lang), asked_part(state, point.item)
    return said if part is not None and part.kind in _CHOSEN else t("bids.way.reading", lang, value=said)


def unit_name(state: TenderState, vendor: str, point: Point, lang: Lang) -> str:
    """The unit in which a clarified value is typed, for money the vendor's own currency; empty where there is none."""
    part = asked_part(state, point.item)
    if part is None:
        return ""
    if part.kind is Kind.MONEY:
        bid = next(bid for bid in state.bids if bid.vendor == vendor)
        return own_currency(bid, state.tender.currency)
    code = "%" if part.kind is Kind.PERCENT else part.unit
    return unit(code, lang, state.pack.method.units) if code else ""


def _named(state: TenderState, point: Point, lang: Lang) -> str:
    return " ".join(filter(None, (item_code(point.item), question_text(state, point.item, lang))))


def cell_table(state: TenderState, point: Point, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The question beside the cell's own words, its place and what is wrong with it."""
    answer = point.answer
    columns = [
        Column(t("bids.col.question", lang), width=14), Column(t("bids.col.words", lang), width=10),
        Column(t("bids.col.place", lang), width=7), Column(t("bids.col.wrong", lang), width=14),
    ]  # fmt: skip
    words = Cell(text=answer.verbatim, strong=True, note=answer.remark) if answer.verbatim else Cell(
        text=t("bids.empty_cell", lang), tone="open", note=answer.remark
    )  # fmt: skip
    wrong = "\n".join(dict.fromkeys(message(one, lang) for one in point.findings))
    place = Cell(text=str(answer.source), note=answer.source.file if answer.source.cell else "")
    return columns, [Row([_named(state, point, lang), words, place, wrong])]


def settled_table(state: TenderState, done: tuple[Point, ...], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Settled answers: the cell's words beside the reading, with reason, date and source."""
    columns = [
        Column(t("bids.col.question", lang), head=True, width=12), Column(t("bids.col.words", lang), width=8),
        Column(t("bids.col.reading", lang), width=8), Column(t("bids.col.reason", lang), width=12),
        Column(t("bids.col.source", lang), width=10),
    ]  # fmt: skip
    rows = []
    for point in done:
        settled = point.settled
        if settled is None:
            continue
        value = (
            value_text(state, point.item, settled.value, lang)
            if settled.value is not None
            else t("bids.way.none", lang)
        )
        words = point.answer.verbatim or t("bids.empty_cell", lang)
        rows.append(
            Row(
                [
                    Cell(text=item_title(state, point.item, lang), note=question_text(state, point.item, lang)),
                    Cell(text=words, note=str(point.answer.source)), Cell(text=value, strong=True), settled.reason,
                    Cell(text=settled.source, note=settled.date),
                ]
            )
        )  # fmt: skip
    return columns, rows


def wish(vendor: str, point: Point, choice: Choice, typed: str, why: tuple[str, str, str]) -> Settling:
    """What the form asks the service for; ``why`` is reason, date and source."""
    reason, day, source = why
    return Settling(
        vendor=vendor, item=point.item, reason=reason, date=day, source=source,
        reading=choice.reading, text=typed if choice.way in ("other", "several") else choice.text, no_answer=choice.way == "none",
    )  # fmt: skip
