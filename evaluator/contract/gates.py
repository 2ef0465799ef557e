"""Sums, orders and complete lists that have to hold in a draft before anybody signs it; the library says which terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Final

from evaluator.contract.checked import Checked, percent, point
from evaluator.contract.gates_risk import excess_damages, named_places
from evaluator.contract.known import said
from evaluator.contract.points import Point, figure
from evaluator.contract.render import Shape, render
from evaluator.contract.terms import SIZES, VENDOR_CELLS
from evaluator.contract.words import Quantity, Words
from evaluator.domain.contract import Gate, GateRule, TermStatus, TermTable, TermValue
from evaluator.domain.money import Money
from evaluator.domain.text import LANGS, Text

_WHOLE: Final = Decimal(100)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
# Days from delivery within which a smaller enterprise has to be paid, by the size of who buys (`SME-9`).
_LIMITS: Final = {"large": Decimal(60), "public": Decimal(30)}
_SMALLER: Final = ("medium", "small", "micro")
_LIMIT_LAW: Final = "SME-9"
_COURT = re.compile(r"法院|诉讼|起诉|\bcourts?\b|\blitigat|\bsue\b", re.IGNORECASE)
_ARBITRATION = re.compile(r"仲裁|\barbitrat", re.IGNORECASE)
_NONE_OF_IT = re.compile(
    r"(?:不|无须|无需|排除)[^，。；]{0,4}(?:仲裁|诉讼|起诉)"
    r"|\b(?:no|not|without|excluding|instead of) (?:\w+ ){0,3}(?:arbitration|litigation|court)",
    re.IGNORECASE,
)
_TWO_BODIES = re.compile(r"或|、|；|/| or |;")
_EARLY = re.compile(
    r"自?(?:本?合同)?(?:签订|签署|签约|生效|上线|交付|发货|到货|安装)[^，。；\n]{0,6}(?:起|开始)"
    r"|\b(?:from|after|as of|starting (?:on|at|with)) (?:the )?(?:date of |day of )?(?:contract )?"
    r"(?:signature|signing|effective date|go-?live|delivery|shipment|installation)",
    re.IGNORECASE,
)


def gates(checked: Checked) -> Iterator[Point]:
    """What does not hold, each with the cells that say so and what is to be done."""
    for gate in checked.known.library.gates:
        yield from _GATES[gate.rule](gate, checked)


def _shares(gate: Gate, checked: Checked) -> Iterator[Point]:
    """Payment stages that are not 100 % together: in the buyer's words, and in the column where the vendor repeats them."""
    for value in checked.of(gate):
        words = [word for word in checked.printer.printed(value) if isinstance(word, Text)]
        for lang in LANGS:
            shares = [Decimal(found) for word in words for found in _PERCENT.findall(getattr(word, lang))]
            if len(shares) > 1 and sum(shares) != _WHOLE:
                yield point("shares", [value], {"label": (value.term.label,), "sum": percent(sum(shares, Decimal(0)))})
                break
    for path in gate.columns:
        question, _, key = path.partition("/")
        asked, answer = checked.known.questions.get(question), checked.known.bid.answers.get(question)
        column = asked.column(key) if asked else None
        cells = [said(row.cells[key]) for row in answer.rows if key in row.cells] if answer else []
        given = [cell for cell in cells if isinstance(cell.value, Decimal)]
        total = sum((cell.value for cell in given if isinstance(cell.value, Decimal)), Decimal(0))
        if column is not None and given and total != _WHOLE:
            label = Text(f"{question} {column.title.zh}", f"{question} {column.title.en}")
            params: dict[str, Words] = {"label": (label,), "sum": percent(total)}
            yield Point(
                rule="shares",
                subjects=(path,),
                params=tuple(params.items()),
                sources=tuple(cell.source for cell in given),
            )


def _breakdown(gate: Gate, checked: Checked) -> Iterator[Point]:
    """A total that its parts do not make; a part that the bid does not price counts as nothing."""
    total, *parts = checked.of(gate)
    money = [value.value for value in parts if isinstance(value.value, Money)]
    if not isinstance(total.value, Money) or not money or total.status is TermStatus.AGREED:
        return  # an agreed total beside the bid's lines is a point of its own
    made = Money(sum((part.amount for part in money), Decimal(0)), total.value.currency)
    if made.amount != total.value.amount:
        amounts = {"made": render(made, Shape("money")), "total": render(total.value, Shape("money"))}
        yield point("breakdown", [total], {"label": (total.term.label,), **amounts})


def _ascending(gate: Gate, checked: Checked) -> Iterator[Point]:
    """A stage that is complete before the one above it."""
    for value in checked.of(gate):
        table = value.value
        if not isinstance(table, TermTable):
            continue
        for column in [at for at, one in enumerate(table.columns) if one.key in gate.columns]:
            dated = [(row[column], at) for at, row in enumerate(table.rows) if isinstance(row[column], Decimal)]
            for (before, _), (after, at) in pairwise(dated):
                if isinstance(before, Decimal) and isinstance(after, Decimal) and after < before:
                    params: dict[str, Words] = {
                        "label": (value.term.label,), "row": (Text(str(at + 1), str(at + 1)),),
                        "column": (table.columns[column].title,),
                    }  # fmt: skip
                    yield point("ascending", [], params, *table.sources[at : at + 1])


