"""Starting a tender from a file in real Chromium: the tab stays open, and the last file given is the one that counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluator.services.sample import sample_folder
from tests.browser.conftest import Serving, idle

pytestmark = pytest.mark.browser
SAMPLE = (sample_folder() / "tender.toml").read_text("utf-8")


def give(page: Page, path: Path) -> None:
    page.locator(".st-key-tender_file input[type=file]").set_input_files(str(path))
    page.wait_for_timeout(400)
    idle(page)


@pytest.mark.parametrize(
    ("lang", "faults"),
    [
        ("zh-CN", {"broken.toml": "第 2 行第 8 列", "blank.toml": "文件是空的", "route.toml": "[route]"}),
        ("en-GB", {"broken.toml": "Line 2, column 8"}),
    ],
)
def test_a_refused_tender_file_keeps_its_tab_and_the_corrected_one_is_used(
    browser: Browser, serving: Serving, tmp_path: Path, lang: str, faults: dict[str, str]
) -> None:
    server, _ = serving("")
    page = browser.new_context(locale=lang).new_page()
    page.goto(f"{server.url}/tender")
    idle(page)
    page.get_by_role("tab").nth(1).click()
    idle(page)
    wrong = {
        "broken.toml": 'id = "T"\nname = \n',
        "blank.toml": "\n",
        "route.toml": SAMPLE.replace('"negotiated"', '"lot"'),
    }
    use = page.locator(".st-key-tender_use button")

    for name, said in faults.items():
        (tmp_path / name).write_text(wrong[name], "utf-8")
        give(page, tmp_path / name)
        expect(page.locator(".st-key-tender_file")).to_contain_text(name)
        use.click()
        expect(page.get_by_role("alert").filter(has_text=name)).to_contain_text(said)
        idle(page)
        expect(use).to_be_visible()
        expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")

    (tmp_path / "right.toml").write_text(SAMPLE, "utf-8")
    give(page, tmp_path / "right.toml")
    expect(page.get_by_role("alert")).to_have_count(0)  # the next run of the page, without the notice
    expect(use).to_be_visible()
    use.click()
    expect(page.locator(".st-key-tender_new")).to_be_visible()
    page.context.close()
