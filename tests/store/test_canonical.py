"""Values are written one way only and come back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.store.canonical import Json, canonical, exact, parsed, plain
from evaluator.store.columns import Exact

JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)


class Colour(StrEnum):
    BLUE = "blue"


@dataclass(frozen=True)
class Pair:
    points: Decimal
    days: tuple[date, ...]


@given(JSON)
def test_a_value_comes_back_as_it_was(value: Json) -> None:
    assert parsed(canonical(value)) == value
    assert exact(value) == value


@given(st.dictionaries(st.text("abc", max_size=3), st.integers()))
def test_the_order_of_keys_never_matters(value: dict[str, int]) -> None:
    assert canonical(dict(value)) == canonical(dict(reversed(value.items())))


@pytest.mark.parametrize("value", [0.5, {"a": [1, 0.5]}, float("nan"), {"b": {"c": 1.0}}])
def test_a_float_is_refused_wherever_it_hides(value: Json) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(value)


@pytest.mark.parametrize("text", ["0.5", "[1e3]", "NaN", "Infinity"])
def test_a_number_that_is_not_whole_is_refused_when_read(text: str) -> None:
    with pytest.raises(ValueError, match="written as strings"):
        parsed(text)


def test_nouns_become_json_without_loss_of_digits() -> None:
    pair = Pair(Decimal("1E+2"), (date(2026, 3, 1),))

    assert plain({"pair": pair, "share": Fraction(2, 6), "colour": Colour.BLUE, "file": b"abc", "set": {2, 1}}) == {
        "pair": {"points": "100", "days": ["2026-03-01"]},
        "share": "1/3",
        "colour": "blue",
        "file": {"sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "size": 3},
        "set": [1, 2],
    }


@pytest.mark.parametrize("value", [0.5, object(), print])
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no exact JSON form"):
        plain(value)


@pytest.mark.parametrize("value", [7.5, Decimal("NaN"), Decimal("Infinity"), "7.5"])
def test_a_decimal_column_takes_finite_decimals_only(value: object) -> None:
    with pytest.raises(TypeError, match="finite Decimal"):
        Exact().process_bind_param(value, None)  # type: ignore[arg-type]  # what it must refuse is of the wrong type
