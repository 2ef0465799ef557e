"""Who has scored what: the panel at a glance, an evaluator's points and reasons, and edits of the grid made safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from evaluator.domain.bid import Answer, Bid
from evaluator.domain.finding import Phrase
from evaluator.domain.method import Criterion
from evaluator.domain.question import Question
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.services.scores import Given, Place
from evaluator.services.state import ScoreEntry, TenderState
from evaluator.ui.parts.answers import Said
from evaluator.ui.parts.tables import Cell, Column, Row

Entries = Mapping[Place, ScoreEntry]


def vendors(state: TenderState) -> tuple[str, ...]:
    """Vendors whose answers can be scored, in the order of the tender."""
    return tuple(bid.vendor for bid in state.bids if bid.answers)


def given_by(state: TenderState, evaluator: str) -> dict[Place, ScoreEntry]:
    """An evaluator's scores by sub-criterion and vendor."""
    return {
        (entry.criterion, entry.vendor): entry
        for entry in state.entries
        if entry.evaluator == evaluator and not entry.agreed
    }


def closed(state: TenderState, evaluator: str) -> bool:
    """Whether the evaluator's scores can no longer change: submitted, or the technical scores are locked."""
    return "technical_locked" in state.stages or state.submitted(evaluator)


def headline(state: TenderState, lang: Lang) -> str:
    """How many evaluators have submitted, and who is missing."""
    panel = state.panel()
    late = [name for name in panel if not state.submitted(name)]
    if not panel:
        return t("scores.headline.nobody", lang)
    if not late:
        return t("scores.headline.all", lang, n=len(panel))
    done = len(panel) - len(late)
    return t("scores.headline.some", lang, done=done, of=len(panel), missing=listed(late, lang))


def lead(state: TenderState, lang: Lang) -> str:
    """What is scored, and by which rule the points become one value."""
    leaves = state.pack.method.panel_leaves()
    combine = Phrase(f"scores.combine.{state.pack.method.combine.value}")
    return t("scores.lead", lang, leaves=len(leaves), bids=len(vendors(state)), combine=combine)


def panel_columns(lang: Lang) -> list[Column]:
    """Evaluator, scores given, those without a reason, and where they stand."""
    return [
        Column(t("scores.col.evaluator", lang), head=True, width=10),
        Column(t("scores.col.given", lang), "number"),
        Column(t("scores.col.unreasoned", lang), "number"),
        Column(t("scores.col.state", lang), width=12),
    ]


def panel_rows(state: TenderState, lang: Lang) -> list[Row]:
    """One row for each evaluator."""
    return [_panel_row(state, name, lang) for name in state.panel()]


def _panel_row(state: TenderState, name: str, lang: Lang) -> Row:
    given, of = state.progress(name)
    silent = sum(entry.points is not None and not entry.reason for entry in given_by(state, name).values())
    shown = t("scores.given", lang, given=given, of=of)
    if state.submitted(name):
        standing = Cell(t("scores.state.submitted", lang), tone="ok")
    elif given:
        standing = Cell(t("scores.state.draft", lang), tone="warn")
    else:
        standing = Cell(t("scores.state.none", lang), tone="soft")
    return Row([Cell(name), Cell(shown), Cell(str(silent) if silent else "–", tone="warn" if silent else "soft"), standing])


def missing(state: TenderState, evaluator: str, lang: Lang) -> list[str]:
    """What an evaluator still has to score: one line for each sub-criterion, with its vendors."""
    given = given_by(state, evaluator)
    found = []
    for leaf in state.pack.method.panel_leaves():
        names = [name for name in vendors(state) if not _has_points(given.get((leaf.key, name)))]
        if names:
            shown = t("scores.missing.every", lang) if len(names) == len(vendors(state)) else listed(names, lang)
            found.append(t("scores.missing.line", lang, criterion=leaf.title, vendors=shown))
    return found


def _has_points(entry: ScoreEntry | None) -> bool:
    return entry is not None and entry.points is not None


def unreasoned(state: TenderState, evaluator: str) -> int:
    """How many of an evaluator's scores have no reason."""
    return sum(entry.points is not None and not entry.reason for entry in given_by(state, evaluator).values())


def scale_columns(lang: Lang) -> list[Column]:
    """Points and what earns them."""
    return [Column(t("scores.col.points", lang), "number"), Column(t("scores.col.level", lang), width=30)]


def scale_rows(leaf: Criterion, lang: Lang) -> list[Row]:
    """The described scale, the best first."""
    levels = sorted(leaf.levels, key=lambda level: -level.points)
    return [Row([Cell(show_plain(level.points), strong=True), Cell(level.text.show(lang))]) for level in levels]


def said(state: TenderState, bid: Bid, leaf: Criterion, lang: Lang) -> list[Said]:
    """What a vendor wrote to the questions of a sub-criterion, verbatim, with the cells."""
    asked = {question.id: question for question in state.asked.questions("technical")}
    found = []
    for question in state.pack.method.of_leaf(leaf.key):
        answer = bid.find(question.id)
        title = f"{question.id}  {question.text.show(lang)}"
        text = _table(asked[question.id], answer, lang) if answer and answer.rows else answer.verbatim if answer else ""
        place = _place(answer) if answer else ""
        found.append(Said(title, text or t("scores.no_answer", lang), place, missing=not text))
    return found


