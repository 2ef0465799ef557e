"""The first page of a draft, which says how far it is from ready, and the signature block."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evaluator.adapters.docx_parts import PORTRAIT_WIDTH
from evaluator.adapters.docx_styles import PANEL
from evaluator.adapters.docx_tables import BLANK_INK, DEVIATION_INK, Cell, Grid, columns, frame, grid
from evaluator.adapters.docx_words import Speaker, place_words
from evaluator.adapters.docx_xml import Element, Ink, Set, bookmark, el, paragraph, run
from evaluator.contract.draft import AnnexRow, Draft, Front
from evaluator.contract.ready import counted
from evaluator.domain.text import Lang, languages
from evaluator.i18n.words import t

LISTED = 30
_LAST = 900_001
WARNING = "9C2A1B"
_SIGN = ("seal", "signatory", "date")


def first_page(draft: Draft, front: Front, speaker: Speaker) -> list[Element]:
    """Title, parties, and a panel with every gap and deviation counted and named."""
    spoken = languages(speaker.layout)
    made = _head(draft, front, speaker)
    made.append(paragraph(Set("Note")))
    panel = [_state(draft, front, speaker, each) for each in spoken]
    share = PORTRAIT_WIDTH // len(panel)
    made.append(
        el(
            "tbl", frame(PORTRAIT_WIDTH), el("tblGrid", *(el("gridCol", w=share) for _ in panel)),
            # A row for each line: the panel begins on the first page however long it is.
            *(columns([[line] for line in lines], PORTRAIT_WIDTH, PANEL) for lines in zip(*panel, strict=True)),
        )
    )  # fmt: skip
    return made


def cover(draft: Draft, front: Front, speaker: Speaker) -> list[Element]:
    """The first page of what leaves the house: title, parties, how blanks are marked, and the label of a sample."""
    made = _head(draft, front, speaker)
    for lang in languages(speaker.layout):
        blank = run(t("output.legend_blank", lang), Ink(lang, highlight=BLANK_INK))
        made.append(paragraph(Set("Note"), [blank, run(t("output.legend", lang), Ink(lang))]))
        if front.sample:
            ink = Ink(lang, bold=True, colour=WARNING)
            made.append(paragraph(Set("Note"), [run(t("draft.sample", lang), ink)]))
    return made


def _head(draft: Draft, front: Front, speaker: Speaker) -> list[Element]:
    spoken = languages(speaker.layout)
    lang = spoken[0]
    title = "\n".join(draft.title.show(each) for each in spoken)
    return [
        paragraph(Set("Title"), [run(title, Ink(lang, bold=True))]),
        paragraph(Set("Subtitle"), [run(front.tender.show(speaker.layout, " / "), Ink(lang))]),
        _parties(front, speaker, lang),
    ]


def day(written: str, lang: Lang) -> str:
    """An ISO date in words; a line to fill in where there is none."""
    if not written:
        return t("draft.no_date", lang)
    found = date.fromisoformat(written)
    return t(f"term.date.{found.month}", lang, year=str(found.year), day=str(found.day))


def _parties(front: Front, speaker: Speaker, lang: Lang) -> Element:
    rows = (
        (speaker.key("draft.buyer"), speaker.heading(front.buyer)),
        (speaker.key("draft.vendor"), front.vendor),
        (
            speaker.key("draft.date"),
            " / ".join(dict.fromkeys(day(front.date, each) for each in languages(speaker.layout))),
        ),
    )
    cells = [[Cell(label, bold=True), Cell(text)] for label, text in rows]
    return grid(Grid(heads=("", ""), rows=cells, width=PORTRAIT_WIDTH, lang=lang, shares=(1, 3)))


def _state(draft: Draft, front: Front, speaker: Speaker, lang: Lang) -> list[Element]:
    """How far the draft is: one block per language."""
    bold, ink, warning = Ink(lang, bold=True), Ink(lang), Ink(lang, bold=True, colour=WARNING)
    blanks, deviations = draft.blanks, draft.deviations
    better, worse = draft.departing("positive"), draft.departing("negative")
    counts = t(
        "draft.counts", lang, blanks=len(blanks), deviations=len(deviations), worse=len(worse), better=len(better),
        cells=draft.open_cells,
    )  # fmt: skip
    made = [paragraph(Set("Panel"), [run(ready_words(front, lang), warning)])]
    made.append(paragraph(Set("Panel"), [run(counts, bold)]))
    made.append(paragraph(Set("Panel"), [run(t(f"draft.stage_{front.stage}", lang), bold)]))
    for key, shown in (("award_not_recorded", not front.award_recorded), ("sample", front.sample)):
        if shown:
            made.append(paragraph(Set("Panel"), [run(t(f"draft.{key}", lang), warning)]))
    made.append(
        paragraph(
            Set("Panel"),
            [
                run(t("draft.legend_blank", lang), ink.marked(BLANK_INK)), run(" ", ink),
                run(t("draft.legend_deviation", lang), ink.marked(DEVIATION_INK)), run(" ", ink),
                run(t("draft.legend", lang), ink),
            ],
        )
    )  # fmt: skip
    blockers = [point for point in front.points if not point.warns]
    made += [paragraph(Set("Panel"), [run(speaker.point(point, lang), warning)]) for point in blockers]
    if warnings := len(front.points) - len(blockers):
        made.append(paragraph(Set("Panel"), [run(t("draft.warnings", lang, n=warnings), ink)]))
    listed = (("draft.open_blanks", blanks), ("draft.open_deviations", worse), ("draft.open_better", better))
    for key, rows in listed:
        if rows:
            made.append(paragraph(Set("Panel"), [run(t(key, lang), bold), run(_listed(rows, lang), ink)]))
    made.append(paragraph(Set("Panel"), [run(t("draft.review", lang), ink)]))
    return made


def ready_words(front: Front, lang: Lang) -> str:
    """Whether the draft could be signed as it stands, and if not, why."""
    reasons = [t(f"output.because.{key}", lang, n=n) for key, n in counted(front.obstacles)]
    if not reasons:
        return t("output.ready", lang)
    return t("output.not_ready", lang, because=("；" if lang == "zh" else "; ").join(reasons))


def _listed(rows: Sequence[AnnexRow], lang: Lang) -> str:
    named = [t("draft.named", lang, label=row.label, place=place_words(row.places[0], lang)) for row in rows[:LISTED]]
    if len(rows) > LISTED:
        named.append(t("draft.more", lang, more=len(rows) - LISTED))
    return ("；" if lang == "zh" else "; ").join(named)


def signatures(front: Front, speaker: Speaker) -> list[Element]:
    """Where both parties sign, kept on one page."""
    lang = languages(speaker.layout)[0]
    half = PORTRAIT_WIDTH // 2
    sides = [
        _side(speaker, "draft.buyer", speaker.heading(front.buyer), lang),
        _side(speaker, "draft.vendor", front.vendor, lang),
    ]
    table = el(
        "tbl", frame(PORTRAIT_WIDTH), el("tblGrid", el("gridCol", w=half), el("gridCol", w=PORTRAIT_WIDTH - half))
    )
    table.append(columns(sides, PORTRAIT_WIDTH))
    lead = paragraph(
        Set("Note", keep_next=True, align="center"), _marked(front, [run(speaker.key("draft.signatures"), Ink(lang))])
    )
    return [paragraph(Set("Normal", keep_next=True)), lead, table]


def _marked(front: Front, content: list[Element]) -> list[Element]:
    """Words in the bookmark by which the document is known when it comes back; its number is above those of all others."""
    return bookmark(_LAST, front.mark, content) if front.mark else content


def _side(speaker: Speaker, role: str, name: str, lang: Lang) -> list[Element]:
    made = [paragraph(Set("Signature"), [run(speaker.key(role), Ink(lang, bold=True)), run(f"\n{name}", Ink(lang))])]
    for key in _SIGN:
        words = speaker.key(f"draft.sign_{key}")
        made.append(paragraph(Set("Signature"), [run(words, Ink(lang))]))
    return made
