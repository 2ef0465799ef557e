"""The lots of a purchase as a table, and what the form for the next one gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t
from evaluator.services.lots import Lot, LotForm, limit_of
from evaluator.services.problem import Refused
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views import desk

_HEADS = (("lot", 4), ("name", 12), ("stands", 14), ("first", 10), ("choice", 10))


def table(lots: Sequence[Lot], here: str, lang: Lang) -> tuple[list[Column], list[Row]]:
    """A row for each lot; of one whose prices are sealed neither first place nor choice."""
    columns = [Column(t(f"lots.col.{key}", lang), width=width, head=key == "lot") for key, width in _HEADS]
    return columns, [_row(lot, lang, here=lot.id == here) for lot in lots]


def _row(lot: Lot, lang: Lang, *, here: bool) -> Row:
    first = ("、" if lang == "zh" else ", ").join(lot.first)
    chosen = lot.choice.vendor if lot.choice is not None else ""
    return Row(
        (
            Cell(lot.tender.lot, strong=here),
            Cell(lot.tender.name.show(lang), note=t("lots.here", lang) if here else lot.id),
            Cell(_stands(lot, lang), tone="" if lot.state else "warn"),
            Cell(first or (desk.NOBODY if lot.opened else t("lots.sealed", lang)), tone="" if first else "soft"),
            Cell(chosen or desk.NOBODY, tone="ok" if chosen else "soft"),
        )
    )


def _stands(lot: Lot, lang: Lang) -> str:
    if lot.state is None:
        return t("lots.unreadable", lang)
    said = desk.headline(lot.state, desk.standing(lot.state)).words(lang)
    return t("lots.archived", lang, stands=said) if lot.state.archived_at else said


def limit(lots: Sequence[Lot], lang: Lang) -> str:
    """The award limit in words."""
    least = limit_of(lots)
    return t("lots.no_limit", lang) if least is None else t("lots.limit", lang, n=least)


def belongs(tender: Tender, lang: Lang) -> str:
    """Which lot of which purchase a tender is, empty for one that stands alone."""
    return t("lots.of", lang, lot=tender.lot, purchase=tender.purchase) if tender.purchase else ""


def form_of(given: Mapping[str, Any], tender: Tender) -> LotForm:
    """What the form for the next lot holds."""
    return LotForm(
        purchase=str(given.get("purchase", tender.purchase)), this=str(given.get("this", tender.lot)),
        limit=int(given.get("limit") or 0), lot=given["lot"], ceiling=given["ceiling"], with_list=bool(given.get("list")),
        name=Text(str(given.get("zh", "")).strip(), str(given.get("en", "")).strip()),
    )  # fmt: skip


def changed(given: Mapping[str, Any], tender: Tender) -> dict[str, Any]:
    """Purchase, number and limit as the facts form of a lot has them; a tender without a purchase is no lot."""
    purchase, lot = (str(given.get(name, getattr(tender, name))).strip() for name in ("purchase", "lot"))
    if not purchase:
        return {"purchase": "", "lot": "", "award_limit": None}
    if not lot:
        raise Refused("lot_unnumbered")
    limited = int(given["limit"]) or None if "limit" in given else tender.award_limit
    return {"purchase": purchase, "lot": lot, "award_limit": limited}
