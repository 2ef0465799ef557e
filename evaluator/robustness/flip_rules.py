"""One rule another: the price formula, a gate, a minimum, the ceiling, the tie rule; each is ranked officially."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, get_args

from evaluator.domain.finding import Finding, Param, Phrase, Rule
from evaluator.domain.method import LOWER_PRICE, Criterion, Method
from evaluator.domain.ranking import Result, Status
from evaluator.domain.score import Confirmation
from evaluator.domain.text import Text
from evaluator.intake.method_rules import PARTING
from evaluator.intake.naming import item_name
from evaluator.robustness.case import Case, leaders, number_of
from evaluator.robustness.flip import Flip, Kind, plain, points_down
from evaluator.scoring.check_price import price_faults
from evaluator.scoring.evaluate import Judgements
from evaluator.scoring.minima import TOTAL, Minimum, minima_of, settled_minima

_Formula = Literal[
    "lowest_ratio", "lowest_distance", "observed_linear", "linear", "logarithm", "benchmark", "discount_mean", "discount_power",
]  # fmt: skip
FORMULAS: Final[tuple[_Formula, ...]] = get_args(_Formula)


def rule_flips(case: Case) -> Iterator[Flip]:
    """Every single rule whose change makes another bid first."""
    yield from _formulas(case)
    yield from _ties(case)
    yield from _higher_minima(case)
    yield from _upheld(case)
    for result in case.ranking.results:
        # Whatever else is open or wrong with a bid stays, so only one reason can be lifted.
        if result.status is Status.EXCLUDED and len(result.reasons) == 1:
            yield from _admitted(case, result, result.reasons[0])


def _new(case: Case, found: tuple[str, ...]) -> list[str]:
    now = leaders(case.ranking)
    return [vendor for vendor in found if vendor not in now]


def _formulas(case: Case) -> Iterator[Flip]:
    lacking = lacking_figures(case.method)
    for formula in FORMULAS:
        if formula == case.method.price.formula or formula in lacking:
            continue
        changed = replace(case.method, price=replace(case.method.price, formula=formula))
        for rival in _new(case, case.leaders(method=changed)):
            words = Phrase(f"robustness.formula.{formula}")
            yield Flip(kind=Kind.FORMULA, rival=rival, params=(("formula", words),))


def lacking_figures(method: Method) -> tuple[str, ...]:
    """The price formulas that cannot be tried, because the method has not the figures that they need.

    What a formula needs is checked only where it is in use, so a method may hold ends that no line could be drawn by.
    """
    return tuple(formula for formula in FORMULAS if any(price_faults(replace(method.price, formula=formula))))


def _ties(case: Case) -> Iterator[Flip]:
    """Bids with the same total as the first, for each the first thing that would part them and put it first alone."""
    ranked = case.ranking.ranked()
    level = {
        result.vendor for result in ranked if number_of(case.ranking, result) == number_of(case.ranking, ranked[0])
    }
    told = set(leaders(case.ranking))
    if len(level) < 2:
        return
    for key, title in [*((one.key, one.title) for one in _criteria(case.method)), (LOWER_PRICE, PARTING[LOWER_PRICE])]:
        found = case.leaders(method=replace(case.method, ties=(key,)))
        if len(found) == 1 and found[0] in level and found[0] not in told:
            told.add(found[0])
            yield Flip(kind=Kind.TIE, rival=found[0], params=(("criterion", title),))


def _upheld(case: Case) -> Iterator[Flip]:
    """A failed gate that a person has lifted for a bid: who would be first had it been upheld."""
    for word in case.judged.confirmations:
        if not word.upheld:
            for rival in _new(case, case.leaders(judged=_judged_gate(case, replace(word, upheld=True)))):
                params: tuple[tuple[str, Param], ...] = (("vendor", word.vendor), ("gate", _gate(case, word.item)))
                yield Flip(kind=Kind.GATE_UPHELD, rival=rival, params=params)


def _judged_gate(case: Case, word: Confirmation) -> Judgements:
    """What people judge, with this word about a gate in place of any other about it."""
    others = [one for one in case.judged.confirmations if (one.vendor, one.item) != (word.vendor, word.item)]
    return replace(case.judged, confirmations=(*others, word))


def _gate(case: Case, item: str) -> Param:
    asked = {question.id: question for question in case.method.questions}
    return item_name(item, asked.get(item.partition("/")[0]))


def _higher_minima(case: Case) -> Iterator[Flip]:
    """A published minimum so high that the first bid misses it."""
    now = leaders(case.ranking)
    if not now:
        return
    for one in minima_of(case.method):
        most = max(points_down(one.bounds(case.ranking.of(vendor))[0] / 100) for vendor in now)
        raised = most + Decimal("0.01")
        if raised > 100:
            continue
        size = Fraction(raised - one.points) / 100
        for rival in _new(case, case.leaders(method=_with_minimum(case.method, one.key, raised))):
            yield _threshold(Kind.THRESHOLD_HIGHER, rival, one, (raised, size))


def _admitted(case: Case, result: Result, reason: Finding) -> Iterator[Flip]:
    """An excluded bid that would be first without the one reason against it."""
    flip: Flip | None = None
    found: tuple[str, ...] = ()
    if reason.rule is Rule.GATE_FAILED:
        word = Confirmation(vendor=result.vendor, item=reason.item, upheld=False, reason="", by="")
        found = case.leaders(judged=_judged_gate(case, word))
        flip = Flip(kind=Kind.GATE, rival=result.vendor, params=(("gate", _gate(case, reason.item)),))
    elif reason.rule is Rule.BELOW_THRESHOLD:
        one = next(one for one in minima_of(case.method) if one.key == reason.item)
        for lowered in _lowered(case, result, one, reason):
            if result.vendor in case.leaders(method=_with_minimum(case.method, one.key, lowered)):
                found = (result.vendor,)
                size = Fraction(one.points - lowered) / 100
                flip = _threshold(Kind.THRESHOLD_LOWER, result.vendor, one, (lowered, size))
                break
    elif reason.rule is Rule.OVER_CEILING and case.tender and case.tender.ceiling and result.price is not None:
        ceiling = Fraction(case.tender.ceiling)
        found = case.leaders(tender=replace(case.tender, ceiling=Decimal(float(result.price)) + 1))
        shown = (("given", f"{float(ceiling):,.2f}"), ("price", f"{float(result.price):,.2f}"))
        size = (result.price - ceiling) / ceiling
        flip = Flip(kind=Kind.CEILING, rival=result.vendor, size=size, params=shown)
    if flip is not None and result.vendor in found:
        yield flip


def _lowered(case: Case, result: Result, one: Minimum, reason: Finding) -> list[Decimal]:
    """To what a minimum has to go down for a bid to pass it, the highest first.

    An excluded bid's price is compared with nobody's: where the minimum stands on it, what the bid had is known from the
    reason, to one decimal.
    """
    if one.key in settled_minima(case.method):
        return [points_down(one.bounds(result)[1] / 100)]
    had = Decimal(str(dict(reason.params)["value"])) + Decimal("0.05")
    return [had - Decimal(step).scaleb(-2) for step in range(11)]


def _threshold(kind: Kind, rival: str, one: Minimum, change: tuple[Decimal, Fraction]) -> Flip:
    to, size = change
    given: tuple[tuple[str, str | Text], ...] = (
        ("criterion", one.title), ("given", plain(one.points)), ("to", plain(to)),
    )  # fmt: skip
    return Flip(kind=kind, rival=rival, size=size, params=given)


def _criteria(method: Method) -> Iterator[Criterion]:
    waiting = list(method.criteria)
    while waiting:
        one = waiting.pop(0)
        yield one
        waiting = [*one.children, *waiting]


def _with_minimum(method: Method, key: str, minimum: Decimal) -> Method:
    if key == TOTAL:
        return replace(method, minimum_total=minimum)
    questions = tuple(replace(one, minimum=minimum) if one.id == key else one for one in method.questions)
    return replace(method, questions=questions, criteria=tuple(_raised(top, key, minimum) for top in method.criteria))


def _raised(one: Criterion, key: str, minimum: Decimal) -> Criterion:
    children = tuple(_raised(child, key, minimum) for child in one.children)
    return replace(one, children=children, minimum=minimum if one.key == key else one.minimum)
