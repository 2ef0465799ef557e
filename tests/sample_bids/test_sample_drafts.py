"""Drafts of the sample tender's bids, as counsel would read them: sums, rejected terms, findings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from evaluator.contract.draft import Table
from evaluator.contract.words import Own, Quantity
from evaluator.domain.contract import TermStatus
from evaluator.services.draft_folder import speaks_against
from evaluator.services.drafting import DraftInputs, DraftResult, make_draft
from evaluator.services.folder import FolderTender, evaluate_folder, read_folder
from evaluator.services.pricing import price_facts

FOLDER = Path(__file__).parents[2] / "sample_bids"
VENDORS = ("海岚", "Corvane", "Whetstone", "Lumora", "青禾", "速客")


@cache
def sample() -> tuple[FolderTender, object]:
    read = read_folder("crm_platform", FOLDER, None, FOLDER / "scorecards")
    return read, evaluate_folder(read)


@cache
def made(vendor: str) -> DraftResult:
    read, evaluation = sample()
    bid = next(bid for bid in evaluation.bids if vendor in bid.vendor)
    price = price_facts(bid, read.pack.method, read.tender)
    return make_draft(
        DraftInputs(
            library=read.pack.library,
            method=read.pack.method,
            tender=read.tender,
            bid=bid,
            price=price,
            layout="both",
            result=evaluation.ranking.of(bid.vendor),
        ),
        wanted=(),
    )


def terms(vendor: str) -> dict[str, dict]:
    return {term["id"]: term for term in made(vendor).summary["terms"]}


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_part_of_the_price_belongs_to_a_payable_head(vendor):
    found = terms(vendor)
    library = sample()[0].pack.library
    heads = [term.id for term in library.terms if term.fill.startswith("price:group/")]

    if found["total_price"]["status"] == TermStatus.BLANK:
        assert all(found[head]["status"] == TermStatus.BLANK for head in heads)
    else:
        assert sum(Decimal(str(found[head]["value"]["amount"])) for head in heads) == Decimal(
            str(found["total_price"]["value"]["amount"])
        )


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_schedule_says_again_without_a_mark_what_the_body_does_not_accept(vendor):
    draft = made(vendor).draft
    rejected = {row.term: row for row in draft.annex if row.status is TermStatus.DEVIATES}
    fills = {term.fill: term for term in sample()[0].pack.library.terms if term.id in rejected}
    again = 0

    for appendix in draft.appendices:
        for part in appendix.parts:
            for down, row in enumerate(part.rows if isinstance(part, Table) else ()):
                for across, words in enumerate(row):
                    asked = row[0][0].text if part.term == "warranties_from_bid" and isinstance(row[0][0], Own) else ""
                    term = fills.get(f"question:{asked}") if across == 2 else None
                    if part.term == "milestones" and across == 1 and "go_live_date" in rejected:
                        theirs = rejected["go_live_date"].theirs
                        assert [word.amount for word in words] != [word.amount for word in theirs]
                    if term is not None:
                        again += 1
                        assert part.marks[down, across] == rejected[term.id].mark > 0
                        assert words != rejected[term.id].theirs
    assert again == sum(fill.startswith("question:") for fill in fills)


def test_the_week_of_go_live_in_the_plan_is_the_buyer_s_under_the_number_of_the_deviation():
    draft = made("Corvane").draft
    plan = next(part for part in draft.appendices[2].parts if part.term == "milestones")
    row = next(row for row in draft.annex if row.term == "go_live_date")

    assert (plan.rows[4][1], plan.marks) == ((Quantity("20", "week_number"),), {(4, 1): row.mark})
    assert (row.value, row.theirs) == ((Quantity("20", "week"),), (Quantity("22", "week"),))
    assert {place.schedule for place in row.places} == {0, 3, 7}


@pytest.mark.parametrize(
    ("vendor", "blocking"),
    [
        ("海岚", ["sum_differs:maintenance_years"]), ("Corvane", ["last_differs:retention"]),
        ("Whetstone", ["total_differs", "sum_differs:maintenance_years"]), ("Lumora", []),
    ],
)  # fmt: skip
def test_terms_that_do_not_fit_one_another_block_with_the_cells_that_say_so(vendor, blocking):
    summary = made(vendor).summary

    assert [key for key in summary["blocking"] if key.partition(":")[0].endswith("differs")] == blocking
    found = [one for one in summary["findings"] if one["rule"].endswith("differs")]
    assert all(one["cells"] and all(cell["cell"] for cell in one["cells"]) for one in found)
    if vendor == "Corvane":  # it refuses the position that retention stands at, and names no other figure
        assert "“质保金比例”为5%" in found[0]["message"]


@pytest.mark.parametrize(("vendor", "better", "worse"), [("海岚", 3, 9), ("Corvane", 2, 20), ("Whetstone", 2, 12)])
def test_better_and_worse_offers_of_the_sample_are_told_apart(vendor, better, worse):
    draft = made(vendor).draft

    assert (len(draft.departing("positive")), len(draft.departing("negative"))) == (better, worse)


def test_a_slower_severity_of_the_sample_is_a_deviation_with_its_cell_and_the_schedule_prints_ours():
    found = made("海岚")
    rows = {row.term: row for row in found.draft.deviations if row.term.startswith("sla/")}

    assert list(rows) == [
        f"sla/{one}" for one in ("P1/response", "P1/resolution", "P2/response", "P2/resolution", "P3/resolution")
    ]
    assert (str(rows["sla/P1/resolution"].source.cell), rows["sla/P1/resolution"].value[0].amount) == ("G15", "4")


def test_a_bid_that_is_not_settled_names_its_open_gate_and_every_blank_it_leaves():
    summary = made("速客").summary
    blank = {term["id"] for term in summary["terms"] if term["status"] == TermStatus.BLANK}

    assert {"not_ranked", "gate_open:ST-07", "answer_open:SU-09"} <= set(summary["blocking"])
    assert {key.partition(":")[2] for key in summary["blocking"] if key.startswith("blank:")} == blank
    assert blank == {"encryption_transit", "backup_rpo", "upgrade_notice_days"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_draft_of_the_sample_leaves_a_blank_about_the_buyer(vendor):
    ours = {key: term["status"] for key, term in terms(vendor).items() if key.startswith("buyer_")}

    assert set(ours) == {term.id for term in sample()[0].pack.library.terms if term.fill.startswith("buyer:")}
    assert [key for key, status in ours.items() if status == TermStatus.BLANK] == []


def test_answers_that_are_no_longer_those_on_the_scorecards_speak_against_a_draft():
    read, evaluation = sample()
    vendor = evaluation.ranking.ranked()[0].vendor
    leaf = read.pack.method.panel_leaves()[0]
    item = read.pack.method.of_leaf(leaf.key)[0].id
    changed = [
        replace(bid, answers={**bid.answers, item: replace(bid.answers[item], remark="a later word")})
        for bid in evaluation.bids
    ]

    assert speaks_against(read, evaluation, vendor, recorded=False) == ""
    assert speaks_against(read, replace(evaluation, bids=tuple(changed)), vendor, recorded=False) == "answers_changed"
    bound = replace(read, tender=replace(read.tender, route="gov"))
    assert speaks_against(bound, evaluation, vendor, recorded=False) == "draft_before_award"
    assert speaks_against(bound, evaluation, vendor, recorded=True) == ""
