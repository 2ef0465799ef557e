"""A question that came back in other words: its answer waits until a person says what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.domain.finding import Rule
from evaluator.domain.tender import SettlementEntry
from evaluator.intake.bids import gather
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.folder import FolderError, FolderTender, evaluate_folder, read_folder, read_paths
from evaluator.services.folder import context as reading_context
from evaluator.services.meaning import Why, rewordings, settle_meaning
from evaluator.services.problem import Refused
from evaluator.services.sample import sample_folder
from evaluator.store.errors import Conflict
from tests.revised import FIRST, VENDOR, Desk, again, at_the_desk

ASKED = "近 36 个月完成验收的同类项目有多少个？"
# A question, one row of a table, and the question above another table.
REWORDED = {"案例与口碑!B4": "近五年同类项目有多少个？", "服务!D15": "只计工作时间", "团队与技术!B27": "另有哪些技术"}
SENT = again(FIRST, REWORDED)
WHY = Why("the vendor confirmed by phone", "call with the contact", "2026-12-08")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        desk.bring(("again.xlsx", SENT))
        desk.take()
        yield desk


def settle(desk: Desk, item: str, *, same: bool, why: Why = WHY) -> None:
    settle_meaning(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, item, same, why)


def changed(desk: Desk) -> set[str]:
    return {one.item for one in desk.state.evaluation.findings if one.rule is Rule.QUESTION_CHANGED}


def test_only_the_reworded_question_row_and_table_wait_with_both_texts(desk: Desk) -> None:
    found = {one.item: one for one in rewordings(desk.state, VENDOR)}

    assert set(found) == {"TR-01", "SU-02/P1", "TS-04"}
    texts = dict(found["TR-01"].findings[0].params)
    assert (texts["expected"], texts["given"]) == (ASKED, "近五年同类项目有多少个？")
    assert {answer.verbatim for answer in found["SU-02/P1"].answers} == {"0.5", "3", "6"}
    assert desk.answer("TR-02").value == Decimal(5)
    row = next(row for row in desk.answer("SU-02").rows if row.key == "P2")
    assert not any(cell.open for cell in row.cells.values())


@pytest.mark.parametrize(("item", "value"), [("TR-01", Decimal(11)), ("SU-02/P1/response", Decimal("0.5"))])
def test_the_same_meaning_lets_the_answers_count_as_they_are_written(desk: Desk, item: str, value: Decimal) -> None:
    whole = item.removesuffix("/response")
    settle(desk, whole, same=True)

    answer = next(bid for bid in desk.state.evaluation.bids if bid.vendor == VENDOR).find(item)
    assert answer is not None
    assert answer.settled is not None
    assert (answer.value, answer.settled.reason, answer.settled.source) == (value, WHY.reason, WHY.source)
    assert whole not in {one.item for one in rewordings(desk.state, VENDOR)}
    assert not any(one.startswith(whole) for one in changed(desk))


def test_a_whole_reworded_table_is_understood_in_one_act(desk: Desk) -> None:
    cells = len(next(one for one in rewordings(desk.state, VENDOR) if one.item == "TS-04").answers)
    assert cells > 1

    settle(desk, "TS-04", same=True)

    event = desk.store.events(desk.tender)[-1]
    assert (event.action, event.reason, event.note["meaning"]) == ("settlement.save", WHY.reason, "same")
    assert len(event.after) == cells
    assert "TS-04" not in changed(desk)


def test_what_answers_another_question_is_no_answer(desk: Desk) -> None:
    settle(desk, "TR-01", same=False)

    answer = next(bid for bid in desk.state.evaluation.bids if bid.vendor == VENDOR).find("TR-01")
    assert answer is not None
    assert (answer.value, answer.verbatim, answer.open) == (None, "11", False)


def test_a_word_on_a_wording_needs_reason_source_and_day_and_something_that_waits(desk: Desk) -> None:
    with pytest.raises(Refused, match="settlement_unreasoned"):
        settle(desk, "TR-01", same=True, why=replace(WHY, source=" "))
    with pytest.raises(Refused, match="no_such_answer"):
        settle(desk, "TR-02", same=True)


def test_two_people_do_not_settle_the_same_wording_unseen(desk: Desk) -> None:
    drawn = desk.state
    settle(desk, "TR-01", same=True)

    with pytest.raises((Conflict, Refused)):
        settle_meaning(desk.store, LOCAL, "late", desk.tender, VENDOR, "TR-01", False, WHY, drawn=drawn)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> FolderTender:
    sample = read_folder("crm_platform", sample_folder(), None, None)
    path = tmp_path_factory.mktemp("reworded") / "again.xlsx"
    path.write_bytes(SENT)
    (mine,) = read_paths([path], reading_context(sample.pack, sample.tender))
    others = [file for file in sample.intake.files if not (file.vendor == VENDOR and file.layout == "template")]
    return replace(sample, intake=gather([*others, mine]))


def entered(read: FolderTender, item: str, **more: object) -> FolderTender:
    entry = SettlementEntry(
        vendor=VENDOR, item=item, reason="asked", by="Lea", date="2026-12-08", source="call", **more,  # type: ignore[arg-type]  # value or same_meaning
    )  # fmt: skip
    assert read.tender is not None
    return replace(read, tender=replace(read.tender, settlements=(entry,)))


@pytest.mark.parametrize(
    ("item", "cell", "more", "value"),
    [("TR-01", "TR-01", {"same_meaning": True}, Decimal(11)), ("SU-02/P1", "SU-02/P1/resolution", {"same_meaning": True}, 6),
     ("SU-02/P1/resolution", "SU-02/P1/resolution", {"same_meaning": True}, 6), ("TR-01", "TR-01", {}, None),
     ("SU-02/P1", "SU-02/P1/resolution", {}, None), ("TR-01", "TR-01", {"value": Decimal(7)}, Decimal(7))],
)  # fmt: skip
def test_the_tender_file_says_the_same_meaning_or_not_answered(
    folder: FolderTender, item: str, cell: str, more: dict[str, object], value: object
) -> None:
    found = evaluate_folder(entered(folder, item, **more))

    answer = next(bid for bid in found.bids if bid.vendor == VENDOR).find(cell)
    assert answer is not None
    assert answer.settled is not None
    assert (answer.value, answer.open) == (value, False)


@pytest.mark.parametrize(
    ("item", "more"), [("TR-02", {"same_meaning": True}), ("TR-01", {"same_meaning": True, "value": Decimal(7)})]
)
def test_same_meaning_of_what_was_not_reworded_is_bad_input(
    folder: FolderTender, item: str, more: dict[str, object]
) -> None:
    with pytest.raises(FolderError, match="settlement_wording"):
        evaluate_folder(entered(folder, item, **more))
