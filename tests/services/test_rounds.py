"""A clarification round: one vendor is asked about some items, and nothing else of its bid can change in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.domain.finding import Rule
from evaluator.services import bids, revisions, rounds, versions
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.ui.views.revisions import changed_line
from tests.revised import PRICES, VENDOR, Desk, at_the_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        yield desk


def test_other_changes_are_found_and_only_what_was_asked_is_taken(desk: Desk) -> None:
    desk.ask("TR-01")

    told = desk.revise(
        {"案例与口碑!D4": 12, "案例与口碑!D5": 6, "公司!E10": "改用手工签字。", "封面!C27": "2026-12-07"}
    )

    aside = [found for found in told.findings if found.rule is Rule.CHANGED_UNASKED]
    assert [(found.item, str(found.source)) for found in aside] == [("CO-07", "公司!E10"), ("TR-02", "案例与口碑!D5")]
    assert dict(aside[1].params) == {"due": "2026-12-08", "before": "5", "after": "6"}
    one = desk.waiting()
    assert one.round is not None
    assert (one.round.items, one.asked_changes()) == (("TR-01",), 1)

    desk.take()

    assert (desk.answer("TR-01").verbatim, desk.answer("TR-02").verbatim) == ("12", "5")
    assert (desk.answer("TR-01").source.file, desk.answer("TR-02").source.file) == ("again.xlsx", "first.xlsx")
    assert desk.answer("CO-07").remark == "建议电子签名，当日可以完成。"
    assert desk.answer("V8").verbatim == "2026-12-07"
    assert versions.versions(desk.store, LOCAL, desk.state, VENDOR)[0].way == "asked"


def test_what_was_left_out_stays_told_beside_the_bid(desk: Desk) -> None:
    desk.ask("TR-01")
    desk.revise({"案例与口碑!D4": 12, "案例与口碑!D5": 6})
    desk.take()

    told = [found for found in desk.state.evaluation.findings if found.rule is Rule.CHANGED_UNASKED]
    assert [(found.vendor, found.item) for found in told] == [(VENDOR, "TR-02")]


def test_a_cell_of_a_table_may_be_asked_about_alone(desk: Desk) -> None:
    before = [cell.verbatim for row in desk.answer("SU-01").rows for cell in row.cells.values()]
    rows = desk.answer("SU-01").rows
    first = next(cell for cell in rows[0].cells.values() if cell.verbatim)
    second = next(cell for cell in rows[1].cells.values() if cell.verbatim)
    desk.ask(first.item)

    desk.revise({f"服务!{first.source.cell}": "新的第一处", f"服务!{second.source.cell}": "新的第二处"})
    desk.take()

    after = [cell.verbatim for row in desk.answer("SU-01").rows for cell in row.cells.values()]
    assert [new for old, new in zip(before, after, strict=True) if old != new] == ["新的第一处"]


def test_a_workbook_without_anything_that_was_asked_can_only_be_refused(desk: Desk) -> None:
    desk.ask("TR-01")
    desk.revise({"案例与口碑!D5": 6, "封面!C27": "2026-12-07"})
    with pytest.raises(Refused, match="nothing_asked"):
        desk.take()

    one = desk.waiting()
    revisions.refuse(desk.store, LOCAL, new_command_id(), desk.tender, one, "nothing that was asked")

    assert desk.answer("TR-02").verbatim == "5"


def test_a_sealed_price_workbook_cannot_slip_in_with_a_technical_round(desk: Desk) -> None:
    desk.ask("TR-01")
    told = desk.revise({"报价表!D23": 1}, PRICES)
    assert (told.status, told.findings) == ("waits", ())

    with pytest.raises(Refused, match="nothing_asked"):
        desk.take()


def test_prices_are_asked_about_only_once_they_are_open(desk: Desk) -> None:
    with pytest.raises(Refused, match="round_sealed"):
        desk.ask("TOTAL")
    assert "TOTAL" not in rounds.askable(desk.state)
    desk.open_prices()

    assert "TOTAL" in rounds.askable(desk.state)
    desk.ask("TOTAL")
    desk.revise({"报价表!D23": 1440000}, PRICES)
    desk.take()

    assert desk.answer("TOTAL").verbatim == "1440000"


@pytest.mark.parametrize(
    ("items", "due", "rule"),
    [((), "2026-12-08", "nothing_chosen"), (("NO-99",), "2026-12-08", "no_such_answer"), (("TR-01",), "soon", "round_due"),
     (("SU-02/none",), "2026-12-08", "no_such_answer")],
)  # fmt: skip
def test_a_round_names_items_of_the_questionnaire_and_a_day(
    desk: Desk, items: tuple[str, ...], due: str, rule: str
) -> None:
    with pytest.raises(Refused, match=rule):
        desk.ask(*items, due=due)


def test_one_round_at_a_time_and_a_closed_one_lets_the_next_revision_in_whole(desk: Desk) -> None:
    desk.ask("TR-01")
    with pytest.raises(Refused, match="round_open"):
        desk.ask("TR-02")

    rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "answered by phone")

    with pytest.raises(Refused, match="round_closed"):
        rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "again")
    (last,) = rounds.rounds(desk.store, LOCAL, desk.state, VENDOR)
    assert (last.number, last.open, last.reason) == (1, False, "answered by phone")
    assert [event.action for event in desk.store.events(desk.tender)][-2:] == ["round.open", "round.close"]
    desk.revise({"案例与口碑!D5": 6})
    assert desk.waiting().round is None
    desk.take()
    assert desk.answer("TR-02").verbatim == "6"
    desk.ask("TR-02")
    assert [one.number for one in rounds.rounds(desk.store, LOCAL, desk.state, VENDOR)] == [2, 1]


def test_a_file_of_a_round_is_held_to_it_after_the_round_has_closed(desk: Desk) -> None:
    desk.ask("TR-01")
    desk.revise({"案例与口碑!D4": 12, "案例与口碑!D5": 6})
    rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "time is up")

    desk.take()

    assert (desk.answer("TR-01").verbatim, desk.answer("TR-02").verbatim) == ("12", "5")


def test_what_the_letter_asks_is_offered_first(desk: Desk) -> None:
    desk.revise({"案例与口碑!D4": "一些"})
    desk.take()

    assert rounds.suggested(desk.state, VENDOR) == ("TR-01",)


def test_a_page_that_shows_a_round_that_has_ended_does_not_end_the_next_one(desk: Desk) -> None:
    desk.ask("TR-01")
    rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "answered")
    desk.ask("TR-02")

    with pytest.raises(Refused, match="round_closed"):
        rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "the earlier page")

    assert rounds.rounds(desk.store, LOCAL, desk.state, VENDOR)[0].open


def test_with_nothing_left_before_it_a_workbook_is_held_to_no_round(desk: Desk) -> None:
    desk.ask("TR-01")
    desk.revise({"案例与口碑!D4": "9", "案例与口碑!D5": "7"})
    first = next(upload for upload in desk.state.uploads if upload.name == "first.xlsx")
    bids.withdraw_file(desk.store, LOCAL, new_command_id(), desk.tender, first.id, "wrong file")

    assert desk.waiting().round is None
    desk.take()

    assert (desk.answer("TR-01").verbatim, desk.answer("TR-02").verbatim) == ("9", "7")


def test_what_improves_the_offer_is_told_and_where_the_route_forbids_it_taken_only_by_a_word_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ask("TR-01", "TR-02")
    before = desk.answer("TR-01").value
    assert isinstance(before, Decimal)
    desk.revise({"案例与口碑!D4": before - 1, "案例与口碑!D5": 6})
    one = desk.waiting()
    assert (one.better, one.asked_changes()) == (("TR-02",), 2)

    monkeypatch.setattr(revisions, "HELD", (desk.state.tender.route,))
    with pytest.raises(Refused, match="revision_better"):
        desk.take()
    revisions.take(desk.store, LOCAL, new_command_id(), desk.tender, one, "an error of typing", despite=True)

    (told, *_) = versions.versions(desk.store, LOCAL, desk.state, VENDOR)
    assert (told.changed, told.better, told.reason) == (("TR-01", "TR-02"), ("TR-02",), "an error of typing")
    line = changed_line(desk.state, told, "en")
    assert line.startswith("again.xlsx clarified ") and line.count("TR-02") == 2
    note = desk.store.events(desk.tender)[-1].note
    assert (note["items"], note["better"]) == ("TR-01, TR-02", "TR-02")
