"""Lots on the pages: the next one is started, all of them are seen, and the award limit stands where a choice is made."""

from __future__ import annotations

import pytest

from evaluator.domain.text import Text
from evaluator.i18n.words import t
from evaluator.services import tenders
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.lots import LotForm, add_lot, lots_of
from evaluator.services.state import load
from evaluator.store.store import Store
from evaluator.ui.views import lots as view
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import STAGES, TENDER, follow

ADA, BO = "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd"
SECOND = LotForm(purchase="P-7 <b>", this="1", lot="2", name=Text("服务", "Services"), limit=1)


def second_lot(store: Store, until: str = "") -> str:
    key = add_lot(store, LOCAL, new_command_id(), load(store, LOCAL, TENDER), SECOND)
    for stage in STAGES[: STAGES.index(until) + 1] if until else ():
        follow(store, key, stage)
    return key


def on_desk(shown: Opened, tender: str, page: str) -> Opened:
    tenders.choose_tender(shown.store, LOCAL, new_command_id(), tender)
    return shown.go(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_next_lot_is_added_on_the_tender_page_and_opens(opened: Opener, lang: str) -> None:
    shown = opened("tender", lang, until="bids")
    prefix = f"lot_{TENDER}_{shown.state.revision}"
    shown.at.text_input(key=f"{prefix}_purchase").set_value("P-7")
    shown.at.number_input(key=f"{prefix}_limit").set_value(1)
    shown.at.text_input(key=f"{prefix}_en").set_value("Services")
    shown.at.text_input(key=f"{prefix}_ceiling").set_value("1.2 million")

    shown.click("lots_do")

    assert t("lots.added", lang, lot="2") in shown.words
    one, two = lots_of(shown.store, LOCAL, shown.state.tender)
    assert (one.id, one.tender.lot, two.tender.lot, two.tender.award_limit) == (TENDER, "1", "2", 1)
    assert tenders.opened(shown.store, LOCAL) == two.id
    assert t("change.fact.purchase", lang) in shown.words and "1,200,000" in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lot_without_a_name_is_refused_in_a_sentence(opened: Opener, lang: str) -> None:
    shown = opened("tender", lang, until="locked").click("lots_do")

    assert t("refused.lot_unnamed", lang) in shown.words
    assert shown.state.tender.purchase == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_desk_shows_every_lot_of_the_purchase_and_a_tender_alone_shows_none(opened: Opener, lang: str) -> None:
    shown = opened("desk", lang, until="scores")
    assert t("lots.caption", lang) not in shown.words

    key = second_lot(shown.store, "opened")
    shown = on_desk(shown, TENDER, "desk")

    assert t("lots.section", lang, purchase="P-7 &lt;b&gt;") in shown.words
    assert t("lots.limit", lang, n=1) in shown.words
    _, rows = view.table(lots_of(shown.store, LOCAL, shown.state.tender), TENDER, "en")
    told = [[getattr(cell, "text", cell) for cell in row.cells] for row in rows]
    assert [line[3:] for line in told] == [["prices sealed", "—"], [ADA, "—"]]
    assert getattr(rows[1].cells[1], "note", "") == key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_limit_is_told_before_the_choice_and_stays_beside_it(opened: Opener, lang: str) -> None:
    shown = opened("shortlist", lang, until="scores")
    key = second_lot(shown.store, "opened")
    shown = on_desk(shown, key, "shortlist")
    shown.at.text_area(key="award_reason").input("highest total")
    shown.click("award_do")
    for stage in ("technical", "opened"):
        follow(shown.store, TENDER, stage)

    shown = on_desk(shown, TENDER, "shortlist")
    found = t("finding.award_limit", lang, lots=Text("1、2", "1, 2"), n=2, limit=1)
    assert found in shown.words
    shown.at.selectbox(key="award_vendor").select(BO).run()
    assert found not in shown.words
    shown.at.selectbox(key="award_vendor").select(ADA).run()
    shown.at.text_area(key="award_reason").input("highest total")
    shown.click("award_do")
    assert shown.state.selection is None

    shown.at.text_area(key="award_second").input("nobody else can do both")
    shown.click("award_do")
    assert shown.state.selection is not None and found in shown.words
    assert t("shortlist.second_limit_given", lang, reason="nobody else can do both") in shown.words
    assert found in shown.go("desk").words


def test_purchase_number_and_limit_of_a_lot_are_facts_that_change_until_prices_are_open(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked")
    second_lot(shown.store)
    shown = on_desk(shown, TENDER, "tender").click("tender_edit_facts")
    prefix = f"tedit{shown.state.revision}"
    shown.at.number_input(key=f"{prefix}_limit").set_value(2)
    shown.at.text_input(key=f"{prefix}_lot").set_value("A")

    shown.click("tender_save")
    assert (shown.state.tender.lot, shown.state.tender.award_limit) == ("A", 2)

    shown.click("tender_edit_facts")
    shown.at.text_input(key=f"tedit{shown.state.revision}_lot").set_value(" ")
    assert t("refused.lot_unnumbered", "en") in shown.click("tender_save").words
    shown.at.text_input(key=f"tedit{shown.state.revision}_purchase").set_value("")
    shown.click("tender_save")
    assert (shown.state.tender.purchase, shown.state.tender.lot, shown.state.tender.award_limit) == ("", "", None)


def test_an_archived_lot_is_told_as_such(opened: Opener) -> None:
    from evaluator.services.archive import archive_tender

    shown = opened("desk", "en", until="locked")
    key = second_lot(shown.store)
    archive_tender(shown.store, LOCAL, new_command_id(), key)

    assert "Archived." in on_desk(shown, TENDER, "desk").words
