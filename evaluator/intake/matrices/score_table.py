"""A sheet of scores → its anatomy: where criteria, weights, directions and columns of scores stand, and what is left out.

Criteria run down the lines of a `View`; a sheet that has them across is turned before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evaluator.intake.matrices.turning import View
from evaluator.intake.matrices.words import Role, direction, figure, heading, is_sum, marks

DEEPEST: Final = 15  # headings stand in the first lines or nowhere
BAND: Final = 5  # so many lines at most head the columns
FEWEST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """Where everything stands, in lines and places of the view.

    ``weights`` and ``full`` are the places of weights and of full marks; ``in_name`` is true where they stand behind the
    names. ``columns`` maps the places of scores to the texts that head them by line, ``left`` the places left out to the
    reason; ``naming`` are the header lines that tell the columns apart.
    """

    view: View
    band: tuple[int, ...]
    top: int
    name: int
    groups: tuple[int, ...]
    weights: tuple[int, ...]
    full: tuple[int, ...]
    directions: int | None
    columns: Mapping[int, Mapping[int, str]]
    left: Mapping[int, str]
    naming: tuple[int, ...]
    in_name: bool = False

    def body(self) -> list[int]:
        """Lines below the headings in which something is written."""
        return [line for line in self.view.lines if line >= self.top]

    def is_repeat(self, line: int) -> bool:
        """Whether a line heads the columns once more."""
        heads = [self.view.text(above, self.name) for above in self.band]
        return bool(self.view.text(line, self.name)) and self.view.text(line, self.name) in heads

    def has_scores(self, line: int) -> bool:
        """Whether anything is written in a column of scores."""
        return any(self.view.at(line, spot) for spot in self.columns)


def find_table(view: View) -> ScoreTable | None:
    """The table of scores in a view, None where no weights or full marks are made out."""
    heads = _heads(view)
    weights = _places(view, heads, "weight")
    full = [spot for spot in _places(view, heads, "full") if spot not in weights]
    in_name = False
    if weights or full:
        head = max(heads[spot][0] for spot in (*weights, *full))
        counted = [
            line for line in view.lines if line > head and any(figure(view.at(line, s)) for s in (*weights, *full))
        ]
        top = counted[0]
    else:
        in_name, counted = True, _marked(view)
        if len(counted) < FEWEST:
            return None
        top = counted[0]
    band = tuple(line for line in view.lines if top - BAND - 1 <= line < top)
    return _assembled(view, (top, band, counted), (weights, full), in_name=in_name)


def _heads(view: View) -> dict[int, tuple[int, Role]]:
    """The first telling heading of each place: its line and what it says of weights or full marks."""
    found: dict[int, tuple[int, Role]] = {}
    for (line, spot), cell in sorted(view.cells.items()):
        if line <= DEEPEST and spot not in found and cell.kind == "text":
            role = heading(cell.text)
            if role in ("weight", "full"):
                found[spot] = (line, role)
    return found


def _places(view: View, heads: Mapping[int, tuple[int, Role]], wanted: Role) -> list[int]:
    """Places with such a heading and figures below it."""
    counts = {spot: 0 for spot, (_, role) in heads.items() if role == wanted}
    for (line, spot), cell in view.cells.items():
        if spot in counts and line > heads[spot][0] and figure(cell) is not None:
            counts[spot] += 1
    return sorted(spot for spot, count in counts.items() if count >= FEWEST)


def _marked(view: View) -> list[int]:
    """Lines whose names carry their full marks or weights, at the place where most do."""
    by_place: dict[int, list[int]] = {}
    for (line, spot), cell in view.cells.items():
        if cell.kind == "text" and marks(" ".join(cell.text.split()))[1] is not None:
            by_place.setdefault(spot, []).append(line)
    most = max((len(lines) for lines in by_place.values()), default=0)
    return next((sorted(lines) for lines in by_place.values() if len(lines) == most), [])


def _assembled(
    view: View, lines: tuple[int, tuple[int, ...], list[int]], scales: tuple[list[int], list[int]], *, in_name: bool
) -> ScoreTable | None:
    top, band, counted = lines
    weights, full = scales
    first = min(
        (spot for spot in view.places if spot not in (*weights, *full) and _counts(view, counted, spot)), default=0
    )
    late = [spot for spot in full if weights and spot > max(first, *weights)]
    full = [spot for spot in full if spot not in late]
    roles = {spot: _role(view, band, spot) for spot in view.places}
    directions = _directions(view, counted, roles)
    taken = {*weights, *full, *([directions] if directions else [])}
    labels = [spot for spot in view.places if spot not in taken and _worded(view, counted, spot)]
    name, groups = _name(view, counted, labels, roles, in_name=in_name)
    if name is None:
        return None
    zone = [spot for spot in view.places if spot > name and spot not in taken and spot not in groups]
    stacks = {spot: stack(view, band, spot) for spot in zone}
    left = {spot: "total" for spot in zone if roles[spot] == "left" or spot in late}
    details = [
        spot
        for spot in zone
        if roles[spot] in ("detail", "criterion", "group", "id") and not _counts(view, counted, spot)
    ]
    scored = [
        spot
        for spot in zone
        if spot not in left and spot not in details and (stacks[spot] or _counts(view, counted, spot))
    ]
    naming = _naming(view, band, scored, stacks)
    for spot in list(scored):
        if any(heading(stacks[spot].get(line, "")) == "left" for line in band if naming and line >= naming[0]):
            scored.remove(spot)
            left[spot] = "total"
    numbered = {spot: "number" for spot in view.places if spot < name and roles[spot] == "id"}
    return ScoreTable(
        view=view, band=band, top=top, name=name, groups=tuple(groups), weights=tuple(weights), full=tuple(full),
        directions=directions, columns={spot: stacks[spot] for spot in scored},
        left={**numbered, **left}, naming=naming, in_name=in_name,
    )  # fmt: skip


def _role(view: View, band: Sequence[int], spot: int) -> Role:
    """What the lowest heading of a place says of it."""
    lowest = next((text for line in reversed(band) if (text := view.text(line, spot))), "")
    return heading(lowest)


def _directions(view: View, counted: Sequence[int], roles: Mapping[int, Role]) -> int | None:
    """The place whose entries are directions, whatever heads it."""
    for spot in roles:
        given = [cell.text for line in counted if (cell := view.at(line, spot))]
        stated = [direction(text) is not None for text in given]
        if len(stated) >= FEWEST and (all(stated) or (roles[spot] == "direction" and any(stated))):
            return spot
    return None


def _worded(view: View, counted: Sequence[int], spot: int) -> bool:
    """Whether a place holds words, not figures, beside some of the weights."""
    cells = [cell for line in counted if (cell := view.at(line, spot))]
    return bool(cells) and sum(figure(cell) is None and cell.kind == "text" for cell in cells) * 2 > len(cells)


def _name(
    view: View, counted: Sequence[int], labels: Sequence[int], roles: Mapping[int, Role], *, in_name: bool
) -> tuple[int | None, list[int]]:
    """The place of the criteria's names, and places of the groups that they belong to."""
    if in_name:
        marked = [spot for spot in labels if any(marks(view.text(line, spot))[1] for line in counted)]
        return (marked[0], []) if marked else (None, [])
    told = [spot for spot in labels if roles[spot] in ("criterion", "group")]
    plain = [spot for spot in labels if roles[spot] in ("", "vendors", "evaluators")]
    chosen = [spot for spot in told if roles[spot] == "criterion"] or plain[:1] or told
    if not told:
        # Without a heading, the names are the first place in which no entry stands twice: groups stand once for several.
        chosen = [spot for spot in plain if _distinct(view, counted, spot)][:1] or plain[:1]
    full = [spot for spot in chosen if sum(view.at(line, spot) is not None for line in counted) * 2 > len(counted)]
    if not chosen:
        return None, []
    name = (full or chosen)[-1]
    single = [line for line in counted if not is_sum(view.text(line, name))]
    if not _distinct(view, single, name):
        # The heading of a group may speak of criteria, too: then the names are beside it, where no entry stands twice.
        name = next((spot for spot in labels if spot > name and _distinct(view, single, spot)), name)
    return name, [spot for spot in labels if spot < name and roles[spot] in ("criterion", "group", "", "vendors")]


