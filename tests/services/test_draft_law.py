"""The law of a draft as services tell it: what may not change after an award, and by when to sign."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evaluator.adapters.packs import known_packs, load_pack
from evaluator.contract.tables import judged
from evaluator.domain.award import Selection
from evaluator.i18n.words import t
from evaluator.services.draft_law import award_day, change_refused
from evaluator.services.drafting import make_draft
from tests import drafts, tiny

SUBSTANCE = next(term for term in drafts.TERMS if term.id == "total_price")
FORM = next(term for term in drafts.TERMS if term.id == "vendor_address")


@pytest.mark.parametrize(
    ("route", "law"), [("tender", "《招标投标法》第46条"), ("gov", "《政府采购法》第46条"), ("negotiated", "")]
)
def test_after_a_formal_award_substance_may_not_change_and_the_article_is_named(route, law):
    refused = change_refused(SUBSTANCE, route, tiny.method(), "2026-03-01")

    assert (refused is not None) is bool(law)
    assert change_refused(FORM, route, tiny.method(), "2026-03-01") is None
    if refused is not None:
        said = t(refused.key, "zh", **refused.params)
        assert law in said
        assert SUBSTANCE.label.zh in said


# What Art. 488 of the Civil Code names, by the terms of the bundled packs that say it.
NAMED = {
    "parties": {"vendor_name", "buyer_name"},
    "subject": {"subject", "modules", "services", "service_scope", "training", "custom_ip_owner", "licence_scope"},
    "quantity": {"users_limits", "price_table", "posts"},
    "quality": {"acceptance_criteria", "sla", "availability", "service_levels"},
    "price": {"total_price", "payment_stages", "payment_plan", "payment_days"},
    "time and place": {
        "go_live_date", "acceptance_days", "contract_years", "service_months", "service_start", "delivery_days",
        "delivery_place", "site_address",
    },
    "breach": {"late_delivery_ld", "ld_cap", "service_credits", "late_payment_interest", "liability_cap", "cure_days"},
    "disputes": {"dispute_forum", "arbitration_body", "court_place", "governing_law"},
}  # fmt: skip


@pytest.mark.parametrize("name", known_packs())
def test_no_scored_or_gated_promise_and_nothing_that_makes_a_contract_may_change_after_a_formal_award(name):
    pack = load_pack(name)
    won = {question.id for question in pack.method.questions if judged(question)}
    promised = {term.id for term in pack.library.terms if term.fill.partition(":")[2].partition("/")[0] in won}
    named = {term.id for term in pack.library.terms} & set().union(*NAMED.values())

    refused = {term.id for term in pack.library.terms if change_refused(term, "gov", pack.method)}

    assert (promised | named) - refused == set()
    assert {"vendor_address", "vendor_contact", "confidentiality_years"} & refused == set()
    if name == "crm_platform":
        assert {"data_location", "mlps_level", "backup_rto", "encryption_rest"} <= promised


@pytest.mark.parametrize(
    ("route", "notice", "last"),
    [
        ("tender", "2026-03-02", "2026-04-01"), ("gov", "2026-01-31", "2026-03-02"), ("tender", "", None),
        ("negotiated", "2026-03-02", None),
    ],
)  # fmt: skip
def test_the_summary_counts_thirty_days_from_the_award(route, notice, last):
    made = make_draft(drafts.inputs(tender=drafts.tender(route=route), notice=notice), wanted=())

    found = json.loads(json.dumps(made.summary["route"]))

    assert found["route"] == route
    assert found["sign_by"] == last
    assert (found["frozen_by"] is None) is (route == "negotiated")


def test_the_day_of_the_award_is_the_day_of_the_choice_where_the_tender_is():
    chosen = Selection(vendor="Ada", reason="best", by="lead", at="2026-03-01T18:30:00.000000Z")
    tender = drafts.tender(deadline="2026-02-01T17:00+08:00")

    assert award_day(chosen, "Ada", tender) == "2026-03-02"
    assert award_day(replace(chosen, vendor="ａｄａ "), "Ada", tender) == "2026-03-02"
    assert award_day(chosen, "Bo", tender) == ""
    assert award_day(None, "Ada", tender) == ""
    assert award_day(replace(chosen, at=""), "Ada", tender) == ""
