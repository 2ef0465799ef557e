"""The letter to an unsuccessful vendor, in its language: composed once, written as text to copy and as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.adapters.docx_front import day
from evaluator.adapters.docx_paper import Paper
from evaluator.adapters.docx_tables import Cell
from evaluator.adapters.recommendation_words import amount_words, points_words, reason_words
from evaluator.award.debrief import Debrief, Fact, Part
from evaluator.domain.finding import Source
from evaluator.domain.ranking import Status
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.naming import item_code

LONGEST = 300  # a longer answer is quoted by its beginning: the cell holds the rest


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the letter; ``kind`` is ``text``, ``head`` or ``small``."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of the letter: the first row its heads, columns from ``right_from`` on hold figures, some rows are bold."""

    rows: tuple[tuple[str, ...], ...]
    right_from: int
    bold: frozenset[int] = frozenset()
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed letter in one language; ``date`` is its ISO day, empty for a line to fill in."""

    lang: Lang
    subject: str
    header: str
    date: str
    sample: bool
    blocks: tuple[Line | Rows, ...]


def compose(told: Debrief, tender: Tender, lang: Lang, date: str, *, place: bool = True) -> Letter:
    """The letter of a debrief; ``place`` says whether the vendor's own place is told."""
    name, buyer = tender.name.show(lang), tender.buyer
    lines: list[Line | Rows] = [
        Line(t("letter.greeting", lang, vendor=told.vendor)),
        Line(t("debrief.opening", lang, tender=name, winner=told.winner)),
        *_result(told, lang, place=place),
    ]
    if told.parts:
        lines += [Line(t("debrief.head.scores", lang), "head"), Line(t("debrief.scores", lang)), _scores(told, lang)]
        lines += [Line(t("debrief.head.reasons", lang), "head")]
        lines += [block for top in told.parts for part in top.leaves for block in _explained(part, tender, lang)]
    reach = ", ".join(filter(None, (buyer.contact, buyer.phone, buyer.email)))
    lines += [
        Line(t("debrief.close", lang)),
        Line("\n".join(filter(None, (buyer.name.show(lang), reach, day(date, lang))))),
    ]
    return Letter(
        lang=lang, subject=t("debrief.subject", lang, tender=name), date=date, sample=tender.sample, blocks=tuple(lines),
        header=" · ".join(filter(None, (buyer.name.show(lang), name, tender.id))),
    )  # fmt: skip


def _result(told: Debrief, lang: Lang, *, place: bool) -> Iterator[Line]:
    """What became of the bid: its total and place, why it is out, or what kept it from a place."""
    if told.status is Status.EXCLUDED:
        yield Line(t("debrief.excluded", lang))
        for found in told.because:
            yield Line(f"· {reason_words(found, lang)}{_at(found.source, lang)}")
        return
    if told.status is Status.UNSETTLED:
        items = list(dict.fromkeys(f"{item_code(one.item)}{_at(one.source, lang)}" for one in told.waiting))
        yield Line(t("debrief.unsettled", lang))
        yield from (Line(f"· {item}") for item in items)
        return
    if told.total is not None:
        yield Line(t("debrief.total", lang, total=points_words(told.total, 3)))
    if place and told.place is not None:
        yield Line(t("debrief.place", lang, place=told.place, ranked=told.ranked))


def _at(source: Source, lang: Lang) -> str:
    return t("letter.place", lang, place=str(source)) if source.cell else ""


def _scores(told: Debrief, lang: Lang) -> Rows:
    theirs = dict(told.winner_points)
    heads = [t(f"debrief.col.{key}", lang) for key in ("criterion", "weight", "yours", *(["winner"] if theirs else []))]
    rows, bold = [tuple(heads)], set()
    for top in told.parts:
        bold.add(len(rows))
        rows.append(_score(top, lang, [points_words(theirs.get(top.key), 1)] if theirs else []))
        rows += [_score(part, lang, [""] if theirs else [], "　") for part in top.children]
    return Rows(tuple(rows), 1, frozenset(bold), (10, 3, 3, 4) if theirs else (10, 3, 3))


def _score(part: Part, lang: Lang, winner: list[str], indent: str = "") -> tuple[str, ...]:
    weight = points_words(part.weight * 100, 1)
    return (f"{indent}{part.title.show(lang)}", weight, points_words(part.points, 1), *winner)


def _explained(part: Part, tender: Tender, lang: Lang) -> Iterator[Line | Rows]:
    """Why a sub-criterion has its value: the panel's reasons, or the answers that were valued by rule."""
    yield Line(t("debrief.part", lang, title=part.title, points=points_words(part.points, 1)), "small")
    for reason, evidence in part.reasons:
        yield Line(f"· {reason}" + (t("debrief.evidence", lang, evidence=evidence) if evidence else ""))
    if part.withheld and not part.reasons:
        yield Line(t("debrief.to_fill", lang))
    if part.price is not None:
        yield Line(t("debrief.price", lang, price=amount_words(part.price, tender.currency)))
    if part.facts:
        yield _facts(part.facts, lang)
    elif not (part.reasons or part.withheld or part.price is not None):
        yield Line(t("debrief.in_full" if part.points == Fraction(100) else "debrief.to_fill", lang))


def _facts(facts: tuple[Fact, ...], lang: Lang) -> Rows:
    heads = tuple(t(f"debrief.col.{key}", lang) for key in ("asked", "given", "points"))
    rows = [
        (
            f"{fact.item} {fact.asked.show(lang)}", _quoted(fact, lang),
            "–" if fact.points is None else points_words(fact.points, 1),
        )
        for fact in facts
    ]  # fmt: skip
    return Rows((heads, *rows), 2, frozenset(), (9, 9, 2))


def _quoted(fact: Fact, lang: Lang) -> str:
    given = " ".join(fact.given.split()) or t("report.blank", lang)
    given = given if len(given) <= LONGEST else given[:LONGEST] + "…"
    note = t("debrief.note", lang, note=fact.note) if fact.note else ""
    return f"{given}{_at(fact.source, lang)}{note}"


def letter_text(letter: Letter) -> str:
    """The letter as the text of an e-mail; a table becomes a line a row."""
    lines = [t("debrief.mail", letter.lang, subject=letter.subject), ""]
    if letter.sample:
        lines += [t("workbook.sample", letter.lang), ""]
    for block in letter.blocks:
        if isinstance(block, Rows):
            lines += [*("  ".join(filter(None, row)) for row in block.rows), ""]
        else:
            lines += [block.text] if block.text.startswith("· ") else [block.text, ""]
    return "\n".join(lines).rstrip() + "\n"


def letter_document(letter: Letter) -> bytes:
    """The letter as .docx; the same letter gives the same bytes."""
    paper = Paper(letter.lang)
    paper.title("debrief.title", letter.subject, mark=letter.sample)
    for block in letter.blocks:
        if isinstance(block, Rows):
            paper.table(block.rows[0], [_cells(block, at) for at in range(1, len(block.rows))], block.shares)
        elif block.kind == "head":
            paper.plain(block.text, "Heading2", keep=True, bold=True)
        else:
            part = block.kind == "small"
            paper.plain(block.text, "Line" if part else "Normal", keep=part, bold=part)
    return paper.packed(letter.header, letter.subject, letter.date)


def _cells(block: Rows, at: int) -> list[Cell]:
    return [
        Cell(text, bold=at in block.bold, align="right" if across >= block.right_from else "")
        for across, text in enumerate(block.rows[at])
    ]
