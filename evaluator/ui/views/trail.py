"""One bid with what is needed to follow its numbers, and the small words that every line of that uses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Answer, Bid, Standing
from evaluator.domain.finding import Param
from evaluator.domain.money import Money
from evaluator.domain.ranking import Node, Result
from evaluator.domain.text import Lang
from evaluator.i18n.words import known, t, unit
from evaluator.services.commands import CONSOLE, LOCAL
from evaluator.services.state import TenderState

SHORT = 220
_WORDS = {Standing.EVIDENCE_SEEN: "seen", Standing.CONFIRMED: "confirmed", Standing.OVERRIDDEN: "override"}


@dataclass(frozen=True, slots=True)
class Trail:
    """One vendor's bid in the evaluation, and the language in which it is told."""

    state: TenderState
    result: Result
    bid: Bid
    lang: Lang

    def t(self, key: str, **params: Param) -> str:
        """Words in the language of the page."""
        return t(key, self.lang, **params)


def trail(state: TenderState, vendor: str, lang: Lang) -> Trail:
    """The trail of one vendor's bid."""
    bid = next(bid for bid in state.evaluation.bids if bid.vendor == vendor)
    return Trail(state, state.evaluation.ranking.of(vendor), bid, lang)


def percent(share: Fraction) -> str:
    """A weight in percent, without noughts at the end.

    >>> percent(Fraction(13, 100)), percent(Fraction(125, 1000))
    ('13', '12.5')
    """
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{exact:.4f}".rstrip("0").rstrip(".")


def money(value: Fraction | Money) -> str:
    """An amount with thousands marked; cents only where there are any.

    >>> money(Fraction(1234500)), money(Fraction(12345, 10))
    ('1,234,500', '1,234.50')
    """
    exact = Fraction(value.amount) if isinstance(value, Money) else value
    amount = Decimal(exact.numerator) / Decimal(exact.denominator)
    if exact.denominator == 1:
        return f"{amount:,.0f}"
    return f"{amount.quantize(Decimal('0.01'), 'ROUND_HALF_UP'):,.2f}"


def person(name: str, lang: Lang) -> str:
    """A person's name; without sign-in there is only the user of this machine, and commands have no name."""
    known_as = {LOCAL.name: "ranking.local", CONSOLE.name: "people.console"}
    return t(known_as[name], lang) if name in known_as else name


def with_unit(here: Trail, number: str, code: str) -> str:
    """A number with its unit in words, where the unit has any."""
    units = here.state.pack.method.units
    if code in units or known(f"unit.{code}", here.lang):
        return unit(code, here.lang, units, number)
    return f"{number} {code}".strip()


def basis(here: Trail, node: Node) -> str:
    """The rule by which a value was made, in words; amounts with their unit."""
    params = dict(node.params)
    if "amount" in params:
        params["amount"] = with_unit(here, params["amount"], params.get("unit", ""))
    if "by" in params:
        params["by"] = person(params["by"], here.lang)
    return here.t(node.basis, **params) if node.basis else ""


def cited(answer: Answer | None) -> str:
    """The cell as Excel names it and what stands in it, shortened where it is long."""
    if answer is None:
        return ""
    text = " ".join(answer.verbatim.split())
    short = text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"
    return " · ".join(filter(None, (str(answer.source), f"“{short}”" if short else "")))


def standing(here: Trail, answer: Answer | None, rule: str) -> str:
    """The rule, then who read, checked or changed the answer: one short sentence each."""
    parts = [rule, *_read(here, answer), *_checked(here, answer)]
    end = "。" if here.lang == "zh" else ". "
    return "".join(f"{part.rstrip('.。')}{end}" for part in parts if part).strip()


def _read(here: Trail, answer: Answer | None) -> list[str]:
    if answer is None or answer.settled is None:
        return []
    made = answer.settled
    key = "ranking.trace.settled" if made.value is not None else "ranking.trace.no_answer"
    by = person(made.by, here.lang)
    return [here.t(key, by=by, date=made.date, source=made.source, reason=made.reason)]


def _checked(here: Trail, answer: Answer | None) -> list[str]:
    if answer is None or answer.open:
        return []
    known_as = (here.bid.vendor, answer.item)
    check = next((each for each in here.state.judged.checks if (each.vendor, each.item) == known_as), None)
    if check is None:
        return [here.t("ranking.trace.claimed")] if answer.standing is Standing.CLAIMED else []
    return [here.t(f"ranking.trace.{_WORDS[check.standing]}", by=person(check.by, here.lang), reason=check.reason)]
