"""A ranking tried by hand, in words and rows: who would be first, and every place beside the published one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.robustness.what_if import WhatIf
from evaluator.services.what_if import Basis
from evaluator.ui.parts.bars import Contributions
from evaluator.ui.parts.tables import Cell, Column, Row, total
from evaluator.ui.views.rank_shares import whole

Weights = tuple[Fraction, ...]


def sentence(there: Basis, found: WhatIf, lang: Lang, *, touched: bool) -> str:
    """What the first place would be, and whether others would change."""
    first, published = (
        tuple(vendor for vendor, place in places.items() if place == 1) for places in (found.places, there.places)
    )
    now = listed(first, lang)
    if not touched:
        return t("robustness.whatif_as", lang, first=now)
    if first != published:
        return t("robustness.whatif_other", lang, first=now, published=listed(published, lang))
    same = t("robustness.whatif_same", lang, first=now)
    if found.places == there.places:
        return same
    return f"{same}{' ' if lang == 'en' else ''}{t('robustness.whatif_moved', lang)}"


def held(found: WhatIf, titles: Mapping[str, str], lang: Lang) -> str:
    """Between which weights of one criterion the first place holds as tried; empty where no single weight turns it."""
    if found.nearest is None:
        return ""
    criterion, low, high = found.nearest
    side = "above" if high >= 1 else "below" if low <= 0 else "between"
    # Shortened inwards to what the sliders show, so that it still holds at what is printed.
    ends = f"{ceil(low * 1000 - 1e-6) / 10:g}", f"{floor(high * 1000 + 1e-6) / 10:g}"
    return t(
        f"robustness.held_{side}", lang, first=found.first[0], criterion=titles[found.matrix.criteria[criterion]],
        low=ends[0], high=ends[1], now=f"{float(found.matrix.weights[criterion] * 100):.1f}",
    )  # fmt: skip


def columns(lang: Lang) -> list[Column]:
    """Place as tried and as published, the vendor, both totals, and the preview of its share of first places."""
    heads = {key: t(f"robustness.whatif_col.{key}", lang) for key in ("place", "published", "total", "was", "share")}
    return [
        Column(heads["place"], "number"), Column(t("ranking.col.vendor", lang), head=True, width=11),
        *(Column(heads[key], "number") for key in ("published", "total", "was", "share")),
    ]  # fmt: skip


def rows(there: Basis, found: WhatIf, lang: Lang) -> list[Row]:
    """A row for each bid in the order as tried; a place that differs says by how much."""
    vendors = found.matrix.vendors
    made = []
    for bid in order(found):
        vendor, place = vendors[bid], found.places[vendors[bid]]
        gained = there.places[vendor] - place
        how = "better" if gained > 0 else "worse"
        moved = t(f"robustness.whatif_{how}", lang, n=str(abs(gained))) if gained else ""
        share = whole(Fraction(found.preview.ranks[bid][0], found.preview.samples), lang)
        made.append(
            Row([
                Cell(str(place), strong=True), Cell(vendor),
                Cell(str(there.places[vendor]), note=moved, tone="warn" if gained else ""),
                total(found.totals[bid]), Cell(total(there.totals[bid]), tone="soft"), share,
            ])
        )  # fmt: skip
    return made


def order(found: WhatIf) -> list[int]:
    """The bids' numbers in the order as tried; bids that share a place stay in the published order."""
    return sorted(range(len(found.totals)), key=lambda bid: found.places[found.matrix.vendors[bid]])


def contributions(found: WhatIf) -> tuple[list[tuple[str, Contributions]], Mapping[str, str]]:
    """What each criterion would add to each bid's total, in the same order, and the totals in words."""
    matrix = found.matrix
    parts: list[tuple[str, Contributions]] = []
    for bid in order(found):
        added = (value * weight for value, weight in zip(matrix.values[bid], matrix.weights, strict=True))
        parts.append((matrix.vendors[bid], {key: (one, one) for key, one in zip(matrix.criteria, added, strict=True)}))
    return parts, {matrix.vendors[bid]: total(found.totals[bid]) for bid in order(found)}
