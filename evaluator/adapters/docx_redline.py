"""A redline as a Word file with tracked changes: rejecting all gives the old draft, accepting all the new one.

Numbers and references are words here: live ones would count what is only there to be deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

from lxml import etree

from evaluator.adapters.docx_parts import PORTRAIT_WIDTH, footer, package, page_setup
from evaluator.adapters.docx_redline_front import RedlineFront, front_pages, header
from evaluator.adapters.docx_styles import PANEL
from evaluator.adapters.docx_tables import BLANK_INK, DEVIATION_INK, HEAD_FILL, LAST_ROWS, Cell, Grid, widths
from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.docx_xml import BOTH_SCRIPTS, Ink, R, Set, W, paragraph
from evaluator.contract.differing import Span, Spans, Way
from evaluator.contract.redline import Change, LineChange, Redline, RowsChange
from evaluator.contract.sanitise import printable
from evaluator.domain.text import Lang, Layout, Text, languages

AUTHOR = "Redline"
LONG = 600
_HIGHLIGHTS = {"open": BLANK_INK, "departs": DEVIATION_INK}
_MARGINS = "<w:tcMar>" + "".join(f'<w:{side} w:w="113" w:type="dxa"/>' for side in ("left", "right")) + "</w:tcMar>"
# Twentieths of a point: where the words of a numbered paragraph begin, and how far its number hangs out.
_HANGS: Mapping[tuple[str, Lang], tuple[int, int]] = {
    ("Clause", "zh"): (425, 425), ("Clause", "en"): (567, 567), ("Item", "zh"): (992, 567), ("Item", "en"): (992, 425),
}  # fmt: skip


def write_redline(found: Redline, front: RedlineFront, layout: Layout, units: Mapping[str, Text]) -> bytes:
    """The redline as .docx; the same drafts give the same bytes."""
    pen = _Pen(layout, front.front.date)
    titles = [one for one in found.articles if one.line.style == "Title"]
    articles = [one for one in found.articles if one.line.style != "Title"]
    marked = "".join(
        (*(pen.block(one) for one in titles), pen.articles(articles), *(pen.block(one) for one in found.schedules))
    )
    # The marked text is parsed where it stays: to move so many elements from one tree to another takes time.
    document = etree.fromstring(f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{marked}</w:body></w:document>')
    body = document[0]
    body[0:0] = [*front_pages(found, front, Speaker(layout, units)), paragraph(Set("Normal", page_break=True))]
    body.append(page_setup())
    return package(
        document, (header(front, layout), footer(front.front, layout)), front.title(layout), front.front.date
    )


@dataclass(slots=True)
class _Pen:
    """Writes what stays as it is and the rest as tracked changes of one author on one day.

    It writes XML as text, which is parsed once: a redline has tens of thousands of elements.
    """

    layout: Layout
    date: str
    marks: int = 0

    def mark(self, way: Way, content: str = "") -> str:
        """A tracked change around its content; the day is that of the draft, none where it has none."""
        self.marks += 1
        day = f' w:date="{self.date}T00:00:00Z"' if self.date else ""
        tag = "ins" if way == "in" else "del"
        return f'<w:{tag} w:id="{self.marks}" w:author="{AUTHOR}"{day}>{content}</w:{tag}>'

    def articles(self, changes: Sequence[LineChange]) -> str:
        """All articles: one column, or Chinese and English beside each other, row by row."""
        if self.layout != "both":
            return "".join(self.block(one) for one in changes)
        half = PORTRAIT_WIDTH // 2
        rows = [self._row(group, half) for group in _with_headings(changes)]
        return _table((half, PORTRAIT_WIDTH - half), rows) if rows else ""

    def _row(self, group: Sequence[LineChange], wide: int) -> str:
        keep = group[-1].line.style == "Heading1"
        cells = [
            _cell(wide, "".join(self._side(one, at, "Beside", keep=keep) for one in group), _MARGINS)
            for at in range(len(languages(self.layout)))
        ]
        return self._tracked_row(group[0].way, cells, "cantSplit")

    def block(self, change: Change) -> str:
        """A line as one paragraph or as one in each language, or a table."""
        if isinstance(change, RowsChange):
            return self._rows(change) if change.heads else self._box(change)
        return "".join(self._side(change, at) for at in range(len(change.sides)))

    def _side(self, change: LineChange, at: int, beside: str = "", *, keep: bool = False) -> str:
        line, lang = change.line, languages(self.layout)[at]
        style = f"{line.style}{beside}" if beside and line.style in ("Clause", "Item") else line.style
        made = [f'<w:pStyle w:val="{style}"/>']
        if keep or line.style in ("Heading1", "Heading2", "ScheduleTitle"):
            # A heading that shares its row with a paragraph is not kept with the next row: see `Body._title`.
            made.append("<w:keepNext/>" if keep or not beside else '<w:keepNext w:val="0"/>')
        if line.style == "ScheduleTitle" and not at:
            made.append("<w:pageBreakBefore/>")
        if (hang := _HANGS.get((line.style, lang))) is not None:
            made.append(f'<w:ind w:left="{hang[0]}" w:hanging="{hang[1]}"/>')
        if change.way != "same":
            made.append(f"<w:rPr>{self.mark(change.way)}</w:rPr>")
        words = self.spans(change.sides[at], Ink(lang, bold=line.bold or line.style == "Title"))
        return f"<w:p><w:pPr>{''.join(made)}</w:pPr>{words}</w:p>"

    def spans(self, spans: Spans, ink: Ink) -> str:
        """Words in runs; those that come in or go out inside a mark of the change."""
        made = ""
        for way, group in groupby(spans, key=lambda span: span.way):
            runs = "".join(_run(span, ink) for span in group)
            made += runs if way == "same" else self.mark(way, runs)
        return made

    def _rows(self, change: RowsChange) -> str:
        lang = languages(self.layout)[0]
        texts = [[Cell(_measured(cell)) for cell in row.cells] for row in change.rows]
        table = Grid(heads=tuple(_measured(head) for head in change.heads), rows=texts, width=PORTRAIT_WIDTH, lang=lang)
        wide, size = widths(table), table.size
        heads = [
            _cell(width, _words(self.spans(head, Ink(lang, bold=True)), f"CellHead{size}"), _shade(HEAD_FILL))
            for head, width in zip(change.heads, wide, strict=True)
        ]
        rows = [self._tracked_row(change.way, heads, "cantSplit", "tblHeader")]
        for at, row in enumerate(change.rows):
            long = any(len(cell.text) > LONG for cell in texts[at])
            keep = len(change.rows) - LAST_ROWS <= at < len(change.rows) - 1 and not long
            cells = [
                _cell(width, _words(self.spans(cell, Ink(lang)), f"Cell{size}", right=right, keep=keep))
                for cell, width, right in zip(row.cells, wide, change.right, strict=True)
            ]
            way = row.way if change.way == "same" else change.way
            rows.append(self._tracked_row(way, cells, *(() if long else ("cantSplit",))))
        return _table(wide, rows, "Grid")

    def _box(self, change: RowsChange) -> str:
        """Somebody's own text in a box: it can never pass for a paragraph of the contract."""
        ink = Ink(languages(self.layout)[0])
        rows = [
            self._tracked_row(
                row.way if change.way == "same" else change.way,
                [_cell(PORTRAIT_WIDTH, _words(self.spans(row.cells[0], ink), "Normal"), _shade(PANEL))],
            )
            for row in change.rows
        ]
        return _table((PORTRAIT_WIDTH,), rows)

    def _tracked_row(self, way: Way, cells: Sequence[str], *settings: str) -> str:
        made = "".join(f"<w:{setting}/>" for setting in settings) + (self.mark(way) if way != "same" else "")
        return f"<w:tr>{f'<w:trPr>{made}</w:trPr>' if made else ''}{''.join(cells)}</w:tr>"


