"""The scores page: who has scored, scoring one by one and in the grid, and nothing saved that is not allowed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.runtime.scriptrunner import StopException

from evaluator.domain.finding import Rule, finding
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.services import scores as service
from evaluator.services.bids import import_files
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.exports import build, mint
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.panels.score_grid import grid_key
from evaluator.ui.views import score_grid as grids
from evaluator.ui.views import scores as view
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import EVALUATORS, HOSTILE, TENDER, VENDORS, score

SHEN = EVALUATORS[0]
LANGS: tuple[Lang, ...] = ("zh", "en")
ADA, BO, CY = (profile.name for profile in VENDORS[:3])


def leaves(state: TenderState) -> list[str]:
    return [leaf.key for leaf in state.pack.method.panel_leaves()]


def saved(shown: Opened) -> dict[tuple[str, str], Decimal | None]:
    return {(entry.criterion, entry.vendor): entry.points for entry in shown.state.entries if entry.evaluator == SHEN}


def typed(shown: Opened, rows: Mapping[Any, Mapping[str, Any]], **more: Any) -> Opened:
    """What a browser sends when cells of the grid were edited."""
    given = {"edited_rows": {**rows}, "added_rows": [], "deleted_rows": [], **more}
    shown.at.session_state[key_of(shown)] = given
    return shown.run()


def key_of(shown: Opened) -> str:
    """The key of the grid on the screen: it is counted up each time that the grid is drawn anew."""
    base = grid_key(shown.state, SHEN).rpartition("_")[0]
    anew = f"ve.{base}.anew"
    number = shown.at.session_state[anew] if anew in shown.at.session_state else 0  # noqa: SIM401 - it has no get
    return f"{base}_{number}"


def grid(opened: Opener, lang: str = "en") -> Opened:
    shown = opened("scores", lang, until="bids")
    shown.at.segmented_control(key="scores_view").set_value("grid")
    return shown.run()


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_who_is_missing(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="bids")
    assert t("scores.state.none", lang) in shown.words
    score(shown.store, SHEN)
    shown.run()

    assert view.headline(shown.state, lang) in shown.words
    assert shown.state.submitted(SHEN)
    assert SHEN not in view.headline(shown.state, lang)
    assert t("scores.state.submitted", lang) in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_scale_answers_and_entry_stand_on_one_screen_and_are_kept_as_a_draft(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="bids")
    leaf = shown.state.pack.method.panel_leaves()[0]

    assert all(level.text.show(lang) in shown.words for level in leaf.levels)
    assert shown.html.count('class="ve-said"') == len(VENDORS) * len(shown.state.pack.method.of_leaf(leaf.key))
    assert HOSTILE not in shown.html
    assert len(shown.at.number_input) == len(shown.at.text_area) == len(VENDORS)

    shown.at.number_input[1].set_value(4.0)
    shown.run()
    shown.at.text_area[1].set_value("Three cases checked by phone.")
    shown.run()

    entry = view.given_by(shown.state, SHEN)[leaf.key, BO]
    assert (entry.points, entry.reason, entry.state) == (Decimal(4), "Three cases checked by phone.", "draft")
    assert t("scores.progress", lang, given=1, of=60) in shown.words


def test_a_reason_is_kept_although_its_points_were_still_being_kept_when_it_was_given(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened("scores", "en", until="bids")
    real = act.act

    def broken_off(*given: Any, **how: Any) -> None:
        real(*given, **how)
        raise StopException  # what Streamlit raises at the next touch of its state once another field is left

    monkeypatch.setattr(act, "act", broken_off)
    shown.at.number_input[0].set_value(3.0)
    shown.at.run()
    monkeypatch.setattr(act, "act", real)
    shown.run()
    shown.at.text_area[0].set_value("Read at once.")
    shown.run()

    entry = view.given_by(shown.state, SHEN)[leaves(shown.state)[0], ADA]
    assert (entry.points, entry.reason) == (Decimal(3), "Read at once.")


def test_a_card_changed_elsewhere_is_refused_and_shows_what_is_saved(opened: Opener) -> None:
    shown = opened("scores", "en", until="bids")
    leaf = leaves(shown.state)[0]
    service.save_scores(shown.store, LOCAL, new_command_id(), TENDER, SHEN, {(leaf, ADA): (Decimal(2), "theirs")})

    shown.at.number_input[0].set_value(5.0)
    shown.run()

    assert saved(shown) == {(leaf, ADA): Decimal(2)}
    assert t("store.conflict", "en") in shown.words
    assert shown.at.number_input[0].value == 2.0
    shown.at.number_input[0].set_value(3.0)
    assert saved(shown.run()) == {(leaf, ADA): Decimal(3)}


@pytest.mark.parametrize("lang", LANGS)
def test_a_card_beyond_the_scale_is_refused_by_name_and_shows_what_is_saved(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="bids")
    leaf = shown.state.pack.method.panel_leaves()[0]
    shown.at.number_input[1].set_value(4.0)
    shown.run()

    for given in ("9", "-1"):
        shown.at.number_input[1].set_value(float(given))
        shown.run()
        assert t("refused.score_outside", lang, vendor=BO, criterion=leaf.title, given=given, high="5") in shown.words
        assert shown.at.number_input[1].value == 4.0

    assert saved(shown) == {(leaf.key, BO): Decimal(4)}


def test_edits_of_the_grid_are_saved_as_they_come_and_keep_the_reasons(opened: Opener) -> None:
    shown = grid(opened)
    first, second = leaves(shown.state)[:2]
    service.save_scores(shown.store, LOCAL, new_command_id(), TENDER, SHEN, {(second, BO): (None, "thin")})
    shown = grid_again(shown)

    typed(shown, {0: {first: 4}, 1: {second: 3.5}})
    typed(shown, {0: {first: 4}, 1: {second: 3.5}, 2: {first: 0}})

    assert saved(shown) == {(first, ADA): Decimal(4), (second, BO): Decimal("3.5"), (first, CY): Decimal(0)}
    assert view.given_by(shown.state, SHEN)[second, BO].reason == "thin"
    assert t("scores.progress", "en", given=3, of=60) in shown.words


def grid_again(shown: Opened) -> Opened:
    """The grid drawn anew, as after another view or page."""
    shown.at.segmented_control(key="scores_view").set_value("one")
    shown.run()
    shown.at.segmented_control(key="scores_view").set_value("grid")
    return shown.run()


def test_the_source_of_the_grid_stays_while_it_is_on_the_screen(opened: Opener) -> None:
    shown = grid(opened)
    leaf = leaves(shown.state)[0]
    before = shown.at.dataframe[0].value.copy()

    typed(shown, {0: {leaf: 4}})

    assert saved(shown) == {(leaf, ADA): Decimal(4)}
    assert shown.at.dataframe[0].value.equals(before)
    assert grid_again(shown).at.dataframe[0].value.loc[ADA, leaf] == "4"


def test_a_score_changed_elsewhere_is_told_by_name_the_others_are_saved_and_the_grid_is_drawn_anew(
    opened: Opener,
) -> None:
    shown = grid(opened)
    first = leaves(shown.state)[0]
    key = grid_key(shown.state, SHEN)
    service.save_scores(shown.store, LOCAL, new_command_id(), TENDER, SHEN, {(first, ADA): (Decimal(1), "theirs")})

    typed(shown, {0: {first: 5}, 1: {first: 4}})

    assert saved(shown) == {(first, ADA): Decimal(1), (first, BO): Decimal(4)}
    assert f"{ADA}, Relevance of the cases: someone else changed" in shown.words
    assert shown.at.session_state[f"ve.{key.rpartition('_')[0]}.anew"] == 1


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        ({0: {"track_record.relevance": 9999}}, {}, "“9999” is not a score from 0 to 5"),
        ({0: {"track_record.relevance": -1}}, {}, "“-1” is not a score from 0 to 5"),
        ({0: {"track_record.relevance": "abc"}}, {}, "“abc” is not a score from 0 to 5"),
        ({0: {"track_record.relevance": "3-4"}}, {}, "“3-4” is not a score from 0 to 5"),
        ({0: {"track_record.relevance": "NaN"}}, {}, "“NaN” is not a score from 0 to 5"),
        ({0: {"track_record.relevance": True}}, {}, "“True” is not a score from 0 to 5"),
        ({0: {"price": 5}}, {}, "does not belong to this grid"),
        ({0: {"_index": "Somebody"}}, {}, "does not belong to this grid"),
        ({99: {"track_record.relevance": 5}}, {}, "does not belong to this grid"),
        ({"-1": {"track_record.relevance": 5}}, {}, "does not belong to this grid"),
        ({}, {"added_rows": [{"track_record.relevance": 5}]}, "cannot be added or removed"),
        ({}, {"deleted_rows": [0]}, "cannot be added or removed"),
    ],
)  # fmt: skip
def test_whatever_a_browser_sends_only_scores_on_the_scale_are_saved(
    opened: Opener, rows: dict[Any, Any], more: dict[str, Any], words: str
) -> None:
    shown = opened("desk", "en", until="bids")
    drawn = grids.grid(shown.state, SHEN)

    good, bad = grids.edits(drawn, {"edited_rows": rows, **more}, shown.state)

    assert good == {}
    assert [words in t(each.key, "en", **dict(each.params)) for each in bad] == [True]


@pytest.mark.parametrize("sent", [None, [], "edited_rows", {}])
def test_an_editor_without_edits_changes_nothing(opened: Opener, sent: Any) -> None:
    state = opened("desk", "en", until="bids").state

    assert grids.edits(grids.grid(state, SHEN), sent, state) == ({}, [])


@pytest.mark.parametrize("lang", LANGS)
def test_a_refused_edit_is_told_by_name_and_the_grid_shows_what_is_saved(opened: Opener, lang: Lang) -> None:
    shown = grid(opened, lang)
    leaf = shown.state.pack.method.panel_leaves()[0]

    typed(shown, {0: {leaf.key: "4"}})
    typed(shown, {0: {leaf.key: "9"}, 1: {leaf.key: "２"}})

    assert saved(shown) == {(leaf.key, ADA): Decimal(4), (leaf.key, BO): Decimal(2)}
    assert t("refused.score_outside", lang, vendor=ADA, criterion=leaf.title, given="9", high="5") in shown.words
    assert list(shown.at.dataframe[0].value[leaf.key].fillna(""))[:3] == ["4", "2", ""]
    typed(shown, {2: {leaf.key: "1"}})

    assert "“9”" not in shown.words
    assert saved(shown)[leaf.key, CY] == Decimal(1)


@pytest.mark.parametrize("lang", LANGS)
def test_scores_are_submitted_once_they_are_complete_and_confirmed(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="bids")
    every = {(leaf, profile.name): (Decimal(3), "") for leaf in leaves(shown.state) for profile in VENDORS}
    last = every.popitem()
    service.save_scores(shown.store, LOCAL, new_command_id(), TENDER, SHEN, every)
    shown.run()
    assert t("scores.submit_missing", lang) in shown.words
    assert f"{shown.state.pack.method.leaf(last[0][0]).title.show(lang)}" in shown.words

    service.save_scores(shown.store, LOCAL, new_command_id(), TENDER, SHEN, dict([last]))
    shown.run().click("scores_submit")
    assert t("scores.submit_reasons", lang, n=60) in shown.words
    assert not shown.state.submitted(SHEN)
    shown.click("scores_submit_yes")

    assert shown.state.submitted(SHEN)
    assert t("scores.submit_done", lang, evaluator=SHEN) in shown.words


def test_submitted_scores_are_only_read(opened: Opener) -> None:
    shown = opened("scores", "en", until="scores")

    assert not shown.at.number_input
    assert t("scores.final", "en", evaluator=SHEN) in shown.words
    shown.at.segmented_control(key="scores_view").set_value("grid")
    shown.run()
    assert not shown.at.dataframe
    assert "Lock on “Ranking”" in [button.label.replace("\\", "") for button in shown.at.button]


def test_nothing_is_saved_once_the_technical_scores_are_locked(opened: Opener) -> None:
    shown = opened("scores", "en", until="technical")

    assert view.closed(shown.state, SHEN)
    assert not shown.at.number_input


def card(shown: Opened, lang: Lang, *, filled: bool = True) -> tuple[str, bytes]:
    """The evaluator's own scorecard as downloaded, filled in or not."""
    name, _, data = build(shown.store, LOCAL, mint(shown.store, LOCAL, TENDER, "scorecard", evaluator=SHEN, lang=lang))
    book = load_workbook(BytesIO(data))
    if filled:
        assert sum(fill(sheet) for sheet in book.worksheets) == 60
    out = BytesIO()
    book.save(out)
    return name, out.getvalue()


