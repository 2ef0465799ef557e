"""A person says that a column names the vendor of each row, and its table becomes one for each vendor; or takes that back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.words import plain
from evaluator.ui.views import layout_edits as edits
from evaluator.ui.views.laying import Laying

MOST: Final = 50  # a column with more names than a tender has bidders names something else


def owners(laying: Laying, number: int, column: int) -> list[str]:
    """The vendors that a column names beside the questions of a part, each once as it is first written.

    Empty where these cannot be the vendors of the rows: the first question has no name, they are too many, or they are the
    questions themselves.
    """
    part, table = laying.parts[number], laying.table(number)
    if part.layout.columns.get("question") == column or not table.items:
        return []
    spelled: dict[str, str] = {}
    for item in table.items:
        if written := table.sheet.text(item.row, column).strip():
            spelled.setdefault(plain(written), written)
    first = table.sheet.text(table.items[0].row, column).strip()
    return list(spelled.values()) if first and len(spelled) <= MOST else []


def say_column(laying: Laying, number: int, column: int, role: str, vendor: str = "") -> int:
    """A column of a part after a person has said what it holds; the number of that part, or of the first of those it became."""
    part = laying.parts[number]
    layout = edits.with_column(laying.rows(part.sheet), part.layout, column, role, vendor)
    layouts = [layout]
    if part.layout.owner and (role == edits.OWNER or not layout.owner):
        number = _alone(laying, number)
    if role == edits.OWNER:
        laying.change(number, layout=replace(layout, owner=""))
        layouts = [replace(layout, owner=name) for name in owners(laying, number, column)] or layouts
    laying.parts[number + 1 : number + 1] = [laying.parts[number]] * (len(layouts) - 1)
    for place, one in enumerate(layouts, start=number):
        laying.change(place, layout=one, used=True)
    return number


def _alone(laying: Laying, number: int) -> int:
    """The other vendors' parts of the same rows taken out: this one will hold them all. Its number after that."""
    part = laying.parts[number]
    mine = _unowned(part.layout)
    others = [
        place
        for place, one in enumerate(laying.parts)
        if place != number and one.sheet.name == part.sheet.name and one.layout.owner and _unowned(one.layout) == mine
    ]
    laying.parts = [one for place, one in enumerate(laying.parts) if place not in others]
    return number - sum(place < number for place in others)


def _unowned(layout: Layout) -> Layout:
    return replace(layout, owner="")
