"""One evaluator's score workbook: scale, every vendor's answers, and a place for points and reason; never a price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from openpyxl.worksheet.datavalidation import DataValidation

from evaluator.adapters.look import BODY, ENTRY, HEADER, INTRO, KEY, PLAIN, PRINTED, SUBHEAD, TITLE
from evaluator.adapters.sheets import Book, Page, quoted
from evaluator.adapters.template_cover import Progress, sample_line, sample_mark, write_contents
from evaluator.adapters.template_entry import Form, choose, settled_words
from evaluator.domain.bid import Answer, Bid, State
from evaluator.domain.method import Criterion, Method
from evaluator.domain.question import Judge, Kind, Question
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text
from evaluator.i18n.words import person
from evaluator.intake import scorecard as plan
from evaluator.intake.anonymity import Mask, aliases
from evaluator.intake.assignments import assigned
from evaluator.intake.card_answers import answers_hash
from evaluator.intake.layout import COVER_ANSWER, Marker, held_by
from evaluator.intake.scorecard import cells_of

WIDTHS = (9.0, 44.0, 66.0, 11.0, 52.0, 26.0)
COVER_WIDTHS = (8.0, 44.0, 74.0, 16.0)
_LAST = len(WIDTHS)


@dataclass(frozen=True, slots=True)
class Given:
    """A score that stands already when a card is issued: points, reason and evidence."""

    points: Decimal | None
    reason: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card is written for: whose it is, what they have given by then, and how often that had been saved.

    ``agreed`` makes it the panel's card, on which every sub-criterion stands that people judge.
    """

    evaluator: str
    given: Mapping[tuple[str, str], Given] = field(default_factory=dict)
    saved: int = 0
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class _Shown:
    """A bid on the card: the name that people read, the one in the ids of its rows, and what covers names in its texts."""

    bid: Bid
    name: str
    code: str
    mask: Callable[[str], str]


def write_scorecard(
    method: Method, bids: Sequence[Bid], card: Card, layout: Layout, tender: Tender | None = None
) -> bytes:
    """The workbook of one evaluator with what they score and no more; `evaluator.intake.scorecard` reads it back.

    Questions judged as price and everything of the price envelope are left out, whatever the bids hold. Where a
    sub-criterion on the card is anonymous, no vendor's name is anywhere in the file.
    """
    book = Book(layout, card.evaluator, sample_mark(layout, tender))
    form = Form(book, layout, method.units, Text())
    leaves = method.panel_leaves() if card.agreed else assigned(method, tender, card.evaluator)
    hidden = any(leaf.anonymous for leaf in leaves)
    shown = _hidden(bids, tender, layout) if hidden else _named(bids)
    cover = book.page(form.say("cover.sheet", " "))
    row = _write_cover(form, cover, method, tender, (card, hidden))
    progress = [_write_leaf(form, method, leaf, shown, card) for leaf in leaves]
    code = Marker(
        method.key, method.version, plan.SCORES, layout, tender.id if tender else "", plan.issue(method),
        held_by(card.evaluator), card.saved, answers_hash(method, leaves, bids),
    ).code()  # fmt: skip
    write_contents(form, cover, row, progress, code, "scores")
    cover.protect()
    return book.save()


def _named(bids: Sequence[Bid]) -> list[_Shown]:
    return [_Shown(bid, bid.vendor, bid.vendor, str) for bid in sorted(bids, key=lambda bid: bid.vendor)]


def _hidden(bids: Sequence[Bid], tender: Tender | None, layout: Layout) -> list[_Shown]:
    """The bids under their labels and in the order of these: that of the names would tell some of them."""
    known = aliases([bid.vendor for bid in bids], tender)
    mask, there = Mask(known, bids, layout), {bid.vendor: bid for bid in bids}
    return [
        _Shown(there[alias.vendor], alias.label.show(layout, " / "), alias.code, mask)
        for alias in known
        if alias.vendor in there
    ]


