"""One term of a draft in full: value, the vendor's words, cell, position, gap, risk, what silence costs, what was agreed."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.adapters.docx_words import Speaker, measured
from evaluator.contract.draft import AnnexRow
from evaluator.contract.render import Shape, render
from evaluator.contract.risk import gap
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment, zone_of
from evaluator.i18n.words import t
from evaluator.services.drafting import DraftResult
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, Tone
from evaluator.ui.views.trail import person

OPEN = (TermStatus.BLANK, TermStatus.DEVIATES)
_TONES: dict[TermStatus, Tone] = {
    TermStatus.FILLED: "ok", TermStatus.AGREED: "ok", TermStatus.DEVIATES: "warn", TermStatus.BLANK: "bad",
}  # fmt: skip


def labels(made: DraftResult, lang: Lang) -> dict[str, str]:
    """The terms of a draft by id, each with its standing, in the order of the library.

    The cells of a table on which the buyer has a position are among them, whether blank, fitting or departing.
    """
    order = {value.term.id: at for at, value in enumerate(made.values)}
    rows = sorted(_rows(made).values(), key=lambda row: order[row.term])
    return {row.term: f"{row.label.show(lang)} · {status(row, lang)}" for row in rows}


def _rows(made: DraftResult) -> dict[str, AnnexRow]:
    return {row.term: row for row in (*made.draft.annex, *made.draft.cells)}


def after(made: DraftResult, term: str) -> str:
    """The next open term behind this one, from the start again after the last; empty where none is open."""
    rows = _rows(made)
    order = [value.term.id for value in made.values if value.term.id in rows]
    at = order.index(term) + 1 if term in order else 0
    return next((one for one in order[at:] + order[:at] if rows[one].status in OPEN), "")


def gone(made: DraftResult, agreed: Iterable[Agreed]) -> tuple[str, ...]:
    """The agreed values whose term the draft has no longer."""
    there = {value.term.id for value in made.values}
    return tuple(one.term for one in agreed if one.term not in there)


def status(row: AnnexRow, lang: Lang) -> str:
    """Where a term stands, a deviation with its direction."""
    kind = "direction" if row.direction else "status"
    return t(f"draft.{kind}_{row.direction or row.status.value}", lang)


def status_cell(row: AnnexRow, lang: Lang) -> Cell:
    """Where a term stands, in its colour."""
    return Cell(status(row, lang), tone=_TONES.get(row.status, "soft"))


def details(state: TenderState, made: DraftResult, term: str, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Everything of one term, a line for each; lines with nothing to say are left out."""
    row = _rows(made)[term]
    value = next(value for value in made.values if value.term.id == term)
    speaker = Speaker(lang, state.pack.method.units)
    lines: list[tuple[str, Cell]] = [
        ("status", status_cell(row, lang)),
        ("value", _value(row, speaker, lang)),
        ("words", Cell(row.verbatim or speaker.plain(row.theirs, lang), note=row.remark)),
        ("place", Cell(str(row.source) if row.source.cell else "", note=row.source.file if row.source.cell else "")),
        ("position", Cell(speaker.plain(row.asked, lang))),
        ("gap", Cell(_gap(state, value, lang))),
        ("risk", Cell("\n".join(_risks(value, lang)))),
        ("silent", Cell(row.silent.show(lang))),
        ("agreed", Cell("\n".join(_agreed(state, value, lang)))),
    ]
    columns = [Column(t("contract.term.head", lang), head=True, width=6), Column(row.label.show(lang), width=24)]
    return columns, [Row([t(f"contract.term.{key}", lang), cell]) for key, cell in lines if cell.text]


def _value(row: AnnexRow, speaker: Speaker, lang: Lang) -> Cell:
    said = speaker.plain(row.value, lang)
    return Cell(said, note=measured(row, lang)) if said else Cell(t("contract.blank", lang), tone="open")


def _gap(state: TenderState, value: TermValue, lang: Lang) -> str:
    """How far the vendor's figure, or what is agreed, is from the position; nothing where one of them is no figure."""
    apart = gap(value)
    if value.status is TermStatus.BLANK:
        return t("contract.term.gap_blank", lang)
    if apart is None:
        return t("contract.term.gap_words", lang) if value.status is TermStatus.DEVIATES else ""
    shape = Shape(value.term.kind.value, value.term.unit)
    said = Speaker(lang, state.pack.method.units).plain(render(abs(apart), shape), lang)
    return t(f"contract.term.gap_{'more' if apart > 0 else 'less'}", lang, by=said)


def _risks(value: TermValue, lang: Lang) -> list[str]:
    """Why the term matters to the buyer, what it may give way to and who decides beyond that; it stays in the house."""
    told = [t("contract.term.risk_substantive", lang)] if value.term.substantive else []
    if value.status is TermStatus.DEVIATES:
        told.append(t(f"contract.term.risk_{value.direction or 'negative'}", lang))
    position = value.position
    for key, said in (
        ("reason", position.reason), ("fallback", position.fallback), ("escalate", position.escalate),
    ) if position else ():  # fmt: skip
        if said.zh or said.en:
            told.append(t(f"contract.term.risk_{key}", lang, words=said))
    return told


def _agreed(state: TenderState, value: TermValue, lang: Lang) -> list[str]:
    mine = state.agreement.of(value.agreed.vendor) if value.agreed else ()
    entry = next((one for one in mine if one.term == value.term.id), None)
    if entry is None:
        return []
    at = moment(entry.at, lang, zone_of(state.tender.deadline))
    told = [t("contract.term.agreed_by", lang, at=at, by=person(entry.by, lang), reason=entry.reason)]
    return [*told, *([t("contract.term.agreed_source", lang, source=entry.source)] if entry.source else [])]
