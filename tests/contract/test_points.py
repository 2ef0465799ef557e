"""What an agreed value no longer fits: the plan that says it again, and the gate that its answer has passed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.contract.repeats import says_again
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import TermKind, TermTable
from evaluator.domain.question import Column, Kind
from evaluator.domain.text import Text
from tests import drafts
from tests.contract.test_bundled_libraries import inputs
from tests.contract.test_gates import found, shares


@pytest.fixture(scope="module")
def full():
    return inputs("crm_platform")


def agreeing(given, term, value):
    told = {"vendor": "Ada", "reason": "r", "by": "Li", "at": "2026-03-02"}
    return replace(given, agreed=(Agreed(term=term, value=value, **told),))


def test_a_retention_is_compared_with_the_last_share_of_the_plan_and_not_with_a_stage_of_the_same_size(full):
    plan = shares(full, 10, 5)

    assert found(plan, "last_differs") == []
    assert found(agreeing(plan, "retention", Decimal(5)), "last_differs") == []
    ((subjects, words, cells),) = found(agreeing(plan, "retention", Decimal(10)), "last_differs")
    assert subjects == ("retention",)
    assert "is 10%" in words
    assert "is 5%" in words
    assert cells


def test_only_the_last_figure_of_a_plan_is_where_its_last_share_stands_again():
    pay = Column(key="pay", title=Text("比例", "Share"), kind=Kind.PERCENT)
    table = TermTable(columns=(pay,), rows=((Decimal(5),), (Decimal(5),), (None,)), item="PL-02")
    last, anywhere = (
        drafts.term("retention", "deviation", TermKind.PERCENT, repeats=(path,)) for path in ("PL-02/pay/last", "PL-02/pay")
    )  # fmt: skip

    assert [says_again(last, table, (row, 0)) for row in (0, 1)] == [False, True]
    assert says_again(anywhere, table, (0, 0))
    assert not says_again(last, replace(table, item="PL-03"), (1, 0))


def saying(given, item, value):
    answer = replace(given.bid.answers[item], value=value)
    return replace(given, bid=replace(given.bid, answers={**given.bid.answers, item: answer}))


def test_an_agreed_choice_that_would_not_have_passed_the_gate_stands_before_a_signature(full):
    passed = saying(full, "SE-08", "mainland_all")

    ((subjects, words, cells),) = found(agreeing(passed, "data_location", "abroad"), "gate_given_up")
    assert subjects == ("data_location",)
    assert "is agreed as “live data is kept abroad”, which" in words
    assert "does not pass SE-08: Not all data is kept in the agreed region, mainland China." in words
    assert cells
    assert found(agreeing(passed, "data_location", "mainland_all"), "gate_given_up") == []


def test_an_agreed_figure_is_measured_by_its_gate_and_what_the_bid_said_is_not_judged_again(full):
    most = next(one for one in full.method.questions if one.id == "ST-08").gate.at_most
    within, beyond = saying(full, "ST-08", most), saying(full, "ST-08", most + 1)

    assert [one[0] for one in found(agreeing(within, "backup_rto", most + 1), "gate_given_up")] == [("backup_rto",)]
    assert found(agreeing(beyond, "backup_rto", most), "gate_given_up") == []
    assert found(agreeing(beyond, "backup_rto", most + 1), "gate_given_up") == []
