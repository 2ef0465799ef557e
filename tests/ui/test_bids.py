"""The bids page: files in, answers settled, gates and facts decided, everything side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaluator.domain.bid import Standing, State
from evaluator.domain.text import LANGS
from evaluator.intake.settling import asked_of, typed
from evaluator.services.bids import Settling, settle
from evaluator.services.commands import LOCAL
from evaluator.services.sample import sample_folder
from evaluator.services.tenders import start_tender
from evaluator.ui.views import bids as view
from evaluator.ui.views import compare, facts
from evaluator.ui.views import settle as settling
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

CY, FAY, ADA, DEE = "Cy Software 西岩软件", "Fay Network 菲云", "Ada Cloud 阿达云软件有限公司", "Dee CRM <b>Ltd</b>"
WHY = ("confirmed", "2026-05-08", "call")


def looking_at(shown: Opened, way: str, vendor: str = "") -> Opened:
    shown.at.button_group(key="bids_view").set_value(way).run()
    if vendor:
        shown.at.selectbox(key="bids_vendor").select(vendor).run()
    return shown.checked()


def fill(
    shown: Opened, how: int | None, text: str = "", reason: str = "by e-mail", source: str = "mail of 8 May"
) -> Opened:
    if how is not None:
        shown.at.radio(key=f"settle_how_{CY}_ST-01").set_value(how)
    shown.at.text_input(key=f"settle_text_{CY}_ST-01").set_value(text)
    shown.at.text_input(key=f"settle_reason_{CY}_ST-01").set_value(reason)
    shown.at.text_input(key="settle_source").set_value(source)
    shown.at.date_input(key="settle_date").set_value(date(2026, 5, 8))
    return shown.click("settle_save")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "6 家投标，1 处答复待定"), ("en", "6 bids; answers that wait for a person: 1")]
)
def test_the_headline_counts_bids_and_open_answers(opened: Opener, lang: str, words: str) -> None:
    shown = opened("bids", lang)

    assert words in shown.words
    assert shown.at.selectbox(key="bids_vendor").value == CY


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_clarified_value_settles_an_answer_and_the_cell_stays_beside_it(opened: Opener, lang: str) -> None:
    shown = fill(opened("bids", lang), how=0, text="99.9%")

    answer = next(bid for bid in shown.state.evaluation.bids if bid.vendor == CY).find("ST-01")
    assert answer is not None
    assert answer.settled is not None
    assert (answer.settled.reason, answer.settled.source, answer.settled.date) == (
        "by e-mail",
        "mail of 8 May",
        "2026-05-08",
    )
    assert "99.9%" in shown.words
    assert "Stability!D4" in shown.words
    assert shown.state.open_points() == ()


def test_a_value_that_is_still_ambiguous_is_refused_with_what_to_do(opened: Opener) -> None:
    shown = fill(opened("bids", "zh"), how=0, text="很高")

    assert "“很高”仍有歧义" in shown.words
    assert len(shown.state.open_points()) == 1
    assert shown.at.text_input(key=f"settle_text_{CY}_ST-01").value == "很高"


def test_nothing_is_saved_without_a_choice_a_reason_and_a_source(opened: Opener) -> None:
    shown = opened("bids", "en")

    assert "Choose how to settle it" in fill(shown, how=None).words
    fill(shown, how=1, reason="", source="")
    assert len(shown.state.open_points()) == 1


def test_no_answer_can_be_confirmed_and_corrected_later(opened: Opener) -> None:
    shown = fill(opened("bids", "en"), how=1)
    answer = shown.state.evaluation.bids[2].find("ST-01")
    assert answer is not None
    assert answer.settled is not None
    assert answer.settled.value is None

    fill(shown, how=0, text="99.5%")

    answer = shown.state.evaluation.bids[2].find("ST-01")
    assert answer is not None
    assert answer.state is State.ANSWERED


@pytest.mark.parametrize(("lang", "words"), [("zh", "主题："), ("en", "Subject:")])
def test_the_open_points_of_a_vendor_copy_out_as_a_letter(opened: Opener, lang: str, words: str) -> None:
    shown = opened("bids", lang)

    letters = [block.value for block in shown.at.code]
    assert any(letter.startswith(words) and "Stability!D4" in letter for letter in letters)


@pytest.mark.parametrize("upheld", [True, False])
def test_a_failed_gate_is_confirmed_or_waived_with_a_reason(opened: Opener, upheld: bool) -> None:
    shown = looking_at(opened("bids", "en"), "gates", FAY)
    shown.at.radio(key=f"gate_how_{FAY}_SE-01").set_value(upheld)
    shown.at.text_input(key=f"gate_reason_{FAY}_SE-01").set_value("certificate seen at their office")

    shown.click(f"gate_save_{FAY}_SE-01")

    word = shown.state.judged.confirmations[0]
    assert (word.item, word.upheld, word.reason) == ("SE-01", upheld, "certificate seen at their office")
    assert ("waived" if not upheld else "confirmed") in shown.words


def test_a_gate_is_not_decided_without_a_choice(opened: Opener) -> None:
    shown = looking_at(opened("bids", "zh"), "gates", FAY).click(f"gate_save_{FAY}_SE-01")

    assert "先选择怎样处理" in shown.words
    assert shown.state.judged.confirmations == ()


def test_claimed_facts_are_confirmed_in_bulk(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en"), "facts", ADA).click("facts_every").click("facts_save")

    standings = {fact.standing for fact in facts.facts(shown.state, ADA)}
    assert standings == {Standing.EVIDENCE_SEEN}
    assert "Every claimed fact of this bid is checked" in shown.words


def test_one_fact_is_overridden_in_points_with_a_reason(opened: Opener) -> None:
    shown = looking_at(opened("bids", "zh"), "facts", ADA)
    shown.at.selectbox(key="override_item").select("TR-01")
    shown.at.number_input(key="override_points").set_value(40.0)
    shown.at.text_input(key="override_reason").set_value("只有四份合同")

    shown.click("override_save")

    fact = next(fact for fact in facts.facts(shown.state, ADA) if fact.item == "TR-01")
    assert (fact.standing, fact.reason, float(fact.value or 0)) == (Standing.OVERRIDDEN, "只有四份合同", 0.4)


@pytest.mark.parametrize("way", ["findings", "files", "compare"])
def test_hostile_words_of_a_vendor_stay_text_in_every_view(opened: Opener, way: str) -> None:
    shown = looking_at(opened("bids", "en"), way, "" if way == "compare" else DEE)

    assert "<script>window" not in shown.html
    assert "<b>Ltd</b>" not in shown.html


def test_side_by_side_shows_each_section_with_cells_and_states(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en"), "compare")
    sections = compare.sheets(shown.state)
    stability = next(key for key, sheet in sections.items() if any(q.id == "ST-01" for q in sheet.questions))
    shown.at.selectbox(key="bids_section").select(stability).run()

    assert 've-open">' in shown.checked().html
    assert "Stability!D4" in shown.words
    requirements = next(key for key in sections if key.endswith("requirements"))
    shown.at.selectbox(key="bids_section").select(requirements).run()
    assert "R-40" in shown.checked().words


def test_prices_are_no_section_and_no_download_while_they_are_sealed(opened: Opener) -> None:
    shown = opened("bids", "en", until="bids")

    assert not any(key.startswith("price") for key in compare.sheets(shown.state))
    looking_at(shown, "files", ADA)
    assert shown.html.count('href="/export/') == 1
    assert "Sealed" in shown.words


def test_an_upload_tells_of_every_file_in_one_line(opened: Opener) -> None:
    shown = opened("bids", "zh", until="locked")
    path = sample_folder() / "6-suke-technical.xlsx"
    box = shown.at.file_uploader(key="bids_files_0")
    box.upload(path.name, path.read_bytes())
    box.upload("坏.xlsx", b"no workbook").run()

    shown.click("bids_upload")

    assert "收下 1 份，共 2 份" in shown.words
    assert "坏.xlsx 未收下" in shown.words
    assert [upload.name for upload in shown.state.uploads] == [path.name]
    assert shown.at.file_uploader(key="bids_files_1")


def test_a_file_is_withdrawn_after_a_second_click(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en"), "files", ADA)
    price = next(upload for upload in shown.state.uploads if upload.vendor == ADA and upload.envelope == "price")

    shown.click(f"withdraw_do_{price.id}")

    assert price.id not in [upload.id for upload in shown.state.uploads]


def test_without_a_tender_the_page_says_where_to_begin(opened: Opener) -> None:
    shown = opened("bids", "zh", until="").click("bids_start")

    assert shown.at.text_input(key="tnew_name")


@pytest.mark.parametrize(("lang", "words"), [("zh", "评分办法还没有锁定"), ("en", "The method is not locked yet")])
def test_no_bid_is_taken_before_the_method_is_locked(opened: Opener, lang: str, words: str) -> None:
    shown = opened("desk", lang, until="")
    start_tender(shown.store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))

    shown.go("bids")

    assert words in shown.words
    assert shown.at.button(key="bids_lock")


def test_options_of_a_blank_choice_are_offered_as_they_are(opened: Opener) -> None:
    state = opened("desk", "en").state
    bid = next(bid for bid in state.evaluation.bids if bid.vendor == ADA)
    answer = bid.find("SE-01")
    assert answer is not None
    point = settling.Point("SE-01", answer, (), True, None)

    choices = settling.choices(state, point, "en")

    assert [choice.way for choice in choices] == ["text"] * (len(choices) - 1) + ["none"]
    assert settling.unit_name(state, ADA, settling.Point("ST-01", answer, (), True, None), "zh") == "%"


def test_every_option_offered_is_read_as_that_option(opened: Opener) -> None:
    state = opened("desk", "en").state
    answer, question = state.bids[0].find("SE-01"), state.asked.question("SE-01")
    assert answer is not None
    asked = asked_of(state.asked, "SE-01", "CNY", {})
    assert asked is not None

    for lang in LANGS:
        choices = settling.choices(state, settling.Point("SE-01", answer, (), True, None), lang)
        wishes = [
            settling.wish(ADA, settling.Point("SE-01", answer, (), True, None), each, "", WHY) for each in choices
        ]
        assert [typed(wish.text, asked) for wish in wishes[:-1]] == [option.key for option in question.options]
        assert [wish.no_answer for wish in wishes] == [False] * len(question.options) + [True]


def test_the_language_of_a_vendor_is_the_one_it_answers_in(opened: Opener) -> None:
    bids = {bid.vendor: bid for bid in opened("desk", "en").state.bids}

    assert settling.vendor_language(bids["Bo Systems Ltd"]) == "en"
    chinese = replace(
        bids[ADA], answers={"TR-05": replace(bids[ADA].answers["TR-05"], verbatim="项目延期两个月，已改进")}
    )
    assert settling.vendor_language(chinese) == "zh"


def test_a_vendor_that_has_sent_nothing_stands_in_the_table(opened: Opener) -> None:
    state = opened("desk", "en").state
    _, rows = view.vendors(state, "en")

    assert len(rows) == len(state.evaluation.bids) + len(state.tender.vendors)


def test_what_another_tab_settled_meanwhile_is_not_overwritten(opened: Opener) -> None:
    shown = opened("bids", "en")
    other = Settling(vendor=CY, item="ST-01", reason="by phone", date="2026-05-07", source="call", text="99.5%")
    settle(shown.store, LOCAL, "other-tab", TENDER, other)

    fill(shown, how=0, text="99.9%")

    answer = shown.state.evaluation.bids[2].find("ST-01")
    assert answer is not None
    assert answer.settled is not None
    assert answer.settled.reason == "by phone"
    assert "Someone changed this after you opened the page" in shown.words
