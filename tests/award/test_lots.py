"""Which lots one vendor has, and when they are more than the limit."""

from __future__ import annotations

import pytest

from evaluator.award.lots import lot_order, next_lot, over_limit
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.text import Lang
from evaluator.i18n.words import message
from evaluator.intake.bids import vendor_key
from evaluator.intake.tender_check import check_tender
from tests import tiny


@pytest.mark.parametrize(
    ("limit", "found"), [(None, []), (1, [("ada", 3), ("bo", 2)]), (2, [("ada", 3)]), (3, []), (9, [])]
)
def test_each_vendor_with_more_lots_than_the_limit_is_found_once(
    limit: int | None, found: list[tuple[str, int]]
) -> None:
    awards = [("10", "Ada"), ("2", "ＡＤＡ "), ("3", "Bo"), ("B", "ada"), ("4", "bo"), ("5", "Cy")]

    told = over_limit(awards, limit)

    assert [(vendor_key(one.vendor), dict(one.params)["n"]) for one in told] == found
    assert {(one.rule, one.severity) for one in told} <= {(Rule.AWARD_LIMIT, Severity.WARNING)}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "标包 2、10 都选这家供应商，共 2 个，超过一家最多 1 个的限制"),
        ("en", "Lots 2, 10 would go to this vendor: 2, where the limit is 1"),
    ],
)
def test_the_finding_names_the_lots_in_their_order(lang: Lang, words: str) -> None:
    (found,) = over_limit([("10", "Ada"), ("2", "Ada")], 1)

    assert message(found, lang).startswith(words)


def test_two_lots_of_one_number_are_two_lots() -> None:
    assert len(over_limit([("1", "Ada"), ("1", "Ada")], 1)) == 1


def test_lots_stand_by_number_and_the_next_number_is_free() -> None:
    assert sorted(["11", "B", "2", "a", "１"], key=lot_order) == ["１", "2", "11", "a", "B"]
    assert (next_lot([]), next_lot(["2", "7", "B"]), next_lot(["B"])) == ("1", "8", "1")


@pytest.mark.parametrize(
    ("facts", "faults"),
    [
        ({}, []),
        ({"purchase": "P-7", "lot": "1"}, []),
        ({"purchase": "P-7", "lot": "1", "award_limit": 1}, []),
        ({"lot": "1"}, [("purchase", "lot_purchase")]),
        ({"purchase": "P-7", "lot": " "}, [("lot", "lot_number")]),
        ({"award_limit": 2}, [("award_limit", "limit_alone")]),
        ({"purchase": "P-7", "lot": "1", "award_limit": 0}, [("award_limit", "limit_small")]),
    ],
)
def test_a_lot_has_a_purchase_and_a_number_and_only_lots_have_a_limit(
    facts: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert [(key, rule) for key, rule, _ in check_tender(tiny.tender(**facts))] == faults