def upload(shown: Opened, name: str, data: bytes) -> Opened:
    shown.at.file_uploader(key="scores_files_0").upload(name, data)
    return shown.run().click("scores_import")


@pytest.mark.parametrize("lang", LANGS)
def test_a_scorecard_goes_out_and_comes_back(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="bids")
    name, data = card(shown, lang)

    upload(shown, name, data)

    assert shown.state.submitted(SHEN)
    assert t("scores.imported.stored", lang, file=name, n=60, evaluator=SHEN) in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_scorecard_replaces_drafts_only_when_a_person_says_so(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="bids")
    name, data = card(shown, lang)
    leaf, vendor = shown.state.pack.method.panel_leaves()[0].key, VENDORS[0].name
    same = {(leaf, VENDORS[1].name): (Decimal(4), "complete and proven")}
    drafts = {(leaf, vendor): (Decimal(1), "my own"), **same}
    service.save_scores(shown.store, LOCAL, "draft", TENDER, SHEN, drafts)

    upload(shown.run(), name, data)
    assert t("scores.replace", lang, file=name, n=1, evaluator=SHEN) in shown.words
    assert {entry.state for entry in shown.state.entries} == {"draft"}
    shown.click("scores_keep_0")
    assert "scores_replace_0" not in [button.key for button in shown.at.button]
    assert [entry.points for entry in shown.state.entries if entry.vendor == vendor] == [Decimal(1)]

    shown.at.file_uploader(key="scores_files_1").upload(name, data)
    shown.run().click("scores_import").click("scores_replace_0")
    assert shown.state.submitted(SHEN)
    assert t("scores.imported.stored", lang, file=name, n=60, evaluator=SHEN) in shown.words
    assert "scores_replace_0" not in [button.key for button in shown.at.button]


