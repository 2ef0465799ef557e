"""What second opinions add to the findings: who could not judge, who differs, and a sum that does not agree."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Evaluation
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import message
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.services import opinions
from evaluator.services.exporting import confirmed
from tests import tiny

BIDS = [
    tiny.bid("Ada", hours=5, prices=(300, 500)),
    tiny.bid("Bo", hours=20, prices=(100, 100)),
    tiny.bid("Cy", hours=9),
]
RANKING = evaluate(
    tiny.method(), tiny.tender(), BIDS,
    Judgements(scorecards=tiny.scorecards({"Ada": (5, 5), "Bo": (0, 0), "Cy": (3, 3)})),
).ranking  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_a_method_that_cannot_judge_and_one_that_differs_are_sentences_with_their_names(lang: Lang) -> None:
    found, said = opinions.ask(RANKING)

    refused = [message(one, lang) for one in said if one.rule is Rule.OPINION_REFUSED]
    differs = [message(one, lang) for one in said if one.rule is Rule.OPINION_DIFFERS]
    assert len(found) == 27
    assert len(refused) == sum(not isinstance(one, opinions.Opinion) for one in found.values()) > 0
    assert all(tiny.words("Plan").show(lang) in line for line in refused)
    assert differs
    # Methods that move the same bids are one sentence.
    assert len({one.params for one in said if one.rule is Rule.OPINION_DIFFERS}) == len(differs) < 10
    assert not any("weighted_" in line or ".." in line or "。。" in line for line in (*refused, *differs))


def test_totals_that_the_library_does_not_confirm_are_a_blocker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Rule.CROSS_CHECK_FAILED not in {one.rule for one in opinions.ask(RANKING)[1]}

    monkeypatch.setattr(opinions, "cross_check", lambda *_: 0.25)
    found = [one for one in opinions.ask(RANKING)[1] if one.rule is Rule.CROSS_CHECK_FAILED]

    assert [(one.severity.value, dict(one.params)) for one in found] == [("blocker", {"difference": "0.25"})]


def test_a_shortlist_workbook_says_when_its_totals_are_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation = Evaluation(bids=(), ranking=RANKING, findings=())
    assert confirmed(evaluation).findings == ()

    monkeypatch.setattr(opinions, "cross_check", lambda *_: 0.25)

    assert [one.rule for one in confirmed(evaluation).findings] == [Rule.CROSS_CHECK_FAILED]


def test_the_library_confirms_totals_and_has_none_to_confirm_under_a_named_method() -> None:
    wrong = replace(RANKING, results=tuple(replace(row, score=Fraction(1, 2)) for row in RANKING.results))

    assert opinions.cross_checked(RANKING) == []
    assert [one.rule for one in opinions.cross_checked(wrong)] == [Rule.CROSS_CHECK_FAILED]
    assert opinions.cross_checked(replace(wrong, rule="topsis")) == []
