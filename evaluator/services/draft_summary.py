"""A draft as plain JSON, with the keys that are published: what the command line prints of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.draft import AnnexRow, Draft, Table
from evaluator.contract.points import Obstacle, Point
from evaluator.contract.promises import Fate, Promises
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import TermStatus, TermTable, TermValue
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.text import Layout, Text, languages

# Which days a period counts, by its unit.
_DAYS: Final = {"day": "calendar", "working_day": "working"}
_FROM_VENDOR: Final = (TermStatus.FILLED, TermStatus.DEVIATES, TermStatus.AGREED)


def draft_summary(
    draft: Draft, values: Mapping[str, TermValue], found: Promises, obstacles: Sequence[Obstacle]
) -> dict[str, Any]:
    """Terms, counts, what stands between the draft and a signature, and what it promises of the points that were won."""
    tables = {part.term: part.held for one in draft.appendices for part in one.parts if isinstance(part, Table)}
    return {
        "terms": [_term(values[row.term], row, (draft, tables.get(row.term))) for row in draft.annex],
        "blanks": len(draft.blanks),
        "blank_cells": draft.open_cells,
        "deviations": len(draft.deviations),
        "better_offers": len(draft.departing("positive")),
        "ready_to_sign": not obstacles,
        "blocking": [key for one in obstacles for key in one.keys],
        "coverage": covered(found),
    }


def covered(found: Promises) -> dict[str, Any]:
    """What became of the points of 100 that the bid won: backed in full, weakened or missing, and by which answers.

    ``points_scored`` is the sum of the other three; ``unbacked`` are the answers weakened and missing together.
    """
    items = {fate: [one.item for one in found.of(fate)] for fate in Fate}
    return {
        "points_scored": float(found.won()),
        "points_backed": float(found.won(Fate.KEPT)),
        "points_weakened": float(found.won(Fate.WEAKENED)),
        "points_missing": float(found.won(Fate.MISSING)),
        "unbacked": [one.item for one in found.of(Fate.WEAKENED, Fate.MISSING)],
        "weakened": items[Fate.WEAKENED],
        "missing": items[Fate.MISSING],
    }


def point_data(point: Point, layout: Layout, method: Method) -> dict[str, Any]:
    """A point with its words in the draft's first language, and the cells that say so."""
    lang = languages(layout)[0]
    speaker = Speaker(lang, method.units)
    return {
        "rule": point.rule,
        "warns": point.warns,
        "subjects": list(point.subjects),
        "params": {key: speaker.plain(words, lang) for key, words in point.params},
        "message": speaker.point(point, lang),
        "cells": [{"file": cell.file, "sheet": cell.sheet, "cell": cell.cell} for cell in point.sources],
    }


def _term(value: TermValue, row: AnnexRow, told: tuple[Draft, TermTable | None]) -> dict[str, Any]:
    """A term as the draft has it: of a table the cells that are printed, our own where the vendor departs."""
    place, (draft, table) = row.places[0], told
    vendors = value.status in _FROM_VENDOR and bool(value.source.cell)
    return {
        "id": row.term,
        "status": value.status.value,
        "direction": value.direction or None,
        "value": plain(table or value.value),
        "unit": row.unit or None,
        "days": _DAYS.get(row.unit),
        "after": plain(row.after) or None,
        "base": plain(row.base) or None,
        "verbatim": value.verbatim or None,
        "file": value.source.file if vendors else None,
        "sheet": value.source.sheet if vendors else None,
        "cell": value.source.cell if vendors else None,
        "clause": draft.articles[place.article - 1].id if place.article else f"schedule.{place.schedule}",
        "agreed": {**agreed_data(value.agreed), "was": plain(value.was)} if value.agreed else None,
    }


def agreed_data(entry: Agreed) -> dict[str, str]:
    """Why a value was agreed, by whom and when, and the negotiated document that it was read from."""
    return {"reason": entry.reason, "by": entry.by, "at": entry.at, "source": entry.source}


def plain(value: object) -> Any:
    """A value as JSON: numbers as numbers, money with its currency, a table as its column keys and rows."""
    if value is None or type(value) is str:  # most of what a draft is hashed from
        return value
    if isinstance(value, TermTable):
        return {
            "columns": [column.key for column in value.columns],
            "rows": [[plain(cell) for cell in row] for row in value.rows],
        }
    if isinstance(value, Text):
        return value.zh if value.zh == value.en else {"zh": value.zh, "en": value.en}
    if isinstance(value, Money):
        return {"amount": plain(value.amount), "currency": value.currency}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
