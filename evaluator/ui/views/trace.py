"""Where a number comes from: criterion, sub-criterion, question, and there the cell, the person or the rule."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.domain.method import Criterion
from evaluator.domain.ranking import Node
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.ui.parts.tables import Cell, Column, Row, points, span
from evaluator.ui.views.ranking import value_cell
from evaluator.ui.views.sources import details
from evaluator.ui.views.trail import Trail, basis, percent

ONE = Fraction(1)


def columns(lang: Lang) -> list[Column]:
    """What, value, weight among its siblings, points of the total, and where it comes from."""
    return [
        Column(t("ranking.trace.what", lang), width=15),
        Column(t("ranking.trace.value", lang), "heat", width=6, note=t("ranking.of", lang, top="100")),
        Column(t("ranking.trace.weight", lang), "number", note="%"),
        Column(t("ranking.trace.adds", lang), "number", note=t("ranking.trace.points", lang)),
        Column(t("ranking.trace.source", lang), width=22),
    ]


def title(node: Node, lang: Lang) -> str:
    """A criterion's line before it is opened: its value, and how weight and value make its points where they are added."""
    value = span(node.low, node.high) if node.value is None else points(node.value)
    if node.value is not None and node.contribution is None:  # no weighted total that it adds to
        return t("ranking.trace.title_value", lang, title=node.title, value=value, weight=percent(node.weight))
    adds = span(node.weight * node.low, node.weight * node.high)
    return t("ranking.trace.title", lang, title=node.title, value=value, weight=percent(node.weight), adds=adds)


def rows(here: Trail, top: Node) -> list[Row]:
    """Everything below a top-level criterion, each line with its source."""
    leaves = {leaf.key: leaf for leaf in here.state.pack.method.leaves()}
    if top.key in leaves:
        return list(_branch(here, top, leaves, ONE))
    return [row for child in top.children for row in _branch(here, child, leaves, top.weight)]


def _branch(here: Trail, node: Node, leaves: dict[str, Criterion], share: Fraction) -> Iterator[Row]:
    """The line of a criterion, then what is below it; ``share`` is its parent's part of the total."""
    own = share * node.weight
    yield Row(
        [
            Cell(node.title.show(here.lang), strong=True),
            value_cell(node, here.lang),
            Cell(percent(node.weight)),
            Cell(span(own * node.low, own * node.high)),
            Cell(basis(here, node)),
        ]
    )
    if node.key in leaves:
        yield from details(here, leaves[node.key], node, own)
        return
    for child in node.children:
        yield from _branch(here, child, leaves, own)
