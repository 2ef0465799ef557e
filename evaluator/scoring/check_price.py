"""What a price formula needs before a method can be locked: its parameters, each inside its bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from evaluator.domain.low_price import LIMITS, LowPriceRules
from evaluator.domain.method import NO_QUESTION, AbnormallyLow, Method, PriceRule
from evaluator.domain.method_edit import LOW
from evaluator.intake.method_rules import ASKED
from evaluator.scoring.check_bounds import Fault, above_zero, not_below, of_hundred

# As published by Regione Marche: what the mean discount earns, in percent.
MEAN_SHARES = (Decimal(80), Decimal(85), Decimal(90))
# Beyond these a spreadsheet and a reader see nothing but one price that earns everything.
_STEEPEST, _WIDEST, _DEAREST = 10, 1000, 200


def price_faults(price: PriceRule) -> Iterator[Fault]:
    """Every fault of the price rule; a parameter of a formula that is not in use is not looked at."""
    yield from _parameters(price)
    yield from above_zero("price.years", price.years)
    if not price.lines:
        yield "price.lines", "lines_missing", ()
    for line in price.lines:
        yield from not_below(f"price.lines.{line.id}.quantity", line.quantity, 0)
        if line.group not in price.groups:
            known = ", ".join(price.groups)
            yield f"price.lines.{line.id}", "unknown_group", (("given", line.group), ("known", known))
    for name in LIMITS:
        yield from of_hundred(f"{LOW}.{name}", getattr(price.abnormally_low, name))
    yield from not_below(f"{LOW}.minutes", price.abnormally_low.minutes, 1)


def deduction_faults(rules: Method) -> Iterator[Fault]:
    """What keeps a deduction from being made: a question that is not there or of another kind, a percentage outside."""
    rule = rules.price.deduction
    for name, kind in ASKED.items():
        key = name.rpartition(".")[2]
        given = getattr(rule, key)
        if given != NO_QUESTION and given not in {one.id for one in rules.questions if one.kind is kind}:
            yield name, f"deduction_{key}", (("given", given),)
    if rule.question == NO_QUESTION:
        if rule.share != NO_QUESTION:
            yield "price.deduction.question", "deduction_question", (("given", NO_QUESTION),)
    elif rule.percent is None or not 0 < rule.percent < 100:
        yield "price.deduction.percent", "deduction_percent", ()


def low_price_faults(low: AbnormallyLow, known: Mapping[str, LowPriceRules]) -> Iterator[Fault]:
    """What a method says otherwise than the rules on abnormally low prices that it names; stricter ones name none."""
    if low.pack == AbnormallyLow().pack:
        return
    rules = known.get(low.pack)
    if rules is None:
        yield f"{LOW}.pack", "low_rules_unknown", (("given", low.pack), ("known", ", ".join(known)))
        return
    for name, limit in rules.limits().items():
        if getattr(low, name) != limit:
            yield f"{LOW}.{name}", "low_rules_limit", (("rules", low.pack), ("limit", f"{limit.normalize():f}"))
    for name in ("at_limit", "judgement"):
        if getattr(low, name) is not getattr(rules, name):
            said = "true" if getattr(rules, name) else "false"
            yield f"{LOW}.{name}", "low_rules_switch", (("rules", low.pack), ("said", said))
    if rules.minutes is not None and (low.minutes or 0) < rules.minutes:
        yield f"{LOW}.minutes", "low_rules_minutes", (("rules", low.pack), ("minutes", str(rules.minutes)))


def _parameters(price: PriceRule) -> Iterator[Fault]:
    if price.formula == "linear" and (price.best is None or price.worst is None or price.best >= price.worst):
        yield "price", "anchors_missing", ()
    if price.formula == "logarithm":
        yield from _inside("log_base", price.log_base, 1, _WIDEST)
    if price.formula == "benchmark":
        yield from _benchmark(price)
    if price.formula in ("discount_mean", "discount_power") and (price.base_price is None or price.base_price <= 0):
        yield "price.base_price", "base_price_missing", (("formula", price.formula),)
    if price.formula == "discount_mean" and price.mean_share not in MEAN_SHARES:
        yield "price.mean_share", "mean_share_outside", ()
    if price.formula == "discount_power":
        yield from _inside("exponent", price.exponent, 0, _STEEPEST)


def _benchmark(price: PriceRule) -> Iterator[Fault]:
    yield from _inside("benchmark", price.benchmark, 0, _DEAREST)
    yield from not_below("price.trim_from", price.trim_from, 3)
    for name in ("over", "under"):
        yield from of_hundred(f"price.{name}", getattr(price, name))
    if price.over is None or price.under is None or not (price.over or price.under):
        yield "price", "deductions_missing", ()


def _inside(name: str, value: Decimal | None, least: int, most: int) -> Iterator[Fault]:
    """A fault where a parameter is missing, not above its least number, or above its most."""
    if value is None or not least < value <= most:
        yield f"price.{name}", "parameter_outside", (("name", name), ("least", str(least)), ("most", str(most)))
