"""Buyers' sheets of scores: criteria, weights, directions and values are found where they stand, and nothing is guessed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.matrices.decision_matrix import matrices, matrix_on
from evaluator.intake.matrices.found import FoundMatrix
from tests.workbooks import grid, workbook


def turned(sheet: SheetCells) -> SheetCells:
    """The same sheet with its columns as rows."""
    cells = {(column, row): Cell(column, row, cell.text, cell.kind) for (row, column), cell in sheet.cells.items()}
    return SheetCells(sheet.name, cells)


def read(sheet: SheetCells) -> FoundMatrix:
    found = matrix_on(sheet)
    assert found is not None
    return found


def faults(sheet: SheetCells) -> list[tuple[str, dict[str, object]]]:
    return [(one.key.removeprefix("matrix."), dict(one.params)) for one in read(sheet).faults]


CLASSIC = grid(
    ["Vendor scoring matrix"],
    [],
    ["Criteria", "Weight", "Ada", "Bo", "Comments"],
    ["Price", "30%", 4, 3, "list price"],
    ["Support", "70%", 3, 5],
    ["Total", "100%", 3.3, 4.4],
    [],
    ["Note: 5 = best"],
)


@pytest.mark.parametrize("sheet", [CLASSIC, turned(CLASSIC)], ids=["criteria down", "criteria across"])
def test_criteria_weights_and_scores_are_found_either_way_round(sheet: SheetCells) -> None:
    found = read(sheet)

    assert found.faults == ()
    assert [name for name, _ in found.alternatives] == ["Ada", "Bo"]
    assert [(one.name, one.weight, one.direction) for one in found.criteria] == [
        ("Price", Fraction(3, 10), "max"),
        ("Support", Fraction(7, 10), "max"),
    ]
    assert found.values == ((4, 3), (3, 5))


def test_every_figure_keeps_its_cell_and_what_is_left_out_is_told() -> None:
    found = read(CLASSIC)

    assert found.alternatives == (("Ada", "C3"), ("Bo", "D3"))
    assert [(one.cell, one.weight_cell) for one in found.criteria] == [("A4", "B4"), ("A5", "B5")]
    assert found.cells == (("C4", "C5"), ("D4", "D5"))
    assert found.left == {"A6": "total"}


@pytest.mark.parametrize("merged", [("A1:F1", "C2:D2", "E2:F2"), ()], ids=["merged", "as .ods is read"])
def test_weighted_scores_beside_the_scores_are_left_out(merged: tuple[str, ...]) -> None:
    found = read(
        grid(
            ["Comparison"],
            [None, None, "Ada", None, "Bo", None],
            ["Criteria", "Weight", "Score", "Weighted score", "Score", "Weighted score"],
            ["Price", 0.3, 4, 1.2, 3, 0.9],
            ["Support", 0.7, 3, 2.1, 5, 3.5],
            ["Total", 1, None, 3.3, None, 4.4],
            merged=merged,
        )
    )

    assert found.faults == ()
    assert found.alternatives == (("Ada", "C2"), ("Bo", "E2"))
    assert found.values == ((4, 3), (3, 5))
    assert found.left == {"D3": "total", "F3": "total", "A6": "total"}


def test_points_out_of_full_marks_become_shares_of_them() -> None:
    found = read(
        grid(
            ["供应商综合评分表"],
            ["序号", "评审因素", "评分标准", "满分", "甲公司", "乙公司"],
            [1, "技术方案", "优秀 25–30 分", 30, 26, 28],
            [2, "售后服务", "横向比较", 20, 18, 15],
            [3, "价格", "低价优先", 50, 50, 45.5],
            [None, "合计", None, 100, 94, 88.5],
            [None, "排名", None, None, 1, 2],
            merged=("A1:F1",),
        )
    )

    assert found.faults == ()
    assert [(one.name, one.weight, one.direction) for one in found.criteria] == [
        ("技术方案", 30, "max"),
        ("售后服务", 20, "max"),
        ("价格", 50, "max"),
    ]
    assert found.values[1] == (Fraction(28, 30), Fraction(15, 20), Fraction(91, 100))


def test_full_marks_may_stand_behind_the_names_of_columns() -> None:
    found = read(
        grid(
            ["评标结果汇总"],
            ["投标人", "技术部分（60分）", "商务部分（10分）", "价格部分（30分）", "总分", "名次"],
            ["甲公司", 52, 8, 28, 88, 2],
            ["乙公司", 55, 9, 30, 94, 1],
        )
    )

    assert found.faults == ()
    assert [(one.name, one.cell, one.weight) for one in found.criteria] == [
        ("技术部分", "B2", 60),
        ("商务部分", "C2", 10),
        ("价格部分", "D2", 30),
    ]
    assert found.alternatives == (("甲公司", "A3"), ("乙公司", "A4"))
    assert found.values[0] == (Fraction(52, 60), Fraction(8, 10), Fraction(28, 30))


@pytest.mark.parametrize(
    ("heading", "entries"),
    [
        ("Direction", ("min", "max")),
        ("指标类型", ("成本型", "效益型")),
        ("正逆向", ("逆向", "正向")),
        ("", ("越小越好", "越大越好")),
        ("Better", ("Lower is better", "Higher is better")),
    ],
)
def test_directions_are_read_from_their_own_column(heading: str, entries: tuple[str, str]) -> None:
    found = read(
        grid(
            ["Criterion", "Weight", heading or None, "Ada", "Bo"],
            ["Price", 30, entries[0], 120000, 95000],
            ["Support", 70, entries[1], 3, 4],
        )
    )

    assert found.faults == ()
    assert [one.direction for one in found.criteria] == ["min", "max"]


def test_directions_behind_the_names_are_read_and_are_no_part_of_the_names() -> None:
    found = read(
        grid(
            ["Criterion", "Weight", "Ada", "Bo"],
            ["Price (lower is better)", 30, 120000, 95000],
            ["服务，越大越好", 70, 3, 4],
        )
    )

    assert found.faults == ()
    assert [(one.name, one.direction) for one in found.criteria] == [("Price", "min"), ("服务", "max")]


def test_a_price_is_not_taken_for_a_cost_where_the_sheet_does_not_say_so() -> None:
    sheet = grid(
        ["Vendor", "Price", "Delivery days", "Quality"], ["Weight", 0.5, 0.2, 0.3], ["Ada", 120000, 30, 4],
        ["Bo", 95000, 45, 3],
    )  # fmt: skip

    assert faults(sheet) == [("direction_unsaid", {"criteria": "B1 “Price”, C1 “Delivery days”, D1 “Quality”"})]


@pytest.mark.parametrize(
    ("title", "best", "clear"),
    [("Vendor scoring", 5, True), ("Vendor scoring", 50, False), ("Comparison", 5, False)],
)
def test_scores_are_points_only_where_the_sheet_says_so_and_the_scale_is_one_of_points(
    title: str, best: int, clear: bool
) -> None:
    sheet = grid([title], ["Criterion", "Weight", "Ada", "Bo"], ["Price", 30, best, 3], ["Support", 70, 3, 4])

    assert [rule for rule, _ in faults(sheet)] == ([] if clear else ["direction_unsaid"])


def test_a_sheet_that_adds_the_weighted_scores_up_takes_more_for_better() -> None:
    sheet = grid(
        ["Criterion", "Weight", "Ada", "Bo"],
        ["Price", "30%", 80, 60],
        ["Support", "70%", 60, 90],
        ["Total", None, 66, 81],
    )

    assert faults(sheet) == []


def test_a_total_without_the_weights_leaves_open_what_the_scores_are() -> None:
    sheet = grid(
        ["Criterion", "Weight", "Ada score", "Bo score"],
        ["Plan", 60, 50, 40],
        ["Team", 40, 30, 35],
        ["Total", 100, 80, 75],
    )

    assert faults(sheet) == [("points_or_scores", {"place": "A4"})]


def test_groups_whose_weights_are_multiplied_are_told_from_groups_that_are_sums() -> None:
    rows: list[list[Any]] = [["Category", "Criteria", "Category weight", "Criteria weight", "Ada score", "Bo score"]]
    parts = [*rows, ["Tech", "Plan", 60, 50, 4, 3], [None, "Team", None, 50, 5, 3], ["Price", "Price", 40, 100, 3, 5]]
    sums = [*rows, ["Tech", "Plan", 60, 40, 4, 3], [None, "Team", None, 20, 5, 3], ["Price", "Price", 40, 40, 3, 5]]
    neither = [*rows, ["Tech", "Plan", 60, 50, 4, 3], [None, "Team", None, 20, 5, 3], ["Price", "Price", 40, 40, 3, 5]]

    assert [one.weight for one in read(grid(*parts)).criteria] == [30, 30, 40]
    assert [one.weight for one in read(grid(*sums)).criteria] == [40, 20, 40]
    assert faults(grid(*neither)) == [("weights_levels", {"places": "C2, C4"})]


@pytest.mark.parametrize(
    "subtotals", [((None, None), (None, None)), ((9, 6), (8, 7))], ids=["heads a section", "adds its section up"]
)
def test_a_line_that_heads_a_section_is_not_counted_beside_it(subtotals: tuple[Any, Any]) -> None:
    found = read(
        grid(
            ["Criteria", "Weight", "Ada score", "Bo score"],
            ["Technical", 60, *subtotals[0]],
            ["Plan", 40, 4, 3],
            ["Team", 20, 5, 3],
            ["Commercial", 40, *subtotals[1]],
            ["Price", 30, 3, 5],
            ["Terms", 10, 5, 2],
        )
    )

    assert found.faults == ()
    assert [one.name for one in found.criteria] == ["Plan", "Team", "Price", "Terms"]
    assert found.left == {"A2": "group", "A5": "group"}


def test_a_weighted_copy_below_is_left_out_and_a_second_table_is_not_chosen_between() -> None:
    first = [["Raw scores"], ["Criteria", "Weight", "Ada", "Bo"], ["Plan", 60, 4, 3], ["Team", 40, 5, 3], []]
    again = [["Criteria", "Weight", "Ada", "Bo"], ["Plan", 60, 240, 180], ["Team", 40, 200, 120]]

    assert read(grid(*first, ["Weighted scores"], *again)).left == {"A7": "weighted"}
    assert faults(grid(*first, ["2026"], *again)) == [("tables_several", {"places": "A2, A7"})]


MANY = ["Criteria", "Weight", "Ada score", "Bo score"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([MANY, ["Plan", 60, 4, None], ["Team", 40, "n/a", 3]], ["value_not_number", "value_missing"]),
        ([MANY, ["Plan", 60, 4, 3], ["Team", 40, 5, 3], ["Risk", None, 2, 2]], ["weight_blank"]),
        ([MANY, ["Plan", 60, 4, 3], ["Team", "high", 5, 3], ["Risk", 40, 2, 2]], ["weight_not_number"]),
        ([MANY, ["Plan", "60%", 4, 3], ["Team", 40, 5, 3]], ["weights_mixed"]),
        ([MANY, ["Plan", 60, 4, 3], [None, 30, 5, 3], ["Team", 10, 5, 3]], ["name_missing"]),
        ([["Criteria", "Weight", "Weighting", "Weights %", "Ada score", "Bo score"], ["Plan", 60, 1, 2, 4, 3],
          ["Team", 40, 2, 3, 5, 3]], ["weights_several"]),
        ([["Criteria", "Weight", "Evaluator 1", "Evaluator 2"], ["Plan", 60, 4, 3], ["Team", 40, 5, 3]], ["evaluators"]),
        ([["Criteria", "Weight", "Ada", None, "Bo"], ["Plan", 60, 4, 1, 3], ["Team", 40, 5, 1, 3]], ["names_missing"]),
        ([[None, None, "North", "East", "West"], ["Criteria", "Weight", "Ada", "Bo", "Cy"], ["Plan", 60, 4, 1, 3],
          ["Team", 40, 5, 1, 3]], ["names_several"]),
        ([["Criteria", "Weight", "Ada", "Ada", "Bo"], ["Plan", 60, 4, 1, 3], ["Team", 40, 5, 1, 3]], ["columns_twice"]),
        ([["Criteria", "Weight", "Max score", "Ada", "Bo"], ["Plan", 60, 5, 4, 3], ["Team", 40, 10, 5, 3]],
         ["scales_differ"]),
        ([["Criteria", "Max score", "Ada", "Bo"], ["Plan", 60, 61, 30], ["Team", 40, 5, 3]], ["above_full"]),
    ],
)  # fmt: skip
def test_what_the_sheet_leaves_open_is_a_fault_with_its_cells(rows: list[list[Any]], expected: list[str]) -> None:
    assert [rule for rule, _ in faults(grid(*rows))] == expected


def test_a_hidden_vendor_is_neither_counted_nor_forgotten() -> None:
    sheet = grid(MANY, ["Plan", 60, 4, 3], ["Team", 40, 5, 3], hidden_columns=frozenset({4}))

    assert faults(sheet) == [("hidden_cells", {"places": "D2, D3"})]


def test_a_sheet_that_reads_both_ways_is_not_chosen_for_the_buyer() -> None:
    gap: list[Any] = [None] * 5
    sheet = grid(
        ["Criteria", "Weight", "Ada", "Bo"], ["Plan", 60, 4, 3], ["Team", 40, 5, 3], [], [],
        [*gap, "Vendor", "Plan", "Team"], [*gap, "Weight", 50, 50], [*gap, "Cy", 4, 5], [*gap, "Eve", 3, 3],
    )  # fmt: skip

    assert faults(sheet) == [("two_ways", {"places": "A2, G6"})]


def test_a_weight_that_happens_to_be_the_sum_of_others_stays_a_criterion() -> None:
    found = read(grid(MANY, ["Plan", 100, 4, 3], ["Team", 50, 5, 3], ["Terms", 50, 2, 4]))

    assert [one.name for one in found.criteria] == ["Plan", "Team", "Terms"]


def test_a_criterion_named_like_a_total_stays_one_where_it_has_a_weight_of_its_own() -> None:
    found = read(
        grid(MANY, ["Lowest price", 60, 4, 3], ["Best value", 30, 5, 3], ["综合排名", 10, 5, 3], ["Total", 99, 14, 9])
    )

    assert [one.name for one in found.criteria] == ["Lowest price", "Best value", "综合排名"]
    assert found.left == {"A5": "total"}


def test_statistics_beside_the_scores_are_no_vendors() -> None:
    sheet = grid(
        ["Criteria", "Weight", "Min", "Ada", "Bo", "Average", "Max"], ["Plan", 60, 0, 4, 3, 3.5, 4],
        ["Team", 40, 0, 5, 3, 4, 5], ["Score", None, None, 4.4, 3],
    )  # fmt: skip

    assert [name for name, _ in read(sheet).alternatives] == ["Ada", "Bo"]
    assert faults(sheet) == []


def test_a_sheet_without_weights_is_no_matrix() -> None:
    assert matrix_on(grid(["Criteria", "Ada", "Bo"], ["Plan", 4, 3], ["Team", 5, 3])) is None


def test_a_sheet_too_long_for_any_method_is_not_read_through() -> None:
    rows: list[list[Any]] = [MANY, *([f"Requirement {number}", 3, 4, 3] for number in range(1300))]

    assert faults(grid(*rows)) == [("too_many_criteria", {"count": 1301, "most": 1200})]


def test_hidden_sheets_are_left_alone() -> None:
    book: Workbook = workbook("case.xlsx", CLASSIC, SheetCells("Old", CLASSIC.cells, hidden=True))

    assert [found.sheet for found in matrices(book)] == ["Scores"]


def test_names_beside_merged_groups_are_the_criteria_though_the_groups_are_headed_so() -> None:
    found = read(grid(
        ["评审因素", "评分内容", "分值", "评分标准", "投标人甲", "投标人乙"],
        ["商务部分", "企业业绩", 10, "每个案例2分", 8, 6],
        ["商务部分", "财务状况", 10, "近三年盈利得10分", 10, 8],
        ["技术部分", "技术方案", 30, "优25-30", 22, 20],
        ["合计", None, 50, None, 40, 34],
    ))  # fmt: skip

    assert [one.name for one in found.criteria] == ["企业业绩", "财务状况", "技术方案"]