def test_drafts_saved_after_the_question_are_asked_about_again(opened: Opener) -> None:
    shown = opened("scores", "en", until="bids")
    name, data = card(shown, "en")
    leaf = shown.state.pack.method.panel_leaves()[0].key
    for number, profile in enumerate(VENDORS[:2]):
        given = {(leaf, profile.name): (Decimal(1), "my own")}
        service.save_scores(shown.store, LOCAL, f"draft{number}", TENDER, SHEN, given)
        if not number:
            upload(shown.run(), name, data)

    shown.click("scores_replace_0")

    assert t("scores.replace", "en", file=name, n=2, evaluator=SHEN) in shown.words
    assert {entry.state for entry in shown.state.entries} == {"draft"}


def test_a_scorecard_without_scores_is_refused_in_one_sentence(opened: Opener) -> None:
    shown = opened("scores", "en", until="bids")
    name, data = card(shown, "en", filled=False)

    upload(shown, name, data)

    found = finding(Rule.SCORECARD_EMPTY, file=name)
    assert message(found, "en") in shown.words
    assert "has not scored" not in shown.words


def test_a_card_read_on_another_page_tells_where_to_confirm(opened: Opener) -> None:
    shown = opened("scores", "en", until="bids")
    name, data = card(shown, "en")
    leaf, vendor = shown.state.pack.method.panel_leaves()[0].key, VENDORS[0].name
    service.save_scores(shown.store, LOCAL, "draft", TENDER, SHEN, {(leaf, vendor): (Decimal(1), "my own")})

    done = import_files(shown.store, LOCAL, "cards", TENDER, [(name, data)])

    assert [(one.status, one.drafts, one.findings[0].rule) for one in done] == [("refused", 1, Rule.DRAFTS_REPLACED)]


