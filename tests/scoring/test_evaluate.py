from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.domain.bid import Bid, BidFile, Settlement
from evaluator.domain.finding import Rule, Severity, Source, finding
from evaluator.domain.method import Combine
from evaluator.domain.money import Money
from evaluator.domain.question import Gate, Judge, Kind, Question, Range
from evaluator.domain.ranking import Result, Status
from evaluator.domain.score import Check, Confirmation, Score, Scorecard
from evaluator.i18n.words import message
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.pending import waiting
from tests import tiny


def judged(points: dict[str, tuple[int, int]], **more: object) -> Judgements:
    return Judgements(scorecards=tiny.scorecards(points), **more)  # type: ignore[arg-type]  # any other judgement, by name


def test_a_total_is_the_exact_weighted_sum_worked_by_hand() -> None:
    bids = [tiny.bid("Ada", hours=14, level="two", replies=("partial", "meets"), prices=(100, 500))]

    result = evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (4, 3)})).ranking.of("Ada")

    # support .6·.5 + .4·.6 = .54; plan 3.5/5 = .7; fit (2·.5 + 1)/3 = .6667; price 1
    expected = Fraction(54, 100) * Fraction(40, 100) + Fraction(7, 10) * Fraction(20, 100)
    expected += Fraction(6667, 10000) * Fraction(20, 100) + Fraction(20, 100)
    assert result.score == expected
    assert sum(node.contribution or 0 for node in result.nodes) == expected
    assert result.price == 2000


def test_an_open_answer_leaves_the_bid_unsettled_between_bounds() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Bo", hours=None)]

    ranking = evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (5, 5), "Bo": (5, 5)})).ranking

    open_bid = ranking.of("Bo")
    assert open_bid.status is Status.UNSETTLED
    assert open_bid.place is None
    assert open_bid.high - open_bid.low == Fraction(60, 100) * Fraction(40, 100)
    assert ranking.provisional
    # At its best Bo draws level on everything, and what is equal on everything shares the place.
    assert [ranking.of(name).places for name in ("Ada", "Bo")] == [(1, 1), (1, 2)]


def test_a_settled_value_counts_and_the_cell_stays_beside_it() -> None:
    told = Settlement(
        vendor="Bo", item="SU-01", value=Decimal(4), reason="e-mail", by="Lea", date="2026-11-20", source="mail"
    )
    bids = [tiny.bid("Bo", hours=None)]

    found = evaluate(tiny.method(), tiny.tender(), bids, judged({"Bo": (5, 5)}, settlements=(told,)))

    assert found.ranking.of("Bo").status is Status.RANKED
    assert found.bids[0].answers["SU-01"].settled == told
    assert found.bids[0].answers["SU-01"].source.cell == "D4"


def test_a_confirmed_blank_takes_the_lowest_value_of_its_scale() -> None:
    told = Settlement(
        vendor="Bo", item="SU-01", value=None, reason="asked twice", by="Lea", date="2026-11-20", source="mail"
    )

    found = evaluate(
        tiny.method(), tiny.tender(), [tiny.bid("Bo", hours=None)], judged({"Bo": (5, 5)}, settlements=(told,))
    )

    assert found.ranking.of("Bo").node("SU-01").value == 0
    assert found.ranking.of("Bo").status is Status.RANKED


def test_a_failed_gate_excludes_with_its_reason_until_a_person_waives_it() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Bo", level="none")]
    points = {"Ada": (5, 5), "Bo": (5, 5)}

    without = evaluate(tiny.method(), tiny.tender(), bids, judged(points)).ranking.of("Bo")
    waived = Confirmation(vendor="Bo", item="SE-01", upheld=False, reason="certificate seen", by="Lea")
    with_word = evaluate(tiny.method(), tiny.tender(), bids, judged(points, confirmations=(waived,))).ranking.of("Bo")

    assert without.status is Status.EXCLUDED
    assert [found.rule for found in without.reasons] == [Rule.GATE_FAILED]
    assert with_word.status is Status.RANKED


def test_an_unmet_must_excludes_and_names_the_row() -> None:
    result = evaluate(
        tiny.method(), tiny.tender(), [tiny.bid("Ada", replies=("no", "meets"))], judged({"Ada": (5, 5)})
    ).ranking.of("Ada")

    assert result.status is Status.EXCLUDED
    assert "R1" in dict(result.reasons[0].params)["reason"].en  # type: ignore[union-attr]  # the reason is a Text here


def test_the_lowest_price_is_taken_over_admissible_bids_only() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Cheap", level="none", prices=(1, 1))]

    ranking = evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (5, 5), "Cheap": (5, 5)})).ranking

    assert ranking.of("Ada").node("price").value == 1


