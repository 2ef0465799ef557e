"""What a contract draft rests on: terms with value, words, cell and standing; what blocks it; what backs the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.adapters.docx_words import Speaker, measured
from evaluator.contract.draft import AnnexRow, Draft
from evaluator.contract.points import Obstacle
from evaluator.domain.contract import TermStatus
from evaluator.domain.text import Lang
from evaluator.i18n.words import known, t
from evaluator.services.agreed_values import listed
from evaluator.services.draft_grounds import Allowed
from evaluator.services.drafting import DraftResult
from evaluator.services.drafts import bidders, draft_preview
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, Tone
from evaluator.ui.views.term import status_cell

DASH = "—"
LONG = 400
SHOWN = ("all", "open", "blank", "deviates", "filled", "position")
_OF: dict[str, tuple[TermStatus, ...]] = {
    "all": tuple(TermStatus),
    "open": (TermStatus.BLANK, TermStatus.DEVIATES),
    "blank": (TermStatus.BLANK,),
    "deviates": (TermStatus.DEVIATES,),
    "filled": (TermStatus.FILLED, TermStatus.AGREED),
    "position": (TermStatus.POSITION,),
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Terms by standing, and open cells of tables."""

    terms: int
    filled: int
    ours: int
    deviates: int
    better: int
    blank: int
    cells: int


def preview(state: TenderState, vendor: str, allowed: Sequence[Allowed]) -> DraftResult | None:
    """The draft as it would stand for a vendor; None where none can, as it is excluded or has no bid."""
    try:
        return draft_preview(state, vendor, allowed)
    except Refused:
        return None


def candidates(state: TenderState) -> tuple[str, ...]:
    """Vendors for whom a draft can be looked at: every bid that is not excluded, in the order of the ranking.

    Nobody while the prices are sealed: a draft holds prices.
    """
    return bidders(state) if "prices_opened" in state.stages else ()


def numbers(draft: Draft, summary: Mapping[str, Any]) -> Numbers:
    """The counts that stand above the table."""
    count = {status: sum(row.status is status for row in draft.annex) for status in TermStatus}
    return Numbers(
        terms=len(draft.annex), filled=count[TermStatus.FILLED] + count[TermStatus.AGREED],
        ours=count[TermStatus.POSITION], deviates=count[TermStatus.DEVIATES],
        better=len(draft.departing("positive")), blank=count[TermStatus.BLANK],
        cells=int(summary["blank_cells"]),
    )  # fmt: skip


def tally(given: Numbers, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The counts as one row."""
    keys = ("terms", "filled", "ours", "deviates", "better", "blank", "cells")
    tones: dict[str, Tone] = {"deviates": "warn", "blank": "bad"}
    columns = [Column(t(f"contract.count.{key}", lang), kind="number") for key in keys]
    cells = [
        Cell(text=str(getattr(given, key)), strong=True, tone=tones.get(key, "") if getattr(given, key) else "")
        for key in keys
    ]
    return columns, [Row(cells)]


def blocking(state: TenderState, made: DraftResult, lang: Lang) -> tuple[str, ...]:
    """What stands between this draft and a signature, in words; deviations are one of it, since a table lists them."""
    speaker = Speaker(lang, state.pack.method.units)
    apart = [one for one in made.obstacles if one.kind == "deviations"]
    told = [_block(one, speaker, lang) for one in made.obstacles if one not in apart]
    if apart:
        told.append(t("contract.block.deviations", lang, n=len(apart), terms=listed([one.label for one in apart])))
    return tuple(told)


def _block(one: Obstacle, speaker: Speaker, lang: Lang) -> str:
    if one.point is not None:
        return speaker.point(one.point, lang)
    if one.kind == "blanks":
        how = "blank" if one.firm else "open" if one.unclear else "gap"
        return t(f"contract.block.{how}", lang, term=one.label)
    if one.kind == "cells":
        return t("contract.block.cells", lang, term=one.label, n=one.n)
    rule, _, place = one.keys[0].partition(":")
    return t("contract.block.award" if one.kind == "award" else "contract.block.library", lang, place=place or rule)


def lead(given: Numbers, lang: Lang) -> str:
    """What the draft holds, in one sentence."""
    return t("contract.lead", lang, n=given.terms, blank=given.blank, deviates=given.deviates)


def groups(state: TenderState, lang: Lang) -> dict[str, str]:
    """Groups of terms, in the order of the library, with their names."""
    return {term.group: group_name(term.group, lang) for term in state.pack.library.terms}


def group_name(group: str, lang: Lang) -> str:
    """The name of a group of terms; a pack's own group stands as it is written."""
    key = f"contract.group.{group}"
    return t(key, lang) if known(key, lang) else group


def terms(state: TenderState, draft: Draft, chosen: tuple[str, str], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Terms of one standing and of one group, or of all; each group under its name."""
    shown, only = chosen
    columns = [
        Column(t("contract.col.term", lang), head=True, width=7), Column(t("contract.col.status", lang), width=5),
        Column(t("contract.col.value", lang), width=11), Column(t("contract.col.words", lang), width=9),
        Column(t("contract.col.place", lang), width=7), Column(t("contract.col.position", lang), width=10),
        Column(t("contract.col.silent", lang), width=9),
    ]  # fmt: skip
    speaker = Speaker(lang, state.pack.method.units)
    group_of = {term.id: term.group for term in state.pack.library.terms}
    rows: list[Row] = []
    for group in groups(state, lang):
        found = [
            row for row in draft.annex if row.status in _OF[shown] and group_of[row.term.partition("/")[0]] == group
        ]
        if found and only in ("", group):
            rows.append(Row([group_name(group, lang)], state="group"))
            rows += [_row(row, speaker, lang) for row in found]
    return columns, rows


def _row(row: AnnexRow, speaker: Speaker, lang: Lang) -> Row:
    value = _short(speaker.plain(row.value, lang))
    theirs = row.verbatim or speaker.plain(row.theirs, lang)
    place = Cell(text=str(row.source), note=row.source.file) if row.source.cell else Cell(text=DASH, tone="soft")
    return Row(
        [
            row.label.show(lang), status_cell(row, lang),
            Cell(text=value, note=measured(row, lang)) if value else _no_value(row, lang),
            Cell(text=_short(theirs), note=_short(row.remark)), place, _short(speaker.plain(row.asked, lang)),
            Cell(text=_short(row.silent.show(lang)), tone="soft"),
        ]
    )  # fmt: skip


def _no_value(row: AnnexRow, lang: Lang) -> Cell:
    """What stands for a value that is no sentence: a gap, or a table in a schedule."""
    blank = row.status is TermStatus.BLANK
    return Cell(t("contract.blank" if blank else "contract.in_schedule", lang), tone="open" if blank else "soft")


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
