"""What became of the answers that won points, as a table: missing and weakened ones first."""

from __future__ import annotations

from evaluator.contract.promises import Fate, Promise, Promises
from evaluator.contract.strikes import FILL, KEPT
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.drafting import DraftResult
from evaluator.services.state import TenderState
from evaluator.services.wording import question_text
from evaluator.ui.parts.tables import Cell, Column, Row, Tone

_TONES: dict[Fate, Tone] = {Fate.KEPT: "ok", Fate.WEAKENED: "warn", Fate.MISSING: "bad"}


def total(found: Promises, lang: Lang) -> str:
    """How many of the points that the bid won are promised in the draft."""
    kept, won = (f"{float(points):.1f}" for points in (found.won(Fate.KEPT), found.won()))
    return t("output.coverage.total", lang, kept=kept, won=won)


def counts(found: Promises, lang: Lang) -> str:
    """How many answers are kept, weakened and missing, and the points of each."""
    given = {fate.value: len(found.of(fate)) for fate in Fate}
    stake = {f"{fate.value}_points": f"{float(found.won(fate)):.1f}" for fate in Fate}
    return t("output.coverage.counts", lang, **given, **stake)


def table(
    state: TenderState, made: DraftResult, fates: tuple[Fate, ...], lang: Lang
) -> tuple[list[Column], list[Row]]:  # fmt: skip
    """The answers of these fates with their points and the terms that hold the vendor to them."""
    columns = [
        Column(t("output.coverage.question", lang), head=True, width=14),
        Column(t("output.coverage.answer", lang), width=14), Column(t("output.coverage.won", lang), kind="number"),
        Column(t("output.coverage.fate", lang), width=5), Column(t("output.coverage.where", lang), width=10),
    ]  # fmt: skip
    labels = {row.term: row.label.show(lang) for row in made.draft.annex}
    return columns, [_row(state, one, labels, lang) for one in made.promises.of(*fates)]


def commitments(state: TenderState, made: DraftResult, lang: Lang) -> dict[str, str]:
    """The commitments that stand in the draft, by the term of each, with the question that they answer."""
    standing = [value.term for value in made.values if value.term.fill.startswith(f"{FILL}:") and value.value == KEPT]
    items = {term.id: term.fill.partition(":")[2] for term in standing}
    return {term: f"{item} {question_text(state, item, lang)}" for term, item in items.items()}


def _row(state: TenderState, one: Promise, labels: dict[str, str], lang: Lang) -> Row:
    leaf = next((found.title.show(lang) for found in state.pack.method.leaves() if found.key == one.leaf), "")
    asked = question_text(state, one.item, lang)
    held = [labels[term] for term in one.weak or one.terms if term in labels]
    words = one.verbatim or (t("term.rows", lang, n=one.rows) if one.rows else "—")
    return Row(
        [
            Cell(text=leaf if asked == one.item else f"{one.item} {asked}"),
            Cell(text=words if len(words) <= 300 else f"{words[:299]}…", note=str(one.source) if one.source.cell else ""),
            Cell(text=f"{float(one.won):.2f}"),
            Cell(text=t(f"output.fate.{one.fate.value}", lang), tone=_TONES[one.fate]),
            Cell(text=("；" if lang == "zh" else "; ").join(held) or "—"),
        ]
    )  # fmt: skip
