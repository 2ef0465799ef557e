"""The score grid in real Chromium: typed from the keyboard alone, nothing lost, the focus never thrown back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from evaluator.services import state
from evaluator.services.commands import LOCAL
from evaluator.services.state import TenderState, load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.panels.score_grid import NARROWEST, VENDOR_WIDTH
from tests import packs
from tests.browser.conftest import Serving, idle, tab_to
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS

pytestmark = pytest.mark.browser
HEADER = ROW = 35
DEBOUNCE = 170
KEYSTROKE = 50


def open_grid(page: Page, url: str) -> Locator:
    page.goto(f"{url}/scores")
    expect(page.locator(".ve-h1")).to_be_visible()
    idle(page)
    page.locator(".st-key-scores_view button").nth(1).click()
    grid = page.get_by_test_id("stDataFrame")
    expect(grid.get_by_test_id("glide-cell-1-0")).to_be_attached()
    idle(page)
    return grid


def tab_to_grid(page: Page, url: str) -> Locator:
    """The grid, reached from the switch of views by the keyboard alone; its first score is chosen."""
    page.goto(f"{url}/scores")
    expect(page.locator(".ve-h1")).to_be_visible()
    idle(page)
    tab_to(page, ".st-key-scores_view button")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    grid = page.get_by_test_id("stDataFrame")
    expect(grid.get_by_test_id("glide-cell-1-0")).to_be_attached()
    idle(page)
    tab_to(page, "[data-testid=data-grid-canvas]")
    expect(grid.get_by_test_id("glide-cell-0-0")).to_be_focused()  # the vendor's name
    page.keyboard.press("ArrowRight")
    expect(grid.get_by_test_id("glide-cell-1-0")).to_be_focused()
    return grid


def press(page: Page, button: str) -> None:
    """A button reached and pressed by the keyboard alone."""
    expect(page.locator(button)).to_be_visible()
    idle(page)
    tab_to(page, button)
    page.keyboard.press("Enter")


def choose(page: Page, grid: Locator, row: int, column: int) -> None:
    """Click a cell; the grid is a canvas, so the place is worked out from its columns."""
    box = grid.bounding_box()
    assert box is not None
    width = max((box["width"] - VENDOR_WIDTH) / 10, NARROWEST)
    page.mouse.click(box["x"] + VENDOR_WIDTH + width * (column + 0.5), box["y"] + HEADER + ROW * (row + 0.5))
    page.wait_for_timeout(DEBOUNCE)


def enter(page: Page, points: str) -> None:
    """Type over the chosen cell; Enter keeps it and moves down, but not off the last row.

    At the pace of a fast typist who looks: the cell editor takes a digit in at its next frame and closes some frames
    after Enter. A key sent before that, which only a robot sends, would be lost or meet the editor of the cell before.
    """
    editor = page.locator(".gdg-input")
    page.keyboard.type(points, delay=KEYSTROKE if len(points) > 1 else 0)
    expect(editor.and_(page.locator(":focus"))).to_have_value(points)  # the digit can be seen
    page.wait_for_timeout(KEYSTROKE)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)


def warm(page: Page) -> None:
    """Open and leave the cell editor once: the browser fetches it at its first use, and what is typed meanwhile is its own."""
    page.keyboard.press("Enter")
    expect(page.locator(".gdg-input:focus")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(DEBOUNCE)


def expected(row: int, column: int) -> Decimal:
    return Decimal((row * 7 + column * 3) % 6)


def stored(data: Path) -> TenderState:
    """The tender as another process finds it."""
    store = Store.open(sqlite_url(data))
    try:
        return load(store, LOCAL, TENDER)
    finally:
        store.close()
        state._cache.clear()


def points(data: Path) -> dict[tuple[str, str], Decimal | None]:
    return {(entry.vendor, entry.criterion): entry.points for entry in stored(data).entries}


def saved(page: Page, data: Path, count: int) -> None:
    """Wait until so many scores are kept: the grid sends an edit a moment after Enter, as a person's next step comes later."""
    store = Store.open(sqlite_url(data))
    try:
        for _ in range(300):
            if len(load(store, LOCAL, TENDER).entries) >= count:  # of one store, so that only what is new is read
                return
            page.wait_for_timeout(100)
    finally:
        store.close()
        state._cache.clear()
    raise AssertionError(f"{count} scores were not kept within half a minute, only {points(data)}")


def leaves(data: Path) -> list[str]:
    return [leaf.key for leaf in stored(data).pack.method.panel_leaves()]


