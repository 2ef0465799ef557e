"""Who has scored what: the panel at a glance, the scale and the answers to be judged, an evaluator's points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluator.domain.bid import Answer, Bid
from evaluator.domain.finding import Phrase, Severity
from evaluator.domain.method import Criterion
from evaluator.domain.question import Question
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.intake.repeating import repeats
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.services.held import Reopening, ScoreEntry
from evaluator.services.imports import Imported
from evaluator.services.naming import Names
from evaluator.services.scores import Place
from evaluator.services.state import TenderState
from evaluator.ui.parts.answers import Said
from evaluator.ui.parts.findings import Line
from evaluator.ui.parts.findings import lines as finding_lines
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.conversations import beside_scores
from evaluator.ui.views.trail import person


def vendors(state: TenderState) -> tuple[str, ...]:
    """Vendors whose answers can be scored, in the order of the tender."""
    return tuple(bid.vendor for bid in state.bids if bid.answers)


def given_by(state: TenderState, evaluator: str) -> dict[Place, ScoreEntry]:
    """An evaluator's scores by sub-criterion and vendor."""
    return state.given_by(evaluator)


def closed(state: TenderState, evaluator: str) -> bool:
    """Whether the evaluator's scores can no longer change: submitted, or the technical scores are locked."""
    return "technical_locked" in state.stages or state.submitted(evaluator)


def submitted_places(state: TenderState) -> list[Place]:
    """Where evaluators have submitted scores of their own, in the order of the method and the tender."""
    there = {(one.criterion, one.vendor) for one in state.entries if one.state == "submitted" and not one.agreed}
    every = ((leaf.key, name) for leaf in state.pack.method.panel_leaves() for name in vendors(state))
    return [place for place in every if place in there]


def reopened_lines(one: Reopening, lang: Lang) -> tuple[str, str]:
    """Why a score was given back, and what had been submitted."""
    before = t("scores.before", lang, points=show_plain(one.points), said=one.said)
    return t("scores.reopened", lang, by=person(one.by, lang), reason=one.reason), before


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
    elif back := sum(one.reopened is not None and one.state == "draft" for one in given_by(state, name).values()):
        standing = Cell(t("scores.state.reopened", lang, n=back), tone="warn")
    elif given:
        standing = Cell(t("scores.state.draft", lang), tone="warn")
    else:
        standing = Cell(t("scores.state.none", lang), tone="soft")
    return Row(
        [Cell(name), Cell(shown), Cell(str(silent) if silent else "–", tone="warn" if silent else "soft"), standing]
    )


def missing(state: TenderState, evaluator: str, names: Names, lang: Lang) -> list[str]:
    """What an evaluator still has to score: one line for each sub-criterion, with its vendors."""
    given = given_by(state, evaluator)
    found = []
    for leaf in state.assigned(evaluator):
        lacking = [name for name in names.sort(vendors(state), str) if not has_points(given.get((leaf.key, name)))]
        if lacking:
            called = [names.of(name) for name in lacking]
            shown = t("scores.missing.every", lang) if len(called) == len(vendors(state)) else listed(called, lang)
            found.append(t("scores.missing.line", lang, criterion=leaf.title, vendors=shown))
    return found


def has_points(entry: ScoreEntry | None) -> bool:
    """Whether there is a score, not only a reason or nothing."""
    return entry is not None and entry.points is not None


def unreasoned(state: TenderState, evaluator: str) -> int:
    """How many of an evaluator's scores have no reason."""
    return sum(entry.points is not None and not entry.reason for entry in given_by(state, evaluator).values())


def repeated(state: TenderState, evaluator: str) -> int:
    """How many of an evaluator's reasons only repeat the scale."""
    leaf = state.pack.method.leaf
    return sum(repeats(entry.reason, leaf(entry.criterion)) for entry in given_by(state, evaluator).values())


def scale_columns(lang: Lang) -> list[Column]:
    """Points and what earns them."""
    return [Column(t("scores.col.points", lang), "number"), Column(t("scores.col.level", lang), width=30)]


def scale_rows(leaf: Criterion, lang: Lang) -> list[Row]:
    """The described scale, the best first."""
    levels = sorted(leaf.levels, key=lambda level: -level.points)
    return [Row([Cell(show_plain(level.points), strong=True), Cell(level.text.show(lang))]) for level in levels]