def _distinct(view: View, counted: Sequence[int], spot: int) -> bool:
    texts = [view.text(line, spot) for line in counted if view.at(line, spot)]
    return len(texts) == len(set(texts)) == len(counted)


def _counts(view: View, counted: Sequence[int], spot: int) -> int:
    return sum(figure(view.at(line, spot)) is not None for line in counted)


def stack(view: View, band: Sequence[int], spot: int) -> dict[int, str]:
    """Texts over a place by line; above the lowest header line a text reaches to the right until the next."""
    found = {}
    for order, line in enumerate(band):
        text = view.text(line, spot)
        if not text and order < len(band) - 1 and any(view.at(lower, spot) for lower in band[order + 1 :]):
            before = [other for other in view.places if other < spot and view.at(line, other)]
            text = view.text(line, before[-1]) if before else ""
        if text:
            found[line] = text
    return found


def _naming(
    view: View, band: Sequence[int], scored: Sequence[int], stacks: Mapping[int, Mapping[int, str]]
) -> tuple[int, ...]:
    """Header lines in which every column of scores has a name, and not all the same one."""
    return tuple(_qualified(view, band, scored, stacks))


def _qualified(
    view: View, band: Sequence[int], scored: Sequence[int], stacks: Mapping[int, Mapping[int, str]]
) -> Iterator[int]:
    for line in band:
        names = [name_in(stacks[spot], line) for spot in scored]
        if names and all(names) and (len(set(names)) > 1 or (len(names) == 1 and view.at(line, scored[0]))):
            yield line


def name_in(stack: Mapping[int, str], line: int) -> str:
    """The name that a header line gives a column, empty where it only says what the column holds."""
    text = stack.get(line, "")
    return "" if heading(text) else text
