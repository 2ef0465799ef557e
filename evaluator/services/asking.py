"""The clarification list of a round as it goes out: a workbook whose replies are read back, and a document to read and sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from evaluator.adapters.report_content import Line
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Severity
from evaluator.domain.round import Round
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.clarification import LIST, Point, points_of
from evaluator.intake.layout import marker
from evaluator.services import letter
from evaluator.services.problem import Refused
from evaluator.services.reports import file_name, report_to
from evaluator.services.settling import envelope_of
from evaluator.services.state import TenderState
from evaluator.services.wording import is_deviation

FORMS = ("xlsx", "docx")


def round_list(state: TenderState, during: Round, form: str, lang: Lang) -> tuple[str, bytes]:
    """Name and bytes of the list of exactly what a round asks, as one of `FORMS`.

    `Refused` where no workbook of the vendor counts: a list completes one.
    """
    from evaluator.adapters.docx_findings import write_list_document
    from evaluator.adapters.list_file import Asking, Sent, allowed_in, write_list
    from evaluator.adapters.template_file import money_text

    if all(bid.vendor != during.vendor for bid in state.evaluation.bids):
        raise Refused("list_alone")
    matter, units = letter.matter_of(state, during.vendor), state.pack.method.units
    made = {answer.item: len(answer.rows) for answer in matter.bid.answers.values()}
    found = points_of(state.asked, during.items, made)
    asked = tuple(
        Asking(point=point, money=money_text(state.tender, envelope_of(point.item)))
        for point in sorted(found, key=lambda point: letter.GROUPS.index(_group(state, point)))
    )
    asks = _asks(letter.points(matter, lang), [one.point for one in asked])
    lines = [
        replace(_line(state, matter.bid, one.point, asks, lang), allowed=allowed_in(one, units, lang)) for one in asked
    ]
    plain = report_to(during.vendor, state.tender, "", lines, (lang, date.fromisoformat(during.due)))
    report = replace(plain, round=during.number)
    name = file_name(during.vendor, report.title("round"), form)
    if form == "docx":
        return name, write_list_document(report)
    code = marker(state.asked, LIST, lang).code()
    return name, write_list(report, Sent(marker=code, asked=asked, units=units))


def _group(state: TenderState, point: Point) -> str:
    if envelope_of(point.item) == "price":
        return "price"
    return "deviation" if is_deviation(state, point.item) else "answer"


def _asks(told: Sequence[letter.Point], every: Sequence[Point]) -> dict[str, list[str]]:
    """The sentences of the letter by the cell that they are about, or the first cell of their row or table."""
    found: dict[str, list[str]] = {}
    for one in told:
        item = one.request.item
        first = next((cell.item for cell in every if item and f"{cell.item}/".startswith(f"{item}/")), "")
        found.setdefault(first, []).extend(one.asks)
    return found


def _line(state: TenderState, bid: Bid, point: Point, asks: dict[str, list[str]], lang: Lang) -> Line:
    """A cell of the list: where its answer stands, what it says, and what is asked of it."""
    answer = bid.find(point.item)
    said = asks.get(point.item) or [t("report.again" if answer else "report.more", lang)]
    return Line(
        group=_group(state, point), severity=Severity.NOTE, subject=point.words[lang],
        sources=(answer.source,) if answer else (), given=answer.verbatim if answer else "", allowed="", asks=tuple(said),
    )  # fmt: skip
