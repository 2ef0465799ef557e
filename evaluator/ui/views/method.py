# TAKEN: another worker owns this page (tender and method), its view, words and tests; leave it, go on with your other pages.
"""The published method as tables: the tree of criteria, how each answer is judged, gates, price, and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Gate, Judge, Question
from evaluator.domain.text import Lang
from evaluator.i18n.words import t, unit
from evaluator.intake.questionnaire import unit_prices
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row

SHORT = 12
DASH = "—"
INDENT = "\u2003"


def number(value: Decimal | Fraction) -> str:
    """A weight or amount without trailing zeros.

    >>> number(Decimal("12.50")), number(Decimal("1E+2")), number(Fraction(7, 2))
    ('12.5', '100', '3.5')
    """
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    written = f"{exact:,.4f}".rstrip("0").rstrip(".")
    return written


def tree(method: Method, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Criteria and sub-criteria with their weights, and who or what gives the value."""
    columns = [
        Column(t("method.col.criterion", lang), head=True, width=12),
        Column(t("method.col.weight", lang), kind="number", note="%"),
        Column(t("method.col.share", lang), kind="number", note="%"),
        Column(t("method.col.judged", lang), width=9), Column(t("method.col.minimum", lang), kind="number"),
        Column(t("method.col.about", lang), width=18),
    ]  # fmt: skip
    rows = [row for top in method.criteria for row in _branch(method, top, Fraction(1), 0, lang)]
    return columns, rows


