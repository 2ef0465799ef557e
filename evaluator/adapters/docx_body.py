"""Articles and schedules of a draft as paragraphs: live numbers and references, terms in bookmarks, open points marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evaluator.adapters.docx_comments import Comments
from evaluator.adapters.docx_names import Names
from evaluator.adapters.docx_parts import PORTRAIT_WIDTH
from evaluator.adapters.docx_styles import CHINESE, ENGLISH
from evaluator.adapters.docx_tables import BLANK_INK, DEVIATION_INK, columns, frame
from evaluator.adapters.docx_words import Speaker, place_words
from evaluator.adapters.docx_xml import Element, Ink, Set, bookmark, el, keep_with_next, paragraph, run
from evaluator.adapters.docx_xml import field as word_field
from evaluator.contract.draft import Article, Blank, Deviation, Plain, Reference, Run, Section, Value
from evaluator.contract.numerals import chinese_number
from evaluator.contract.words import Words
from evaluator.domain.contract import TermStatus
from evaluator.domain.text import Lang, languages
from evaluator.i18n.words import t

_LISTS: dict[Lang, int] = {"zh": CHINESE, "en": ENGLISH}
_HALF = PORTRAIT_WIDTH // 2


@dataclass(slots=True)
class Body:
    """Writes runs in the languages of a layout and keeps the bookmarks of the whole document apart."""

    speaker: Speaker
    names: Names = field(default_factory=Names)
    comments: Comments | None = None
    bookmarks: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def articles(self, articles: Sequence[Article]) -> list[Element]:
        """All articles: one column, or Chinese and English beside each other, row by row.

        The last words stay with what follows them: signatures never stand on a page without a clause.
        """
        if self.speaker.layout != "both":
            lang = languages(self.speaker.layout)[0]
            made = [part for article in articles for part in self._single(article, lang)]
            if made:
                keep_with_next(made[-1])
            return made
        grid = el("tblGrid", el("gridCol", w=_HALF), el("gridCol", w=PORTRAIT_WIDTH - _HALF))
        rows = [row for article in articles for row in self._rows(article)]
        if rows:
            keep_with_next(rows[-1])
        return [el("tbl", frame(PORTRAIT_WIDTH), grid, *rows)]

    def _single(self, article: Article, lang: Lang) -> list[Element]:
        made = [self._title(article, lang)]
        for section in article.sections:
            made += [part for block in self._section(section, lang) for part in block]
        return made

    def _rows(self, article: Article) -> list[Element]:
        rows = []
        for count, section in enumerate(article.sections):
            sides = [self._section(section, lang) for lang in languages("both")]
            if not count:
                # The heading shares a row with the first paragraph, so it is never alone at the foot of a page.
                for side, lang in zip(sides, languages("both"), strict=True):
                    side[0].insert(0, self._title(article, lang))
            rows += [columns(blocks, PORTRAIT_WIDTH) for blocks in zip(*sides, strict=True)]
        return rows

    def _title(self, article: Article, lang: Lang) -> Element:
        words = [run(article.title.show(lang), Ink(lang, bold=True))]
        # Beside its translation it shares a row with the first paragraph. Kept with the next row too, as its style would
        # have it, LibreOffice moves whole articles on and leaves half a page empty.
        beside = self.speaker.layout == "both"
        how = Set("Heading1", numbering=_LISTS[lang], keep_next=not beside, loose=beside)
        return paragraph(how, self.marked(self.names.anchor("a", lang, article.id), words))

    def _section(self, section: Section, lang: Lang) -> list[list[Element]]:
        """A section in blocks that stand beside their translation: the paragraph, each item, each deviation."""
        ink = Ink(lang, bold=section.notable)
        follows = bool(section.items or section.deviations)
        beside = "Beside" if self.speaker.layout == "both" else ""
        how = Set(f"Clause{beside}", numbering=_LISTS[lang], level=1, keep_next=follows)
        # The bookmark stands before the words: one that ends after them costs LibreOffice an empty line at some margins.
        anchor = self.marked(self.names.anchor("p", lang, section.id), [])
        blocks = [[paragraph(how, [*anchor, *self.runs(section.runs[lang], ink)])]]
        for item in section.items:
            how = Set(f"Item{beside}", numbering=_LISTS[lang], level=2)
            blocks.append([paragraph(how, self.runs(item[lang], ink))])
        return blocks + [[self.deviation(found, lang)] for found in section.deviations]

    def runs(self, runs: Iterable[Run], ink: Ink) -> list[Element]:
        """Words, values, gaps and references of one language."""
        return [part for piece in runs for part in self._run(piece, ink)]

    def _run(self, piece: Run, ink: Ink) -> list[Element]:
        if isinstance(piece, Plain):
            return [run(piece.text, ink)]
        if isinstance(piece, Reference):
            return self._reference(piece, ink)
        return self.value(piece, ink)

    def value(self, piece: Value | Blank, ink: Ink) -> list[Element]:
        """A term's value in its own bookmark: a gap and a deviation under the highlighter."""
        name = self._term_name(piece.term, ink.lang)
        if isinstance(piece, Blank):
            key = "output.blank" if self.names.outward else "draft.blank"
            gap = run(t(key, ink.lang, label=piece.label), ink.marked(BLANK_INK))
            return self.noted(piece.term, ink.lang, self.marked(name, [gap]))
        departs = piece.status is TermStatus.DEVIATES
        made = self.marked(name, self.words(piece.words, ink.marked(DEVIATION_INK) if departs else ink))
        if departs:
            made.append(run(t("draft.deviation_mark", ink.lang, mark=piece.mark), ink.marked(DEVIATION_INK)))
        return self.noted(piece.term, ink.lang, made)

    def noted(self, term: str, lang: Lang, content: list[Element]) -> list[Element]:
        """Content with a comment on its term, where this document has comments and the term none yet."""
        return self.comments.around(term, lang, content) if self.comments else content

    def departing(self, mark: int) -> str:
        """The term of a deviation by its number, where this document has comments."""
        rows = self.comments.rows.values() if self.comments else ()
        return next((row.term for row in rows if row.mark == mark), "")

    def words(self, words: Words, ink: Ink) -> list[Element]:
        """Words in one language; the notice that a translation is missing is marked as open."""
        return [
            run(piece.text, ink.marked(BLANK_INK) if piece.pending else ink)
            for piece in self.speaker.pieces(words, ink.lang)
        ]

    def _reference(self, piece: Reference, ink: Ink) -> list[Element]:
        lang, place = ink.lang, piece.place
        if place.schedule:
            name = self.names.anchor("s", lang, piece.target)
            return word_field(f"REF {name} \\h", place_words(place, lang), ink)
        if not place.paragraph:
            name = self.names.anchor("a", lang, piece.target)
            return word_field(f"REF {name} \\r \\h", place_words(place, lang), ink)
        name = self.names.anchor("p", lang, piece.target)
        if lang == "en":
            before = t("draft.article", lang, number="")
            return [run(before, ink), *word_field(f"REF {name} \\n \\h", f"{place.article}.{place.paragraph}", ink)]
        number = str(place.paragraph)
        first, last = t("draft.paragraph_of", lang, number="\0").split("\0")
        article = self.names.anchor("a", lang, piece.article)
        return [
            *word_field(f"REF {article} \\r \\h", t("draft.article", lang, number=chinese_number(place.article)), ink),
            run(first, ink), *word_field(f"REF {name} \\n \\h", number, ink), run(last, ink),
        ]  # fmt: skip

    def deviation(self, found: Deviation, lang: Lang) -> Element:
        """The box under a paragraph: whose wording stands above, what the vendor puts in its place, and its cell."""
        ink = Ink(lang)
        title = t("draft.deviation_title", lang, mark=found.mark, label=found.label)
        content = [run(title, Ink(lang, bold=True, highlight=DEVIATION_INK)), el("r", el("br"))]
        content.append(run(t("draft.deviation_ours", lang), ink))
        content += self.words(found.ours, ink)
        content += [el("r", el("br")), run(t(f"draft.deviation_{found.direction}", lang), ink)]
        content += self.words(found.theirs, ink.marked(DEVIATION_INK))
        source = t("draft.deviation_source", lang, source=str(found.source))
        content.append(run(source, Ink(lang, colour="595959")))
        return paragraph(Set("Deviation"), content)

    def _term_name(self, term: str, lang: Lang) -> str:
        key = f"{lang}.{term}"
        self.seen[key] = self.seen.get(key, 0) + 1
        return self.names.term(lang, term, self.seen[key])

    def marked(self, name: str, content: Sequence[Element]) -> list[Element]:
        """Content in a bookmark of its own number."""
        self.bookmarks += 1
        return bookmark(self.bookmarks, name, content)
