"""The clinic page: its answer in the first line, every finding with what to do, every chart with its numbers beside it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.clinic.examine import Wish
from evaluator.domain.method_edit import Edit, Part, Place
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services.clinic import clinic_of
from evaluator.services.commands import LOCAL
from evaluator.services.methods import save_method
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER
from tests.ui.test_method_edit import unlocked

SAMPLE = Path(__file__).parents[2] / "sample_bids"
HEADS = {"zh": "7 项检查中有 2 项发现锁定前应调整之处", "en": "2 of 7 checks found something to change before you lock"}


def finished(shown: Opened) -> Opened:
    """The page once the work is done that runs beside it."""
    return finished_with(shown, 1)


@pytest.mark.parametrize("lang", LANGS)
def test_the_method_leads_to_the_answer_in_one_line_its_findings_and_their_numbers(opened: Opener, lang: Lang) -> None:
    shown = unlocked(opened, lang).click("method_clinic")
    assert shown.at.get("progress") or HEADS[lang] in shown.words
    finished(shown.go("clinic"))

    assert HEADS[lang] in shown.words
    for key in ("found.middle_never", "why.middle_never", "do.middle_never", "why.formula_decides"):
        assert t(f"clinic.{key}", lang) in shown.words
    assert len(shown.at.get("vega_lite_chart")) == 2
    assert shown.html.count('<table class="ve-table') == 6
    assert shown.html.count("/export/") == 2
    assert len(shown.at.get("file_uploader")) == 1


def test_until_it_is_done_the_page_says_how_far_it_is_and_other_bids_are_one_click_away(opened: Opener) -> None:
    shown = finished(unlocked(opened, "en").go("clinic"))
    shown.click("clinic_again")

    assert "(seed 2)" in finished_with(shown, 2).words


def finished_with(shown: Opened, seed: int) -> Opened:
    work = clinic_of(shown.store, LOCAL, shown.state, Wish(seed=seed))
    assert work is not None
    if not work.done:
        assert shown.at.get("progress")
    work.result()
    return shown.run()


@pytest.mark.parametrize("lang", LANGS)
def test_expected_bids_are_tried_by_name_and_put_nowhere(opened: Opener, lang: Lang) -> None:
    shown = finished(unlocked(opened, lang).go("clinic"))
    names = ("1-hailan-technical.xlsx", "1-hailan-price.xlsx", "2-corvane-technical.xlsx", "2-corvane-price.xlsx")
    box = shown.at.file_uploader(key="clinic_files")
    for name in names:
        box.upload(name, (SAMPLE / name).read_bytes())
    box.upload("note.xlsx", b"none")
    shown.run()

    assert t("clinic.section.expected", lang) in shown.words
    assert "Corvane Systems Ltd (sample)" in shown.words
    assert t("clinic.own.equal", lang) in shown.words
    assert "note.xlsx" in shown.words
    assert shown.state.uploads == ()


def test_after_the_lock_it_is_read_only_and_says_so(opened: Opener) -> None:
    shown = finished(opened("clinic", "en", until="locked"))

    assert "2 of 7 checks found something; the method is locked" in shown.words
    assert t("clinic.own.locked", "en") in shown.words
    assert not shown.at.get("file_uploader")
    assert "clinic_again" not in [button.key for button in shown.at.button]


def test_without_a_tender_or_with_faults_in_the_method_the_page_says_where_to_go(opened: Opener) -> None:
    assert t("desk.empty.title", "en") in opened("clinic", "en", until="").words
    shown = unlocked(opened, "en")
    now = shown.state
    heavy = Edit(Place(Part.CRITERION, "support", "weight"), Decimal(20))
    save_method(shown.store, LOCAL, "heavy", TENDER, now.number, now.method_ver, [heavy])

    assert t("clinic.waits", "en") in shown.go("clinic").words
    assert t("method.head.open", "en") in shown.click("clinic_method").words
