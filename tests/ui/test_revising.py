"""Revised workbooks on the bids page: the difference before the decision, rounds, and every version that came in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evaluator.adapters.codec import encode
from evaluator.domain.bid import Answer, State
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import message, t
from evaluator.services import asking, bids, final_price, revisions, rounds
from evaluator.services.asking import FORMS
from evaluator.services.commands import LOCAL
from evaluator.services.state import TenderState, load
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from evaluator.ui.views.revisions import item_label, result_line
from tests.replies import filled
from tests.ui import seeding
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

PROFILE = seeding.VENDORS[1]
BO = PROFILE.name
CHANGED = {"TR-01": "42", "CO-07": ""}
HOSTILE = "<img src=x onerror=alert(1)>"


def send(store: Store, texts: dict[str, str], name: str = "again.xlsx", envelope: str = "technical") -> str:
    """A revised workbook of Bo in which some answers say something else; the id of its file."""
    state = load(store, LOCAL, TENDER)
    layout = "template" if envelope == "technical" else "price"
    first = seeding._reading(state, PROFILE, envelope, layout)
    answers = tuple(_worded(answer, texts) for answer in first.answers)
    content = {"reading": encode(replace(first, name=name, answers=answers))}
    new = NewFile(name=name, content=name.encode(), kind="bid", envelope=envelope)  # type: ignore[arg-type]  # both are envelopes
    assert bids._receive(store, LOCAL, f"send/{name}", TENDER, new, BO, content) == "waits"
    return next(one.file for one in revisions.waiting(store, LOCAL, load(store, LOCAL, TENDER)) if one.name == name)


def _worded(answer: Answer, texts: dict[str, str]) -> Answer:
    if answer.item not in texts:
        return answer
    state = answer.state if texts[answer.item] else State.UNANSWERED
    value = Decimal(texts[answer.item]) if texts[answer.item].isdecimal() else None
    return replace(answer, verbatim=texts[answer.item], value=value, state=state)


def looking(opened: Opener, lang: Lang = "en", until: str = "bids", **texts: str) -> tuple[Opened, str]:
    """The page turned to the revisions of Bo, and the id of the revised file."""
    shown = opened("bids", lang, until=until)
    key = send(shown.store, texts or CHANGED)
    shown.run().click("revision_look")
    return shown, key


def decide(shown: Opened, key: str, way: str | None, reason: str = "by letter") -> Opened:
    if way is not None:
        shown.at.radio(key=f"revision_way_{key}").set_value(way)
    shown.at.text_input(key=f"revision_reason_{key}").set_value(reason)
    return shown.click(f"revision_save_{key}")


def answer(state: TenderState, item: str) -> Answer:
    found = next(bid for bid in state.bids if bid.vendor == BO).find(item)
    assert found is not None
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_that_one_waits_and_shows_what_it_changes(opened: Opener, lang: Lang) -> None:
    shown, _ = looking(opened, lang)

    assert BO in t("revision.waiting_do", lang, n=1, vendors=BO)
    assert t("revision.waiting_do", lang, n=1, vendors=BO) in shown.words
    assert t("revision.how.changed", lang) in shown.words
    assert t("revision.how.removed", lang) in shown.words
    assert "42" in shown.words
    question = shown.state.asked.question("TR-01").text.show(lang)
    assert " ".join(question.split()) in shown.words
    assert answer(shown.state, "TR-01").verbatim != "42"


@pytest.mark.parametrize("lang", LANGS)
def test_taken_with_a_reason_it_counts_and_the_earlier_one_can_be_looked_at(opened: Opener, lang: Lang) -> None:
    shown, key = looking(opened, lang)
    before = answer(shown.state, "TR-01").verbatim

    decide(shown, key, "take")

    assert answer(shown.state, "TR-01").verbatim == "42"
    assert t("revision.taken", lang, name="again.xlsx") in shown.words
    assert t("revision.version_difference", lang) in shown.words
    assert re.search(rf"{before}\b.* 42\b", shown.words)
    assert shown.at.selectbox(key=f"version_{shown.state.revision}_{BO}").value != key


def test_nothing_is_decided_without_a_choice_and_a_reason(opened: Opener) -> None:
    shown, key = looking(opened, "en")

    assert "Choose whether to take or refuse it" in decide(shown, key, None).words
    assert "Give a reason" in decide(shown, key, "take", " ").words
    assert len(revisions.waiting(shown.store, LOCAL, shown.state)) == 1


def test_refused_it_is_kept_with_the_reason(opened: Opener) -> None:
    shown, key = looking(opened, "zh")

    decide(shown, key, "refuse", "逾期提交")

    assert "没有采用“again.xlsx”" in shown.words
    assert "未采用（本机用户）：逾期提交" in shown.words
    assert answer(shown.state, "TR-01").verbatim != "42"


@pytest.mark.parametrize("lang", LANGS)
def test_outside_of_a_round_only_what_it_answers_can_be_taken(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="bids")
    before = answer(shown.state, "CO-01").verbatim
    key = send(shown.store, {"TR-01": "42", "CO-01": ""})
    shown.run().click("revision_look")

    choice = shown.at.radio(key=f"revision_way_{key}")
    assert choice.options == [t(f"revision.way.{way}", lang) for way in ("take", "answered", "refuse")]
    assert choice.value is None
    assert t("revision.silent", lang) in shown.words
    assert t("revision.silent_n", lang, n=1) in shown.words

    decide(shown, key, "answered")

    assert (answer(shown.state, "TR-01").verbatim, answer(shown.state, "CO-01").verbatim) == ("42", before)
    shown.at.selectbox(key=f"version_{shown.state.revision}_{BO}").set_value(key).run()
    assert t("revision.way_said.answered", lang) in shown.words


def test_in_a_round_only_what_was_asked_is_offered_and_chosen_beforehand(opened: Opener) -> None:
    shown = opened("bids", "en", until="bids")
    rounds.open_round(shown.store, LOCAL, "ask", TENDER, BO, ["TR-01"], "2026-12-08", "unclear")
    key = send(shown.store, CHANGED)
    shown.run().click("revision_look")

    choice = shown.at.radio(key=f"revision_way_{key}")
    assert choice.value == "asked"
    assert "1 change was not asked about" in shown.words
    assert "The round due 2026-12-08 did not ask about this" in shown.words

    decide(shown, key, None)

    assert answer(shown.state, "TR-01").verbatim == "42"
    assert answer(shown.state, "CO-07").verbatim != ""


def test_where_the_route_forbids_improvements_one_is_taken_by_a_choice_of_its_own(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "HELD", ("negotiated", "tender", "gov"))
    shown = opened("bids", "en", until="bids")
    rounds.open_round(shown.store, LOCAL, "ask", TENDER, BO, ["TR-01"], "2026-12-08", "unclear")
    key = send(shown.store, CHANGED)
    shown.run().click("revision_look")

    assert "improves the offer" in shown.words
    assert t("revision.better_forbidden", "en") in shown.words
    assert shown.at.radio(key=f"revision_way_{key}").value is None
    decide(shown, key, "despite", "an error of typing")
    assert answer(shown.state, "TR-01").verbatim == "42"
    assert "Improves the offer: TR-01" in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_returned_list_shows_its_replies_and_what_was_found_in_them(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="bids")
    rounds.open_round(shown.store, LOCAL, "ask", TENDER, BO, ["TR-01", "TR-02"], "2026-12-08", "unclear")
    (during,) = rounds.rounds(shown.store, LOCAL, shown.state, BO)
    _, sent = asking.round_list(shown.state, during, "xlsx", lang)
    (told,) = bids.import_files(shown.store, LOCAL, "back", TENDER, [("back.xlsx", filled(sent, {"TR-01": "some"}))])
    assert told.status == "waits"
    (one,) = revisions.waiting(shown.store, LOCAL, shown.state)
    assert t("revision.found", lang, n=1) in result_line(told, lang)

    shown.run().click("revision_look")
    for words in (
        t("revision.title_list", lang, name="back.xlsx"),
        message(one.found[0], lang),
        t("revision.found", lang, n=1),
    ):
        assert words in shown.words

    decide(shown, one.file, None)

    assert t("revision.taken", lang, name="back.xlsx") in shown.words
    assert answer(shown.state, "TR-01").state is State.AMBIGUOUS
    assert answer(shown.state, "TR-02").state is State.ANSWERED


@pytest.mark.parametrize("lang", LANGS)
def test_a_round_is_opened_and_closed_on_the_page(opened: Opener, lang: Lang) -> None:
    shown, _ = looking(opened, lang)
    named = {"zh": "SU-01 列出培训课程 · 第 1 行", "en": "SU-01 List the training courses · row 1"}[lang]
    assert item_label(shown.state, "SU-01/1/length", lang).startswith(named)
    shown.at.multiselect(key=f"round_items_{BO}").set_value(["TR-01", "SU-02/P1"])
    shown.at.text_input(key=f"round_reason_{BO}").set_value("unclear")
    shown.click("round_open")
    assert t("revision.round_nothing", lang) in shown.words  # no day was given

    shown.at.date_input(key=f"round_due_{BO}").set_value(date(2026, 12, 8))
    shown.click("round_open")

    (one,) = rounds.rounds(shown.store, LOCAL, shown.state, BO)
    assert (one.items, one.due, one.open) == (("TR-01", "SU-02/P1"), "2026-12-08", True)
    assert t("revision.round_opened", lang) in shown.words
    for form in FORMS:
        for other in LANGS:
            label = t(f"revision.round_{form}", lang, language=t(f"bids.letter.{other}", lang))
            assert label in shown.html
    shown.at.text_input(key=f"round_end_reason_1_{BO}").set_value("answered")
    shown.click("round_close")
    assert t("revision.round_ended", lang) in shown.words
    assert not rounds.rounds(shown.store, LOCAL, shown.state, BO)[0].open


def test_a_sealed_revision_shows_nothing_and_can_be_taken_unseen(opened: Opener) -> None:
    shown = opened("bids", "en", until="bids")
    key = send(shown.store, {"TOTAL": "987654"}, "price2.xlsx", "price")
    shown.run().click("revision_look")

    assert "Prices are sealed, so what it changes is not shown" in shown.words
    assert "987654" not in shown.html
    decide(shown, key, "take")
    assert "“price2.xlsx” is taken" in shown.words
    assert "Sealed; can be looked at once prices are open." in shown.words
    assert "987654" not in shown.html


def test_what_a_vendor_writes_is_no_markup_in_the_difference(opened: Opener) -> None:
    shown, _ = looking(opened, "en", **{"TR-01": HOSTILE})

    assert HOSTILE not in shown.html
    assert "&lt;img src=x" in shown.html


@pytest.mark.parametrize("lang", LANGS)
def test_a_final_price_that_came_before_a_rivals_shows_nothing_but_that_it_came(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang)
    ada = seeding.VENDORS[0].name
    final_price.open_final_round(shown.store, LOCAL, "ask", TENDER, (BO, ada), "2099-12-20", "final offers")
    key = send(shown.store, {"DATE": "2099"}, "final.xlsx", "price")

    shown.run().click("revision_look")

    assert t("revision.sealed_final", lang, vendors=ada) in shown.words
    assert f"revision_save_{key}" not in {button.key for button in shown.at.button}
    assert t("revision.round_final", lang, n=1, due="2099-12-20") in shown.words
    assert t("revision.round", lang, n=1, due="2099-12-20") not in shown.words
    final_price.close_final_round(shown.store, LOCAL, "end", TENDER, "both said no more")
    assert f"revision_save_{key}" in {button.key for button in shown.run().at.button}
