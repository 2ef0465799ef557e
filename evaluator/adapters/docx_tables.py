"""Tables of a draft: columns as wide as their words need, heads repeated, open cells under the highlighter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.adapters.docx_xml import Element, Ink, Set, el, paragraph, run
from evaluator.domain.text import Lang

# In narrow characters: what stays whole on a line, room for a head, the longest word kept, the widest wish.
SHORT, HEADED, LONGEST_WORD, WIDE = 12, 8, 16, 60
HEAD_LINES = 3
PADDING = 2
UNIT = 92  # twentieths of a point that a narrow character takes in a cell
BLANK_INK, DEVIATION_INK = "yellow", "cyan"
HEAD_FILL = "ECE9E1"
_LATIN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a cell and how they are set."""

    text: str
    highlight: str = ""
    bold: bool = False
    align: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be written: heads, rows, full width in twentieths of a point, the language of its fonts.

    ``shares`` sets the columns by hand.
    """

    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    width: int
    lang: Lang
    shares: tuple[int, ...] = ()


def grid(table: Grid) -> Element:
    """The table with borders; its head row repeats on every page and no row breaks across pages."""
    columns = widths(table)
    made = el("tbl", frame(table.width, "Grid"), el("tblGrid", *(el("gridCol", w=width) for width in columns)))
    ink = Ink(table.lang, bold=True)
    if any(table.heads):
        cells = [
            _cell(width, [_words(head, ink, "CellHead")], HEAD_FILL)
            for head, width in zip(table.heads, columns, strict=True)
        ]
        made.append(el("tr", el("trPr", el("cantSplit"), el("tblHeader")), *cells))
    for row in table.rows:
        # A row longer than half a page has to break somewhere; a shorter one stays whole.
        long = any(len(cell.text) > 600 for cell in row)
        properties = None if long else el("trPr", el("cantSplit"))
        made.append(
            el("tr", properties, *(_shown(cell, width, table.lang) for cell, width in zip(row, columns, strict=True)))
        )
    return made


def columns(cells: Sequence[Sequence[Element]], width: int, fill: str = "") -> Element:
    """One row of a table without borders that stays on one page, its cells holding paragraphs."""
    share = width // len(cells)
    made = el("tr", el("trPr", el("cantSplit")))
    for content in cells:
        properties = el("tcPr", el("tcW", w=share, type="dxa"))
        if fill:
            properties.append(el("shd", val="clear", color="auto", fill=fill))
        properties.append(el("tcMar", *(el(side, w=113, type="dxa") for side in ("left", "right"))))
        made.append(el("tc", properties, *content))
    return made


def frame(width: int, style: str = "TableNormal") -> Element:
    """Properties of a table with fixed columns."""
    return el("tblPr", el("tblStyle", val=style), el("tblW", w=width, type="dxa"), el("tblLayout", type="fixed"))


def boxed(content: Sequence[Element], width: int, fill: str) -> Element:
    """Paragraphs inside one shaded cell."""
    properties = el("tcPr", el("tcW", w=width, type="dxa"), el("shd", val="clear", color="auto", fill=fill))
    margins = el("tcMar", *(el(side, w=170, type="dxa") for side in ("top", "left", "bottom", "right")))
    properties.append(margins)
    return el("tbl", frame(width), el("tblGrid", el("gridCol", w=width)), el("tr", el("tc", properties, *content)))


def widths(table: Grid) -> tuple[int, ...]:
    """Column widths that add up to the table's: short words whole on their line, the rest by how much there is to say."""
    least: list[int] = []
    wanted: list[float] = []
    for index, head in enumerate(table.heads):
        floor, wish = _needs(head, [row[index].text for row in table.rows])
        least.append(floor + PADDING)
        wanted.append(max(wish + PADDING - least[-1], 0))
    room = table.width / UNIT - sum(least)
    shares: list[float] = [float(part) for part in table.shares or least]
    if not table.shares and room > 0 and any(wanted):
        shares = [part + room * wish / sum(wanted) for part, wish in zip(least, wanted, strict=True)]
    made = [int(table.width * share / sum(shares)) for share in shares]
    made[-1] += table.width - sum(made)
    return tuple(made)


def _needs(head: str, texts: Sequence[str]) -> tuple[int, float]:
    """The least width of a column and the width it would like, in narrow characters."""
    lines = [extent(line) for text in texts for line in text.split("\n")] or [0]
    unbroken = max((extent(word) for text in texts for word in _LATIN.findall(text)), default=0)
    title = max(extent(line) for line in head.split("\n"))
    word = max((extent(word) for word in _LATIN.findall(head)), default=0) * 6 // 5 + 1  # heads are bold
    head_floor = max(min(title, HEADED), min(word, LONGEST_WORD), -(-title // HEAD_LINES))
    floor = max(min(max(lines), SHORT), min(unbroken, LONGEST_WORD), head_floor)
    return floor, min(WIDE, (max(lines) + sum(lines) / len(lines)) / 2 + floor / 4)


def extent(text: str) -> int:
    """Width of a line in narrow characters; a Chinese character takes two.

    >>> extent("条款 A")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cell(width: int, content: Sequence[Element], fill: str = "") -> Element:
    properties = el("tcPr", el("tcW", w=width, type="dxa"))
    if fill:
        properties.append(el("shd", val="clear", color="auto", fill=fill))
    return el("tc", properties, *content)


def _shown(cell: Cell, width: int, lang: Lang) -> Element:
    return _cell(width, [_words(cell.text, Ink(lang, cell.bold, cell.highlight), "Cell", cell.align)])


def _words(text: str, ink: Ink, style: str, align: str = "") -> Element:
    return paragraph(Set(style, align=align), [run(text, ink)] if text else [])
