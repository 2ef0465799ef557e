"""What is said of a file as such, of ours and of others."""

from __future__ import annotations

from evaluator.domain.finding import Rule, Severity
from evaluator.intake.bids import read_bid_file
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.container import remarks_on
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.reading import Context
from tests import tiny

WORDS = SheetCells("Sheet1", {(1, 1): Cell(1, 1, "yes")})
BLANK = SheetCells("Sheet1", {})


def book(sheet: SheetCells, *, macros: bool = False, links: bool = False, kind: str = "xlsx") -> Workbook:
    return Workbook("ada.xlsm", "00", (sheet,), macros, links, kind)


def test_a_plain_workbook_has_nothing_odd() -> None:
    assert list(remarks_on(book(WORDS))) == []


def test_kind_macros_and_links_are_told_each_once() -> None:
    found = list(remarks_on(book(WORDS, macros=True, links=True, kind="xlsb")))

    assert [(one.rule, one.source.file) for one in found] == [
        (Rule.FILE_VALUES_ONLY, "ada.xlsm"),
        (Rule.FILE_MACROS, "ada.xlsm"),
        (Rule.FILE_LINKS, "ada.xlsm"),
    ]


def test_errors_that_could_not_be_seen_are_told() -> None:
    found = list(remarks_on(Workbook("ada.xlsb", "00", (WORDS,), kind="xlsb", errors_unseen=True)))

    assert [one.rule for one in found] == [Rule.FILE_VALUES_ONLY, Rule.ERRORS_UNSEEN]


def test_a_foreign_workbook_tells_of_its_macros_too_and_a_blank_one_is_empty() -> None:
    context = Context(questionnaire(tiny.method(), (), tiny.tender()), "CNY", {})

    foreign, blank = (read_bid_file(book(sheet, macros=True), context) for sheet in (WORDS, BLANK))

    assert [one.rule for one in foreign.findings] == [Rule.LAYOUT_UNKNOWN, Rule.FILE_MACROS]
    assert [one.rule for one in blank.findings] == [Rule.FILE_EMPTY, Rule.FILE_MACROS]
    assert [one.severity for one in blank.findings] == [Severity.BLOCKER, Severity.NOTE]


def remarks(sheet: SheetCells) -> list[tuple[Rule, str, dict[str, object]]]:
    found = remarks_on(Workbook("ada.xlsx", "00", (sheet,)))
    return [(one.rule, one.source.cell, dict(one.params)) for one in found]


def test_a_sheet_that_is_listed_and_not_there_is_told_by_its_name() -> None:
    found = list(remarks_on(Workbook("ada.xlsx", "00", (WORDS,), lost=("报价", "Plan"))))

    assert [(one.rule, one.severity, dict(one.params)["title"]) for one in found] == [
        (Rule.SHEET_LOST, Severity.WARNING, "报价, Plan")
    ]


def test_few_cells_far_from_all_others_are_told_with_their_addresses() -> None:
    def written(*places: tuple[int, int]) -> SheetCells:
        every = {(1, 1): "id", (2, 1): "1", (2, 4): "yes", **dict.fromkeys(places, "x")}
        return SheetCells("Main", {place: Cell(*place, text) for place, text in every.items()})

    assert remarks(written((1_002, 1), (2, 104))) == []
    assert remarks(written((1_003, 1))) == [(Rule.CELLS_FAR, "A1003", {"title": "Main", "cells": "A1003"})]
    assert remarks(written((1, 16_384), (1_048_576, 2))) == [
        (Rule.CELLS_FAR, "XFD1", {"title": "Main", "cells": "XFD1, B1048576"})
    ]
    many = [(5_000, column) for column in range(1, 10)]
    assert remarks(written(*many))[0][2]["cells"] == "A5000, B5000, C5000, D5000, E5000, F5000, G5000, H5000, …"
    assert remarks(written(*many, (5_001, 1), (5_001, 2))) == []  # a second table, not a slip


def test_a_merged_cell_over_half_the_sheet_is_told_and_a_wide_heading_is_not() -> None:
    merged = ("A1:Z40", "A4:XFD37", "broken")

    assert remarks(SheetCells("Main", {}, merged=merged)) == [
        (Rule.MERGE_HUGE, "A4", {"title": "Main", "range": "A4:XFD37", "limit": "10,000"})
    ]


def test_merged_cells_that_were_left_out_are_counted() -> None:
    assert remarks(SheetCells("Main", WORDS.cells, merges_left=40_001)) == [
        (Rule.MERGES_LEFT, "", {"title": "Main", "count": "40,001"})
    ]
