"""The buyer's requirement list as a person pastes it from a spreadsheet: its rows, and every fault with its row."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evaluator.domain.finding import Param
from evaluator.domain.tender import Requirement
from evaluator.domain.text import Lang, Text
from evaluator.intake.address import column_letters
from evaluator.intake.words import clean, plain

# How lists from elsewhere say it, each as `plain` writes it; a column "mandatory?" is answered by Y or N.
_MUST = ("必须", "必需", "必备", "必要", "强制", "m", "must", "must have", "shall", "mandatory", "required", "y", "yes")
_SHOULD = (
    "期望",
    "希望",
    "可选",
    "建议",
    "o",
    "optional",
    "nice to have",
    "should",
    "should have",
    "want",
    "n",
    "no",
)
KINDS: Mapping[str, Literal["must", "should"]] = {
    **dict.fromkeys(_MUST, "must"), **dict.fromkeys(_SHOULD, "should"),
}  # fmt: skip
KIND_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {"must": "必须", "should": "期望"},
    "en": {"must": "must", "should": "should"},
}
# One language: id, module, requirement, kind. Two: id, module zh, module en, requirement zh, requirement en, kind.
ONE_LANGUAGE, TWO_LANGUAGES = 4, 6
_HEADS = frozenset(["id", "no", "no.", "number", "编号", "序号"])
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# An id becomes part of the address of an answer, where the stroke separates.
_ID = re.compile(r"[^\s/]{1,20}")
_RULER = re.compile(r"[\s|:-]+")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a pasted row; ``row`` counts from 1, ``rule`` is a key under ``tender.fault``."""

    rule: str
    row: int
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastedList:
    """Rows that can be used, in their order, and the faults of the others."""

    rows: tuple[Requirement, ...]
    faults: tuple[RowFault, ...]


def read_requirements(pasted: str) -> PastedList:
    """The requirements in a pasted text, its columns separated by tabs or by strokes; a heading may stand above.

    >>> read = read_requirements("编号|模块|需求|级别\\nR-01|销售|导入线索|必须\\nR-02|销售|导出|maybe")
    >>> [(row.id, row.text.zh, row.kind) for row in read.rows], [(fault.rule, fault.row) for fault in read.faults]
    ([('R-01', '导入线索', 'must')], [('unknown_kind', 3)])
    """
    rows: list[Requirement] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    headed = True
    for number, cells in enumerate(_records(pasted), start=1):
        if not any(cells):
            continue
        heading = headed and plain(cells[0]) in _HEADS
        headed = False
        if heading:
            continue
        found = _faults(number, cells, seen)
        faults += found
        if not found:
            rows.append(_row(cells))
    return PastedList(tuple(rows), tuple(faults))


def written(rows: Sequence[Requirement], lang: Lang) -> str:
    """The rows as a text that `read_requirements` reads back; strokes between columns, for they can be typed.

    >>> written([Requirement(id="R-01", module=Text("销售"), text=Text("导入线索"), kind="must")], "zh")
    'R-01 | 销售 | 导入线索 | 必须'
    """
    two = any((each.zh and each.en) for row in rows for each in (row.module, row.text))
    table = [_cells(row, lang, two=two) for row in rows]
    if any(sign in cell for cells in table for cell in cells for sign in "|\n\t"):
        return "\n".join("\t".join(_quoted(cell) for cell in cells) for cells in table)
    return "\n".join(" | ".join(cells) for cells in table)


def _cells(row: Requirement, lang: Lang, *, two: bool) -> list[str]:
    words = (
        [row.module.zh, row.module.en, row.text.zh, row.text.en]
        if two
        else [row.module.show(lang), row.text.show(lang)]
    )
    return [row.id, *words, KIND_WORDS[lang][row.kind]]


def _quoted(cell: str) -> str:
    marked = cell.replace('"', '""')
    return f'"{marked}"' if any(sign in cell for sign in '"\n\t') else cell


def _records(pasted: str) -> list[list[str]]:
    """Cells by row, the blank rows too, so that faults name the row that a person counts."""
    lines = pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if "\t" in pasted:
        try:
            # A spreadsheet puts cells with line breaks between quotes.
            table = list(csv.reader([f"{line}\n" for line in lines], delimiter="\t", strict=True))
        except csv.Error:
            table = [line.split("\t") for line in lines]
    else:
        table = [_stroked(line) for line in lines]
    return [_trimmed([clean(cell)[0].strip() for cell in cells]) for cells in table]


def _stroked(line: str) -> list[str]:
    bare = line.replace("｜", "|").strip()
    if "|" in bare and _RULER.fullmatch(bare):
        return []  # the ruler under the heading of a table in plain text
    if len(bare) > 1 and bare.startswith("|") and bare.endswith("|"):
        bare = bare[1:-1]
    return bare.split("|")


def _trimmed(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end; a row that lacks its kind only still has the place for it."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return [*cells, ""] if len(cells) == ONE_LANGUAGE - 1 else cells


def _faults(number: int, cells: list[str], seen: dict[str, int]) -> list[RowFault]:
    if len(cells) not in (ONE_LANGUAGE, TWO_LANGUAGES):
        return [RowFault("columns", number, {"n": len(cells)})]
    key, module, text, kind = cells[0], *_words(cells), cells[-1]
    found = []
    if not key:
        found.append(RowFault("no_id", number))
    elif not _ID.fullmatch(key):
        found.append(RowFault("bad_id", number, {"id": key[:40]}))
    elif (first := seen.setdefault(plain(key), number)) != number:
        found.append(RowFault("twice", number, {"id": key, "first": first}))
    if not module.show("zh"):
        found.append(RowFault("no_module", number))
    if not text.show("zh"):
        found.append(RowFault("no_text", number))
    if not kind:
        found.append(RowFault("no_kind", number))
    elif plain(kind) not in KINDS:
        found.append(RowFault("unknown_kind", number, {"given": kind[:40], "cell": _cell(cells, number)}))
    return found


def _cell(cells: list[str], row: int) -> str:
    """Where the kind stands in what was pasted, its first cell being A1."""
    return f"{column_letters(len(cells))}{row}"


def _row(cells: list[str]) -> Requirement:
    module, text = _words(cells)
    return Requirement(id=cells[0], module=module, text=text, kind=KINDS[plain(cells[-1])])


def _words(cells: list[str]) -> tuple[Text, Text]:
    if len(cells) == TWO_LANGUAGES:
        return Text(cells[1], cells[2]), Text(cells[3], cells[4])
    return _one(cells[1]), _one(cells[2])


def _one(cell: str) -> Text:
    """Words as Chinese where they hold a Chinese character, else as English."""
    return Text(zh=cell) if _CHINESE.search(cell) else Text(en=cell)
