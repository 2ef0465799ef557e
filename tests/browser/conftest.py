"""What the journeys share: a running app over a data folder of its own, and small helpers that wait as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.ui.seeding import seed, seeded
from tests.web.serving import SERVE, Server, running


class Serving(Protocol):
    """Starts the app on the seeded tender at a stage of the work, under the sample's method or that of a folder."""

    def __call__(self, until: str, pack: Path | None = None) -> tuple[Server, Path]:
        """The server and its data folder."""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """As `Serving` says."""
    with ExitStack() as stack:

        def start(until: str, pack: Path | None = None) -> tuple[Server, Path]:
            data = tmp_path / "data"
            if until and pack is None:
                seeded(data, until).close()
            elif until:
                store = Store.open(sqlite_url(data))
                seed(store, until, pack)
                store.close()
            return stack.enter_context(running(SERVE, tmp_path)), data

        yield start


def choose(box: Locator, words: str, *, exact: bool = False) -> None:
    """The choice of a box's list that has these words; each key opens the list that a new drawing shut, or moves it on."""
    option = box.page.get_by_role("option", name=words, exact=exact).first
    for _ in range(59):
        box.press("ArrowDown")
        with suppress(
            PlaywrightTimeout
        ):  # not in sight yet, or shut between the look and the click: the next turn tries again
            return option.click(timeout=500)
    return option.click(timeout=500)


def idle(page: Page) -> None:
    """Wait until the script has run and nothing more is on its way."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """The next field that a person means, reached by the tabulator alone."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached from the keyboard")
