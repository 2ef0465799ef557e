"""The chair's view in words and rows: what lies apart, what each evaluator gave and why, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluator.domain.finding import Phrase
from evaluator.domain.method import Combine
from evaluator.domain.score import Score
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.intake.repeating import repeats
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.scoring.spread import Spread, to_discuss
from evaluator.services.consensus import Explanation, agreed_entries, panel_spreads, to_agree
from evaluator.services.held import ScoreEntry
from evaluator.services.naming import Names
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, Tone

Item = tuple[str, str]


def items(state: TenderState, names: Names) -> dict[Item, Spread]:
    """Every sub-criterion of every bid, what must be discussed first and the widest apart before all."""
    found = names.sort(panel_spreads(state), lambda one: one.vendor)
    first = to_discuss(found)
    ordered = [*first, *(one for one in found if one not in first)]
    return {(one.leaf.key, one.vendor): one for one in ordered}


def agrees(state: TenderState) -> bool:
    """Whether the chair enters the panel's agreed points."""
    return state.pack.method.combine is Combine.CONSENSUS


def headline(state: TenderState, found: Mapping[Item, Spread], lang: Lang) -> str:
    """How much must be discussed, and under consensus how much is still to be agreed."""
    if not any(one.given for one in found.values()):
        return t("consensus.headline.nothing", lang)
    n = sum(one.discuss for one in found.values())
    if agrees(state):
        return t("consensus.headline.agree", lang, n=n, left=to_agree(state))
    return t("consensus.headline.apart", lang, n=n) if n else t("consensus.headline.close", lang)


def lead(state: TenderState, lang: Lang) -> str:
    """From which range on something must be discussed, and by which rule the points become one."""
    combine = Phrase(f"scores.combine.{state.pack.method.combine.value}")
    return t("consensus.lead", lang, over=show_plain(state.pack.method.discuss_over), combine=combine)


def label(one: Spread, names: Names, lang: Lang) -> str:
    """An item in a list, marked where it must be discussed."""
    key = "consensus.item.discuss" if one.discuss else "consensus.item"
    return t(key, lang, criterion=one.leaf.title, vendor=names.of(one.vendor), range=span(one))


def span(one: Spread) -> str:
    """Lowest and highest points, or the one that all gave."""
    if one.range is None:
        return "–"
    return "–".join(dict.fromkeys(show_plain(points) for points in one.range))


def table(state: TenderState, found: Mapping[Item, Spread], names: Names, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Sub-criteria as groups, vendors down: each evaluator's points, how far apart, and the result."""
    panel = state.panel()
    columns = [Column(t("consensus.col.vendor", lang), head=True, width=11)]
    columns += [Column(name, "number") for name in panel]
    columns += [Column(t(f"consensus.col.{name}", lang), "number") for name in ("range", "deviation", "result")]
    columns.append(Column(t("consensus.col.discuss", lang), width=8))
    rows: list[Row] = []
    for leaf in state.pack.method.panel_leaves():
        top = t("scores.of", lang, top=show_plain(top_points(leaf)))
        rows.append(Row([Cell(leaf.title.show(lang), note=top)], state="group"))
        rows += [_row(one, panel, names.of(one.vendor), lang) for (key, _), one in found.items() if key == leaf.key]
    return columns, rows


def _row(one: Spread, panel: tuple[str, ...], vendor: str, lang: Lang) -> Row:
    given = {score.evaluator: score for score in one.given}
    cells = [Cell(show_plain(given[name].points)) if name in given else Cell("–", tone="soft") for name in panel]
    mark = Cell(t("consensus.discuss", lang), tone="warn") if one.discuss else Cell("")
    return Row([
        Cell(vendor), *cells, Cell(span(one)), Cell(f"{one.deviation:.2f}" if one.deviation is not None else "–"),
        Cell(_points(one.result), strong=True), mark,
    ])  # fmt: skip


def _points(result: Fraction | None) -> str:
    return "–" if result is None else f"{float(result):.2f}".rstrip("0").rstrip(".")


def individual(
    one: Spread, asked: Mapping[tuple[str, str, str], Explanation], panel: Sequence[str], names: Names, lang: Lang
) -> tuple[list[Column], list[Row]]:
    """Each evaluator's score as it was given, with its reason, evidence and, where asked for, the explanation."""
    columns = [
        Column(t("scores.col.evaluator", lang), head=True, width=8), Column(t("scores.col.points", lang), "number"),
        Column(t("scores.reason", lang), width=20), Column(t("consensus.col.evidence", lang), width=12),
    ]  # fmt: skip
    rows = [
        _given(score, one, asked.get((score.evaluator, one.leaf.key, one.vendor)), names, lang)
        for score in _in_order(one, panel)
    ]
    rows += [Row([name, Cell("–"), Cell(t("consensus.not_yet", lang), tone="soft"), Cell("")]) for name in one.missing]
    return columns, rows


def _in_order(one: Spread, panel: Sequence[str]) -> list[Score]:
    """The scores in the order of the panel, as in the table of all items."""
    return sorted(one.given, key=lambda score: panel.index(score.evaluator) if score.evaluator in panel else len(panel))


def _given(score: Score, one: Spread, note: Explanation | None, names: Names, lang: Lang) -> Row:
    notes = []
    if repeats(score.reason, one.leaf):
        notes.append(t("consensus.repeats", lang))
    if note is not None:
        notes.append(t("consensus.asked", lang, asked=note.asked))
        answer = t("consensus.answered", lang, answer=note.answer) if note.answer else t("consensus.unanswered", lang)
        notes.append(answer)
    reason = score.reason or t("scores.reason_none", lang)
    tone: Tone = "warn" if notes and note is None else ""
    return Row([
        score.evaluator, Cell(show_plain(score.points), strong=True),
        Cell(names.cover(reason), tone=tone, note=names.cover(" ".join(notes))),
        Cell(names.cover(score.evidence), tone="soft"),
    ])  # fmt: skip


def agreed(state: TenderState, one: Spread) -> ScoreEntry | None:
    """The panel's own score of an item, a draft or submitted."""
    return agreed_entries(state).get((one.leaf.key, one.vendor))


def result(one: Spread, state: TenderState, names: Names, lang: Lang) -> str:
    """What the combining rule makes of the points, in one sentence."""
    if one.missing:
        return t("consensus.result.missing", lang, names=listed(one.missing, lang))
    entry = agreed(state, one)
    if agrees(state) and entry is None:
        return t("consensus.result.to_agree", lang)
    if entry is not None and entry.points is not None:
        key = "agreed" if entry.state == "submitted" else "draft"
        return t(f"consensus.result.{key}", lang, points=show_plain(entry.points), reason=names.cover(entry.reason))
    combine = Phrase(f"scores.combine.{state.pack.method.combine.value}")
    return t("consensus.result.rule", lang, points=_points(one.result), combine=combine)
