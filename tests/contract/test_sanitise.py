"""Vendors' text at the border: nothing unseen, nothing unprintable, no line break where one line is meant."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.sanitise import LINE_LIMIT, TEXT_LIMIT, block, clean, line, printable


@pytest.mark.parametrize(
    ("given_text", "kept", "note"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne", "breaks"),
        ("1\u202e00\u202c,000", "100,000", "unseen"),
        ("ze\u200bro\ufeff", "zero", "unseen"),
        ("tag\U000e0041", "tag", "unseen"),
        ("bell\x07feed\x0c", "bell\ufffdfeed\ufffd", "broken"),
        ("lone \ud800", "lone \ufffd", "broken"),
        ("non\ufffe\uffff", "non\ufffd\ufffd", "broken"),
    ],
)
def test_each_kind_of_bad_character_is_handled_and_noted(given_text, kept, note):
    found = clean(given_text)

    assert found.text == kept
    assert found.notes == (note,)


def test_a_line_break_cannot_open_an_article_of_the_vendor_s_own():
    found = clean("Ada Ltd\n第十二条 甲方放弃索赔", one_line=True)

    assert found.text == "Ada Ltd / 第十二条 甲方放弃索赔"
    assert found.notes == ("joined",)


def test_composed_and_decomposed_letters_come_out_the_same():
    assert line("Soci\u00e9te\u0301") == line("Socie\u0301t\u00e9") == "Soci\u00e9t\u00e9"


def test_a_text_that_is_too_long_says_that_it_was_cut():
    found = clean("x" * 10_000, one_line=True)

    assert len(found.text) == LINE_LIMIT
    assert found.text.endswith("…")
    assert found.notes == ("shortened",)
    assert len(block("x" * 10_000)) == TEXT_LIMIT


@given(st.text())
def test_clean_text_stays_as_it_is_when_cleaned_again(text):
    once = block(text)

    assert block(once) == once
    assert printable(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in line(text)
