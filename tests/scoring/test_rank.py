"""Places by the published rule: a named method, shared places, and what happens when the method cannot judge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.method import Award, Combine
from evaluator.domain.ranking import Evaluation, Status
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import message
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny


def evaluated(bids: list[Bid], award: Award, points: tuple[int, int] = (4, 4)) -> Evaluation:
    cards = tiny.scorecards({bid.vendor: points for bid in bids})
    return evaluate(tiny.method(award=award), tiny.tender(), bids, Judgements(scorecards=cards))


def by(method: str, **parameters: str | int | Decimal) -> Award:
    return Award(rule="method", method=method, parameters=parameters)


BIDS = [tiny.bid("Ada", hours=6), tiny.bid("Bo", hours=9, prices=(90, 500)), tiny.bid("Cy", hours=20, prices=(80, 400))]


@pytest.mark.parametrize(("method", "better"), [("topsis", "higher"), ("vikor", "lower")])
def test_a_named_method_gives_the_places_and_keeps_its_own_scores(method: str, better: str) -> None:
    ranking = evaluated(BIDS, by(method)).ranking

    assert (ranking.rule, ranking.better) == (method, better)
    assert [row.place for row in ranking.ranked()] == [1, 2, 3]
    ordered = sorted(ranking.keys, key=ranking.keys.__getitem__, reverse=better == "higher")
    assert [row.vendor for row in ranking.ranked()] == ordered
    assert ranking.gaps == ()


def test_a_named_method_leaves_no_additive_score_and_no_contributions() -> None:
    ranking = evaluated(BIDS, by("topsis")).ranking

    nodes = [node for row in ranking.results for top in row.nodes for node in top.walk()]
    assert {row.score for row in ranking.results} == {node.contribution for node in nodes} == {None}
    assert [row.places for row in ranking.results] == [(1, 1), (2, 2), (3, 3)]


def test_while_a_bid_is_open_every_place_under_a_named_method_is() -> None:
    # Settled one way Op is first, the other way third: the firm place that Ada has beside it says too much.
    cheap = {"prices": (60, 300)}
    open_, quick, slow = (evaluated([*BIDS, tiny.bid("Op", hours=h, **cheap)], by("topsis")) for h in (None, 4, 24))

    assert {row.places for row in open_.ranking.results} == {(1, 4)}
    assert open_.ranking.of("Ada").place == 1
    assert [found.ranking.of("Ada").places for found in (quick, slow)] == [(2, 2), (1, 1)]


def test_bids_that_the_method_finds_equal_are_told_apart_by_the_published_tie_rule() -> None:
    bids = [tiny.bid("Ada", hours=6), tiny.bid("Bo", hours=6), tiny.bid("Cy", hours=20)]

    found = evaluated(bids, by("topsis"))

    assert [(row.vendor, row.place) for row in found.ranking.results] == [("Ada", 1), ("Bo", 1), ("Cy", 3)]
    ties = [one for one in found.findings if one.rule is Rule.TIE]
    assert [dict(one.params) for one in ties] == [{"vendors": Text("Ada、Bo", "Ada, Bo")}]


def test_a_single_bid_is_first_under_every_method() -> None:
    for award in (Award(), by("topsis"), by("vikor"), by("weighted_product")):
        ranking = evaluated([tiny.bid("Ada", hours=24, level="two")], award).ranking
        assert [(row.vendor, row.place, row.status) for row in ranking.results] == [("Ada", 1, Status.RANKED)]
        assert not ranking.provisional


def test_nobody_to_rank_is_an_empty_ranking() -> None:
    ranking = evaluated([tiny.bid("Ada", level="none")], by("topsis")).ranking

    assert (ranking.ranked(), ranking.keys, ranking.of("Ada").status) == ((), {}, Status.EXCLUDED)


@pytest.mark.parametrize("lang", LANGS)
def test_a_method_that_cannot_judge_ranks_nobody_and_says_why(lang: Lang) -> None:
    # The panel gives 0, and the product method cannot take a 0.
    found = evaluated(BIDS, by("weighted_product"), points=(0, 0))

    rows = found.ranking.results
    assert {row.status for row in rows} == {Status.UNSETTLED}
    assert {(row.place, row.score) for row in rows} == {(None, None)}
    assert found.ranking.provisional
    for row in rows:
        assert [(one.rule, one.severity, one.vendor) for one in row.reasons] == [
            (Rule.METHOD_REFUSED, Severity.BLOCKER, row.vendor)
        ]
        assert message(row.reasons[0], lang).count(tiny.words("Plan").show(lang)) == 1
    assert {one.vendor for one in found.findings if one.rule is Rule.METHOD_REFUSED} == {"Ada", "Bo", "Cy"}


def test_methods_get_their_published_parameters() -> None:
    plain = evaluated(BIDS, by("vikor")).ranking.keys
    regret = evaluated(BIDS, by("vikor", v=0)).ranking.keys

    assert plain != regret


def test_a_member_of_the_panel_without_a_scorecard_is_missed_by_name() -> None:
    eva = tiny.scorecards({"Ada": (5, 5)})[:1]

    found = evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=eva))

    missing = [one for one in found.findings if one.rule is Rule.EVALUATOR_MISSING]
    assert [(dict(one.params), one.severity) for one in missing] == [({"evaluator": "Finn"}, Severity.BLOCKER)]


def test_nobody_is_missed_where_the_panel_has_agreed_or_where_nobody_is_named() -> None:
    agreed = Scorecard(
        evaluator="Chair",
        scores=(Score(evaluator="Chair", vendor="Ada", criterion="plan", points=Decimal(4)),),
        agreed=True,
    )
    by_consensus = tiny.method(combine=Combine.CONSENSUS)

    first = evaluate(by_consensus, tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=(agreed,)))
    second = evaluate(tiny.method(), tiny.tender(evaluators=()), [tiny.bid("Ada")], Judgements())

    assert Rule.EVALUATOR_MISSING not in {one.rule for one in (*first.findings, *second.findings)}


def test_a_scorecard_from_outside_the_panel_is_told_and_stands_in_for_nobody() -> None:
    eva, finn = tiny.scorecards({"Ada": (5, 5)})
    stranger = Scorecard(evaluator="Zoe", scores=finn.scores)

    found = evaluate(tiny.method(), tiny.tender(), [tiny.bid("Ada")], Judgements(scorecards=(eva, stranger)))

    told = {one.rule: dict(one.params) for one in found.findings}
    assert (told[Rule.EVALUATOR_UNKNOWN], told[Rule.EVALUATOR_MISSING]) == ({"evaluator": "Zoe"}, {"evaluator": "Finn"})
