"""How a question of the buyer's own is answered, as far as its sheet says so: by a list, by words, by a unit.

Nothing is guessed: where nothing says so the answer is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evaluator.domain.finding import Phrase
from evaluator.domain.question import Kind
from evaluator.intake.address import column_letters
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.tables import Table
from evaluator.intake.words import CURRENCIES, DURATIONS, NO, YES, plain

_ASIDE: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,24})[)）\]】]")
_BOTH: Final = re.compile(r"(?:是\s*[/／或、]\s*否|有\s*[/／或、]\s*无|yes\s*(?:/|or)\s*no|y\s*/\s*n)")
_ASKS: Final = re.compile(r"是否|能否|有无|^(?:do|does|is|are|can|has|have|will|did)\b")
# Words that ask for more than yes or no.
_MORE: Final = re.compile(
    r"说明|描述|如何|怎样|怎么|哪|列出|列明|提供.{0,12}(?:方案|清单|材料)|多少|几|"
    r"\b(?:describe|explain|how|which|what|list|state|specify|please|if so|if yes|if not)\b"
)
_AMOUNTS: Final = {"whole": Kind.NUMBER, "decimal": Kind.NUMBER, "date": Kind.DATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How a question is answered: kind, unit as written, options as written, and what says so."""

    kind: Kind
    because: Phrase
    unit: str = ""
    options: tuple[str, ...] = ()


def answering(table: Table, item: Item) -> Answering:
    """How the question in this row is answered; text where nothing says otherwise."""
    found = (_by_list(table, item), _by_words(table, item), _by_unit(table, item), _by_rule(table, item))
    text = Answering(kind=Kind.TEXT, because=Phrase("own.because.nothing"))
    return next((one for one in found if one is not None), text)


def unit_kind(word: str) -> tuple[Kind, str]:
    """What an amount in this unit is, and the key of the unit where it is one that is known everywhere.

    >>> [(kind.value, key) for kind, key in map(unit_kind, ("分钟", "％", "万元", "路"))]
    [('duration', 'minute'), ('percent', '%'), ('money', ''), ('number', '')]
    """
    bare = plain(word)
    if bare in ("%", "percent", "百分比"):
        return Kind.PERCENT, "%"
    if _currency(bare):
        return Kind.MONEY, ""
    duration = next((key for key, words in DURATIONS.items() if bare in words), "")
    return (Kind.DURATION, duration) if duration else (Kind.NUMBER, "")


def _currency(bare: str) -> bool:
    names = {name for words in CURRENCIES.values() for name in words}
    return bare in names or any(bare == f"{scale}{name}" for scale in ("万", "亿", "千", "百万") for name in names)


def _places(table: Table, item: Item) -> Iterator[tuple[int, int]]:
    yield from ((item.row, column) for column in table.answer_columns())


def is_yes_or_no(words: tuple[str, ...]) -> bool:
    """Whether two words are one for yes and one for no.

    >>> is_yes_or_no(("是", "否")), is_yes_or_no(("Yes", "No", "N/A"))
    (True, False)
    """
    bare = [plain(word) for word in words]
    return len(bare) == 2 and any(word in YES for word in bare) and any(word in NO for word in bare)


def _chosen(options: tuple[str, ...], because: Phrase) -> Answering | None:
    distinct = tuple(dict.fromkeys(word.strip() for word in options if word.strip()))
    if len(distinct) < 2:
        return None
    if is_yes_or_no(distinct):
        return Answering(kind=Kind.YES_NO, because=because)
    return Answering(kind=Kind.CHOICE, because=because, options=distinct)


def _by_list(table: Table, item: Item) -> Answering | None:
    if table.layout.options:
        letters = ", ".join(column_letters(column) for column in table.layout.options)
        return _chosen(tuple(table.layout.options.values()), Phrase("own.because.columns", (("columns", letters),)))
    for row, column in _places(table, item):
        if options := table.sheet.options(row, column):
            cell = f"{column_letters(column)}{row}"
            return _chosen(options, Phrase("own.because.list", (("cell", cell),)))
    return None


def _by_words(table: Table, item: Item) -> Answering | None:
    words = plain(item.text)
    heads = " ".join(plain(table.sheet.text(row, column)) for row in table.layout.header_rows[:1]
                     for column in table.answer_columns())  # fmt: skip
    for place, key in ((words, "question"), (heads, "heading")):
        if found := _BOTH.search(place):
            return Answering(kind=Kind.YES_NO, because=Phrase(f"own.because.both_{key}", (("words", found.group()),)))
    asks = _ASKS.search(words)
    if asks and words.endswith("?") and not _MORE.search(words):
        return Answering(kind=Kind.YES_NO, because=Phrase("own.because.asks", (("words", asks.group()),)))
    return None


def _by_unit(table: Table, item: Item) -> Answering | None:
    column = table.columns.get("unit", 0)
    stated = table.sheet.text(item.row, column) if column else ""
    if stated:
        kind, _ = unit_kind(stated)
        cell = f"{column_letters(column)}{item.row}"
        return Answering(kind=kind, unit=stated, because=Phrase("own.because.unit", (("unit", stated), ("cell", cell))))
    for aside in _ASIDE.findall(item.text):
        word = re.sub(r"^(?:单位|unit)\s*[:：]\s*", "", aside.strip(), flags=re.IGNORECASE)
        kind, _ = unit_kind(word)
        if kind is not Kind.NUMBER:  # other words in brackets may be anything
            return Answering(kind=kind, unit=word, because=Phrase("own.because.aside", (("unit", word),)))
    return None


def _by_rule(table: Table, item: Item) -> Answering | None:
    for row, column in _places(table, item):
        for rule in table.sheet.validations:
            if rule.kind in _AMOUNTS and rule.covers(row, column):
                cell = f"{column_letters(column)}{row}"
                return Answering(kind=_AMOUNTS[rule.kind], because=Phrase("own.because.rule", (("cell", cell),)))
    return None
