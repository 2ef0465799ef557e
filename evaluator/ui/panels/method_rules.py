"""Rules of the method that are chosen: the price formula, what a blank costs, how ties are broken, each with what it does."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.method_edit import Edit, Part, Place, Value
from evaluator.intake.method_rules import CHOICES, TIES, rule_names
from evaluator.scoring.check import GOV_FORMULA
from evaluator.services.state import TenderState
from evaluator.ui.parts import words
from evaluator.ui.state import PageContext


def rule_choices(page: PageContext, now: TenderState, prefix: str) -> list[Edit]:
    """A box for each rule with a sentence under it, and the edits that they come to."""
    method = now.pack.method
    held = {"price.formula": method.price.formula, "blank": method.blank}
    given: dict[str, Value] = {}
    for field in CHOICES:
        given[field] = _one(page, now, field, held[field], prefix)
    names = rule_names(method, TIES)
    given[TIES] = tuple(
        st.multiselect(
            page.t("change.rule.ties"), list(names), list(method.ties), key=f"{prefix}_ties", width=720,
            format_func=lambda key: page.text(names[str(key)]), placeholder=page.t("change.own.none"),
        )
    )  # fmt: skip
    words.small(page.t("change.says.ties"))
    now_held: dict[str, Value] = {**held, TIES: method.ties}
    return [Edit(Place(Part.RULES, "", field), value) for field, value in given.items() if value != now_held[field]]


def _one(page: PageContext, now: TenderState, field: str, held: str, prefix: str) -> str:
    """The choice of one rule; in government procurement the price formula is not chosen."""
    names = rule_names(now.pack.method, field)
    fixed = field == "price.formula" and now.tender.route == "gov"
    name = field.replace(".", "_")
    taken = st.selectbox(
        page.t(f"change.rule.{name}"), list(names), list(names).index(held), key=f"{prefix}_{name}", width=720,
        format_func=lambda key: page.text(names[key]), disabled=fixed and held == GOV_FORMULA,
    )  # fmt: skip
    words.small(page.t(f"change.says.{taken}"))
    if fixed:
        words.small(page.t("pack.gov_formula"))
    return str(taken)
