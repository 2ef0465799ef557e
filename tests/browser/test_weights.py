"""The weights page in a browser: judged by keyboard alone, shown side by side, and nothing on it that cannot be read out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.sample import sample_folder
from evaluator.services.tenders import start_tender
from evaluator.services.weighing import judge
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.browser.conftest import Serving
from tests.browser.test_access import faults
from tests.browser.visit import Visit, visiting
from tests.ui.seeding import EVALUATORS, TENDER

pytestmark = pytest.mark.browser
ONE, TWO, THREE = EVALUATORS
GROUP = "track_record"
NAMES: dict[Lang, str] = {"zh": "案例与口碑", "en": "Track record"}
TABLE = (("1", "3", "5"), ("1/3", "1", "2"), ("1/5", "1/2", "1"))


def before_the_lock(data: Path) -> None:
    """The sample tender with its method still open, and what two members judged of one group."""
    store = Store.open(sqlite_url(data))
    start_tender(store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))
    given = {ONE: ("ahp", TABLE), TWO: ("points", (("20", "50", "30"),))}
    for member, (way, rows) in given.items():
        exact = [[Fraction(value) for value in row] for row in rows]
        judge(store, LOCAL, new_command_id(), TENDER, GROUP, member, way, exact, 1)
    store.close()


def take(visit: Visit, key: str, words: str) -> None:
    """A choice in a box by its key."""
    visit.choose(visit.page.locator(f".st-key-{key} input"), words)


@pytest.mark.parametrize(("lang", "dark"), [("zh", False), ("en", True)])
def test_the_third_member_judges_and_then_reads_what_the_others_said(
    browser: Browser, serving: Serving, lang: Lang, dark: bool
) -> None:
    server, data = serving("")
    before_the_lock(data)
    with visiting(browser, server.url, lang, dark=dark) as visit:
        visit.go("method")
        visit.click("method_weights")
        visit.here("method")
        visit.reads(t("weights.lead", lang))
        take(visit, "weights_member", THREE)
        take(visit, "weights_group", NAMES[lang])
        visit.reads(t("weights.closed", lang))
        expect(visit.page.get_by_test_id("stVegaLiteChart")).to_have_count(0)
        told = {"closed": faults(visit.page)}
        for place, value in enumerate(("50", "30", "20")):
            visit.fill(f"weights_{GROUP}_points_{THREE.replace(' ', '-')}_0_{place}", value)
        visit.click("weights_submit")
        visit.reads(t("weights.history", lang))
        expect(visit.page.get_by_test_id("stVegaLiteChart").locator("svg")).to_be_visible()
        marks = visit.page.locator("[data-testid=stVegaLiteChart] svg [aria-label]")
        assert f" · {THREE} · 50.0" in " | ".join(marks.evaluate_all("all => all.map(one => one.ariaLabel)"))
        told["open"] = faults(visit.page)

        assert {key: found for key, found in told.items() if found} == {}
