"""The clarification letter: every point on which one vendor's own word is needed, once, in one language.

It goes to the vendor, so it names nothing that comes from another bid, and nothing of a price that is still sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.render import Shape, render
from evaluator.domain.bid import Bid, State
from evaluator.domain.finding import Finding, Rule, Severity, Source
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import message, t
from evaluator.intake.bids import vendor_key
from evaluator.intake.naming import item_code
from evaluator.intake.questionnaire import Questionnaire
from evaluator.scoring.low_prices import TRIGGERS
from evaluator.services.settling import envelope_of
from evaluator.services.state import TenderState
from evaluator.services.wording import is_deviation, question_text
from evaluator.store.errors import Missing

GROUPS = ("file", "answer", "deviation", "price")
# Faults of a file as such, which only the vendor can mend.
FILE_FAULTS = {
    Rule.FILE_EMPTY, Rule.FILE_NOT_WORKBOOK, Rule.FILE_LOCK, Rule.FILE_ENCRYPTED, Rule.FILE_DAMAGED,
    Rule.FILE_TOO_LARGE, Rule.FILE_HOSTILE, Rule.FILE_TIMEOUT, Rule.FILE_LINKS, Rule.LAYOUT_UNKNOWN,
    Rule.FILE_ENCODING, Rule.FILE_QUOTE, Rule.CELL_TWICE,
    Rule.ERRORS_UNSEEN, Rule.SHEET_LOST, Rule.MERGES_LEFT, Rule.OTHER_PACK, Rule.OTHER_TENDER,
    Rule.OTHER_ISSUE, Rule.VENDOR_UNNAMED, Rule.VENDOR_TWICE, Rule.ENVELOPE_MISSING, Rule.SHEET_MISSING,
}  # fmt: skip
# Faults of an answer: asked while the answer waits, not once a person has settled it.
_ANSWERS = {
    Rule.QUESTION_MISSING, Rule.QUESTION_TWICE, Rule.QUESTION_CHANGED, Rule.CELL_MERGED, Rule.BLANK,
    Rule.NOT_APPLICABLE, Rule.NOT_A_NUMBER, Rule.NOT_A_DATE, Rule.NOT_AN_OPTION, Rule.UNIT_AMBIGUOUS,
    Rule.PERCENT_AMBIGUOUS, Rule.AMOUNT_AMBIGUOUS, Rule.CURRENCY_OTHER, Rule.ERROR_VALUE, Rule.FORMULA_UNCALCULATED,
    Rule.PRICE_NEGATIVE, Rule.GATE_OPEN, Rule.QUESTION_UNCOVERED, Rule.PRICE_BASIS, Rule.MARKED_TWICE, Rule.MARK_UNCLEAR,
    Rule.ANSWER_BESIDE, Rule.SECOND_VALUE,
    Rule.ANSWER_SEALED, Rule.ANSWER_IN_NOTE, Rule.ANSWER_DITTO, Rule.ANSWER_PICTURE,
}  # fmt: skip
# Clear answers on which the vendor's word is needed all the same.
_CLEAR = {
    Rule.QUESTION_UNKNOWN, Rule.TEXT_TOO_LONG, Rule.DEVIATION_UNWORDED, Rule.TOTAL_DIFFERS, Rule.PRICE_ZERO,
    *TRIGGERS, Rule.EVIDENCE_MISSING, Rule.NOTE_AT_ANSWER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """One point of a letter: an item of the bid, or a file where ``item`` is empty, and what is asked about it."""

    group: str
    item: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a vendor may be asked about: the bid, what was found in it, and whether prices may be named.

    ``minutes`` is the least time that the method gives to explain a low price.
    """

    asked: Questionnaire
    currency: str
    bid: Bid
    findings: tuple[Finding, ...]
    opened: bool
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A request in words: what it is about, where that stands, what stands there now, and the sentences that ask."""

    request: Request
    subject: str
    sources: tuple[Source, ...]
    given: str
    asks: tuple[str, ...]

    @property
    def severity(self) -> Severity:
        """The heaviest of what was found."""
        order = list(Severity)
        return min((found.severity for found in self.request.findings), key=order.index)


def matter_of(state: TenderState, vendor: str) -> Matter:
    """What a vendor of a tender in the store may be asked about now."""
    return Matter(
        asked=state.asked, currency=state.tender.currency, bid=_bid(state, vendor),
        findings=(*(one for one in state.evaluation.findings if one.vendor == vendor), *state.dealings.found(vendor)),
        opened="prices_opened" in state.stages, minutes=state.pack.method.price.abnormally_low.minutes,
    )  # fmt: skip


def requests(state: TenderState, vendor: str) -> tuple[Request, ...]:
    """What the vendor is asked, each item once, in the order of the groups and of the workbook within them."""
    return requested(matter_of(state, vendor))


def requested(matter: Matter) -> tuple[Request, ...]:
    """The same of any matter."""
    waiting = _waiting(matter.bid)
    made: dict[tuple[str, str], list[Finding]] = {}
    for item, found in _by_cell(one for one in matter.findings if _asks(one, waiting)):
        group = _group(matter, item)
        if group != "price" or matter.opened:
            made.setdefault((group, item or found.source.file), []).append(found)
    return tuple(
        Request(group, "" if group == "file" else item, tuple(found))
        for group in GROUPS
        for (own, item), found in made.items()
        if own == group
    )


def points(matter: Matter, lang: Lang) -> tuple[Point, ...]:
    """Every request in words, in their order."""
    return tuple(_point(matter, request, lang) for request in requested(matter))


def clarification(state: TenderState, vendor: str, lang: Lang, due: date | None = None) -> str:
    """The letter as the text of an e-mail, empty where nothing is asked; ``due`` is the day by which to answer."""
    asked = points(matter_of(state, vendor), lang)
    if not asked:
        return ""
    tender = state.tender.name
    lines = [t("letter.subject", lang, tender=tender), "", t("letter.greeting", lang, vendor=vendor), ""]
    lines += [t("letter.intro", lang, tender=tender, n=len(asked)), t("letter.due", lang, due=day_words(due, lang))]
    heading = ""
    for number, point in enumerate(asked, start=1):
        if point.request.group != heading:
            heading = point.request.group
            lines += ["", t(f"letter.group.{heading}", lang)]
        lines += ["", *_lines(point, number, lang)]
    lines += ["", t("letter.close", lang), "", _signed(state, lang)]
    return "\n".join(lines)


def vendor_language(bid: Bid, spoken: Sequence[Lang] = LANGS) -> Lang:
    """The tender's own language where it has one; of both, Chinese where most of what the vendor wrote holds Chinese."""
    if len(spoken) == 1:
        return spoken[0]
    written = [answer.verbatim for answer in bid.every_answer() if answer.state is State.ANSWERED]
    # A long figure, or a date as a spreadsheet keeps it, is no language.
    words = [text for text in written if len(text) > 8 and any(sign.isalpha() for sign in text)]
    return "zh" if sum(map(_in_chinese, words)) * 2 >= len(words) else "en"


