"""Where a number comes from: criterion, sub-criterion, question, and there the cell, the person or the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Answer, Bid, Standing
from evaluator.domain.method import Criterion, LeafJudge
from evaluator.domain.money import Money
from evaluator.domain.question import Item, Kind, Question
from evaluator.domain.ranking import Node, Result
from evaluator.domain.text import Lang
from evaluator.i18n.words import known, t, unit
from evaluator.intake.questionnaire import REPLIES, REQUIREMENTS_ID
from evaluator.scoring.consensus import top_points
from evaluator.scoring.price import EvaluatedPrice, evaluated_price
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, points, span
from evaluator.ui.views.ranking import value_cell

SHORT = 220
STEP = "\u2003"


@dataclass(frozen=True, slots=True)
class Trail:
    """Everything needed to follow the numbers of one bid."""

    state: TenderState
    result: Result
    bid: Bid
    lang: Lang

    def t(self, key: str, **params: str | int) -> str:
        """Words in the language of the page."""
        return t(key, self.lang, **params)


def trail(state: TenderState, vendor: str, lang: Lang) -> Trail:
    """The trail of one vendor's bid."""
    bid = next(bid for bid in state.evaluation.bids if bid.vendor == vendor)
    return Trail(state, state.evaluation.ranking.of(vendor), bid, lang)


def columns(lang: Lang) -> list[Column]:
    """What, value, weight among its siblings, points of the total, and where it comes from."""
    return [
        Column(t("ranking.trace.what", lang), head=True, width=15),
        Column(t("ranking.trace.value", lang), "heat", note=t("ranking.of", lang, top="100")),
        Column(t("ranking.trace.weight", lang), "number", note="%"),
        Column(t("ranking.trace.adds", lang), "number", note=t("ranking.trace.points", lang)),
        Column(t("ranking.trace.source", lang), width=22),
    ]


def title(node: Node, lang: Lang) -> str:
    """A criterion's line before it is opened: its value, and how weight and value make its points."""
    value = span(node.low, node.high) if node.value is None else points(node.value)
    adds = span(node.weight * node.low, node.weight * node.high)
    return t("ranking.trace.title", lang, title=node.title, value=value, weight=percent(node.weight), adds=adds)


def percent(share: Fraction) -> str:
    """A weight in percent, without noughts at the end.

    >>> percent(Fraction(13, 100)), percent(Fraction(125, 1000))
    ('13', '12.5')
    """
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{exact:.4f}".rstrip("0").rstrip(".")


def rows(here: Trail, top: Node) -> list[Row]:
    """Everything below a top-level criterion, each line with its source."""
    leaves = {leaf.key: leaf for leaf in here.state.pack.method.leaves()}
    if top.key in leaves:
        return list(_details(here, leaves[top.key], top, 0))
    return [row for child in top.children for row in _branch(here, child, leaves, top.weight)]


def _branch(here: Trail, node: Node, leaves: dict[str, Criterion], share: Fraction) -> Iterator[Row]:
    own = share * node.weight
    source = [here.t("ranking.trace.rule", rule=basis(here, node))]
    yield Row([Cell(node.title.show(here.lang), strong=True), *_numbers(here, node, own), Cell(" ".join(source))])
    if node.key in leaves:
        yield from _details(here, leaves[node.key], node, 1, own)
        return
    for child in node.children:
        yield from _branch(here, child, leaves, own)


def _numbers(here: Trail, node: Node, share: Fraction) -> list[Cell]:
    return [value_cell(node, here.lang), Cell(percent(node.weight)), Cell(span(share * node.low, share * node.high))]


def _details(here: Trail, leaf: Criterion, node: Node, level: int, share: Fraction | None = None) -> Iterator[Row]:
    own = node.weight if share is None else share
    if leaf.judge is LeafJudge.AUTO:
        for child in node.children:
            yield from _question(here, child, level, own * child.weight)
    elif leaf.judge is LeafJudge.PANEL:
        yield from _panel(here, leaf, level)
    elif leaf.judge is LeafJudge.REQUIREMENTS:
        yield from _requirements(here, level)
    elif leaf.judge is LeafJudge.PRICE:
        yield from _price(here, node, level)


