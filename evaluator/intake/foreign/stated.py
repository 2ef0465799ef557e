"""The unit and the tax basis that a sheet of somebody else's states: in a column, in the question, in a heading, or in a note."""

from __future__ import annotations

import re
from typing import Final

from evaluator.domain.question import Kind
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.tables import Table
from evaluator.intake.words import CURRENCIES, DURATIONS, plain

_ASIDE = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,12})[)）\]】]")
_NOTE = re.compile(
    r"(?:金额|货币|计价|报价)?\s*单位\s*[:：]\s*(\S{1,8})|(?:amounts?|prices?) in ([a-z$€£]{1,4}(?: thousand| million)?)\b"
)
_UNTAXED = re.compile(r"不含税|未税|税前|(?:excl\w*\.?|without|before|net of|ex) (?:vat|gst|tax)")
_TAXED = re.compile(r"含税|税后|(?:incl\w*\.?|with|after) (?:vat|gst|tax)")
_SCALES: Final = ("亿", "千万", "百万", "万", "千")
_DURATION_WORDS: Final = frozenset(word for words in DURATIONS.values() for word in words)
_MONEY_WORDS: Final = frozenset(word for words in CURRENCIES.values() for word in words)


def stated_tax(heading: str) -> str:
    """The tax basis that a heading states, as a tender does: ``included``, ``excluded``, or empty where it states none.

    >>> stated_tax("单价（不含税，元）"), stated_tax("含税单价"), stated_tax("Unit price excl. VAT"), stated_tax("单价")
    ('excluded', 'included', 'excluded', '')
    """
    words = plain(heading)
    return "excluded" if _UNTAXED.search(words) else "included" if _TAXED.search(words) else ""


def stated_unit(table: Table, item: Item, column: int, kind: Kind) -> str:
    """The unit of a bare number in an answer column, in words that `values.parse` reads behind it; empty where none is stated.

    The unit column of a price list says what is counted, not in what it is paid: of money only the heading and the note tell.
    """
    if kind not in (Kind.DURATION, Kind.MONEY):
        return ""
    layout, sheet = table.layout, table.sheet
    first = min(layout.header_rows, default=1)
    heads = [sheet.text(row, column) for row in layout.header_rows]
    said = [] if kind is Kind.MONEY else [sheet.text(item.row, layout.columns.get("unit", 0))]
    asides = [found for words in (item.text, *heads) for found in reversed(_ASIDE.findall(words))]
    notes = [found for (row, _), cell in sorted(sheet.cells.items()) if row < first for found in _noted(cell.text)]
    return next((unit for words in (*said, *asides, *notes) if (unit := _unit(words, kind))), "")


def _noted(text: str) -> list[str]:
    return [first or second for first, second in _NOTE.findall(plain(text))]


def _unit(words: str, kind: Kind) -> str:
    """The words as a unit of this kind, empty where they are none.

    >>> _unit("小时", Kind.DURATION), _unit("万元/年", Kind.MONEY), _unit("如有", Kind.MONEY), _unit("hours", Kind.MONEY)
    ('小时', '万元', '', '')
    """
    bare = plain(words)
    if kind is Kind.DURATION:
        return bare if bare in _DURATION_WORDS else ""
    bare = re.split(r"[/每]", bare)[0].strip()  # what is paid, not for what
    rest = next((bare.removeprefix(scale) for scale in _SCALES if bare.startswith(scale)), bare)
    amount = rest.removesuffix(" thousand").removesuffix(" million")
    return bare if (rest != bare and not rest) or amount in _MONEY_WORDS else ""
