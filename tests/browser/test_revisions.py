"""A revised bid in real Chromium, in both languages: uploaded, its difference read, taken, and the earlier version seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from tests.browser.visit import visiting
from tests.revised import FIRST, again, at_the_desk
from tests.web.serving import SERVE, running

pytestmark = pytest.mark.browser
SENT = {"案例与口碑!D4": 12, "公司!E4": "执照见附件。", "案例与口碑!D19": None, "服务!E15": 2}


@pytest.mark.parametrize("lang", LANGS)
def test_a_revised_bid_is_compared_and_taken(browser: Browser, tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    with at_the_desk(tmp_path / "data"):
        pass
    (tmp_path / "again.xlsx").write_bytes(again(FIRST, SENT))
    with running(SERVE, tmp_path) as server, visiting(browser, server.url, lang, "bids") as visit:
        page = visit.page
        page.locator(".st-key-bids_more summary").click()
        visit.settled()
        visit.upload("bids_files_0", [tmp_path / "again.xlsx"])
        visit.click("bids_upload")
        visit.reads(t("bids.result.waits", lang))
        visit.picture("revised-result")

        visit.click("revision_look")
        table = page.locator("[class*=st-key-revision_table_]")
        rows = table.locator("tbody tr")
        expect(rows).to_have_count(4, timeout=30_000)
        for item, how, before, after in (
            ("TR-01", "changed", "11", "12"), ("CO-01", "added", "", "执照见附件。"), ("TR-07", "removed", "没有", ""),
        ):  # fmt: skip
            row = rows.filter(has_text=item)
            expect(row).to_contain_text(t(f"revision.how.{how}", lang))
            expect(row).to_contain_text(before)
            expect(row).to_contain_text(after)
        page.locator("[class*=st-key-revision_table_]").scroll_into_view_if_needed()
        visit.picture("revised-difference")

        page.get_by_text(t("revision.way.take", lang)).click()
        visit.settled()
        page.locator("[class*=st-key-revision_reason_] input").fill("letter of 5 December")
        page.locator("[class*=st-key-revision_save_] button").click()
        visit.reads(t("revision.taken", lang, name="again.xlsx"))
        expect(page.locator(".st-key-version_difference tbody tr")).to_have_count(4, timeout=30_000)
        page.locator(".st-key-version_difference").scroll_into_view_if_needed()
        visit.picture("revised-version")

        assert visit.cut == []
        assert visit.said == []
