"""The sources of a sub-criterion's value: answers with their cells, the panel's points, replies to requirements, prices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.method import Criterion, LeafJudge
from evaluator.domain.question import Item, Question
from evaluator.domain.ranking import Node
from evaluator.domain.text import Lang, Text
from evaluator.intake.questionnaire import REPLIES, REQUIREMENT_PRICES_ID, REQUIREMENTS_ID
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.scoring.price import evaluated_price
from evaluator.ui.parts.tables import Cell, Row, points, span
from evaluator.ui.views.ranking import value_cell
from evaluator.ui.views.trail import Trail, basis, cited, money, percent, standing, with_unit

NONE = Cell("")


def details(here: Trail, leaf: Criterion, node: Node, share: Fraction) -> Iterator[Row]:
    """What a sub-criterion's value was made of; ``share`` is its part of the total."""
    if leaf.judge is LeafJudge.AUTO:
        for child in node.children:
            yield from _question(here, child, share * child.weight)
    elif leaf.judge is LeafJudge.PANEL:
        yield from _panel(here, leaf)
    elif leaf.judge is LeafJudge.REQUIREMENTS:
        yield from _requirements(here)
    elif leaf.judge is LeafJudge.PRICE:
        yield from _price(here)


def _line(words: str, *cells: Cell, level: int = 1) -> Row:
    """A line of words, value, weight, points and source; missing cells in the middle stay empty."""
    *front, source = cells
    middle = [*front, NONE, NONE, NONE][:3]
    return Row([Cell(words, level=level), *middle, source])


def _question(here: Trail, node: Node, share: Fraction) -> Iterator[Row]:
    """A question judged by rule, and the scored cells of a table."""
    asked = here.state.asked.question(node.key)
    answer = here.bid.find(node.key)
    told = basis(here, node) if asked.items else standing(here, answer, basis(here, node))
    said = Cell(told, note="" if asked.items else cited(answer))
    adds = Cell(span(share * node.low, share * node.high))
    words = f"{node.key}  {node.title.show(here.lang)}"
    yield _line(words, value_cell(node, here.lang), Cell(percent(node.weight)), adds, said)
    for item in asked.items:
        yield _item(here, asked, item)


def _item(here: Trail, asked: Question, item: Item) -> Row:
    """One scored cell of a table."""
    row = next(row for row in asked.rows if row.key == item.row)
    column = asked.column(item.column)
    cell = here.bid.find(f"{asked.id}/{item.row}/{item.column}")
    words = " · ".join(
        (row.title.show(here.lang) or _printed(row.cells, here.lang) or row.key, column.title.show(here.lang))
    )
    weight = Cell(percent(Fraction(item.weight) / 100))
    if cell is None or not isinstance(cell.value, Decimal):
        open_now = Cell(here.t("parts.open"), tone="open")
        return _line(words, open_now, weight, Cell("", note=cited(cell)), level=2)
    value = item.range.value(cell.value, here.state.pack.method.grain)
    amount = with_unit(here, show_plain(cell.value), column.unit)
    rule = here.t("basis.range", amount=amount, worst=show_plain(item.range.worst), best=show_plain(item.range.best))
    source = Cell(standing(here, cell, rule), note=cited(cell))
    return _line(words, Cell(points(value), heat=value), weight, source, level=2)


def _printed(cells: tuple[tuple[str, Text], ...], lang: Lang) -> str:
    return next((words.show(lang) for _, words in cells), "")


def _panel(here: Trail, leaf: Criterion) -> Iterator[Row]:
    """Each evaluator's points and reason, then the answers that they judged."""
    top = show_plain(top_points(leaf))
    order = here.state.panel()
    for entry in sorted(
        here.state.entries, key=lambda each: order.index(each.evaluator) if each.evaluator in order else 99
    ):
        mine = (entry.vendor, entry.criterion, entry.state) == (here.bid.vendor, leaf.key, "submitted")
        if mine and entry.points is not None:
            name = here.t("ranking.trace.agreed") if entry.agreed else entry.evaluator
            given = Cell(here.t("ranking.trace.given", points=show_plain(entry.points), top=top))
            why = Cell(entry.reason, note=entry.evidence)
            missing = Cell(here.t("ranking.trace.unreasoned"), tone="warn", note=entry.evidence)
            yield _line(name, given, why if entry.reason else missing)
    for question in here.state.pack.method.of_leaf(leaf.key):
        said = [text for text in _said(here, question) if text]
        more = here.t("ranking.trace.more", n=len(said) - 2) if len(said) > 2 else ""
        note = " / ".join(filter(None, (*said[:2], more)))
        source = Cell(here.t("ranking.trace.judged"), tone="soft", note=note)
        yield _line(f"{question.id}  {question.text.show(here.lang)}", source)


def _said(here: Trail, question: Question) -> list[str]:
    """What a vendor wrote to a question, cell by cell."""
    answer = here.bid.find(question.id)
    if answer is None:
        return []
    cells = [answer, *(cell for row in answer.rows for cell in row.cells.values())]
    return [cited(cell) for cell in cells if cell.verbatim]


def _requirements(here: Trail) -> Iterator[Row]:
    """Each row of the buyer's list with the reply and what it is worth."""
    rule = here.state.pack.method.requirements
    if rule is None:
        return
    worth = {"meets": rule.meets, "partial": rule.partial, "custom": rule.custom, "no": rule.no}
    replies = {option.key: option.text.show(here.lang) for option in REPLIES}
    for wanted in here.state.tender.requirements:
        cell = here.bid.find(f"{REQUIREMENTS_ID}/{wanted.id}/response")
        words = f"{wanted.id}  {wanted.text.show(here.lang)}"
        kind = Cell(here.t(f"ranking.trace.{wanted.kind}"))
        if cell is None or cell.open:
            yield _line(words, Cell(here.t("parts.open"), tone="open"), kind, Cell("", note=cited(cell)))
            continue
        reply = str(cell.value or "no")
        value = Fraction(worth[reply]) / 100
        yield _line(words, Cell(points(value), heat=value), kind, Cell(replies[reply], note=cited(cell)))


def _price(here: Trail) -> Iterator[Row]:
    """Each unit price times the buyer's quantity, what must rows cost extra, and the sum."""
    price = evaluated_price(here.bid, here.state.pack.method, here.state.tender)
    for found in price.lines:
        made = here.t(
            "ranking.trace.line", price=money(found.unit_price), quantity=show_plain(found.line.quantity),
            unit=found.line.unit, amount=money(found.amount),
        )  # fmt: skip
        yield _line(f"{found.line.id}  {found.line.title.show(here.lang)}", Cell(made, note=str(found.source)))
    for key, amount in price.extras:
        cell = here.bid.find(f"{REQUIREMENT_PRICES_ID}/{key}/price")
        yield _line(key, Cell(here.t("ranking.trace.extra", amount=money(amount)), note=cited(cell)))
    if price.total is not None:
        sum_ = f"{money(price.total)} {here.state.tender.currency}"
        yield Row([Cell(here.t("ranking.price.total")), NONE, NONE, NONE, Cell(sum_)], "total")
