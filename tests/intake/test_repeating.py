"""A reason that only repeats the scale is told from one that says what was seen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.domain.question import Level
from evaluator.domain.text import Text
from evaluator.intake.repeating import repeats
from tests import tiny

LEAF = replace(
    tiny.method().leaf("plan"),
    levels=(
        Level(points=Decimal(0), text=Text("没有方案。", "No plan.")),
        Level(
            points=Decimal(5),
            text=Text("写明分工和时限，附工单统计。", "Division of work and times are stated, with statistics."),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "reason",
    ["写明分工和时限，附工单统计", "写明了分工、时限，附工单统计。", "Division of work and times are stated.",
     "with statistics; division of work and times are stated", "No plan"],
)  # fmt: skip
def test_the_words_of_the_scale_say_nothing_of_the_bid(reason):
    assert repeats(reason, LEAF)


@pytest.mark.parametrize(
    "reason",
    ["", "T-02 第三段列出五个角色和到场时限，附 2025 年 1200 张工单的统计。",
     "Named lead and two engineers; 4 h on site, proven by 2025 tickets.",
     "Division of work and times are stated, with statistics: 1,200 tickets of 2025 in annex 3, 96 % closed within 4 h."],
)  # fmt: skip
def test_a_reason_of_its_own_is_left_alone(reason):
    assert not repeats(reason, LEAF)
