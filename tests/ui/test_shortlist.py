"""Shortlist and award: who goes on, and the choice as an act with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape

import pytest

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services import final_price, front, stages, tenders
from evaluator.services.awarding import shortlist_of
from evaluator.services.checking import check_facts
from evaluator.services.commands import LOCAL
from evaluator.ui.parts.tables import Row
from evaluator.ui.views import ranking, shortlist
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import EVALUATORS, TENDER


def texts(row: Row) -> list[str]:
    return [cell if isinstance(cell, str) else cell.text for cell in row.cells]


def fill(shown: Opened, vendor: str, reason: str, second: str = "") -> None:
    shown.at.selectbox(key="award_vendor").select(vendor).run()
    shown.at.text_area(key="award_reason").input(reason)
    if second:
        shown.at.text_area(key="award_second").input(second)


def record(shown: Opened, vendor: str, reason: str, second: str = "") -> Opened:
    fill(shown, vendor, reason, second)
    return shown.click("award_do")


@pytest.mark.parametrize(("lang", "words"), [("zh", "入围"), ("en", "on the shortlist")])
def test_the_page_names_who_goes_on_and_why_others_do_not(opened: Opener, lang: str, words: str) -> None:
    shown = opened("shortlist", lang)

    assert words in shown.words
    for result in shown.state.evaluation.ranking.results:
        assert " ".join(escape(result.vendor).split()) in shown.words
    assert "/export/" in shown.html


def test_places_and_order_are_those_of_the_ranking_page_and_an_open_place_is_no_number(opened: Opener) -> None:
    state = opened("shortlist", "en").state
    _, rows = shortlist.bid_table(state, shortlist_of(state), "en")

    assert [texts(row)[:2] for row in rows] == [texts(row)[:2] for row in ranking.rows(state, "en")]
    assert [texts(row)[0] for row in rows] == ["1", "2", "3–4", "3–4", "5", "–"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_before_prices_are_opened_the_page_leads_to_the_ranking(opened: Opener, lang: str) -> None:
    shown = opened("shortlist", lang, until="scores")

    assert [button.key for button in shown.at.button if button.key == "shortlist_ranking"] == ["shortlist_ranking"]
    assert "/export/" not in shown.html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_store_without_a_tender_says_where_to_begin(opened: Opener, lang: str) -> None:
    assert opened("shortlist", lang, until="").at.button(key="shortlist_desk")


def test_the_first_placed_is_chosen_with_one_reason_and_the_choice_can_be_taken_back(opened: Opener) -> None:
    shown = opened("shortlist", "en")
    first = shown.state.evaluation.ranking.ranked()[0].vendor

    record(shown, first, "highest total")
    assert shown.state.selection is not None
    assert shown.state.selection.vendor == first
    assert "highest total" in shown.words
    assert "by the local user" in shown.words

    shown.at.text_input(key="award_withdraw_reason").input("new facts")
    shown.click("award_withdraw_do")
    assert shown.state.selection is None


def test_a_choice_without_a_reason_is_refused_in_a_sentence(opened: Opener) -> None:
    shown = opened("shortlist", "zh")

    record(shown, shown.state.evaluation.ranking.ranked()[0].vendor, " ")

    assert shown.state.selection is None
    assert "写明理由" in shown.words


def test_another_than_the_first_asks_for_a_second_reason(opened: Opener) -> None:
    shown = opened("shortlist", "en")
    second = shown.state.evaluation.ranking.ranked()[1].vendor
    assert "award_second" not in [area.key for area in shown.at.text_area]

    record(shown, second, "better plan")
    assert shown.state.selection is None

    record(shown, second, "better plan", "the first cannot deliver in time")
    assert shown.state.selection is not None
    assert shown.state.selection.second_reason == "the first cannot deliver in time"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_second_tab_drawn_earlier_cannot_replace_the_choice(opened: Opener, lang: str) -> None:
    shown = opened("shortlist", lang)
    first, second = (result.vendor for result in shown.state.evaluation.ranking.ranked()[:2])
    other = shown.second("shortlist")

    fill(shown, second, "better plan", "the first cannot deliver in time")
    record(other, first, "highest total")
    shown.click("award_do")

    assert shown.state.selection is not None
    assert (shown.state.selection.vendor, shown.state.selection.reason) == (first, "highest total")
    assert t("store.conflict", lang) in shown.words
    assert "highest total" in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_choice_on_a_changed_ranking_is_confirmed_before_the_draft_goes_out(opened: Opener, lang: str) -> None:
    shown = opened("shortlist", lang)
    first = shown.state.evaluation.ranking.ranked()[0].vendor
    record(shown, first, "highest total")
    item = shown.state.pack.method.auto_questions()[0].id
    check_facts(shown.store, LOCAL, "late", TENDER, first, [item], Decimal(0), "the reference denied it")

    shown.go("desk")
    assert t("stage.next_confirm", lang, vendor=escape(first)) in shown.words
    shown.go("contract")
    assert t("contract.held", lang) in shown.words
    assert shown.html.count('href="/export/') == 3  # the clause book, and no draft
    shown.go("ranking")
    assert "the reference denied it" in shown.words
    shown.go("shortlist")
    assert t("shortlist.to_confirm", lang, vendor=escape(first)) in shown.words
    shown.at.text_area(key="award_reason").input("still first")
    shown.click("award_do")

    assert t("shortlist.confirmed", lang) in shown.words
    assert shown.go("contract").html.count('href="/export/') > 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_choice_by_nobody_is_refused(opened: Opener, lang: Lang) -> None:
    shown = opened("shortlist", lang)
    shown.at.text_area(key="award_members").input(" ")

    record(shown, shown.state.evaluation.ranking.ranked()[0].vendor, "highest total")

    assert shown.state.selection is None
    assert t("refused.members_missing", lang) in shown.words


@pytest.mark.parametrize(
    ("lang", "marked"), [("zh", "顾明远（组长，信息部经理）"), ("en", "顾明远 (chair, 信息部经理)")]
)
def test_the_panel_stands_as_committee_and_is_kept_with_roles_and_chair(opened: Opener, lang: str, marked: str) -> None:
    shown = opened("shortlist", lang)
    first = shown.state.evaluation.ranking.ranked()[0].vendor
    typed = shown.at.text_area(key="award_members")
    assert typed.value.splitlines() == list(EVALUATORS)

    typed.input("沈若溪\n顾明远，信息部经理\nDaniel Wirth")
    shown.at.run()
    shown.at.selectbox(key="award_chair").select("顾明远")
    record(shown, first, "highest total")

    assert shown.state.selection is not None
    assert [(one.name, one.role, one.chair) for one in shown.state.selection.members] == [
        ("沈若溪", "", False), ("顾明远", "信息部经理", True), ("Daniel Wirth", "", False),
    ]  # fmt: skip
    assert marked in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_papers_follow_the_choice_and_letters_come_only_once_the_lead_has_seen_what_they_lack(
    opened: Opener, lang: str
) -> None:
    shown = opened("shortlist", lang)
    assert t("shortlist.paper", lang) not in shown.words
    record(shown, shown.state.evaluation.ranking.ranked()[0].vendor, "highest total")

    assert t("shortlist.paper", lang) in shown.words
    assert t("shortlist.paper_both", lang, form="Word") in shown.html
    assert (
        t("debrief.remark.names", lang, vendor="Bo Systems Ltd", criterion="").split("“")[0].rstrip("，, ")
        in shown.words
    )
    assert t("debrief.all", lang) not in shown.html
    shown.at.checkbox(key="letters_seen").check().run()
    assert t("debrief.all", lang) in shown.html
    shown.at.checkbox(key="letters_show").check().run()
    assert any("Bo Systems Ltd" in code.value for code in shown.at.code)


@pytest.mark.parametrize(
    ("lang", "opened_words", "asked"),
    [("zh", "最终报价已发起", "等待报价"), ("en", "The round is open", "asked")],
)
def test_final_prices_are_asked_of_the_shortlist(opened: Opener, lang: str, opened_words: str, asked: str) -> None:
    shown = opened("shortlist", lang)
    turn = shown.state.revision
    shown.at.date_input(key=f"final_due_{turn}").set_value(date(2026, 12, 20))
    shown.at.text_input(key=f"final_reason_{turn}").set_value("final offers")

    shown.click("final_open")

    assert opened_words in shown.words
    assert asked in shown.words
    found = final_price.offers(shown.store, LOCAL, shown.state)
    assert {one.vendor for one in found} == set(shortlist_of(shown.state).vendors)
    assert shown.words.count("2026-12-20") >= len(found)


@pytest.mark.parametrize(
    ("lang", "still", "ended"),
    [
        ("zh", "还在等这些供应商的最终报价", "最终报价已结束"),
        ("en", "Final prices are still awaited", "The round of final prices is closed"),
    ],
)
def test_an_open_final_round_is_closed_before_a_vendor_is_chosen(
    opened: Opener, lang: str, still: str, ended: str
) -> None:
    shown = opened("shortlist", lang)
    vendors = shortlist_of(shown.state).vendors
    final_price.open_final_round(shown.store, LOCAL, "ask", shown.state.id, vendors, "2099-12-20", "final offers")
    shown.run().at.text_area(key="award_reason").set_value("best")
    assert still in shown.click("award_do").words
    assert shown.state.selection is None

    shown.at.text_input(key=f"final_end_reason_{shown.state.revision}").set_value("nobody goes lower")
    assert ended in shown.click("final_close").words

    assert [one.round.open for one in final_price.offers(shown.store, LOCAL, shown.state)] == [False] * len(vendors)


@pytest.mark.parametrize(("lang", "words"), [("zh", "先选定供应商和截止日期"), ("en", "Choose vendors and a due day")])
def test_a_final_round_without_a_day_is_not_opened(opened: Opener, lang: str, words: str) -> None:
    shown = opened("shortlist", lang)

    shown.click("final_open")

    assert words in shown.words
    assert final_price.offers(shown.store, LOCAL, shown.state) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_is_told_why_it_was_passed_over_only_where_the_lead_ticks_it(opened: Opener, lang: str) -> None:
    shown = opened("shortlist", lang)
    first, second, *_ = (row.vendor for row in shown.state.evaluation.ranking.ranked())
    shown.at.selectbox(key="award_vendor").select(second).run()
    shown.at.text_area(key="award_reason").input("starts earlier")
    shown.at.text_area(key="award_second").input("not before the summer")
    shown.click("award_do")
    shown.at.checkbox(key="letters_seen").check().run()
    shown.at.checkbox(key="letters_show").check().run()

    def told() -> str:  # in the language in which that vendor answered
        return next(code.value for code in shown.at.code if first in code.value)

    assert t("debrief.passed_right", "zh", winner=second) in told()
    assert "summer" not in told()
    shown.at.checkbox(key="letters_second").check().run()
    assert t("debrief.passed_reason", "zh", winner=second, reason="not before the summer") in told()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_every_price_is_above_the_ceiling_final_prices_are_asked_for(opened: Opener, lang: Lang) -> None:
    shown = opened("desk", lang, until="technical")
    tenders.change_tender(
        shown.store, LOCAL, "c", TENDER, shown.state.ver, {"ceiling": Decimal(1)}, "the budget was cut"
    )
    stages.open_prices(shown.store, LOCAL, "o", TENDER, "all bids are in")
    above = final_price.askable(shown.state)

    upcoming = front.next_step(replace(shown.state, waiting=()))
    assert (upcoming.key, upcoming.page, upcoming.params) == ("stage.next_final", "shortlist", {"n": len(above)})
    shown.go("shortlist")
    (form,) = [one for one in shown.at.multiselect if str(one.key).startswith("final_vendors_")]
    assert tuple(form.options) == above
