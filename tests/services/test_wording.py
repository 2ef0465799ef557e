"""Questions and values in words, in the language of whoever reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evaluator.domain.bid import Scalar
from evaluator.domain.money import Money
from evaluator.domain.text import Lang
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title, question_text, value_text


@pytest.mark.parametrize(
    ("item", "lang", "words"),
    [
        ("SE-01", "en", "At which level of the multi-level protection scheme"),
        ("REQ/R-02/response", "zh", "新建客户时自动查重，提示疑似重复；合并后保留双方的全部历史 · 答复"),
        ("PRICE/P-05/unit_price", "en", "Cleansing and migration of existing data · Unit price"),
        ("TR-04/2/industry", "en", "List the three to five cases closest to this project · row 2 · Industry"),
        ("V1", "zh", "投标人全称（与营业执照一致）"),
        ("XX-99", "en", "XX-99"),
    ],
)
def test_a_question_and_a_cell_of_a_table_have_names(state: TenderState, item: str, lang: Lang, words: str) -> None:
    assert question_text(state, item, lang).startswith(words)


@pytest.mark.parametrize(
    ("item", "value", "lang", "words"),
    [
        ("SE-01", "level2", "en", "Level 2"),
        ("ST-01", Decimal("99.90"), "zh", "99.9%"),
        ("ST-07", Decimal(4), "en", "4 hours"),
        ("TR-01", Decimal(7), "zh", "7个"),
        ("CO-05", date(2019, 6, 21), "zh", "2019年6月21日"),
        ("PRICE/P-01/unit_price", Money(Decimal(1280)), "en", "CNY\u00a01,280.00"),
        ("REQ/R-01/response", "partial", "zh", "部分满足"),
        ("SE-01", None, "en", ""),
    ],
)
def test_a_typed_value_is_said_with_its_unit_or_option(
    state: TenderState, item: str, value: Scalar | None, lang: Lang, words: str
) -> None:
    assert value_text(state, item, value, lang) == words


@pytest.mark.parametrize(
    ("item", "zh", "en"),
    [
        ("V1", "投标人全称（与营业执照一致）", "Full registered name, as on the licence"),
        ("ST-01", "ST-01", "ST-01"),
        ("REQ/R-02/response", "需求 R-02 的“答复”", "“Reply” of Requirement R-02"),
        ("TR-04/2/industry", "TR-04 第 2 行的“行业”", "“Industry” of TR-04 row 2"),
    ],
)
def test_an_item_has_a_title_that_holds_no_address_of_the_program(
    state: TenderState, item: str, zh: str, en: str
) -> None:
    assert (item_title(state, item, "zh"), item_title(state, item, "en")) == (zh, en)
