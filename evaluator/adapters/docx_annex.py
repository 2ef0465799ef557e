"""The annex of a draft, which traces every term to a cell, a person's position or a gap."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.adapters.docx_front import day
from evaluator.adapters.docx_parts import LANDSCAPE_WIDTH
from evaluator.adapters.docx_tables import BLANK_INK, DEVIATION_INK, Cell, Grid, grid
from evaluator.adapters.docx_words import Speaker, bilingual, measured, place_words
from evaluator.adapters.docx_xml import Element, Ink, Set, paragraph, run
from evaluator.contract.clauses import Place
from evaluator.contract.draft import AnnexRow, Article, Draft
from evaluator.contract.points import Point
from evaluator.contract.sanitise import line
from evaluator.domain.contract import TermStatus
from evaluator.domain.finding import Source
from evaluator.domain.text import LANGS, Text, languages
from evaluator.i18n.words import person

GLANCE = 200
_STATUS_INK = {TermStatus.BLANK: BLANK_INK, TermStatus.DEVIATES: DEVIATION_INK}


def annex(draft: Draft, points: Sequence[Point], speaker: Speaker) -> list[Element]:
    """What is open or does not fit, where the vendor departs, and the source of every term."""
    lang = languages(speaker.layout)[0]
    made = [
        paragraph(
            Set("ScheduleTitle", keep_next=True), [run(speaker.heading(bilingual("draft.annex")), Ink(lang, bold=True))]
        ),
        paragraph(Set("Note"), [run(speaker.heading(bilingual("draft.annex_intro")), Ink(lang))]),
    ]
    made += _points(points, speaker)
    parts = (
        ("draft.annex_blanks", ("term", "where", "ours", "silent"), draft.blanks, _blank_row),
        (
            "draft.annex_deviations",
            ("mark", "term", "where", "ours", "theirs", "direction", "source"),
            draft.deviations,
            _deviation_row,
        ),
        (
            "draft.annex_sources",
            ("term", "where", "value", "verbatim", "source", "status", "silent"),
            draft.annex,
            _source_row,
        ),
    )
    for key, heads, rows, make in parts:
        title = run(f"{speaker.key(key)} ({len(rows)})", Ink(lang, bold=True))
        made.append(paragraph(Set("Heading2", keep_next=True), [title]))
        if not rows:
            made.append(paragraph(Set("Normal"), [run(speaker.key("draft.none"), Ink(lang))]))
            continue
        titles = tuple(speaker.heading(bilingual(f"draft.head_{head}")) for head in heads)
        cells = [make(row, speaker) for row in rows]
        made.append(grid(Grid(heads=titles, rows=cells, width=LANDSCAPE_WIDTH, lang=lang)))
    return made + _notes(draft, speaker)


def _points(points: Sequence[Point], speaker: Speaker) -> list[Element]:
    """What does not fit or is not settled, with its cells."""
    if not points:
        return []
    lang = languages(speaker.layout)[0]
    title = run(f"{speaker.key('draft.annex_points')} ({len(points)})", Ink(lang, bold=True))
    heads = tuple(speaker.heading(bilingual(f"draft.head_{head}")) for head in ("point", "source"))
    rows = [
        [
            Cell("\n".join(speaker.point(point, each) for each in languages(speaker.layout))),
            Cell("\n".join(dict.fromkeys(_source(cell) for cell in point.sources))),
        ]
        for point in points
    ]
    table = grid(Grid(heads=heads, rows=rows, width=LANDSCAPE_WIDTH, lang=lang, shares=(7, 2)))
    return [paragraph(Set("Heading2", keep_next=True), [title]), table]


def _notes(draft: Draft, speaker: Speaker) -> list[Element]:
    """What counsel should check, article by article."""
    lang = languages(speaker.layout)[0]
    rows = [
        [Cell(speaker.heading(_titled(article))), Cell(speaker.heading(article.guidance))]
        for article in draft.articles
        if article.guidance.zh or article.guidance.en
    ]
    if not rows:
        return []
    title = paragraph(Set("Heading2", keep_next=True), [run(speaker.key("draft.annex_notes"), Ink(lang, bold=True))])
    heads = (speaker.heading(bilingual("draft.head_article")), speaker.heading(bilingual("draft.head_note")))
    return [title, grid(Grid(heads=heads, rows=rows, width=LANDSCAPE_WIDTH, lang=lang, shares=(2, 7)))]


def _titled(article: Article) -> Text:
    place = Place(article.number)
    return Text(
        f"{place_words(place, 'zh')} {article.title.show('zh')}",
        f"{place_words(place, 'en')} {article.title.show('en')}",
    )


def _blank_row(row: AnnexRow, speaker: Speaker) -> list[Cell]:
    return [
        _term(row, speaker),
        _where(row, speaker),
        Cell(speaker.cell(row.asked)),
        Cell(speaker.heading(row.silent)),
    ]


def _deviation_row(row: AnnexRow, speaker: Speaker) -> list[Cell]:
    theirs = row.verbatim or speaker.cell(row.theirs)
    return [
        Cell(str(row.mark), align="right"), _term(row, speaker), _where(row, speaker), Cell(speaker.cell(row.value)),
        Cell(theirs, highlight=DEVIATION_INK), Cell(speaker.heading(bilingual(f"draft.direction_{row.direction}"))),
        Cell(_source(row.source)),
    ]  # fmt: skip


def _source_row(row: AnnexRow, speaker: Speaker) -> list[Cell]:
    words = [row.verbatim]
    if row.remark:
        words.append(f"{speaker.key('draft.remark')}{row.remark}")
    words += agreed_words(row, speaker)
    if row.value:
        lines = list(dict.fromkeys(_glance(speaker.plain(row.value, lang)) for lang in languages(speaker.layout)))
        lines += [each for each in dict.fromkeys(measured(row, lang) for lang in languages(speaker.layout)) if each]
        value = Cell("\n".join(lines))
    else:
        value = Cell(speaker.key("draft.blank_cell"), highlight=BLANK_INK)
    return [
        _term(row, speaker), _where(row, speaker), value, Cell("\n".join(word for word in words if word)),
        Cell(_source(row.source)),
        Cell(_status(row, speaker), highlight=_STATUS_INK.get(row.status, "")), Cell(speaker.heading(row.silent)),
    ]  # fmt: skip


def agreed_words(row: AnnexRow, speaker: Speaker) -> list[str]:
    """Who recorded an agreed value, when and why, and the document that it was read from."""
    entry = row.agreed
    if entry is None:
        return []
    by = person(line(entry.by))
    at = Text(*(day(entry.at, lang) for lang in LANGS))
    told = [speaker.heading(bilingual("draft.agreed_by", day=at, by=by, reason=line(entry.reason)))]
    if entry.source:
        told.append(speaker.heading(bilingual("draft.agreed_source", source=line(entry.source))))
    return told


def _glance(text: str) -> str:
    """As much of a value as tells which it is; the whole stands in its article or schedule."""
    first = text.partition("\n")[0]
    return first if first == text and len(text) <= GLANCE else f"{first[: GLANCE - 1]}…"


def _status(row: AnnexRow, speaker: Speaker) -> str:
    words = speaker.heading(bilingual(f"draft.status_{row.status.value}"))
    if row.standing:
        words += f"\n{speaker.heading(bilingual(f'draft.standing_{row.standing}'))}"
    return words


def _term(row: AnnexRow, speaker: Speaker) -> Cell:
    return Cell(speaker.heading(row.label))


def _where(row: AnnexRow, speaker: Speaker) -> Cell:
    lines = [place_words(place, lang) for place in row.places[:3] for lang in languages(speaker.layout)]
    return Cell("\n".join(lines))


def _source(source: Source) -> str:
    return "\n".join(
        part for part in (source.file, f"{source.sheet}!{source.cell}" if source.cell else source.sheet) if part
    )
