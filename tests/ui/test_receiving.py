"""The bids page beside the workbooks: attachments, time of handing in, conversations, references, answers in bulk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from evaluator.adapters.codec import decode, encode
from evaluator.domain.bid import Reading, State
from evaluator.domain.dealing import Said
from evaluator.domain.finding import Rule, finding
from evaluator.domain.question import Kind
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.intake.questionnaire import TECHNICAL
from evaluator.services import attachments, conversations, references
from evaluator.services.attachments import Given
from evaluator.services.commands import LOCAL, Command, new_command_id
from evaluator.services.references import Heard
from evaluator.store import files
from evaluator.ui.views import settle_bulk
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER, VENDORS

ADA, CY, DEE = VENDORS[0].name, VENDORS[2].name, VENDORS[3].name
PDF = b"%PDF-1.7"


def looking_at(shown: Opened, way: str, vendor: str) -> Opened:
    shown.at.button_group(key="bids_view").set_value(way).run()
    shown.at.selectbox(key="bids_vendor").select(vendor).run()
    return shown.checked()


@pytest.mark.parametrize("lang", LANGS)
def test_attachments_are_uploaded_with_their_moment_and_a_late_one_is_admitted(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="bids")
    box = shown.at.file_uploader(key="attach_files_0")
    box.upload(f"{ADA} late.pdf", PDF).run()
    shown.at.date_input(key="attach_handed_day").set_value(date(2020, 1, 1))
    assert t("receipt.hour_missing", lang) in shown.click("attach_do").words
    shown.at.date_input(key="attach_handed_day").set_value(date(2020, 1, 1))
    shown.at.time_input(key="attach_handed_hour").set_value(time(9, 30))
    shown.click("attach_do")

    (one,) = shown.state.dealings.of(ADA)
    assert one.handed_in_at == "2020-01-01T09:30+00:00"
    assert t("attachment.status.stored", lang) in shown.words
    looking_at(shown, "attachments", ADA)
    assert t("attachment.group.unnamed", lang) in shown.words
    assert t("attachment.missing", lang) in shown.words  # the proof that its cases name


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_that_came_late_waits_on_the_desk_until_it_is_admitted(
    opened: Opener, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluator.services.receipt.demand_moment", lambda *_: None)
    shown = opened("bids", lang, until="bids")
    monkeypatch.setattr("evaluator.services.attachments.demand_moment", lambda *_: None)
    given = [Given(name="late.pdf", content=PDF, vendor=ADA)]
    attachments.receive(shown.store, LOCAL, "late", TENDER, given, "2026-12-05T18:00+08:00")
    shown.go("desk")
    assert "2026-12-05 18:00" in shown.words

    looking_at(shown.go("bids"), "attachments", ADA)
    file = shown.state.dealings.of(ADA)[0].id
    shown.at.text_input(key=f"admit_reason_{file}").set_value("<b>our door</b>")
    shown.click(f"admit_do_{file}")

    assert shown.state.dealings.undecided == ()
    assert "<b>our door</b>" not in shown.html
    assert t("receipt.admitted", lang, name="late.pdf") in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_conversation_is_noted_before_any_bid_and_cited_by_a_settlement(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="locked")
    vendor = str(shown.at.selectbox(key="talk_vendor").value)
    for name, text in (("people", "林、Wu"), ("asked", "Which hosts?"), ("learnt", "<script>1</script> two regions")):
        (shown.at.text_input if name == "people" else shown.at.text_area)(key=f"talk_{name}").set_value(text)
    shown.at.multiselect(key="talk_touches").set_value(["ST-01"])
    shown.at.selectbox(key="talk_kind").set_value("demo")
    shown.click("talk_save")

    (one,) = shown.state.dealings.conversations
    assert one.kind == "demo"
    assert (one.vendor, one.code, one.touches) == (vendor, "C-1", ("ST-01",))
    assert t("conversation.saved", lang, number=1) in shown.words
    assert "<script>1" not in shown.html
    assert shown.at.text_input(key="talk_people").value == ""
    other = Said(vendor=vendor, day="2026-05-08", people="Wu", asked="Where?", learnt="in the south hall")
    conversations.note(shown.store, LOCAL, "other talk", TENDER, other)
    shown.run()
    assert "in the south hall" in shown.words
    shown.at.selectbox(key=f"talks_of_{vendor}").set_value("demo").run()
    assert "in the south hall" not in shown.words
    assert "two regions" in shown.words
    shown.at.text_input(key="talk_withdraw_reason_1").set_value("another vendor")
    shown.click("talk_withdraw_do_1")
    assert t("conversation.was_withdrawn", lang, reason="another vendor") in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_settlement_can_name_a_conversation_as_its_source(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="bids")
    talk = Said(vendor=CY, day="2026-05-08", people="Lin", asked="availability?", learnt="99.9 %")
    conversations.note(shown.store, LOCAL, "talk", TENDER, talk)
    shown.run()

    shown.at.selectbox(key=f"settle_cite_{CY}").select_index(0).run()

    source = t("conversation.cited", lang, code="C-1", day="2026-05-08", people="Lin")
    assert shown.at.text_input(key="settle_source").value == source


@pytest.mark.parametrize("lang", LANGS)
def test_a_call_is_written_down_and_what_contradicts_is_looked_into(opened: Opener, lang: Lang) -> None:
    shown = looking_at(opened("bids", lang, until="scores"), "references", DEE)
    one = references.references_of(shown.state, DEE)[0]
    key = f"call_{DEE}_{one.key}_0"
    shown.at.text_input(key=f"{key}_caller").set_value("林")
    shown.at.text_input(key=f"{key}_spoken").set_value("Ms. Wu")
    shown.at.text_input(key=f"{key}_users").set_value("about many")
    shown.click("call_save")
    assert shown.state.dealings.calls == ()
    shown.at.text_input(key=f"{key}_users").set_value("3")
    shown.at.selectbox(key=f"{key}_again").select_index(1)
    shown.click("call_save")

    assert t("reference.standing.contradicts", lang) in shown.words
    assert "<script>window" not in shown.html
    for page in ("scores", "desk"):
        shown.go(page)
        assert "“3”" in shown.words
    assert t("reference.reopened", lang, n=2) in shown.go("scores").words

    looking_at(shown.go("bids"), "references", DEE)
    shown.at.text_input(key=f"call_reason_{one.key}_1").set_value("counted one site")
    shown.click("call_settle")
    assert shown.state.dealings.reopened() == ()
    assert "counted one site" in shown.words
    assert t("reference.reopened", lang, n=2) not in shown.go("scores").words


def test_a_call_is_read_from_its_sheet(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en", until="bids"), "references", ADA)
    shown.at.file_uploader(key="call_file_0").upload("sheet.xlsx", b"%PDF-1.7").run()

    assert t("refused.file_unreadable", "en", file="sheet.xlsx") in shown.click("call_read").words


def doubtful(shown: Opened, item: str) -> None:
    """One more answer of this vendor can be read in two ways."""
    upload = next(one for one in shown.state.uploads if one.vendor == CY and one.envelope == TECHNICAL)
    with shown.store.read() as snapshot:
        kept = next(iter(files.readings_in(snapshot, TENDER, upload.id)), None)
    assert kept is not None
    reading = decode(kept.content["reading"])
    two = (Reading(Decimal(4), "reading.amount"), Reading(Decimal(40), "reading.amount"))
    answers = tuple(
        replace(one, state=State.AMBIGUOUS, value=None, readings=two, verbatim="4 or 40") if one.item == item else one
        for one in reading.answers
    )
    source = next(one.source for one in answers if one.item == item)
    said = finding(Rule.BLANK, source, vendor=CY, item=item, id=item)
    content = {"reading": encode(replace(reading, answers=answers, findings=(*reading.findings, said)))}
    shown.store.run(
        Command(LOCAL, new_command_id(), TENDER, "test"),
        lambda tx: files.save_reading(tx, upload.id, "technical", content, reader="test", ver=kept.ver),
    )


@pytest.mark.parametrize("lang", LANGS)
def test_open_answers_are_settled_in_bulk_for_one_reason(
    opened: Opener, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = looking_at(opened("bids", lang, until="bids"), "settle", CY)
    assert "bulk_save" not in {button.key for button in shown.at.button}  # one alone is settled in its own form
    item = next(one.id for one in shown.state.asked.questions(TECHNICAL) if one.kind is Kind.DURATION)
    doubtful(shown, item)
    drawn, chosen = settle_bulk.grid, {item: ("3", ""), "ST-01": (None, "")}

    def grid(*given: Any) -> Any:
        frame = drawn(*given)
        for row, (choice, value) in chosen.items():
            if row in frame.index:
                frame.loc[row, "choice"], frame.loc[row, "value"] = choice, value
        return frame

    monkeypatch.setattr(settle_bulk, "grid", grid)

    talk = Said(vendor=CY, day="2026-05-08", people="Lin", asked="availability?", learnt="99.9 %")
    conversations.note(shown.store, LOCAL, "talk", TENDER, talk)
    source = t("conversation.cited", lang, code="C-1", day="2026-05-08", people="Lin")

    def save() -> Opened:
        shown.run().at.selectbox(key=f"bulk_cite_{CY}").select_index(0).run()
        shown.at.text_input(key="bulk_reason").set_value("one mail for both")
        assert shown.at.text_input(key="bulk_source").value == source
        return shown.click("bulk_save")

    assert t("bids.bulk_unoffered", lang, item=item, n=3) in save().words
    chosen.update({item: ("2", ""), "ST-01": (t("bids.bulk_none", lang), "very high")})
    assert t("refused.value_unclear", lang, given="very high") in save().words
    assert shown.state.judged.settlements == ()  # all of them or none
    chosen.update({"ST-01": (None, " 99.9% ")})
    assert t("bids.bulk_done", lang, n=2) in save().words

    kept = {one.item: (str(one.value), one.reason, one.source) for one in shown.state.judged.settlements}
    why = ("one mail for both", source)
    assert kept == {item: ("40", *why), "ST-01": ("99.9", *why)}
    assert t("conversation.cites.settlement", lang, item="ST-01") in looking_at(shown, "talks", CY).words


def test_a_word_on_a_call_that_another_has_given_meanwhile_is_kept(opened: Opener) -> None:
    shown = looking_at(opened("bids", "en", until="bids"), "references", ADA)
    one = references.references_of(shown.state, ADA)[0]
    said = Heard(day="2026-05-08", caller="Lin", spoken="Wu", answers={"again": "yes"})
    references.write_down(shown.store, LOCAL, "other", TENDER, ADA, one.key, said)
    kept = shown.state.dealings.call(ADA, one.key)

    key = f"call_{ADA}_{one.key}_0"
    shown.at.text_input(key=f"{key}_caller").set_value("Me")
    shown.at.text_input(key=f"{key}_spoken").set_value("Someone")
    shown.at.selectbox(key=f"{key}_again").select_index(1)
    shown.click("call_save")

    assert shown.state.dealings.call(ADA, one.key) == kept
