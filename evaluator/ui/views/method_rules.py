"""The rules that turn values into a ranking, in words, and the price lines."""

from __future__ import annotations

from evaluator.domain.award_rule import in_line
from evaluator.domain.method import DRAW, NO_QUESTION, Method, RequirementRule
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import headed
from evaluator.i18n.price_formulas import formula_words
from evaluator.i18n.words import t
from evaluator.intake.method_rules import RANKINGS, TIES, rule_names
from evaluator.intake.questionnaire import unit_prices
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.low_rules import low_rule
from evaluator.ui.views.method import DASH, number

_COLON = {"zh": "：", "en": ": "}


def prices(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The price lines: the buyer fixes quantities, vendors enter unit prices."""
    columns = [
        Column(t("method.col.id", lang), head=True), Column(t("method.col.line", lang), width=18),
        Column(t("method.col.group", lang), width=8), Column(t("method.col.quantity", lang), kind="number"),
        Column(t("method.col.unit", lang)),
    ]  # fmt: skip
    rule = state.pack.method.price
    rows = [
        Row(
            [
                line.id, Cell(text=line.title.show(lang), note=line.note.show(lang)), rule.groups[line.group].show(lang),
                number(line.quantity), line.unit.show(lang),
            ]
        )
        for line in unit_prices(state.pack.method, state.tender)
    ]  # fmt: skip
    return columns, rows


def rules(state: TenderState, lang: Lang) -> list[tuple[str, str]]:
    """Every rule that turns values into a ranking, and what the method is known by."""
    method = state.pack.method
    rows = [
        ("award", _award(method, lang)),
        ("price", price_rule(state, lang)),
        ("panel", t(f"method.combine.{method.combine.value}", lang)),
        ("reasons", t(f"method.reasons.{'needed' if method.reason_required else 'free'}", lang)),
        ("discuss", t("method.discuss", lang, share=number(method.discuss_over))),
    ]
    if method.requirements is not None:
        rows.append(("requirements", requirement_rule(method.requirements, lang)))
    rows.append(("blank", t(f"method.blank.{method.blank}", lang)))
    rows.append(("ties", ties(method, lang)))
    rows.append(
        ("shortlist", t("method.shortlist", lang, n=method.shortlist.top, minimum=number(method.shortlist.minimum)))
    )
    rows.append(("variants", t(f"method.variants.{'allowed' if method.variants else 'none'}", lang)))
    if method.minimum_total is not None:
        rows.append(("minimum", t("method.minimum", lang, minimum=number(method.minimum_total))))
    rows.append(("grain", t("method.grain", lang, n=method.grain)))
    rows.append(("version", f"{method.key} {method.version} · {t('method.number', lang, number=state.number)}"))
    rows.append(("hash", state.pack.sha256))
    return [(t(f"method.rule.{key}", lang), said) for key, said in rows]


def ties(method: Method, lang: Lang) -> str:
    """What equal totals are compared by, in order, and the seed of a draw."""
    names = rule_names(method, TIES)
    order = " → ".join(names[key].show(lang) for key in method.ties)
    if DRAW in method.ties:
        return t("method.ties_drawn", lang, order=order, seed=method.tie_seed)
    return t("method.ties", lang, order=order) if order else t("method.ties_none", lang)


def requirement_rule(rule: RequirementRule, lang: Lang) -> str:
    """What each reply to a row of the requirement list is worth."""
    points = {key: number(getattr(rule, key)) for key in ("meets", "partial", "custom", "no")}
    weights = {"must": number(rule.must_weight), "should": number(rule.should_weight)}
    return t("method.requirements", lang, **points, **weights)


def _award(method: Method, lang: Lang) -> str:
    if method.award.rule == "additive":
        return t("method.award.additive", lang)
    if method.award.rule == "index":
        said, given = t(f"change.says.{method.award.method}", lang), in_line(method.award.parameters)
        return "\n".join(filter(None, (f"{headed(method.award.method, lang)}{_COLON[lang]}{said}", given)))
    name = RANKINGS[method.award.method].show(lang) if method.award.method in RANKINGS else method.award.method
    return t("method.award.method", lang, method=name, parameters=in_line(method.award.parameters) or DASH)


def price_rule(state: TenderState, lang: Lang) -> str:
    """The price formula in words, with what is compared and when a price is questioned."""
    rule, currency = state.pack.method.price, state.tender.currency
    said = [formula_words(rule, currency, lang), t("method.price.years", lang, years=number(rule.years))]
    said.append(t("method.price.correction", lang))
    if state.pack.method.price_minimum_share is not None:
        said.append(t("method.price.share", lang, share=number(state.pack.method.price_minimum_share)))
    deducted = rule.deduction
    if deducted.question != NO_QUESTION:
        key = "deduction" if deducted.share == NO_QUESTION else "deduction_share"
        percent = number(deducted.percent) if deducted.percent is not None else DASH
        said.append(t(f"method.{key}", lang, id=deducted.question, share=deducted.share, percent=percent))
    said += filter(None, [low_rule(rule.abnormally_low, lang)])
    return "\n".join(said)
