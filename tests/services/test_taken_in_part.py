"""A later workbook that answers less than what was offered, or both replies and prices: it waits, and is taken in part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.domain.tender import Requirement
from evaluator.services import admitting, checking, mapping, revisions, tenders, versions
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.imports import Imported
from evaluator.services.problem import Refused
from evaluator.store.errors import Sealed
from evaluator.store.files import content
from tests.revised import VENDOR, Desk, at_the_desk
from tests.services.test_mapping import Layout, Workbook, WorkbookMapping, mapped, xlsx

SAID = {"操作日志": "SE-15", "过往案例": "TR-01"}
LICENCE = "平台使用许可（实名用户，120 人 × 3 年）"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        yield desk


def admit(
    desk: Desk, lines: list[list[object]], *, prices: bool = False, name: str = "信.xlsx"
) -> tuple[Imported, ...]:
    """A workbook in a layout of the vendor's own comes in: question, reply and, with ``prices``, unit price."""
    data = xlsx([["题目", "答复", "单价（元）"][: 3 if prices else 2], *lines])
    book = mapping.read_foreign(desk.store, LOCAL, desk.tender, name, data)
    assert isinstance(book, Workbook)
    columns = {"question": 1, "answer": 2} | ({"unit_price": 3} if prices else {})
    by_hand = WorkbookMapping(tables=(mapped(book.sheets[0], Layout(header_rows=(1,), columns=columns)),), matches=SAID)
    ver = mapping.propose(desk.store, LOCAL, desk.tender, book, by_hand).ver
    mapping.save_mapping(desk.store, LOCAL, new_command_id(), desk.tender, name, by_hand, ver)
    return admitting.admit(desk.store, LOCAL, new_command_id(), desk.tender, (name, data), by_hand.shape, VENDOR)


def test_only_what_a_letter_answers_is_taken_and_the_rest_stays_as_offered(desk: Desk) -> None:
    kept = desk.answer("TR-02")
    checking.check_facts(desk.store, LOCAL, "seen", desk.tender, VENDOR, ["TR-01", "TR-02"], None, "")
    (told,) = admit(desk, [["操作日志", "9年"], ["过往案例", ""]])
    assert told.status == "waits"
    one = desk.waiting()
    assert one.partial
    assert {"TR-01", "TR-02"} <= {change.item for change in one.silent}
    assert "SE-15" not in {change.item for change in one.silent}
    assert (set(one.ends), one.ends_in_part) == ({"TR-01", "TR-02"}, ())

    desk.take("by letter of 5 December", in_part=True)

    assert desk.answer("SE-15").verbatim == "9年"
    assert (desk.answer("SE-15").source.file, desk.answer("TR-02")) == ("信.xlsx", kept)
    assert desk.answer("TR-01").verbatim == "11"
    assert [check.item for check in desk.state.judged.checks] == ["TR-01", "TR-02"]
    last = desk.store.events(desk.tender)[-1]
    assert (last.action, last.reason, last.note["way"]) == ("bid.revise", "by letter of 5 December", "answered")
    assert last.note["changes"] == 2  # the answer, and the remark that stood beside the earlier one
    (newest, *_) = versions.versions(desk.store, LOCAL, desk.state, VENDOR)
    assert (newest.way, newest.state) == ("answered", "current")
    assert not [found for found in desk.state.evaluation.findings if found.rule.value == "question_uncovered"]


def test_one_taken_in_part_under_a_corrected_list_gives_back_all_answers_where_the_list_is_put_back(desk: Desk) -> None:
    listed, rows = desk.answer("REQ"), desk.state.tender.requirements
    admit(desk, [["操作日志", "9年"], ["过往案例", ""]])
    correct(desk, rows[1:])

    desk.take("by letter", in_part=True)
    assert len(desk.answer("REQ").rows) == len(rows) - 1
    assert desk.answer("SE-15").verbatim == "9年"

    correct(desk, rows)
    assert desk.answer("REQ") == listed
    assert desk.answer("SE-15").verbatim == "9年"


def correct(desk: Desk, rows: tuple[Requirement, ...]) -> None:
    change = {"requirements": rows}
    tenders.change_tender(desk.store, LOCAL, new_command_id(), desk.tender, desk.state.ver, change, "a row was wrong")


def test_taken_whole_the_answers_that_it_leaves_out_end(desk: Desk) -> None:
    admit(desk, [["操作日志", "9年"], ["过往案例", ""]])
    desk.take("it is all the vendor offers")

    assert desk.answer("TR-02").verbatim == ""
    assert versions.versions(desk.store, LOCAL, desk.state, VENDOR)[0].way == "whole"


