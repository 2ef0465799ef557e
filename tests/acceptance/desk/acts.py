"""What a person does at a page of the app: types and goes on, chooses from a list, picks a day, keeps a download."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.visit import Visit

KEYSTROKE = 40


def typed(visit: Visit, key: str, text: str) -> None:
    """Words into a field whose key starts so, as somebody who then goes on to the next field."""
    box = _of(visit, key).locator("input, textarea").first
    box.fill(text)
    box.press("Tab")
    visit.settled()


def choose(visit: Visit, key: str, words: str) -> None:
    """One of the choices of a list whose key starts so."""
    visit.choose(_of(visit, key).locator("input").first, words)


def dated(visit: Visit, key: str, day: str) -> None:
    """A day, as YYYYMMDD, typed into a field whose key starts so."""
    _of(visit, key).locator("[role=spinbutton]").first.click()
    visit.page.keyboard.type(day, delay=KEYSTROKE)
    visit.settled()


def unfold(visit: Visit, key: str) -> None:
    """What is folded away is opened."""
    visit.page.locator(f".st-key-{key} summary").click()
    visit.settled()


def taken(visit: Visit, words: str, path: Path) -> Path:
    """What the link with these words downloads, kept at a path."""
    with visit.page.expect_download(timeout=60_000) as started:
        visit.page.locator(".st-key-ve_page a").filter(has_text=words).first.click()
    assert started.value.failure() is None
    started.value.save_as(path)
    return path


def row(visit: Visit, table: str, words: str) -> Locator:
    """The row of a table that holds these words."""
    found = visit.page.locator(f".st-key-{table} tbody tr").filter(has_text=words)
    expect(found).to_have_count(1)
    return found


def _of(visit: Visit, key: str) -> Locator:
    return visit.page.locator(f"[class*=st-key-{key}]")