def _write_cover(form: Form, page: Page, method: Method, tender: Tender | None, whose: tuple[Card, bool]) -> int:
    card, hidden = whose
    agreed = form.say("scores.yes" if card.agreed else "scores.no", " / ")
    page.columns(COVER_WIDTHS)
    last = len(COVER_WIDTHS)
    page.banner(1, (tender.name if tender else method.title).show(form.layout), replace(TITLE, wrap=True), last)
    page.banner(2, form.say("scores.title", " / "), replace(PLAIN, size=12, bold=True), last)
    sample_line(form, page, tender, last)
    row = 4
    for (code, label), value in ((plan.EVALUATOR_CELL, card.evaluator), (plan.AGREED_CELL, agreed)):
        page.text(row, 1, code, KEY)
        page.text(row, 2, label.show(form.layout), PRINTED)
        cell = page.text(row, COVER_ANSWER, value, replace(ENTRY, code="@"))
        if code == plan.AGREED_CELL[0]:
            choose(form, page, (form.say("scores.yes", " / "), form.say("scores.no", " / ")), cell.coordinate)
        page.fit(row)
        row += 1
    row += 1
    page.banner(row, form.say("scores.how", " / "), replace(SUBHEAD, boxed=False), last)
    steps = ("alone", "points", "reason", "evidence", *(("hidden",) if hidden else ()), "price", "send")
    for number, step in enumerate(steps, start=1):
        row += 1
        words = form.say(f"scores.how.{step}")
        page.text(row, 1, f"{number}.", replace(PLAIN, across="right"))
        page.text(row, 2, words, PLAIN)
        page.sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=last)
        page.high(row, words, sum(COVER_WIDTHS[1:]))
    return row + 1


def _write_leaf(form: Form, method: Method, leaf: Criterion, shown: Sequence[_Shown], card: Card) -> Progress:
    page = form.book.page(leaf.title.show(form.layout, " "))
    page.columns(WIDTHS)
    page.banner(1, leaf.title.show(form.layout, " / "), TITLE, _LAST)
    page.banner(2, leaf.description.show(form.layout), INTRO, _LAST)
    row = _write_levels(form, page, leaf, 3)
    asked = [question for question in method.of_leaf(leaf.key) if question.judge is not Judge.PRICE]
    cells: list[str] = []
    blank = 0
    for one in shown:
        given = card.given.get((leaf.key, one.bid.vendor), Given(None, ""))
        blank += given.points is None
        row = _write_bid(form, page, asked, one, row + 1)
        cells.append(_write_score(form, page, leaf, (one, asked, given), row))
        row += 1
    low, high = plan.scale(leaf)
    if cells:
        check = DataValidation(
            type="decimal", operator="between", formula1=str(low), formula2=str(high), allow_blank=True
        )
        check.showErrorMessage = True
        check.error = form.say("scores.check", low=f"{low:f}", high=f"{high:f}")[:224]
        for cell in cells:
            check.add(cell)
        page.sheet.add_data_validation(check)
    page.freeze("A2")
    page.protect()
    count = "+".join(f"COUNTBLANK({quoted(page.name)}!{cell})" for cell in cells) or "0"
    return Progress(page.name, len(cells), f"={count}", blank)


def _write_levels(form: Form, page: Page, leaf: Criterion, row: int) -> int:
    """The described points of the scale, highest first; number of the last row written."""
    page.text(row, 1, form.say("scores.points"), HEADER)
    page.text(row, 2, form.say("scores.level"), HEADER)
    page.merge(row, 2, _LAST)
    page.fit(row, grows=False)
    for level in sorted(leaf.levels, key=lambda level: -level.points):
        row += 1
        page.number(row, 1, level.points, replace(PRINTED, bold=True, across="center"))
        page.text(row, 2, level.text.show(form.layout), PRINTED)
        page.merge(row, 2, _LAST)
        page.high(row, level.text.show(form.layout), sum(WIDTHS[1:]))
    return row


