"""Scores with their reasons in real Chromium, from the first field to the submission without the mouse."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from evaluator.services.assigning import assign
from evaluator.services.commands import LOCAL
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.browser.conftest import Serving, idle, tab_to
from tests.browser.test_score_grid import saved, stored
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS

pytestmark = pytest.mark.browser
MINE = ("track_record.relevance", "tech.team")
SHEN = EVALUATORS[0]
KEYSTROKE = 40


def test_a_whole_small_panel_is_scored_with_reasons_and_submitted_from_the_keyboard(
    page: Page, serving: Serving
) -> None:
    server, data = serving("bids")
    store = Store.open(sqlite_url(data))
    assign(store, LOCAL, "assign", TENDER, {SHEN: MINE})
    store.close()
    page.goto(f"{server.url}/scores")
    expect(page.locator("input[type=number]")).to_have_count(len(VENDORS))
    idle(page)

    for column in range(len(MINE)):
        for row in range(len(VENDORS)):
            tab_to(page, "input[type=number]")
            page.keyboard.type(str((row + column) % 6), delay=KEYSTROKE)
            tab_to(page, "textarea")
            page.keyboard.type(f"Read {row + 1}.", delay=KEYSTROKE)
            idle(page)
        page.keyboard.press("Tab")  # the last reason is left, and with it kept
        saved(page, data, len(VENDORS) * (column + 1))
        idle(page)
        if column + 1 < len(MINE):
            tab_to(page, ".st-key-scores_leaf input", "Shift+Tab")
            page.keyboard.press("ArrowDown")
            page.wait_for_timeout(250)
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            expect(page.get_by_text("6 of 12 given")).to_be_visible()
            expect(page.locator("input[type=number]").first).to_have_value("")
            idle(page)
    tab_to(page, ".st-key-scores_submit button")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-scores_submit_yes button")).to_be_visible()
    idle(page)
    tab_to(page, ".st-key-scores_submit_yes button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("submitted and final").first).to_be_visible()

    state = stored(data)
    given = state.given_by(SHEN)
    assert state.submitted(SHEN)
    assert {place: (entry.points, entry.reason) for place, entry in given.items()} == {
        (leaf, one.name): (Decimal((row + column) % 6), f"Read {row + 1}.")
        for column, leaf in enumerate(MINE)
        for row, one in enumerate(VENDORS)
    }
    assert all(entry.evidence for entry in given.values())
