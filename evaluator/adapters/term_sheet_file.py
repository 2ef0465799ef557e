"""The term sheet: every term of a draft as a row, so that counsel can carry it over into a form of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.adapters.docx_annex import agreed_words
from evaluator.adapters.docx_comments import owner
from evaluator.adapters.docx_words import Speaker, before_award, foot, measured, place_words
from evaluator.adapters.look import ALERT, AMBER, BODY, HEADER, INTRO, KEY, RED, SUBHEAD, TITLE
from evaluator.adapters.sheets import Book, Page
from evaluator.adapters.term_sheet_tables import write_tables
from evaluator.contract.draft import AnnexRow, Draft, Front
from evaluator.contract.render import plain_number
from evaluator.contract.risk import gap, risk
from evaluator.contract.words import Quantity
from evaluator.domain.contract import Position, TermKind, TermStatus, TermValue
from evaluator.domain.finding import Phrase
from evaluator.domain.text import Lang, languages
from evaluator.i18n.words import known, t

_COLUMNS: tuple[tuple[str, float], ...] = (
    ("id", 14.0), ("term", 19.0), ("where", 10.0), ("status", 11.0), ("value", 26.0), ("words", 26.0),
    ("cell", 17.0), ("silent", 28.0), ("owner", 9.0), ("agreed", 16.0),
)  # fmt: skip
_TALK: tuple[tuple[str, float], ...] = (
    ("position", 38.0), ("fallback", 24.0), ("escalate", 21.0), ("gap", 10.0), ("risk", 14.0),
)  # fmt: skip
_STATUS = {TermStatus.BLANK: replace(BODY, bold=True, color=RED),
           TermStatus.DEVIATES: replace(BODY, bold=True, color=AMBER)}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the term sheet shows: all terms of the library as filled, and the draft in which most of them stand.

    ``talk``: the award route lets the parties negotiate; only then the sheet says what the buyer would settle for.
    """

    values: Mapping[str, TermValue]
    draft: Draft
    talk: bool


def write_term_sheet(told: Sheet, front: Front, speaker: Speaker) -> bytes:
    """The workbook: a group of terms after the other, then a sheet for each schedule with tables.

    The same draft gives the same bytes.
    """
    layout = speaker.layout
    columns = _COLUMNS + (_TALK if told.talk else ())
    title = speaker.key("output.terms.title")
    book = Book(layout, f"{title} · {front.vendor}", foot(front, layout))
    page = book.page(speaker.key("output.terms.sheet"))
    page.columns([width for _, width in columns])
    wide = len(_COLUMNS)  # what stands above the table is read on the first sheet of paper
    page.banner(1, f"{title} · {front.vendor}", TITLE, wide)
    intro = "output.terms.inside" if told.talk else "output.terms.plain"
    said = [
        (before_award(front, layout), ALERT),
        (front.tender.show(layout, " / "), INTRO),
        ("\n".join(t(intro, lang) for lang in languages(layout)), INTRO),
    ]
    shown = [(text, look) for text, look in said if text]
    for at, (text, look) in enumerate(shown, start=2):
        page.banner(at, text, look, wide)
    top = len(shown) + 2
    for column, (head, _) in enumerate(columns, start=1):
        page.text(top, column, speaker.key(f"output.head.{head}").replace(" / ", "\n"), HEADER)
    page.fit(top, grows=False)
    page.freeze(f"C{top + 1}", f"{top}:{top}")
    # On A3 a term with its inner columns is one row of one sheet of paper; without them A4 is wide enough.
    page.side_by_side("A:B", (), paper="8" if told.talk else "9", scale=61 if told.talk else 63)
    _rows(page, told, (top, [head for head, _ in columns]), speaker)
    write_tables(book, told.draft, front, speaker)
    return book.save()


