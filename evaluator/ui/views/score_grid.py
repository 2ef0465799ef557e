"""The score grid: what was drawn, what a browser says was typed into it, and what of that may be saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from evaluator.domain.finding import Param
from evaluator.domain.method import Criterion
from evaluator.intake.numbers import read_amount
from evaluator.intake.values import show_plain
from evaluator.intake.words import plain
from evaluator.scoring.consensus import top_points
from evaluator.services.held import ScoreEntry
from evaluator.services.naming import names_to
from evaluator.services.scores import Given, Place
from evaluator.services.state import TenderState
from evaluator.ui.views.scores import given_by, vendors

# A bare figure: a bound, a range or a unit beside it would be a guess here.
_FIGURE = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid as it was drawn: its rows and columns by id, and the points that stood in it.

    It stays the same while the grid is on the screen; what is typed lies above it as edits of (row number, column).
    """

    vendors: tuple[str, ...]
    leaves: tuple[str, ...]
    points: tuple[tuple[Decimal | None, ...], ...]


def grid(state: TenderState, evaluator: str) -> Grid:
    """The grid of an evaluator's points as saved now."""
    given = given_by(state, evaluator)
    names = tuple(names_to(state, evaluator, "en").sort(vendors(state), str))  # one order in every language
    leaves = tuple(leaf.key for leaf in state.assigned(evaluator))
    points = tuple(
        tuple(entry.points if (entry := given.get((leaf, name))) else None for leaf in leaves) for name in names
    )
    return Grid(names, leaves, points)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that is not one of ours or lies outside the scale: a key of the catalogue with its parameters."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()


def edits(drawn: Grid, sent: Any, state: TenderState) -> tuple[dict[Place, Decimal | None], list[Refusal]]:
    """Points by sub-criterion and vendor from what a browser sent, and what was refused.

    A browser can send anything, whatever the grid allows: rows and columns are looked up in the grid as it was drawn,
    points are checked against the scale.
    """
    tops = {leaf.key: leaf for leaf in state.pack.method.panel_leaves()}
    good: dict[Place, Decimal | None] = {}
    bad: list[Refusal] = []
    if not isinstance(sent, Mapping):
        return good, bad
    if sent.get("added_rows") or sent.get("deleted_rows"):
        bad.append(Refusal("scores.refused.rows"))
    for number, cells in dict(sent.get("edited_rows") or {}).items():
        for column, value in dict(cells).items():
            place = _cell(drawn, number, column)
            if place is None or place[0] not in tops:
                bad.append(Refusal("scores.refused.unknown"))
                continue
            written = "" if value is None else str(value).strip()
            points = figure(written, top := top_points(tops[place[0]]))
            if written and points is None:
                bad.append(_outside(place, written, tops[place[0]], top))
                continue
            good[place] = points
    return good, bad


def _cell(drawn: Grid, number: Any, column: Any) -> Place | None:
    row = int(number) if str(number).isdecimal() else len(drawn.vendors)
    if row >= len(drawn.vendors) or column not in drawn.leaves:
        return None
    return str(column), drawn.vendors[row]


def figure(written: str, top: Decimal) -> Decimal | None:
    """The points that a person typed, exactly; None where it is no figure on the scale, or could be two of them.

    >>> figure("３．５", Decimal(5)), figure("3,5", Decimal(5)), figure("9", Decimal(5)), figure("-1", Decimal(5))
    (Decimal('3.5'), Decimal('3.5'), None, None)
    >>> figure("3,5", Decimal(100)), figure("abc", Decimal(5)), figure("3-4", Decimal(5))
    (None, None, None)
    """
    found = read_amount(written) if _FIGURE.fullmatch(plain(written)) else None
    readings = [number for number in found.numbers if 0 <= number <= top] if found else []
    return readings[0] if len(readings) == 1 else None


def _outside(place: Place, written: str, leaf: Criterion, top: Decimal) -> Refusal:
    shown = written[:20]
    return Refusal(
        "refused.score_outside",
        (("vendor", place[1]), ("criterion", leaf.title), ("given", shown), ("high", show_plain(top))),
    )


@dataclass(slots=True)
class Kept:
    """A grid on the screen: as drawn, the points that the store is known to hold, and the entries behind them.

    It belongs to one browser session. ``told`` are the refusals that the person has been told of.
    """

    grid: Grid
    sent: dict[Place, Decimal | None]
    seen: dict[Place, ScoreEntry]
    told: list[Refusal] = field(default_factory=list)

    def drawn(self, now: TenderState) -> TenderState:
        """The state with the scores as this grid knows them: what somebody else saved since then is a conflict."""
        return replace(now, entries=tuple(self.seen.values()))

    def note(self, saved: Mapping[Place, Given], now: TenderState, evaluator: str) -> None:
        """These changes are saved; their entries are known as they stand now."""
        given = given_by(now, evaluator)
        for place, (points, _) in saved.items():
            self.sent[place] = points
            self.seen[place] = given[place]


def kept(state: TenderState, evaluator: str) -> Kept:
    """A grid about to be drawn from what is saved."""
    drawn, given = grid(state, evaluator), given_by(state, evaluator)
    return Kept(drawn, {place: entry.points for place, entry in given.items()}, given)


def unsent(held: Kept, points: Mapping[Place, Decimal | None]) -> dict[Place, Given]:
    """Edits that the store does not hold yet, each with the reason that stands beside it; submitted scores never."""
    found: dict[Place, Given] = {}
    for place, value in points.items():
        entry = held.seen.get(place)
        if held.sent.get(place) != value and (entry is None or entry.state != "submitted"):
            found[place] = (value, entry.reason if entry else "")
    return found


def changed(place: Place, state: TenderState) -> Refusal:
    """What to say of a score that somebody else has changed meanwhile."""
    criterion = state.pack.method.leaf(place[0]).title
    return Refusal("scores.refused.changed", (("vendor", place[1]), ("criterion", criterion)))