def test_what_an_evaluator_has_submitted_is_not_missing_from_a_later_card(opened: Opener) -> None:
    shown = opened("scores", "en", until="scores")
    name, data = card(shown, "en", filled=False)
    book = load_workbook(BytesIO(data))
    emptied = [cell for sheet in book.worksheets[1:] for cell in sheet["D"][8:] if cell.value is not None]
    assert len(emptied) > 30
    for cell in emptied[:30]:
        cell.value = None
    out = BytesIO()
    book.save(out)

    done = import_files(shown.store, LOCAL, "cards", TENDER, [(name, out.getvalue())])

    assert [(one.status, one.scores, one.findings) for one in done] == [("stored", 0, ())]


def fill(sheet: Any) -> int:
    """Four points and a reason in every row of a scorecard's sheet that asks for them."""
    from evaluator.intake.scorecard import JOINT, KEY, POINTS, REASON

    rows = [row for row in range(1, sheet.max_row + 1) if JOINT in str(sheet.cell(row, KEY).value or "")]
    for row in rows:
        sheet.cell(row, POINTS).value = 4
        sheet.cell(row, REASON).value = "complete and proven"
    return len(rows)


def test_a_file_that_is_no_scorecard_is_refused_with_what_to_do(opened: Opener) -> None:
    shown = opened("scores", "en", until="bids")

    shown.at.file_uploader(key="scores_files_0").upload("notes.xlsx", b"no workbook")
    shown.run().click("scores_import")

    assert "“notes.xlsx” was not used; nothing of it was stored." in shown.words
    assert not shown.state.entries