def test_six_bids_on_fifteen_sub_criteria_are_typed_from_the_keyboard_without_touching_the_mouse(
    page: Page, serving: Serving, tmp_path: Path
) -> None:
    server, data = serving("bids", packs.rewritten(tmp_path / "pack", *packs.FIFTEEN))
    grid = tab_to_grid(page, server.url)
    page.evaluate("document.querySelector('[data-testid=stDataFrame] canvas').kept = 1")

    for column in range(15):
        for row in range(6):
            enter(page, str(expected(row, column)))
        page.keyboard.press("ArrowRight")
        for _ in range(5):
            page.keyboard.press("ArrowUp")
    expect(page.get_by_text("90 of 90 given")).to_be_visible()
    idle(page)

    assert page.evaluate("document.querySelector('[data-testid=stDataFrame] canvas').kept") == 1
    beyond = "pane => pane.scrollWidth - pane.clientWidth - pane.scrollLeft"
    assert grid.locator(".dvn-scroller").evaluate(beyond) <= 1  # the last column has come into sight
    for row in range(6):
        expect(grid.get_by_test_id(f"glide-cell-15-{row}")).to_have_text(str(expected(row, 14)))
    assert points(data) == {
        (profile.name, leaf): expected(row, column)
        for row, profile in enumerate(VENDORS)
        for column, leaf in enumerate(leaves(data))
    }

    press(page, ".st-key-scores_submit button")
    press(page, ".st-key-scores_submit_yes button")
    expect(page.get_by_text("submitted and final").first).to_be_visible()
    assert stored(data).submitted(EVALUATORS[0])


def test_what_was_typed_is_there_after_another_view_another_page_and_a_reload(page: Page, serving: Serving) -> None:
    server, data = serving("bids")
    grid = open_grid(page, server.url)
    choose(page, grid, 2, 4)
    warm(page)
    enter(page, "4")
    enter(page, "3.5")
    saved(page, data, 2)
    idle(page)

    page.locator(".st-key-scores_view button").nth(0).click()
    expect(page.locator("[class*=st-key-said_]").first).to_be_visible()
    idle(page)
    page.locator(".st-key-scores_view button").nth(1).click()
    expect(grid.get_by_test_id("glide-cell-5-2")).to_have_text("4")
    idle(page)
    choose(page, grid, 4, 4)
    warm(page)
    enter(page, "2")
    saved(page, data, 3)
    idle(page)

    page.reload()
    idle(page)
    page.locator(".st-key-scores_view button").nth(1).click()
    expect(grid.get_by_test_id("glide-cell-5-4")).to_have_text("2")
    column = leaves(data)[4]
    assert points(data) == {
        (VENDORS[2].name, column): Decimal(4),
        (VENDORS[3].name, column): Decimal("3.5"),
        (VENDORS[4].name, column): Decimal(2),
    }


@pytest.mark.parametrize(
    ("lang", "words", "entered"),
    [
        ("zh-CN", "“{}”不是 0 至 5 的分数，没有保存", ("9", "33", "-1", "abc")),
        ("en-GB", "“{}” is not a score from 0 to 5", ("33",)),
    ],
)
def test_what_is_no_score_is_refused_by_name_and_never_becomes_another_score(
    browser: Browser, serving: Serving, lang: str, words: str, entered: tuple[str, ...]
) -> None:
    server, data = serving("bids")
    context = browser.new_context(locale=lang)
    page = context.new_page()
    grid = open_grid(page, server.url)
    choose(page, grid, 1, 2)
    warm(page)
    enter(page, "3,5")
    saved(page, data, 1)
    idle(page)

    for refused in entered:
        choose(page, grid, 1, 2)
        warm(page)
        enter(page, refused)
        notice = page.get_by_role("alert").filter(has_text=words.format(refused))
        expect(notice).to_contain_text(VENDORS[1].name)
        idle(page)
        expect(grid.get_by_test_id("glide-cell-3-1")).to_have_text("3.5")

    assert points(data) == {(VENDORS[1].name, leaves(data)[2]): Decimal("3.5")}
    context.close()


def test_a_score_typed_straight_after_a_refused_one_is_kept_or_plainly_not_there(page: Page, serving: Serving) -> None:
    server, data = serving("bids")
    grid = open_grid(page, server.url)
    choose(page, grid, 0, 0)
    warm(page)

    for figure in ("9", "3", "4"):
        page.keyboard.type(figure, delay=KEYSTROKE)
        page.wait_for_timeout(KEYSTROKE)
        page.keyboard.press("Enter")
        page.wait_for_timeout(KEYSTROKE)
    expect(page.get_by_role("alert").filter(has_text="“9” is not a score")).to_have_count(1)
    page.wait_for_timeout(1_500)
    idle(page)

    kept, column = points(data), leaves(data)[0]
    for row, profile in enumerate(VENDORS[:3]):
        there = kept.get((profile.name, column))
        expect(grid.get_by_test_id(f"glide-cell-1-{row}")).to_have_text("" if there is None else str(there))