def _branch(method: Method, node: Criterion, above: Fraction, depth: int, lang: Lang) -> Iterator[Row]:
    share = above * node.share
    minimum = number(node.minimum) if node.minimum is not None else ""
    top = depth == 0
    yield Row(
        [
            Cell(text=INDENT * depth + node.title.show(lang), strong=top),
            Cell(text=number(node.weight), strong=top, tone="" if top else "soft"),
            Cell(text=number(share * 100), strong=top), judged(method, node, lang), minimum,
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
        return t("method.judge.panel", lang, levels=len(node.levels))
    return t(f"method.judge.{node.judge.value}", lang)


def levels(node: Criterion, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The described scale of a sub-criterion that people judge."""
    columns = [Column(t("method.col.points", lang), kind="number"), Column(t("method.col.level", lang), width=24)]
    return columns, [Row([Cell(text=number(one.points), strong=True), one.text.show(lang)]) for one in node.levels]


def questions(state: TenderState, node: Criterion, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Questions asked under a sub-criterion, and what each answer is worth."""
    columns = [
        Column(t("method.col.id", lang), head=True), Column(t("method.col.question", lang), width=16),
        Column(t("method.col.weight", lang), kind="number", note="%"), Column(t("method.col.scale", lang), width=16),
    ]  # fmt: skip
    method = state.pack.method
    rows = [
        Row(
            [
                question.id, question.text.show(lang),
                number(question.weight) if question.weight is not None else Cell(text=DASH, tone="soft"),
                scale(method, question, lang),
            ]
        )
        for question in method.of_leaf(node.key)
    ]  # fmt: skip
    return columns, rows


def scale(method: Method, question: Question, lang: Lang) -> str:
    """The fixed scale on which an answer becomes points: a range with its unit, or the points of each option."""
    if question.judge is not Judge.AUTO:
        return t("method.scale.panel" if question.judge is Judge.PANEL else "method.scale.info", lang)
    if question.range is not None:
        worst, best = (_amount(method, question, value, lang) for value in (question.range.worst, question.range.best))
        return t("method.scale.range", lang, worst=worst, best=best)
    if question.items:
        return t("method.scale.items", lang, n=len(question.items))
    return "\n".join(
        t("method.scale.option", lang, option=option.text, points=number(option.value or Decimal(0)))
        for option in question.options
    )


def _amount(method: Method, question: Question, value: Decimal, lang: Lang) -> str:
    code = "%" if question.kind.value == "percent" else question.unit
    return unit(code, lang, method.units, number(value))


def gates(method: Method, lang: Lang) -> tuple[list[Column], list[Row]]:
    """What a bid must meet, and what fails it."""
    columns = [
        Column(t("method.col.id", lang), head=True), Column(t("method.col.question", lang), width=18),
        Column(t("method.col.accept", lang), width=10), Column(t("method.col.reason", lang), width=14),
    ]  # fmt: skip
    rows = [
        Row([question.id, question.text.show(lang), accepted(method, question, question.gate, lang), question.gate.reason.show(lang)])
        for question in method.questions
        if question.gate is not None
    ]
    rule = method.requirements
    if rule is not None and rule.max_unmet_musts is not None:
        limit = t("method.gate.musts", lang, n=rule.max_unmet_musts)
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


def prices(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The price lines: the buyer fixes quantities, vendors enter unit prices."""
    columns = [
        Column(t("method.col.id", lang), head=True), Column(t("method.col.line", lang), width=18),
        Column(t("method.col.group", lang), width=8), Column(t("method.col.quantity", lang), kind="number"),
        Column(t("method.col.unit", lang)),
    ]  # fmt: skip
    rule = state.pack.method.price
    rows = [
        Row(
            [
                line.id, Cell(text=line.title.show(lang), note=line.note.show(lang)), rule.groups[line.group].show(lang),
                number(line.quantity), line.unit.show(lang),
            ]
        )
        for line in unit_prices(state.pack.method, state.tender)
    ]  # fmt: skip
    return columns, rows


def rules(state: TenderState, lang: Lang) -> list[tuple[str, str]]:
    """Every rule that turns values into a ranking, and what the method is known by."""
    method = state.pack.method
    names = {node.key: node.title.show(lang) for top in method.criteria for node in _walk(top)}
    rows = [("award", _award(method, lang)), ("price", _price(state, lang)), ("panel", t(f"method.combine.{method.combine.value}", lang))]
    if method.requirements is not None:
        points = {key: number(getattr(method.requirements, key)) for key in ("meets", "partial", "custom", "no")}
        weights = {"must": number(method.requirements.must_weight), "should": number(method.requirements.should_weight)}
        rows.append(("requirements", t("method.requirements", lang, **points, **weights)))
    rows.append(("blank", t(f"method.blank.{method.blank}", lang)))
    ties = " → ".join(names[key] for key in method.ties)
    rows.append(("ties", t("method.ties", lang, order=ties) if ties else t("method.ties_none", lang)))
    rows.append(("shortlist", t("method.shortlist", lang, n=method.shortlist.top, minimum=number(method.shortlist.minimum))))
    if method.minimum_total is not None:
        rows.append(("minimum", t("method.minimum", lang, minimum=number(method.minimum_total))))
    rows.append(("grain", t("method.grain", lang, n=method.grain)))
    rows.append(("version", f"{method.key} {method.version} · {t('method.number', lang, number=state.number)}"))
    rows.append(("hash", state.pack.sha256))
    return [(t(f"method.rule.{key}", lang), said) for key, said in rows]


def _award(method: Method, lang: Lang) -> str:
    if method.award.rule == "additive":
        return t("method.award.additive", lang)
    given = ", ".join(f"{key} = {value}" for key, value in method.award.parameters.items()) or DASH
    return t("method.award.method", lang, method=method.award.method, parameters=given)


def _price(state: TenderState, lang: Lang) -> str:
    rule, currency = state.pack.method.price, state.tender.currency
    ends = {"best": f"{currency} {number(rule.best or Decimal(0))}", "worst": f"{currency} {number(rule.worst or Decimal(0))}"}
    said = [t(f"method.formula.{rule.formula}", lang, **ends), t("method.price.years", lang, years=number(rule.years))]
    said.append(t("method.price.correction", lang))
    low = rule.abnormally_low
    triggers = [
        t(f"method.low.{name}", lang, share=number(value))
        for name in ("below_mean", "below_second", "below_ceiling")
        if (value := getattr(low, name)) is not None
    ]
    if triggers:
        either = reduce(lambda first, second: t("method.or", lang, first=first, second=second), triggers)
        said.append(t("method.low", lang, triggers=either))
    return "\n".join(said)


def _walk(node: Criterion) -> Iterator[Criterion]:
    yield node
    for child in node.children:
        yield from _walk(child)
