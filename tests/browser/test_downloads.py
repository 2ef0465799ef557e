"""A download link in real Chromium: a save in another tab may end it, but never takes the page away."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evaluator.i18n.words import t
from evaluator.services.checking import check_facts
from evaluator.services.commands import LOCAL
from evaluator.services.state import load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.browser.conftest import idle
from tests.ui.seeding import TENDER, seeded
from tests.web.serving import SERVE, Server, running

pytestmark = pytest.mark.browser
LINK = ".st-key-shortlist_downloads a"
# The app as it is, but for a link that looks sooner whether it has to be renewed.
EAGER = (sys.executable, "-c", "from evaluator.ui.parts import download; download.LOOK_SECONDS = 3; " + SERVE[-1])


def test_a_link_that_has_ended_says_so_beside_the_page_and_is_renewed(browser: Browser, tmp_path: Path) -> None:
    data = tmp_path / "data"
    seeded(data).close()
    with running(EAGER, tmp_path) as server:
        renewed(browser, server, data)


def renewed(browser: Browser, server: Server, data: Path) -> None:
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{server.url}/shortlist")
    expect(page.locator(LINK).first).to_be_visible()
    idle(page)
    page.locator(".st-key-award_reason textarea").fill("typed and not yet saved")
    with page.expect_download() as started:
        page.locator(LINK).first.click()
    assert started.value.suggested_filename.endswith(".xlsx")

    ended = page.locator(LINK).first.get_attribute("href")
    store = Store.open(sqlite_url(data))
    state = load(store, LOCAL, TENDER)
    item, vendor = state.pack.method.auto_questions()[0].id, state.bids[0].vendor
    check_facts(store, LOCAL, "elsewhere", TENDER, vendor, [item], None, "")
    store.close()
    with context.expect_page() as opened:  # the link as it stood: every twenty seconds it renews itself, too
        page.locator(LINK).first.evaluate("(link, ended) => { link.href = ended; link.click() }", ended)
    expect(opened.value.locator("main")).to_contain_text(t("frame.export.gone.what", "en"))
    opened.value.close()

    expect(page.locator(".st-key-award_reason textarea")).to_have_value("typed and not yet saved")
    expect(page.locator(LINK).first).not_to_have_attribute("href", ended or "")
    with page.expect_download():
        page.locator(LINK).first.click()
    expect(page.locator(".st-key-award_reason textarea")).to_have_value("typed and not yet saved")
    context.close()
