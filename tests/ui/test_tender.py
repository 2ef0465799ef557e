"""The tender page: its facts, a new tender by form or file, changes, the choice between tenders and removal."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from evaluator.domain.tender import Tender
from evaluator.services import tenders
from evaluator.services.commands import LOCAL
from evaluator.services.sample import sample_folder
from evaluator.services.state import load
from evaluator.services.tenders import TenderForm
from evaluator.ui.views import tender as view
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

SAMPLE = (sample_folder() / "tender.toml").read_text("utf-8")


def only(shown: Opened) -> Tender:
    """The one tender in the store."""
    ((key, _, _),) = tenders.tenders(shown.store, LOCAL)
    return load(shown.store, LOCAL, key).tender


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("已邀请 6 家投标，2026-12-05 17:00 截止", "需求 40 条，其中必须 27 条", "CNY 1,900,000", "含税",
                "中型企业", "46000 人", "沈若溪")),
        ("en", ("6 vendors are invited to bid by 2026-12-05 17:00", "40 requirements, 27 of them musts", "CNY 1,900,000",
                "tax included", "medium", "Hangzhou Arbitration Commission", "Daniel Wirth")),
    ],
)  # fmt: skip
def test_the_tender_is_told_in_full(opened: Opener, lang: str, said: tuple[str, ...]) -> None:
    shown = opened("tender", lang)

    assert [words for words in said if words not in shown.words] == []


@pytest.mark.parametrize(("lang", "started"), [("zh", "项目已建立"), ("en", "The tender is started")])
def test_a_form_starts_a_tender(opened: Opener, lang: str, started: str) -> None:
    shown = opened("tender", lang, until="")
    at = shown.at
    at.text_input(key="tnew_name").set_value("CRM 2027")
    at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    at.text_input(key="tnew_ceiling").set_value("1,200,000")
    at.date_input(key="tnew_day").set_value(date(2027, 3, 1))
    at.text_area(key="tnew_vendors").set_value("Ada\nBo\n\nAda")
    at.text_area(key="tnew_panel").set_value("Eva")

    shown.click("tender_start")

    assert started in shown.words
    made = only(shown)
    assert (made.name.show("en"), made.ceiling, made.deadline) == ("CRM 2027", Decimal(1200000), "2027-03-01T17:00")
    assert (made.vendors, made.evaluators) == (("Ada", "Bo"), ("Eva",))


@pytest.mark.parametrize(("lang", "words"), [("zh", "不是金额"), ("en", "is no amount")])
def test_a_refused_form_says_why_and_keeps_what_was_typed(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    shown.at.text_input(key="tnew_name").set_value("CRM 2027")
    shown.at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    shown.at.text_input(key="tnew_ceiling").set_value("a lot")

    shown.click("tender_start")

    assert words in shown.words
    assert shown.at.text_input(key="tnew_name").value == "CRM 2027"
    assert tenders.tenders(shown.store, LOCAL) == ()


def test_a_tender_file_starts_a_tender(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    shown.at.file_uploader(key="tender_file").upload("tender.toml", SAMPLE.encode())

    shown.run().click("tender_use")

    assert only(shown).id == TENDER
    assert "6 vendors are invited" in shown.words


@pytest.mark.parametrize(("lang", "words"), [("zh", "tender.toml [route]"), ("en", "tender.toml [route]")])
def test_faults_of_a_tender_file_name_their_key(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    wrong = SAMPLE.replace('route = "negotiated"', 'route = "lottery"')
    shown.at.file_uploader(key="tender_file").upload("tender.toml", wrong.encode())

    shown.run().click("tender_use")

    assert words in shown.words
    assert "lottery" in shown.words
    assert tenders.tenders(shown.store, LOCAL) == ()


def test_a_file_in_another_encoding_is_not_read_at_a_guess(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    shown.at.file_uploader(key="tender_file").upload("tender.toml", SAMPLE.encode("gb18030"))

    shown.run().click("tender_use")

    assert "not in UTF-8" in shown.words
    assert tenders.tenders(shown.store, LOCAL) == ()


@pytest.mark.parametrize(("lang", "saved"), [("zh", "修改已保存"), ("en", "The changes are saved")])
def test_simple_facts_are_changed(opened: Opener, lang: str, saved: str) -> None:
    shown = opened("tender", lang, until="locked").click("tender_edit_facts")
    prefix = f"tedit{shown.state.revision}"
    assert shown.at.selectbox(key=f"{prefix}_currency").disabled
    shown.at.text_input(key=f"{prefix}_ceiling").set_value("2000000")
    shown.at.time_input(key=f"{prefix}_hour").set_value(time(9, 30))

    shown.click("tender_save")

    assert saved in shown.words
    changed = shown.state.tender
    assert (changed.ceiling, changed.deadline, len(changed.vendors)) == (Decimal(2000000), "2026-12-05T09:30", 6)


def test_the_buyers_profile_is_changed(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked").click("tender_edit_buyer")
    prefix = f"tbuyer{shown.state.revision}"
    shown.at.text_input(key=f"{prefix}_phone").set_value("0571-1")
    shown.at.selectbox(key=f"{prefix}_size").set_value("small")

    shown.click("tender_save")

    buyer = shown.state.tender.buyer
    assert (buyer.phone, buyer.size, buyer.contact) == ("0571-1", "small", "许知夏")


def test_a_form_left_as_it_is_changes_nothing(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked")
    before = shown.state.revision

    shown.click("tender_edit_facts").click("tender_save")

    assert shown.state.revision == before


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "补上投标人、截止时间、评委"), ("en", "vendors, deadline, evaluators")]
)
def test_a_bare_tender_says_what_it_lacks(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    tenders.start_form(shown.store, LOCAL, "start", TenderForm(name="CRM", pack="crm_platform", buyer_name="Buyer"))

    shown.run()

    assert words in shown.words
    assert shown.at.button(key="tender_fill")


def test_another_tender_is_chosen(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked")
    form = TenderForm(name="Second", pack="services_cn", buyer_name="Buyer")
    second = tenders.start_form(shown.store, LOCAL, "second", form)
    shown.run()

    shown.at.selectbox(key=f"tender_choose_{second}").set_value(TENDER).run()

    assert "6 vendors are invited" in shown.checked().words


@pytest.mark.parametrize(("lang", "asked"), [("zh", "移除“澄源仪器"), ("en", "Remove “CRM platform for Chengyuan")])
def test_the_sample_is_removed_after_a_confirmation(opened: Opener, lang: str, asked: str) -> None:
    shown = opened("tender", lang)

    shown.click("tender_remove")
    assert asked in shown.words
    assert len(tenders.tenders(shown.store, LOCAL)) == 1

    shown.click("tender_remove_yes")
    assert tenders.tenders(shown.store, LOCAL) == ()
    assert shown.at.button(key="tender_start")


def test_a_new_tender_can_be_left_for_the_present_one(opened: Opener) -> None:
    shown = opened("tender", "en").click("tender_new")
    assert shown.at.text_input(key="tnew_name")

    shown.click("tender_back")

    assert "6 vendors are invited" in shown.words


def test_a_deadline_without_an_hour_stays_as_it_was() -> None:
    assert view.deadline(date(2026, 12, 5), time(0, 0), "2026-12-05") == "2026-12-05"
    assert view.deadline(date(2026, 12, 6), time(9, 0), "2026-12-05") == "2026-12-06T09:00"
