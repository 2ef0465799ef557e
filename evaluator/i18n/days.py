"""Days and moments as people write them, on papers in the zone of the tender."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone, tzinfo

from evaluator.domain.text import Lang
from evaluator.i18n.words import t

_BEIJING = timedelta(hours=8)
_DAY = len("2026-12-05")


def moment(stated: str, lang: Lang, zone: tzinfo | None = None, *, marked: bool = False) -> str:
    """A day or moment in ISO 8601 as people write it; what is none stays as it was stated.

    One that states its offset is told in ``zone`` where that is given, ``marked`` with it where the paper does not say it
    once for all; without a zone it is told as stated and marked. One without an offset is what the clock of the place shows.

    >>> moment("2026-12-05T17:00", "en"), moment("2026-12-05", "zh"), moment("soon", "en")
    ('5 December 2026, 17:00', '2026年12月5日', 'soon')
    >>> moment("2026-11-28T02:30:00.000000Z", "zh"), moment("2026-11-28T02:30:00+08:00", "en")
    ('2026年11月28日 02:30（UTC）', '28 November 2026, 02:30 UTC+8')
    >>> moment("2026-11-27T18:30:00.000000Z", "en", zone_of("2026-12-05T17:00+08:00"))
    '28 November 2026, 02:30'
    """
    try:
        at = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    aware = at.tzinfo is not None
    at = at.astimezone(zone) if aware and zone is not None else at
    day = t(f"term.date.{at.month}", lang, year=str(at.year), day=str(at.day))
    if len(stated) <= _DAY:
        return day
    told = t("workbook.cover.moment", lang, day=day, time=f"{at:%H:%M}")
    return told + _mark(at, lang) if aware and (zone is None or marked) else told


def day_at(stated: str, zone: tzinfo) -> str:
    """The ISO day on which a moment fell, in a zone; a day stays what it is.

    >>> day_at("2026-11-27T18:30:00.000000Z", zone_of("2026-12-05T17:00+08:00")), day_at("2026-11-27", timezone.utc)
    ('2026-11-28', '2026-11-27')
    """
    return stated if len(stated) <= _DAY else datetime.fromisoformat(stated).astimezone(zone).date().isoformat()


def zone_of(deadline: str) -> tzinfo:
    """The zone of a tender: the offset its deadline states, else that of the clock of this machine at that moment.

    >>> zone_of("2026-12-05T17:00+08:00").utcoffset(None) == timedelta(hours=8)
    True
    """
    try:
        due = datetime.fromisoformat(deadline.replace(" ", "T"))
    except ValueError:
        return timezone(timedelta(seconds=-time.timezone))  # not of today: the same paper has the same bytes all year
    return timezone((due if due.tzinfo is not None else due.astimezone()).utcoffset() or timedelta())


def zone_note(zone: tzinfo, lang: Lang) -> str:
    """The sentence that says once, on a paper, in which zone its times are.

    >>> zone_note(zone_of("2026-12-05T17:00+08:00"), "zh"), zone_note(timezone.utc, "en")
    ('时间为北京时间（UTC+8）。', 'All times are UTC.')
    """
    offset = zone.utcoffset(None) or timedelta()
    name = _name(offset)
    return t("term.zone.note", lang, zone=t("term.zone.beijing", lang, zone=name) if offset == _BEIJING else name)


def _mark(at: datetime, lang: Lang) -> str:
    name = _name(at.utcoffset() or timedelta())
    return f"（{name}）" if lang == "zh" else f" {name}"


def _name(offset: timedelta) -> str:
    """An offset as people write it.

    >>> _name(timedelta(hours=-3, minutes=-30)), _name(timedelta(hours=8)), _name(timedelta())
    ('UTC-3:30', 'UTC+8', 'UTC')
    """
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "") if minutes else "UTC"
