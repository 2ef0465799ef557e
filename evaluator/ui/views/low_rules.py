"""When a price has to be explained, in words: the limits of the method, and the rules that they come from."""

from __future__ import annotations

from functools import reduce

from evaluator.adapters.low_price_files import bundled_low_prices
from evaluator.domain.low_price import LIMITS, LowPriceRules
from evaluator.domain.method import AbnormallyLow
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment
from evaluator.i18n.words import t
from evaluator.intake.method_rules import NAMES
from evaluator.ui.views.method import number


def low_rule(low: AbnormallyLow, lang: Lang) -> str:
    """The triggers and the time to explain, then the rules that they come from; empty where no price is asked about."""
    triggers = [
        t(f"method.low.{name}", lang, share=number(limit))
        for name in LIMITS
        if (limit := getattr(low, name)) is not None
    ]
    triggers += [t("method.low.judgement", lang)] if low.judgement else []
    if not triggers:
        return ""
    either = reduce(lambda first, second: t("method.or", lang, first=first, second=second), triggers)
    said = [t("method.low", lang, triggers=either)]
    said += [t("method.low_at_limit", lang)] if low.at_limit else []
    said += [t("method.low_minutes", lang, minutes=low.minutes)] if low.minutes is not None else []
    lines = ["".join(said) if lang == "zh" else " ".join(said)]
    rules = bundled_low_prices().get(low.pack)
    return "\n".join(lines if rules is None else [*lines, *_rules(rules, lang)])


def _rules(rules: LowPriceRules, lang: Lang) -> list[str]:
    """What the rules say, where that was read and when, and what nobody could verify."""
    dated = [t("method.low_source", lang, source=rules.source)]
    dated += [t("method.low_valid", lang, day=moment(rules.valid_from, lang))] if rules.valid_from else []
    dated += [t("method.low_checked", lang, day=moment(rules.checked_on, lang))]
    dated += [t("method.low_counsel", lang)] if rules.counsel else []
    said = t("method.low_rules", lang, rules=NAMES[rules.key], summary=rules.summary)
    unverified = rules.unverified.show(lang)
    return [said, *([unverified] if unverified else []), ("" if lang == "zh" else " ").join(dated)]
