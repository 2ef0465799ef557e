"""The clarification list of a round: sent, filled in, returned and taken; nothing but the replies given may change."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from evaluator.domain.bid import State
from evaluator.domain.finding import Rule
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import message
from evaluator.services import asking, bids, checking, revisions, rounds, versions
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.exports import DOCX, XLSX, build, mint
from evaluator.services.imports import Imported
from evaluator.services.problem import Refused
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.adapters.office import converted
from tests.replies import filled, rows_of
from tests.revised import VENDOR, Desk, at_the_desk
from tests.services.test_reports import text_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        yield desk


def listed(desk: Desk, lang: Lang = "zh", form: str = "xlsx") -> bytes:
    """The list of the open round."""
    last = rounds.rounds(desk.store, LOCAL, desk.state, VENDOR)[0]
    return asking.round_list(desk.state, last, form, lang)[1]


def returned(desk: Desk, data: bytes, name: str = "back.xlsx") -> Imported:
    return desk.bring((name, data))[0]


def test_the_list_asks_exactly_what_the_round_asks_each_cell_with_its_rule(desk: Desk) -> None:
    desk.ask("TR-01", "CO-07", "REQ/R-03", "SU-02/P1/response", "DV-01")

    sheet = openpyxl.load_workbook(io.BytesIO(listed(desk))).worksheets[0]

    rows = rows_of(sheet)
    below = [item for item, row in rows.items() if row > rows["#"]]
    assert below == [
        "TR-01", "CO-07", "REQ/R-03/response", "REQ/R-03/tier", "REQ/R-03/remark", "SU-02/P1/response", "DV-01",
    ]  # fmt: skip
    assert [sheet.cell(rows["TR-01"], column).value for column in (3, 4, 6)] == [
        "first.xlsx\n案例与口碑\nD4", "11", "数字，单位：个",
    ]  # fmt: skip
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert lists[f"G{rows['REQ/R-03/response']}"] == '"满足,部分满足,二次开发,不满足"'
    assert not sheet.cell(rows["TR-01"], 7).protection.locked
    assert sheet.cell(rows["REQ/R-03/tier"], 8).protection.locked  # a table has a column of its own for remarks


def test_what_is_replied_waits_and_is_taken_and_what_is_left_blank_stays(desk: Desk) -> None:
    desk.ask("TR-01", "TR-02", "CO-07", "REQ/R-03")
    before = {item: desk.answer(item) for item in ("TR-02", "REQ/R-03/tier")}

    replies, remarks = {"TR-01": 12, "REQ/R-03/response": "部分满足"}, {"TR-01": "见附件", "CO-07": "改用手工签字。"}
    sent = filled(listed(desk), replies, remarks)

    told = returned(desk, sent)

    assert (told.status, told.layout, told.vendor, told.answered) == ("waits", "clarification", VENDOR, 2)
    one = desk.waiting()
    assert told.difference == one.difference is not None
    shown = [(change.item, change.part, change.before, change.after, str(change.was), str(change.now.cell), change.now.file)
             for change in one.difference.changes]  # fmt: skip
    assert shown == [
        ("CO-07", "remark", "建议电子签名，当日可以完成。", "改用手工签字。", "公司!E10", "H15", "back.xlsx"),
        ("TR-01", "answer", "11", "12", "案例与口碑!D4", "G13", "back.xlsx"),
        ("TR-01", "remark", "", "见附件", "案例与口碑!D4", "H13", "back.xlsx"),
        ("REQ/R-03/response", "answer", "满足", "部分满足", "需求清单!E8", "G16", "back.xlsx"),
    ]
    assert (one.unasked, one.ends, desk.answer("TR-01").verbatim) == ((), (), "11")

    desk.take()

    assert (desk.answer("TR-01").verbatim, desk.answer("REQ/R-03/response").value) == ("12", "partial")
    assert (desk.answer("CO-07").verbatim, desk.answer("CO-07").source.file) == ("两种都可以", "first.xlsx")
    assert desk.answer("CO-07").remark_place.cell == "H15"
    assert {item: desk.answer(item) for item in before} == before
    last = versions.versions(desk.store, LOCAL, desk.state, VENDOR)[0]
    assert (last.name, last.state, last.way) == ("back.xlsx", "current", "asked")
    assert returned(desk, sent).status == "same"


@pytest.mark.parametrize("lang", LANGS)
def test_a_list_filled_in_and_saved_by_libreoffice_comes_back(desk: Desk, tmp_path: Path, lang: Lang) -> None:
    desk.ask("TR-01", "REQ/R-03", "TR-04")
    path = tmp_path / "list.xlsx"
    reply = {"zh": "不满足", "en": "Does not meet"}[lang]
    path.write_bytes(
        filled(listed(desk, lang), {"TR-01": "１２个", "REQ/R-03/response": reply, "TR-04/5/client": "Ada"})
    )
    (saved,) = converted(tmp_path, [path], "xlsx")

    told = returned(desk, saved.read_bytes())
    desk.take()

    assert (told.status, told.findings) == ("waits", ())
    assert (desk.answer("REQ/R-03/response").value, desk.answer("TR-04/5/client").value) == ("no", "Ada")
    assert desk.answer("TR-04/5/users").state is State.UNANSWERED
    assert desk.answer("TR-01").value == 12


def test_an_unclear_reply_is_a_finding_as_ever_and_ends_what_was_said_before(desk: Desk) -> None:
    checking.check_facts(desk.store, LOCAL, "seen", desk.tender, VENDOR, ["TR-01", "TR-02"], None, "")
    desk.ask("TR-01", "TR-02")

    told = returned(desk, filled(listed(desk), {"TR-01": "大概十来个"}))

    assert [(found.rule, found.source.cell) for found in told.findings] == [(Rule.NOT_A_NUMBER, "G13")]
    assert desk.waiting().ends == ("TR-01",)
    desk.take()
    assert desk.answer("TR-01").open
    assert [check.item for check in desk.state.judged.checks] == ["TR-02"]
    told_now = [found for found in desk.state.evaluation.findings if found.item == "TR-01"]
    assert [found.source.file for found in told_now] == ["back.xlsx"]


def test_a_reply_settles_the_fault_that_it_answers(desk: Desk) -> None:
    desk.revise({"案例与口碑!D4": "一些"})
    desk.take()
    desk.ask(*rounds.suggested(desk.state, VENDOR))
    data = listed(desk)
    assert "“一些”" in text_of(data)

    returned(desk, filled(data, {"TR-01": 12}))
    desk.take()

    assert not desk.answer("TR-01").open
    rules = {found.rule for found in desk.state.evaluation.findings if found.item == "TR-01"}
    assert Rule.NOT_A_NUMBER not in rules


def altered_id(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.cell(rows_of(sheet)["TR-01"], 1).value = "TR-02"


def removed_row(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.delete_rows(rows_of(sheet)["TR-01"])


def other_vendor(book: openpyxl.Workbook) -> None:
    book["_round"]["C2"].value = "速客云网络科技有限公司（示例）"


def other_tender(book: openpyxl.Workbook) -> None:
    book["_round"]["C1"].value = str(book["_round"]["C1"].value).replace("CY-2026-CRM-01", "CY-2025-CRM-09")


@pytest.mark.parametrize(
    ("change", "rule"),
    [(altered_id, Rule.LIST_ALTERED), (removed_row, Rule.LIST_ALTERED), (other_vendor, Rule.LIST_ALTERED),
     (other_tender, Rule.OTHER_TENDER)],
)  # fmt: skip
def test_a_list_that_is_not_as_it_was_sent_is_refused(
    desk: Desk, change: Callable[[openpyxl.Workbook], None], rule: Rule
) -> None:
    desk.ask("TR-01", "TR-03")

    told = returned(desk, filled(listed(desk), {"TR-03": "90%"}, change=change))

    assert (told.status, told.layout, [found.rule for found in told.findings]) == ("refused", "clarification", [rule])
    assert revisions.waiting(desk.store, LOCAL, desk.state) == ()
    assert len(desk.state.bids) == 1


def test_a_list_without_a_reply_is_refused(desk: Desk) -> None:
    desk.ask("TR-01")

    assert [found.rule for found in returned(desk, listed(desk)).findings] == [Rule.LIST_EMPTY]


def test_a_list_of_a_round_that_is_not_open_is_refused_however_often_it_comes(desk: Desk) -> None:
    desk.ask("TR-01")
    data = filled(listed(desk), {"TR-01": 12})
    rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "time is up")
    assert [found.rule for found in returned(desk, data).findings] == [Rule.LIST_ROUND]

    desk.ask("TR-01")

    told = returned(desk, data)
    assert (told.status, told.findings[0].rule, dict(told.findings[0].params)["n"]) == ("refused", Rule.LIST_ROUND, 1)
    assert VENDOR in message(told.findings[0], "zh")


def test_a_list_that_asks_more_than_its_round_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.ask("TR-01", "TR-02")
    data = filled(listed(desk), {"TR-02": 6})
    (tmp_path / "other").mkdir()
    with at_the_desk(tmp_path / "other") as other:
        other.ask("TR-01")
        assert [found.rule for found in returned(other, data).findings] == [Rule.LIST_ALTERED]


def test_a_list_of_a_vendor_whose_workbook_does_not_count_is_refused_and_not_taken(desk: Desk) -> None:
    desk.ask("TR-01")
    data = listed(desk)
    returned(desk, filled(data, {"TR-01": 12}))
    first = next(upload for upload in desk.state.uploads if upload.name == "first.xlsx")
    bids.withdraw_file(desk.store, LOCAL, new_command_id(), desk.tender, first.id, "wrong file")

    with pytest.raises(Refused, match="list_alone"):
        desk.take()
    told = returned(desk, filled(data, {"TR-01": 13}))
    assert [found.rule for found in told.findings] == [Rule.LIST_VENDOR]
    assert VENDOR in message(told.findings[0], "en")
    with pytest.raises(Refused, match="list_alone"):
        listed(desk)


def test_a_question_in_other_words_holds_the_reply_until_a_person_has_looked(desk: Desk) -> None:
    def reword(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.cell(rows_of(sheet)["TR-01"], 2).value = "TR-01 近 60 个月？"

    desk.ask("TR-01")
    told = returned(desk, filled(listed(desk), {"TR-01": 12}, change=reword))
    assert [found.rule for found in told.findings] == [Rule.QUESTION_CHANGED]
    desk.take()

    assert (desk.answer("TR-01").state, desk.answer("TR-01").readings[0].value) == (State.DAMAGED, 12)


def test_prices_are_in_a_list_only_once_they_are_open_and_are_read_as_the_bid_states_them(desk: Desk) -> None:
    desk.open_prices()
    desk.ask("TR-01", "TOTAL")
    returned(desk, filled(listed(desk), {"TR-01": 12, "TOTAL": 1440000}))

    desk.take()

    assert (desk.answer("TR-01").verbatim, desk.answer("TOTAL").verbatim) == ("12", "1440000")
    assert desk.answer("TOTAL").value is not None


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("form", "kind"), [("xlsx", XLSX), ("docx", DOCX)])
def test_the_list_is_downloaded_by_ticket_while_its_round_is_open(desk: Desk, form: str, kind: str, lang: Lang) -> None:
    desk.ask("TR-01")
    asked = {"vendor": VENDOR, "round": "1", "lang": lang, "form": form}
    token = mint(desk.store, LOCAL, desk.tender, "round", **asked)

    name, media, data = build(desk.store, LOCAL, token)

    assert (name.startswith(VENDOR), name.endswith(form), media) == (True, True, kind)
    assert {"zh": "2026年12月8日", "en": "8 December 2026"}[lang] in text_of(data)
    rounds.close_round(desk.store, LOCAL, new_command_id(), desk.tender, VENDOR, 1, "done")
    ended = mint(desk.store, LOCAL, desk.tender, "round", **asked)
    with pytest.raises(Refused, match="round_closed"):
        build(desk.store, LOCAL, ended)


@pytest.mark.parametrize("lang", LANGS)
def test_a_list_after_its_round_is_admitted_by_being_taken_and_until_then_the_earlier_answers_count(
    tmp_path: Path, lang: Lang
) -> None:
    with late_at_the_desk(tmp_path) as desk:
        told = handed_in(desk, "12", "2026-12-09T00:05+08:00")

        assert (told.status, desk.answer("TR-01").verbatim) == ("waits", "11")
        (late,) = desk.state.dealings.undecided
        assert (late.rule, late.vendor) == (Rule.REPLY_LATE, VENDOR)
        assert all(part in message(late, lang) for part in ("back.xlsx", "2026-12-09 00:05", "2026-12-08"))

        desk.take("the lines were down that night")

        assert desk.answer("TR-01").verbatim == "12"
        assert desk.state.dealings.undecided == ()
        (told_of,) = (found for found in desk.state.dealings.findings if found.rule is Rule.LATE_ADMITTED)
        assert "the lines were down that night" in message(told_of, lang)


def test_a_late_list_that_is_refused_keeps_the_earlier_answers_and_is_asked_about_no_more(tmp_path: Path) -> None:
    with late_at_the_desk(tmp_path) as desk:
        handed_in(desk, "12", "2026-12-09T00:05+08:00")

        revisions.refuse(desk.store, LOCAL, "refuse", desk.tender, desk.waiting(), "after the round")

        assert desk.answer("TR-01").verbatim == "11"
        assert desk.state.dealings.findings == ()


def test_a_list_within_its_round_is_not_late_though_the_tenders_deadline_is_past(tmp_path: Path) -> None:
    with late_at_the_desk(tmp_path) as desk:
        assert desk.state.tender.deadline < "2026-12-08"
        handed_in(desk, "12", "2026-12-08T23:50+08:00")
        assert desk.state.dealings.findings == ()

        desk.take()

        assert desk.answer("TR-01").verbatim == "12"
        assert desk.state.dealings.findings == ()


@contextmanager
def late_at_the_desk(folder: Path) -> Iterator[Desk]:
    """A desk on which a day after the round has come, with one question asked until 8 December."""
    with at_the_desk(folder) as made:
        store = Store.open(sqlite_url(folder), lambda: datetime(2026, 12, 10, tzinfo=UTC))
        made.store = store
        made.ask("TR-01")
        yield made
        store.close()


def handed_in(desk: Desk, reply: str, at: str) -> Imported:
    given = [("back.xlsx", filled(listed(desk), {"TR-01": reply}))]
    return bids.import_files(desk.store, LOCAL, new_command_id(), desk.tender, given, handed_in=at)[0]
