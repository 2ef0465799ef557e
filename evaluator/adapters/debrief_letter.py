"""The letter to an unsuccessful vendor, in its language: composed once, written as text to copy and as a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.adapters.docx_front import day
from evaluator.adapters.docx_paper import Paper
from evaluator.adapters.docx_tables import Cell
from evaluator.adapters.docx_xml import W, keep_with_next
from evaluator.adapters.recommendation_words import amount_words, points_words, reason_words
from evaluator.award.debrief import Debrief, Fact, Part
from evaluator.award.debrief_lint import CHOOSES
from evaluator.domain.finding import Source
from evaluator.domain.ranking import Status
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.intake.naming import item_code

LONGEST = 200  # a longer answer is quoted by its beginning: the cell holds the rest
LISTED = 40  # so many rows of the requirement list are named


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the letter; ``kind`` is ``text`` or ``head``."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of the letter: the first row its heads; some columns hold figures, some rows are bold."""

    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int]
    bold: frozenset[int]
    shares: tuple[int, ...]


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
        *_passed(told, tender, lang, place=place),
    ]
    if told.parts:
        lines += [
            Line(t("debrief.head.scores", lang), "head"),
            Line(t("debrief.scores", lang)),
            _scores(told, tender, lang),
        ]
    reach = ("，" if lang == "zh" else ", ").join(filter(None, (buyer.contact, buyer.phone, buyer.email)))
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
    said = [] if told.total is None else [t("debrief.total", lang, total=points_words(told.total, 3))]
    if place and told.place is not None:
        said.append(t("debrief.place", lang, place=told.place, ranked=told.ranked))
    yield Line(("" if lang == "zh" else " ").join(said))


def _passed(told: Debrief, tender: Tender, lang: Lang, *, place: bool) -> Iterator[Line]:
    """To a bid placed ahead of the chosen one: why that was chosen, or on what the decision rests."""
    if told.passed_reason:
        yield Line(t("debrief.passed_reason", lang, winner=told.winner, reason=told.passed_reason))
    elif told.passed and place:
        chooses = tender.route in CHOOSES
        yield Line(t("debrief.passed_right" if chooses else "debrief.passed_fill", lang, winner=told.winner))


def _at(source: Source, lang: Lang) -> str:
    return t("letter.place", lang, place=str(source)) if source.cell else ""


def _scores(told: Debrief, tender: Tender, lang: Lang) -> Rows:
    """Every criterion with its points, and beside each sub-criterion why it has them."""
    theirs = dict(told.winner_points)
    keys = ("criterion", "weight", "yours", *(["winner"] if theirs else []), "why")
    rows, bold = [tuple(t(f"debrief.col.{key}", lang) for key in keys)], set()
    for top in told.parts:
        bold.add(len(rows))
        for part in (top, *top.children):
            theirs_too = points_words(theirs.get(top.key), 1) if part is top else ""
            why = "" if part.children else "\n".join(_why(part, tender, lang))
            name = f"{'' if part is top else '　'}{part.title.show(lang)}"
            figures = (points_words(part.weight * 100, 1), points_words(part.points, 1))
            rows.append((name, *figures, *([theirs_too] if theirs else []), why))
    shares = (9, 3, 3, 4, 23) if theirs else (9, 3, 3, 26)
    return Rows(tuple(rows), frozenset(range(1, len(keys) - 1)), frozenset(bold), shares)


def _why(part: Part, tender: Tender, lang: Lang) -> Iterator[str]:
    """Why a sub-criterion has its value: the panel's reasons, the answers that cost points, the price."""
    evidence = {one for _, one in part.reasons if one}
    shared = len(evidence) == 1 and len(part.reasons) > 1
    for reason, cells in part.reasons:
        yield f"· {reason}" + (t("debrief.evidence", lang, evidence=cells) if cells and not shared else "")
    if shared:
        yield t("debrief.evidence_all", lang, evidence=next(iter(evidence)))
    if part.price is not None:
        yield t("debrief.price", lang, price=amount_words(part.price, tender.currency))
    lost = [fact for fact in part.facts if fact.points != Fraction(100)]
    for fact in lost:
        asked, given = f"{fact.item} {fact.asked.show(lang)}", _quoted(fact, lang)
        yield t("debrief.fact", lang, asked=asked, given=given, points=points_words(fact.points, 1))
    yield from _unmet(part.unmet, lang)
    if not (part.reasons or lost or part.unmet or part.price is not None):
        yield t("debrief.in_full" if part.points == Fraction(100) and not part.withheld else "debrief.to_fill", lang)


def _unmet(rows: Sequence[Fact], lang: Lang) -> Iterator[str]:
    """Rows of the requirement list by what the vendor said of them, in its own word."""
    for given in dict.fromkeys(row.given for row in rows):
        items = [row.item for row in rows if row.given == given]
        named = listed([*items[:LISTED], *(["…"] if len(items) > LISTED else [])], lang)
        yield t("debrief.unmet", lang, given=given or t("report.blank", lang), n=len(items), items=named)


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
            lines += [*("  ".join(filter(None, row)).replace("\n", "\n    ") for row in block.rows), ""]
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
            rows = list(paper.content[-1].iterfind(f"{{{W}}}tr"))
            # A criterion never ends a page without its first sub-criterion, nor does the signature stand on one of its own.
            for at in (*block.bold, -1):
                keep_with_next(rows[at])
        elif block.kind == "head":
            paper.plain(block.text, "PaperHead", keep=True)
        else:
            last = block is letter.blocks[-1]
            paper.plain(block.text, "Line" if last or block is letter.blocks[-2] else "", keep=not last)
    return paper.packed(letter.header, letter.subject, letter.date)


def _cells(block: Rows, at: int) -> list[Cell]:
    return [
        Cell(
            text,
            bold=at in block.bold and across < len(block.shares) - 1,
            align="right" if across in block.figures else "",
        )
        for across, text in enumerate(block.rows[at])
    ]
