"""Three evaluators score on cards that go out and come back; then the scores are locked and the prices opened."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from evaluator.i18n.words import t
from tests.acceptance.desk.acts import row, taken, typed
from tests.acceptance.desk.opening import DUE
from tests.acceptance.desk.papers import FIRST, PANEL, VENDORS, scored, unpacked
from tests.browser.visit import Visit


def score(visit: Visit, folder: Path) -> None:
    """Two good cards, one in another's name and one beyond the scale: the bad ones say what to do and change nothing."""
    visit.go("scores")
    cards = unpacked(taken(visit, t("scores.download_all", "zh", n=3), folder / "cards.zip").read_bytes())
    blank = {name: next(data for file, data in cards.items() if file.endswith(f"-{name}.xlsx")) for name in PANEL}
    good = {name: folder / f"评分表-{name}.xlsx" for name in PANEL}
    for name, path in good.items():
        path.write_bytes(scored(blank[name], PANEL[name]))
    stolen, beyond = folder / "冒名.xlsx", folder / "超出.xlsx"
    stolen.write_bytes(scored(blank["贺然"], (0, 5, 0), named="蒋雯"))
    beyond.write_bytes(scored(blank["贺然"], (9, 3, 3)))

    _give(visit, 0, [good["方敏"], good["蒋雯"], stolen, beyond])
    visit.reads("这份评分表发给贺然，封面上却写着蒋雯，没有采用。请蒋雯下载自己的评分表评分，或把姓名改回来。")
    visit.reads("评分“9”不在 0 至 5 之间，没有采用。改为该范围内的分数。")
    visit.picture("telephony-09-cards")
    for name, given in (("方敏", "6 / 6"), ("蒋雯", "6 / 6"), ("贺然", "0 / 6")):
        expect(row(visit, "scores_panel", name)).to_contain_text(given)

    _give(visit, 1, [good["贺然"]])
    visit.reads(t("scores.next.lock", "zh"))
    visit.picture("telephony-10-scored")


def _give(visit: Visit, batch: int, cards: list[Path]) -> None:
    visit.upload(f"scores_files_{batch}", cards)
    visit.click("scores_import")
    for card in cards:
        visit.reads(f"“{card.name}”")


def unseal(visit: Visit) -> None:
    """The technical scores are locked, and only then are there prices on the screen."""
    visit.go("ranking")
    assert not any(price in visit.page.locator(".st-key-ve_page").inner_text() for price in FIRST.values())
    visit.click("ranking_lock")
    visit.click("ranking_lock_yes")
    visit.click("ranking_open")
    visit.click("ranking_open_yes")
    visit.reads(t("ranking.open.early", "zh", deadline=f"{DUE:%Y-%m-%d} 17:00"))
    expect(visit.page.locator(".st-key-ranking_table")).to_have_count(
        0
    )  # bids may still come in, and no reason was said
    typed(visit, "ranking_open_reason", "三家都已递交")
    visit.click("ranking_open")
    visit.click("ranking_open_yes")
    places = visit.page.locator(".st-key-ranking_table tbody tr")
    expect(places).to_have_count(3)
    for place, vendor in enumerate(VENDORS):
        expect(places.nth(place)).to_contain_text(vendor)
        expect(row(visit, "ranking_prices", vendor)).to_contain_text(FIRST[vendor])
    visit.picture("telephony-11-ranking")
