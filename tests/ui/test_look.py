"""The frame and every part in a real browser: quiet console, no request to another host, readable in four ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.serving import GALLERY, ROOT, SERVE, Server, running

pytestmark = pytest.mark.browser
PICTURES = ROOT / "artefacts" / "frame"
WAYS = [("zh-CN", "light"), ("zh-CN", "dark"), ("en-GB", "light"), ("en-GB", "dark")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(GALLERY, tmp_path_factory.mktemp("gallery")) as started:
        yield started


class Visit:
    """A page with everything that its console said and every address that it asked for."""

    said: list[str]
    asked: list[str]

    def __init__(self, page: Page, server: Server, path: str = "/") -> None:
        self.page, self.said, self.asked = page, [], []
        page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(server.url + path)
        self.idle()

    def idle(self) -> None:
        """Wait until the script has run and the charts are drawn."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        charts = self.page.get_by_test_id("stVegaLiteChart")
        expect(charts.filter(has_not=self.page.locator("svg"))).to_have_count(0)


class Opener(Protocol):
    """Opens a page in a browser profile of its own, which is closed after the test: what is left open goes on working."""

    def __call__(self, locale: str, scheme: str, width: int = 1280) -> Page:
        """The page, still empty."""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """As `Opener` says."""
    with ExitStack() as profiles:

        def open_page(locale: str, scheme: str, width: int = 1280) -> Page:
            context = browser.new_context(
                locale=locale, color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": width, "height": 800},
            )  # fmt: skip
            profiles.callback(context.close)
            return context.new_page()

        yield open_page


@pytest.mark.parametrize(("locale", "scheme"), WAYS)
def test_the_shell_is_quiet_stays_here_and_speaks_the_language(
    opened: Opener, server: Server, locale: str, scheme: str
) -> None:
    page = opened(locale, scheme)
    visit = Visit(page, server)
    expect(page.locator(".ve-h1")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg")).to_have_count(2)
    page.wait_for_timeout(500)

    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{locale}-{scheme}.png")
    page.set_viewport_size({"width": 1280, "height": 3400})
    page.screenshot(path=PICTURES / f"{locale}-{scheme}-whole.png")

    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert page.evaluate("document.documentElement.lang") == ("zh-CN" if locale == "zh-CN" else "en")
    assert page.evaluate("window.pwned") is None
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert paper == ("rgb(21, 24, 28)" if scheme == "dark" else "rgb(250, 248, 244)")
    cell = page.locator(".ve-table").first.evaluate("e => getComputedStyle(e).color")
    assert cell == ("rgb(232, 228, 220)" if scheme == "dark" else "rgb(29, 35, 41)")


def test_the_language_changes_at_once_and_is_kept(opened: Opener, server: Server) -> None:
    page, late = opened("zh-CN", "light"), list[Route]()
    page.route("**/lang/zh.js", lambda route: late.append(route))  # noqa: PLW0108 - playwright marks what it is given
    visit = Visit(page, server)

    page.locator(".st-key-ve_lang_en button").click()
    expect(page.locator(".ve-facts b")).to_have_text("CRM platform 2026-017")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    with page.expect_response("**/lang/zh.js"):
        late[0].continue_()  # what says that the page is in Chinese comes only now
    visit.idle()  # what still loads while the page is left is told on the console
    page.reload()

    expect(page.locator(".ve-facts b")).to_have_text("CRM platform 2026-017")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visit.idle()
    assert visit.said == []


def test_nothing_of_streamlits_own_frame_is_left(opened: Opener, server: Server) -> None:
    page = opened("en-GB", "light")
    Visit(page, server)

    for leftover in (
        "stMainMenu",
        "stToolbar",
        "stAppDeployButton",
        "stDecoration",
        "stSidebarNav",
        "stSidebarCollapseButton",
    ):
        expect(page.get_by_test_id(leftover).filter(visible=True)).to_have_count(0)


def test_a_stage_opens_its_page_without_loading_the_app_again(opened: Opener, server: Server) -> None:
    page = opened("en-GB", "light")
    visit = Visit(page, server)
    page.evaluate("window.kept = 1")

    page.locator("[class*=st-key-ve_stage_bids] a").click()
    page.wait_for_url("**/bids")
    visit.idle()

    assert page.evaluate("window.kept") == 1
    expect(page.locator("[class*=st-key-ve_stage_bids][class*=_here]")).to_be_visible()


def test_a_first_visit_to_any_page_gets_the_whole_frame(opened: Opener, tmp_path: Path) -> None:
    with running(SERVE, tmp_path) as fresh:
        page = opened("zh-CN", "light")
        visit = Visit(page, fresh, "/bids")

        expect(page.locator(".ve-brand")).to_have_text("采购评标")
        expect(page.locator("[class*=st-key-ve_stage_bids][class*=_here]")).to_be_visible()
        page.locator("[class*=st-key-ve_stage_desk] a").click()
        page.wait_for_url(f"{fresh.url}/")
        visit.idle()

    assert visit.said == []


def test_an_error_of_ours_is_told_in_words_with_a_number(opened: Opener, server: Server) -> None:
    page = opened("zh-CN", "light")
    Visit(page, server, "/?broken=1")

    expect(page.locator(".ve-error")).to_contain_text("已保存的内容都在")
    assert "made to fail" not in page.content()
    assert "made to fail" in server.log.read_text()


def test_an_unknown_ticket_shows_a_page_with_a_way_back(opened: Opener, server: Server) -> None:
    page = opened("en-GB", "light")
    page.goto(f"{server.url}/export/nothing")

    page.get_by_role("link", name="Back to the app").click()
    expect(page.locator(".ve-h1")).to_be_visible(timeout=20_000)


def test_a_wide_table_scrolls_inside_itself(opened: Opener, server: Server) -> None:
    page = opened("en-GB", "light", width=520)
    Visit(page, server)
    table = page.locator(".st-key-ranking_table .ve-scroll")

    assert table.evaluate("e => e.scrollWidth > e.clientWidth")
    shadows = table.evaluate("e => getComputedStyle(e).backgroundAttachment")  # covered where nothing more waits
    assert shadows == "local, local, scroll, scroll, scroll"
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert table.evaluate("e => e.scrollLeft") > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
