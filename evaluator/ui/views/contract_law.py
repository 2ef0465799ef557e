"""What the law asks of a contract draft, in words: the day to sign by, the lists of statutes, loose words and citations."""

from __future__ import annotations

from datetime import datetime

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.law import article
from evaluator.contract.statutes import Held
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment, zone_of
from evaluator.i18n.words import t
from evaluator.services.drafting import DraftResult
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, Tone

_TONES: dict[Held, Tone] = {Held.ANSWERED: "ok", Held.BLANK: "bad"}


def signing(state: TenderState, made: DraftResult, at: datetime, lang: Lang) -> tuple[str, bool]:
    """By when the contract is to be signed, and whether that day is past; empty where the route sets no day."""
    until = made.legal.signing
    if until is None:
        return "", False
    law = article(until.citation)
    if not until.last:
        return t("contract.signing.open", lang, law=law), False
    left = until.left(at.astimezone(zone_of(state.tender.deadline)).date())
    key, day = "contract.signing.late" if left < 0 else "contract.signing.due", moment(until.last, lang)
    return t(key, lang, day=day, notice=moment(until.notice, lang), law=law, n=abs(left)), left < 0


def warnings(state: TenderState, made: DraftResult, lang: Lang) -> tuple[str, ...]:
    """What counsel should look at and what keeps nobody from signing."""
    speaker = Speaker(lang, state.pack.method.units)
    return tuple(speaker.point(point, lang) for point in made.points if point.warns)


def gaps(made: DraftResult) -> int:
    """How many things that a statute lists are blank in the draft."""
    return sum(len(one.blank) for one in made.legal.statutes)


def statutes(state: TenderState, made: DraftResult, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Every list of a statute, each thing on it with its state and its blank terms; lists that do not apply come last."""
    labels = {term.id: term.label.show(lang) for term in state.pack.library.terms}
    columns = [
        Column(t("contract.statute.item", lang), head=True, width=14), Column(t("contract.statute.state", lang), width=6),
        Column(t("contract.statute.open", lang), width=18),
    ]  # fmt: skip
    rows: list[Row] = []
    for one in sorted(made.legal.statutes, key=lambda one: not one.concerns):
        rows.append(Row([t("contract.statute.head", lang, title=one.panel.title, law=one.article)], state="group"))
        for item in one.items if one.concerns else ():
            state_cell = Cell(text=t(f"contract.statute.{item.held.value}", lang), tone=_TONES[item.held])
            blank = ("、" if lang == "zh" else "; ").join(labels[key] for key in item.open)
            rows.append(Row([item.item.title.show(lang), state_cell, blank]))
        if not one.concerns:
            rows.append(Row([Cell(text=t("contract.statute.not_applicable", lang), tone="soft"), "", ""]))
    return columns, rows