def said(state: TenderState, bid: Bid, leaf: Criterion, names: Names, lang: Lang) -> list[Said]:
    """What a vendor wrote to the questions of a sub-criterion, verbatim but for hidden names, with the cells."""
    asked = {question.id: question for question in state.asked.questions("technical")}
    found = []
    for question in state.pack.method.of_leaf(leaf.key):
        answer = bid.find(question.id)
        title = f"{question.id}  {question.text.show(lang)}"
        text = _table(asked[question.id], answer, lang) if answer and answer.rows else answer.verbatim if answer else ""
        place = _place(answer) if answer else ""
        found.append(Said(title, text or t("scores.no_answer", lang), place, missing=not text))
    found += beside_scores(state, bid.vendor, leaf, lang)
    return [
        replace(one, question=names.cover(one.question), text=names.cover(one.text), place=names.cover(one.place))
        for one in found
    ]


def _table(question: Question, answer: Answer, lang: Lang) -> str:
    """A table row by row: what the row is called, then each cell after its column's title."""
    titles = {column.key: column.title.show(lang) for column in question.columns}
    names = {row.key: row.title.show(lang) for row in question.rows}
    lines, colon = [], "：" if lang == "zh" else ": "
    for row in answer.rows:
        cells = [f"{titles.get(key, key)}{colon}{cell.verbatim}" for key, cell in row.cells.items() if cell.verbatim]
        if cells:
            lines.append("\n".join((f"{names.get(row.key) or row.key}.", *cells)))
    return "\n\n".join(lines)


def _place(answer: Answer) -> str:
    cells = [cell.source for row in answer.rows for cell in row.cells.values() if cell.verbatim and cell.source.cell]
    if not cells:
        return str(answer.source)
    return str(cells[0]) if len(cells) == 1 else f"{cells[0]}–{cells[-1].cell}"


def read_only(state: TenderState, evaluator: str, names: Names, lang: Lang) -> tuple[list[Column], list[Row]]:
    """An evaluator's points as a table for reading: vendors down, sub-criteria across."""
    given = given_by(state, evaluator)
    leaves = state.assigned(evaluator)
    columns = [Column(t("scores.col.vendor", lang), head=True, width=11)]
    columns += [Column(leaf.title.show(lang), "heat", note=_of(leaf, lang)) for leaf in leaves]
    rows = [
        Row([Cell(names.of(name)), *(_points_cell(given.get((leaf.key, name)), leaf) for leaf in leaves)])
        for name in names.sort(vendors(state), str)
    ]
    return columns, rows


def _of(leaf: Criterion, lang: Lang) -> str:
    return t("scores.of", lang, top=show_plain(top_points(leaf)))


def _points_cell(entry: ScoreEntry | None, leaf: Criterion) -> Cell:
    if entry is None or entry.points is None:
        return Cell("–", tone="soft")
    return Cell(show_plain(entry.points), heat=float(entry.points / top_points(leaf)))


def imported_lines(files: Sequence[Imported], names: Names, lang: Lang) -> list[Line]:
    """What became of each uploaded file, and what was found in it."""
    lines = []
    for file in files:
        lines.append(Line(names.cover(imported_words(file, lang)), severity=_weight(file)))
        lines += finding_lines(file.findings, lang, names.cover)
    return lines


def imported_words(file: Imported, lang: Lang) -> str:
    """What became of one file, in one sentence."""
    if file.status == "stored" and file.left:
        return t("scores.imported.partial", lang, file=file.name, n=file.scores, evaluator=file.vendor, left=file.left)
    if file.status == "stored" and file.scores:
        return t("scores.imported.stored", lang, file=file.name, n=file.scores, evaluator=file.vendor)
    key = "stored_other" if file.status == "stored" else file.status
    return t(f"scores.imported.{key}", lang, file=file.name)


def _weight(file: Imported) -> Severity:
    return Severity.BLOCKER if file.status == "refused" else Severity.NOTE


def leaf_label(leaf: Criterion, parents: Mapping[str, str], lang: Lang) -> str:
    """A sub-criterion in a list: its criterion and its own title.

    Nothing that scoring changes stands in it: a browser names its choice by these words, and where they have changed
    meanwhile the choice is lost, and with it the place where a person is typing.
    """
    return f"{parents[leaf.key]} › {leaf.title.show(lang)}"


def parents(tops: Sequence[Criterion], lang: Lang) -> dict[str, str]:
    """Titles of top-level criteria by the keys of the sub-criteria below them."""
    return {leaf.key: top.title.show(lang) for top in tops for leaf in top.leaves()}
