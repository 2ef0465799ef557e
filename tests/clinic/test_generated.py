"""Generated bids: complete, inside their scales, the same on every run, and with prices that rise with quality."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, get_args, get_type_hints

import pytest

from evaluator.adapters.packs import load_pack
from evaluator.clinic.drawing import Draw, reaches, scale_of
from evaluator.clinic.generated import as_tried, reference_price, tenders
from evaluator.domain.method import Combine, Method, PriceRule
from evaluator.domain.money import Money
from evaluator.domain.question import Gate, Judge, Kind, Option, Question, Range
from evaluator.domain.ranking import Status
from evaluator.domain.text import Text
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.gates import accepts
from tests import tiny

ROOT = Path(__file__).parents[2]
FORMULAS = get_args(get_type_hints(PriceRule)["formula"])


def drawn(method: Method, count: int = 4, bids: int = 4, seed: int = 1, **tender: Any) -> list[Any]:
    tested, plain = as_tried(method, tiny.tender(**tender))
    return [
        (one, evaluate(tested, plain, one.bids, Judgements(scorecards=(one.card,))).ranking)
        for one in tenders(tested, plain, count=count, bids=bids, seed=seed)
    ]


@pytest.mark.parametrize("pack", ["crm_platform", "services_cn"])
def test_nothing_about_a_generated_bid_waits_for_a_person(pack: str) -> None:
    method, tender = as_tried(load_pack(pack).method, None)
    for one in tenders(method, tender, count=3, bids=4, seed=7):
        ranking = evaluate(method, tender, one.bids, Judgements(scorecards=(one.card,))).ranking
        assert {result.status for result in ranking.results} <= {Status.RANKED, Status.EXCLUDED}
        assert [result for result in ranking.results if result.status is Status.RANKED]


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_price_formula_tells_generated_prices_apart(formula: str) -> None:
    method = tiny.method(price=replace(tiny.method().price, formula=formula, **tiny.PARAMETERS))
    values = {ranking_row.node("price").value for _, ranking in drawn(method) for ranking_row in ranking.ranked()}

    assert len(values) > 4


def test_a_seed_gives_the_same_bids_in_another_process_and_more_tenders_begin_with_the_same_ones() -> None:
    script = (
        "import hashlib; from tests import tiny; from evaluator.clinic.generated import as_tried, tenders;"
        "m, t = as_tried(tiny.method(), tiny.tender());"
        "print(hashlib.sha256(repr(list(tenders(m, t, count=3, bids=3, seed=5))).encode()).hexdigest())"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    method, tender = as_tried(tiny.method(), tiny.tender())
    own = list(tenders(method, tender, count=3, bids=3, seed=5))

    assert told.strip() == hashlib.sha256(repr(own).encode()).hexdigest()
    assert list(tenders(method, tender, count=5, bids=3, seed=5))[:3] == own
    assert list(tenders(method, tender, count=3, bids=3, seed=6)) != own


def test_better_bids_ask_more_and_earn_more_whichever_way_round_the_levels_are_written() -> None:
    backwards = tuple(replace(top, levels=tuple(reversed(top.levels))) for top in tiny.method().criteria)
    pairs = []
    for criteria in (tiny.method().criteria, backwards):
        rows = [
            (row.node("support").low, row.node("plan").low, row.price)
            for _, ranking in drawn(tiny.method(criteria=criteria), count=60)
            for row in ranking.ranked()
        ]
        pairs.append(rows)
        assert _covary([row[0] for row in rows], [row[1] for row in rows]) > 0
        assert _covary([row[0] for row in rows], [row[2] for row in rows]) > 0
    assert pairs[0] == pairs[1]


def _covary(one: list[Fraction], other: list[Fraction]) -> Fraction:
    mean = sum(one, Fraction(0)) / len(one)
    return sum(((a - mean) * b for a, b in zip(one, other, strict=True)), Fraction(0))


def test_prices_lie_around_what_the_method_or_the_tender_lets_one_expect() -> None:
    rule = tiny.method().price
    linear = replace(rule, formula="linear", **tiny.PARAMETERS)
    prices = [row.price for _, ranking in drawn(tiny.method(price=linear), count=40) for row in ranking.ranked()]

    assert reference_price(rule, tiny.tender(ceiling=Decimal(1000))) == 800
    assert reference_price(rule, tiny.tender(estimate=Decimal(900))) == 900
    assert reference_price(rule, None) == 1_000_000
    assert reference_price(linear, None) == 2250
    assert reference_price(replace(rule, formula="discount_power", base_price=Decimal(100)), None) == 85
    assert abs(sum(prices) / len(prices) / 2250 - 1) < Fraction(5, 100)


def test_a_method_without_a_list_is_tried_on_one_that_is_supposed_and_consensus_on_one_card() -> None:
    method, tender = as_tried(tiny.method(combine=Combine.CONSENSUS), None)

    assert (method.combine, len(tender.requirements)) == (Combine.MEAN, 10)
    assert as_tried(tiny.method(combine=Combine.TRIMMED_MEAN), tiny.tender())[0].combine is Combine.TRIMMED_MEAN
    assert as_tried(tiny.method(), tiny.tender())[1].evaluators == ()


@pytest.mark.parametrize(
    ("kind", "scale", "most"),
    [
        (Kind.PERCENT, Range(worst=Decimal(95), best=Decimal(100)), 100),
        (Kind.DURATION, Range(worst=Decimal(24), best=Decimal(0)), 30),
        (Kind.NUMBER, Range(worst=Decimal("0.1"), best=Decimal("0.9")), 1),
    ],
)
def test_amounts_can_exist_and_reach_a_little_beyond_the_anchors(kind: Kind, scale: Range, most: int) -> None:
    draw = Draw(Random(3))
    amounts = [draw.amount(scale, kind) for _ in range(300)]

    assert len(set(amounts)) > 5
    assert 0 <= min(amounts) <= max(amounts) <= most
    assert all(reaches(scale, amount) for amount in amounts)


def asked(key: str, kind: Kind, gate: Gate, **more: Any) -> Question:
    return Question(id=key, section="s", text=Text(), kind=kind, judge=Judge.GATE, gate=gate, **more)


def test_gates_are_read_by_nearly_everybody_but_no_one_passes_one_that_is_out_of_reach() -> None:
    draw, scale = Draw(Random(1)), Range(worst=Decimal(0), best=Decimal(10))
    options = (Option(key="a", text=Text()), Option(key="b", text=Text()))
    fair = asked("A", Kind.NUMBER, Gate(reason=Text(), at_least=Decimal(9)), range=scale)
    far = asked("B", Kind.NUMBER, Gate(reason=Text(), at_least=Decimal(40)), range=scale)
    several = asked("C", Kind.MULTI_CHOICE, Gate(reason=Text(), accept=("b",)), options=options)
    plain = asked("D", Kind.YES_NO, Gate(reason=Text(), accept=("no",)))
    passed = {
        one.id: sum(accepts(one.gate, draw.answer(one)) for _ in range(400)) for one in (fair, far, several, plain)
    }

    assert passed["B"] == 0
    assert passed["A"] >= 380
    assert passed["C"] >= 380
    assert passed["D"] >= 380


def test_a_gate_without_a_scale_is_answered_from_its_limit_on() -> None:
    least, most, both = (
        scale_of(Gate(reason=Text(), **limits))
        for limits in (
            {"at_least": Decimal(6)},
            {"at_most": Decimal(4)},
            {"at_least": Decimal(1), "at_most": Decimal(3)},
        )
    )

    assert (least.worst, least.best, most.worst, most.best, both.worst, both.best) == (6, 12, 4, 2, 1, 3)


def test_money_is_generated_as_intake_reads_it() -> None:
    scale = Range(worst=Decimal(0), best=Decimal(90))
    asked_for = replace(tiny.HOURS, kind=Kind.MONEY, unit="", range=scale)
    method, tender = as_tried(tiny.method(questions=(asked_for, tiny.LEVEL, tiny.PLAN)), tiny.tender(currency="EUR"))
    bids = [bid for one in tenders(method, tender, count=2, bids=3, seed=1) for bid in one.bids]
    values = [bid.answers[asked_for.id].value for bid in bids]

    assert {value.currency for value in values if isinstance(value, Money)} == {"EUR"}
    assert len(values) == 6