def test_a_workbook_that_was_taken_in_part_is_not_undone_by_coming_again(desk: Desk) -> None:
    lines: list[list[object]] = [["操作日志", "9年"], ["过往案例", ""]]
    admit(desk, lines)
    desk.take("by letter", in_part=True)

    assert admit(desk, lines)[0].status == "waits"
    assert desk.answer("TR-02").verbatim == "5"


def test_a_table_whose_rows_are_the_vendors_own_is_not_mixed_row_by_row(desk: Desk) -> None:
    free = next(q for q in desk.state.asked.all() if q.columns and not q.rows and desk.answer(q.id).rows)
    rows = [row for row in desk.answer(free.id).rows if any(cell.verbatim for cell in row.cells.values())]
    cells = [cell for cell in rows[0].cells.values() if cell.verbatim]
    desk.revise({f"{cell.source.sheet}!{cell.source.cell}": None for cell in cells[1:]} | {"案例与口碑!D4": None})
    one = desk.waiting()
    assert {change.item for change in one.silent} == {"TR-01"}

    desk.take("as sent", in_part=True)

    now = [cell.verbatim for cell in desk.answer(free.id).rows[0].cells.values() if cell.verbatim]
    assert (now, desk.answer("TR-01").verbatim) == ([cells[0].verbatim], "11")


def test_replies_and_prices_in_one_file_wait_and_show_the_replies_while_prices_are_sealed(desk: Desk) -> None:
    told = admit(desk, [["操作日志", "9年", ""], [LICENCE, "", 47110815]], prices=True)

    assert [(one.layout, one.status, one.difference is None) for one in told] == [
        ("questionnaire", "waits", False), ("price", "waits", True),
    ]  # fmt: skip
    one = desk.waiting()
    assert (one.kind, one.hidden, one.instead_of) == ("both", True, "first.xlsx; price.xlsx")
    assert one.difference is not None
    assert "SE-15" in {change.item for change in one.difference.changes}
    assert not any(change.item.startswith("PRICE") for change in one.difference.changes)
    came = next(v for v in versions.versions(desk.store, LOCAL, desk.state, VENDOR) if v.file == one.file)
    assert (came.kind, came.hidden) == ("both", True)
    assert desk.answer("SE-15").verbatim != "9年"

    desk.take("by letter", in_part=True)

    assert desk.answer("SE-15").verbatim == "9年"
    assert "47110815" not in str(desk.store.events(desk.tender)[-1])
    with desk.store.read() as snapshot, pytest.raises(Sealed):
        content(snapshot, desk.tender, one.file)
    desk.open_prices()
    assert desk.answer("PRICE/P-01/unit_price").verbatim == "47110815"
    assert desk.answer("TOTAL").verbatim == "1441100"


def test_once_prices_are_open_the_difference_shows_both_parts(desk: Desk) -> None:
    admit(desk, [["操作日志", "9年", ""], [LICENCE, "", 47110815]], prices=True)
    drawn = desk.waiting()
    desk.open_prices()

    one = desk.waiting()

    assert one.difference is not None
    assert {"SE-15", "PRICE/P-01/unit_price"} <= {change.item for change in one.difference.changes}
    assert not one.hidden
    with pytest.raises(Refused, match="revision_gone"):  # the page was drawn before prices were shown
        revisions.take(desk.store, LOCAL, "late", desk.tender, drawn, "by letter")


def test_a_part_of_a_file_with_both_replaces_only_that_part(desk: Desk) -> None:
    admit(desk, [["操作日志", "9年", ""], [LICENCE, "", 47110815]], prices=True)
    desk.take("by letter")
    (told,) = admit(desk, [["操作日志", "10年"]], name="再答.xlsx")
    assert told.status == "waits"
    one = desk.waiting()
    assert (one.kind, one.narrower, one.partial) == ("technical", True, True)
    with pytest.raises(Refused, match="revision_narrower"):
        desk.take("whole")

    desk.take("clarified", in_part=True)

    assert desk.answer("SE-15").verbatim == "10年"
    (upload,) = desk.state.uploads
    assert (upload.name, upload.envelope) == ("再答.xlsx", "price")
    assert "envelope_missing" not in {found.rule.value for found in desk.state.evaluation.findings}
    desk.open_prices()
    assert desk.answer("PRICE/P-01/unit_price").verbatim == "47110815"


def test_within_a_round_the_prices_in_a_file_with_both_stay_as_they_were(desk: Desk) -> None:
    desk.ask("SE-15")
    admit(desk, [["操作日志", "9年", ""], [LICENCE, "", 47110815]], prices=True)
    desk.take()

    assert (desk.answer("SE-15").verbatim, desk.answer("TR-02").verbatim) == ("9年", "5")
    desk.open_prices()
    assert desk.answer("PRICE/P-01/unit_price").verbatim != "47110815"