def basis(here: Trail, node: Node) -> str:
    """The rule by which a value was made, in words; amounts with their unit."""
    params = dict(node.params)
    code = params.get("unit", "")
    if "amount" in params:
        params["amount"] = amount(here, params["amount"], code)
    return here.t(node.basis, **params) if node.basis else ""


def amount(here: Trail, number: str, code: str) -> str:
    """A number with its unit in words, where the unit has any."""
    units = here.state.pack.method.units
    if code in units or known(f"unit.{code}", here.lang):
        return unit(code, here.lang, units, number)
    return f"{number} {code}".strip()


def _question(here: Trail, node: Node, level: int, share: Fraction) -> Iterator[Row]:
    asked = here.state.asked.question(node.key)
    answer = here.bid.find(node.key)
    words = f"{STEP * level}{node.key}  {node.title.show(here.lang)}"
    table = asked.kind is Kind.TABLE
    said = "" if answer is None or table else cited(answer)
    cell = Cell(_with_standing(here, answer, basis(here, node), node.key), note=said)
    yield Row([Cell(words), *_numbers(here, node, share), cell])
    for item in asked.items if table else ():
        yield _item(here, asked, item, level + 1)


def _item(here: Trail, asked: Question, item: Item, level: int) -> Row:
    row = next(row for row in asked.rows if row.key == item.row)
    column = asked.column(item.column)
    cell = here.bid.find(f"{asked.id}/{item.row}/{item.column}")
    words = " · ".join(filter(None, (row.title.show(here.lang) or row.key, column.title.show(here.lang))))
    weight = Cell(percent(Fraction(item.weight) / 100))
    if cell is None or not isinstance(cell.value, Decimal):
        source = Cell(here.t("parts.open"), note=cited(cell) if cell else "")
        return Row([Cell(STEP * level + words, tone="soft"), Cell("–"), weight, Cell(""), source])
    value = item.range.value(cell.value, here.state.pack.method.grain)
    shown = amount(here, f"{cell.value.normalize():f}", column.unit)
    made = here.t("basis.range", amount=shown, worst=f"{item.range.worst:f}", best=f"{item.range.best:f}")
    source = Cell(_with_standing(here, cell, made, cell.item), note=cited(cell))
    return Row([Cell(STEP * level + words, tone="soft"), Cell(points(value), heat=value), weight, Cell(""), source])


def cited(answer: Answer) -> str:
    """The cell as Excel names it and what stands in it, shortened where it is long."""
    text = " ".join(answer.verbatim.split())
    short = text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"
    return " · ".join(filter(None, (str(answer.source), f"“{short}”" if short else "")))


def _with_standing(here: Trail, answer: Answer | None, words: str, item: str) -> str:
    """The rule, then who read, checked or changed the answer."""
    parts = [words]
    if answer is not None and answer.settled is not None:
        made = answer.settled
        key = "ranking.trace.settled" if made.value is not None else "ranking.trace.no_answer"
        parts.append(
            here.t(key, by=person(made.by, here.lang), date=made.date, source=made.source, reason=made.reason)
        )
    check = next((c for c in here.state.judged.checks if (c.vendor, c.item) == (here.bid.vendor, item)), None)
    if check is not None:
        key = "ranking.trace.seen" if check.value is None else "ranking.trace.override"
        parts.append(here.t(key, by=person(check.by, here.lang), reason=check.reason))
    elif answer is not None and answer.standing is Standing.CLAIMED and not answer.open:
        parts.append(here.t("ranking.trace.claimed"))
    return (" " if here.lang == "en" else "").join(f"{part.rstrip('.。')}{'. ' if here.lang == 'en' else '。'}" for part in parts).strip()


def person(name: str, lang: Lang) -> str:
    """A person's name; the one user of this machine has none."""
    return t("ranking.local", lang) if name == "local" else name


