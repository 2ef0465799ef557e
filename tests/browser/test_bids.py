"""The bids page in real Chromium: the vendor in the box is the vendor on the page, and a save stays where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serving, idle
from tests.ui.seeding import VENDORS

pytestmark = pytest.mark.browser
BO, CY = VENDORS[1].name, VENDORS[2].name


def look(page: Page, way: str) -> None:
    page.locator(".st-key-bids_view").get_by_text(way, exact=True).click()
    page.wait_for_timeout(400)
    idle(page)


def choose(page: Page, vendor: str) -> None:
    page.locator(".st-key-bids_vendor input").press("ArrowDown")
    page.get_by_role("option", name=vendor).click()
    page.wait_for_timeout(400)
    idle(page)


def test_the_vendor_in_the_box_is_the_vendor_on_the_page_after_the_comparison(page: Page, serving: Serving) -> None:
    server, _ = serving("opened")
    page.goto(f"{server.url}/bids")
    expect(page.locator(".ve-h1")).to_be_visible(timeout=30_000)
    idle(page)
    box, heading = page.locator(".st-key-bids_vendor input"), page.locator("h2.ve-h2")
    expect(box).to_have_value(CY)

    for vendor in (BO, CY):
        choose(page, vendor)
        look(page, "Side by side")
        look(page, "Open answers")
        expect(box).to_have_value(vendor)
        expect(heading.filter(has_text=vendor)).to_be_visible()
        look(page, "All findings")
        expect(box).to_have_value(vendor)

    look(page, "Side by side")
    look(page, "Open answers")
    page.get_by_text("The value clarified, written below").click()
    page.get_by_role("textbox", name="Value clarified").fill("99.9%")
    page.get_by_label("Reason", exact=True).fill("Confirmed in writing")
    page.get_by_label("Source", exact=True).fill("E-mail")
    page.locator(".st-key-settle_save button").click()
    expect(page.get_by_role("status").filter(has_text="ST-01")).to_be_visible(timeout=20_000)
    expect(box).to_have_value(CY)
    expect(page.locator(".st-key-bids_settled")).to_contain_text("99.9%")
