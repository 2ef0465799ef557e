"""What a bid has in common with others: both texts and both cells, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.finding import Finding, Rule
from evaluator.domain.text import Lang
from evaluator.i18n.words import shown, t
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title
from evaluator.ui.parts.tables import Cell, Column, Row

LONG = 600


def table(state: TenderState, found: Sequence[Finding], vendor: str, lang: Lang) -> tuple[list[Column], list[Row]]:
    """A row for each likeness; the vendor's own side comes first, whichever bid came in first."""
    columns = [
        Column(t("likeness.col.what", lang), head=True, width=7), Column(t("likeness.col.this", lang), width=15),
        Column(t("likeness.col.other", lang), width=15), Column(t("likeness.col.share", lang), width=5),
    ]  # fmt: skip
    return columns, [_row(state, one, vendor, lang) for one in found]


def _row(state: TenderState, found: Finding, vendor: str, lang: Lang) -> Row:
    told = {name: shown(value, lang) for name, value in found.params}
    here = Cell(
        text=_here(state, found, told),
        note=_noted(found.vendor, " ".join(filter(None, (found.source.file, _cell(found))))),
    )
    there = Cell(text=_there(state, found, told), note=_noted(told["other"], told.get("place", "")))
    sides = [here, there] if found.vendor == vendor else [there, here]
    part = told.get("share", "100")
    share = t("likeness.all", lang) if part == "100" else t("likeness.share", lang, share=part)
    return Row([_what(state, found, told, lang), *sides, share if found.rule is not Rule.COMPANY_ALIKE else ""])


def _what(state: TenderState, found: Finding, told: dict[str, str], lang: Lang) -> str:
    if found.rule is Rule.TEXT_ALIKE:
        return item_title(state, found.item, lang)
    return told["what"] if found.rule is Rule.COMPANY_ALIKE else t("likeness.file", lang)


def _here(state: TenderState, found: Finding, told: dict[str, str]) -> str:
    if found.rule is Rule.TEXT_ALIKE:
        return _text(state, found.vendor, found.item, found.source.cell)
    return told["given"] if found.rule is Rule.COMPANY_ALIKE else told["file"]


def _there(state: TenderState, found: Finding, told: dict[str, str]) -> str:
    if found.rule is Rule.TEXT_ALIKE:
        return _text(state, told["other"], told["their_item"], told["place"].rpartition("!")[2])
    return told["theirs"]


def _text(state: TenderState, vendor: str, item: str, cell: str) -> str:
    """The answer, or its remark where that is what stands in the cell."""
    bid = next((bid for bid in state.bids if bid.vendor == vendor), None)
    answer = bid.find(item) if bid else None
    if answer is None:
        return ""
    text = answer.remark if cell and cell == answer.remark_cell else answer.verbatim
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _cell(found: Finding) -> str:
    return str(found.source) if found.source.cell else ""


def _noted(vendor: str, place: str) -> str:
    return " · ".join(filter(None, (vendor, place)))
