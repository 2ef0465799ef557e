"""A fault of a whole row is told once for each of its cells that still waits for a person."""

from __future__ import annotations

from dataclasses import replace

from evaluator.domain.bid import Bid, Row, Settlement, State
from evaluator.domain.finding import Rule, Source, finding
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny


def damaged() -> Bid:
    """A bid in which the buyer's words of requirement R1 were overwritten."""
    bid = tiny.bid("Ada")
    source = Source("ada.xlsx", "0" * 64, "Requirements", "C6")
    table = bid.answers["REQ"]
    reply = replace(table.rows[0].cells["response"], state=State.DAMAGED, value=None)
    rows = (Row("R1", {"response": reply}), *table.rows[1:])
    told = finding(Rule.QUESTION_CHANGED, source, item="REQ/R1", id="REQ R1", expected="Leads", given="Lead")
    return replace(bid, answers={**bid.answers, "REQ": replace(table, rows=rows)}, findings=(told,))


def told(*settlements: Settlement) -> list[tuple[str, str]]:
    judged = Judgements(scorecards=tiny.scorecards({"Ada": (5, 5)}), settlements=settlements)
    found = evaluate(tiny.method(), tiny.tender(), [damaged()], judged).findings
    return [(one.item, str(one.source)) for one in found if one.rule is Rule.QUESTION_CHANGED]


def test_a_changed_row_is_told_at_the_cell_that_can_be_settled() -> None:
    assert told() == [("REQ/R1/response", "Requirements!C6")]


def test_once_its_cell_is_settled_a_changed_row_is_told_no_more() -> None:
    done = Settlement(
        vendor="Ada", item="REQ/R1/response", value="meets", reason="asked", by="Lea", date="2026-11-20", source="mail"
    )

    assert told(done) == []
