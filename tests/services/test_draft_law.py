"""The law of a draft as services tell it: what may not change after an award, and by when to sign."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evaluator.domain.award import Selection
from evaluator.i18n.words import t
from evaluator.services.draft_law import award_day, change_refused
from evaluator.services.drafting import make_draft
from tests import drafts

SUBSTANCE = next(term for term in drafts.TERMS if term.id == "total_price")
FORM = next(term for term in drafts.TERMS if term.id == "vendor_address")


@pytest.mark.parametrize(
    ("route", "law"), [("tender", "《招标投标法》第46条"), ("gov", "《政府采购法》第46条"), ("negotiated", "")]
)
def test_after_a_formal_award_substance_may_not_change_and_the_article_is_named(route, law):
    refused = change_refused(SUBSTANCE, route, "2026-03-01")

    assert (refused is not None) is bool(law)
    assert change_refused(FORM, route, "2026-03-01") is None
    if refused is not None:
        said = t(refused.key, "zh", **refused.params)
        assert law in said
        assert SUBSTANCE.label.zh in said


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
