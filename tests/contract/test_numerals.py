"""Chinese numerals of articles and amounts in capitals, as a bank and a court read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.numerals import capitals, chinese_number

_VALUES = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> Decimal:
    """An amount in capitals as a reader works it out, place by place."""
    total, group, digit = 0, 0, 0
    whole, _, rest = words.partition("元") if "元" in words else ("", "", words)
    for char in whole:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in _PLACES:
            group, digit = group + digit * _PLACES[char], 0
        elif char == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        elif char == "亿":
            total, group, digit = (total + group + digit) * 100_000_000, 0, 0
    amount = Decimal(total + group + digit)
    for mark, share in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        at = rest.find(mark)
        amount += _VALUES[rest[at - 1]] * share if at > 0 else 0
    return amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"), ("0.07", "柒分"), ("0.5", "伍角整"), ("10", "壹拾元整"), ("107.53", "壹佰零柒元伍角叁分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("325.04", "叁佰贰拾伍元零肆分"),
        ("1000000", "壹佰万元整"), ("100000305", "壹亿零叁佰零伍元整"), ("1900000", "壹佰玖拾万元整"),
    ],
)  # fmt: skip
def test_amounts_in_capitals_follow_the_banks_rules(amount, words):
    assert capitals(Decimal(amount)) == words


@given(st.integers(min_value=0, max_value=10**13))
def test_an_amount_in_capitals_reads_back_as_the_same_amount(fen):
    assert read_back(capitals(Decimal(fen) / 100)) == Decimal(fen) / 100


def test_an_amount_below_zero_has_no_words():
    with pytest.raises(ValueError, match="no form in capitals"):
        capitals(Decimal("-1"))


def test_article_numbers_grow_with_their_words_and_stop_at_999():
    assert len({chinese_number(number) for number in range(1, 1000)}) == 999
    with pytest.raises(ValueError, match="between 1 and 999"):
        chinese_number(1000)
