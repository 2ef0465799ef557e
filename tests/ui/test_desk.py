"""The desk: where the tender stands, what comes next, and how one begins."""

from __future__ import annotations

import pytest

from evaluator.services import final_price, rounds
from evaluator.services.awarding import select_vendor, shortlist_of
from evaluator.services.bids import withdraw_file
from evaluator.services.commands import LOCAL
from evaluator.services.tenders import TenderForm, start_form, tenders
from evaluator.ui.views.when import local
from tests.ui.conftest import Opener
from tests.ui.seeding import TENDER

STEPS = [
    ("locked", "zh", "评分办法已锁定，等待投标文件", "desk_next"),
    ("locked", "en", "The method is locked; no bid is in yet", "desk_next"),
    ("bids", "zh", "还差 1 处答复和 3 位评委，排名即可确定", "desk_next"),
    ("bids", "en", "3 evaluators and 1 open answers stand between you and the ranking", "desk_next"),
    ("scores", "zh", "评分已齐，可以开启价格", "desk_next"),
    ("scores", "en", "All scores are in; the prices can be opened", "desk_next"),
    ("opened", "zh", "还有 1 处答复待定，排名是暂定的", "desk_next"),
    ("opened", "en", "1 answer is open; the ranking is provisional", "desk_next"),
]


@pytest.mark.parametrize(("until", "lang", "words", "button"), STEPS)
def test_the_headline_says_what_is_open_at_every_stage_and_offers_the_next_step(
    opened: Opener, until: str, lang: str, words: str, button: str
) -> None:
    shown = opened("desk", lang, until=until)

    assert words in shown.words
    assert shown.at.button(key=button)
    assert shown.at.button(key="desk_start")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_open_answer_stands_there_with_vendor_sheet_and_cell(opened: Opener, lang: str) -> None:
    assert "Cy Software 西岩软件 · Stability!D4" in opened("desk", lang).words


def test_the_latest_events_are_told_newest_first(opened: Opener) -> None:
    words = opened("desk", "zh").words

    assert "开启价格" in words
    assert words.index("开启价格", words.index("最近")) < words.index("提交评分：Daniel Wirth")


def test_a_withdrawn_file_is_named(opened: Opener) -> None:
    shown = opened("desk", "zh")
    file = shown.state.uploads[0]

    withdraw_file(shown.store, LOCAL, "withdraw", TENDER, file.id, "sent by mistake")

    shown.at.run()
    assert f"撤回文件“{file.name}”" in shown.words


@pytest.mark.parametrize(
    ("lang", "asked", "ended", "clarified"),
    [
        ("zh", "请供应商最终报价：{}", "结束最终报价：{}", ("开始一轮澄清：{}", "结束一轮澄清：{}")),
        ("en", "Final prices asked for: {}", "Round of final prices closed: {}",
         ("Clarification round opened: {}", "Clarification round closed: {}")),
    ],
)  # fmt: skip
def test_a_round_is_told_by_its_kind_with_everybody_in_it(
    opened: Opener, lang: str, asked: str, ended: str, clarified: tuple[str, str]
) -> None:
    shown = opened("desk", lang)
    vendors = shortlist_of(shown.state).vendors[:2]
    assert len(vendors) == 2
    final_price.open_final_round(shown.store, LOCAL, "ask", TENDER, vendors, "2099-12-20", "final offers")
    final_price.close_final_round(shown.store, LOCAL, "end", TENDER, "both said no more")
    item = rounds.askable(shown.state)[0]
    rounds.open_round(shown.store, LOCAL, "clarify", TENDER, vendors[0], (item,), "2099-12-20", "unclear")
    number = rounds.rounds(shown.store, LOCAL, shown.state, vendors[0])[0].number
    rounds.close_round(shown.store, LOCAL, "clear", TENDER, vendors[0], number, "answered")

    told = shown.run().words

    names = "; ".join(vendors)
    assert asked.format(names) in told
    assert ended.format(names) in told
    assert clarified[0].format(vendors[0]) in told
    assert clarified[1].format(vendors[0]) in told


def test_the_next_step_opens_the_page_where_it_is_done(opened: Opener) -> None:
    shown = opened("desk", "en").click("desk_next")

    assert shown.at.selectbox(key="bids_vendor").value == "Cy Software 西岩软件"


@pytest.mark.parametrize(("lang", "words"), [("zh", "从一个采购项目开始"), ("en", "Begin with a tender")])
def test_an_empty_store_offers_a_start_and_the_sample(opened: Opener, lang: str, words: str) -> None:
    shown = opened("desk", lang, until="")

    assert words in shown.words
    assert shown.at.button(key="desk_sample")
    shown.click("desk_start")
    assert shown.at.text_input(key="tnew_name")


def test_the_sample_is_removed_only_after_a_second_click_and_does_not_come_back(opened: Opener) -> None:
    shown = opened("desk", "zh").click("desk_remove_do")

    assert tenders(shown.store, LOCAL) == ()
    assert "还没有项目" in shown.run().words


def test_after_the_choice_the_desk_says_who_and_why_and_what_the_draft_lacks(opened: Opener) -> None:
    shown = opened("desk", "en")
    select_vendor(shown.store, LOCAL, "choose", TENDER, "Bo Systems Ltd", "Nearest to our plants", "Ada cannot start")

    words = shown.run().words

    assert "“Bo Systems Ltd” is selected" in words
    assert "Reason: Nearest to our plants" in words
    assert "to be agreed" in words


def test_a_moment_is_shown_as_the_clock_of_the_browser_shows_it() -> None:
    assert local("2026-11-23T23:30:00.000000Z", offset=-480, year=True) == "2026-11-24 07:30"
    assert local("2026-11-23T23:30:00.000000Z", offset=300) == "11-23 18:30"


def test_another_tender_is_opened_from_the_desk(opened: Opener) -> None:
    shown = opened("desk", "en")
    form = TenderForm(name="Cleaning services 2027", pack="services_cn", buyer_name="Chengyuan", lang="en")
    other = start_form(shown.store, LOCAL, "second", form)
    assert "Cleaning services 2027" in shown.run().words

    shown.at.selectbox(key="desk_tender").select(TENDER).run()

    assert "CRM platform for Chengyuan Instruments (sample)" in shown.checked().words
    assert shown.at.selectbox(key="desk_tender").value == TENDER
    assert other in shown.at.selectbox(key="desk_tender").options[0] + shown.at.selectbox(key="desk_tender").options[1]
