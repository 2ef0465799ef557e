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
