"""Gates on what a buyer risks with its own figures: damages that a court may cut, and data at a place nobody has named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from evaluator.contract.checked import Checked, percent, point
from evaluator.contract.points import Point, figure
from evaluator.contract.render import Shape, render
from evaluator.contract.words import Words
from evaluator.domain.contract import Gate, TermStatus, TermTable, TermValue
from evaluator.domain.money import Money
from evaluator.domain.text import Text

# Agreed damages more than thirty per cent above the loss are generally too high; the article says so of the whole sum.
_TOO_HIGH: Final = Decimal("1.3")
_TOO_HIGH_LAW: Final = "CCI-65"


def excess_damages(gate: Gate, checked: Checked) -> Iterator[Point]:
    """A limit of damages, in percent of a total, more than 30 % above the loss that the buyer itself expects.

    The terms are the limit, the total and the loss. A warning: the court cuts the sum only when it is asked to.
    """
    limit, total, loss = checked.of(gate)
    share, expected = figure(limit), loss.value
    if share is None or not isinstance(total.value, Money) or not isinstance(expected, Decimal):
        return
    most = Money(total.value.amount * share / 100, total.value.currency)
    if most.amount > _TOO_HIGH * expected:
        params: dict[str, Words] = {
            "label": (limit.term.label,), "share": percent(share), "most": render(most, Shape("money")),
            "loss": render(Money(expected, total.value.currency), Shape("money")),
            "law": (checked.law.name(_TOO_HIGH_LAW),),
        }  # fmt: skip
        yield replace(point("excess_damages", [limit], params), warns=True)


def named_places(gate: Gate, checked: Checked) -> Iterator[Point]:
    """Data elsewhere than in the buyer's position while a row of its places does not say where.

    The terms are the table of places and the choice among them; the columns name one place.
    """
    places, choice = checked.of(gate)
    ours = choice.position.value if choice.position else None
    if choice.status is TermStatus.BLANK or choice.value == ours:
        return
    for row in _unnamed(places, gate.columns):
        params: dict[str, Words] = {"label": (choice.term.label,), "places": (places.term.label,), "row": (row,)}
        yield point("place_unnamed", [choice, places], params)


def _unnamed(places: TermValue, columns: tuple[str, ...]) -> Iterator[Text]:
    """The rows without one of these columns, by their first cell; where nothing is filled, the table as a whole."""
    table = places.value
    if not isinstance(table, TermTable):
        yield places.term.label
        return
    wanted = [at for at, column in enumerate(table.columns) if column.key in columns]
    for row in table.rows:
        if any(row[at] is None for at in wanted):
            yield row[0] if isinstance(row[0], Text) else Text(str(row[0]), str(row[0]))
