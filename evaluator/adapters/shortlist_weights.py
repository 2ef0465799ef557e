"""The weights as cells: the one place on which every formula of the shortlist workbook rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from evaluator.adapters.look import ENTRY, HEADER, KEY, PRINTED, SUBHEAD
from evaluator.adapters.sheets import Page, quoted
from evaluator.adapters.template_entry import Form
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.text import Text


@dataclass(frozen=True, slots=True)
class Held:
    """A cell of the sheet, as other sheets write it, and its present value in percent."""

    address: str
    value: Fraction


@dataclass(slots=True)
class Weights:
    """By criterion or question: its percent among its siblings, and its percent of the total."""

    numbers: dict[str, str]
    weight: dict[str, Held] = field(default_factory=dict)
    share: dict[str, Held] = field(default_factory=dict)


def numbered(method: Method) -> dict[str, str]:
    """The number of every criterion in the tree, as people call them: 1, 1.1, 1.2, 2."""
    found: dict[str, str] = {}

    def walk(siblings: Sequence[Criterion], above: str) -> None:
        for number, criterion in enumerate(siblings, start=1):
            found[criterion.key] = f"{above}{number}"
            walk(criterion.children, f"{above}{number}.")

    walk(method.criteria, "")
    return found


def write_weights(form: Form, page: Page, method: Method) -> Weights:
    """Write the sheet; the sum of every group of siblings stands beside its parent."""
    weights = Weights(numbered(method))
    row = 4
    for column, key in enumerate(("id", "criterion", "weight", "share", "sum"), start=1):
        page.text(row, column, form.say(f"short.head.{key}"), HEADER)
    page.fit(row, 2, grows=False)
    row = 5
    page.text(row, 1, "", SUBHEAD)
    page.text(row, 2, form.say("short.total", " / "), SUBHEAD)
    page.paint(row, 3, SUBHEAD)
    page.number(row, 4, 100, SUBHEAD)
    _branch(form, page, weights, (method, method.criteria, row, 0))
    page.freeze("A5", "4:4")
    return weights


Branch = tuple[Method, Sequence[Criterion], int, int]


def _branch(form: Form, page: Page, weights: Weights, branch: Branch) -> int:
    """Write siblings below their parent's row; number of the last row written."""
    method, siblings, parent, depth = branch
    row, own = parent, []
    for criterion in siblings:
        row += 1
        own.append(row)
        _line(form, page, weights, (row, parent, depth), (criterion.key, criterion.title, criterion.weight))
        if criterion.children:
            row = _branch(form, page, weights, (method, criterion.children, row, depth + 1))
        elif criterion.judge is LeafJudge.AUTO:
            top, below = row, []
            for question in method.auto_questions():
                if question.criterion == criterion.key:
                    row += 1
                    below.append(row)
                    line = (question.id, question.text, question.weight or Decimal(0))
                    _line(form, page, weights, (row, top, depth + 1), line)
            _sum(page, top, below)
    _sum(page, parent, own)
    return row


def _line(
    form: Form, page: Page, weights: Weights, place: tuple[int, int, int], told: tuple[str, Text, Decimal]
) -> None:
    row, parent, depth = place
    key, title, percent = told
    look = PRINTED if depth else SUBHEAD
    page.text(row, 1, weights.numbers.get(key, key), replace(KEY, wrap=False))
    page.text(row, 2, "　" * (depth + 1) + title.show(form.layout, " / "), look)
    page.number(row, 3, percent, replace(ENTRY, bold=not depth))
    above = next(
        (held.value for held in weights.share.values() if held.address.endswith(f"!$D${parent}")), Fraction(100)
    )
    share = Fraction(percent) * above / 100
    page.formula(row, 4, f"=C{row}*D{parent}/100", replace(look, code="0.####"), share)
    page.paint(row, 5, look)
    page.fit(row, grows=False)
    name = quoted(page.name)
    weights.weight[key] = Held(f"{name}!$C${row}", Fraction(percent))
    weights.share[key] = Held(f"{name}!$D${row}", share)


def _sum(page: Page, parent: int, rows: list[int]) -> None:
    if rows:
        total = sum((Fraction(str(page.sheet.cell(row, 3).value)) for row in rows), Fraction(0))
        page.formula(parent, 5, "=" + "+".join(f"C{row}" for row in rows), replace(PRINTED, code="0.####"), total)
