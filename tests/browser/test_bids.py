"""The bids page in real Chromium: the vendor in the box is the vendor on the page, and a save stays where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from tests.browser.conftest import Serving, choose, idle
from tests.browser.visit import visiting
from tests.ui.seeding import VENDORS
from tests.workbooks import xlsx

pytestmark = pytest.mark.browser
BO, CY = VENDORS[1].name, VENDORS[2].name


def settled(page: Page) -> None:
    """The page has taken in the last step, as a person waits to see it do."""
    page.wait_for_timeout(400)
    idle(page)


def look(page: Page, way: str) -> None:
    page.locator(".st-key-bids_view").get_by_text(way, exact=True).click()
    settled(page)


def test_the_vendor_in_the_box_is_the_vendor_on_the_page_after_the_comparison(page: Page, serving: Serving) -> None:
    server, _ = serving("opened")
    page.goto(f"{server.url}/bids")
    expect(page.locator(".ve-h1")).to_be_visible()
    idle(page)
    box, heading = page.locator(".st-key-bids_vendor input"), page.locator("h2.ve-h2")
    expect(box).to_have_value(CY)

    for vendor in (BO, CY):
        choose(page.locator(".st-key-bids_vendor input"), vendor)
        settled(page)
        look(page, "Side by side")
        look(page, "Open answers")
        expect(box).to_have_value(vendor)
        expect(heading.filter(has_text=vendor)).to_be_visible()
        look(page, "Findings")
        expect(box).to_have_value(vendor)

    look(page, "Side by side")
    look(page, "Open answers")
    page.get_by_text("The value clarified, written below").click()
    settled(page)
    page.get_by_role("textbox", name="Value clarified").fill("99.9%")
    page.get_by_label("Reason", exact=True).fill("Confirmed in writing")
    page.get_by_label("Source", exact=True).fill("E-mail")
    settled(page)
    page.locator(".st-key-settle_save button").click()
    expect(page.get_by_role("status").filter(has_text="ST-01")).to_be_visible()
    expect(box).to_have_value(CY)
    expect(page.locator(".st-key-bids_settled")).to_contain_text("99.9%")


def test_a_file_of_any_kind_gets_its_reason_and_every_chosen_file_is_seen(
    page: Page, serving: Serving, tmp_path: Path
) -> None:
    server, _ = serving("locked")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{server.url}/bids")
    idle(page)
    names = [f"technical workbook of vendor {number}.txt" for number in range(9)] + [
        "offer.pdf",
        "tender.toml",
        "notes.md",
    ]
    for name in names:
        (tmp_path / name).write_bytes(b"%PDF-1.7 offer" if name.endswith("pdf") else b"id = 1")
    page.locator(".st-key-bids_files_0 input[type=file]").set_input_files([str(tmp_path / name) for name in names])
    page.wait_for_timeout(1_000)
    idle(page)
    chips = page.get_by_test_id("stFileChips")
    expect(chips).to_contain_text("notes.md")
    assert chips.evaluate("box => box.scrollHeight <= box.clientHeight + 1")  # none below the edge of the box
    page.locator(".st-key-bids_upload button").click()

    rows = page.locator(".st-key-bids_results tbody tr")
    expect(rows).to_have_count(len(names), timeout=60_000)
    for name in names:
        expect(rows.filter(has_text=name).first).to_contain_text("refused")
    expect(rows.filter(has_text="offer.pdf").first).to_contain_text("it is a PDF document")


@pytest.mark.parametrize("lang", LANGS)
def test_twenty_files_at_once_are_shown_one_by_one_while_a_slow_one_is_read(
    browser: Browser, serving: Serving, tmp_path: Path, lang: Lang
) -> None:
    server, _ = serving("locked")
    # A million cells and a half: read for some seconds, while the others are long done.
    row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    (tmp_path / "00 slow.xlsx").write_bytes(xlsx(row * 1500))
    for number in range(1, 20):
        (tmp_path / f"{number:02} good.xlsx").write_bytes(xlsx("<row><c><v>1</v></c></row>"))
    with visiting(browser, server.url, lang, "bids") as visit:
        page = visit.page
        idle(page)
        files = sorted(map(str, tmp_path.glob("*.xlsx")))
        page.locator(".st-key-bids_files_0 input[type=file]").set_input_files(files)
        page.wait_for_timeout(1_000)
        idle(page)
        page.locator(".st-key-bids_upload button").click()

        stages = [t("parts.upload.reading", lang), *[t("parts.upload.read", lang)] * 19]
        cells = "[...document.querySelectorAll('.st-key-ve_reading tbody td')].map(cell => cell.textContent)"
        page.wait_for_function(
            f"stages => JSON.stringify({cells}) === stages",
            arg=json.dumps(stages, ensure_ascii=False, separators=(",", ":")),
        )
        expect(page.locator(".st-key-bids_results tbody tr")).to_have_count(20, timeout=60_000)
