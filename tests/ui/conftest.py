"""What the tests of pages share: a store at each stage of the work, made once, and the app opened on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from evaluator.services import front
from evaluator.services.commands import LOCAL
from evaluator.services.state import TenderState, load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui import navigation
from tests.ui.seeding import TENDER, seed, seeded

# An app under test looks at its start through every installed package for components: the third of a second each time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# Scripts that Streamlit runs, not modules with examples.
collect_ignore = ["app_main.py", "gallery.py", "gallery_server.py"]
SCRIPT = Path(__file__).with_name("app_main.py")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
_kept: list[Store] = []  # caches know a store by its identity, so none may be forgotten while others are made


@dataclass
class Opened:
    """The app as one browser session sees it, and the store behind it."""

    at: AppTest
    store: Store

    @property
    def state(self) -> TenderState:
        """The sample tender as it stands now."""
        return load(self.store, LOCAL, TENDER)

    def go(self, page: str) -> Opened:
        """Another page is on the screen."""
        self.at.switch_page(navigation.file(page)).run()
        return self.checked()

    def second(self, page: str) -> Opened:
        """A second session on the same store, opened on a page."""
        at = AppTest.from_file(str(SCRIPT), default_timeout=60)
        at.context = dict(self.at.context)
        at.run()
        return Opened(at, self.store).go(page)

    def click(self, key: str) -> Opened:
        """A button was clicked."""
        self.at.button(key=key).click().run()
        return self.checked()

    def run(self) -> Opened:
        """What was filled in is sent."""
        self.at.run()
        return self.checked()

    def checked(self) -> Opened:
        """The page is on the screen without an error."""
        assert [(error.message, error.stack_trace) for error in self.at.exception] == []
        return self

    @property
    def html(self) -> str:
        """Everything that the parts drew, tags too, but for the places where a long word may break."""
        return "\n".join(block.proto.body for block in self.at.get("html")).replace("<wbr>", "")

    @property
    def words(self) -> str:
        """Everything that can be read in the parts, without tags and styles."""
        return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", self.html, flags=re.DOTALL).split())


Opener = Callable[..., Opened]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens the app on a page: ``opened("bids", "zh", until="opened")``; ``until`` empty is a store without a tender.

    ``pack`` is the folder of another method than the sample's own.
    """
    before = list(front._store)

    def open_app(page: str, lang: str, until: str = "opened", pack: Path | None = None) -> Opened:
        path = tmp_path / "data"
        store = seeded(path, until) if until and pack is None else Store.open(sqlite_url(path))
        if pack is not None:
            seed(store, until, pack)
        _kept.append(store)
        front._store[:] = [store]
        at = AppTest.from_file(str(SCRIPT), default_timeout=60)
        at.context = {"locale": LOCALES[lang]}
        at.run()
        shown = Opened(at, store).checked()
        return shown if page == "desk" else shown.go(page)

    yield open_app
    front._store[:] = before
