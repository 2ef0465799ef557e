"""A last round on price, the second-placed chosen by a committee, and the papers that people sign and receive."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from evaluator.i18n.words import t
from tests.acceptance.desk.acts import choose, dated, row, taken, typed, unfold
from tests.acceptance.desk.opening import DUE, NAME
from tests.acceptance.desk.papers import (
    FINAL,
    FIRST,
    HUA,
    LAST,
    LIAN,
    PANEL,
    VENDORS,
    YUAN,
    answered,
    of_last_year,
    printed,
    through_office,
    unpacked,
)  # fmt: skip
from tests.browser.visit import Visit

FIRST_REASON = "按三年总价计算成本最低，我方人员可自行运维。"
SECOND_REASON = "排第一的方案需要另建机房，我方没有条件。"
COMMITTEE = "李衡，行政总监\n莫莉，采购主管\n方敏"


def improve(visit: Visit, folder: Path) -> None:
    """All three are asked for a final price; what two send stays sealed until the lead ends the round, and is then taken.

    A price workbook of another tender is refused and changes nothing.
    """
    visit.go("shortlist")
    unfold(visit, "final_new")
    dated(visit, "final_due_", f"{DUE:%Y%m%d}")
    typed(visit, "final_reason_", "请三家按同一范围再报一次价")
    visit.click("final_open")
    expect(visit.page.locator(".st-key-final_table tbody tr")).to_have_count(3)
    out = unpacked(taken(visit, t("shortlist.final.download", "zh", count=3), folder / "final.zip").read_bytes())
    assert set(unpacked(out[f"{LIAN}-final-prices.zip"])) == {"投标说明.txt", f"{LIAN}_报价.xlsx"}
    books = {
        name: data
        for vendor in FINAL
        for name, data in answered(out[f"{vendor}-final-prices.zip"], vendor, FINAL).items()
    }
    visit.go("bids")
    unfold(visit, "bids_more")
    old = folder / f"{YUAN}_去年报价.xlsx"
    old.write_bytes(of_last_year(books[f"{LIAN}_报价.xlsx"]))
    visit.upload("bids_files_1", [*through_office(folder / "final", books, "xlsx"), old])
    visit.click("bids_upload")
    visit.reads(t("bids.results", "zh", n=3, stored=2))
    expect(row(visit, "bids_results", old.name)).to_contain_text("属于另一个采购项目“T-2025-77”")
    visit.go("shortlist")
    expect(row(visit, "final_table", LIAN)).not_to_contain_text(LAST[LIAN])  # another may still bid
    visit.page.locator(".st-key-final_end button").first.click()
    typed(visit, "final_end_reason_", "第三家来函不再报价")
    visit.click("final_close")
    visit.reads(t("shortlist.final.ended", "zh"))
    visit.go("bids")
    for vendor in FINAL:
        visit.click("revision_look")
        visit.reads(t("revision.title", "zh", name=f"{vendor}_报价.xlsx"))
        if vendor == LIAN:
            visit.picture("telephony-12-final")
        typed(visit, "revision_reason_", "按最终报价轮次采用")
        visit.page.locator("[class*=st-key-revision_save_] button").click()
        visit.settled()
        visit.reads(t("revision.taken", "zh", name=f"{vendor}_报价.xlsx"))
    visit.go("shortlist")
    for vendor in FINAL:
        for price in (FIRST[vendor], LAST[vendor]):
            expect(row(visit, "final_table", vendor)).to_contain_text(price)


def totals(visit: Visit) -> dict[str, str]:
    """The total of each vendor as the shortlist shows it."""
    return {vendor: row(visit, "shortlist_table", vendor).locator("td").nth(1).inner_text() for vendor in VENDORS}


def choose_the_second(visit: Visit) -> None:
    """The second-placed is chosen by three named people, and not without a second reason."""
    choose(visit, "award_vendor", LIAN)
    typed(visit, "award_reason", FIRST_REASON)
    typed(visit, "award_members", COMMITTEE)
    choose(visit, "award_chair", "李衡")
    visit.click("award_do")
    visit.reads("排第 2 名。另写一条不选第一名的理由。")
    typed(visit, "award_second", SECOND_REASON)
    visit.click("award_do")
    visit.reads(t("shortlist.second_given", "zh", reason=SECOND_REASON))
    visit.picture("telephony-13-chosen")


def read_papers(visit: Visit, folder: Path) -> None:
    """The recommendation and the letters are opened as PDF: all that a signature needs, and no rival's secret."""
    points = totals(visit)
    paper = taken(visit, t("shortlist.paper_zh", "zh", form="PDF"), folder / "recommendation.pdf")
    text = printed(paper)
    named = (*VENDORS, *points.values(), *LAST.values(), "李衡", "行政总监", "莫莉", NAME)
    for part in (FIRST_REASON, SECOND_REASON, *named):
        assert part in text, part
    for vendor, other in ((HUA, YUAN), (YUAN, HUA)):
        words = t("debrief.one", "zh", vendor=vendor, form="PDF")
        text = printed(taken(visit, words, folder / f"{vendor}.pdf"))
        for part in (vendor, LIAN, NAME, points[vendor], LAST[vendor]):
            assert part in text, (vendor, part)
        rivals = [part for rival in (LIAN, other) for part in (points[rival], FIRST[rival], LAST[rival])]
        for part in (other, FIRST_REASON, SECOND_REASON, *rivals, *PANEL):
            assert part not in text, (vendor, part)
