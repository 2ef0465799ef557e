"""The first pages of a redline: which drafts it compares, how to read it, and every term that differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.adapters.docx_front import day
from evaluator.adapters.docx_parts import PORTRAIT_WIDTH, warned
from evaluator.adapters.docx_styles import PANEL
from evaluator.adapters.docx_tables import BLANK_INK, DEVIATION_INK, Cell, Grid, columns, frame, grid
from evaluator.adapters.docx_words import Speaker, bilingual
from evaluator.adapters.docx_xml import Element, Ink, Set, el, paragraph, run
from evaluator.contract.differing import Way
from evaluator.contract.draft import Front
from evaluator.contract.redline import Redline, TermChange
from evaluator.contract.transcript import TermWords
from evaluator.domain.text import Lang, Layout, Text, languages
from evaluator.i18n.words import t

GLANCE = 300
_WARNING = "9C2A1B"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineFront:
    """What a redline compares: the draft of ``front`` with ``against``; ``rivals`` where that is another vendor's."""

    front: Front
    against: Text
    rivals: bool = False

    def title(self, layout: Layout) -> str:
        """The title of the file."""
        return f"{bilingual('redline.title').show(layout, ' / ')} · {self.front.vendor}"


def header(front: RedlineFront, layout: Layout) -> Element:
    """The header of every page: the warning of the draft it redlines in both languages, and what is compared."""
    lang = languages(layout)[0]
    whose = t("redline.header_line", lang, vendor=front.front.vendor, against=front.against)
    return warned("draft.header", front.front, layout, whose)


def front_pages(found: Redline, front: RedlineFront, speaker: Speaker) -> list[Element]:
    """Title, both drafts, a panel that says how to read them, and the terms that differ."""
    spoken = languages(speaker.layout)
    lang = spoken[0]
    made = [
        paragraph(Set("Title"), [run(speaker.heading(bilingual("redline.title")), Ink(lang, bold=True))]),
        paragraph(Set("Subtitle"), [run(front.front.tender.show(speaker.layout, " / "), Ink(lang))]),
        _drafts(front, speaker),
        paragraph(Set("Note")),
    ]
    panel = [_panel(found, front, each) for each in spoken]
    share = PORTRAIT_WIDTH // len(panel)
    rows = [columns([[line] for line in lines], PORTRAIT_WIDTH, PANEL) for lines in zip(*panel, strict=True)]
    made.append(el("tbl", frame(PORTRAIT_WIDTH), el("tblGrid", *(el("gridCol", w=share) for _ in panel)), *rows))
    return made + _terms(found.terms, speaker)


def _drafts(front: RedlineFront, speaker: Speaker) -> Element:
    lang, joint = languages(speaker.layout)[0], " / "
    dated = joint.join(dict.fromkeys(day(front.front.date, each) for each in languages(speaker.layout)))
    rows = [
        [Cell(speaker.key("redline.new_draft"), bold=True), Cell(front.front.vendor)],
        [Cell(speaker.key("redline.old_draft"), bold=True), Cell(front.against.show(speaker.layout, joint))],
        [Cell(speaker.key("draft.date"), bold=True), Cell(dated)],
    ]
    return grid(Grid(heads=("", ""), rows=rows, width=PORTRAIT_WIDTH, lang=lang, shares=(1, 3)))


def _panel(found: Redline, front: RedlineFront, lang: Lang) -> list[Element]:
    bold, ink, loud = Ink(lang, bold=True), Ink(lang), Ink(lang, bold=True, colour=_WARNING)
    counts = t(
        "redline.counts", lang, terms=len(found.terms), changed=found.count("same"), added=found.count("in"),
        removed=found.count("out"),
    )  # fmt: skip
    lines = [
        [run(counts, bold)],
        [run(t("redline.rivals" if front.rivals else "redline.inside", lang), loud)],
        [run(t("redline.reading", lang), ink)],
        [run(t("redline.literal", lang), ink)],
        [
            run(t("draft.legend_blank", lang), ink.marked(BLANK_INK)), run(" ", ink),
            run(t("draft.legend_deviation", lang), ink.marked(DEVIATION_INK)), run(" ", ink),
            run(t("redline.legend", lang), ink),
        ],
    ]  # fmt: skip
    if front.front.sample:
        lines.insert(1, [run(t("draft.sample", lang), loud)])
    ways: tuple[tuple[Way, str], ...] = (("in", "redline.articles_in"), ("out", "redline.articles_out"))
    for way, key in ways:
        if named := _articles(found, way, lang):
            lines.append([run(t(key, lang), bold), run(named, ink)])
    return [paragraph(Set("Panel"), line) for line in lines]


def _articles(found: Redline, way: Way, lang: Lang) -> str:
    """The articles that only one of the drafts has."""
    heads = [one.line for one in found.articles if one.way == way and one.line.style == "Heading1"]
    named = ["".join(piece.text for piece in line.words[lang]) for line in heads]
    return ("；" if lang == "zh" else "; ").join(named)


def _terms(changes: Sequence[TermChange], speaker: Speaker) -> list[Element]:
    lang = languages(speaker.layout)[0]
    title = run(f"{speaker.key('redline.terms')} ({len(changes)})", Ink(lang, bold=True))
    made = [paragraph(Set("Heading2", keep_next=True), [title])]
    if not changes:
        return [*made, paragraph(Set("Normal"), [run(speaker.key("draft.none"), Ink(lang))])]
    keys = ("draft.head_term", "draft.head_where", "redline.old", "redline.new", "redline.basis")
    heads = tuple(speaker.heading(bilingual(key)) for key in keys)
    rows = [_term(one, speaker) for one in changes]
    return [*made, grid(Grid(heads=heads, rows=rows, width=PORTRAIT_WIDTH, lang=lang, shares=(4, 3, 7, 7, 4)))]


def _term(change: TermChange, speaker: Speaker) -> list[Cell]:
    one = change.new or change.old
    if one is None:
        raise ValueError("a change of no term")
    old, new = _value(change.old, speaker), _value(change.new, speaker)
    if old == new:  # a table with as many rows: what they say is marked where it stands
        new += f"\n{speaker.heading(bilingual('redline.rows_differ'))}"
    basis = [one.basis.show(speaker.layout), one.source]
    if one.reason:
        basis.append(f"{speaker.key('redline.reason')}{_glance(one.reason)}")
    return [
        Cell(one.label.show(speaker.layout)), Cell(one.where.show(speaker.layout)), Cell(old), Cell(new),
        Cell("\n".join(part for part in basis if part)),
    ]  # fmt: skip


def _value(term: TermWords | None, speaker: Speaker) -> str:
    if term is None:
        return speaker.heading(bilingual("redline.absent"))
    lines = [_glance(term.value.show(speaker.layout))]
    if theirs := term.theirs.show(speaker.layout):
        lines.append(f"{speaker.key('redline.theirs')}{_glance(theirs)}")
    return "\n".join(lines)


def _glance(text: str) -> str:
    """As much as tells which it is; the whole stands in its article or schedule."""
    return text if len(text) <= GLANCE else f"{text[: GLANCE - 1]}…"