def test_a_price_still_open_may_turn_out_lowest_so_the_others_have_bounds() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Bo", prices=(50, None))]

    ranking = evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (5, 5), "Bo": (5, 5)})).ranking

    assert ranking.of("Ada").node("price").high == 1
    assert ranking.of("Ada").node("price").low == Fraction(1, 4)
    assert [one.rule for one in ranking.of("Ada").reasons] == [Rule.PRICE_OPEN]
    assert Rule.PRICE_OPEN not in [one.rule for one in ranking.of("Bo").reasons]


def test_equal_totals_share_a_place_and_the_next_place_counts_them() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Bo"), tiny.bid("Cy", hours=24)]
    points = dict.fromkeys(("Ada", "Bo", "Cy"), (5, 5))

    ranking = evaluate(tiny.method(), tiny.tender(), bids, judged(points)).ranking

    assert [(row.vendor, row.place) for row in ranking.results] == [("Ada", 1), ("Bo", 1), ("Cy", 3)]


def test_the_published_tie_rule_breaks_equal_totals() -> None:
    # Bo loses as much on support (6 of 100 for 5 hours) as it wins by the panel (1.5 of 5 points of 20).
    bids = [tiny.bid("Bo", hours=14), tiny.bid("Ada", hours=9)]
    cards = Judgements(scorecards=cards_of({"Ada": "3.5", "Bo": "5"}))

    by_rule = evaluate(tiny.method(ties=("support",)), tiny.tender(), bids, cards)
    without = evaluate(tiny.method(ties=()), tiny.tender(), bids, cards)

    assert [row.score for row in by_rule.ranking.results] == [Fraction(88, 100)] * 2
    assert [(row.vendor, row.place) for row in by_rule.ranking.results] == [("Ada", 1), ("Bo", 2)]
    assert [row.place for row in without.ranking.results] == [1, 1]
    assert [Rule.TIE in {one.rule for one in found.findings} for found in (by_rule, without)] == [False, True]


def test_an_open_bid_that_can_only_draw_level_is_ahead_where_the_tie_rule_favours_it() -> None:
    cards = Judgements(scorecards=cards_of({"Ada": "5", "Op": "3.5"}))
    bids = [tiny.bid("Ada", hours=9), tiny.bid("Op", hours=None)]

    favoured = evaluate(tiny.method(ties=("support",)), tiny.tender(), bids, cards).ranking
    level = evaluate(tiny.method(ties=()), tiny.tender(), bids, cards).ranking

    assert favoured.of("Op").high == favoured.of("Ada").score == Fraction(94, 100)
    assert [favoured.of(name).places for name in ("Ada", "Op")] == [(1, 2), (1, 2)]
    assert [level.of(name).places for name in ("Ada", "Op")] == [(1, 1), (1, 2)]


def cards_of(points: dict[str, str]) -> tuple[Scorecard, ...]:
    """Eva and Finn agree on each vendor's points for the plan."""
    return tuple(
        Scorecard(
            evaluator=name,
            scores=tuple(
                Score(evaluator=name, vendor=vendor, criterion="plan", points=Decimal(given))
                for vendor, given in points.items()
            ),
        )
        for name in ("Eva", "Finn")
    )


def test_missing_evaluators_leave_bounds_instead_of_a_mean_over_those_present() -> None:
    eva = tiny.scorecards({"Ada": (5, 5)})[:1]

    node = (
        evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=eva))
        .ranking.of("Ada")
        .node("plan")
    )

    assert (node.value, node.low, node.high) == (None, Fraction(1, 2), 1)


def test_a_strangers_scorecard_does_not_stand_in_for_one_of_the_panel() -> None:
    eva, finn = tiny.scorecards({"Ada": (5, 5)})
    stranger = replace(finn, evaluator="Mallory")

    found = evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=(eva, stranger)))

    assert found.ranking.of("Ada").status is Status.UNSETTLED
    assert [(one.rule, dict(one.params)["evaluator"]) for one in found.findings if "evaluator" in one.rule.value] == [
        (Rule.EVALUATOR_MISSING, "Finn"),
        (Rule.EVALUATOR_UNKNOWN, "Mallory"),
    ]


def test_a_vendor_with_two_workbooks_of_one_kind_has_no_place_until_one_is_withdrawn() -> None:
    twice = replace(tiny.bid("Ada"), findings=(finding(Rule.VENDOR_TWICE, Source("again.xlsx"), file="again.xlsx"),))

    result = evaluate(tiny.method(), tiny.tender(), [twice], judged({"Ada": (5, 5)})).ranking.of("Ada")

    assert (result.status, result.place) == (Status.UNSETTLED, None)
    assert [one.rule for one in result.reasons] == [Rule.VENDOR_TWICE]


