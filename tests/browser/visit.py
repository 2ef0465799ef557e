"""A person at the browser: goes from page to page, and keeps what the console said and which addresses were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Download, Locator, Page, expect

from evaluator.domain.text import Lang
from tests.browser.conftest import choose, idle
from tests.web.serving import ROOT

PICTURES = ROOT / "artefacts" / "journey"
LOCALES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
LAPTOP = {"width": 1366, "height": 768}


class Visit:
    """A person at the browser, with everything the console said and every address asked for."""

    def __init__(self, page: Page, url: str, lang: Lang, path: str = "") -> None:
        self.page, self.url, self.lang = page, url, lang
        self.said: list[str] = []
        self.asked: list[str] = []
        self.cut: list[str] = []
        page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(f"{url}/{path}")
        self.arrived()

    def arrived(self) -> None:
        """The page stands after it was loaded."""
        expect(self.page.locator(".ve-h1")).to_be_visible()
        self.settled()

    def go(self, page: str) -> None:
        """Another page, by the stage at the side."""
        self.page.locator(f"[class*=st-key-ve_stage_{page}_] a").click()
        self.here(page)

    def here(self, page: str) -> None:
        """This is the page on the screen."""
        expect(self.page.locator(f"[class*=st-key-ve_stage_{page}_][class*=_here]")).to_be_visible()
        self.settled()

    def click(self, key: str) -> None:
        """A button by its key."""
        self.page.locator(f".st-key-{key} button").first.click()
        self.settled()

    def fill(self, key: str, text: str) -> None:
        """Words into a field by its key."""
        self.page.locator(f".st-key-{key}").locator("input, textarea").first.fill(text)

    def choose(self, box: Locator, words: str, *, exact: bool = False) -> None:
        """The choice of a box's list that has these words."""
        choose(box, words, exact=exact)
        self.settled()

    def settled(self) -> None:
        """The page has stopped moving."""
        self.page.wait_for_timeout(250)
        idle(self.page)

    def upload(self, key: str, paths: list[Path]) -> None:
        """Files into a box."""
        self.page.locator(f".st-key-{key} input[type=file]").set_input_files([str(path) for path in paths])
        self.settled()

    def reads(self, words: str) -> None:
        """These words stand on the page."""
        expect(self.page.locator(".st-key-ve_page")).to_contain_text(words, timeout=60_000)

    def picture(self, name: str) -> None:
        """What the page looks like, kept beside the test results; a table cut off at its right side is noted."""
        self.cut += self.page.evaluate(
            """() => [...document.querySelectorAll('.ve-scroll')]
            .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.getAttribute('aria-label'))"""
        )
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.lang}-{name}.png")

    def download(self, key: str) -> Download:
        """The file behind a link of a container."""
        with self.page.expect_download(timeout=60_000) as started:
            self.page.locator(f".st-key-{key} a").first.click()
        return started.value


@contextmanager
def visiting(browser: Browser, url: str, lang: Lang = "en", path: str = "", *, dark: bool = False) -> Iterator[Visit]:
    """A visit in a browser profile of its own, at a laptop in Shanghai."""
    context = browser.new_context(
        locale=LOCALES[lang], viewport=LAPTOP, timezone_id="Asia/Shanghai", accept_downloads=True,  # type: ignore[arg-type]  # the size is a plain dict
        color_scheme="dark" if dark else "light",
    )  # fmt: skip
    try:
        yield Visit(context.new_page(), url, lang, path)
    finally:
        context.close()
