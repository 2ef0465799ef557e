"""An evaluator's workbook shows the answers, never a price, and comes back with the scores that were put in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from evaluator.adapters.reader import read_file
from evaluator.adapters.scorecard_file import Card, write_scorecard
from evaluator.domain.bid import Settlement, State
from evaluator.domain.question import Judge, Kind
from evaluator.intake.bids import read_bid_file
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.scorecard import read_scorecard
from evaluator.intake.template import Context
from tests import tiny
from tests.adapters.filling import filled, row_of, sheet_with

METHOD, TENDER = tiny.method(), tiny.tender()


def saying(vendor: str, **answer: object):
    found = tiny.bid(vendor, prices=(7777, 8888))
    return replace(found, answers={**found.answers, "FT-01": replace(found.answers["FT-01"], **answer)})


BIDS = (
    saying("Bo", verbatim="=1+1"),
    saying("Ada", verbatim="Two teams", remark="-see annex", evidence_file="plan.pdf"),
)


def card(layout="en", bids=BIDS, method=METHOD) -> bytes:
    return write_scorecard(method, bids, Card(evaluator="Eva"), layout, TENDER)


def texts(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_scores_put_into_the_workbook_come_back(layout):
    def score(book):
        sheet = sheet_with(book, "plan|Ada")
        for vendor, points, reason in (("Ada", 4, "=clear"), ("Bo", 2.5, "thin")):
            row = row_of(sheet, f"plan|{vendor}")
            sheet.cell(row, 4).value = points
            sheet.cell(row, 5).value = reason
            sheet.cell(row, 5).data_type = "s"

    read, findings = read_scorecard(
        read_file("e.xlsx", filled(card(layout), {}, score)), METHOD, ["Ada", "Bo"], tiny.tender()
    )

    assert findings == ()
    assert (read.evaluator, read.agreed) == ("Eva", False)
    assert {s.vendor: (s.points, s.reason) for s in read.scores} == {
        "Ada": (Decimal(4), "=clear"),
        "Bo": (Decimal("2.5"), "thin"),
    }
    assert {s.evidence for s in read.scores} == {"Main!D4"}


def test_an_untouched_workbook_has_only_missing_scores():
    read, findings = read_scorecard(read_file("e.xlsx", card()), METHOD, ["Ada", "Bo"], tiny.tender())

    assert (read.scores, [found.vendor for found in findings]) == ((), ["Ada", "Bo"])


def test_intake_knows_a_scorecard_from_a_bid():
    asked = questionnaire(METHOD, (), TENDER)

    reading = read_bid_file(read_file("e.xlsx", card()), Context(asked, "CNY", {}))

    assert (reading.layout, reading.refused) == ("scores", False)


def test_no_price_is_in_the_workbook_even_where_the_bids_hold_one():
    priced = replace(tiny.PLAN, id="PRICE", judge=Judge.PRICE)
    data = card(method=tiny.method(questions=(tiny.HOURS, tiny.LEVEL, tiny.PLAN, priced)))

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist()).decode()
    assert "7777" not in whole
    assert "8888" not in whole


def test_answers_stand_as_written_with_remark_evidence_and_cell_and_never_calculate():
    data = card()
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {"=1+1", "Two teams", "-see annex\nEvidence: plan.pdf", "Main!D4"} <= set(texts(data))
    assert next(cell for cell in cells if cell.value == "=1+1").data_type == "s"


def test_the_described_scale_stands_above_the_answers():
    sheet = sheet_with(openpyxl.load_workbook(io.BytesIO(card())), "plan|Ada")

    assert [sheet.cell(row, 1).value for row in range(4, 10)] == [5, 4, 3, 2, 1, 0]
    assert sheet.cell(4, 2).value == "level 5"


def test_points_are_held_to_the_scale():
    sheet = sheet_with(openpyxl.load_workbook(io.BytesIO(card())), "plan|Ada")
    (rule,) = sheet.data_validations.dataValidation

    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == ("decimal", "between", "0", "5")
    assert {str(area) for area in rule.sqref.ranges} == {f"D{row_of(sheet, f'plan|{v}')}" for v in ("Ada", "Bo")}


def test_an_unclear_answer_says_so_and_a_settled_one_names_who_settled_it():
    word = Settlement(
        vendor="Cy", item="FT-01", value="ten weeks", reason="call", by="Gao", date="2026-01-05", source="call"
    )
    bids = (saying("Ada", state=State.AMBIGUOUS, verbatim="10?"), saying("Cy", verbatim="10?", settled=word))

    found = texts(card(bids=bids))

    assert "10?\n[unclear, not yet settled]" in found
    assert "10?\n[settled by Gao: ten weeks]" in found


def test_what_the_user_of_this_machine_settled_stands_with_its_unit_and_who_that_is():
    word = Settlement(
        vendor="Ada", item="FT-01", value=Decimal(30), reason="call", by="local", date="2026-01-05", source="call"
    )
    hours = replace(next(one for one in METHOD.questions if one.id == "FT-01"), kind=Kind.DURATION, unit="minute")
    method = replace(METHOD, questions=tuple(hours if one.id == "FT-01" else one for one in METHOD.questions))
    bids = (saying("Ada", verbatim="30", settled=word),)

    assert "30\n【经本机用户澄清：30 分钟】" in texts(card("zh", bids, method))


def test_the_same_bids_give_the_same_bytes_in_any_order():
    assert card() == card(bids=BIDS[::-1])
