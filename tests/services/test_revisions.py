"""A revised workbook: what it changes is shown first, the lead decides, and the earlier version stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.services import checking, exports, revisions, stages, versions
from evaluator.services.commands import LOCAL
from evaluator.services.problem import Refused
from evaluator.store.errors import Conflict
from tests.revised import FIRST, PRICES, VENDOR, Desk, again, at_the_desk
from tests.ui.seeding import seeded

OTHER = {"案例与口碑!D4": 12, "公司!E10": "改用手工签字。", "公司!E4": "执照见附件。", "案例与口碑!D19": None}


@contextmanager
def begun(folder: Path) -> Iterator[Desk]:
    """A desk at which nothing has come in."""
    with closing(seeded(folder, "locked")) as store:
        yield Desk(store)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        yield desk


def test_a_revised_workbook_waits_and_shows_what_it_changes_before_it_counts(desk: Desk) -> None:
    told = desk.revise(OTHER)

    assert told.status == "waits"
    one = desk.waiting()
    assert one.difference is not None
    assert (one.difference, one.vendor, one.instead_of) == (told.difference, VENDOR, "first.xlsx")
    shown = {
        (change.item, change.part): (change.how, change.before, change.after, str(change.was), str(change.now))
        for change in one.difference.changes
    }
    assert shown == {
        ("TR-01", "answer"): ("changed", "11", "12", "案例与口碑!D4", "案例与口碑!D4"),
        ("CO-07", "remark"): ("changed", "建议电子签名，当日可以完成。", "改用手工签字。", "公司!E10", "公司!E10"),
        ("CO-01", "remark"): ("added", "", "执照见附件。", "公司!D4", "公司!E4"),
        ("TR-07", "answer"): ("removed", "没有", "", "案例与口碑!D19", "案例与口碑!D19"),
    }
    assert one.difference.unchanged > 300
    assert desk.answer("TR-01").verbatim == "11"


def test_a_revision_that_comes_with_what_it_revises_shows_what_it_changes(tmp_path: Path) -> None:
    with begun(tmp_path) as desk:
        first, second = desk.bring(("first.xlsx", FIRST), ("again.xlsx", again(FIRST, OTHER)))

    assert (first.status, second.status) == ("stored", "waits")
    assert second.difference is not None
    assert second.difference.count("changed") == 2


def test_taken_it_counts_and_the_earlier_version_stays_in_bytes_and_reading(desk: Desk) -> None:
    before = next(upload for upload in desk.state.uploads if upload.name == "first.xlsx")
    desk.revise(OTHER)

    desk.take()

    assert desk.answer("TR-01").verbatim == "12"
    assert revisions.waiting(desk.store, LOCAL, desk.state) == ()
    earlier = [one for one in versions.versions(desk.store, LOCAL, desk.state, VENDOR) if one.envelope == "technical"]
    assert [(one.name, one.state) for one in earlier] == [("again.xlsx", "current"), ("first.xlsx", "superseded")]
    assert earlier[0].reason == "sent as asked"
    kept = versions.answers_of(desk.store, LOCAL, desk.tender, before.id)
    assert kept is not None
    assert next(one for one in kept if one.item == "TR-01").verbatim == "11"
    token = exports.mint(desk.store, LOCAL, desk.tender, "original", upload=before.id)
    assert exports.build(desk.store, LOCAL, token)[2] == FIRST


def test_the_event_log_tells_what_came_in_and_what_was_decided(desk: Desk) -> None:
    desk.revise(OTHER)
    desk.take("sent as asked")

    came, taken = desk.store.events(desk.tender)[-2:]
    assert (came.action, came.note["status"]) == ("bid.receive", "waits")
    assert (taken.action, taken.reason, taken.note["changes"], taken.note["way"]) == (
        "bid.revise", "sent as asked", 4, "whole",
    )  # fmt: skip
    assert sorted(row["state"] for row in taken.after.values() if isinstance(row, dict) and "state" in row) == [
        "current", "superseded", "whole",
    ]  # fmt: skip
    desk.store.verify_chain()


def test_refused_it_changes_nothing_and_is_still_there(desk: Desk) -> None:
    desk.revise(OTHER)
    one = desk.waiting()

    revisions.refuse(desk.store, LOCAL, "no", desk.tender, one, "came after the deadline")

    assert desk.answer("TR-01").verbatim == "11"
    last = versions.versions(desk.store, LOCAL, desk.state, VENDOR)[0]
    assert (last.name, last.state, last.reason) == ("again.xlsx", "refused", "came after the deadline")
    assert versions.answers_of(desk.store, LOCAL, desk.tender, one.file) is not None
    with pytest.raises(Refused, match="revision_gone"):
        revisions.take(desk.store, LOCAL, "late", desk.tender, one, "after all")


def test_a_decision_needs_a_reason_and_two_people_do_not_decide_twice(desk: Desk) -> None:
    desk.revise(OTHER)
    one = desk.waiting()
    with pytest.raises(Refused, match="reason_missing"):
        revisions.take(desk.store, LOCAL, "a", desk.tender, one, " ")
    with pytest.raises(Refused, match="reason_missing"):
        revisions.refuse(desk.store, LOCAL, "b", desk.tender, one, "")

    with pytest.raises(Conflict):
        revisions.take(desk.store, LOCAL, "c", desk.tender, replace(one, ver=one.ver + 1), "seen elsewhere")

    assert desk.answer("TR-01").verbatim == "11"


def test_a_decision_on_what_was_shown_does_not_replace_what_counts_by_now(desk: Desk) -> None:
    desk.revise(OTHER)
    drawn = desk.waiting()
    desk.bring(("third.xlsx", again(FIRST, {"案例与口碑!D5": 7})))
    third = revisions.waiting(desk.store, LOCAL, desk.state)[1]
    revisions.take(desk.store, LOCAL, "third", desk.tender, third, "the latest")

    with pytest.raises(Refused, match="revision_gone"):
        revisions.take(desk.store, LOCAL, "late", desk.tender, drawn, "seen before")

    desk.take("on second thoughts")
    assert (desk.answer("TR-01").verbatim, desk.answer("TR-02").verbatim) == ("12", "5")


def test_the_same_revised_workbook_again_is_not_held_twice(desk: Desk) -> None:
    data = again(FIRST, OTHER)

    assert [one.status for one in desk.bring(("a.xlsx", data), ("b.xlsx", data))] == ["waits", "same"]
    assert desk.bring(("c.xlsx", data))[0].status == "same"


def test_what_people_said_on_an_answer_ends_with_it(desk: Desk) -> None:
    checking.check_facts(desk.store, LOCAL, "seen", desk.tender, VENDOR, ["TR-01", "TR-02"], None, "")
    desk.revise(OTHER)

    assert desk.waiting().ends == ("TR-01",)
    desk.take()

    assert [check.item for check in desk.state.judged.checks] == ["TR-02"]


def test_a_word_said_since_the_page_was_drawn_is_not_ended_unseen(desk: Desk) -> None:
    desk.revise(OTHER)
    drawn = desk.waiting()
    checking.check_facts(desk.store, LOCAL, "seen", desk.tender, VENDOR, ["TR-01"], None, "")

    with pytest.raises(Refused, match="revision_gone"):
        revisions.take(desk.store, LOCAL, "take", desk.tender, drawn, "an earlier page")

    assert [check.item for check in desk.state.judged.checks] == ["TR-01"]


def test_a_sealed_price_workbook_is_replaced_unseen_and_nothing_of_it_is_told(desk: Desk) -> None:
    told = desk.revise({"报价表!D23": 1}, PRICES)

    assert (told.status, told.difference, told.findings, told.answered) == ("waits", None, (), 0)
    one = desk.waiting()
    assert (one.difference, one.unasked) == (None, ())
    assert versions.answers_of(desk.store, LOCAL, desk.tender, one.file) is None
    desk.take("replaced before the deadline")

    assert "changes" not in desk.store.events(desk.tender)[-1].note
    desk.open_prices()
    assert desk.answer("TOTAL").verbatim == "1"


def test_once_prices_are_open_a_change_of_price_is_shown(desk: Desk) -> None:
    desk.open_prices()

    told = desk.revise({"报价表!D23": 1}, PRICES)

    assert told.difference is not None
    assert [(one.item, one.before, one.after) for one in told.difference.changes] == [("TOTAL", "1441100", "1")]


def test_a_revised_workbook_taken_after_the_scores_were_locked_is_told_with_the_ranking(desk: Desk) -> None:
    stages.lock_technical(desk.store, LOCAL, "technical", desk.tender)
    desk.revise(OTHER)
    assert desk.state.late == ()

    desk.take("clarified in writing")

    assert [(one.vendor, dict(one.params)["reason"]) for one in desk.state.late] == [(VENDOR, "clarified in writing")]