def test_under_the_rule_exclude_a_confirmed_blank_in_a_table_excludes_too() -> None:
    told = Settlement(
        vendor="Ada", item="REQ/R2/response", value=None, reason="none", by="Lea", date="2026-11-20", source="call"
    )
    bids = [tiny.bid("Ada", replies=("meets", None))]

    found = evaluate(tiny.method(blank="exclude"), tiny.tender(), bids, judged({"Ada": (5, 5)}, settlements=(told,)))

    assert [(one.rule, one.item) for one in found.ranking.of("Ada").reasons] == [(Rule.BLANK, "REQ/R2/response")]


def test_a_list_that_the_tender_does_not_have_is_worth_nothing_to_anybody_and_said_once() -> None:
    bids = [tiny.bid("Ada", replies=("no", "no")), tiny.bid("Bo")]

    found = evaluate(tiny.method(), None, bids, judged({"Ada": (5, 5), "Bo": (5, 5)}))

    nodes = [found.ranking.of(name).node("fit") for name in ("Ada", "Bo")]
    assert [(node.value, node.low, node.high, node.basis) for node in nodes] == [
        (None, 0, 1, "basis.requirements_missing")
    ] * 2
    assert {row.status for row in found.ranking.results} == {Status.UNSETTLED}
    told = [one for one in found.findings if one.rule is Rule.REQUIREMENTS_MISSING]
    assert [(one.vendor, one.severity) for one in told] == [("", Severity.BLOCKER)]
    assert "Fit" in message(told[0], "en")


def test_the_rows_of_an_unknown_list_are_no_faults_of_their_own() -> None:
    stray = finding(Rule.QUESTION_UNKNOWN, Source(sheet="Requirements", cell="A5"), item="REQ", id="REQ")
    bids = [replace(tiny.bid("Ada"), findings=(stray,))]

    with_list, without = (
        {one.rule for one in evaluate(tiny.method(), tender, bids, judged({"Ada": (5, 5)})).findings}
        for tender in (tiny.tender(), None)
    )

    assert (Rule.QUESTION_UNKNOWN in with_list, Rule.QUESTION_UNKNOWN in without) == (True, False)


def test_an_excluded_bid_has_no_value_for_its_price_instead_of_zero() -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Out", level="none")]

    node = (
        evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (5, 5), "Out": (5, 5)}))
        .ranking.of("Out")
        .node("price")
    )

    assert (node.value, node.contribution, node.basis) == (None, None, "basis.not_priced")


def test_the_points_still_open_are_the_answers_that_wait_for_a_person_each_once() -> None:
    blanks = (
        finding(Rule.BLANK, vendor="Bo", item="SU-01"),
        finding(Rule.NOT_A_NUMBER, vendor="Bo", item="SU-01"),
        finding(Rule.BLANK, vendor="Bo", item="REQ/R2/response"),
    )
    bids = [replace(tiny.bid("Bo", hours=None, level=None, replies=("meets", None)), findings=blanks)]

    found = evaluate(tiny.method(), tiny.tender(), bids, judged({"Bo": (5, 5)}))

    # The hours, the open gate, the requirement.
    unsettled = next(one for one in found.ranking.of("Bo").reasons if one.rule is Rule.UNSETTLED)
    assert dict(unsettled.params) == {"n": 3}
    assert len({one.item for one in waiting(found.findings, found.bids)}) == 3


def test_scores_that_are_missing_are_told_apart_from_answers_that_are_open() -> None:
    eva = tiny.scorecards({"Ada": (5, 5)})[:1]

    result = evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=eva)).ranking.of("Ada")

    assert [(one.rule, dict(one.params)["n"]) for one in result.reasons] == [(Rule.SCORES_OPEN, 1)]


def test_consensus_without_the_agreed_scores_says_that_they_are_missing_and_who_gives_them() -> None:
    rules = tiny.method(combine=Combine.CONSENSUS)
    bids = [tiny.bid("Ada"), tiny.bid("Bo")]

    found = evaluate(rules, tiny.tender(), bids, judged({"Ada": (1, 5), "Bo": (3, 3)}))

    assert [[one.rule for one in row.reasons] for row in found.ranking.results] == [[Rule.AGREED_MISSING]] * 2
    told = [one for one in found.findings if one.rule is Rule.AGREED_MISSING]
    assert [one.vendor for one in told] == [""]
    assert ("“Consensus”" in message(told[0], "en"), "“合议”" in message(told[0], "zh")) == (True, True)