def _rows(gate: Gate, checked: Checked) -> Iterator[Point]:
    """Rows of a table without one of the figures that each must have."""
    for value in checked.of(gate):
        table = value.value
        if not isinstance(table, TermTable):
            continue
        wanted = [at for at, column in enumerate(table.columns) if column.key in gate.columns]
        for at, row in enumerate(table.rows):
            missing = [table.columns[column].title for column in wanted if row[column] is None]
            if missing:
                named = row[0] if isinstance(row[0], Text) else Text(str(row[0]), str(row[0]))
                lacks = Text("、".join(f"“{one.zh}”" for one in missing), ", ".join(f"“{one.en}”" for one in missing))
                params: dict[str, Words] = {"label": (value.term.label,), "row": (named,), "columns": (lacks,)}
                yield point("rows", [], params, *table.sources[at : at + 1])


def _forum(gate: Gate, checked: Checked) -> Iterator[Point]:
    """Arbitration without one named body, or beside a court: either makes the arbitration agreement void.

    The terms of this gate are the forum, the body and the place of the court, as far as the library has them.
    """
    forum, *places = checked.of(gate)
    places = [value for value in places if value.term.id in checked.printed]
    bodies = [value for value in places if value.term.id == gate.terms[1]]
    law: dict[str, Words] = {"law": (checked.law.name("AL-agreement"),)}
    for body in bodies:
        if body.status is TermStatus.BLANK or body.value is None:
            yield point("no_arbitration_body", [body], {"label": (body.term.label,), **law})
        elif isinstance(body.value, Text) and any(_TWO_BODIES.search(getattr(body.value, lang)) for lang in LANGS):
            yield point("two_arbitration_bodies", [body], {"label": (body.term.label,), **law})
    if (bodies and len(places) > len(bodies)) or _names_both(forum):
        yield point("court_and_arbitration", [forum], {"label": (forum.term.label,), **law})


def _names_both(value: TermValue) -> bool:
    spoken = "" if value.status is TermStatus.AGREED else value.remark
    texts = [value.verbatim if value.status is TermStatus.DEVIATES else "", spoken]
    if value.term.fill.startswith("tender:") and isinstance(value.value, Text):
        texts += [value.value.zh, value.value.en]
    left = [_NONE_OF_IT.sub("", text) for text in texts]
    return any(_COURT.search(text) and _ARBITRATION.search(text) for text in left)


def _small_enterprise(gate: Gate, checked: Checked) -> Iterator[Point]:
    """Acceptance and payment together later than a smaller enterprise may be made to wait."""
    buyer = checked.known.tender.buyer.size if checked.known.tender else ""
    limit = _LIMITS.get(buyer)
    if limit is None or _vendor_size(checked) not in _SMALLER:
        return
    values = checked.of(gate)
    days = [_days(figure(value), value.term.unit) for value in values]
    total = sum((day for day in days if day is not None), Decimal(0))
    if total > limit:
        labels = Text(
            "、".join(value.term.label.zh for value in values), ", ".join(value.term.label.en for value in values)
        )
        params: dict[str, Words] = {
            "labels": (labels,), "days": _calendar(total), "limit": _calendar(limit), "law": (checked.law.name(_LIMIT_LAW),),
        }  # fmt: skip
        yield point("small_enterprise", values, params)


def _calendar(days: Decimal) -> Words:
    return (Quantity(f"{days.normalize():f}", "calendar_day"),)


def _days(amount: Decimal | None, unit: str) -> Decimal | None:
    """A period in calendar days, weekends counted and holidays not, so that the real one is rather longer."""
    if amount is None or unit != "working_day":
        return amount
    return (amount * 7 / 5).to_integral_value(ROUND_CEILING)


def _vendor_size(checked: Checked) -> str:
    stated = next((value.value for value in checked.values.values() if value.term.fill == "vendor:size"), None)
    if isinstance(stated, Text):
        return next((key for key, size in SIZES.items() if size == stated), "")
    words = said(checked.known.bid.answers.get(VENDOR_CELLS["size"])).verbatim.casefold()
    return next((key for key, size in SIZES.items() if words and words in (size.zh, size.en.casefold())), "")


def _daily_damages(gate: Gate, checked: Checked) -> Iterator[Point]:
    """A limit of damages that is reached before the first day is over."""
    values = checked.of(gate)[:2]
    day, cap = (figure(value) for value in values)
    if day is not None and cap is not None and cap < day:
        params = {"day": percent(day), "cap": percent(cap)}
        yield point("daily_damages", values, {"label": (values[1].term.label,), **params})


def _after_acceptance(gate: Gate, checked: Checked) -> Iterator[Point]:
    """A warranty that the vendor lets begin before anything is accepted."""
    for value in checked.of(gate):
        texts = (
            (value.verbatim, value.remark) if value.status is not TermStatus.AGREED else ()
        )  # agreed otherwise since
        found = next((hit.group() for hit in map(_EARLY.search, texts) if hit), "")
        if found:
            params: dict[str, Words] = {
                "label": (value.term.label,),
                "words": (Text(found, found),),
                "after": (value.term.after,),
            }
            yield point("after_acceptance", [value], params)


_GATES: Mapping[GateRule, Callable[[Gate, Checked], Iterator[Point]]] = {
    "shares": _shares, "breakdown": _breakdown, "ascending": _ascending, "rows": _rows, "forum": _forum,
    "small_enterprise": _small_enterprise, "daily_damages": _daily_damages, "after_acceptance": _after_acceptance,
    "excess_damages": excess_damages, "named_places": named_places,
}  # fmt: skip
