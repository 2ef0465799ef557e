"""Tables of a bid held against the buyer's own figures, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.contract.draft import Table
from evaluator.contract.lint import lint
from evaluator.contract.promises import Fate
from evaluator.contract.risk import gap
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import CellPosition, TermStatus
from evaluator.intake.questionnaire import questionnaire
from evaluator.services.drafting import make_draft
from tests.contract.test_bundled_libraries import inputs
from tests.contract.test_gates import answering

SLOW = {(0, "response"): Decimal("0.5"), (2, "resolution"): Decimal(40)}


@pytest.fixture(scope="module")
def full():
    given = inputs("crm_platform")
    wanted = given.library.position("sla").cells
    rows = {"P1": 0, "P2": 1, "P3": 2, "P4": 3}
    return answering(given, SU_02={(rows[cell.row], cell.column): Decimal(cell.value) for cell in wanted})


def printed(made, term):
    table = next(
        part for one in made.draft.appendices for part in one.parts if isinstance(part, Table) and part.term == term
    )
    return table, [row[-1] for row in table.rows]


def test_a_slower_severity_is_a_deviation_with_its_gap_and_its_cell(full):
    made = make_draft(answering(full, SU_02=SLOW), wanted=())

    found = {v.term.id: v for v in made.values if v.term.id.startswith("sla/") and v.status is TermStatus.DEVIATES}
    assert {key: gap(value) for key, value in found.items()} == {
        "sla/P1/response": Decimal("0.25"), "sla/P3/resolution": Decimal(16),
    }  # fmt: skip
    assert all(value.source.cell for value in found.values())
    assert {row.term for row in made.draft.deviations} >= set(found)
    assert {"deviation:sla/P1/response", "deviation:sla/P3/resolution"} <= set(made.summary["blocking"])
    assert make_draft(full, wanted=()).draft.deviations == tuple(
        row for row in make_draft(full, wanted=()).draft.deviations if not row.term.startswith("sla/")
    )


def test_the_schedule_prints_our_time_under_the_number_of_the_deviation(full):
    made = make_draft(answering(full, SU_02=SLOW), wanted=())
    table, last = printed(made, "sla")

    marks = {row.term: row.mark for row in made.draft.deviations}
    assert last[2][0].amount == "24"
    assert table.marks[2, len(table.headings) - 1] == marks["sla/P3/resolution"]


def test_a_cell_can_be_agreed_and_the_schedule_then_says_so(full):
    entry = Agreed(
        vendor="Ada", term="sla/P3/resolution", value=Decimal(32), reason="fallback", by="Li", at="2026-01-05"
    )
    made = make_draft(replace(answering(full, SU_02=SLOW), agreed=(entry,)), wanted=())

    value = next(value for value in made.values if value.term.id == entry.term)
    assert (value.status, value.was) == (TermStatus.AGREED, Decimal(40))
    assert printed(made, "sla")[1][2][0].amount == "32"
    assert next(row for row in made.draft.annex if row.term == entry.term).places[0].schedule == 5


def test_a_slower_time_agreed_beside_a_better_answer_weakens_what_was_scored(full):
    entry = Agreed(vendor="Ada", term="sla/P1/response", value=Decimal(2), reason="asked", by="Li", at="2026-01-05")
    kept, weaker = make_draft(full, wanted=()), make_draft(replace(full, agreed=(entry,)), wanted=())

    fates = [next(one.fate for one in made.promises.lines if one.item == "SU-02") for made in (kept, weaker)]
    assert fates == [Fate.KEPT, Fate.WEAKENED]


def test_every_row_that_a_vendor_fills_itself_is_compared(full):
    staff = answering(full, TS_01={(0, "employer"): "own", (1, "employer"): "subcontract"})
    made = make_draft(staff, wanted=())

    rows = [row.term for row in made.draft.deviations if row.term.startswith("key_staff/")]
    key = staff.bid.answers["TS-01"].rows[1].key
    assert rows == [f"key_staff/{key}/employer"]
    labels = [row.label.zh for row in made.draft.deviations if row.term in rows]
    assert labels[0].endswith("第2行·用工关系")


@pytest.mark.parametrize(
    "cell",
    [
        CellPosition(row="P9", column="response", value=Decimal(1), compare="at_most"),
        CellPosition(row="P1", column="speed", value=Decimal(1), compare="at_most"),
        CellPosition(row="P1", column="definition", value="text", compare="equal"),
        CellPosition(row="P1", column="response", value="fast", compare="at_most"),
    ],
)
def test_a_cell_that_the_table_does_not_have_is_a_fault(full, cell):
    asked = {one.id: one for one in questionnaire(full.method, full.library.positions, None).all()}
    changed = tuple(replace(one, cells=(cell,)) if one.term == "sla" else one for one in full.library.positions)

    faults = lint(replace(full.library, positions=changed), asked)

    assert [fault.place for fault in faults] == ["position sla"]
    assert faults[0].rule in ("unknown_question", "unknown_option")
