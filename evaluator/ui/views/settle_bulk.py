"""Open answers of a vendor as one grid: each row's readings side by side, and what the person chose as wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.intake.naming import item_code
from evaluator.services.settling import Settling
from evaluator.services.state import TenderState
from evaluator.services.wording import question_text
from evaluator.ui.views.settle import Choice, Point, choices, wish

if TYPE_CHECKING:
    import pandas as pd

MOST = 4


def offered(state: TenderState, point: Point, lang: Lang) -> tuple[Choice, ...]:
    """The readings of a point that can be chosen by number."""
    return tuple(one for one in choices(state, point, lang) if one.way in ("reading", "text"))[:MOST]


def readings(state: TenderState, points: Sequence[Point], lang: Lang) -> int:
    """How many columns of readings the grid has."""
    return max((len(offered(state, point, lang)) for point in points), default=0)


def grid(state: TenderState, points: Sequence[Point], lang: Lang) -> pd.DataFrame:
    """One row for each open answer, keyed by item: what it says, what is wrong, its readings, and two cells to fill in."""
    import pandas as pd

    columns: dict[str, list[Any]] = {
        "question": [
            " ".join(filter(None, (item_code(one.item), question_text(state, one.item, lang)))) for one in points
        ],
        "words": [one.answer.verbatim or t("bids.empty_cell", lang) for one in points],
        "wrong": ["\n".join(dict.fromkeys(message(found, lang) for found in one.findings)) for one in points],
        "choice": [None] * len(points),
        "value": [""] * len(points),
    }
    for number in range(readings(state, points, lang)):
        made = [offered(state, one, lang) for one in points]
        columns[f"reading_{number + 1}"] = [one[number].label if number < len(one) else "" for one in made]
    return pd.DataFrame(columns, index=pd.Index([one.item for one in points], name="item"))


def wishes(
    state: TenderState,
    vendor: str,
    points: Sequence[Point],
    filled: pd.DataFrame,
    why: tuple[str, str, str],
    lang: Lang,
) -> tuple[list[Settling], tuple[str, int] | None]:
    """What the chosen rows ask for, and the first item with a number that it does not offer."""
    made = []
    for point in points:
        choice, value = filled.loc[point.item, "choice"], str(filled.loc[point.item, "value"] or "").strip()
        if value:
            made.append(wish(vendor, point, Choice("other", ""), value, why))
        elif choice == t("bids.bulk_none", lang):
            made.append(wish(vendor, point, Choice("none", ""), "", why))
        elif isinstance(choice, str) and choice:
            found, number = offered(state, point, lang), int(choice)
            if number > len(found):
                return [], (point.item, number)
            made.append(wish(vendor, point, found[number - 1], "", why))
    return made, None
