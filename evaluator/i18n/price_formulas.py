"""The price formula of a method in words, with the parameters that were published."""

from __future__ import annotations

from decimal import Decimal

from evaluator.domain.method import PriceRule
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t


def formula_words(rule: PriceRule, currency: str, lang: Lang) -> str:
    """What the formula does, as one or two sentences.

    >>> rule = PriceRule(formula="linear", lines=(), years=1, groups={}, best=Decimal(800000), worst=Decimal("1200000.50"))
    >>> formula_words(rule, "CNY", "en")
    'CNY 800,000 earns full points, CNY 1,200,000.5 none, in between in proportion.'
    """
    amounts = {"best": rule.best, "worst": rule.worst, "base": rule.base_price}
    numbers = {
        name: getattr(rule, name) for name in ("log_base", "benchmark", "over", "under", "mean_share", "exponent")
    }
    said = {name: f"{currency} {_number(amount)}".strip() for name, amount in amounts.items()}
    said |= {name: _number(number) for name, number in numbers.items()}
    trimmed = rule.formula == "benchmark" and rule.trim_from is not None
    key = f"{rule.formula}_trimmed" if trimmed else rule.formula
    return t(f"method.formula.{key}", lang, trim_from=str(rule.trim_from), **said)


def formula_text(rule: PriceRule, currency: str) -> Text:
    """The same in both languages."""
    return Text(formula_words(rule, currency, "zh"), formula_words(rule, currency, "en"))


def _number(value: Decimal | None) -> str:
    shown = f"{value or 0:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
