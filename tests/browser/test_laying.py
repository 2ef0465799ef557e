"""Workbooks that are not ours in real Chromium: mapped by mouse, the next one read by itself, and a very long one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.question import Kind
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services.commands import LOCAL
from evaluator.services.state import load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.browser.conftest import Serving, idle
from tests.browser.test_access import faults
from tests.browser.visit import Visit, visiting
from tests.foreign import Asked, long_list, questionnaire
from tests.ui.seeding import TENDER

pytestmark = pytest.mark.browser
SMALL = {"width": 1280, "height": 800}
SECONDS, LONG = 30_000, 180_000  # a list of ten thousand rows takes its time to be read, on a busy machine above all
HOSTILE = "See <b>bold</b> ![x](http://evil.example/x.png)"


def asked(data: Path, lang: Lang) -> tuple[Asked, tuple[str, ...]]:
    """Two questions of ours word for word and two that are none, and the names of the vendors invited."""
    store = Store.open(sqlite_url(data))
    state = load(store, LOCAL, TENDER)
    store.close()
    texts = [one.text.show(lang) for one in state.asked.questions("technical") if one.kind is Kind.TEXT][:2]
    rows = [("", text, "in place since 2021") for text in texts]
    return [
        *rows,
        ("", "How many meals does the canteen serve", HOSTILE),
        ("", "Colour of the office", "blue"),
    ], state.tender.vendors


def send(visit: Visit, path: Path, turn: int) -> None:
    more = visit.page.locator(".st-key-bids_more summary")
    box = visit.page.locator(f".st-key-bids_files_{turn} input[type=file]")
    if more.count() and not box.is_visible():
        more.click()
        visit.settled()
    visit.upload(f"bids_files_{turn}", [path])
    visit.page.locator(".st-key-bids_upload button").click()
    expect(visit.page.locator(".st-key-bids_results")).to_contain_text(path.name, timeout=LONG)
    visit.settled()


def click(visit: Visit, place: str) -> None:
    """A place in the picture, by the mouse."""
    field = visit.page.locator(".st-key-laying_pick input")
    for _ in range(10):  # what is drawn above may push the picture down in the moment of the click
        visit.page.locator(f"[data-pick={place}]").first.click()
        visit.settled()
        if field.input_value() == place:
            return
    raise AssertionError(f"a click on {place} names nothing")
    visit.settled()


def choose(visit: Visit, start: str, words: str) -> None:
    """One of the words of a box beside the picture."""
    visit.choose(visit.page.locator(f"[class*=st-key-{start}] input"), words, exact=True)


def nothing_is_cut(visit: Visit) -> None:
    """The page is no wider than the window, and no word of a button or a box ends at its edge."""
    cut = visit.page.evaluate(
        """() => [...document.querySelectorAll('.st-key-ve_page button p, .st-key-ve_page label p, .st-key-ve_page .ve-h1')]
        .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"""
    )
    wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (cut, wide) == ([], 0)


@pytest.mark.parametrize(("lang", "dark"), [("zh", False), ("en", True)])
def test_a_mapping_made_by_mouse_is_saved_and_reads_the_next_file(
    browser: Browser, serving: Serving, tmp_path: Path, lang: Lang, dark: bool
) -> None:
    server, data = serving("locked")
    rows, vendors = asked(data, lang)
    first, second = tmp_path / "answers.xlsx", tmp_path / f"{vendors[0]}.xlsx"
    first.write_bytes(questionnaire(rows, lang))
    second.write_bytes(questionnaire(rows[:3], lang))
    with visiting(browser, server.url, lang, "bids", dark=dark) as visit:
        page = visit.page
        page.set_viewport_size(SMALL)
        send(visit, first, 0)
        visit.click("laying_open_0")
        visit.reads(t("laying.head", lang, name="answers.xlsx", n=4, answers=4))
        picture = page.locator(".st-key-laying_picture")
        expect(picture).to_contain_text(HOSTILE)
        assert (picture.locator("img").count(), picture.locator("td b").count()) == (0, 0)
        assert faults(page) == []
        nothing_is_cut(visit)

        click(visit, "C7")
        choose(visit, "laying_row_", t("laying.row.out", lang))
        visit.reads(t("laying.head", lang, name="answers.xlsx", n=3, answers=3))
        click(visit, "E")
        choose(visit, "laying_role_", t("laying.choose.comment", lang))
        expect(picture.locator("thead [data-pick=E]")).to_contain_text(t("laying.role.comment", lang))
        visit.picture("laying")
        visit.click("laying_save")
        visit.reads(t("laying.saved", lang))
        assert visit.download(next_key(visit)).suggested_filename == "answers.mapping.toml"

        for step in ("match", "admit"):
            page.locator(".st-key-laying_step").get_by_text(t(f"laying.step.{step}", lang), exact=True).click()
            visit.settled()
            visit.picture(f"laying-{step}")
            assert faults(page) == []
            nothing_is_cut(visit)
        visit.click("laying_back")

        send(visit, second, 1)
        said = page.locator(".st-key-bids_results tbody tr").filter(has_text=second.name)
        expect(said).to_contain_text(t("finding.mapping_used", lang, name="answers.xlsx"))
        expect(said).to_contain_text(vendors[0])
        expect(said).to_contain_text("2 /")
        assert [line for line in visit.said if "Content Security Policy" in line or "Error" in line] == []
        assert [address for address in visit.asked if "evil.example" in address] == []


def next_key(visit: Visit) -> str:
    """The key of the link to the mapping's file."""
    names = visit.page.locator("[class*=st-key-laying_keeping]").first.get_attribute("class") or ""
    return next(name.removeprefix("st-key-") for name in names.split() if name.startswith("st-key-"))


