"""Variant bids: ranked beside the main bid where the method allows them, else out and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from evaluator.award.debrief import Ground, unsuccessful
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Evaluation, Status
from evaluator.domain.text import Text
from evaluator.intake.alike import alike
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.tender_check import check_tender
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import drafts, tiny

VARIANTS = {"Ada – cloud": " ada "}


def ranked(*bids: Bid, allowed: bool = True) -> Evaluation:
    cards = tiny.scorecards({bid.vendor: (3, 3) for bid in bids})
    return evaluate(tiny.method(variants=allowed), tiny.tender(variants=VARIANTS), bids, Judgements(scorecards=cards))


BIDS = (tiny.bid("Ada"), tiny.bid("Ada – cloud", prices=(50, 250)), tiny.bid("Bo", prices=(90, 450)))


def test_a_variant_is_ranked_beside_its_main_bid_with_prices_compared() -> None:
    found = ranked(*BIDS).ranking

    assert [(row.vendor, row.place, row.variant_of) for row in found.ranked()] == [
        ("Ada – cloud", 1, "Ada"), ("Bo", 2, ""), ("Ada", 3, ""),
    ]  # fmt: skip
    assert found.of("Ada").node("price").value == Fraction(1, 2)


def test_a_variant_that_the_method_does_not_allow_is_out_and_presses_nobody() -> None:
    found = ranked(*BIDS, allowed=False).ranking
    out = found.of("Ada – cloud")

    assert (out.status, [(one.rule, dict(one.params)["main"]) for one in out.reasons]) == (
        Status.EXCLUDED, [(Rule.VARIANT_NOT_ALLOWED, "Ada")],
    )  # fmt: skip
    assert [row.vendor for row in found.ranked()] == ["Bo", "Ada"]
    assert found.of("Bo").node("price").value == 1


def test_a_variant_without_a_main_bid_is_told() -> None:
    told = [one for one in ranked(*BIDS[1:]).findings if one.rule is Rule.VARIANT_ALONE]

    assert [(one.vendor, dict(one.params)["main"]) for one in told] == [("Ada – cloud", " ada ")]
    assert not [one for one in ranked(*BIDS).findings if one.rule is Rule.VARIANT_ALONE]


@pytest.mark.parametrize(
    ("chosen", "written"), [("Ada – cloud", ("Bo",)), ("Ada", ("Bo",)), ("Bo", ("Ada – cloud", "Ada"))]
)
def test_no_letter_tells_a_vendor_that_its_other_bid_was_chosen(chosen: str, written: tuple[str, ...]) -> None:
    ground = Ground(
        tender=tiny.tender(variants=VARIANTS), method=tiny.method(variants=True), evaluation=ranked(*BIDS),
        chosen=chosen, cards=(),
    )  # fmt: skip

    assert unsuccessful(ground) == written


def test_what_a_variant_shares_with_its_main_bid_is_no_likeness() -> None:
    same = [replace(one, files=tuple(replace(file, sha256="1" * 64) for file in one.files)) for one in BIDS[:2]]
    asked = questionnaire(tiny.method(), (), tiny.tender())

    assert [one.rule for one in alike(same, asked)] == [Rule.FILE_SHARED]
    assert alike([same[0], replace(same[1], variant_of="Ada")], asked) == ()


def test_the_contract_of_a_variant_names_the_company() -> None:
    made = drafts.bid("Ada – cloud", V1=drafts.cell("V1", "Ada – cloud", "Cover", "C5"))

    assert drafts.values(replace(made, variant_of="Ada Ltd"))["vendor_name"].value == Text("Ada Ltd", "Ada Ltd")


@pytest.mark.parametrize(
    ("variants", "faults"),
    [
        ({"Ada – B": "Ada", "Ada – C": "Ada"}, []),
        ({"Ada – B": " "}, [("variants.Ada – B", "variant_main")]),
        ({"Ada – B": "Ada", "Ada – C": "ada – b"}, [("variants.Ada – C", "variant_main")]),
        ({"Ada": "Ada"}, [("variants.Ada", "variant_main")]),
        ({" ": "Ada"}, [("variants.0", "text_empty")]),
    ],
)
def test_a_variant_belongs_to_a_main_bid(variants: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert [(key, rule) for key, rule, _ in check_tender(tiny.tender(variants=variants))] == faults
