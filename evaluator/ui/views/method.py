"""The published method as tables: the tree of criteria, how each answer is judged, the gates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Column as Asked
from evaluator.domain.question import Gate, Item, Judge, Kind, Question, Range
from evaluator.domain.text import Lang
from evaluator.i18n.words import t, unit
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row

DASH = "—"
INDENT = "\u2003"


def number(value: Decimal | Fraction) -> str:
    """A weight or amount without trailing zeros.

    >>> number(Decimal("12.50")), number(Decimal("1E+2")), number(Fraction(7, 2))
    ('12.5', '100', '3.5')
    """
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return f"{exact:,.4f}".rstrip("0").rstrip(".")


def tree(method: Method, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Criteria and sub-criteria with their weights, and who or what gives the value."""
    columns = [
        Column(t("method.col.criterion", lang), head=True, width=16),
        Column(t("method.col.weight", lang), kind="number", note="%", width=4),
        Column(t("method.col.share", lang), kind="number", note="%", width=5),
        Column(t("method.col.judged", lang), width=11), Column(t("method.col.about", lang), width=20),
    ]  # fmt: skip
    rows = [row for top in method.criteria for row in _branch(method, top, Fraction(1), 0, lang)]
    whole = number(sum((top.share for top in method.criteria), Fraction(0)) * 100)
    return columns, [*rows, Row([t("method.total", lang), "", whole, "", ""], state="total")]


def _branch(method: Method, node: Criterion, above: Fraction, depth: int, lang: Lang) -> Iterator[Row]:
    share = above * node.share
    least = t("method.least", lang, points=number(node.minimum)) if node.minimum is not None else ""
    top = depth == 0
    yield Row(
        [
            Cell(text=INDENT * depth + node.title.show(lang), strong=top, note=least and INDENT * depth + least),
            Cell(text=number(node.weight), strong=top, tone="" if top else "soft"),
            Cell(text=number(share * 100), strong=top), judged(method, node, lang),
            Cell(text=node.description.show(lang), tone="soft"),
        ]
    )  # fmt: skip
    for child in node.children:
        yield from _branch(method, child, share, depth + 1, lang)


def judged(method: Method, node: Criterion, lang: Lang) -> str:
    """In a few words, how a sub-criterion gets its value."""
    if node.judge is None:
        return ""
    if node.judge is LeafJudge.AUTO:
        count = sum(question.judge is Judge.AUTO for question in method.of_leaf(node.key))
        return t("method.judge.auto", lang, n=count)
    if node.judge is LeafJudge.PANEL:
        return ("，" if lang == "zh" else ", ").join(_panel(node, lang))
    return t(f"method.judge.{node.judge.value}", lang)


def _panel(node: Criterion, lang: Lang) -> Iterator[str]:
    """Who scores on which scale, and what the sub-criterion says of names and reasons."""
    yield t("method.judge.panel", lang, levels=len(node.levels))
    if node.anonymous:
        yield t("method.judge.anonymous", lang)
    if node.reason_required is not None:
        yield t(f"method.judge.reason_{'needed' if node.reason_required else 'free'}", lang)


def levels(node: Criterion, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The described scale of a sub-criterion that people judge."""
    columns = [
        Column(t("method.col.points", lang), kind="number", width=4),
        Column(t("method.col.level", lang), width=24),
    ]
    return columns, [Row([Cell(text=number(one.points), strong=True), one.text.show(lang)]) for one in node.levels]


def questions(state: TenderState, node: Criterion, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Questions asked under a sub-criterion, and what each answer is worth."""
    columns = [
        Column(t("method.col.id", lang), head=True), Column(t("method.col.question", lang), width=16),
        Column(t("method.col.weight", lang), kind="number", note="%", width=4), Column(t("method.col.scale", lang), width=16),
    ]  # fmt: skip
    method = state.pack.method
    rows = [
        Row(
            [
                question.id, question.text.show(lang),
                _weight(question, lang),
                scale(method, question, lang),
            ]
        )
        for question in method.of_leaf(node.key)
    ]  # fmt: skip
    return columns, rows


def _weight(question: Question, lang: Lang) -> Cell:
    if question.weight is None:
        return Cell(text=DASH, tone="soft")
    least = t("method.least", lang, points=number(question.minimum)) if question.minimum is not None else ""
    return Cell(number(question.weight), note=least)


def scale(method: Method, question: Question, lang: Lang) -> str:
    """The fixed scale on which an answer becomes points: a range with its unit, or the points of each option."""
    if question.judge is not Judge.AUTO:
        return t("method.scale.panel" if question.judge is Judge.PANEL else "method.scale.info", lang)
    if question.range is not None:
        return _range(method, question, question.range, lang)
    if question.items:
        return "\n".join(_item(method, question, item, lang) for item in question.items)
    return "\n".join(
        t("method.scale.option", lang, option=option.text, points=number(option.value or Decimal(0)))
        for option in question.options
    )


def _range(method: Method, asked: Question | Asked, anchors: Range, lang: Lang) -> str:
    worst, best = (_amount(method, asked, value, lang) for value in (anchors.worst, anchors.best))
    return t("method.scale.range", lang, worst=worst, best=best)


def _item(method: Method, question: Question, item: Item, lang: Lang) -> str:
    """One scored cell of a table: its row and column, its weight, and its range."""
    row = next(fixed for fixed in question.rows if fixed.key == item.row)
    column = question.column(item.column)
    anchors, weight = _range(method, column, item.range, lang), number(item.weight)
    name = row.title.show(lang).partition("\n")[0]
    return t("method.scale.item", lang, row=name, column=column.title, weight=weight, range=anchors)


def _amount(method: Method, asked: Question | Asked, value: Decimal, lang: Lang) -> str:
    code = "%" if asked.kind is Kind.PERCENT else asked.unit
    return unit(code, lang, method.units, number(value))


def gates(method: Method, lang: Lang) -> tuple[list[Column], list[Row]]:
    """What a bid must meet, and what fails it."""
    columns = [
        Column(t("method.col.id", lang), head=True), Column(t("method.col.question", lang), width=18),
        Column(t("method.col.accept", lang), width=10), Column(t("method.col.reason", lang), width=14),
    ]  # fmt: skip
    rows = [
        Row(
            [
                question.id, question.text.show(lang), accepted(method, question, question.gate, lang),
                question.gate.reason.show(lang),
            ]
        )
        for question in method.questions
        if question.gate is not None
    ]  # fmt: skip
    rule = method.requirements
    if rule is not None and rule.max_unmet_musts is not None:
        most = rule.max_unmet_musts
        limit = t("method.gate.musts", lang, n=most) if most else t("method.gate.musts_none", lang)
        rows.append(Row(["REQ", t("method.gate.list", lang), limit, t("method.gate.musts_reason", lang)]))
    return columns, rows


def accepted(method: Method, question: Question, gate: Gate, lang: Lang) -> str:
    """The replies or amounts that pass a gate."""
    if gate.accept:
        yes = {option.key: option.text.show(lang) for option in question.options}
        return "\n".join(yes.get(key) or t(f"method.gate.{key}", lang) for key in gate.accept)
    parts = [(name, getattr(gate, name)) for name in ("at_least", "at_most")]
    return "\n".join(
        t(f"method.gate.{name}", lang, amount=_amount(method, question, value, lang))
        for name, value in parts
        if value is not None
    )