def _table(question: Question, answer: Answer, lang: Lang) -> str:
    """A table as one line for each row: what the row is called, then each cell under its column's title."""
    titles = {column.key: column.title.show(lang) for column in question.columns}
    names = {row.key: row.title.show(lang) for row in question.rows}
    lines = []
    for row in answer.rows:
        cells = [f"{titles.get(key, key)}: {cell.verbatim}" for key, cell in row.cells.items() if cell.verbatim]
        if cells:
            lines.append(" · ".join(filter(None, (names.get(row.key, row.key), *cells))))
    return "\n".join(lines)


def _place(answer: Answer) -> str:
    cells = [cell.source for row in answer.rows for cell in row.cells.values() if cell.verbatim and cell.source.cell]
    if not cells:
        return str(answer.source)
    return str(cells[0]) if len(cells) == 1 else f"{cells[0]}–{cells[-1].cell}"


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
    given, names = given_by(state, evaluator), vendors(state)
    leaves = tuple(leaf.key for leaf in state.pack.method.panel_leaves())
    points = tuple(
        tuple(entry.points if (entry := given.get((leaf, name))) else None for leaf in leaves) for name in names
    )
    return Grid(names, leaves, points)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that is not one of ours or lies outside the scale: a key of the catalogue with its parameters."""

    key: str
    params: tuple[tuple[str, Any], ...] = ()


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
            points = _number(value)
            top = top_points(tops[place[0]])
            if value is not None and (points is None or not 0 <= points <= top):
                bad.append(_outside(place, value, tops[place[0]], top))
                continue
            good[place] = points
    return good, bad


def _cell(drawn: Grid, number: Any, column: Any) -> Place | None:
    row = int(number) if str(number).isdecimal() else len(drawn.vendors)
    if row >= len(drawn.vendors) or column not in drawn.leaves:
        return None
    return str(column), drawn.vendors[row]


def _number(value: Any) -> Decimal | None:
    """A finite number, exactly as it reads; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _outside(place: Place, value: Any, leaf: Criterion, top: Decimal) -> Refusal:
    shown = str(value)[:20]
    return Refusal(
        "scores.refused.outside",
        (("vendor", place[1]), ("criterion", leaf.title), ("given", shown), ("high", show_plain(top))),
    )


def changes(state: TenderState, evaluator: str, points: Mapping[Place, Decimal | None]) -> dict[Place, Given]:
    """What differs from what is saved, each with the reason that stands beside it; submitted scores are left alone."""
    given = given_by(state, evaluator)
    found: dict[Place, Given] = {}
    for place, value in points.items():
        entry = given.get(place)
        if entry is not None and (entry.state == "submitted" or entry.points == value):
            continue
        if entry is not None or value is not None:
            found[place] = (value, entry.reason if entry else "")
    return found


def read_only(state: TenderState, evaluator: str, lang: Lang) -> tuple[list[Column], list[Row]]:
    """An evaluator's points as a table for reading: vendors down, sub-criteria across."""
    given = given_by(state, evaluator)
    leaves = state.pack.method.panel_leaves()
    columns = [Column(t("scores.col.vendor", lang), head=True, width=11)]
    columns += [Column(leaf.title.show(lang), "heat", note=_of(leaf, lang)) for leaf in leaves]
    rows = [Row([Cell(name), *(_points_cell(given.get((leaf.key, name)), leaf) for leaf in leaves)]) for name in vendors(state)]
    return columns, rows


def _of(leaf: Criterion, lang: Lang) -> str:
    return t("scores.of", lang, top=show_plain(top_points(leaf)))


def _points_cell(entry: ScoreEntry | None, leaf: Criterion) -> Cell:
    if entry is None or entry.points is None:
        return Cell("–", tone="soft")
    return Cell(show_plain(entry.points), heat=float(entry.points / top_points(leaf)))


def imported_words(name: str, status: str, scores: int, evaluator: str, lang: Lang) -> str:
    """What became of one uploaded file, in one sentence."""
    if status == "stored" and scores:
        return t("scores.imported.stored", lang, file=name, n=scores, evaluator=evaluator)
    return t(f"scores.imported.{status}_other" if status == "stored" else f"scores.imported.{status}", lang, file=name)


def leaf_label(leaf: Criterion, parents: Mapping[str, str], lang: Lang, left: int) -> str:
    """A sub-criterion in a list: its criterion, its own title, and how many scores it still needs."""
    words = f"{parents[leaf.key]} › {leaf.title.show(lang)}"
    return words if not left else t("scores.leaf_left", lang, words=words, n=left)


def parents(tops: Sequence[Criterion], lang: Lang) -> dict[str, str]:
    """Titles of top-level criteria by the keys of the sub-criteria below them."""
    return {leaf.key: top.title.show(lang) for top in tops for leaf in top.leaves()}