def spoken_by(vendor: str, bids: Iterable[Bid], spoken: Sequence[Lang] = LANGS) -> Lang:
    """The language to write to a vendor in: that of its bid, and of its name before there is one.

    >>> spoken_by("星河通信", ()), spoken_by("Ada Ltd", ()), spoken_by("Ada Ltd", (), ("zh",))
    ('zh', 'en', 'zh')
    """
    bid = next((one for one in bids if one.answers and vendor_key(one.vendor) == vendor_key(vendor)), None)
    if bid is not None or len(spoken) == 1:
        return vendor_language(bid, spoken) if bid is not None else spoken[0]
    return "zh" if _in_chinese(vendor) else "en"


def _in_chinese(text: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in text)


def _bid(state: TenderState, vendor: str) -> Bid:
    found = next((bid for bid in state.evaluation.bids if bid.vendor == vendor), None)
    if found is None:  # also one of which whoever asks may see no bid yet
        raise Missing("bid")
    return found


def _waiting(bid: Bid) -> frozenset[str]:
    """Items whose answers wait for a person, and the rows and tables in which such answers stand."""
    paths = [answer.item.split("/") for answer in bid.every_answer() if answer.open]
    return frozenset("/".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1))


def _asks(found: Finding, waiting: frozenset[str]) -> bool:
    if found.rule in TRIGGERS and found.severity is Severity.NOTE:
        return False  # explained and judged
    return found.item in waiting if found.rule in _ANSWERS else found.rule in FILE_FAULTS | _CLEAR


