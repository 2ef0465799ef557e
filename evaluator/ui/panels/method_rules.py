"""Rules of the method that are chosen: ranking, panel, price formula, blanks and ties, each with what it does."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evaluator.domain.award_rule import ADDITIVE, from_line, in_line
from evaluator.domain.method import DRAW
from evaluator.domain.method_edit import Edit, Part, Place, Value, rule_values
from evaluator.intake.method_rules import ASKED, CHOICES, PARAMETERS, SEED, TIES, VARIANTS, key_of, rule_names, value_of
from evaluator.scoring.check import GOV_FORMULA
from evaluator.services.state import TenderState
from evaluator.ui.parts import words
from evaluator.ui.state import PageContext

# What government procurement leaves no choice in, and the words for it.
_GOV: Mapping[str, tuple[str, str]] = {
    "price.formula": (GOV_FORMULA, "pack.gov_formula"), "award.method": (ADDITIVE, "pack.gov_award"),
}  # fmt: skip


def rule_choices(page: PageContext, now: TenderState, prefix: str) -> list[Edit]:
    """A box for each rule with a sentence under it, and the edits that they come to."""
    held = rule_values(now.pack.method)
    given: dict[str, Value] = {}
    for field in (*CHOICES, *ASKED):
        given[field] = value_of(_one(page, now, field, key_of(held[field]), prefix))
        if field == "award.method" and given[field] != ADDITIVE:
            given[PARAMETERS] = _parameters(page, str(held[PARAMETERS]), prefix)
    names = rule_names(now.pack.method, TIES)
    ties = tuple(
        st.multiselect(
            page.t("change.rule.ties"), list(names), list(now.pack.method.ties), key=f"{prefix}_ties", width=720,
            format_func=lambda key: page.text(names[str(key)]), placeholder=page.t("change.own.none"),
        )
    )  # fmt: skip
    words.small(page.t("change.says.ties"))
    given[TIES] = ties
    if DRAW in ties:
        given[SEED] = st.text_input(
            page.t("change.rule.tie_seed"), str(held[SEED]), key=f"{prefix}_tie_seed", width=720
        )
        words.small(page.t("change.says.tie_seed"))
    return [Edit(Place(Part.RULES, "", field), value) for field, value in given.items() if value != held[field]]


def _one(page: PageContext, now: TenderState, field: str, held: str, prefix: str) -> str:
    """The choice of one rule; in government procurement the price formula and the ranking are not chosen."""
    names = rule_names(now.pack.method, field)
    only, why = _GOV.get(field, ("", "")) if now.tender.route == "gov" else ("", "")
    name = field.replace(".", "_")
    taken = st.selectbox(
        page.t(f"change.rule.{name}"), list(names), list(names).index(held), key=f"{prefix}_{name}", width=720,
        format_func=lambda key: page.text(names[key]), disabled=held == only,
    )  # fmt: skip
    words.small(page.t(f"change.says.{name if field == VARIANTS or field in ASKED else taken}"))
    if why:
        words.small(page.t(why))
    return str(taken)


def _parameters(page: PageContext, held: str, prefix: str) -> str:
    """The parameters of a ranking method, which the weighted total has none of."""
    typed = st.text_input(page.t("change.rule.award_parameters"), held, key=f"{prefix}_award_parameters", width=720)
    words.small(page.t("change.says.award_parameters"))
    return in_line(from_line(typed))
