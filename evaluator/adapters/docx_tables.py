"""Tables of a draft: columns as wide as their words need, heads repeated, open cells under the highlighter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from evaluator.adapters.docx_xml import Element, Ink, Set, copied, el, keep_with_next, paragraph, run
from evaluator.domain.text import Lang

# In narrow characters: what stays whole on a line, room for a head, two Chinese words, the longest word, the widest wish.
SHORT, HEADED, SMALL, LONGEST_WORD, WIDE = 17, 8, 6, 34, 60
SMALL_LETTER, CAPITAL, MEETING = 0.92, 1.15, 0.5
ROOM = 0.3  # share of the width that long texts should have among them
HEAD_LINES = 3
LAST_ROWS = 3  # so many rows end a table together: none stands alone on the last page
# Twentieths of a point: the margins of a cell, and what a narrow character takes in each size of type.
MARGINS = 190
WHOLE = 16  # so many lines of a cell stay on one page together
BESIDE = 113  # what stands beside its translation keeps so far from it
UNITS = {"": 92, "Small": 83, "Tiny": 72}
MANY = 7  # from so many columns on, cells are set smaller
# Widths of letters in the widest face that may stand in for ours; heads are bold.
THIN, LETTER, DIGIT, TALL, BROAD, BOLD = 0.75, 1.24, 1.27, 1.5, 1.95, 1.13
BLANK_INK, DEVIATION_INK = "yellow", "cyan"
HEAD_FILL = "ECE9E1"
# A word: what no word processor breaks. It may break after a hyphen, never at a no-break space.
_WORD = re.compile(r"[!-,.-~\u00a0–“”‘’]+-?|-")


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a cell and how they are set; ``noted`` puts a comment around them."""

    text: str
    highlight: str = ""
    bold: bool = False
    align: str = ""
    noted: Callable[[list[Element]], list[Element]] | None = None


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

    @property
    def size(self) -> str:
        """The suffix of its styles: many columns are set smaller, and so are words that would break otherwise."""
        sizes = list(UNITS)[1 if len(self.heads) >= MANY else 0 :]
        return next((size for size in sizes if self._fits(size)), sizes[-1])

    def _fits(self, size: str) -> bool:
        """Whether whole words leave long texts some room."""
        floors = [need.word + MARGINS / UNITS[size] for need in self.needs]
        if not self.shares:
            return sum(floors) <= self.width / UNITS[size] * (1 - ROOM / 2)
        each = self.width / UNITS[size] / sum(self.shares)
        return all(floor <= share * each for floor, share in zip(floors, self.shares, strict=True))

    @property
    def needs(self) -> tuple[_Needs, ...]:
        """What each column needs."""
        return tuple(_needs(head, [row[at].text for row in self.rows]) for at, head in enumerate(self.heads))


def grid(table: Grid) -> Element:
    """The table with borders; its head row repeats on every page and no row breaks across pages."""
    columns, size = widths(table), table.size
    made = el("tbl", frame(table.width, "Grid"), el("tblGrid", *(el("gridCol", w=width) for width in columns)))
    ink = Ink(table.lang, bold=True)
    if any(table.heads):
        cells = [
            _cell(width, [_words(head, ink, f"CellHead{size}")], HEAD_FILL)
            for head, width in zip(table.heads, columns, strict=True)
        ]
        made.append(el("tr", el("trPr", el("cantSplit"), el("tblHeader")), *cells))
    for at, row in enumerate(table.rows):
        # A row longer than a third of a page has to break somewhere; a shorter one stays whole.
        long = any(_fills(cell.text, width, size) for cell, width in zip(row, columns, strict=True))
        properties = None if long else el("trPr", el("cantSplit"))
        cells = [_shown(cell, width, (table.lang, size)) for cell, width in zip(row, columns, strict=True)]
        made.append(el("tr", properties, *cells))
        if len(table.rows) - LAST_ROWS <= at < len(table.rows) - 1 and not long:
            keep_with_next(made[-1])
    return made


