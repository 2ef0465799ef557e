"""A commitment from the bid struck by a person: out of the schedule, in the record, and at stake in the coverage."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from evaluator.adapters.packs import parse_tender
from evaluator.adapters.tender_text import tender_text
from evaluator.contract.draft import Table
from evaluator.contract.frozen import changes_substance
from evaluator.contract.promises import Fate
from evaluator.contract.strikes import STRUCK
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.text import Text
from evaluator.services import agreeing
from evaluator.services.agreed_folder import folder_agreed
from evaluator.services.agreeing import Wish
from evaluator.services.commands import LOCAL
from evaluator.services.dossier_tender import Taken, as_exported
from evaluator.services.draft_law import change_refused
from evaluator.services.drafting import DraftResult, make_draft
from evaluator.services.drafts import draft_preview, inputs_of
from evaluator.services.problem import Refused
from tests import drafts, tiny
from tests.services.test_agreeing import ADA, Desk
from tests.ui.seeding import TENDER, seeded


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = seeded(tmp_path)
    yield Desk(store)
    store.close()


def _values(desk: Desk) -> tuple[TermValue, ...]:
    return draft_preview(desk.state, ADA).values


def strike(term: str, value: Any = STRUCK) -> Agreed:
    return Agreed(vendor="Ada", term=term, value=value, reason="not needed", by="Li", at="2026-03-02")


def listed(made: DraftResult, term: str) -> list[Any]:
    parts = [part for one in made.draft.appendices for part in one.parts if part.term == term]
    return [row[0][0].text for part in parts if isinstance(part, Table) for row in part.rows]


def test_a_struck_commitment_leaves_the_schedule_and_stays_in_the_record_with_its_answer() -> None:
    before = make_draft(drafts.inputs(), wanted=())
    made = make_draft(drafts.inputs(agreed=(strike("promises/SE-01"),)), wanted=())

    assert set(listed(before, "promises")) - set(listed(made, "promises")) == {"SE-01"}
    row = next(row for row in made.draft.annex if row.term == "promises/SE-01")
    assert (row.status, row.agreed.reason if row.agreed else "") == (TermStatus.AGREED, "not needed")
    assert row.verbatim
    assert row.places[0].schedule == 3
    told = next(one for one in made.summary["terms"] if one["id"] == "promises/SE-01")
    assert (told["value"], told["agreed"]["was"], told["agreed"]["by"]) == (STRUCK, "kept", "Li")


def test_what_an_article_still_holds_is_weakened_and_what_nothing_holds_is_missing() -> None:
    held = make_draft(drafts.inputs(agreed=(strike("promises/SE-01"),)), wanted=()).promises
    terms = tuple(one for one in drafts.TERMS if one.id != "level")
    bare = drafts.inputs(agreed=(strike("promises/SE-01"),), library=drafts.library(terms=terms))
    gone = make_draft(bare, wanted=()).promises

    for found, fate in ((held, Fate.WEAKENED), (gone, Fate.MISSING)):
        line = next(one for one in found.lines if one.item == "SE-01")
        assert (line.fate, line.weak) == (fate, ("promises/SE-01",))
        assert found.won(fate) == line.won > 0
        assert all(one.fate is Fate.KEPT for one in found.lines if one.item != "SE-01")


def test_the_coverage_and_the_term_sheet_name_what_was_struck() -> None:
    files = make_draft(drafts.inputs(agreed=(strike("promises/SE-01"),))).files
    told = {kind: _text(next(files[name] for name in files if kind in name)) for kind in ("coverage", "term-sheet")}

    assert all("删去" in text for text in told.values())
    assert "promises/SE-01" in told["term-sheet"]
    assert "not needed" in told["term-sheet"]


def _text(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def test_a_commitment_that_passed_a_gate_is_not_struck_in_silence() -> None:
    gated = next(one.id for one in tiny.method().questions if one.gate is not None)

    made = make_draft(drafts.inputs(agreed=(strike(f"promises/{gated}"),)), wanted=())

    assert f"gate_given_up:promises/{gated}" in made.summary["blocking"]


@pytest.mark.parametrize("route", ["tender", "gov"])
def test_after_a_formal_award_no_commitment_is_struck(route: Any) -> None:
    value = drafts.values(drafts.bid())["promises/SE-01"]

    assert change_refused(value.term, route, tiny.method()) is not None
    assert changes_substance(value, STRUCK, tiny.method())


def test_a_person_strikes_and_takes_it_back_with_reasons_that_are_logged(desk: Desk) -> None:
    term = next(value.term.id for value in _values(desk) if value.term.fill.startswith("commitments:"))

    with pytest.raises(Refused, match="reason_missing"):
        agreeing.agree(desk.store, LOCAL, "no", TENDER, Wish(term, STRUCK), " ")
    agreeing.agree(desk.store, LOCAL, "strike", TENDER, Wish(term, STRUCK), "sold apart")

    assert desk.value(term).value == STRUCK
    told = desk.store.events(TENDER)[-1]
    assert (told.action, told.reason) == ("contract.agree", "sold apart")
    agreeing.withdraw_agreed(desk.store, LOCAL, "back", TENDER, term, "needed after all")
    assert desk.value(term).status is TermStatus.FILLED


def test_the_tender_file_carries_a_strike_to_the_folder_commands(desk: Desk) -> None:
    term = next(value.term.id for value in _values(desk) if value.term.fill.startswith("commitments:"))
    agreeing.agree(desk.store, LOCAL, "strike", TENDER, Wish(term, STRUCK), "sold apart")

    told = parse_tender(tender_text(as_exported(desk.state, [], Taken())))
    here = inputs_of(desk.state, ADA, "zh")
    there = folder_agreed(replace(here, tender=told, agreed=(), standing=None))

    assert make_draft(there).files == make_draft(here).files
    for bad, why in ((Text("perhaps"), "agreed_value"), (STRUCK, "agreed_unknown")):
        entry = replace(told.agreed[0], value=bad, term=term if why == "agreed_value" else f"{term}X")
        with pytest.raises(Refused, match=why):
            folder_agreed(replace(here, tender=replace(told, agreed=(entry,))))
