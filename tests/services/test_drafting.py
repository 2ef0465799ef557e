"""The draft as a service: files by name, and the summary that the command line prints."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.adapters.docx_back import read_returned
from evaluator.contract.words import Own, Quantity
from evaluator.domain.contract import Clause, Paragraph
from evaluator.domain.finding import Rule, finding
from evaluator.domain.money import Money
from evaluator.domain.ranking import Result, Status
from evaluator.domain.text import Text
from evaluator.services.draft_files import OUTPUTS
from evaluator.services.drafting import file_stem, make_draft
from evaluator.services.problem import Refused
from tests import drafts


def summary(made=None, wanted=(), **changes):
    return make_draft(drafts.inputs(made, **changes), wanted=wanted).summary


def terms(found):
    return {term["id"]: term for term in found["terms"]}


def test_the_summary_is_plain_json_with_the_published_keys():
    found = json.loads(json.dumps(summary(wanted=tuple(OUTPUTS))))

    assert found["vendor"] == "Ada"
    assert found["files"] == [
        "draft_Ada_both.docx", "draft-outbound_Ada_both.docx", "term-sheet_Ada_both.xlsx", "coverage_Ada_both.xlsx",
        "checklist_Ada_both.md", "manifest_Ada_both.json",
    ]  # fmt: skip
    assert set(found["terms"][0]) == {
        "id",
        "status",
        "direction",
        "value",
        "unit",
        "days",
        "after",
        "base",
        "verbatim",
        "file",
        "sheet",
        "cell",
        "clause",
        "agreed",
    }
    assert (found["blanks"], found["deviations"], found["blocking"]) == (0, 0, ["award_not_recorded"])
    assert found["coverage"] == {
        "points_scored": 100.0,
        "points_backed": 100.0,
        "points_weakened": 0.0,
        "points_missing": 0.0,
        "unbacked": [],
        "weakened": [],
        "missing": [],
    }


def test_what_comes_from_the_vendor_names_its_cell_and_what_is_ours_names_none():
    found = summary(drafts.bid(DV_01=drafts.deviating()))

    for term in found["terms"]:
        place = (term["file"], term["sheet"], term["cell"])
        if term["status"] in ("filled", "deviates"):
            assert all(place), term
        else:
            assert place == (None, None, None), term
    assert terms(found)["payment_days"] == {
        "id": "payment_days", "status": "deviates", "direction": "negative",
        "value": "We need 15 days only.", "verbatim": "We need 15 days only.", "unit": "day", "days": "calendar",
        "after": {"zh": "收到发票之日", "en": "receipt of the invoice"}, "base": None,
        "file": "ada.xlsx", "sheet": "Deviations", "cell": "E4", "clause": "payment", "agreed": None,
    }  # fmt: skip
    assert found["deviations"] == 1


def test_values_are_numbers_words_and_tables_without_any_type_of_ours():
    found = terms(summary())

    assert found["response"]["value"] == 4
    assert found["total_price"]["value"] == {"amount": 2000, "currency": "CNY"}
    assert found["buyer_name"]["value"] == {"zh": "海澜公司（示例）", "en": "Hailan Ltd (sample)"}
    assert found["price_table"]["value"]["columns"][0] == "line"
    assert found["vendor_name"]["value"] == "Ada Systems Ltd"
    assert found["plan"]["clause"] == "schedule.1"


def test_the_counts_agree_with_the_terms_that_the_draft_holds():
    found = summary(replace(drafts.bid(), answers={}))

    assert found["blanks"] == sum(term["status"] == "blank" for term in found["terms"])
    assert "blank:total_price" in found["blocking"]
    assert found["coverage"]["points_scored"] == 0


def test_a_recorded_award_blocks_nothing():
    found = summary(award_recorded=True)

    assert (found["blocking"], found["ready_to_sign"]) == ([], True)


def test_page_one_and_the_checklist_count_what_the_data_says_is_in_the_way():
    silent = drafts.bid(SU_01=drafts.cell("SU-01", None), DV_01=drafts.deviating())

    made = make_draft(drafts.inputs(silent, award_recorded=True, layout="en"), wanted=("draft", "checklist"))

    assert made.summary["ready_to_sign"] is False
    assert made.summary["blocking"] == ["blank:response", "deviation:payment_days"]
    draft, checklist = made.files.values()
    because = "no, because 1 blank is open; 1 deviation is not decided."
    assert because in checklist.decode()
    assert because in " ".join(one.text for one in read_returned(draft).paragraphs)


def test_a_bid_without_a_place_says_so_with_its_open_gates_and_the_blanks_of_its_open_answers():
    silent = drafts.cell("SU-01", None, "Main", "D5")
    gate = finding(Rule.GATE_OPEN, silent.source, vendor="Ada", item="SU-01", id="SU-01")
    row = Result(
        vendor="Ada", status=Status.UNSETTLED, low=Fraction(0), high=Fraction(1), nodes=(), reasons=(gate,)
    )  # fmt: skip

    found = summary(drafts.bid(SU_01=silent), award_recorded=True, result=row)

    assert found["blocking"] == ["not_ranked", "gate_open:SU-01", "answer_open:SU-01", "blank:response"]
    assert [one["cells"] for one in found["findings"]] == [
        [], [{"file": "ada.xlsx", "sheet": "Main", "cell": "D5"}], [],
    ]  # fmt: skip
    assert "SU-01" in found["findings"][1]["message"]


def test_a_better_offer_is_counted_apart_and_the_draft_still_prints_our_term():
    better = replace(drafts.deviating("We grant 60 days."), value="positive")

    made = make_draft(drafts.inputs(drafts.bid(DV_01=better)))

    assert (made.summary["deviations"], made.summary["better_offers"]) == (1, 1)
    assert terms(made.summary)["payment_days"]["direction"] == "positive"
    row = made.draft.deviations[0]
    assert (row.value, row.theirs) == ((Quantity("30", "calendar_day"),), (Own("We grant 60 days.", "en"),))


def test_a_total_that_the_vendor_did_not_write_is_ours_and_blocks_with_both_figures():
    stated = drafts.cell("TOTAL", Money(Decimal(1900)), "Prices", "G20", verbatim="1900")
    wrong = replace(drafts.bid(), stated_total=stated)
    right = replace(drafts.bid(), stated_total=replace(stated, value=Money(Decimal(2000)), verbatim="2000"))

    found = summary(wrong)

    total = terms(found)["total_price"]
    assert (total["status"], total["verbatim"], total["cell"]) == ("position", "1900", None)
    assert found["blocking"] == ["award_not_recorded", "total_differs"]
    assert [figure in found["findings"][0]["message"] for figure in ("1,900.00", "2,000.00")] == [True, True]
    assert found["findings"][0]["cells"][0]["cell"] == "G20"
    assert terms(summary(right))["total_price"]["status"] == "filled"


def test_a_library_with_a_dead_reference_gives_no_file_and_says_where():
    part = Paragraph(id="x.one", text=Text("见{ref:gone}", "See {ref:gone}"))
    books = drafts.library(
        clauses=(Clause(id="x", order=1, version=1, owner="x", title=Text("题", "T"), paragraphs=(part,)),)
    )

    result = make_draft(drafts.inputs(library=books))

    assert result.files == {}
    assert [(fault.rule, fault.place, fault.name) for fault in result.faults] == [("absent_reference", "x.one", "gone")]
    assert "absent_reference:x.one" in result.summary["blocking"]


def test_the_date_comes_from_the_call_then_the_tender_and_never_from_the_clock():
    def manifest(**changes):
        (content,) = make_draft(drafts.inputs(**changes), wanted=("manifest",)).files.values()
        return json.loads(content)

    assert manifest(date="2026-04-02")["date"] == "2026-04-02"
    assert manifest()["date"] == "2026-03-01"
    assert manifest(tender=drafts.tender(draft_date=""))["date"] == ""


@pytest.mark.parametrize("written", ["next week", "明天", "2026-13-40", "20260401", "2026-04-01T09:00"])
def test_a_date_that_is_no_day_is_refused_and_not_left_out(written):
    with pytest.raises(Refused, match="not_a_day"):
        make_draft(drafts.inputs(date=written))


def test_a_draft_needs_no_tender_file():
    found = summary(wanted=("draft",), tender=None)

    assert terms(found)["buyer_name"]["status"] == "blank"
    assert found["files"]


def test_the_manifest_changes_with_every_input():
    def digest(made=None, **changes):
        (content,) = make_draft(drafts.inputs(made, **changes), wanted=("manifest",)).files.values()
        return content

    base = digest()

    assert digest() == base
    assert digest(drafts.bid(SU_01=drafts.cell("SU-01", Decimal(3)))) != base
    assert digest(award_recorded=True) != base
    assert digest(library=drafts.library(title=Text("另一份", "Another"))) != base
    assert digest(tender=drafts.tender(sample=True)) != base


def test_a_vendor_s_name_makes_a_safe_file_name():
    assert file_stem("C:\\..\\星海 软件（示例）*?") == "C_.._星海_软件_示例"
    assert file_stem("CON\x00/../..") == "CON"
    assert len(file_stem("长" * 300)) == 60
    assert file_stem("///") == "vendor"
