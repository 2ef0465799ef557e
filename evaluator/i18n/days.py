"""Days and moments as people write them."""

from __future__ import annotations

from datetime import datetime

from evaluator.domain.text import Lang
from evaluator.i18n.words import t


def moment(stated: str, lang: Lang) -> str:
    """A day or moment in ISO 8601 as people write it; what is none stays as it was stated.

    >>> moment("2026-12-05T17:00", "en"), moment("2026-12-05", "zh"), moment("soon", "en")
    ('5 December 2026, 17:00', '2026年12月5日', 'soon')
    """
    try:
        at = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    day = t(f"term.date.{at.month}", lang, year=str(at.year), day=str(at.day))
    return day if len(stated) <= len("2026-12-05") else t("workbook.cover.moment", lang, day=day, time=f"{at:%H:%M}")
