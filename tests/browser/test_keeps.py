"""Nothing that was saved is lost, and nothing is saved that should not be: reloads, restarts, two tabs, bad files."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services import state
from evaluator.services.commands import LOCAL
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import tenders
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.navigation import PAGES
from tests.browser.conftest import Serving
from tests.browser.visit import Visit, visiting
from tests.ui.seeding import VENDORS, seeded
from tests.web.serving import SERVE, free_port, running
from tests.workbooks import BAD

pytestmark = pytest.mark.browser
LONG = "x" * 120  # a name without a gap, wider than any column
ITEM = "ST-01"  # the one answer that is open in the seeded tender
SENTENCES = {
    "file_empty": "是空文件。确认答复已经填入，保存后再发送。",
    "file_not_workbook": "不是 .xlsx 工作簿",
    "file_encrypted": "设有打开密码，无法读取。取消密码后再发送。",
    "file_damaged": "已损坏，无法打开。从原件重新保存后再发送。",
    "layout_unknown": "不是我方发出的工作簿。可在下方设定对应关系后读取",
    "other_pack": "这份工作簿用于另一套评审办法“other_pack”",
    "file_hostile": "的内部结构异常，没有读取",
}


def stored(data: Path) -> TenderState:
    """The one tender as another process finds it."""
    store = Store.open(sqlite_url(data))
    try:
        ((key, _, _),) = tenders(store, LOCAL)
        return load(store, LOCAL, key)
    finally:
        store.close()
        state._cache.clear()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_restart_in_the_middle_of_scoring_is_told_and_loses_nothing(
    browser: Browser, tmp_path: Path, lang: Lang
) -> None:
    data, port = tmp_path / "data", free_port()
    store = seeded(data, "bids")
    store.close()
    with ExitStack() as page, ExitStack() as server:
        url = server.enter_context(running(SERVE, tmp_path, port)).url
        visit = page.enter_context(visiting(browser, url, lang, "scores"))
        fields = visit.page.locator("[class*=st-key-points_] input")
        expect(fields).to_have_count(len(VENDORS))  # they come on the screen in any order
        points = fields.first
        points.fill("4")
        points.press("Enter")
        visit.page.wait_for_timeout(1000)  # the edit is on its way for a moment after Enter
        visit.settled()
        visit.page.reload()
        visit.arrived()
        expect(points).to_have_value("4")
        server.close()
        dialog = visit.page.get_by_role("dialog")
        expect(dialog).to_contain_text(t("frame.lost.title", lang))
        expect(dialog).to_contain_text(t("frame.lost.text", lang))
        expect(visit.page.get_by_text("internet")).to_be_hidden()
        server.enter_context(running(SERVE, tmp_path, port))
        expect(dialog).to_be_hidden(timeout=60_000)
        visit.here("scores")
        expect(points).to_have_value("4")
        visit.page.reload()
        visit.arrived()
        expect(points).to_have_value("4")
        visit.page.close()
    assert [entry.points for entry in stored(data).entries] == [Decimal(4)]


def settle(visit: Visit, reason: str) -> None:
    """The open answer is confirmed as not answered, for a reason; not yet saved."""
    page = visit.page
    page.locator(".st-key-settle_save").scroll_into_view_if_needed()
    page.locator("[class*=st-key-settle_how_] label").last.click()
    page.get_by_label(t("bids.reason", visit.lang), exact=True).fill(reason)
    page.get_by_label(t("bids.source", visit.lang), exact=True).fill("E-mail")


def test_a_save_from_a_tab_that_another_has_overtaken_is_refused_and_shown(browser: Browser, serving: Serving) -> None:
    server, data = serving("bids")
    with visiting(browser, server.url, "en", "bids") as first, visiting(browser, server.url, "en", "bids") as second:
        settle(first, "the first tab")
        settle(second, "the second tab")
        first.click("settle_save")
        first.reads(t("bids.settled", "en"))
        second.click("settle_save")
        second.reads("Someone changed this after you opened the page, so your change was not saved.")

    answers = [bid.find(ITEM) for bid in stored(data).evaluation.bids]
    assert [one.settled.reason for one in answers if one and one.settled] == ["the first tab"]


def test_another_language_leaves_every_page_where_it_is(browser: Browser, serving: Serving) -> None:
    server, _ = serving("opened")
    with visiting(browser, server.url, "zh") as visit:
        page = visit.page
        for key, (other, tag) in zip(PAGES, cycle((("en", "en"), ("zh", "zh-CN"))), strict=False):
            visit.go(key)
            before = page.url
            page.locator(f"[class*=st-key-ve_lang_{other}] button").click()
            expect(page.locator("html")).to_have_attribute("lang", tag)
            visit.here(key)
            expect(page.locator(f"[class*=st-key-ve_stage_{key}_] a")).to_contain_text(t(f"frame.page.{key}", other))  # type: ignore[arg-type]  # a language, given as a plain text
            assert page.url == before
        assert visit.said == []


def test_ones_own_tender_goes_by_form_from_nothing_to_a_locked_method(browser: Browser, serving: Serving) -> None:
    server, data = serving("")
    name = "Helpdesk for eleven plants and their suppliers, " * 4 + "2027"
    with visiting(browser, server.url, "en") as visit:
        visit.click("desk_start")
        for field, text in (
            ("name", name), ("buyer", "Buyer Ltd"), ("ceiling", "1200000"), ("vendors", f"Ada\n{LONG}"),
            ("panel", "Eva"),
        ):  # fmt: skip
            visit.fill(f"tnew_{field}", text)
        visit.click("tender_start")
        visit.reads(t("tender.started", "en"))
        shown = visit.page.locator(".ve-facts b")
        expect(shown).to_have_attribute("title", name)
        assert shown.evaluate("it => it.scrollWidth > it.clientWidth && it.clientHeight < 40")  # cut, on one line
        visit.picture("own-tender")
        visit.go("method")
        visit.click("method_lock")
        visit.click("method_lock_yes")
        visit.reads(t("method.head.locked", "en", number=1))
        visit.go("bids")
        visit.picture("own-bids")
        assert (visit.said, visit.cut) == ([], [])

    made = stored(data)
    assert (made.tender.name.en, made.tender.vendors, made.locked) == (name, ("Ada", LONG), True)


def test_each_bad_file_has_its_sentence_and_none_is_kept(browser: Browser, serving: Serving, tmp_path: Path) -> None:
    server, data = serving("locked")
    paths = [tmp_path / f"{rule}.xlsx" for rule in BAD]
    for path in paths:
        path.write_bytes(BAD[path.stem])
    with visiting(browser, server.url, "zh", "bids") as visit:
        visit.upload("bids_files_0", paths)
        visit.click("bids_upload")
        visit.reads(t("bids.results", "zh", n=len(BAD), stored=0))
        rows = visit.page.locator(".st-key-bids_results tbody tr")
        expect(rows).to_have_count(len(BAD))
        told = dict(zip((path.stem for path in paths), rows.all_inner_texts(), strict=True))
        assert visit.said == []

    assert {rule: sentence in told[rule] for rule, sentence in SENTENCES.items()} == dict.fromkeys(BAD, True)
    assert stored(data).uploads == ()