def test_a_bid_below_the_minimum_total_no_longer_presses_the_price_points_of_the_others() -> None:
    bids = [tiny.bid("Ada", hours=14, level="two"), tiny.bid("Low", hours=24, level="two", prices=(10, 50))]
    cards = judged({"Ada": (4, 4), "Low": (0, 0)})

    found = evaluate(tiny.method(minimum_total=Decimal(70)), tiny.tender(), bids, cards).ranking

    # Low has 49.6 of 100; beside its price Ada would have 59.6, without it 77.6.
    assert [(one.rule, one.item) for one in found.of("Low").reasons] == [(Rule.BELOW_THRESHOLD, "total")]
    assert (found.of("Ada").place, found.of("Ada").score) == (1, Decimal("0.776"))


def test_consensus_waits_for_the_agreed_card() -> None:
    rules = tiny.method(combine=Combine.CONSENSUS)
    cards = tiny.scorecards({"Ada": (1, 5)})
    agreed = Scorecard(
        evaluator="Chair",
        scores=(Score(evaluator="Chair", vendor="Ada", criterion="plan", points=Decimal(4)),),
        agreed=True,
    )

    before = evaluate(rules, tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=cards)).ranking.of("Ada")
    after = evaluate(rules, tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=(*cards, agreed))).ranking.of("Ada")

    assert before.node("plan").value is None
    assert after.node("plan").value == Fraction(4, 5)


def test_an_override_of_a_claimed_fact_replaces_its_value_with_a_name_to_it() -> None:
    check = Check(vendor="Ada", item="SU-01", value=Decimal(25), reason="reference call", by="Lea")

    node = (
        evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada")], judged({"Ada": (5, 5)}, checks=(check,)))
        .ranking.of("Ada")
        .node("SU-01")
    )

    assert node.value == Fraction(1, 4)
    assert dict(node.params) == {"by": "Lea"}


def test_a_price_over_the_ceiling_excludes() -> None:
    result = evaluate(
        tiny.method(), tiny.tender(ceiling=Decimal(1999)), [tiny.bid("Ada")], judged({"Ada": (5, 5)})
    ).ranking.of("Ada")

    assert [found.rule for found in result.reasons] == [Rule.OVER_CEILING]


def test_a_price_over_the_ceiling_waits_while_a_final_price_may_still_come() -> None:
    said = replace(judged({"Ada": (5, 5)}), final_open=frozenset({"Ada"}))

    result = evaluate(tiny.method(), tiny.tender(ceiling=Decimal(1999)), [tiny.bid("Ada")], said).ranking.of("Ada")

    assert (result.status, [found.rule for found in result.reasons]) == (Status.UNSETTLED, [Rule.CEILING_OPEN])


def test_a_value_beyond_the_anchors_is_clamped_and_said() -> None:
    found = evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada", hours=2)], judged({"Ada": (5, 5)}))

    assert found.ranking.of("Ada").node("SU-01").value == 1
    assert Rule.VALUE_CLAMPED in {one.rule for one in found.findings}


hours = st.decimals(min_value=0, max_value=48, places=1)


@given(hours, hours)
def test_a_better_answer_never_costs_a_place(first: Decimal, second: Decimal) -> None:
    better, worse = min(first, second), max(first, second)
    bids = [tiny.bid("Ada", hours=better), tiny.bid("Bo", hours=worse)]

    ranking = evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (3, 3), "Bo": (3, 3)})).ranking

    assert (ranking.of("Ada").place or 0) <= (ranking.of("Bo").place or 0)


@given(st.permutations(["Ada", "Bo", "Cy"]))
def test_the_order_in_which_bids_arrive_changes_nothing(names: list[str]) -> None:
    all_bids = {"Ada": tiny.bid("Ada", hours=5), "Bo": tiny.bid("Bo", hours=9), "Cy": tiny.bid("Cy", prices=(90, 500))}
    points = dict.fromkeys(all_bids, (4, 4))

    ranking = evaluate(tiny.method(), tiny.tender(), [all_bids[name] for name in names], judged(points)).ranking

    assert {row.vendor: (row.place, row.score) for row in ranking.results} == {
        row.vendor: (row.place, row.score)
        for row in evaluate(tiny.method(), tiny.tender(), list(all_bids.values()), judged(points)).ranking.results
    }


