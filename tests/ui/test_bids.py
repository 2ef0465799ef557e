"""The bids page: files in, answers settled, gates and facts decided, everything side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from streamlit.delta_generator import DeltaGenerator

from evaluator.adapters.codec import encode
from evaluator.domain.bid import Reading, Standing, State
from evaluator.domain.finding import Rule, finding
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.intake.bids import FileReading
from evaluator.intake.questionnaire import TECHNICAL
from evaluator.intake.settling import asked_of, typed
from evaluator.services import bids, revisions
from evaluator.services.commands import LOCAL
from evaluator.services.letter import vendor_language
from evaluator.services.reports import KINDS
from evaluator.services.sample import sample_folder
from evaluator.services.settling import Settling, settle
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import start_tender
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from evaluator.ui.parts import upload as box_parts
from evaluator.ui.parts.plain import plain
from evaluator.ui.views import bids as view
from evaluator.ui.views import compare, facts, trail
from evaluator.ui.views import settle as settling
from tests.ui import seeding
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

CY, FAY, ADA, DEE = "Cy Software 西岩软件", "Fay Network 菲云", "Ada Cloud 阿达云软件有限公司", "Dee CRM <b>Ltd</b>"
EVE = "Eve Data 伊凡数联"
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


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_points_can_be_downloaded_as_files_in_both_languages(opened: Opener, lang: Lang) -> None:
    page = opened("bids", lang).html

    for form in KINDS:
        for language in LANGS:
            assert t(f"bids.report.{form}", lang, language=t(f"bids.letter.{language}", lang)) in page
    assert page.count('href="/export/') == 6


@pytest.mark.parametrize("upheld", [True, False])
def test_a_failed_gate_is_confirmed_or_waived_with_a_reason(opened: Opener, upheld: bool) -> None:
    shown = looking_at(opened("bids", "en"), "gates", FAY)
    shown.at.radio(key=f"gate_how_{FAY}_SE-01").set_value(upheld)
    shown.at.text_input(key=f"gate_reason_{FAY}_SE-01").set_value("certificate seen at their office")

    shown.click(f"gate_save_{FAY}_SE-01")

    word = shown.state.judged.confirmations[0]
    assert (word.item, word.upheld, word.reason) == ("SE-01", upheld, "certificate seen at their office")
    assert ("waived" if not upheld else "confirmed") in shown.words
    assert "(the local user)" in shown.words


def test_a_gate_is_not_decided_without_a_choice(opened: Opener) -> None:
    shown = looking_at(opened("bids", "zh"), "gates", ADA)
    assert t("bids.gates_others", "zh", vendors=FAY) in shown.words
    shown = looking_at(shown, "gates", FAY).click(f"gate_save_{FAY}_SE-01")

    assert "先选择怎样处理" in shown.words
    assert shown.state.judged.confirmations == ()


def test_claimed_facts_are_confirmed_in_bulk(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en"), "facts", ADA)
    assert shown.at.dataframe[0].proto.row_height >= 60  # rows of one line would cut question and answer
    shown.click("facts_every").click("facts_save")

    standings = {fact.standing for fact in facts.facts(shown.state, ADA)}
    assert standings == {Standing.EVIDENCE_SEEN}
    assert "Every claimed fact of this bid is checked" in shown.words


def act_on(shown: Opened, way: str, points: float | None = None, reason: str = "") -> Opened:
    shown.at.radio(key="facts_way").set_value(way)
    shown.at.number_input(key="facts_points").set_value(points)
    shown.at.text_input(key="facts_reason").set_value(reason)
    return shown.click("facts_save")


def ticked(shown: Opened, monkeypatch: pytest.MonkeyPatch, *items: str) -> None:
    """The grid as if these rows were ticked; a grid's edits cannot be made in this test of pages."""
    drawn = facts.grid

    def grid(*given: Any, every: bool) -> Any:
        frame = drawn(*given, every=every)
        frame["seen"] = [item in items for item in frame.index]
        return frame

    monkeypatch.setattr(facts, "grid", grid)
    shown.run()


