"""Whose is this? On the bids page a person assigns each workbook that names nobody invited; the desk tells of it."""

from __future__ import annotations

import pytest

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from tests.revised import FIRST, PRICES, VENDOR, again
from tests.ui.conftest import Opened, Opener

HOSTILE = "<b>Corvane</b> Ltd **=1+1**"
UNNAMED, UNINVITED = again(FIRST, {"封面!C20": None}), again(PRICES, {"封面!C19": HOSTILE})


def uploading(opened: Opener, lang: Lang, name: str, data: bytes) -> tuple[Opened, str]:
    """The page after an upload, and the id of the file that is nobody's."""
    shown = opened("bids", lang, until="locked")
    shown.at.file_uploader(key="bids_files_0").upload(name, data).run()
    shown.click("bids_upload")
    (one,) = shown.state.unassigned
    return shown, one.id


def asks(shown: Opened, file: str) -> bool:
    return any(box.key == f"belonging_vendor_{file}" for box in shown.at.selectbox)


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_is_kept_asked_about_after_a_reload_and_assigned(opened: Opener, lang: Lang) -> None:
    shown, file = uploading(opened, lang, "海岚云-技术标.xlsx", UNNAMED)
    for words in (
        t("bids.result.unassigned", lang), t("belonging.result", lang), t("belonging.title", lang),
        t("belonging.count", lang, n=1), t("belonging.unnamed", lang), t("belonging.suggested.file", lang, vendor=VENDOR),
    ):  # fmt: skip
        assert words in shown.words

    later = shown.second("desk")
    assert t("desk.bids_nobodys", lang, n=1, bids=0) in later.words
    assert t("stage.next_assign", lang, n=1) in later.words
    assert (later.at.button(key="desk_next").label) == t("desk.do.assign", lang)
    later.go("bids")
    box = later.at.selectbox(key=f"belonging_vendor_{file}")
    assert (box.value, box.options[0]) == (None, VENDOR)
    assert later.at.button(key=f"belonging_do_{file}").disabled

    box.select_index(0).run()
    later.click(f"belonging_do_{file}")

    assert t("belonging.done.stored", lang, name="海岚云-技术标.xlsx", vendor=VENDOR) in later.words
    assert [bid.vendor for bid in later.state.bids] == [VENDOR]
    assert not asks(later, file)
    later.go("desk")
    assert t("desk.event.bid_assign", lang, subject="海岚云-技术标.xlsx") in later.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_vendor_not_invited_takes_part_under_its_name_for_a_reason(opened: Opener, lang: Lang) -> None:
    shown, file = uploading(opened, lang, "1.xlsx", UNINVITED)
    assert t("bids.sealed_note", lang) in shown.words
    assert "<b>Corvane" not in shown.html
    assert t("belonging.named", lang, given="").split("“")[0] in shown.words

    box = shown.at.selectbox(key=f"belonging_vendor_{file}")
    assert box.options[-1] == t("belonging.other", lang)
    box.select_index(len(box.options) - 1).run()
    assert shown.at.text_input(key=f"belonging_name_{file}").value == HOSTILE
    shown.at.text_input(key=f"belonging_name_{file}").set_value("Corvane Ltd")
    shown.click(f"belonging_do_{file}")
    assert t("refused.uninvited_unreasoned", lang, vendor="Corvane Ltd") in shown.words
    assert asks(shown, file)

    shown.at.text_input(key=f"belonging_reason_{file}").set_value("asked to take part")
    shown.click(f"belonging_do_{file}")

    assert (dict(shown.state.vendor_ids).keys(), shown.state.unassigned) == ({"Corvane Ltd"}, ())
    assert t("belonging.done.stored", lang, name="1.xlsx", vendor="Corvane Ltd") in shown.words


def test_it_may_be_withdrawn_and_says_so_where_no_name_suggests_anybody(opened: Opener) -> None:
    shown, file = uploading(opened, "en", "scan.xlsx", UNNAMED)
    assert t("belonging.none", "en") in shown.words

    shown.at.text_input(key=f"withdraw_reason_{file}").set_value("sent by mistake")
    shown.click(f"withdraw_do_{file}")

    assert (shown.state.unassigned, shown.state.uploads) == ((), ())
    assert not asks(shown, file)