def _by_cell(found: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Findings with the item they are asked under: a fault that one cell brings to a whole row is asked once, of the row."""
    same: dict[object, list[Finding]] = {}
    for one in found:
        same.setdefault((one.rule, one.source, one.params), []).append(one)
    for group in same.values():
        row = "/".join(group[0].item.split("/")[:2])
        yield (row if len({one.item for one in group}) > 1 else group[0].item), group[0]


def _group(matter: Matter, item: str) -> str:
    if not item:
        return "file"
    if envelope_of(item) == "price":
        return "price"
    return "deviation" if is_deviation(matter, item) else "answer"


def _point(matter: Matter, request: Request, lang: Lang) -> Point:
    answer = matter.bid.find(request.item) if request.item else None
    sources = [found.source for found in request.findings] + ([answer.source] if answer else [])
    cells = [source for source in sources if source.cell]
    subject = " ".join(filter(None, (item_code(request.item), question_text(matter, request.item, lang))))
    return Point(
        request=request,
        subject=subject if request.item else request.findings[0].source.file,
        sources=tuple(dict.fromkeys(cells or sources)),
        given=answer.verbatim if answer is not None else "",
        asks=tuple(dict.fromkeys(_asked(matter, found, lang) for found in request.findings)),
    )


def _lines(point: Point, number: int, lang: Lang) -> list[str]:
    places = ", ".join(dict.fromkeys(filter(None, map(str, point.sources)))) if point.request.item else ""
    head = f"{number}. {point.subject}"
    lines = [f"{head}{t('letter.place', lang, place=places)}" if places else head]
    if point.given:
        lines.append(t("letter.given", lang, given=point.given))
    return [*lines, *point.asks]


def _asked(matter: Matter, found: Finding, lang: Lang) -> str:
    """The sentence of a finding as the vendor may read it: what a price is compared with is other vendors' business."""
    if found.rule not in TRIGGERS:
        return message(found, lang)
    return low_price_question(found.rule, f"{matter.currency} {dict(found.params)['price']}", matter.minutes, lang)


def low_price_question(rule: Rule, price: str, minutes: int | None, lang: Lang) -> str:
    """What a vendor is asked about a low price, and the least time it has to explain; no other price and no limit is told."""
    asked = t("letter.low" if rule is Rule.ABNORMALLY_LOW else "letter.low_doubted", lang, price=price)
    if minutes is None:
        return asked
    return f"{asked}{'' if lang == 'zh' else ' '}{t('letter.low_time', lang, minutes=minutes)}"


def day_words(due: date | None, lang: Lang) -> str:
    """The day in words, or a gap that nobody overlooks: the tender knows no day for answers, and none is made up."""
    return Speaker(lang, {}).plain(render(due, Shape("date")), lang) if due else t("letter.due_open", lang)


def _signed(state: TenderState, lang: Lang) -> str:
    buyer = state.tender.buyer
    return "\n".join(filter(None, (buyer.name.show(lang), buyer.contact, buyer.phone, buyer.email)))
