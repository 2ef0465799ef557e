"""The whole work in real Chromium, from an empty data folder to the contract draft, in Chinese and in English."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, expect

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.sample import sample_folder
from tests.browser.conftest import Serving
from tests.browser.visit import Visit, visiting

pytestmark = pytest.mark.browser
WINNER = "海岚云软件有限公司（示例）"
OPEN = "青禾数联科技有限公司（示例）"


def workbooks(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def start(visit: Visit) -> None:
    """A tender from its file, its method locked, the vendors' workbooks downloaded."""
    lang = visit.lang
    visit.reads(t("desk.empty.title", lang))
    visit.picture("01-empty")
    visit.click("desk_start")
    visit.page.get_by_role("tab").nth(1).click()
    visit.upload("tender_file", [sample_folder() / "tender.toml"])
    visit.click("tender_use")
    visit.reads(t("tender.started", lang))
    visit.picture("02-tender")
    visit.go("method")
    visit.click("method_lock")
    visit.picture("03-lock")
    visit.click("method_lock_yes")
    visit.reads(t("method.head.locked", lang, number=1))
    assert visit.download("method_workbooks").suggested_filename.endswith(".zip")


def receive(visit: Visit) -> None:
    """Twelve workbooks in, each with its own result line; prices stay sealed; one answer settled; scorecards in."""
    lang = visit.lang
    visit.go("bids")
    visit.upload("bids_files_0", workbooks(sample_folder()))
    visit.click("bids_upload")
    visit.reads(t("bids.results", lang, n=12, stored=12))
    expect(visit.page.locator(".st-key-bids_results tbody tr")).to_have_count(12)
    visit.reads(t("bids.kept_sealed", lang))
    visit.picture("04-uploaded")
    visit.click("bids_results_away")
    settle(visit)
    visit.page.locator(".st-key-bids_more summary").click()
    visit.upload("bids_files_1", workbooks(sample_folder() / "scorecards"))
    visit.click("bids_upload")
    visit.reads(t("bids.results", lang, n=3, stored=3))
    visit.picture("06-scorecards")
    visit.page.locator(".st-key-bids_view button").last.click()
    expect(visit.page.locator(".st-key-bids_compare thead th")).to_have_count(1 + 6)
    visit.settled()
    visit.picture("06-side-by-side")


def settle(visit: Visit) -> None:
    lang, page = visit.lang, visit.page
    expect(page.locator(".st-key-bids_vendor input")).to_have_value(OPEN)
    visit.reads("“约 92%”")
    page.locator(".st-key-settle_save button").click()
    visit.reads(t("bids.how_missing", lang))
    page.get_by_text(t("bids.way.reading", lang, value="92%"), exact=True).click()
    page.get_by_label(t("bids.reason", lang), exact=True).first.fill("Confirmed in writing")
    page.get_by_label(t("bids.source", lang), exact=True).first.fill("E-mail of 8 December")
    visit.picture("05-settle")
    page.get_by_label(t("bids.source", lang), exact=True).first.press("Enter")
    visit.reads(t("bids.settled_done", lang, item="TR-06", n=13, minor=8))
    expect(page.locator(".st-key-bids_settled")).to_contain_text("约 92%")


def rank(visit: Visit) -> None:
    """Technical scores locked, prices opened, the ranking on the screen."""
    visit.go("ranking")
    visit.click("ranking_lock")
    visit.click("ranking_lock_yes")
    early = visit.page.locator(".st-key-ranking_open_reason input")
    if early.count():  # asked for until the deadline of the sample has passed
        early.fill("All six bids are in")
        early.press("Tab")
        visit.settled()
    visit.click("ranking_open")
    visit.click("ranking_open_yes")
    expect(visit.page.locator(".st-key-ranking_table tbody tr")).to_have_count(6, timeout=60_000)
    visit.reads(WINNER)
    visit.settled()
    visit.picture("07-ranking")


def award(visit: Visit) -> None:
    """A vendor chosen with a reason; shortlist and draft downloaded."""
    lang, page = visit.lang, visit.page
    visit.go("shortlist")
    expect(page.locator(".st-key-award_vendor input")).to_have_value(WINNER)
    page.get_by_label(t("shortlist.reason", lang)).fill("First place, and the plan fits our plants.")
    visit.click("award_do")
    visit.reads(t("shortlist.reason_given", lang, reason="First place, and the plan fits our plants."))
    visit.picture("08-award")
    assert zipped(visit.download("shortlist_downloads")) >= {"xl/workbook.xml"}
    visit.go("contract")
    visit.reads(t("contract.head", lang, vendor=WINNER))
    visit.picture("09-contract")
    assert zipped(visit.download("contract_file_draft")) >= {"word/document.xml"}
    visit.go("desk")
    visit.reads(t("desk.head.selected", lang, vendor=WINNER))
    visit.picture("10-desk")


def zipped(download: Download) -> set[str]:
    """Names of the parts of a downloaded Office file."""
    assert download.failure() is None
    return set(zipfile.ZipFile(io.BytesIO(Path(download.path()).read_bytes())).namelist())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tender_goes_from_an_empty_folder_to_the_contract_draft(
    browser: Browser, serving: Serving, lang: Lang
) -> None:
    server, _ = serving("")
    with visiting(browser, server.url, lang) as visit:
        start(visit)
        receive(visit)
        rank(visit)
        award(visit)

    assert visit.said == []
    assert visit.cut == []
    assert [url for url in visit.asked if not url.startswith((server.url, "data:", "blob:"))] == []
