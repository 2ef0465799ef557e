"""Schedules of a draft: each on a page of its own, its tables, short values on a line, vendors' own texts in a box."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from evaluator.adapters.docx_body import Body
from evaluator.adapters.docx_parts import PORTRAIT_WIDTH
from evaluator.adapters.docx_styles import PANEL
from evaluator.adapters.docx_tables import BLANK_INK, DEVIATION_INK, Cell, Grid, boxed, grid
from evaluator.adapters.docx_words import bilingual, schedule_number
from evaluator.adapters.docx_xml import Element, Ink, Set, keep_with_next, paragraph, run
from evaluator.contract.draft import Appendix, Heading, Passage, Table, Value
from evaluator.contract.words import Own, Words, foreign
from evaluator.domain.question import Kind
from evaluator.domain.text import Text, languages
from evaluator.i18n.words import t

LINE = 80
_RIGHT = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)


def schedules(body: Body, appendices: Sequence[Appendix]) -> list[Element]:
    """Every schedule on a page of its own."""
    return [part for appendix in appendices for part in _schedule(body, appendix)]


def _schedule(body: Body, appendix: Appendix) -> list[Element]:
    spoken = languages(body.speaker.layout)
    made = [_heading(body, appendix)]
    for lang in spoken:
        if appendix.intro[lang]:
            made.append(paragraph(Set("Normal"), body.runs(appendix.intro[lang], Ink(lang))))
    several = len(appendix.parts) > 1
    for part, following in zip_longest(appendix.parts, appendix.parts[1:]):
        if isinstance(part, Passage):
            made += _passage(body, part)
            if isinstance(following, Passage):
                keep_with_next(made[-1])
            continue
        if several:
            made.append(_label(body, part.label, part.term))
        made += _table(body, part)
    for found in appendix.deviations:
        made += [body.deviation(found, lang) for lang in spoken]
    return made


def _heading(body: Body, appendix: Appendix) -> Element:
    content: list[Element] = []
    spoken = languages(body.speaker.layout)
    for count, lang in enumerate(spoken):
        ink = Ink(lang, bold=True)
        if count:
            content.append(run("\n", ink))
        number = t("draft.schedule", lang, number=schedule_number(appendix.number, lang))
        name = body.names.anchor("s", lang, str(appendix.number))
        content += body.marked(name, [run(number, ink)])
        title = run(f"　{appendix.title.show(lang)}" if lang == "zh" else f"  {appendix.title.show(lang)}", ink)
        # A table that stands alone in its schedule has no label of its own to carry the comment. It follows all bookmarks
        # of the heading: LibreOffice prints a reference one sign short where a comment stands before it.
        alone = len(appendix.parts) == 1 and isinstance(appendix.parts[0], Table) and lang == spoken[-1]
        content += body.noted(appendix.parts[0].term, spoken[0], [title]) if alone else [title]
    return paragraph(Set("ScheduleTitle", keep_next=True, page_break=True), content)


def _table(body: Body, part: Table) -> list[Element]:
    lang = languages(body.speaker.layout)[0]
    if not part.rows:
        none = run(body.speaker.key("draft.no_rows"), Ink(lang))
        return [paragraph(Set("Normal"), [none])]
    heads = tuple(body.speaker.heading(heading.title) for heading in part.headings)
    rows = [
        [
            _cell(body, words, heading, part.marks.get((down, across), 0))
            for across, (words, heading) in enumerate(zip(row, part.headings, strict=True))
        ]
        for down, row in enumerate(part.rows)
    ]
    made = grid(Grid(heads=heads, rows=rows, width=PORTRAIT_WIDTH, lang=lang))
    note = [run(words, ink) for words, ink in _pending(body, part)]
    # The notice leads the table: after it, it could stand on the next page. Nothing else follows a table, for at the foot
    # of a page an empty paragraph would be a page of its own.
    return [paragraph(Set("Note", keep_next=True), note), made] if note else [made]


def _cell(body: Body, words: Words, heading: Heading, mark: int) -> Cell:
    speaker = body.speaker
    if not words:
        gap = "output.blank_cell" if body.names.outward else "draft.blank_cell"
        return Cell(speaker.key(gap), highlight=BLANK_INK) if heading.required else Cell("")
    align = "right" if heading.kind in _RIGHT else ""
    if mark:
        numbered = bilingual("draft.deviation_mark", mark=mark)
        noted = partial(body.noted, body.departing(mark), languages(speaker.layout)[0])
        return Cell(speaker.cell((*words, numbered)), highlight=DEVIATION_INK, align=align, noted=noted)
    return Cell(speaker.cell(words), align=align)


def _pending(body: Body, part: Table) -> list[tuple[str, Ink]]:
    """One notice over a table whose cells hold words of the vendor in one language only."""
    spoken = languages(body.speaker.layout)
    made: list[tuple[str, Ink]] = []
    for lang in spoken:
        if any(foreign(words, lang) for row in part.rows for words in row):
            made += [
                (t("draft.pending", lang), Ink(lang, highlight=BLANK_INK)),
                (t("draft.pending_table", lang), Ink(lang)),
            ]
    return made


def _label(body: Body, label: Text, table: str = "") -> Element:
    first = languages(body.speaker.layout)[0]
    words = run(label.show(body.speaker.layout, " / "), Ink(first, bold=True))
    return paragraph(Set("Heading2", keep_next=True), body.noted(table, first, [words]))


def _passage(body: Body, part: Passage) -> list[Element]:
    """A short value on the line of its label; a list or a vendor's own text under it."""
    spoken = languages(body.speaker.layout)
    words = [body.speaker.plain(part.run.words, lang) for lang in spoken] if isinstance(part.run, Value) else []
    if not any("\n" in said or len(said) > LINE for said in words):
        lines = []
        for lang in spoken:
            label = run(t("draft.labelled", lang, label=part.label), Ink(lang, bold=True))
            lines.append(paragraph(Set("Line"), [label, *body.value(part.run, Ink(lang))]))
        return lines
    content = [paragraph(Set("Normal"), body.value(part.run, Ink(lang))) for lang in spoken]
    if not isinstance(part.run, Value) or not any(isinstance(word, Own) for word in part.run.words):
        return [_label(body, part.label), *content]
    # A vendor's own text of several lines stands in a box: it can never pass for a paragraph of the contract.
    return [_label(body, part.label), boxed(content, PORTRAIT_WIDTH, PANEL)]