def _table(wide: Sequence[int], rows: Sequence[str], style: str = "TableNormal") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{PORTRAIT_WIDTH}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _cell(width: int, content: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _words(runs: str, style: str, *, right: bool = False, keep: bool = False) -> str:
    ends = ("<w:keepNext/>" if keep else "") + ('<w:jc w:val="right"/>' if right else "")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{ends}</w:pPr>{runs}</w:p>'


def _with_headings(changes: Sequence[LineChange]) -> Iterator[list[LineChange]]:
    """Lines by rows: a heading shares the row of its first paragraph, so that it is never alone at the foot of a page.

    Where one of them stays and the other does not, each has its own row: a row comes or goes as a whole.
    """
    held: list[LineChange] = []
    for one in changes:
        if held and one.way != held[0].way:
            yield held
            held = []
        held.append(one)
        if one.line.style != "Heading1":
            yield held
            held = []
    if held:
        yield held


def _run(span: Span, ink: Ink) -> str:
    """A run of plain text; every text passes the guard against what XML cannot hold, then its marks are escaped."""
    piece = span.piece
    tag = "delText" if span.way == "out" else "t"
    words = "<w:br/>".join(
        f'<w:{tag} xml:space="preserve">{escape(line, quote=False)}</w:{tag}>' if line else ""
        for line in printable(piece.text.removesuffix("\t")).replace("\t", " ").split("\n")
    )
    tab = "<w:tab/>" if piece.text.endswith("\t") else ""
    hint = ink.lang == "zh" and BOTH_SCRIPTS.search(piece.text) is not None
    return f"<w:r>{_properties(ink.bold or piece.kind == 'label', hint, _HIGHLIGHTS.get(piece.kind, ''))}{words}{tab}</w:r>"


@lru_cache
def _properties(bold: bool, hint: bool, highlight: str) -> str:
    made = ('<w:rFonts w:hint="eastAsia"/>' if hint else "") + ("<w:b/>" if bold else "")
    made += f'<w:highlight w:val="{highlight}"/>' if highlight else ""
    return f"<w:rPr>{made}</w:rPr>" if made else ""


def _measured(spans: Spans) -> str:
    """The words of a cell as they need room: old and new stand after each other."""
    return "".join(span.piece.text for span in spans)