def _write_bid(form: Form, page: Page, asked: Sequence[Question], one: _Shown, row: int) -> int:
    """One vendor's answers to the questions of the sub-criterion; number of the row below."""
    row += 1
    page.text(row, 1, one.name, replace(SUBHEAD, size=12, wrap=False))
    page.merge(row, 1, _LAST)
    page.sheet.row_dimensions[row].height = 24
    row += 1
    for column, head in enumerate(("id", "question", "answer", "", "remark", "cell"), start=1):
        page.text(row, column, form.say(f"scores.head.{head}") if head else "", HEADER)
    page.fit(row, grows=False)
    for question in asked:
        for first, (text, remark, cell) in enumerate(_answers(form, question, one.bid.find(question.id))):
            row += 1
            page.text(row, 1, question.id if not first else "", KEY)
            page.text(row, 2, question.text.show(form.layout) if not first else "", PRINTED)
            page.text(row, 3, one.mask(text), BODY)
            page.text(row, 4, "", BODY)
            page.text(row, 5, one.mask(remark), BODY)
            page.text(row, 6, one.mask(cell), replace(BODY, size=8))
            page.fit(row, grows=False)
    return row + 1


def _answers(form: Form, question: Question, answer: Answer | None) -> Iterator[tuple[str, str, str]]:
    """Answer, remark and cell, line by line; a table gives a line for each row that says something."""
    if answer is None:
        yield form.say("scores.none", " / "), "", ""
        return
    if question.kind is not Kind.TABLE:
        yield _said(form, question, answer), _remark(form, answer), str(answer.source)
        return
    titles = {row.key: row.title.show(form.layout, " / ") for row in question.rows}
    told = [
        (_line(form, question, titles.get(row.key) or row.key, row.cells), "", _span(row.cells))
        for row in answer.rows
        if any(cell.verbatim for cell in row.cells.values())
    ]
    yield from told or [(form.say("scores.none", " / "), "", str(answer.source))]


def _said(form: Form, question: Question, answer: Answer) -> str:
    text = answer.verbatim or form.say("scores.none", " / ")
    if answer.settled is not None:
        settled = answer.settled.value
        value = form.say("scores.none", " / ") if settled is None else settled_words(form, question, settled)
        return form.say("scores.settled", answer=text, value=value, by=person(answer.settled.by))
    return form.say("scores.open", answer=text) if answer.state in (State.AMBIGUOUS, State.DAMAGED) else text


def _remark(form: Form, answer: Answer) -> str:
    evidence = form.say("scores.file", " / ", file=answer.evidence_file) if answer.evidence_file else ""
    return "\n".join(part for part in (answer.remark, evidence) if part)


def _line(form: Form, question: Question, title: str, cells: Mapping[str, Answer]) -> str:
    parts = [form.named(question.column(key).title, cell.verbatim) for key, cell in cells.items() if cell.verbatim]
    return f"{title}. " + ("；" if form.layout == "zh" else "; ").join(parts)


def _span(cells: Mapping[str, Answer]) -> str:
    """The range in which a table's row stands."""
    sources = [cell.source for cell in cells.values() if cell.source.cell]
    if not sources:
        return ""
    return str(sources[0]) if len(sources) == 1 else f"{sources[0]}:{sources[-1].cell}"


def _write_score(
    form: Form, page: Page, leaf: Criterion, said: tuple[_Shown, Sequence[Question], Given], row: int
) -> str:
    """The row for points and reason, its evidence filled in with the cells above; address of the points."""
    one, asked, given = said
    low, high = plan.scale(leaf)
    page.text(row, plan.KEY, plan.score_key(leaf.key, one.code), replace(KEY, wrap=False))
    page.text(row, plan.VENDOR, one.name, replace(PRINTED, bold=True))
    page.text(
        row, plan.SCALE, form.say("scores.scale", low=f"{low:f}", high=f"{high:f}"), replace(PRINTED, across="right")
    )
    look = replace(ENTRY, size=12, bold=True, across="center")
    empty = given.points is None
    points = page.paint(row, plan.POINTS, look) if empty else page.number(row, plan.POINTS, given.points or 0, look)
    page.text(row, plan.REASON, one.mask(given.reason), replace(ENTRY, code="@"))
    evidence = given.evidence or cells_of(one.bid, asked)
    page.text(row, plan.EVIDENCE, one.mask(evidence), replace(ENTRY, code="@", size=8))
    page.fit(row, 4)
    return str(points.coordinate)
