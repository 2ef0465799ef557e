"""Days and moments as people write them."""

from __future__ import annotations

from datetime import datetime

from evaluator.domain.text import Lang
from evaluator.i18n.words import t


def moment(stated: str, lang: Lang) -> str:
    """A day or moment in ISO 8601 as people write it; what is none stays as it was stated.

    Moments of the store are UTC and say so; a deadline is stated as the clock of the place shows it.

    >>> moment("2026-12-05T17:00", "en"), moment("2026-12-05", "zh"), moment("soon", "en")
    ('5 December 2026, 17:00', '2026年12月5日', 'soon')
    >>> moment("2026-11-28T02:30:00.000000Z", "zh"), moment("2026-11-28T02:30:00.000000Z", "en")
    ('2026年11月28日 02:30（UTC）', '28 November 2026, 02:30 UTC')
    """
    try:
        at = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    day = t(f"term.date.{at.month}", lang, year=str(at.year), day=str(at.day))
    if len(stated) <= len("2026-12-05"):
        return day
    zone = ("（UTC）" if lang == "zh" else " UTC") if stated.endswith("Z") else ""
    return t("workbook.cover.moment", lang, day=day, time=f"{at:%H:%M}") + zone
