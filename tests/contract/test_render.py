"""Typed values become words in both languages; a vendor's own words stay as they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.render import Shape, in_capitals, render
from evaluator.contract.words import Own, foreign, language, own
from evaluator.domain.money import Money
from evaluator.domain.question import Option
from evaluator.domain.text import Text

OPTIONS = (Option(key="sm4", text=Text("国密SM4", "SM4")), Option(key="aes", text=Text("AES-256", "AES-256")))


@pytest.mark.parametrize(
    ("value", "shape", "zh", "en"),
    [
        (Decimal(15), Shape("duration", "working_day"), "15个工作日", "15 working days"),
        (Decimal(1), Shape("duration", "hour"), "1小时", "1 hour"),
        (Decimal("99.90"), Shape("percent"), "99.9%", "99.9%"),
        (Decimal(80000), Shape("number", "person"), "80,000人", "80,000 people"),
        (Decimal(3), Shape("number"), "3", "3"),
        (date(2026, 5, 1), Shape("date"), "2026年5月1日", "1 May 2026"),
        ("sm4", Shape("choice", "", OPTIONS), "国密SM4", "SM4"),
        (("sm4", "aes"), Shape("multi_choice", "", OPTIONS), "国密SM4、AES-256", "SM4, AES-256"),
        (Money(Decimal("1207")), Shape("money"), "1,207.00元", "CNY\u00a01,207.00"),
        (Money(Decimal("0.125"), "USD"), Shape("money"), "USD\u00a00.125", "USD\u00a00.125"),
        (
            Money(Decimal(1280000)), Shape("money", tax="included"),
            "人民币1,280,000.00元（大写：人民币壹佰贰拾捌万元整，含税）", "CNY\u00a01,280,000.00 (tax included)",
        ),
        (Money(Decimal(900), "EUR"), Shape("money", tax="excluded"), "EUR\u00a0900.00（不含税）", "EUR\u00a0900.00 (tax excluded)"),
    ],
)  # fmt: skip
def test_a_typed_value_reads_right_in_both_languages(value, shape, zh, en):
    speaker = Speaker("both", {"person": Text("人", "people")})

    words = render(value, shape)

    assert (speaker.plain(words, "zh"), speaker.plain(words, "en")) == (zh, en)


def test_capitals_stand_only_beside_yuan():
    assert in_capitals(Money(Decimal(12))) == "壹拾贰元整"
    assert in_capitals(Money(Decimal(12), "USD")) == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("每日备份，AES 加密", "zh"), ("Daily backup of all data", "en"), ("AES-256, TLS 1.3", None), ("Ada Ltd", None),
        ("sales@ada.example", None), ("https://ada.example/terms and www.ada.example", None),
    ],
)  # fmt: skip
def test_only_words_that_need_a_translation_have_a_language(text, lang):
    assert language(text) == lang


def test_a_vendor_s_chinese_is_foreign_in_english_only():
    words = (own("异地备份"),)

    assert (foreign(words, "en"), foreign(words, "zh"), foreign((Own("AES"),), "en")) == (True, False, False)


def test_in_two_columns_a_foreign_text_leaves_only_the_notice():
    words = (own("异地备份"),)

    assert [piece.text for piece in Speaker("both", {}).pieces(words, "en")] == ["[translation pending] "]
    assert [piece.text for piece in Speaker("both", {}).pieces(words, "zh")] == ["异地备份"]
    assert [piece.text for piece in Speaker("en", {}).pieces(words, "en")] == ["[translation pending] ", "异地备份"]