def columns(cells: Sequence[Sequence[Element]], width: int, fill: str = "") -> Element:
    """One row of a table without borders that stays on one page, its cells holding paragraphs."""
    share = width // len(cells)
    made = el("tr", el("trPr", el("cantSplit")))
    for content in cells:
        cell = copied(_empty(share, fill, BESIDE))
        cell.extend(content)
        made.append(cell)
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
    """Column widths that add up to the table's: short words whole on their line, the rest by how much there is to say.

    Where short words would leave the long texts too little room, those that cost most break first.
    """
    size = table.size
    total, padding = table.width / UNITS[size], MARGINS / UNITS[size]
    needs = table.needs
    least = [need.whole + padding for need in needs]
    for need, at in sorted(((need, at) for at, need in enumerate(needs)), key=lambda one: one[0].word - one[0].whole):
        if total - sum(least) < ROOM * total:
            least[at] = need.word + padding
    wanted = [max(need.wish + padding - floor, 0.0) for need, floor in zip(needs, least, strict=True)]
    room = total - sum(least)
    shares: list[float] = [float(part) for part in table.shares or least]
    if not table.shares and room > 0 and any(wanted):
        shares = [part + room * wish / sum(wanted) for part, wish in zip(least, wanted, strict=True)]
    made = [int(table.width * share / sum(shares)) for share in shares]
    made[-1] += table.width - sum(made)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a column needs in narrow characters: to keep short lines whole, to keep words whole, and what it would like."""

    whole: float
    word: float
    wish: float


def _needs(head: str, texts: Sequence[str]) -> _Needs:
    lines = [extent(line) for text in texts for line in text.split("\n")] or [0.0]
    longest = max(lines)
    title = max(extent(line) for line in head.split("\n"))
    unbroken = max([*(word_width(text) for text in texts), word_width(head) * BOLD])
    word = max(min(unbroken, LONGEST_WORD), min(longest, SMALL), min(title, SMALL))
    whole = max(word, min(longest, SHORT), min(title, HEADED), title / HEAD_LINES + 1)
    mean = sum(lines) / len(lines)
    return _Needs(whole, word, min(WIDE, (longest + mean) / 2 + word / 4))


@lru_cache(maxsize=4096)
def word_width(text: str) -> float:
    """Width of the longest word of a text in narrow characters, whatever face it is set in.

    >>> round(word_width("CNY\u00a024,000.00 a year"), 2), round(word_width("one-off"), 2), word_width("期限")
    (15.64, 4.47, 0)
    """
    return max((sum(_letter(char) for char in word) for word in _WORD.findall(text)), default=0)


def _letter(char: str) -> float:
    if char in "mwMW%@":
        return BROAD
    if char in "fijlrtI.,:;!|'()[]-/\u00a0‘’":
        return THIN
    return DIGIT if char.isdigit() else TALL if char.isupper() else LETTER


@lru_cache(maxsize=4096)
def extent(text: str) -> float:
    """Width of a line in narrow characters: two for a Chinese one, less than one for a small Latin letter.

    Where Chinese and Latin meet, a word processor adds a little room.

    >>> round(extent("条款 A"), 2), round(extent("modules"), 2), round(extent("2027年"), 2)
    (6.57, 6.44, 7.1)
    """
    wide = [unicodedata.east_asian_width(char) in "WF" for char in text]
    meetings = sum(left is not right for left, right in pairwise(wide))
    letters = (
        2 if broad else SMALL_LETTER if char.islower() or char == " " else CAPITAL
        for char, broad in zip(text, wide, strict=True)
    )  # fmt: skip
    return sum(letters) + MEETING * meetings


def _fills(text: str, width: int, size: str) -> bool:
    """Whether a text takes more lines in a column than a row that stays whole should have."""
    return len(text) > WHOLE and extent(text) * UNITS[size] > WHOLE * (width - MARGINS)


def _cell(width: int, content: Sequence[Element], fill: str = "") -> Element:
    made = copied(_empty(width, fill))
    made.extend(content)
    return made


@lru_cache(256)
def _empty(width: int, fill: str, margin: int = 0) -> Element:
    """A cell to be copied: a draft has thousands, and few widths."""
    properties = el("tcPr", el("tcW", w=width, type="dxa"))
    if fill:
        properties.append(el("shd", val="clear", color="auto", fill=fill))
    if margin:
        properties.append(el("tcMar", *(el(side, w=margin, type="dxa") for side in ("left", "right"))))
    return el("tc", properties)


def _shown(cell: Cell, width: int, look: tuple[Lang, str]) -> Element:
    lang, size = look
    said = [run(cell.text, Ink(lang, cell.bold, cell.highlight))] if cell.text else []
    how = Set(f"Cell{size}", align=cell.align)
    return _cell(width, [paragraph(how, cell.noted(said) if cell.noted else said)])


def _words(text: str, ink: Ink, style: str) -> Element:
    return paragraph(Set(style), [run(text, ink)] if text else [])