def _rows(page: Page, told: Sheet, under: tuple[int, list[str]], speaker: Speaker) -> None:
    """The terms below the row of their heads."""
    rows = {row.term: row for row in told.draft.annex}
    (at, heads), group = under, ""
    for value in told.values.values():
        if (value.term.in_table or value.term.inside) and value.term.id not in rows:
            continue  # a cell that fits is read in its table, and what only our checks read is no term of the contract
        if value.term.group != group:
            at, group = at + 1, value.term.group
            for column in range(1, len(heads) + 1):
                page.text(at, column, _group(group, speaker) if column == 1 else "", replace(SUBHEAD, wrap=False))
        at += 1
        texts = _texts(value, rows.get(value.term.id), speaker)
        for column, head in enumerate(heads, start=1):
            look = KEY if head == "id" else _STATUS.get(value.status, BODY) if head == "status" else BODY
            page.text(at, column, texts.get(head, ""), look)
        page.fit(at, grows=False)


def _group(group: str, speaker: Speaker) -> str:
    """The name of a group of terms; a pack's own group stands as it is written."""
    return speaker.key(f"contract.group.{group}") if known(f"contract.group.{group}", "zh") else group


def _texts(value: TermValue, row: AnnexRow | None, speaker: Speaker) -> dict[str, str]:
    held, spoken = value.position, languages(speaker.layout)
    printed = speaker.cell(row.value) if row else ""
    level = risk(value)
    words = [value.verbatim, f"{speaker.key('draft.remark')}{value.remark}" if value.remark else ""]
    words += [speaker.key(f"draft.standing_{value.standing}")] if row and value.standing else []
    return {
        "id": value.term.id,
        "term": speaker.heading(value.term.label),
        "where": "\n".join(place_words(row.places[0], lang) for lang in spoken) if row else "",
        "status": _status(value, row, speaker),
        "value": "\n".join([printed, *_measured(row, spoken)]) if row else "",
        "words": "\n".join(word for word in words if word),
        "cell": f"{value.source.file}\n{value.source}" if value.source.cell else "",
        "silent": speaker.heading(value.term.silent),
        "owner": "\n".join(dict.fromkeys(owner(held.owner, each) for each in spoken)) if held else "",
        "agreed": "\n".join([printed, *agreed_words(row, speaker)]) if row and row.agreed else "",
        **(_position(value, held, row, speaker) if held else {}),
        "gap": _gap(value, row, speaker),
        "risk": speaker.key(f"output.risk.{level.value}").replace(" / ", "\n") if level else "",
    }


def _position(value: TermValue, held: Position, row: AnnexRow | None, speaker: Speaker) -> dict[str, str]:
    """Our position and what it may give way to; a cell of a table has its figure, the words stand at the table."""
    ours = speaker.cell(row.asked) if row else speaker.heading(held.text)
    if value.term.in_table:
        return {"position": ours}
    words = {"fallback": held.fallback, "escalate": held.escalate}
    return {"position": ours} | {key: speaker.heading(text) for key, text in words.items()}


def _measured(row: AnnexRow, spoken: Sequence[Lang]) -> list[str]:
    """What the figure is measured by, in each language; nothing where there is no figure."""
    return [each for each in dict.fromkeys(measured(row, lang) for lang in spoken) if each and row.value]


def _status(value: TermValue, row: AnnexRow | None, speaker: Speaker) -> str:
    if row is None:
        return speaker.key("output.terms.unused").replace(" / ", "\n")
    which = f"direction_{value.direction}" if value.direction else f"status_{value.status.value}"
    return speaker.key(f"draft.{which}").replace(" / ", "\n")


def _gap(value: TermValue, row: AnnexRow | None, speaker: Speaker) -> str:
    """How far the vendor's figure is from ours, in the unit of the term."""
    apart = gap(value) if value.status is TermStatus.DEVIATES else None
    if apart is None or row is None:
        return ""
    amount = ("+" if apart > Decimal(0) else "−") + plain_number(abs(apart))
    if value.term.kind is TermKind.PERCENT:
        return speaker.cell((Phrase("term.percent", (("amount", amount),)),))
    unit = next((word.unit for word in row.theirs if isinstance(word, Quantity)), "")
    return speaker.cell((Quantity(amount, unit),)) if unit else amount
