"""What was refused is read where the person works, in real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serving, idle
from tests.ui.seeding import VENDORS

pytestmark = pytest.mark.browser


def test_a_score_refused_far_down_the_page_says_so_in_sight(page: Page, serving: Serving) -> None:
    server, _ = serving("bids")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{server.url}/scores")
    expect(page.locator(".ve-h1")).to_be_visible()
    idle(page)
    box = page.locator("[class*=st-key-points_] input").nth(4)

    box.fill("9")
    box.press("Enter")

    notice = page.get_by_role("alert").filter(has_text="“9” is not a score from 0 to 5")
    expect(notice).to_contain_text(VENDORS[4].name)
    expect(box).to_have_value("")
    expect(page.locator(".ve-h1")).not_to_be_in_viewport()
    expect(notice).to_be_in_viewport(ratio=1)
