"""Each trap by itself: gates, minima, scales, prices at the edge, floors; and a method that has none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.clinic.drawing import held
from evaluator.clinic.examine import Examined, Stopped, Wish, examine, with_expected
from evaluator.clinic.floors import floor_traps
from evaluator.clinic.found import BY_LAW, Check, Trap, found
from evaluator.clinic.gates import gate_traps, most, unreachable
from evaluator.clinic.generated import as_tried, tenders
from evaluator.clinic.pricing import Edges, edge_traps, edges
from evaluator.clinic.scales import clamped, scale_traps
from evaluator.clinic.tried import tried
from evaluator.domain.award_rule import INDEXES
from evaluator.domain.finding import Phrase
from evaluator.domain.method import AbnormallyLow, Award, Criterion, LeafJudge, Method, PriceDeduction, RequirementRule
from evaluator.domain.question import Column, Gate, Item, Judge, Kind, Level, Option, Question, Range
from evaluator.domain.text import LANGS, Text
from evaluator.i18n.clinic import grids, headline, lines
from evaluator.i18n.words import known, shown
from evaluator.scoring.check import check
from evaluator.scoring.index_rules import price_points_count
from tests import tiny
from tests.clinic.test_compared import QUALITY, simple
from tests.scoring.test_index_rules import PARAMETERS
from tests.scoring.test_index_rules import method as indexed
from tests.scoring.test_price_deduction import SHARED, TEN
from tests.scoring.test_price_deduction import rules as deductible

SMALL = Wish(tenders=12, bids=4)


def examined(method: Method, wish: Wish = SMALL, **tender: Any) -> Examined:
    return examine(method, tiny.tender(**tender), wish)


def traps(told: Examined) -> list[Trap]:
    return [one.trap for one in told.found]


def asked(base: Question = tiny.HOURS, **changes: Any) -> Method:
    rest = [one for one in (tiny.HOURS, tiny.LEVEL, tiny.PLAN) if one.id != base.id]
    return tiny.method(questions=(replace(base, **changes), *rest))


def options(*values: int) -> tuple[Option, ...]:
    return tuple(
        Option(key=f"o{number}", text=tiny.words(str(value)), value=Decimal(value))
        for number, value in enumerate(values)
    )


def levels(*points: int) -> Method:
    criteria = tuple(
        replace(top, levels=tuple(Level(points=Decimal(one), text=tiny.words(str(one))) for one in points))
        if top.judge is LeafJudge.PANEL
        else top
        for top in tiny.method().criteria
    )
    return tiny.method(criteria=criteria)


@pytest.mark.parametrize(
    ("values", "trap"),
    [
        ((60, 80, 100), Trap.SCALE_FLOOR), ((50, 70, 90), Trap.SCALE_NARROW), ((0, 85, 90, 100), Trap.SCALE_BUNCHED),
        ((0, 100), None), ((0, 50, 100), None), ((50, 100), None),
    ],
)  # fmt: skip
def test_options_and_levels_that_lie_bunched_are_found(values: Sequence[int], trap: Trap | None) -> None:
    chosen = [one.trap for one in scale_traps(asked(tiny.LEVEL, options=options(*values), gate=None))]
    scored = [one.trap for one in scale_traps(levels(*values))]

    assert [one for one in chosen if one is not Trap.SCALE_TOP] == ([trap] if trap else [])
    if max(values) == 100:
        assert scored == ([trap] if trap else [])


def test_a_scale_whose_best_answer_cannot_be_given_or_earns_less_than_everything_is_found() -> None:
    short = asked(tiny.LEVEL, options=options(0, 50, 80), gate=None)
    several = asked(tiny.LEVEL, kind=Kind.MULTI_CHOICE, options=options(30, 30), gate=None)
    beyond = asked(kind=Kind.PERCENT, unit="%", range=Range(worst=Decimal(90), best=Decimal(110)))
    negative = asked(range=Range(worst=Decimal(24), best=Decimal(-2)))
    cell = Item(row="a", column="hours", weight=Decimal(100), range=Range(worst=Decimal(24), best=Decimal(-2)))
    column = Column(key="hours", title=tiny.words("Hours"), kind=Kind.DURATION, unit="hour")
    table = asked(kind=Kind.TABLE, range=None, items=(cell,), columns=(column,))

    assert [one.trap for one in scale_traps(short)] == [Trap.SCALE_TOP]
    assert [one.trap for one in scale_traps(several)] == [Trap.SCALE_TOP]
    assert [one.trap for one in scale_traps(beyond)] == [Trap.SCALE_IMPOSSIBLE]
    assert [one.trap for one in scale_traps(negative)] == [Trap.SCALE_IMPOSSIBLE]
    assert [one.trap for one in scale_traps(table)] == [Trap.SCALE_IMPOSSIBLE]
    assert held(Decimal(100), Kind.PERCENT) == 100


@pytest.mark.parametrize(("limit", "found_"), [(8, True), (9, False)])
def test_a_range_that_its_own_gate_cuts_off_is_found(limit: int, found_: bool) -> None:
    method = asked(gate=Gate(reason=Text(), at_most=Decimal(limit)))

    assert [one.trap for one in scale_traps(method)] == ([Trap.SCALE_PAST_GATE] if found_ else [])
    assert [one.trap for one in scale_traps(asked(gate=Gate(reason=Text(), at_least=Decimal(2))))] == []


def replies(**points: int) -> RequirementRule:
    rule = tiny.method().requirements
    assert rule is not None
    return replace(rule, **{name: Decimal(value) for name, value in points.items()})


def test_replies_to_the_list_are_a_scale_too() -> None:
    assert [one.trap for one in scale_traps(tiny.method(requirements=replies(partial=60, no=60)))] == [Trap.SCALE_FLOOR]


@pytest.mark.parametrize(
    ("changes", "closed"),
    [
        ({"gate": Gate(reason=Text(), at_most=Decimal(1))}, True),
        ({"gate": Gate(reason=Text(), at_most=Decimal(4))}, False),
        ({"gate": Gate(reason=Text(), at_most=Decimal(-1)), "range": None}, True),
        ({"gate": Gate(reason=Text(), at_least=Decimal(101)), "kind": Kind.PERCENT, "range": None}, True),
        ({"gate": Gate(reason=Text(), at_least=Decimal(99)), "kind": Kind.PERCENT, "range": None}, False),
        ({"gate": None}, False),
    ],
)
def test_a_gate_that_no_answer_can_pass_is_told_without_trying(changes: dict[str, Any], closed: bool) -> None:
    assert unreachable(replace(tiny.HOURS, **changes)) is closed


def test_gates_and_minima_that_keep_everybody_out_are_found() -> None:
    method = asked(gate=Gate(reason=Text("响应过慢", "too slow"), at_most=Decimal(1)))
    told = examined(method)
    high = tuple(replace(top, minimum=Decimal(99)) if top.key == "support" else top for top in tiny.method().criteria)
    capped = replies(meets=40, partial=10, custom=20)
    fit = tuple(replace(top, minimum=Decimal(50)) if top.key == "fit" else top for top in tiny.method().criteria)

    assert {Trap.GATE_UNREACHABLE, Trap.NOBODY_LEFT} <= set(traps(told))
    assert told.ranked == 0
    idle = {one.check: one.reason for one in told.outcomes if one.state == "idle"}
    assert idle == dict.fromkeys((Check.WEIGHTS, Check.NEVER, Check.WITHDRAWAL, Check.FORMULAS), "nobody") | {
        Check.FLOORS: "route"
    }
    assert Trap.MINIMUM_HIGH in traps(examined(tiny.method(criteria=high)))
    assert Trap.MINIMUM_UNREACHABLE in traps(examined(tiny.method(criteria=fit, requirements=capped)))
    assert most(tiny.method(requirements=capped), tiny.method().criteria[2]) == Fraction(2, 5)


def test_a_gate_that_every_generated_bid_fails_is_found_though_an_answer_could_pass_it() -> None:
    walls = [replace(one, failed=one.bids) for one in examined(tiny.method()).barriers if one.item == "REQ"]

    assert [one.trap for one in gate_traps(tiny.method(), walls, ())] == [Trap.GATE_ALL_FAIL]


def test_a_token_price_that_nobody_has_to_explain_is_found_and_limits_answer_it() -> None:
    heavy = tuple(
        replace(top, weight=Decimal({"support": 20, "plan": 10, "fit": 10, "price": 60}[top.key]))
        for top in tiny.method().criteria
    )
    method = tiny.method(criteria=heavy)
    limits = replace(method.price, abnormally_low=AbnormallyLow(below_mean=Decimal(50)))

    assert Trap.TOKEN_UNASKED in traps(examined(method))
    told = examined(tiny.method(criteria=heavy, price=limits))
    assert Trap.TOKEN_UNASKED not in traps(told)
    assert told.edges.won == told.edges.asked == told.edges.tenders == 12
    assert (told.edges.tried, told.edges.ranked) == (("zero", "negative"), ())


def heavily_priced(**changes: Any) -> Method:
    """A weight of price at which the worst bid wins by a token price."""
    weights = {"support": 20, "plan": 10, "fit": 10, "price": 60}
    criteria = tuple(replace(top, weight=Decimal(weights[top.key])) for top in tiny.method().criteria)
    return tiny.method(criteria=criteria, **changes)


@pytest.mark.parametrize("limit", ["below_estimate", "below_ceiling"])
@pytest.mark.parametrize("minimum", [None, Decimal(1)], ids=["added up", "evaluated anew"])
def test_a_token_price_is_asked_about_where_the_tender_has_a_budget_or_estimate_alone(
    limit: str, minimum: Decimal | None
) -> None:
    low = AbnormallyLow(**{limit: Decimal(50)})
    method = heavily_priced(price=replace(tiny.method().price, abnormally_low=low), minimum_total=minimum)
    unknown, told = examined(method), examined(method, estimate=Decimal(5000))

    assert Trap.TOKEN_UNASKED in traps(unknown)
    assert Trap.TOKEN_UNASKED not in traps(told)
    assert (told.edges.won, told.edges.asked) == (12, 12)


def test_a_token_price_is_tried_alike_by_adding_up_and_by_the_official_evaluation() -> None:
    method, tender = as_tried(heavily_priced(), tiny.tender())
    drawn = tenders(method, tender, count=12, bids=4, seed=1)
    quick = [tried(method, tender, one.bids, (one.card,)) for one in drawn]
    slow = [replace(one, quick=None) for one in quick]

    assert all(one.quick is not None for one in quick)
    assert edges(method, tender, quick, Fraction(1000)) == edges(method, tender, slow, Fraction(1000))


def test_under_an_index_price_formulas_are_not_compared_but_what_a_token_price_does_is_told() -> None:
    told = examined(indexed("quality_per_price"))
    idle = {one.check: one.reason for one in told.outcomes if one.state == "idle"}

    assert idle[Check.FORMULAS] == "rule"
    assert not {Trap.ALONE_FULL, Trap.ALONE_SHORT} & set(traps(told))
    assert Trap.TOKEN_UNASKED in traps(told)
    assert (told.edges.won, told.edges.tenders, told.edges.alone) == (12, 12, None)
    assert "formulas" not in {grid.key for grid in grids(told, "en")}
    rated = examined(indexed("rated_criteria", technical_scale="highest_received"))
    assert Check.FORMULAS not in {one.check for one in rated.outcomes if one.state == "idle"}
    assert rated.edges.alone == 1


def test_the_least_points_of_a_question_are_a_barrier_beside_its_gate() -> None:
    gate = Gate(reason=Text("响应过慢", "too slow"), at_most=Decimal(24))
    high = asked(minimum=Decimal(95), gate=gate)
    short = asked(tiny.LEVEL, options=options(0, 50, 80), gate=None, minimum=Decimal(90))
    told = examined(high)

    walls = [one for one in told.barriers if one.item == tiny.HOURS.id]
    assert [(one.minimum, one.failed > one.bids / 2) for one in walls] == [(None, False), (Decimal(95), True)]
    assert Trap.MINIMUM_HIGH in traps(told)
    rows = next(grid.rows for grid in grids(told, "en") if grid.key == "barriers")
    assert [row[1] for row in rows if row[0].startswith(f"{tiny.HOURS.id} · ")] == ["–", "95"]
    assert Trap.MINIMUM_UNREACHABLE in traps(examined(short))


def test_a_bid_alone_and_an_impossible_price_that_got_in_are_told() -> None:
    plain = Edges(tried=("zero",), ranked=(), tenders=0, won=0, asked=0, alone=Fraction(1))
    method = tiny.method()
    share = tiny.method(price=replace(method.price, formula="discount_mean", **tiny.PARAMETERS))
    straight = tiny.method(price=replace(method.price, formula="linear", **tiny.PARAMETERS))

    assert [one.trap for one in edge_traps(method, tiny.tender(), plain)] == [Trap.ALONE_FULL]
    assert list(edge_traps(method, tiny.tender(ceiling=Decimal(10)), plain)) == []
    assert [one.trap for one in edge_traps(share, tiny.tender(), replace(plain, alone=Fraction(4, 5)))] == [
        Trap.ALONE_SHORT
    ]
    assert list(edge_traps(straight, tiny.tender(), replace(plain, alone=Fraction(1, 2)))) == []
    ranked = replace(plain, ranked=("zero",), alone=Fraction(1))
    assert Trap.ZERO_RANKED in [one.trap for one in edge_traps(method, tiny.tender(), ranked)]


def test_only_government_procurement_has_a_floor_that_was_read() -> None:
    told = examined(tiny.method(), route="gov")
    thirty = tuple(
        replace(
            top, weight=Decimal(30 if top.key != "support" else 10) if top.key in ("price", "support") else Decimal(30)
        )
        for top in tiny.method().criteria
    )

    assert dict(next(one for one in told.found if one.trap is Trap.FLOOR_GOODS).params)["given"] == "20"
    assert list(floor_traps(tiny.method(criteria=thirty), gov=True)) == []
    assert list(floor_traps(tiny.method(), gov=False)) == []
    assert all(one.remedy().key.endswith("_gov") for one in told.found if one.trap in BY_LAW)
    assert Trap.MIDDLE_NEVER in traps(told)


def only(*criteria: Criterion, **changes: Any) -> Method:
    return tiny.method(criteria=criteria, requirements=None, ties=(), questions=(), **changes)


PRICE = tiny.method().criteria[3]


def deducted(deduction: PriceDeduction, **changes: Any) -> Method:
    return replace(deductible(deduction), **changes)


def costed(key: str, unit: Decimal) -> Method:
    """A life-cycle cost on an amount that is asked for information, without a scale."""
    energy = Question(id=key, section="main", text=Text("能耗", "Energy"), kind=Kind.NUMBER, judge=Judge.INFO)
    plain = indexed("life_cycle_cost", **{key: unit})
    return replace(plain, questions=(*plain.questions, energy))


@pytest.mark.parametrize(
    "method",
    [
        only(replace(PRICE, weight=Decimal(100))),
        only(replace(PRICE, weight=Decimal(0)), replace(tiny.method().criteria[1], weight=Decimal(100))),
        tiny.method(award=Award(rule="method", method="topsis")),
        tiny.method(minimum_total=Decimal(60)),
        tiny.method(price=replace(tiny.method().price, formula="benchmark", **tiny.PARAMETERS)),
        deducted(TEN),
        deducted(SHARED),
        deducted(TEN, minimum_total=Decimal(60)),
        costed("LC-01", Decimal(500)),
        *(indexed(index, 40, **PARAMETERS.get(index, {})) for index in INDEXES),
    ],
    ids=[
        "price alone", "no weight on price", "topsis", "minimum total", "benchmark", "deduction", "deduction from a share",
        "deduction and a minimum total", "cost on a question for information", *INDEXES,
    ],
)  # fmt: skip
def test_methods_of_every_shape_are_examined_without_a_fault(method: Method) -> None:
    assert check(method) == []
    told = examined(method, Wish(tenders=20, bids=3))

    assert told.tenders == (20 if method.award.rule == "additive" and method.minimum_total is None else 12)
    assert told.ranked > 0
    assert told.edges.tenders == told.ranked
    assert (
        len(told.formulas) >= 5 if price_points_count(method) else [row.variant.own for row in told.formulas] == [True]
    )
    for lang in LANGS:
        assert headline(told, lang)
        assert [grid.key for grid in grids(told, lang)][-1] == "prices"
    if method.award.rule == "method":
        assert {one.check: one.reason for one in told.outcomes if one.state == "idle"}[Check.WEIGHTS] == "rule"
        assert told.weights == ()


def test_the_same_wish_finds_the_same_and_another_seed_other_bids() -> None:
    assert examined(tiny.method()) == examined(tiny.method())
    assert examined(tiny.method()).weights != examined(tiny.method(), replace(SMALL, seed=2)).weights


def test_progress_never_falls_and_ends_whole_and_whoever_is_told_can_stop_it() -> None:
    told: list[Fraction] = []
    examine(tiny.method(), tiny.tender(), SMALL, told.append)

    def stop(share: Fraction) -> None:
        raise Stopped

    assert told == sorted(told)
    assert told[-1] == 1
    with pytest.raises(Stopped):
        examine(tiny.method(), tiny.tender(), SMALL, stop)


def test_expected_bids_are_told_by_name_and_change_nothing_of_the_rest() -> None:
    base = examined(tiny.method())
    bids = [
        tiny.bid("Ada", 4, "three", prices=(200, 500)), tiny.bid("Bo", 2, "three", prices=(100, 500)),
        tiny.bid("Cy <b>", 3, "none", prices=(90, 500)), tiny.bid("Dee", None, "two"),
    ]  # fmt: skip
    told = with_expected(base, tiny.method(), tiny.tender(), bids, ())
    own = told.expected

    assert own is not None
    assert own.supposed
    assert {result.vendor: result.status.value for result in own.ranking.results} == {
        "Ada": "ranked", "Bo": "ranked", "Cy <b>": "excluded", "Dee": "unsettled",
    }  # fmt: skip
    assert (told.weights, told.formulas, told.barriers) == (base.weights, base.formulas, base.barriers)
    assert [dict(one.params)["vendor"] for one in told.found if one.trap is Trap.EXPECTED_OUT] == ["Cy <b>"]
    assert any("Dee" in line for line in lines(told, "en"))
    scored = with_expected(base, tiny.method(), tiny.tender(), bids[:2], tiny.scorecards({"Ada": (5, 5), "Bo": (0, 1)}))
    assert scored.expected is not None
    assert not scored.expected.supposed


def test_expected_bids_that_turn_on_one_that_loses_are_told() -> None:
    def bid(vendor: str, quality: int, price: int) -> Any:
        made = tiny.bid(vendor, prices=(Decimal(price) / 10, 0))
        return replace(made, answers={**made.answers, "Q": tiny.answer(QUALITY.id, Decimal(quality))})

    method = simple()
    base = examine(method, tiny.tender(requirements=()), SMALL)
    worked = [bid("A", 80, 100), bid("B", 61, 70), bid("C", 15, 40)]
    told = with_expected(base, method, tiny.tender(requirements=()), worked, ())
    middle = with_expected(base, method, tiny.tender(), [bid("A", 50, 50), bid("B", 75, 75), bid("C", 100, 100)], ())
    turned = next(one for one in told.found if one.trap is Trap.EXPECTED_WITHDRAWAL)

    assert {name: shown(value, "en") for name, value in turned.params} == {"gone": "C", "first": "A", "now": "B"}
    assert Trap.EXPECTED_FORMULA in traps(told)
    assert [dict(one.params)["vendor"] for one in middle.found if one.trap is Trap.EXPECTED_NEVER] == ["B"]


def test_a_range_that_most_expected_answers_exceed_does_not_part_them() -> None:
    bids = [tiny.bid(str(number), hours) for number, hours in enumerate((1, 2, 4, 20))]

    assert [one.trap for one in clamped(tiny.method(), bids)] == [Trap.SCALE_CLAMPED]
    assert list(clamped(tiny.method(), [*bids, tiny.bid("5", 9), tiny.bid("6", 9)])) == []
    assert list(clamped(tiny.method(), bids[:2])) == []


@pytest.mark.parametrize("trap", Trap)
def test_every_trap_has_words_of_two_sentences_at_most_and_what_to_do(trap: Trap) -> None:
    one = found(Check.WEIGHTS, trap)
    for lang in LANGS:
        stop = "。" if lang == "zh" else ". "
        for words in (one.what(), one.why(), one.remedy(), replace(one, gov=True).remedy()):
            assert known(words.key, lang)
            blank = shown(Phrase(words.key, tuple((name, "x") for name in _BLANKS)), lang)
            assert blank.rstrip(".。").count(stop) <= 1


_BLANKS = (
    "criterion", "nominal", "effective", "sound", "never", "straight", "turned", "tenders", "share", "won", "points", "id",
    "title", "minimum", "most", "failed", "bids", "empty", "given", "floor", "services", "lowest", "highest", "n", "second",
    "limit", "best", "full", "other", "vendor", "gone", "now", "first", "formula", "why",
)  # fmt: skip
