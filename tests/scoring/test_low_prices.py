"""When a price has to be explained: each limit, what it is compared with, and a price that the panel questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.adapters.low_price_files import bundled_low_prices
from evaluator.adapters.packs import check_method, load_pack
from evaluator.domain.finding import Finding, Rule, Severity
from evaluator.domain.low_price import LIMITS
from evaluator.domain.method import AbnormallyLow
from evaluator.domain.ranking import Evaluation, Status
from evaluator.domain.score import LowPrice, LowPriceDoubt
from evaluator.intake.method_rules import LOW_RULES
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.low_prices import low_price_item
from evaluator.scoring.price import LIMIT_OF, abnormally_low
from tests import tiny

RULES = bundled_low_prices()


def asked(low: AbnormallyLow, prices: Mapping[str, int], **given: int) -> list[tuple[str, str]]:
    """Vendor and what its price is compared with, for each trigger."""
    rule = replace(tiny.method().price, abnormally_low=low)
    amounts = {name: Fraction(given[name]) if name in given else None for name in ("ceiling", "estimate")}
    found = abnormally_low(rule, {name: Fraction(price) for name, price in prices.items()}, *amounts.values())
    return [(vendor, key) for vendor, key, _, _ in found]


def by(rules: str, **own: Decimal) -> AbnormallyLow:
    """The limits of a set of rules as a method writes them out, with limits of its own."""
    one = RULES[rules]
    return AbnormallyLow(
        pack=rules, at_limit=one.at_limit, judgement=one.judgement, minutes=one.minutes, **{**one.limits(), **own}
    )


@pytest.mark.parametrize(
    ("prices", "given", "told"),
    [
        ({"Ada": 49, "Bo": 100, "Cy": 151}, {}, ["mean", "second"]),
        ({"Ada": 50, "Bo": 100, "Cy": 150}, {}, []),  # half exactly is not below it
        ({"Ada": 449}, {"ceiling": 1000}, ["ceiling"]),
        ({"Ada": 450}, {"ceiling": 1000}, []),
        ({"Ada": 449}, {"estimate": 1000}, ["budget"]),
        ({"Ada": 449}, {"ceiling": 500, "estimate": 1000}, []),  # the ceiling is there, so it alone is compared with
    ],
)
def test_china_2026_asks_strictly_below_each_of_its_three_limits(
    prices: dict[str, int], given: dict[str, int], told: list[str]
) -> None:
    assert asked(by("cn_2026"), prices, **given) == [("Ada", key) for key in told]


@pytest.mark.parametrize(
    ("prices", "told"),
    [
        ({"Ada": 60, "Bo": 100, "Cy": 100}, [("Ada", "others"), ("Ada", "next")]),
        ({"Ada": 61, "Bo": 87, "Cy": 100}, []),
        (
            {"Ada": 69, "Bo": 70, "Cy": 100},
            [("Bo", "next")],
        ),  # each against the next above it, exactly at the limit too
        ({"Ada": 70, "Bo": 70, "Cy": 100}, [("Ada", "next"), ("Bo", "next")]),
        ({"Ada": 10}, []),
    ],
)
def test_ukraine_asks_at_its_limits_too_and_compares_with_the_others(
    prices: dict[str, int], told: list[tuple[str, str]]
) -> None:
    assert asked(by("ua"), prices) == told


def test_where_rules_name_no_figure_the_buyer_publishes_its_own() -> None:
    prices = {"Ada": 79, "Bo": 130}

    for rules in ("world_bank", "uk_2023", "generic"):
        assert not RULES[rules].limits() and RULES[rules].judgement
        assert asked(by(rules), prices, estimate=100) == []
        own = by(rules, below_estimate=Decimal(80))
        assert asked(own, prices, estimate=100) == [("Ada", "estimate")]
        assert check_method(method(own)) == []


def method(low: AbnormallyLow) -> Any:
    """The property services' method, which passes every check, with these rules on low prices."""
    held = load_pack("services_cn").method
    return replace(held, price=replace(held.price, abnormally_low=low))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"below_mean": Decimal(60)}, ("below_mean", "low_rules_limit")),
        ({"below_second": None}, ("below_second", "low_rules_limit")),
        ({"at_limit": True}, ("at_limit", "low_rules_switch")),
        ({"judgement": False}, ("judgement", "low_rules_switch")),
        ({"minutes": 29}, ("minutes", "low_rules_minutes")),
        ({"minutes": None}, ("minutes", "low_rules_minutes")),
        ({"pack": "moon"}, ("pack", "low_rules_unknown")),
        ({"minutes": 60, "below_others": Decimal(50)}, None),  # more time, and a limit that they leave open
        ({"pack": "own_limits", "below_mean": Decimal(60), "minutes": None}, None),
    ],
)
def test_a_method_says_what_the_rules_fix_that_it_names(change: dict[str, Any], fault: tuple[str, str] | None) -> None:
    found = [(key.removeprefix("price.abnormally_low."), rule) for key, rule in (
        (one.key, one.rule) for one in check_method(method(replace(by("cn_2026"), **change)))
    )]  # fmt: skip

    assert found == ([fault] if fault else [])


def test_every_set_of_rules_has_a_name_a_source_and_a_day_and_every_limit_something_to_compare_with() -> None:
    assert set(RULES) == set(LOW_RULES) - {AbnormallyLow().pack}
    assert set(LIMIT_OF.values()) == set(LIMITS)
    for rules in RULES.values():
        assert rules.source.zh and rules.source.en and rules.summary.zh and rules.summary.en and rules.checked_on
        assert rules.valid_from or not rules.counsel or rules.unverified.en  # an unknown day is told


def told(judged: Judgements, *, judgement: bool = True) -> tuple[Evaluation, list[Finding]]:
    low = AbnormallyLow(judgement=judgement)
    bids = [tiny.bid("Ada"), tiny.bid("Low", prices=(10, 50))]
    cards = tiny.scorecards(dict.fromkeys(("Ada", "Low"), (3, 3)))
    rules = tiny.method(price=replace(tiny.method().price, abnormally_low=low))
    found = evaluate(rules, tiny.tender(), bids, replace(judged, scorecards=cards))
    return found, [one for one in found.findings if one.rule is Rule.LOW_PRICE_DOUBTED]


def test_a_price_that_the_panel_questions_is_asked_about_and_stays_until_it_is_judged() -> None:
    ranked, _ = told(Judgements())
    item = low_price_item(ranked.ranking.of("Low").price or Fraction(0))
    doubt = LowPriceDoubt(vendor="Low", item=item, reason="below the minimum wage", by="Lea")

    found, asked_about = told(Judgements(low_doubts=(doubt,)))
    assert found.ranking == ranked.ranking
    assert [(one.vendor, one.severity, dict(one.params)["reason"]) for one in asked_about] == [
        ("Low", Severity.WARNING, "below the minimum wage")
    ]
    word = LowPrice(vendor="Low", item=item, accepted=False, reason="no proof", by="Lea")
    found, asked_about = told(Judgements(low_doubts=(doubt,), low_prices=(word,)))
    assert found.ranking.of("Low").status is Status.EXCLUDED
    assert [one.severity for one in asked_about] == [Severity.NOTE]

    assert told(Judgements(low_doubts=(doubt,)), judgement=False)[1] == []
    assert told(Judgements(low_doubts=(replace(doubt, item="TOTAL 1.00"),)))[1] == []
