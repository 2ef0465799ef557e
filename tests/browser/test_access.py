"""Every page, for those who do not see it: axe-core finds nothing, stages and languages say which is chosen."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from evaluator.domain.text import Lang
from evaluator.ui.navigation import BESIDE, EVERY
from tests.browser.conftest import Serving
from tests.browser.visit import visiting

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG A and AA: its rule and the element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize(("lang", "dark"), [("zh", False), ("en", True)])
def test_every_page_can_be_read_out(browser: Browser, serving: Serving, lang: Lang, dark: bool) -> None:
    server, _ = serving("opened")
    with visiting(browser, server.url, lang, dark=dark) as visit:
        page, found = visit.page, {}
        for key in EVERY:
            if key in BESIDE:
                page.goto(f"{server.url}/{key}")
                visit.arrived()
            else:
                visit.go(key)
            found[key] = faults(page)
            expect(page.locator("[aria-current=page]")).to_have_count(1)
            side = f"stage_{BESIDE.get(key, key)}_" if BESIDE.get(key, key) else f"beside_{key}"
            current = page.locator(f"[class*=st-key-ve_{side}] a")
            expect(current).to_have_attribute("aria-current", "page")
        for each in ("zh", "en"):
            pressed = page.locator(f"[class*=st-key-ve_lang_{each}] button")
            expect(pressed).to_have_attribute("aria-pressed", str(each == lang).lower())
        icons = page.get_by_test_id("stIconMaterial")
        assert icons.evaluate_all("all => all.every(icon => icon.ariaHidden === 'true')")

        assert {key: told for key, told in found.items() if told} == {}
        page.evaluate("document.querySelector('.ve-h1').innerHTML = '<img src=\"/icon.svg\">'")
        assert faults(page), "axe-core finds no fault where there is one"


def test_a_chart_says_each_of_its_parts_in_the_words_of_the_page(browser: Browser, serving: Serving) -> None:
    server, _ = serving("opened")
    with visiting(browser, server.url, "zh", "ranking") as visit:
        chart = visit.page.get_by_test_id("stVegaLiteChart").first
        expect(chart.locator("svg")).to_be_visible()
        told = chart.locator("svg [aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")

    assert told[0].startswith("Ada Cloud 阿达云软件有限公司 · 需求契合与实施方案 · ")
    assert any(one.startswith("Cy Software 西岩软件 · 待定 · ") for one in told)
    assert [one for one in told if any(sign in one for sign in (": ", ";", "axis", "legend"))] == []