def _panel(here: Trail, leaf: Criterion, level: int) -> Iterator[Row]:
    top = top_points(leaf)
    for entry in here.state.entries:
        if entry.vendor == here.bid.vendor and entry.criterion == leaf.key and entry.state == "submitted":
            name = here.t("ranking.trace.agreed") if entry.agreed else entry.evaluator
            given = f"{entry.points.normalize():f}" if entry.points is not None else "–"
            shown = here.t("ranking.trace.given", points=given, top=f"{top.normalize():f}")
            reason = Cell(entry.reason or here.t("ranking.trace.unreasoned"), tone="" if entry.reason else "warn", note=entry.evidence)
            yield Row([Cell(STEP * level + name), Cell(shown), Cell(""), Cell(""), reason])
    for question in here.state.pack.method.of_leaf(leaf.key):
        answer = here.bid.find(question.id)
        words = f"{STEP * level}{question.id}  {question.text.show(here.lang)}"
        cells = [answer, *(cell for row in answer.rows for cell in row.cells.values())] if answer else []
        said = [cited(cell) for cell in cells if cell.verbatim]
        more = here.t("ranking.trace.more", n=len(said) - 2) if len(said) > 2 else ""
        note = "\n".join(filter(None, (*said[:2], more)))
        yield Row([Cell(words, tone="soft"), Cell(""), Cell(""), Cell(""), Cell(here.t("ranking.trace.judged"), tone="soft", note=note)])


def _requirements(here: Trail, level: int) -> Iterator[Row]:
    rule = here.state.pack.method.requirements
    if rule is None:
        return
    worth = {"meets": rule.meets, "partial": rule.partial, "custom": rule.custom, "no": rule.no}
    replies = {option.key: option.text for option in REPLIES}
    for wanted in here.state.tender.requirements:
        cell = here.bid.find(f"{REQUIREMENTS_ID}/{wanted.id}/response")
        words = Cell(f"{STEP * level}{wanted.id}  {wanted.text.show(here.lang)}")
        kind = Cell(here.t(f"ranking.trace.{wanted.kind}"))
        if cell is None or cell.open:
            yield Row([words, Cell(here.t("parts.open"), tone="open"), kind, Cell(""), Cell("", note=cited(cell) if cell else "")])
            continue
        reply = str(cell.value or "no")
        value = Fraction(worth[reply]) / 100
        source = Cell(replies[reply].show(here.lang), note=cited(cell))
        yield Row([words, Cell(points(value), heat=value), kind, Cell(""), source])


def _price(here: Trail, node: Node, level: int) -> Iterator[Row]:
    del level
    yield Row([Cell(here.t("ranking.trace.rule_name"), strong=True), *_numbers(here, node, node.weight), basis(here, node)])
    found = price_of(here)
    tender = here.state.tender
    for line in found.lines:
        each, sum_ = money(line.unit_price), money(line.amount)
        made = here.t("ranking.trace.line", price=each, quantity=f"{line.line.quantity.normalize():f}", unit=line.line.unit.show(here.lang), amount=sum_)
        words = Cell(f"{line.line.id}  {line.line.title.show(here.lang)}")
        yield Row([words, Cell(""), Cell(""), Cell(""), Cell(made, note=str(line.source))])
    for key, sum_extra in found.extras:
        cell = here.bid.find(f"REQPRICE/{key}/price")
        made = here.t("ranking.trace.extra", amount=money(sum_extra))
        yield Row([Cell(key), Cell(""), Cell(""), Cell(""), Cell(made, note=cited(cell) if cell else "")])
    if found.total is not None:
        yield Row([Cell(here.t("ranking.price.total")), Cell(""), Cell(""), Cell(""), f"{money(found.total)} {tender.currency}"], "total")


def price_of(here: Trail) -> EvaluatedPrice:
    """The bid's price as recomputed from its unit prices."""
    return evaluated_price(here.bid, here.state.pack.method, here.state.tender)


def money(value: Fraction | Money) -> str:
    """An amount with thousands marked; cents only where there are any.

    >>> money(Fraction(1234500)), money(Fraction(12345, 10))
    ('1,234,500', '1,234.50')
    """
    exact = Fraction(value.amount) if isinstance(value, Money) else value
    cents = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{cents:,.0f}" if exact.denominator == 1 else f"{cents.quantize(Decimal('0.01'), 'ROUND_HALF_UP'):,.2f}"
