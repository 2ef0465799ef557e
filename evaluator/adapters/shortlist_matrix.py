"""The performance matrix as live formulas: from question values, panel scores, prices and weights up to place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.adapters.look import BODY, HEADER, KEY, PRINTED, SUBHEAD, Look
from evaluator.adapters.sheets import Page
from evaluator.adapters.shortlist_formulas import Matrix, counted, key_formula, place_formula, shown_key, value_formula
from evaluator.adapters.shortlist_index import quality_formula
from evaluator.adapters.shortlist_weights import Weights, numbered
from evaluator.adapters.template_entry import Form
from evaluator.domain.method import DRAW, Criterion, LeafJudge, Method
from evaluator.domain.ranking import Node, Ranking, Result, Status
from evaluator.domain.score import Scorecard
from evaluator.i18n.opinions import called
from evaluator.intake.address import column_letters
from evaluator.scoring.index_rules import quality
from evaluator.scoring.ties import draw_number

FIRST = 5
_VALUE = replace(BODY, code="0.00")
_TOTAL = replace(SUBHEAD, code="0.000")
_MONEY = replace(BODY, code="#,##0.00")
KEY_CODE = "#,##0.0000"


def write_matrix(
    form: Form, page: Page, method: Method, ranking: Ranking, weights: Weights, cards: Sequence[Scorecard]
) -> Matrix:
    """Write the sheet: total and place, the tree of values, then what it is calculated from: prices and panel scores."""
    columns = {result.vendor: FIRST + order for order, result in enumerate(ranking.results)}
    matrix = Matrix(page, method, ranking, columns)
    nodes = {
        result.vendor: {node.key: node for top in result.nodes for node in top.walk()} for result in ranking.results
    }
    _heads(form, matrix, 4)
    matrix.total, matrix.place = 5, 6
    row = matrix.place + 1
    for criterion, depth in _every(method.criteria):
        matrix.rows[criterion.key] = row
        row += 1
        for question in method.auto_questions() if criterion.judge is LeafJudge.AUTO else ():
            if question.criterion == criterion.key:
                matrix.rows[question.id] = row
                _label(matrix, row, question.id, "　" * (depth + 1) + question.text.show(form.layout, " / "), KEY)
                row += 1
    numbers = numbered(method)
    for criterion, depth in _every(method.criteria):
        top = matrix.rows[criterion.key]
        look = SUBHEAD if depth == 0 else replace(PRINTED, bold=bool(criterion.children))
        _label(matrix, top, numbers[criterion.key], "　" * depth + criterion.title.show(form.layout, " / "), look)
    _weights(matrix, weights)
    _inputs(form, matrix, cards, row + 1)
    for result in ranking.results:
        _values(form, matrix, result, nodes[result.vendor], cards)
    _totals(form, matrix)
    page.freeze("E5", "4:4")
    return matrix


def _every(criteria: Sequence[Criterion], depth: int = 0) -> Iterator[tuple[Criterion, int]]:
    for criterion in criteria:
        yield criterion, depth
        yield from _every(criterion.children, depth + 1)


def _heads(form: Form, matrix: Matrix, row: int) -> None:
    for column, key in enumerate(("id", "criterion", "weight", "share"), start=1):
        matrix.page.text(row, column, form.say(f"short.head.{key}"), HEADER)
    for vendor, column in matrix.columns.items():
        matrix.page.text(row, column, vendor, HEADER)
    matrix.page.fit(row, 2, grows=False)


def _label(matrix: Matrix, row: int, key: str, title: str, look: Look) -> None:
    matrix.page.text(row, 1, key, replace(KEY, fill=look.fill or KEY.fill, wrap=False))
    matrix.page.text(row, 2, title, replace(look, size=10, color=look.color))
    for column in (3, 4):
        matrix.page.paint(row, column, look)
    for column in matrix.columns.values():
        matrix.page.paint(row, column, look)
    matrix.page.fit(row, grows=False)


def _inputs(form: Form, matrix: Matrix, cards: Sequence[Scorecard], row: int) -> None:
    """Evaluated prices and individual panel scores, from which values are calculated."""
    numbers = numbered(matrix.method)
    adjusted = any(result.compared != result.price for result in matrix.ranking.results)
    _label(matrix, row, "", form.say("short.price_compared" if adjusted else "short.price", " / "), PRINTED)
    matrix.rows["#price"] = row
    for result in matrix.ranking.results:
        column = matrix.columns[result.vendor]
        if result.compared is None:
            matrix.page.text(row, column, "–", replace(BODY, across="right"))
        else:
            matrix.page.number(row, column, result.compared, _MONEY)
    row = _compared(form, matrix, row)
    for leaf in matrix.method.panel_leaves():
        for card in counted(matrix.method, cards):
            row += 1
            name = form.say("short.agreed", " / ") if card.agreed else card.evaluator
            title = f"{leaf.title.show(form.layout, ' / ')} · {name}"
            _label(matrix, row, numbers[leaf.key], title, PRINTED)
            matrix.scores[leaf.key, card.evaluator] = row
            for score in card.scores:
                if score.criterion == leaf.key and score.vendor in matrix.columns:
                    matrix.page.number(row, matrix.columns[score.vendor], score.points, BODY)


def _compared(form: Form, matrix: Matrix, row: int) -> int:
    """What an index compares beside prices, the quality and added costs, and the lots of a draw; the last row written."""
    ranked = matrix.ranking.ranked()
    if matrix.method.award.rule == "index":
        row += 1
        _label(matrix, row, "", form.say("short.quality", " / "), PRINTED)
        matrix.rows["#quality"] = row
        for result in ranked:
            values = {leaf.key: result.node(leaf.key).low for leaf in matrix.method.leaves()}
            column = matrix.columns[result.vendor]
            formula = quality_formula(matrix.method, matrix.rows, column_letters(column))
            matrix.page.formula(row, column, formula, _VALUE, quality(matrix.method, values) * 100)
    if matrix.method.award.costs():
        row += 1
        _label(matrix, row, "", form.say("short.added", " / "), PRINTED)
        matrix.rows["#added"] = row
        for result in ranked:
            matrix.page.number(row, matrix.columns[result.vendor], result.added or Fraction(0), _MONEY)
    if DRAW in matrix.method.ties:
        row += 1
        _label(matrix, row, "", form.say("short.lot", " / "), PRINTED)
        matrix.rows["#lot"] = row
        drawn = sorted(ranked, key=lambda one: -draw_number(matrix.method.tie_seed, one.vendor))
        for lot, result in enumerate(drawn, start=1):
            matrix.page.number(row, matrix.columns[result.vendor], lot, BODY)
    return row


def _weights(matrix: Matrix, weights: Weights) -> None:
    for key, row in matrix.rows.items():
        if key in weights.weight:
            share, part = weights.weight[key], weights.share[key]
            matrix.page.formula(row, 3, f"={share.address}", replace(PRINTED, code="0.####"), share.value)
            matrix.page.formula(row, 4, f"={part.address}", replace(PRINTED, code="0.####"), part.value)


def _values(form: Form, matrix: Matrix, result: Result, nodes: Mapping[str, Node], cards: Sequence[Scorecard]) -> None:
    for criterion, depth in _every(matrix.method.criteria):
        look = replace(_VALUE, bold=not depth, fill=SUBHEAD.fill if not depth else "")
        node = nodes.get(criterion.key)
        if node is None:
            continue
        for below in node.children:
            if below.key in matrix.rows and below.key not in {child.key for child in criterion.children}:
                _number(matrix, matrix.rows[below.key], result.vendor, below, _VALUE)
        formula = None if node.value is None else value_formula(matrix, criterion, result, node, cards)
        row = matrix.rows[criterion.key]
        if formula and node.value is not None:
            matrix.page.formula(row, matrix.columns[result.vendor], formula, look, node.value * 100)
        elif node.basis == "basis.not_priced":
            matrix.page.text(row, matrix.columns[result.vendor], "–", replace(look, across="right"))
        else:
            _number(matrix, row, result.vendor, node, look)


def _number(matrix: Matrix, row: int, vendor: str, node: Node, look: Look) -> None:
    """A value in points of 100, or its bounds as a text while it is open."""
    column = matrix.columns[vendor]
    if node.value is None:
        words = f"{float(node.low * 100):.1f}–{float(node.high * 100):.1f}"
        matrix.page.text(row, column, words, replace(look, across="right"))
    else:
        matrix.page.number(row, column, node.value * 100, look)


def _totals(form: Form, matrix: Matrix) -> None:
    """Totals and places of the ranked bids, by formula; open totals stand as bounds.

    Under an index the place rests on that, by formula too; under a named method on the method's own score, which no formula
    of a sheet can give.
    """
    named = matrix.ranking.rule != "additive"
    words = (
        form.say("short.key", " / ", method=called(matrix.ranking.rule)) if named else form.say("short.total", " / ")
    )
    _label(matrix, matrix.total, "", words, SUBHEAD)
    _label(matrix, matrix.place, "", form.say("short.place", " / "), SUBHEAD)
    tops = [matrix.rows[top.key] for top in matrix.method.criteria]
    for result in matrix.ranking.results:
        column = matrix.columns[result.vendor]
        if result.status is not Status.RANKED or result.place is None:
            told = f"{float(result.low * 100):.1f}–{float(result.high * 100):.1f}"
            words = told if result.status is Status.UNSETTLED and not named else "–"
            matrix.page.text(matrix.total, column, words, replace(_TOTAL, across="right"))
            matrix.page.text(matrix.place, column, "–", replace(_TOTAL, across="right"))
            continue
        formula = place_formula(matrix, result)
        matrix.page.formula(matrix.place, column, formula, replace(_TOTAL, code="0"), Fraction(result.place))
        if result.score is None:
            _key(matrix, result, column)
            continue
        sum_of = "+".join(f"$C${top}*{matrix.cell(top, result.vendor)}" for top in tops)
        if tops == list(range(tops[0], tops[-1] + 1)):
            first, last = matrix.cell(tops[0], result.vendor), matrix.cell(tops[-1], result.vendor)
            sum_of = f"SUMPRODUCT($C${tops[0]}:$C${tops[-1]},{first}:{last})"
        matrix.page.formula(matrix.total, column, f"=({sum_of})/100", _TOTAL, result.score * 100)


def _key(matrix: Matrix, result: Result, column: int) -> None:
    """The official number of a rule that is no sum."""
    key, look = shown_key(matrix.ranking, result), replace(_TOTAL, code=KEY_CODE)
    if matrix.method.award.rule == "index":
        matrix.page.formula(matrix.total, column, key_formula(matrix, result), look, key)
    else:
        matrix.page.number(matrix.total, column, key, look)
