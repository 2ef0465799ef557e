"""The coverage workbook: which answers that won points the draft keeps, weakens or leaves out, and what is at stake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evaluator.adapters.docx_words import Speaker, before_award, foot, place_words
from evaluator.adapters.look import ALERT, AMBER, BODY, HEADER, INTRO, PLAIN, RED, TITLE, Look
from evaluator.adapters.sheets import Book, Page
from evaluator.contract.draft import AnnexRow, Draft, Front
from evaluator.contract.promises import Fate, Promise, Promises
from evaluator.domain.finding import Phrase
from evaluator.domain.method import Method
from evaluator.domain.question import Question
from evaluator.domain.text import Layout, Text, languages
from evaluator.i18n.words import t

WIDTHS = (9.0, 24.0, 44.0, 40.0, 34.0, 10.0, 10.0, 13.0, 30.0, 40.0)
_HEADS = ("item", "leaf", "question", "answer", "cell", "points", "won", "fate", "where", "printed")
_FATES = {Fate.KEPT: BODY, Fate.WEAKENED: replace(BODY, bold=True, color=AMBER),
          Fate.MISSING: replace(BODY, bold=True, color=RED)}  # fmt: skip
_POINTS = replace(BODY, code="0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What the workbook shows: the promises of a bid and the draft that holds them."""

    promises: Promises
    draft: Draft
    method: Method
    questions: Mapping[str, Question]


def totals(found: Promises, layout: Layout) -> str:
    """How many of the points that the bid won are promised in the draft, in the languages of a layout."""
    kept, won = (f"{float(points):.1f}" for points in (found.won(Fate.KEPT), found.won()))
    return "\n".join(t("output.coverage.total", lang, kept=kept, won=won) for lang in languages(layout))


def subject(one: Promise, method: Method, questions: Mapping[str, Question]) -> tuple[Text, Text]:
    """The sub-criterion and the question of a promise; a leaf that is judged as a whole has only its title."""
    leaf = next((node.title for node in method.leaves() if node.key == one.leaf), Text(one.leaf, one.leaf))
    asked = questions.get(one.item)
    return leaf, asked.text if asked else Text()


def answered(one: Promise, speaker: Speaker) -> str:
    """The vendor's words; how many rows where the answer is a table."""
    return one.verbatim or (speaker.cell((Phrase("term.rows", (("n", one.rows),)),)) if one.rows else "")


def write_coverage(told: Covered, front: Front, speaker: Speaker) -> bytes:
    """The workbook, worst first; the same draft gives the same bytes."""
    layout, found = speaker.layout, told.promises
    title = speaker.key("output.coverage.title")
    book = Book(layout, f"{title} · {front.vendor}", foot(front, layout))
    page = book.page(speaker.key("output.coverage.sheet"))
    page.columns(WIDTHS)
    page.banner(1, f"{title} · {front.vendor}", TITLE, len(WIDTHS))
    how = "\n".join(t("output.coverage.how", lang) for lang in languages(layout))
    said = [(before_award(front, layout), ALERT), (totals(found, layout), replace(PLAIN, bold=True, size=12)),
            (_counts(found, layout), PLAIN), (how, INTRO)]  # fmt: skip
    shown = [(text, look) for text, look in said if text]
    for at, (text, look) in enumerate(shown, start=2):
        page.banner(at, text, look, len(WIDTHS))
    top = len(shown) + 2
    for column, head in enumerate(_HEADS, start=1):
        page.text(top, column, speaker.key(f"output.coverage.{head}").replace(" / ", "\n"), HEADER)
    page.fit(top, grows=False)
    page.freeze(f"D{top + 1}", f"{top}:{top}")
    rows = {row.term: row for row in told.draft.annex}
    for at, one in enumerate(found.of(Fate.MISSING) + found.of(Fate.WEAKENED) + found.of(Fate.KEPT), start=top + 1):
        _line(page, at, (one, rows), told, speaker)
    return book.save()


def _counts(found: Promises, layout: Layout) -> str:
    given = {fate.value: len(found.of(fate)) for fate in Fate}
    stake = {f"{fate.value}_points": f"{float(found.won(fate)):.1f}" for fate in Fate}
    return "\n".join(t("output.coverage.counts", lang, **given, **stake) for lang in languages(layout))


def _line(
    page: Page, at: int, given: tuple[Promise, Mapping[str, AnnexRow]], told: Covered, speaker: Speaker
) -> None:  # fmt: skip
    one, rows = given
    leaf, asked = subject(one, told.method, told.questions)
    held = [rows[term] for term in one.weak or one.terms if term in rows]
    looks: dict[int, Look] = {8: _FATES[one.fate]}
    source = f"{one.source.file}\n{one.source}" if one.source.cell else ""
    texts = {
        1: one.item, 2: speaker.heading(leaf), 3: speaker.heading(asked), 4: answered(one, speaker), 5: source,
        8: speaker.heading(Text(*(t(f"output.fate.{one.fate.value}", lang) for lang in languages("both")))),
        9: "\n".join(dict.fromkeys(_place(row, speaker) for row in held)),
        10: "\n".join(speaker.cell(row.value) for row in held) if one.weak else "",
    }  # fmt: skip
    for column, text in texts.items():
        page.text(at, column, text, looks.get(column, BODY))
    page.number(at, 6, one.points, _POINTS)
    page.number(at, 7, one.won, _POINTS)
    page.fit(at, grows=False)


def _place(row: AnnexRow, speaker: Speaker) -> str:
    places = " / ".join(place_words(row.places[0], lang) for lang in languages(speaker.layout))
    return f"{row.label.show(speaker.layout, ' / ')}\n{places}"
