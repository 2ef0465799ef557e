"""Why a sheet is left out: hidden, empty, an example, instructions, a list to choose from, a report, scores, or no questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.bands import bands_of
from evaluator.intake.foreign.layouts import Rows
from evaluator.intake.foreign.merges import merges_of
from evaluator.intake.foreign.tables import Table, rows_of

_EXAMPLE = re.compile(r"\bexamples?\b|\bsample\b|\bdemo\b|示例|样例|范例|举例|填写样", re.IGNORECASE)
_INSTRUCTIONS = re.compile(
    r"instruction|guid(?:e|ance)|read ?me|how to|introduction|overview|\babout\b|cover|glossary|definition|terms|legend|"
    r"change ?log|revision|record of change|version|history|licen[cs]e|attribution|contents|说明|须知|指南|指引|封面|目录|前言|"
    r"填写要求|版本|修订|变更|术语|定义|总览|概述",
    re.IGNORECASE,
)
_LOOKUP = re.compile(
    r"look ?-?ups?|\blists?\b|drop ?-?downs?|\bvalues?\b|\boptions?\b|picklist|validation|\benum|\bdata\b|字典|下拉|选项|列表|"
    r"枚举|数据源|参数表|代码表",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"report|summary|dashboard|score ?card|chart|totals?|results?|statistics|analysis|汇总|统计|摘要|图表|报告|结果|总分",
    re.IGNORECASE,
)
_SHORT: Final = 40


def is_example(name: str) -> bool:
    """Whether a sheet's name says that it shows how to answer.

    >>> is_example("Example Responses"), is_example("填写示例"), is_example("Answers")
    (True, True, False)
    """
    return bool(_EXAMPLE.search(name))


def instructs(name: str) -> bool:
    """Whether a sheet's name says that it explains.

    >>> instructs("填写说明"), instructs("Record of Changes"), instructs("Security")
    (True, True, False)
    """
    return bool(_INSTRUCTIONS.search(name))


def is_repeat(found: Sequence[Table], earlier: Sequence[Table]) -> bool:
    """Whether the questions of a sheet are calculated from those of another: a report of it, no second questionnaire."""
    known = {item.text for table in earlier for item in table.items}
    items = [(table, item) for table in found for item in table.items]
    cells = [(item, table.sheet.at(item.row, table.columns["question"])) for table, item in items]
    repeated = sum(bool(cell and cell.formula and item.text in known) for item, cell in cells)
    return repeated * 5 >= len(items) * 4


def reason(sheet: SheetCells) -> str:
    """Why no table of questions was made out on a sheet, as a word that `recognise` explains."""
    if sheet.hidden:
        return "hidden"
    merges = merges_of(sheet)
    rows = rows_of(sheet, merges)
    if not rows:
        return "empty"
    if is_example(sheet.name):
        return "example"
    asking = [set(band.roles.values()) for band in bands_of(rows, merges) if "question" in band.roles.values()]
    if any({"weight", "score"} & roles for roles in asking):
        return "scores"
    for name, words in (("lookup", _LOOKUP), ("report", _REPORT), ("instructions", _INSTRUCTIONS)):
        if words.search(sheet.name) and (name != "lookup" or _lists(rows)):
            return name
    if _calculated(sheet):
        return "report"
    first = next(iter(next(iter(rows.values())).values()))
    if len(first) <= _SHORT and _INSTRUCTIONS.search(first):
        return "instructions"
    return "lookup" if _lists(rows) and len(rows) > 1 and not asking else "no_questions"


def _lists(rows: Rows) -> bool:
    """Whether columns hold short words, each once, from the top down: a list to choose from."""
    columns: dict[int, list[str]] = {}
    for texts in rows.values():
        for column, text in texts.items():
            columns.setdefault(column, []).append(text)
    words = [texts for texts in columns.values() if not all(text.isdecimal() for text in texts[1:] or texts)]
    short = [texts for texts in words if max(map(len, texts)) <= _SHORT and len(set(texts)) == len(texts)]
    return len(short) * 2 > len(columns) and min(rows) <= 2


def _calculated(sheet: SheetCells) -> bool:
    """Whether half of what is written is calculated."""
    return sum(cell.formula for cell in sheet.cells.values()) * 2 > len(sheet.cells)
