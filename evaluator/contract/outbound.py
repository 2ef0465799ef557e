"""A draft as it may leave the house: what is to be agreed and nothing of how the buyer judges it."""

from __future__ import annotations

from dataclasses import replace

from evaluator.contract.draft import Appendix, Article, Blank, Draft, Run, Runs, Section, Table, Value
from evaluator.domain.contract import TermStatus
from evaluator.domain.text import Text


def outbound(draft: Draft) -> Draft:
    """The same articles and schedules without numbers and boxes of deviations, guidance, and the annex."""
    return replace(
        draft,
        articles=tuple(_article(article) for article in draft.articles),
        appendices=tuple(_appendix(one) for one in draft.appendices),
        annex=(),
        cells=(),
    )


def _article(article: Article) -> Article:
    return replace(article, sections=tuple(_section(section) for section in article.sections), guidance=Text())


def _section(section: Section) -> Section:
    items = tuple(_runs(item) for item in section.items)
    return replace(section, runs=_runs(section.runs), items=items, deviations=())


def _runs(runs: Runs) -> Runs:
    return {lang: tuple(_run(piece) for piece in pieces) for lang, pieces in runs.items()}


def _run(piece: Run) -> Run:
    return _value(piece) if isinstance(piece, Value) else piece


def _value(piece: Value | Blank) -> Value | Blank:
    """Where the vendor departs, our words stand as any other words of ours."""
    if isinstance(piece, Value) and piece.status is TermStatus.DEVIATES:
        return Value(piece.term, piece.words, TermStatus.POSITION)
    return piece


def _appendix(one: Appendix) -> Appendix:
    parts = tuple(
        replace(part, marks={}) if isinstance(part, Table) else replace(part, run=_value(part.run))
        for part in one.parts
    )
    return replace(one, intro=_runs(one.intro), parts=parts, deviations=())
