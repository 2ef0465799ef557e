"""The tender page sends the workbooks out: who has them, a package to download, the ledger."""

from __future__ import annotations

import pytest

from evaluator.services import sending
from evaluator.services.commands import LOCAL
from tests.ui.conftest import Opener
from tests.ui.seeding import TENDER


@pytest.mark.parametrize(
    ("lang", "none", "all_", "noted", "own"),
    [
        ("zh", "还没有发给任何供应商", "已发给全部 6 家", "电子邮件", "否则按投标所用的语言"),
        ("en", "Nothing was sent yet", "Sent to all 6 vendors", "电子邮件", "else by the language of the bid"),
    ],
)
def test_what_was_sent_is_noted_and_shown(
    opened: Opener, lang: str, none: str, all_: str, noted: str, own: str
) -> None:
    shown = opened("tender", lang, until="locked")
    assert none in shown.words and own not in shown.words
    turn = shown.state.revision
    shown.at.selectbox(key=f"sending_lang_{turn}").set_value(sending.OWN)
    assert own in shown.run().words
    shown.at.text_input(key=f"sending_way_{turn}").set_value("电子邮件")
    shown.run()

    shown.click("sending_do")

    assert all_ in shown.words
    assert noted in shown.words
    rows = sending.sendings(shown.store, LOCAL, TENDER)
    assert {row.vendor: row.lang for row in rows} == {
        name: "zh" if any(sign > "\u3400" for sign in name) else "en" for name in shown.state.tender.vendors
    }  # fmt: skip
    assert shown.state.asked.issue[:8] in shown.words


@pytest.mark.parametrize(("lang", "words"), [("zh", "工作簿是怎样发出的"), ("en", "how the workbooks were sent")])
def test_a_way_of_blanks_is_refused(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="locked")
    shown.at.text_input(key=f"sending_way_{shown.state.revision}").set_value("  ")
    shown.run()

    shown.click("sending_do")

    assert words in shown.words
    assert sending.sendings(shown.store, LOCAL, TENDER) == ()


@pytest.mark.parametrize(("lang", "words"), [("zh", "锁定评分办法后即可发出"), ("en", "once the method is locked")])
def test_an_open_method_is_not_sent(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    at = shown.at
    at.text_input(key="tnew_name").set_value("CRM 2027")
    at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    at.text_area(key="tnew_vendors").set_value("Ada")

    shown.click("tender_start")

    assert words in shown.words