def test_pairs_are_ticked_and_chosen_with_the_keyboard(browser: Browser, serving: Serving, tmp_path: Path) -> None:
    server, data = serving("locked")
    rows, _ = asked(data, "en")
    path = tmp_path / "answers.xlsx"
    path.write_bytes(questionnaire(rows, "en"))
    with visiting(browser, server.url, "en", "bids") as visit:
        page = visit.page
        send(visit, path, 0)
        visit.click("laying_open_0")
        page.locator(".st-key-laying_step").get_by_text(t("laying.step.match", "en"), exact=True).click()
        visit.settled()
        visit.click("laying_certain")
        visit.reads(t("laying.confirmed", "en", n=2))
        grid = page.get_by_test_id("stDataFrame").first
        expect(grid.get_by_test_id("glide-cell-3-2")).to_be_attached()
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 86 + 290 + 60, box["y"] + 36 + 62 * 2 + 31)
        page.wait_for_timeout(150)
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        page.keyboard.type("none of ours", delay=50)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        idle(page)
        expect(page.locator(".st-key-laying_confirm button")).to_contain_text(
            t("laying.confirm", "en", n=1), timeout=SECONDS
        )
        visit.click("laying_confirm")

        visit.reads(t("laying.match_head", "en", n=4, done=3))


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_offers_no_mapping(
    browser: Browser, serving: Serving, tmp_path: Path, lang: Lang
) -> None:
    server, _ = serving("locked")
    path = tmp_path / "offer.xlsx"
    path.write_bytes(b"%PDF-1.7 offer")
    with visiting(browser, server.url, lang, "bids") as visit:
        send(visit, path, 0)

        expect(visit.page.locator(".st-key-bids_results tbody tr")).to_contain_text("PDF")
        expect(visit.page.locator("[class*=st-key-laying_open]")).to_have_count(0)


def test_a_list_of_ten_thousand_rows_and_thirty_columns_is_laid_out_a_page_at_a_time(
    browser: Browser, serving: Serving, tmp_path: Path
) -> None:
    server, _ = serving("locked")
    path = tmp_path / "long.xlsx"
    path.write_bytes(long_list())
    with visiting(browser, server.url, "en", "bids") as visit:
        page = visit.page
        send(visit, path, 0)
        page.locator(".st-key-laying_open_0 button").click()
        expect(page.locator(".ve-h1")).to_contain_text("10000 questions", timeout=LONG)
        visit.settled()
        click(visit, "B29")
        expect(page.locator(".st-key-laying_adjust")).to_contain_text("Row 29")
        visit.choose(page.locator("[class*=st-key-laying_row_] input"), t("laying.row.out", "en"), exact=True)
        expect(page.locator(".ve-h1")).to_contain_text("9999 questions")
        visit.settled()
        page.locator(".st-key-laying_next button").click()
        expect(page.locator(".st-key-laying_pages")).to_contain_text("rows 41–80 of")
        visit.settled()
        assert page.locator(".ve-sheetbox tbody tr").count() == 40  # what keeps each step light