@pytest.mark.parametrize(("until", "key"), [("", "scores.empty.title"), ("locked", "scores.none.title")])
def test_an_empty_page_says_what_to_do(opened: Opener, until: str, key: str) -> None:
    assert t(key, "zh") in opened("scores", "zh", until=until).words


@pytest.mark.parametrize("lang", LANGS)
def test_a_submitted_score_is_reopened_and_its_evaluator_sees_why_and_what_it_was(opened: Opener, lang: Lang) -> None:
    shown = opened("scores", lang, until="scores")
    leaf, revision = leaves(shown.state)[0], shown.state.revision
    was = shown.state.given_by(SHEN)[leaf, ADA]
    assert was.points is not None
    shown.at.multiselect(key=f"reopen_places_{revision}").set_value([(leaf, ADA)])
    shown.at.selectbox(key="reopen_who").set_value(SHEN)
    shown.at.text_input(key=f"reopen_reason_{revision}").set_value("A client says 4.")
    shown.click("scores_reopen_do")

    assert shown.state.given_by(SHEN)[leaf, ADA].state == "draft"
    assert t("scores.reopened_done", lang) in shown.words
    assert t("scores.state.reopened", lang, n=1) in shown.words
    told = view.reopened_lines(shown.state.given_by(SHEN)[leaf, ADA].reopened, lang)
    assert "A client says 4." in told[0]
    assert all(line in shown.words for line in told)
    assert [field.value for field in shown.at.number_input if field.key.startswith("points_")] == [float(was.points)]
    shown.click("scores_submit").click("scores_submit_yes")
    assert shown.state.submitted(SHEN)


def test_scores_cannot_be_reopened_once_they_are_locked(opened: Opener) -> None:
    shown = opened("scores", "en", until="technical")
    assert "scores_reopen_do" not in {button.key for button in shown.at.button}
