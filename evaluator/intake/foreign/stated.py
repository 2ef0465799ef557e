"""What a workbook of somebody else's states beside its answers: units and tax basis of its figures, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from evaluator.domain.question import Kind
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.replies import Reply, reply_in
from evaluator.intake.foreign.tables import Table
from evaluator.intake.words import CURRENCIES, DURATIONS, plain

_ASIDE = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,12})[)）\]】]")
_NOTE = re.compile(
    r"(?:金额|货币|计价|报价)?\s*单位\s*[:：]\s*(\S{1,8})|(?:amounts?|prices?) in ([a-z$€£]{1,4}(?: thousand| million)?)\b"
)
_VENDOR = re.compile(
    r"^\s*(?:投标人|投标单位|投标方|供应商|报价人|报价单位|应答人|应答单位|响应人|厂商|(?:公司|单位)(?=名称|全称)|"
    r"vendor|supplier|bidder|respondent|(?:company|organi[sz]ation)(?= name))"
    r"(?:\s*(?:名称|全称|name))?\s*(?:[(（][^()（）]{1,10}[)）])?\s*(?:[:：]\s*(.*)|(?:(?<=名称)|(?<=全称)|(?<=name))$)",
    re.IGNORECASE | re.DOTALL,
)
COVER: Final = 40  # rows of a sheet without a table in which a name is looked for
_REACH: Final = 6
_LONGEST: Final = 60
_UNTAXED = re.compile(r"不含税|未税|税前|(?:excl\w*\.?|without|before|net of|ex) (?:vat|gst|tax)")
_TAXED = re.compile(r"含税|税后|(?:incl\w*\.?|with|after) (?:vat|gst|tax)")
_SCALES: Final = ("亿", "千万", "百万", "万", "千")
_DURATION_WORDS: Final = frozenset(word for words in DURATIONS.values() for word in words)
_MEASURED: Final = (Kind.DURATION, Kind.MONEY, Kind.NUMBER, Kind.PERCENT)
_COUNTED: Final = frozenset(  # words in a unit column that only say that something is counted
    ["number", "numbers", "nos", "nos.", "no.", "count", "qty", "quantity", "#", "each", "ea", "pcs", "pieces", "unit", "units",
     "item", "items", "数量", "数", "数值", "个数", "数字"]
)  # fmt: skip
_OURS: Final = re.compile(r"^(?:人民币|rmb|cny)(?=.)|(?<=.)(?:人民币|rmb|cny)$")
_PERCENT: Final = frozenset(["%", "percent", "per cent", "pct", "percentage", "百分比", "百分数", "百分之"])
_PERMILLE: Final = frozenset(["‰", "per mille", "permille", "per mil", "千分比", "千分之"])
_MONEY_WORDS: Final = frozenset(word for words in CURRENCIES.values() for word in words)


def stated_vendor(workbook: Workbook, tables: Sequence[Table]) -> str:
    """The vendor named above the tables or on a sheet without any ("投标人：…", "Vendor: …"); empty where two names stand."""
    tops: dict[str, int] = {}
    for table in tables:
        top = min(table.layout.header_rows, default=table.layout.first or 1)
        tops[table.sheet.name] = min(top, tops.get(table.sheet.name, top))
    names: dict[str, str] = {}
    for sheet in workbook.sheets:
        last = tops.get(sheet.name, COVER + 1)
        for row, column in sorted(place for place in sheet.cells if place[0] < last and not sheet.hidden):
            if name := _named(sheet, row, column):
                names.setdefault(plain(name), name)
    return next(iter(names.values())) if len(names) == 1 else ""


def names_vendor(text: str) -> bool:
    """Whether a text labels whose bid it is, the name behind it or not.

    >>> names_vendor("投标人：海岚软件"), names_vendor("Vendor:"), names_vendor("Vendor notes")
    (True, True, False)
    """
    return bool(_VENDOR.match(text))


def _named(sheet: SheetCells, row: int, column: int) -> str:
    """The name behind a label in its own cell, else in the next cell of the row."""
    found = _VENDOR.match(sheet.text(row, column))
    if not found:
        return ""
    beside = next(
        (sheet.text(row, place) for place in range(column + 1, column + _REACH) if sheet.text(row, place)), ""
    )
    name = " ".join((found[1] or beside).split())
    blank = reply_in(name) is Reply.PLACEHOLDER or not re.search(r"[^\W\d_]{2}", name)
    return "" if blank or len(name) > _LONGEST or name[-1] in ":：" or _VENDOR.match(name) else name


def stated_tax(heading: str) -> str:
    """The tax basis that a heading states, as a tender does: ``included``, ``excluded``, or empty where it states none.

    >>> stated_tax("单价（不含税，元）"), stated_tax("含税单价"), stated_tax("Unit price excl. VAT"), stated_tax("单价")
    ('excluded', 'included', 'excluded', '')
    """
    words = plain(heading)
    return "excluded" if _UNTAXED.search(words) else "included" if _TAXED.search(words) else ""


def stated_unit(table: Table, item: Item, column: int, kind: Kind) -> str:
    """The unit of a bare number in an answer column, in words that `values.parse` reads behind it; empty where none is stated.

    Words in the unit column that are no known unit are returned as they are: the number then waits for a person. The unit
    column of a price list says what is counted, so of money only a currency or its scale in it counts.
    """
    if kind not in _MEASURED:
        return ""
    layout, sheet = table.layout, table.sheet
    first = min(layout.header_rows, default=1)
    heads = [sheet.text(row, column) for row in layout.header_rows]
    said = sheet.text(item.row, layout.columns.get("unit", 0))
    counted = kind is Kind.MONEY and (layout.lists_prices() or "quantity" in layout.columns)
    if not (counted and not _unit(said, kind)) and reply_in(said) in (Reply.ANSWERED, Reply.AMBIGUOUS):
        return _unit(said, kind) or ("" if kind is Kind.NUMBER and plain(said) in _COUNTED else plain(said))
    asides = [found for words in (item.text, *heads) for found in reversed(_ASIDE.findall(words))]
    above = (sheet.cells[place].text for place in sorted(place for place in sheet.cells if place[0] < first))
    notes = (found for text in above for found in _noted(text))
    return next((unit for words in chain(asides, notes) if (unit := _unit(words, kind))), "")


def _noted(text: str) -> list[str]:
    return [first or second for first, second in _NOTE.findall(plain(text))]


def _unit(words: str, kind: Kind) -> str:
    """The words as a unit of this kind, empty where they are none.

    >>> _unit("小时", Kind.DURATION), _unit("万元/年", Kind.MONEY), _unit("如有", Kind.MONEY), _unit("hours", Kind.MONEY)
    ('小时', '万元', '', '')
    >>> [_unit(words, Kind.MONEY) for words in ("人民币（万元）", "万元人民币", "元(含税)", "人民币", "套")]
    ['万元', '万元', '元', '人民币', '']
    >>> _unit("‰", Kind.PERCENT), _unit("百分比", Kind.PERCENT), _unit("个", Kind.NUMBER)
    ('‰', '%', '')
    """
    bare = plain(words)
    if kind is Kind.PERCENT:
        return "‰" if bare in _PERMILLE else "%" if bare in _PERCENT else ""
    if kind is Kind.NUMBER:
        return ""  # what is counted is known to the question alone
    if kind is Kind.DURATION:
        return bare if bare in _DURATION_WORDS else ""
    bare = re.split(r"[/每]", bare)[0].strip()  # what is paid, not for what
    if re.search(r"[\u4e00-\u9fff]", bare):  # 人民币（万元）, 万元人民币, 元（含税）
        bare = re.sub(r"[()\s]|不?含税|未税", "", bare)
        bare = _OURS.sub("", bare)
    rest = next((bare.removeprefix(scale) for scale in _SCALES if bare.startswith(scale)), bare)
    amount = rest.removesuffix(" thousand").removesuffix(" million")
    return bare if (rest != bare and not rest) or amount in _MONEY_WORDS else ""
