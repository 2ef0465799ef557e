"""Who scores what on the tender page: ticked in a table, shown by name, told before the lock where nobody scores."""

from __future__ import annotations

import pytest

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.assigning import assign
from evaluator.services.commands import LOCAL
from evaluator.ui.views import assigning as view
from tests.ui.conftest import Opener
from tests.ui.seeding import EVALUATORS, TENDER

LANGS: tuple[Lang, ...] = ("zh", "en")
SHEN, GU, DANIEL = EVALUATORS


@pytest.mark.parametrize("lang", LANGS)
def test_who_scores_what_is_ticked_and_shown(opened: Opener, lang: Lang) -> None:
    shown = opened("tender", lang, until="bids")
    assert t("tender.assign.all", lang) in shown.words
    shown.click("tender_edit_assignments")
    edits = {"edited_rows": {0: {SHEN: False, GU: False}}, "added_rows": [], "deleted_rows": []}
    shown.at.session_state[f"tassign{shown.state.revision}"] = edits

    shown.click("tender_assign_save")

    first, *rest = [leaf.key for leaf in shown.state.pack.method.panel_leaves()]
    assert dict(shown.state.tender.assignments) == {SHEN: tuple(rest), GU: tuple(rest)}
    assert t("tender.assign.some", lang) in shown.words
    assert view.table(shown.state, lang)[1][0].cells[1].text == DANIEL
    assert first in {leaf.key for leaf in shown.state.assigned(DANIEL)}


@pytest.mark.parametrize("lang", LANGS)
def test_what_nobody_scores_is_told_on_the_tender_page_and_before_the_lock(opened: Opener, lang: Lang) -> None:
    shown = opened("tender", lang, until="bids")
    first, *rest = shown.state.pack.method.panel_leaves()
    assign(shown.store, LOCAL, "assign", TENDER, {name: tuple(leaf.key for leaf in rest) for name in EVALUATORS})

    assert t("tender.assign.lost", lang, criteria=first.title) in shown.run().words
    shown.go("ranking").click("ranking_lock")
    assert t("ranking.lock.missing_judge", lang, criterion=first.title) in shown.words


def test_whatever_a_browser_sends_only_cells_of_the_table_are_taken(opened: Opener) -> None:
    state = opened("desk", "en", until="bids").state

    sent = {"edited_rows": {99: {SHEN: False}, "x": {SHEN: False}, 0: {"Somebody": False}}}

    assert view.wanted(state, sent) == view.wanted(state, None)
