"""Values agreed with the chosen vendor: checked, logged, kept apart from the bid, and carried by the exported folder."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from evaluator.adapters.docx_back import read_returned
from evaluator.adapters.packs import parse_tender
from evaluator.adapters.tender_text import tender_text
from evaluator.contract.frozen import changes_substance
from evaluator.domain.agreed import Agreed, Standing
from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.money import Money
from evaluator.domain.text import Text
from evaluator.services import agreeing
from evaluator.services.agreed_folder import folder_agreed
from evaluator.services.agreeing import Wish
from evaluator.services.awarding import select_vendor, withdraw_selection
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.dossier_tender import Taken, as_exported
from evaluator.services.draft_law import change_refused
from evaluator.services.drafting import make_draft
from evaluator.services.drafts import draft_preview, inputs_of
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict
from evaluator.store.store import Store
from tests import drafts, tiny
from tests.returned import exported
from tests.ui.seeding import TENDER, VENDORS, seeded

ADA = VENDORS[0].name


class Desk:
    """A tender with Ada chosen."""

    def __init__(self, store: Store) -> None:
        self.store = store
        select_vendor(store, LOCAL, "choose", TENDER, ADA, "highest total")

    @property
    def state(self) -> TenderState:
        return load(self.store, LOCAL, TENDER)

    def agree(self, term: str, zh: str, en: str = "", reason: str = "settled by phone", **more: Any) -> None:
        wish = Wish(term, Text(zh, en))
        agreeing.agree(self.store, LOCAL, new_command_id(), TENDER, wish, reason, **more)

    def move(self, stage: Any, reason: str = "first round") -> None:
        agreeing.move_draft(self.store, LOCAL, new_command_id(), TENDER, stage, reason)

    def value(self, term: str) -> TermValue:
        return next(value for value in draft_preview(self.state, ADA).values if value.term.id == term)

    def stage(self) -> str:
        return draft_preview(self.state, ADA).stage


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = seeded(tmp_path)
    yield Desk(store)
    store.close()


def test_an_agreed_value_stands_in_the_draft_beside_what_the_vendor_said_until_it_is_withdrawn(desk: Desk) -> None:
    before = desk.value("acceptance_days")

    desk.agree("acceptance_days", "12 个工作日")

    found = desk.value("acceptance_days")
    assert (found.status, found.value, found.was) == (TermStatus.AGREED, Decimal(12), before.value)
    assert (found.verbatim, found.source) == (before.verbatim, before.source)
    told = desk.store.events(TENDER)[-1]
    assert (told.action, told.reason, told.actor) == ("contract.agree", "settled by phone", LOCAL.name)

    agreeing.withdraw_agreed(desk.store, LOCAL, "away", TENDER, "acceptance_days", "misheard")

    assert desk.value("acceptance_days") == before
    assert desk.store.events(TENDER)[-1].action == "contract.withdraw"
    with pytest.raises(Refused, match="agreed_absent"):
        agreeing.withdraw_agreed(desk.store, LOCAL, "again", TENDER, "acceptance_days", "misheard")


@pytest.mark.parametrize(
    ("term", "zh", "en", "key"),
    [
        ("acceptance_days", "", "", "agreed_empty"), ("acceptance_days", "soon", "", "agreed_value"),
        ("acceptance_days", "-3", "", "agreed_value"), ("acceptance_days", "12 个工作日", "13 working days", "agreed_value"),
        ("dispute_forum", "somewhere", "", "agreed_value"), ("total_price", "cheap", "", "agreed_value"),
        ("vendor_name", "Ada\n第十二条", "", "agreed_line"), ("vendor_name", "A" * 301, "", "agreed_long"),
        ("modules", "all of them", "", "agreed_table"), ("no_such", "1", "", "agreed_unknown"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_with_what_is_allowed(
    desk: Desk, term: str, zh: str, en: str, key: str
) -> None:
    with pytest.raises(Refused, match=key):
        desk.agree(term, zh, en)


def test_a_reason_and_the_present_choice_are_demanded(desk: Desk) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        desk.agree("acceptance_days", "12", reason=" ")
    withdraw_selection(desk.store, LOCAL, "undo", TENDER, "one more look")
    with pytest.raises(Refused, match="agreed_no_award"):
        desk.agree("acceptance_days", "12")


def test_a_value_agreed_by_somebody_else_in_between_is_a_conflict(desk: Desk) -> None:
    drawn = desk.state
    desk.agree("acceptance_days", "12")

    with pytest.raises(Conflict):
        desk.agree("acceptance_days", "14", drawn=drawn)


def test_the_draft_goes_to_counsel_with_blanks_is_agreed_without_and_falls_back_when_a_value_changes(
    desk: Desk,
) -> None:
    with pytest.raises(Refused, match="stage_order"):
        desk.move("agreed")
    desk.move("counsel")
    assert desk.stage() == "counsel"
    desk.move("agreed", "both have signed off")
    assert desk.stage() == "agreed"

    desk.agree("acceptance_days", "12")

    assert desk.stage() == "draft"
    assert desk.store.events(TENDER)[-1].note["put_back"] is True


def test_a_draft_with_blanks_of_substance_is_not_agreed() -> None:
    made = make_draft(drafts.inputs(replace(drafts.bid(), answers={})), wanted=())

    with pytest.raises(Refused, match="stage_blank") as refused:
        agreeing.demand_complete(made)

    assert "total_price" in str(refused.value.params["terms"])


def test_what_is_agreed_stands_beside_the_vendors_words_in_the_data_the_manifest_and_the_term_sheet() -> None:
    agreed = Agreed(
        vendor="Ada", term="response", value=Decimal(6), reason="night shifts", by="Li", at="2026-03-02", source="v2.docx"
    )  # fmt: skip

    made = make_draft(drafts.inputs(agreed=(agreed,), notice="2026-03-01"), wanted=("terms", "manifest"))

    told = {"reason": "night shifts", "by": "Li", "at": "2026-03-02", "source": "v2.docx", "was": 4}
    (term,) = (one for one in made.summary["terms"] if one["id"] == "response")
    assert (term["value"], term["verbatim"], term["agreed"]) == (6, "4 h", told)
    assert (term["file"], term["sheet"], term["cell"]) == ("ada.xlsx", "Main", "D5")
    book, manifest = (made.files[name] for name in made.files)
    said = json.loads(manifest)
    assert said["agreed"] == [{"term": "response", "value": 6, **told}]
    assert (said["read_back"], said["route"]["notice"]) == ({"v2.docx": ["response"]}, None)
    assert said["statutes"] == made.summary["statutes"]
    page = load_workbook(io.BytesIO(book)).active
    assert page is not None
    ends = "\nValue in the draft"
    (head,) = (row for row in range(1, 9) if any(str(cell.value).endswith(ends) for cell in page[row]))
    heads = {str(cell.value).partition("\n")[2]: cell.column for cell in page[head]}
    (row,) = (at for at in range(head, page.max_row + 1) if page.cell(at, 1).value == "response")
    shown = {head: str(page.cell(row, column).value or "") for head, column in heads.items()}
    assert ("6小时" in shown["Value in the draft"], shown["Source"]) == (True, "ada.xlsx\nMain!D5")
    assert shown["Provider's words"].startswith("4 h\n")
    assert all(word in shown["Agreed value"] for word in ("6小时", "night shifts", "Li", "v2.docx"))


def test_a_draft_whose_values_changed_elsewhere_is_a_draft_again() -> None:
    inputs = drafts.inputs()
    first = make_draft(inputs, wanted=())
    told = Standing(vendor="Ada", stage="agreed", reason="done", by="Li", at="2026-03-02", rests_on=first.rests_on)

    assert make_draft(replace(inputs, standing=told), wanted=()).stage == "agreed"
    other = replace(drafts.inputs(drafts.bid(SU_01=drafts.cell("SU-01", Decimal(6)))), standing=told)
    assert make_draft(other, wanted=()).stage == "draft"
    first_clause, *rest = inputs.library.clauses
    clauses = (replace(first_clause, title=Text("改", "Changed")), *rest)
    reworded = replace(inputs, standing=told, library=replace(inputs.library, clauses=clauses))
    assert make_draft(reworded, wanted=()).stage == "draft"


def test_the_document_says_how_far_it_has_come_and_every_table_that_repeats_a_value_has_the_agreed_one() -> None:
    agreed = Agreed(
        vendor="Ada", term="response", value=Decimal(6), reason="night shifts", by="Li", at="2026-03-02", source="v2.docx"
    )  # fmt: skip
    bare = drafts.inputs(agreed=(agreed,))
    told = Standing(
        vendor="Ada", stage="counsel", reason="r", by="Li", at="2026-03-02", rests_on=make_draft(bare, wanted=()).rests_on
    )  # fmt: skip

    found = [one.text for one in read_returned(exported(replace(bare, standing=told))).paragraphs]

    assert {"状态：法务审阅中", "Status: with counsel"} <= set(found)
    assert not any("4小时" in one or "4 hours" in one for one in found)
    assert "6小时\n6 hours" in found
    assert any("2026年3月2日由 Li 记录：night shifts" in one and "依据：v2.docx" in one for one in found)


def test_an_agreed_total_that_the_price_lines_do_not_make_is_a_point_for_counsel(desk: Desk) -> None:
    desk.agree("total_price", "1,000.00")

    assert desk.value("total_price").value == Money(Decimal("1000.00"))
    assert "total_agreed:total_price" in draft_preview(desk.state, ADA).summary["blocking"]


@pytest.mark.parametrize("route", ["tender", "gov"])
def test_after_a_tender_substance_stays_and_what_nobody_spoke_of_may_be_filled(route: Any) -> None:
    price = drafts.values(drafts.bid())["total_price"]
    silent = replace(price, status=TermStatus.BLANK, value=None)

    assert change_refused(price.term, route, tiny.method()) is not None
    assert change_refused(price.term, "negotiated", tiny.method()) is None
    assert changes_substance(price, Money(Decimal(1)), tiny.method())
    assert not changes_substance(price, Money(Decimal(2000)), tiny.method())
    assert not changes_substance(silent, Money(Decimal(1)), tiny.method())


def test_the_tender_file_carries_what_was_agreed_and_the_command_line_makes_the_same_draft(desk: Desk) -> None:
    desk.agree("acceptance_days", "12")
    desk.agree("vendor_contact", "李工", "Mr Li", reason="named in the meeting")
    desk.agree("total_price", "1,000.00")
    desk.move("counsel")

    told = parse_tender(tender_text(as_exported(desk.state, [], Taken())))
    here = inputs_of(desk.state, ADA, "zh")
    there = folder_agreed(replace(here, tender=told, agreed=(), standing=None))

    assert [one.value for one in there.agreed] == [one.value for one in here.agreed]
    assert make_draft(there, wanted=()).stage == "counsel"
    assert make_draft(there).files == make_draft(here).files
    with pytest.raises(Refused, match="agreed_value"):
        bad = replace(told, agreed=(replace(told.agreed[0], value="soon"),))
        folder_agreed(replace(here, tender=bad))
