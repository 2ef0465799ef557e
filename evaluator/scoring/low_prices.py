"""Prices that are low enough to be asked about, and what people made of the vendor's explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.domain.finding import Finding, Rule, Severity, finding
from evaluator.domain.method import Method
from evaluator.domain.score import LowPrice, LowPriceDoubt
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import TOTAL_ID
from evaluator.scoring.price import abnormally_low
from evaluator.scoring.totals import Work, admissible

_COMPARED = {
    "mean": Text("有效报价平均价", "mean of the admissible prices"),
    "others": Text("其他有效报价平均价", "mean of the other admissible prices"),
    "second": Text("次低报价", "second lowest price"),
    "next": Text("下一个较高报价", "next higher price"),
    "ceiling": Text("最高限价", "ceiling"),
    "budget": Text("预算", "budget"),
    "estimate": Text("预算或成本估算", "budget or cost estimate"),
}
# What makes a price one to be explained: a published limit, or a word of the panel.
TRIGGERS = frozenset({Rule.ABNORMALLY_LOW, Rule.LOW_PRICE_DOUBTED})


def low_price_item(total: Fraction) -> str:
    """What a judgement of a low price stands on: this price and no other, so that a new price is judged anew.

    >>> low_price_item(Fraction(807300))
    'TOTAL 807,300.00'
    """
    return f"{TOTAL_ID} {float(total):,.2f}"


def refuse_low_prices(works: Iterable[Work], words: Sequence[LowPrice]) -> None:
    """Exclude the bids whose price people held to be abnormally low after they had read the explanation."""
    for work in works:
        word = _word(work, words)
        if word is not None and not word.accepted:
            work.reasons.append(_judged(Rule.LOW_PRICE_REFUSED, work, word))


def ask_low_prices(
    method: Method, tender: Tender | None, works: Sequence[Work], words: Sequence[LowPrice],
    doubts: Sequence[LowPriceDoubt] = (),
) -> None:  # fmt: skip
    """Add what triggers the question, of every admissible bid and of each that was refused for it; never excludes.

    A trigger that has been judged is told as a note, with the judgement beside it. A doubt of the panel's counts where the
    method lets the panel question a price, and for the price that it names alone.
    """
    entered = [work for work in works if admissible(work)]
    refused = [work for work in works if [one.rule for one in work.reasons] == [Rule.LOW_PRICE_REFUSED]]
    found = _triggers(method, tender, entered)
    for work in refused:
        found += [one for one in _triggers(method, tender, [*entered, work]) if one.vendor == work.bid.vendor]
    found += _doubted((*entered, *refused), doubts) if method.price.abnormally_low.judgement else []
    for work in (*entered, *refused):
        mine, word = [one for one in found if one.vendor == work.bid.vendor], _word(work, words)
        work.findings += mine if word is None else [replace(one, severity=Severity.NOTE) for one in mine]
        if word is not None and word.accepted:
            work.findings.append(_judged(Rule.LOW_PRICE_ACCEPTED, work, word))


def _doubted(works: Iterable[Work], doubts: Sequence[LowPriceDoubt]) -> list[Finding]:
    """What the panel questions of the prices as they are now, each person's reason beside it."""
    totals = {work.bid.vendor: work.price.total for work in works if work.price.total is not None}
    return [
        finding(
            Rule.LOW_PRICE_DOUBTED, vendor=one.vendor, item=TOTAL_ID, price=f"{float(totals[one.vendor]):,.2f}",
            reason=one.reason,
        )
        for one in doubts
        if one.vendor in totals and one.item == low_price_item(totals[one.vendor])
    ]  # fmt: skip


def _word(work: Work, words: Sequence[LowPrice]) -> LowPrice | None:
    if work.price.total is None:
        return None
    there = (work.bid.vendor, low_price_item(work.price.total))
    return next((word for word in words if (word.vendor, word.item) == there), None)


def _judged(rule: Rule, work: Work, word: LowPrice) -> Finding:
    price = word.item.removeprefix(f"{TOTAL_ID} ")
    return finding(rule, vendor=work.bid.vendor, item=TOTAL_ID, price=price, reason=word.reason)


def _triggers(method: Method, tender: Tender | None, compared: Sequence[Work]) -> list[Finding]:
    totals = {work.bid.vendor: work.price.total for work in compared if work.price.total is not None}
    ceiling = Fraction(tender.ceiling) if tender and tender.ceiling is not None else None
    estimate = Fraction(tender.estimate) if tender and tender.estimate is not None else None
    return [
        finding(
            Rule.ABNORMALLY_LOW, vendor=vendor, item=TOTAL_ID, price=f"{float(totals[vendor]):,.2f}",
            share=_percent(share), of=_COMPARED[key], limit=_percent(limit),
        )
        for vendor, key, share, limit in abnormally_low(method.price, totals, ceiling, estimate)
    ]  # fmt: skip


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f}%"
