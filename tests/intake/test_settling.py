"""What a person writes beside a cell is checked like what a vendor writes into it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evaluator.domain.bid import Scalar
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.settling import asked_of, typed
from evaluator.intake.values import Asked
from tests import tiny

LEVELS = Asked(Kind.CHOICE, "", tiny.LEVEL.options)
ASKED = questionnaire(tiny.method(), (), tiny.tender())


@pytest.mark.parametrize(
    ("given", "asked", "value"),
    [
        (Decimal("0.999"), Asked(Kind.PERCENT, "%"), Decimal("0.999")),
        ("4h", Asked(Kind.DURATION, "hour"), Decimal(4)),
        ("3个工作日", Asked(Kind.DURATION, "hour"), None),
        ("Level 2", LEVELS, "two"),
        ("three", LEVELS, "three"),
        ("nonsense", LEVELS, None),
        (Decimal(2), LEVELS, None),
        (("two", "three"), Asked(Kind.MULTI_CHOICE, "", tiny.LEVEL.options), ("two", "three")),
        (Decimal(1200), Asked(Kind.MONEY, currency="USD"), Money(Decimal(1200), "USD")),
        (date(2026, 3, 4), Asked(Kind.DATE), date(2026, 3, 4)),
        (date(2026, 3, 4), Asked(Kind.NUMBER), None),
    ],
)
def test_a_settled_value_answers_the_question_or_is_none(given: Scalar, asked: Asked, value: Scalar | None) -> None:
    assert typed(given, asked) == value


@pytest.mark.parametrize(
    ("item", "kind"),
    [("SU-01", Kind.DURATION), ("REQ/R1/response", Kind.CHOICE), ("XX-99", None), ("REQ/R1/colour", None)],
)
def test_an_item_is_a_question_or_a_column_of_its_table(item: str, kind: Kind | None) -> None:
    asked = asked_of(ASKED, item, "CNY", {})

    assert (asked.kind if asked else None) is kind
