"""What the tables of a workbook say of one another: a question answered differently on two sheets, and sheets that are alike.

Sheets with the same questions may be the bids of several vendors, or of one for several products: only a person knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.replies import GIVEN, reply_in
from evaluator.intake.foreign.tables import Table
from evaluator.intake.words import plain

FEWEST: Final = 3  # fewer questions in common are no list
_Key = tuple[str, str]
_Asked = Mapping[_Key, tuple[str, str]]  # what is answered, and its cell


def across(tables: Sequence[Table], owners: Sequence[str], file: Source) -> Iterator[Finding]:
    """Findings about tables of the same vendor on several sheets; ``owners`` names the vendor of each table where that is known."""
    for owner in dict.fromkeys(owners):
        sheets: dict[str, dict[_Key, tuple[str, str]]] = {}
        for table, its in zip(tables, owners, strict=True):
            columns = table.answer_columns()
            if its == owner and len(columns) == 1:
                said = {_key(item): _said(table, item, next(iter(columns))) for item in table.items}
                sheets.setdefault(table.sheet.name, {}).update(said)
        yield from _of(sheets, file)


def _of(sheets: Mapping[str, _Asked], file: Source) -> Iterator[Finding]:
    alike: dict[str, None] = {}
    apart: dict[_Key, dict[str, Source]] = {}
    most = 0
    for one, other in combinations(sheets, 2):
        shared = sheets[one].keys() & sheets[other].keys()
        differing = [key for key in sheets[one] if key in shared and _differ(sheets[one][key], sheets[other][key])]
        fewer = min(len(sheets[one]), len(sheets[other]))
        if len(shared) >= FEWEST and len(shared) * 5 >= fewer * 4:
            if differing:
                alike |= {one: None, other: None}
                most = max(most, len(shared))
            continue
        for key in differing:
            places = [replace(file, sheet=name, cell=sheets[name][key][1]) for name in (one, other)]
            apart.setdefault(key, {}).update({str(place): place for place in places})
    if alike:
        yield finding(Rule.SHEETS_ALIKE, replace(file, sheet=next(iter(alike))), sheets=", ".join(alike), n=most)
    for (name, text), cells in apart.items():
        place = next(iter(cells.values()))
        yield finding(Rule.ANSWERS_CONFLICT, place, item=name, id=name or text, cells=", ".join(cells))


def _key(item: Item) -> _Key:
    return item.id, plain(item.text)


def _said(table: Table, item: Item, column: int) -> tuple[str, str]:
    given = table.answer(item, column)
    return (plain(given) if reply_in(given) in GIVEN else ""), table.place(item, column)


def _differ(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return bool(one[0] and other[0]) and one[0] != other[0]