def test_a_file_that_could_not_be_read_does_not_hold_up_the_other_bids() -> None:
    why = finding(Rule.FILE_DAMAGED, file="broken.xlsx")
    file = BidFile(name="broken.xlsx", sha256="0" * 64, envelope="", read=False)
    refused = Bid(vendor="broken", files=(file,), findings=(why,))
    bids = [tiny.bid("Ada"), refused]

    ranking = evaluate(tiny.method(), tiny.tender(), bids, judged({"Ada": (5, 5)})).ranking

    assert ranking.of("Ada").status is Status.RANKED
    assert ranking.of("broken").status is Status.UNSETTLED
    assert ranking.of("broken").reasons == (why,)
    assert ranking.provisional


def test_only_those_who_score_a_sub_criterion_are_combined_and_waited_for() -> None:
    tender = tiny.tender(assignments={"Finn": ("other",)})
    eva = tiny.scorecards({"Ada": (4, 0)})[:1]

    alone = evaluate(tiny.method(), tender, [tiny.bid("Ada")], Judgements(scorecards=eva))
    both = evaluate(tiny.method(), tender, [tiny.bid("Ada")], judged({"Ada": (4, 0)}))

    assert alone.ranking.of("Ada").node("plan").low == alone.ranking.of("Ada").node("plan").high == Fraction(4, 5)
    assert both.ranking.of("Ada").node("plan").low == Fraction(4, 5)
    assert Rule.SCORE_UNASSIGNED in [one.rule for one in both.findings]


def test_whoever_has_an_interest_in_a_vendor_is_not_waited_for_there_and_not_counted() -> None:
    tender = tiny.tender(recused={"Finn": ("ADA",)})
    bids = [tiny.bid("Ada"), tiny.bid("Bo")]

    found = evaluate(tiny.method(), tender, bids, judged({"Ada": (4, 0), "Bo": (4, 2)}))
    node = {vendor: found.ranking.of(vendor).node("plan") for vendor in ("Ada", "Bo")}
    assert node["Ada"].low == node["Ada"].high == Fraction(4, 5)
    assert node["Bo"].low == node["Bo"].high == Fraction(3, 5)

    alone = Judgements(scorecards=tiny.scorecards({"Ada": (4, 0), "Bo": (4, 2)})[:1])
    open_ = evaluate(tiny.method(), tender, bids, alone)
    assert open_.ranking.of("Ada").node("plan").high == Fraction(4, 5)
    assert open_.ranking.of("Bo").node("plan").low < open_.ranking.of("Bo").node("plan").high
    all_ = evaluate(tiny.method(), tiny.tender(recused={"Finn": ("Ada", "Bo")}), bids, alone)
    assert Rule.EVALUATOR_MISSING in [one.rule for one in open_.findings]
    assert Rule.EVALUATOR_MISSING not in [one.rule for one in all_.findings]


def test_a_sub_criterion_that_nobody_scores_stays_open_and_is_told() -> None:
    tender = tiny.tender(assignments={"Eva": ("other",), "Finn": ("other",)})

    made = evaluate(tiny.method(), tender, [tiny.bid("Ada")], judged({"Ada": (4, 4)}))

    assert (made.ranking.of("Ada").node("plan").low, made.ranking.of("Ada").node("plan").high) == (0, 1)
    assert made.ranking.of("Ada").status is Status.UNSETTLED
    assert Rule.CRITERION_UNASSIGNED in [one.rule for one in made.findings]


def test_an_amount_of_money_is_scored_on_its_range_and_in_the_tenders_currency_alone() -> None:
    capital = Question(
        id="SU-01", section="main", text=tiny.words("Insured for"), kind=Kind.MONEY, judge=Judge.AUTO,
        criterion="support", weight=Decimal(100), range=Range(worst=Decimal(0), best=Decimal(1000)),
        gate=Gate(reason=tiny.words("too little"), at_least=Decimal(100)),
    )  # fmt: skip
    asked = tuple(one for one in tiny.method().questions if one.criterion != "support")
    method = tiny.method(questions=(capital, *asked))

    def ranked(amount: int, currency: str) -> Result:
        bid = tiny.bid("Ada")
        said = tiny.answer("SU-01", Money(Decimal(amount), currency))
        bid = replace(bid, answers={**bid.answers, "SU-01": said})
        return evaluate(method, tiny.tender(), [bid], judged({"Ada": (5, 5)})).ranking.of("Ada")

    assert ranked(400, "CNY").node("support").value == Fraction(2, 5)
    assert ranked(50, "CNY").status is Status.EXCLUDED
    for amount in (
        50,
        400,
    ):  # neither worth nothing nor out: what it is in the tender's currency is for a person to say
        found = ranked(amount, "USD")
        assert (found.node("support").low, found.node("support").high) == (0, 1)
        assert found.status is Status.UNSETTLED
