"""Claimed facts: answers judged by rule which a person has seen, confirmed, overridden, or not looked at yet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from evaluator.domain.bid import Answer, Standing, State
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.state import TenderState
from evaluator.services.wording import answer_text, question_text
from evaluator.ui.parts.tables import Cell, Column, Row, Tone, points

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer judged by rule, the value that it gives, and how far it has been checked."""

    item: str
    answer: Answer
    value: Fraction | None
    standing: Standing
    reason: str = ""
    by: str = ""


def facts(state: TenderState, vendor: str) -> tuple[Fact, ...]:
    """Facts that a vendor claims, in the order of the workbook."""
    bid = next((bid for bid in state.evaluation.bids if bid.vendor == vendor), None)
    result = next((row for row in state.evaluation.ranking.results if row.vendor == vendor), None)
    if bid is None or result is None:
        return ()
    values = {node.key: node.value for top in result.nodes for node in top.walk()}
    checks = {check.item: check for check in state.judged.checks if check.vendor == vendor}
    found = []
    for question in state.pack.method.auto_questions():
        answer = bid.find(question.id)
        if answer is None or answer.open or answer.state is not State.ANSWERED:
            continue
        check = checks.get(question.id)
        standing = check.standing if check else Standing.CLAIMED
        found.append(
            Fact(
                question.id, answer, values.get(question.id), standing, check.reason if check else "",
                check.by if check else "",
            )
        )  # fmt: skip
    return tuple(found)


def claimed(given: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts that nobody has checked yet."""
    return tuple(fact for fact in given if fact.standing is Standing.CLAIMED)


def grid(state: TenderState, given: tuple[Fact, ...], lang: Lang, *, every: bool) -> pd.DataFrame:
    """Facts to be ticked, keyed by question id; ``every`` ticks those that are only claimed at first."""
    import pandas as pd

    index = pd.Index([fact.item for fact in given], name=t("bids.col.no", lang))
    return pd.DataFrame(
        {
            "seen": [every and fact.standing is Standing.CLAIMED for fact in given],
            "question": [question_text(state, fact.item, lang) for fact in given],
            "answer": [said(state, fact, lang) for fact in given],
            "standing": [t(f"bids.standing.{fact.standing.value}", lang) for fact in given],
            "evidence": [fact.answer.evidence_file for fact in given],
            "points": [points(fact.value) if fact.value is not None else "" for fact in given],
            "place": [str(fact.answer.source) for fact in given],
        },
        index=index,
    )


def said(state: TenderState, fact: Fact, lang: Lang) -> str:
    """The answer in words; of a table how many rows it has."""
    if fact.answer.rows:
        return t("bids.rows", lang, n=len(fact.answer.rows))
    return answer_text(state, fact.answer, lang)


def checked_table(state: TenderState, given: tuple[Fact, ...], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Facts that a person has checked, each with how."""
    columns = [
        Column(t("bids.col.question", lang), head=True, width=14), Column(t("bids.col.words", lang), width=8),
        Column(t("bids.col.points", lang), kind="number"), Column(t("bids.col.standing", lang), width=8),
        Column(t("bids.col.reason", lang), width=10),
    ]  # fmt: skip
    rows = []
    for fact in given:
        if fact.standing is Standing.CLAIMED:
            continue
        tone: Tone = "warn" if fact.standing is Standing.OVERRIDDEN else "ok"
        rows.append(
            Row(
                [
                    Cell(text=fact.item, note=question_text(state, fact.item, lang)),
                    Cell(text=said(state, fact, lang), note=str(fact.answer.source)),
                    points(fact.value) if fact.value is not None else "",
                    Cell(text=t(f"bids.standing.{fact.standing.value}", lang), tone=tone), fact.reason,
                ]
            )
        )  # fmt: skip
    return columns, rows
