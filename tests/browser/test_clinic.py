"""The clinic in a browser: the work goes on beside the page, its result can be read out, and other pages stay quick."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from tests.browser.conftest import Serving
from tests.browser.test_access import faults
from tests.browser.visit import visiting

pytestmark = pytest.mark.browser
WAIT = 240_000  # milliseconds, on a machine that does much else beside


@pytest.mark.parametrize(("lang", "dark"), [("zh", False), ("en", True)])
def test_the_method_is_tried_beside_the_page_and_told_in_words(
    browser: Browser, serving: Serving, lang: Lang, dark: bool
) -> None:
    server, _ = serving("locked")
    with visiting(browser, server.url, lang, "method", dark=dark) as visit:
        page = visit.page
        visit.click("method_clinic")
        expect(page.locator(".st-key-clinic_found, [data-testid=stProgress]").first).to_be_visible()
        under_way = faults(page)
        visit.go("desk")
        page.goto(f"{server.url}/clinic")
        visit.arrived()
        expect(page.locator(".st-key-clinic_found")).to_be_visible(timeout=WAIT)
        visit.settled()
        visit.reads(t("clinic.section.formulas", lang))
        charts = page.get_by_test_id("stVegaLiteChart")
        expect(charts).to_have_count(2)
        expect(charts.first.locator("svg [aria-label]").first).to_be_attached()
        told = charts.first.locator("svg [aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")

        assert (under_way, faults(page)) == ([], [])
        assert any(t("clinic.chart.effective", lang).casefold() in each.casefold() for each in told)
        assert visit.said == []
        visit.picture(f"clinic_{lang}")
        assert visit.cut == []
