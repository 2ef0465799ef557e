"""What a number format writes beside a number, and when it is not to be believed."""

from __future__ import annotations

import pytest

from evaluator.intake.cells import Cell
from evaluator.intake.number_format import NONE, affixes


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("", "0.125"),
        ("General", "0.125"),
        ('General"天"', "0.125天"),
        ("0.00%", "12.5%"),
        ('0%"（含）"', "12.5%"),
        ('0.0"%"', "0.125%"),
        (r"0.0\%", "0.125%"),
        ('#,##0.00" 元"', "0.125 元"),
        ("¥#,##0.00_);[Red]\\(¥#,##0.00\\)", "¥0.125"),
        ('_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "¥0.125"),
        ("[$€-407] #,##0.00", "€ 0.125"),
        ("[DBNum1][$-804]General", "0.125"),
        ("+0;-0", "0.125"),
        ("yyyy-mm-dd", "0.125"),
        ("0 ", "0.125"),
    ],
)
def test_a_number_is_written_with_its_unit_and_every_digit(code: str, written: str) -> None:
    assert Cell(1, 1, "0.125", "number", code).written == written


@pytest.mark.parametrize(
    "code",
    [
        '0.0,"万"',
        '0!.0,"万"',
        '0,,"M"',
        "000-0000",
        '0"小时"00"分"',
        "# ?/?",
        "0.00E+00",
        '[>=1000]0,"k";0"件"',
        '"-"',
        "@",
    ],
)
def test_a_format_that_scales_splits_or_chooses_adds_nothing(code: str) -> None:
    assert affixes(code) == NONE


def test_only_numbers_have_a_number_format_to_be_written_with() -> None:
    assert Cell(1, 1, "0.125", "text", "0%").written == "0.125"
    assert Cell(1, 1, "2026-05-01", "date", '0"日"').written == "2026-05-01"