@pytest.mark.parametrize("lang", LANGS)
def test_several_facts_are_overridden_at_once_for_a_reason_and_others_go_back_to_claimed(
    opened: Opener, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = looking_at(opened("bids", lang), "facts", ADA)
    ticked(shown, monkeypatch, "TR-01", "TR-02")
    assert t("refused.reason_missing", lang) in act_on(shown, "override", 40.0).words

    act_on(shown, "override", 40.0, "只有四份合同")

    found = {fact.item: fact for fact in facts.facts(shown.state, ADA)}
    assert [(found[item].standing, found[item].reason) for item in ("TR-01", "TR-02")] == [
        (Standing.OVERRIDDEN, "只有四份合同")
    ] * 2
    assert t("refused.override_stays", lang) in act_on(shown, "unsee", reason="error").words
    act_on(shown, "seen", reason="the contracts came")
    assert t("bids.facts_done_unsee", lang, n=2) in act_on(shown, "unsee", reason="of another bid").words
    assert all(fact.standing is Standing.CLAIMED for fact in facts.facts(shown.state, ADA))


@pytest.mark.parametrize("lang", LANGS)
def test_a_fact_confirmed_by_a_word_is_told_apart_from_one_whose_evidence_was_seen(
    opened: Opener, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = looking_at(opened("bids", lang), "facts", ADA)
    ticked(shown, monkeypatch, "TR-01")
    assert t("refused.confirmed_by_missing", lang) in act_on(shown, "confirm").words

    assert (
        t("bids.facts_done_confirm", lang, n=1) in act_on(shown, "confirm", reason="Call to the client, 3 March").words
    )

    fact = next(fact for fact in facts.facts(shown.state, ADA) if fact.item == "TR-01")
    assert (fact.standing, fact.reason) == (Standing.CONFIRMED, "Call to the client, 3 March")
    assert t("bids.standing.confirmed", lang) in shown.words
    (row,) = shown.store.events(TENDER)[-1].after.values()
    assert row["kind"] == "confirmed"
    here = trail.trail(shown.state, ADA, lang)
    assert here.bid.answers["TR-01"].standing is Standing.CONFIRMED
    told = t("ranking.trace.confirmed", lang, by=trail.person(LOCAL.name, lang), reason=fact.reason)
    assert told in trail.standing(here, here.bid.answers["TR-01"], "")
    act_on(shown, "seen")
    assert (
        next(fact for fact in facts.facts(shown.state, ADA) if fact.item == "TR-01").standing is Standing.EVIDENCE_SEEN
    )


@pytest.mark.parametrize("lang", LANGS)
def test_an_override_without_points_or_beyond_them_says_so_and_is_not_saved(opened: Opener, lang: Lang) -> None:
    shown = looking_at(opened("bids", lang), "facts", ADA).click("facts_every")

    assert t("bids.override_missing", lang) in act_on(shown, "override", reason="only four").words
    assert t("refused.not_points", lang, given="500") in act_on(shown, "override", 500.0, "only four").words

    assert shown.state.judged.checks == ()
    assert shown.at.text_input(key="facts_reason").value == "only four"


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


@pytest.mark.parametrize("lang", LANGS)
def test_twenty_files_at_once_show_what_becomes_of_each(
    opened: Opener, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[tuple[float, str]] = []
    tables: list[list[str]] = []
    bar, html = DeltaGenerator.progress, DeltaGenerator.html

    def progress(at: DeltaGenerator, value: float, text: str) -> DeltaGenerator:
        shares.append((value, text))
        return bar(at, value, text)

    def drawn(at: DeltaGenerator, body: str, **more: Any) -> DeltaGenerator:
        if t("parts.upload.stages", lang) in body:
            tables.append(re.findall(r"<tr><th[^>]*>(?:<wbr>|[^<])*</th><td[^>]*>([^<]*)</td></tr>", body))
        return html(at, body, **more)

    shown = opened("bids", lang, until="locked")
    box = shown.at.file_uploader(key="bids_files_0")
    names = [f"{number} 技术文件 technical.xlsx" for number in range(20)]
    good = (sample_folder() / "6-suke-technical.xlsx").read_bytes()
    for number, name in enumerate(names):
        box.upload(name, b"no workbook" if number % 5 else good)
    box.run()
    monkeypatch.setattr(DeltaGenerator, "progress", progress)
    monkeypatch.setattr(DeltaGenerator, "html", drawn)

    shown.click("bids_upload")

    say = {stage: t(f"parts.upload.{stage}", lang) for stage in ("waiting", "reading", "read", "refused")}
    assert tables[0].count(say["waiting"]) == 19
    assert all(len(stages) == 20 and stages.count(say["reading"]) < 20 for stages in tables)
    assert tables[-1] == [say["refused"] if number % 5 else say["read"] for number in range(20)]
    assert [share for share, _ in shares] == sorted(share for share, _ in shares)
    assert shares[-1] == (20 / 21, plain(f"{t('bids.reading', lang)} 20/20"))
    assert len(view.results(shown.at.session_state["ve.bids.results"][1], lang)[1]) == 20


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("limited", [True, False])
def test_the_page_says_so_where_the_system_does_not_limit_memory(
    opened: Opener, lang: Lang, limited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box_parts, "MEMORY_LIMITED", limited)

    assert (t("parts.upload.memory", lang) in opened("bids", lang, until="locked").words) is not limited


@pytest.mark.parametrize("lang", LANGS)
def test_a_price_workbook_is_sealed_in_the_result_of_its_second_upload_too(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="locked")
    path = sample_folder() / "6-suke-price.xlsx"

    for turn, result in enumerate(("stored", "same")):
        shown.at.file_uploader(key=f"bids_files_{turn}").upload(path.name, path.read_bytes()).run()
        shown.click("bids_upload")
        _, (row,) = view.results(shown.at.session_state["ve.bids.results"][1], lang)
        assert [getattr(cell, "text", cell) for cell in row.cells][1::4] == [
            t(f"bids.result.{result}", lang), t("bids.kept_sealed", lang)
        ]  # fmt: skip
        assert t("bids.kept_sealed", lang) in shown.words


def test_a_vendor_with_nothing_but_a_sealed_price_can_be_looked_at(opened: Opener) -> None:
    shown = opened("bids", "en", until="bids")
    technical = next(one for one in shown.state.uploads if one.vendor == ADA and one.envelope == "technical")
    bids.withdraw_file(shown.store, LOCAL, "withdraw", TENDER, technical.id, "sent by mistake")
    shown.run().at.selectbox(key="bids_vendor").select(ADA).run()

    assert f"Nothing of {ADA} can be read yet" in shown.checked().words
    invited = replace(shown.state, tender=replace(shown.state.tender, vendors=(ADA,)))
    (row,) = (row for row in view.vendors(invited, "en")[1] if row.cells[0] == ADA)
    assert [getattr(cell, "text", cell) for cell in row.cells][1:3] == ["not received", "sealed"]
    looking_at(shown, "files")
    assert "Ada_price.xlsx" in shown.words
    assert shown.at.selectbox(key="bids_vendor").value == ADA


def test_a_file_is_withdrawn_after_a_second_click_and_with_a_reason(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en"), "files", ADA)
    price = next(upload for upload in shown.state.uploads if upload.vendor == ADA and upload.envelope == "price")

    shown.click(f"withdraw_do_{price.id}")
    assert price.id in {upload.id for upload in shown.state.uploads}
    shown.at.text_input(key=f"withdraw_reason_{price.id}").input("sent by mistake")
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


def several(opened: Opener, *items: str) -> Opened:
    """The bids page once these answers of Cy, which are written clearly, have been made unclear."""
    shown = opened("desk", "zh")
    _unclear(shown.store, *items)
    return shown.go("bids")


def _unclear(store: Store, *items: str) -> None:
    state = load(store, LOCAL, TENDER)
    bid = next(bid for bid in state.bids if bid.vendor == CY)
    made = []
    for item in items:
        answer = bid.find(item)
        assert answer is not None
        readings = {"ST-07": (Reading(Decimal(24), "reading.amount"), Reading(Decimal(8), "reading.amount"))}
        made.append(
            replace(
                answer,
                state=State.AMBIGUOUS,
                value=None,
                verbatim="不清楚",
                readings=readings.get(item, ()),
                settled=None,
            )
        )
    with_open = {answer.item: answer for answer in made}
    for upload in state.uploads:
        if upload.vendor == CY and upload.envelope == "technical":
            reading = _technical(state)
            answers = tuple(with_open.get(answer.item, answer) for answer in reading.answers)
            found = tuple(
                finding(Rule.AMOUNT_AMBIGUOUS, one.source, vendor=CY, item=one.item, given="不清楚", readings="两种")
                for one in made
            )
            changed = replace(reading, name="again.xlsx", answers=answers, findings=(*reading.findings, *found))
            new = NewFile(name="again.xlsx", content=b"again", kind="bid", envelope="technical")
            bids._receive(store, LOCAL, "again", TENDER, new, CY, {"reading": encode(changed)})
            (held,) = revisions.waiting(store, LOCAL, load(store, LOCAL, TENDER))
            revisions.take(store, LOCAL, "take", TENDER, held, "sent again")


def _technical(state: TenderState) -> FileReading:
    return seeding._reading(state, next(one for one in seeding.VENDORS if one.name == CY), TECHNICAL, "template")


def test_after_a_save_the_next_answer_of_the_same_vendor_is_ready(opened: Opener) -> None:
    shown = several(opened, "ST-02", "ST-07")
    assert shown.at.selectbox(key="bids_vendor").value == CY
    assert shown.at.selectbox(key=item_key(shown)).value == "ST-01"
    shown.at.selectbox(key=item_key(shown)).select("ST-02").run()

    settled(shown, "ST-02", how=0, text="99.9%")

    assert "ST-02 已处理。这家还有 2 处待定，另有 0 处不影响排名。" in shown.words
    assert shown.at.selectbox(key="bids_vendor").value == CY
    assert shown.at.selectbox(key=item_key(shown)).value == "ST-07"
    # Source and date stay for the next one; the reason is its own.
    assert shown.at.text_input(key="settle_source").value == "mail"
    assert shown.at.text_input(key=f"settle_reason_{CY}_ST-07").value == ""

    settled(shown, "ST-07", how=1)
    assert shown.at.selectbox(key=item_key(shown)).value == "ST-01"
    settled(shown, "ST-01", how=0, text="99.9%")
    assert "ST-01 已处理，这家的待定答复都已处理。" in shown.words


def test_a_refused_save_stays_where_it_is(opened: Opener) -> None:
    shown = several(opened, "ST-02")
    shown.at.selectbox(key=item_key(shown)).select("ST-02").run()

    settled(shown, "ST-02", how=0, text="很高")

    assert shown.at.selectbox(key=item_key(shown)).value == "ST-02"


def test_readings_are_offered_beside_a_value_of_ones_own(opened: Opener) -> None:
    shown = several(opened, "ST-07")
    shown.at.selectbox(key=item_key(shown)).select("ST-07").run()

    assert shown.at.radio(key=f"settle_how_{CY}_ST-07").options == [
        "读作 24小时", "读作 8小时", "澄清后的值，填写在下面", "确认没有答复",
    ]  # fmt: skip
    settled(shown, "ST-07", how=1)

    answer = next(bid for bid in shown.state.evaluation.bids if bid.vendor == CY).find("ST-07")
    assert answer is not None
    assert answer.value == Decimal(8)


def test_an_unclear_multiple_choice_is_settled_by_picking_options(opened: Opener) -> None:
    shown = several(opened, "SE-02")
    question = shown.state.asked.question("SE-02")
    shown.at.selectbox(key=item_key(shown)).select("SE-02").run()
    first, last = question.options[0], question.options[2]
    shown.at.multiselect(key=f"settle_several_{CY}_SE-02").set_value([first.text.zh, last.text.zh])

    settled(shown, "SE-02", how=0)

    answer = next(bid for bid in shown.state.evaluation.bids if bid.vendor == CY).find("SE-02")
    assert answer is not None
    assert answer.value == (first.key, last.key)


def item_key(shown: Opened) -> str:
    return f"settle_item_{shown.state.revision}_{CY}"


def settled(shown: Opened, item: str, how: int, text: str = "") -> Opened:
    shown.at.radio(key=f"settle_how_{CY}_{item}").set_value(how)
    if text:
        shown.at.text_input(key=f"settle_text_{CY}_{item}").set_value(text)
    shown.at.text_input(key=f"settle_reason_{CY}_{item}").set_value("confirmed")
    shown.at.text_input(key="settle_source").set_value("mail")
    return shown.click("settle_save")


def test_a_letter_is_there_though_no_answer_waits(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en"), "settle", EVE)

    assert "Nothing in this bid waits for a person." in shown.words
    letter = next(block.value for block in shown.at.code if block.value.startswith("Subject:"))
    assert "below the level at which the published method calls for a review" in letter
    shown.at.date_input(key="letter_due").set_value(date(2026, 12, 8)).run()
    assert any("due by 8 December 2026" in block.value for block in shown.checked().at.code)


def test_the_table_of_vendors_counts_what_each_is_to_clarify(opened: Opener) -> None:
    state = opened("desk", "en").state
    columns, rows = view.vendors(state, "en")

    place = [column.title for column in columns].index("To clarify")
    counted = {getattr(row.cells[0], "text", row.cells[0]): row.cells[place] for row in rows}
    assert [getattr(counted[name], "text", "") for name in (ADA, CY, EVE)] == ["0", "1", "1"]


def test_the_language_of_a_vendor_is_the_one_it_answers_in(opened: Opener) -> None:
    bids = {bid.vendor: bid for bid in opened("desk", "en").state.bids}

    assert vendor_language(bids["Bo Systems Ltd"]) == "en"
    chinese = replace(
        bids[ADA], answers={"TR-05": replace(bids[ADA].answers["TR-05"], verbatim="项目延期两个月，已改进")}
    )
    assert vendor_language(chinese) == "zh"
    dated = {"a": "2027-03-15 00:00:00", "b": "项目延期两个月，已改进", "c": "0.99990000000"}
    kept = bids[ADA].answers["TR-05"]
    figures = replace(bids[ADA], answers={key: replace(kept, item=key, verbatim=text) for key, text in dated.items()})
    assert vendor_language(figures) == "zh"
    assert vendor_language(bids["Bo Systems Ltd"], ("zh",)) == "zh"  # a tender in one language is held in it


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
