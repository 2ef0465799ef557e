"""A purchase of office telephones in Chinese in real Chromium, begun from the buyer's own questionnaire."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from evaluator.i18n.words import t
from tests.browser.conftest import Serving
from tests.browser.visit import Visit, visiting
from tests.telephony import questionnaire

pytestmark = pytest.mark.browser
NAME = "办公电话系统采购"
VENDORS = ("华声通信有限公司", "联语科技有限公司", "远铃设备有限公司")


def typed(visit: Visit, key: str, text: str) -> None:
    """Words into a field whose key starts so, as somebody who then goes on to the next field."""
    box = visit.page.locator(f"[class*=st-key-{key}]").locator("input, textarea").first
    box.fill(text)
    box.press("Tab")
    visit.settled()


def choose(visit: Visit, key: str, words: str) -> None:
    """One of the choices of a list whose key starts so."""
    visit.page.locator(f"[class*=st-key-{key}] input").first.click()
    visit.page.get_by_role("option").filter(has_text=words).first.click()
    visit.settled()


def start(visit: Visit, file: Path) -> None:
    """A tender from a questionnaire in the buyer's own layout, its questions assigned in bulk."""
    visit.click("desk_start")
    visit.page.get_by_role("tab").nth(2).click()
    visit.upload("own_file", [file])
    visit.click("own_read")
    visit.reads(t("own.head", "zh", name=file.name, n=10))
    typed(visit, "own_criteria_", "技术 | 40\n服务 | 20")
    typed(visit, "own_price_", "40")
    choose(visit, "own_to_criterion_", "技术")
    visit.click("own_assign_shown")
    choose(visit, "own_show", "三、服务")
    choose(visit, "own_to_criterion_", "服务")
    visit.click("own_assign_shown")
    visit.reads(t("own.faultless", "zh"))
    visit.picture("telephony-1-assigned")
    for field, words in (("name", NAME), ("buyer", "行政部"), ("vendors", "\n".join(VENDORS))):
        visit.fill(f"own_form_{field}", words)
    visit.click("own_form_start")
    visit.reads(t("tender.started", "zh"))
    visit.picture("telephony-2-tender")


def test_a_purchase_is_begun_from_ones_own_questionnaire(browser: Browser, serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "办公电话调查表.xlsx"
    file.write_bytes(questionnaire("zh"))
    server, _ = serving("")
    with visiting(browser, server.url, "zh") as visit:
        start(visit, file)
        assert visit.said == []
