"""What comes back from the vendors: workbooks out of LibreOffice, one of another tender, a bomb, and two open answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import expect

from evaluator.i18n.words import t
from tests.acceptance.desk.acts import KEYSTROKE, row, unfold
from tests.acceptance.desk.papers import HUA, LIAN, PRICES, VENDORS, YUAN, answered, of_last_year, through_office
from tests.browser.conftest import tab_to
from tests.browser.visit import Visit
from tests.workbooks import zipped

FIRST_CHOICE = 3  # the column of the grid in which a reading is chosen by its number
WHY, SOURCE = "以较不利的说法为准", "11 月 2 日邮件"


def receive(visit: Visit, folder: Path, packages: Mapping[str, bytes]) -> None:
    """Six workbooks in two formats; a seventh, of another tender, is refused and takes nobody's place."""
    xlsx = {name: data for vendor in (HUA, LIAN) for name, data in answered(packages[vendor], vendor, PRICES).items()}
    ods = answered(packages[YUAN], YUAN, PRICES)
    files = [*through_office(folder / "xlsx", xlsx, "xlsx"), *through_office(folder / "ods", ods, "ods")]
    old = folder / f"{HUA}_去年.xlsx"
    old.write_bytes(of_last_year(xlsx[f"{HUA}_技术.xlsx"]))
    visit.go("bids")
    visit.upload("bids_files_0", [*files, old])
    visit.click("bids_upload")
    visit.reads(t("bids.results", "zh", n=7, stored=6))
    visit.picture("telephony-05-received")
    expect(row(visit, "bids_results", old.name)).to_contain_text("属于另一个采购项目“T-2025-77”")
    for vendor in VENDORS:
        expect(row(visit, "bids_vendors", vendor)).to_contain_text(t("bids.sealed", "zh"))
    visit.click("bids_results_away")


def refuse_a_bomb(visit: Visit, folder: Path) -> None:
    """An attachment that would fill the disk is refused by name; the one beside it is kept."""
    good, bomb = folder / f"{LIAN} 证书.pdf", folder / f"{LIAN} 资料.zip"
    good.write_bytes(b"%PDF-1.7 certificate")
    bomb.write_bytes(zipped({"a.bin": bytes(64 * 2**20)}))
    unfold(visit, "bids_attach")
    visit.upload("attach_files_0", [good, bomb])
    visit.click("attach_do")
    expect(row(visit, "attach_results", good.name)).to_contain_text(t("attachment.status.stored", "zh"))
    refused = row(visit, "attach_results", bomb.name)
    expect(refused).to_contain_text(t("attachment.status.refused", "zh"))
    expect(refused).to_contain_text("64 MB")
    expect(refused).to_contain_text("请把文件单独发送，或按普通方式重新压缩。")
    visit.picture("telephony-06-attachments")


def settle(visit: Visit) -> None:
    """Two answers that can be read in several ways: none is settled without a reason, then both at once from the keyboard."""
    page = visit.page
    visit.reads(t("bids.head.open", "zh", n=3, open=1))
    visit.reads("视机型而定")
    visit.picture("telephony-07-open")
    _without_a_reason(visit, "否")
    visit.reads(t("refused.settlement_unreasoned", "zh"))
    visit.reads(t("bids.head.open", "zh", n=3, open=1))
    _open_bulk(visit)
    _choose_in_rows(visit, "否", "30分钟")
    visit.picture("telephony-07-bulk")
    for key, words in (("bulk_reason", WHY), ("bulk_source", SOURCE)):
        tab_to(page, f".st-key-{key} input")
        page.keyboard.type(words, delay=KEYSTROKE)
    tab_to(page, ".st-key-bulk_save button")
    page.keyboard.press("Enter")
    visit.settled()
    settled = page.locator(".st-key-bids_settled tbody tr")
    expect(settled).to_have_count(2)
    expect(settled.filter(has_text="10-30")).to_contain_text("30分钟")
    expect(settled.filter(has_text=WHY)).to_have_count(2)
    visit.picture("telephony-08-settled")


def _without_a_reason(visit: Visit, reading: str) -> None:
    page = visit.page
    page.locator("[class*=st-key-settle_how_]").get_by_text(reading, exact=True).click()
    source = page.get_by_label(t("bids.source", "zh"), exact=True).first
    source.fill(SOURCE)
    source.press("Enter")
    visit.settled()


def _open_bulk(visit: Visit) -> None:
    """The grid of all open answers, unfolded and reached by the keyboard; its first choice is marked."""
    page = visit.page
    tab_to(page, ".st-key-bids_bulk summary")
    page.keyboard.press("Enter")
    visit.settled()
    tab_to(page, ".st-key-bids_bulk [data-testid=data-grid-canvas]")


def _choose_in_rows(visit: Visit, *readings: str) -> None:
    """In each row the number of the reading that is meant, from the first row down; Enter opens the list and keeps a choice."""
    page = visit.page
    for _ in range(FIRST_CHOICE):
        page.keyboard.press("ArrowRight")
    for line in range(len(readings)):
        expect(page.get_by_test_id(f"glide-cell-{FIRST_CHOICE}-{line}")).to_be_focused()
        offered = [page.get_by_test_id(f"glide-cell-{FIRST_CHOICE + 1 + n}-{line}").inner_text() for n in (1, 2)]
        (number,) = [n for n, words in enumerate(offered, 1) if any(one in words for one in readings)]
        page.keyboard.press("Enter")
        expect(page.get_by_role("listbox")).to_be_visible()
        page.keyboard.type(str(number), delay=KEYSTROKE)
        page.keyboard.press("Enter")
        expect(page.get_by_test_id(f"glide-cell-{FIRST_CHOICE}-{line}")).to_have_text(str(number))
