"""Attachments in real Chromium: chosen, given to vendors by keyboard and mouse, kept, and saved again byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from tests.browser.conftest import Serving
from tests.browser.visit import visiting
from tests.ui.seeding import VENDORS
from tests.workbooks import zipped

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.7 certificate"
HOSTILE = "<img src=x onerror=window.pwned=1>.txt"


@pytest.mark.parametrize("lang", LANGS)
def test_attachments_are_taken_in_for_their_vendor_and_come_out_as_they_were(
    browser: Browser, serving: Serving, tmp_path: Path, lang: Lang
) -> None:
    server, _ = serving("bids")
    ada = VENDORS[0].name
    made = {"Ada Cloud 阿达云软件有限公司 ISO.pdf": PDF, "Ada Cloud 阿达云软件有限公司 all.zip": zipped({HOSTILE: "x"})}
    made["bomb Ada Cloud 阿达云软件有限公司.zip"] = zipped({"a.bin": bytes(64 * 2**20)})
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    with visiting(browser, server.url, lang, "bids") as visit:
        page = visit.page
        page.locator(".st-key-bids_attach summary").click()
        visit.settled()
        visit.upload("attach_files_0", [tmp_path / name for name in made])
        expect(page.locator(".st-key-attach_do button")).to_be_visible()
        visit.settled()
        visit.picture("attach-assign")
        visit.click("attach_do")
        rows = page.locator(".st-key-attach_results tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.filter(has_text="ISO.pdf")).to_contain_text(t("attachment.status.stored", lang))
        expect(rows.filter(has_text="bomb")).to_contain_text(t("attachment.status.refused", lang))
        expect(rows.filter(has_text="bomb")).to_contain_text("64 MB")
        visit.picture("attach-results")

        page.locator(".st-key-bids_view").get_by_text(t("bids.view.attachments", lang), exact=True).click()
        visit.settled()
        visit.choose(page.locator(".st-key-bids_vendor input"), ada)
        held = page.locator("[class*=st-key-attached_]")
        expect(held).to_have_count(2)
        page.locator("[class*=st-key-attach_inside_] summary").click()
        expect(page.locator("[class*=st-key-attach_names_]")).to_contain_text(HOSTILE)
        assert page.evaluate("window.pwned") is None
        visit.picture("attachments")
        with page.expect_download(timeout=60_000) as started:
            held.filter(has_text="ISO.pdf").locator("a").click()
        assert started.value.suggested_filename == "Ada Cloud 阿达云软件有限公司 ISO.pdf"
        assert Path(started.value.path()).read_bytes() == PDF
