"""The page of a workbook that is not ours: laid out, matched, taken in, and the next file of its shape read by itself."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import load_workbook

from evaluator.domain.finding import Rule
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.intake.cells import Workbook
from evaluator.intake.foreign.mapping import proposed
from evaluator.services import exports
from evaluator.services.commands import LOCAL
from evaluator.services.front import stage_views
from evaluator.services.mapping import propose, read_foreign, saved_mappings
from evaluator.ui.views import bids
from evaluator.ui.views.laying_offers import offer_findings
from tests.foreign import TITLE, questionnaire, saved
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

ALIKE = {"zh": "静态数据是否加密存储？写明算法。", "en": "Which encryption is used for stored data at rest?"}
STRANGE = {"zh": "食堂每天供应几餐", "en": "How many meals does the canteen serve"}


def asked(shown: Opened, lang: Lang) -> list[tuple[str, str, str]]:
    """Two questions of ours word for word, one that looks like ours, and one like none."""
    ours = [("", one.text.show(lang), "in place since 2021") for one in same(shown)]
    return [*ours, ("", ALIKE[lang], "AES"), ("", STRANGE[lang], "3")]


def same(shown: Opened) -> list[Question]:
    """The two questions of ours that the workbook asks word for word; any text answers them."""
    return [one for one in shown.state.asked.questions("technical") if one.kind is Kind.TEXT][:2]


def uploaded(shown: Opened, files: Sequence[tuple[str, bytes]], turn: int = 0) -> Opened:
    for name, data in files:
        shown.at.file_uploader(key=f"bids_files_{turn}").upload(name, data)
    shown.run()
    return shown.click("bids_upload")


def opened_book(opened: Opener, lang: Lang, name: str = "answers.xlsx") -> Opened:
    shown = opened("bids", lang, until="locked")
    uploaded(shown, [(name, questionnaire(asked(shown, lang), lang))])
    return shown.click("laying_open_0")


def place(shown: Opened, name: str) -> Opened:
    shown.at.text_input(key="laying_pick").set_value(name).run()
    return shown.checked()


def choose(shown: Opened, start: str, value: str) -> Opened:
    next(box for box in shown.at.selectbox if str(box.key).startswith(start)).set_value(value).run()
    return shown.checked()


def step(shown: Opened, name: str) -> Opened:
    shown.at.button_group(key="laying_step").set_value(name).run()
    return shown.checked()


@pytest.mark.parametrize("lang", LANGS)
def test_a_foreign_workbook_is_offered_and_drawn_with_what_was_recognised(opened: Opener, lang: Lang) -> None:
    shown = opened_book(opened, lang)

    assert t("laying.head", lang, name="answers.xlsx", n=4, answers=4) in shown.words
    assert 'data-pick="C4"' in shown.html
    assert t("laying.kind.header", lang) in shown.words
    assert STRANGE[lang] in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_that_is_not_ours_is_said_to_be_readable_by_a_mapping(opened: Opener, lang: Lang) -> None:
    shown = opened("bids", lang, until="locked")

    uploaded(shown, [("answers.xlsx", questionnaire(asked(shown, lang), lang))])

    assert t("bids.foreign", lang) in shown.words
    assert t("finding.layout_unknown", lang, file="answers.xlsx") not in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_of_a_person_changes_the_counts_at_once(opened: Opener, lang: Lang) -> None:
    shown = place(opened_book(opened, lang), "C7")

    choose(shown, "laying_row_", "out")
    assert t("laying.head", lang, name="answers.xlsx", n=3, answers=3) in shown.words
    choose(shown, "laying_role_", "")
    assert t("laying.head_none", lang, name="answers.xlsx") in shown.words
    choose(shown, "laying_role_", "question")
    shown.click("laying_again")
    assert t("laying.head", lang, name="answers.xlsx", n=4, answers=4) in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_column_can_be_said_to_name_the_vendor_of_each_row_and_that_taken_back(opened: Opener, lang: Lang) -> None:
    shown = place(opened_book(opened, lang), "D7")

    choose(shown, "laying_role_", "owner")
    sheets = next(box for box in shown.at.selectbox if str(box.key).startswith("laying_sheet_"))
    assert [name.partition(" · ")[2] for name in sheets.options if " · " in name] == ["in place since 2021", "AES", "3"]
    assert sheets.value == next(number for number, name in enumerate(sheets.options) if "2021" in name)

    choose(place(shown, "D7"), "laying_role_", "answer")
    assert t("laying.head", lang, name="answers.xlsx", n=4, answers=4) in shown.words


def test_a_sheet_and_a_column_can_be_said_to_be_a_vendors(opened: Opener) -> None:
    shown = opened_book(opened, "en")
    box = next(box for box in shown.at.selectbox if str(box.key).startswith("laying_owner_"))
    vendor = box.options[1]

    choose(shown, "laying_owner_", vendor)
    step(shown, "admit")
    assert t("laying.admit_what", "en", vendors=vendor) in shown.words

    step(shown, "layout")
    choose(place(shown, "D7"), "laying_role_", "vendor")
    choose(shown, "laying_vendor_", vendor)
    step(shown, "admit")
    assert t("laying.admit_what", "en", vendors=vendor) in shown.words


def test_a_place_that_is_none_is_said_to_be_none(opened: Opener) -> None:
    shown = place(opened_book(opened, "en"), "five")

    assert "“five” is no row, column or cell" in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_sheet_is_left_out_and_another_is_read(opened: Opener, lang: Lang) -> None:
    shown = opened_book(opened, lang)
    box = next(box for box in shown.at.toggle if str(box.key).startswith("laying_used_"))

    box.set_value(False).run()

    assert t("laying.head_none", lang, name="answers.xlsx") in shown.checked().words
    choose(shown, "laying_sheet_", 0)  # type: ignore[arg-type]  # sheets are chosen by their number
    assert ("填写说明" if lang == "zh" else "How to fill in") in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_saved_mapping_is_used_on_the_next_file_of_its_shape_and_the_page_says_so(opened: Opener, lang: Lang) -> None:
    shown = place(opened_book(opened, lang), "E")
    choose(shown, "laying_role_", "comment").click("laying_save")
    kept = saved_mappings(shown.store, LOCAL, TENDER)
    assert [one.mapping.tables[0].layout.columns["comment"] for one in kept] == [5]
    assert t("laying.saved", lang) in shown.words
    shown.click("laying_back")

    vendor = shown.state.tender.vendors[1]
    uploaded(shown, [(f"{vendor}.xlsx", questionnaire(asked(shown, lang)[:3], lang))], turn=1)

    assert t(f"finding.{Rule.MAPPING_USED.value}", lang, name="answers.xlsx") in shown.words
    assert [(one.vendor, one.answered) for one in shown.state.uploads] == [(vendor, 2)]
    answer = shown.state.bids[0].find(same(shown)[1].id)
    assert answer is not None
    assert (answer.verbatim, answer.source.sheet, answer.source.cell) == ("in place since 2021", TITLE[lang], "D5")


@pytest.mark.parametrize("lang", LANGS)
def test_only_what_a_person_ticked_is_confirmed(opened: Opener, lang: Lang) -> None:
    shown = step(opened_book(opened, lang), "match")

    shown.click("laying_certain")

    (kept,) = saved_mappings(shown.store, LOCAL, TENDER)
    assert sorted(kept.mapping.matches.values()) == sorted(one.id for one in same(shown))
    assert t("laying.confirmed", lang, n=2) in shown.words


def test_what_is_wrong_in_a_cell_stands_before_the_questions_without_a_counterpart(opened: Opener) -> None:
    shown = opened("bids", "en", until="locked")
    ours = next(one for one in shown.state.asked.questions("technical") if one.id == "ST-01")
    rows = [("", ours.text.show("en"), "about 99"), *asked(shown, "en")]
    book = read_foreign(shown.store, LOCAL, TENDER, "answers.xlsx", questionnaire(rows, "en"))
    assert isinstance(book, Workbook)
    made = propose(shown.store, LOCAL, TENDER, book, proposed(book))

    places = [bool(found.source.cell) for found in offer_findings(made)]
    assert True in places
    assert False in places
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_is_taken_in_as_the_bid_of_the_vendor_chosen(opened: Opener, lang: Lang) -> None:
    shown = step(opened_book(opened, lang), "admit")
    assert t("laying.admit_vendor", lang) in shown.words
    vendor = shown.state.tender.vendors[0]

    shown.at.selectbox(key="laying_vendor").select(vendor).run()
    assert t("laying.admit_what", lang, vendors=vendor) in shown.checked().words
    shown.click("laying_admit")

    assert [(one.vendor, one.envelope, one.answered) for one in shown.state.uploads] == [(vendor, "technical", 2)]
    assert not [button for button in shown.at.button if str(button.key).startswith("laying_")]


def test_a_file_whose_vendor_nobody_invited_is_offered_with_the_mapping_that_fits_it(opened: Opener) -> None:
    shown = opened_book(opened, "en").click("laying_save").click("laying_back")

    uploaded(shown, [("stranger.xlsx", questionnaire(asked(shown, "en")[:3], "en"))], turn=1)
    assert t("bids.foreign_vendor", "en", given="stranger") in shown.words
    shown.click("laying_open_0")

    assert "Read by the mapping saved for “answers.xlsx”." in shown.words


def test_prices_of_a_foreign_workbook_reach_no_page_while_they_are_sealed(opened: Opener) -> None:
    shown = opened("bids", "en", until="locked")
    uploaded(shown, [("both.xlsx", questionnaire(asked(shown, "en"), prices=True))])
    shown.click("laying_open_0")
    choose(shown, "laying_sheet_", 2)  # type: ignore[arg-type]  # sheets are chosen by their number

    assert "Licence of kind 2" in shown.words
    assert t("laying.veiled", "en") in shown.words
    assert "4711" not in shown.html
    choose(place(shown, "E2"), "laying_row_", "header")
    choose(shown, "laying_role_", "vendor")
    assert "4711" not in shown.html + "".join(repr((box.label, box.options)) for box in shown.at.selectbox)


def test_the_vendor_whom_a_workbook_names_is_chosen_already(opened: Opener) -> None:
    shown = opened("bids", "en", until="locked")
    vendor = shown.state.tender.vendors[1]
    book = load_workbook(io.BytesIO(questionnaire(asked(shown, "en"))))
    book[TITLE["en"]]["A2"] = f"Vendor: {vendor}"
    uploaded(shown, [("answers.xlsx", saved(book))])

    shown.click("laying_open_0")
    assert t("laying.general", "en", n=1) in [one.label for one in shown.at.expander]
    assert f"{vendor}</td>" in shown.html
    step(shown, "admit")

    assert shown.at.selectbox(key="laying_vendor").value == vendor
    assert t("laying.admit_what", "en", vendors=vendor) in shown.words


def test_a_workbook_with_replies_and_prices_counts_as_both(opened: Opener) -> None:
    shown = opened("bids", "en", until="locked")
    vendor = shown.state.tender.vendors[0]
    uploaded(shown, [("both.xlsx", questionnaire(asked(shown, "en"), prices=True))])
    shown.click("laying_open_0")
    step(shown, "admit").at.selectbox(key="laying_vendor").select(vendor).run()
    shown.click("laying_admit")

    _, rows = bids.vendors(shown.state, "en")

    assert [getattr(cell, "text", cell) for cell in rows[0].cells][:3] == [vendor, "read", "sealed"]
    beside = stage_views(shown.state)["bids"].params
    assert beside is not None
    # tables are counted by their cells, here and at the side
    assert bids.counts(shown.state).open == beside["open"] > 50


@pytest.mark.parametrize("lang", LANGS)
def test_a_mapping_file_is_downloaded_and_used_on_another_workbook(opened: Opener, lang: Lang) -> None:
    shown = place(opened_book(opened, lang), "E")
    choose(shown, "laying_role_", "comment").click("laying_save")
    (kept,) = saved_mappings(shown.store, LOCAL, TENDER)
    name, _, data = exports.build(
        shown.store, LOCAL, exports.mint(shown.store, LOCAL, TENDER, "mapping", shape=kept.mapping.shape)
    )
    assert name == "answers.mapping.toml"

    place(shown, "D")
    choose(shown, "laying_role_", "")
    shown.at.file_uploader(key="laying_file_0").upload(name, data).run()
    shown.click("laying_upload_do")

    assert t("laying.applied_file", lang, name=name) in shown.words
    assert t("laying.head", lang, name="answers.xlsx", n=4, answers=4) in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_mapping_file_that_is_none_is_refused_with_its_faults(opened: Opener, lang: Lang) -> None:
    shown = opened_book(opened, lang)
    shown.at.file_uploader(key="laying_file_0").upload("m.toml", b"tables = 5\nwrong = 1").run()

    shown.click("laying_upload_do")

    assert "m.toml" in shown.words
    assert t("laying.head", lang, name="answers.xlsx", n=4, answers=4) in shown.words


def test_what_cannot_be_read_is_refused_and_not_offered(opened: Opener) -> None:
    shown = opened("bids", "zh", until="locked")

    uploaded(shown, [("offer.pdf", b"%PDF-1.7 offer")])

    assert not [button for button in shown.at.button if str(button.key).startswith("laying_open")]
