"""Papers that people sign or send: numbered headings, prose, tables kept whole, a header, pages counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evaluator.adapters.docx_parts import PORTRAIT_WIDTH, package, page_number, page_setup
from evaluator.adapters.docx_tables import Cell, Grid, grid
from evaluator.adapters.docx_xml import Element, Ink, Set, el, keep_with_next, paragraph, run
from evaluator.contract.numerals import chinese_number
from evaluator.domain.finding import Param
from evaluator.domain.text import Lang, Layout, languages
from evaluator.i18n.words import known, t

WHOLE = 9  # a table of so many rows stands on one page
_AMBER = "8A5A00"


@dataclass(slots=True)
class Paper:
    """Writes a paper in the languages of a layout: every sentence in each of them, one under the other.

    Where the law of a ``route`` has a word of its own (投标人 for 供应商 in a call for tenders), a key has words for it
    under the name of the route.
    """

    layout: Layout
    route: str = ""
    content: list[Element] = field(default_factory=list)
    parts: int = 0

    @property
    def body(self) -> str:
        """The style of its text: a paper in two languages is set smaller, so that it is not twice as long."""
        return "Prose" if len(self.spoken) == 1 else "ProseBeside"

    @property
    def spoken(self) -> tuple[Lang, ...]:
        """The languages of the paper, the first one leading."""
        return languages(self.layout)

    def key(self, key: str, joint: str = " / ", **params: Param) -> str:
        """Words of a key in every language; the same words are not said twice."""
        own = f"{key}.{self.route}"
        return joint.join(dict.fromkeys(t(own if known(own, lang) else key, lang, **params) for lang in self.spoken))

    def title(self, key: str, under: str, mark: bool = False) -> None:
        """The title of the paper, what it is about, and the label of a sample."""
        self._add("PaperTitle", self.key(key, "\n"), bold=True)
        self._add("PaperUnder", under)
        if mark:
            ink = Ink(self.spoken[0], bold=True, colour=_AMBER)
            self.content.append(paragraph(Set("Normal", align="center"), [run(self.key("workbook.sample", "\n"), ink)]))

    def part(self, key: str) -> None:
        """A numbered heading that stays with what follows."""
        self.parts += 1
        numbers = {"zh": f"{chinese_number(self.parts)}、", "en": f"{self.parts}. "}
        first = self.spoken[0]
        words = numbers[first] + self.key(key)
        self.content.append(paragraph(Set("PaperHead", keep_next=True), [run(words, Ink(first, bold=True))]))

    def prose(self, key: str, *, keep: bool = False, bold: bool = False, **params: Param) -> None:
        """A sentence of ours, a paragraph in each language."""
        for lang in self.spoken:
            self._add(self.body, t(key, lang, **params), lang, bold=bold, keep=keep)

    def plain(self, text: str, style: str = "", *, keep: bool = False, bold: bool = False) -> None:
        """Words that are the same in every language: somebody's own."""
        self._add(style or self.body, text, bold=bold, keep=keep)

    def labelled(self, key: str, text: str) -> None:
        """Somebody's own words behind a label of ours in every language."""
        first = self.spoken[0]
        between = "：" if first == "zh" else ": "
        content = [run(self.key(key) + between, Ink(first, bold=True)), run(text, Ink(first))]
        self.content.append(paragraph(Set(self.body), content))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], shares: tuple[int, ...] = ()) -> None:
        """A table; a short one never breaks across pages."""
        made = grid(
            Grid(heads=tuple(heads), rows=rows, width=PORTRAIT_WIDTH, lang=self.spoken[0], shares=shares)
        )  # fmt: skip
        if len(rows) <= WHOLE and not any(len(cell.text) > 600 for row in rows for cell in row):
            for row in list(made)[2:-1]:
                keep_with_next(row)
        self.content.append(made)

    def packed(self, header: str, title: str, date: str = "") -> bytes:
        """The paper as .docx; the same paper gives the same bytes. ``date`` is its own day as ISO text."""
        document = el("document", el("body", *self.content, page_setup()))
        head = el("hdr", paragraph(Set("Header"), [run(header, Ink(self.spoken[0]))]))
        numbers: list[Element] = []
        for count, lang in enumerate(self.spoken):
            numbers += [run(" / ", Ink(lang))] if count else []
            numbers += page_number(lang)
        return package(document, (head, el("ftr", paragraph(Set("Footer"), numbers))), title, date)

    def _add(
        self, style: str, text: str, lang: Lang | None = None, *, bold: bool = False, keep: bool = False
    ) -> None:  # fmt: skip
        self.content.append(paragraph(Set(style, keep_next=keep), [run(text, Ink(lang or self.spoken[0], bold=bold))]))


def cells(texts: Iterable[str], *, bold: bool = False, right_from: int = 99) -> list[Cell]:
    """Cells of a row, those from ``right_from`` on set flush right."""
    return [Cell(text, bold=bold, align="right" if at >= right_from else "") for at, text in enumerate(texts)]


def once(texts: Iterable[str]) -> str:
    """Texts a line each, the same one only once.

    >>> once(["无", "none", "无"])
    '无\\nnone'
    """
    return "\n".join(dict.fromkeys(texts))
