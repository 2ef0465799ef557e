"""What people read instead of the address of an answer."""

from __future__ import annotations

import pytest

from evaluator.domain.finding import Rule, finding
from evaluator.domain.question import Column, FixedRow, Kind, Question
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake.naming import item_name

FREE = Question(
    id="PL-02", section="plan", text=Text("阶段", "Stages"), kind=Kind.TABLE,
    columns=(Column(key="acceptance", title=Text("验收", "Acceptance")),),
)  # fmt: skip
FIXED = Question(
    id="SU-02", section="service", text=Text("响应", "Response"), kind=Kind.TABLE,
    columns=(Column(key="response", title=Text("响应时间", "Response time")),), rows=(FixedRow(key="P1", title=Text()),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("item", "question", "zh", "en"),
    [
        ("ST-07", None, "ST-07", "ST-07"),
        ("TOTAL", None, "投标总价", "Your total price"),
        ("REQ", None, "需求清单", "Requirements"),
        ("REQ/R-23", None, "需求 R-23", "Requirement R-23"),
        ("REQ/R-23/response", None, "需求 R-23 的“答复”", "“Reply” of Requirement R-23"),
        ("REQPRICE/R-01/price", None, "需求 R-01 的“另行收费总价”", "“Extra price” of Requirement R-01"),
        ("PRICE/P-05/unit_price", None, "报价行 P-05 的“单价”", "“Unit price” of Price line P-05"),
        ("PL-02/3/acceptance", FREE, "PL-02 第 3 行的“验收”", "“Acceptance” of PL-02 row 3"),
        ("SU-02/P1/response", FIXED, "SU-02 P1 的“响应时间”", "“Response time” of SU-02 P1"),
    ],
)
def test_an_item_is_called_by_the_words_of_its_row_and_column(
    item: str, question: Question | None, zh: str, en: str
) -> None:
    blank = finding(Rule.BLANK, id=item_name(item, question))

    assert message(blank, "zh").startswith(f"没有答复：{zh}。")
    assert message(blank, "en").startswith(f"{en} has no answer")
