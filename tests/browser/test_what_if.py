"""The sliders of the robustness page in real Chromium: a key moves one, places change in words, and all of it can be read out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.text import Lang
from tests.browser.conftest import Serving, tab_to
from tests.browser.test_access import faults
from tests.browser.visit import visiting
from tests.ui.seeding import VENDORS

pytestmark = pytest.mark.browser
ADA, EVE = VENDORS[0].name, VENDORS[4].name
SLIDER = "[class*=st-key-what_if_weight_price_] input"
SAID: dict[Lang, tuple[str, str]] = {
    "zh": (f"权重和报价与公布的一致，{ADA}居首。", f"首位将由 {ADA}变为 {EVE}。"),
    "en": (f"Weights and prices are the published ones: {ADA} is first.", f"{EVE} would be first instead of {ADA}."),
}


@pytest.mark.parametrize(("lang", "dark"), [("zh", True), ("en", False)])
def test_a_key_moves_a_weight_and_the_places_change_at_once(
    browser: Browser, serving: Serving, lang: Lang, dark: bool
) -> None:
    server, _ = serving("opened")
    before, after = SAID[lang]
    with visiting(browser, server.url, lang, "robustness", dark=dark) as visit:
        page = visit.page
        told, table = page.locator(".ve-told"), page.locator(".st-key-what_if_table tbody tr")
        expect(told).to_have_text(before, timeout=60_000)
        headline = page.locator(".ve-h1").inner_text()
        tab_to(page, SLIDER)
        for _ in range(3):
            page.keyboard.press("PageUp")
        expect(told).to_have_text(after)
        expect(table.first).to_contain_text(EVE)
        expect(page.locator(SLIDER)).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(page.locator(SLIDER)).to_have_value("48.5")
        assert page.locator(".ve-h1").inner_text() == headline
        assert faults(page) == []
        visit.click("what_if_reset")
        expect(told).to_have_text(before)
        expect(page.locator(SLIDER)).to_have_value("18")
        # A quick hand: the next key before the page has heard what the last one made of the other weights.
        page.locator(SLIDER).focus()
        for _ in range(6):
            page.keyboard.press("PageUp")
        expect(page.locator(SLIDER)).to_have_value("78")
        visit.settled()
        others = page.locator("[class*=st-key-what_if_weight_security_] input").last
        expect(others).to_have_attribute("aria-valuetext", re.compile(r"^4\.3"))  # 16 of the 82 that were left, of 22
        assert visit.said == []


def test_other_methods_are_asked_in_the_background_and_stand_side_by_side(browser: Browser, serving: Serving) -> None:
    server, _ = serving("opened")
    with visiting(browser, server.url, "en", "robustness") as visit:
        page = visit.page
        expect(page.locator(".st-key-robustness_methods")).to_be_visible(timeout=60_000)
        page.locator(".st-key-robustness_methods button").click()
        expect(page.locator(".st-key-robustness_opinions")).to_be_visible(timeout=60_000)
        chart = page.get_by_test_id("stVegaLiteChart").last
        expect(chart.locator("svg")).to_be_visible()
        told = chart.locator("svg [aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")

        assert any(one.startswith("VIKOR · ") for one in told)
        assert faults(page) == []
        assert visit.said == []
