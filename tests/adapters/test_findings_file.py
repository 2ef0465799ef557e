"""Reports to vendors as files: everything of a point in its place, and nothing a vendor wrote is ever calculated."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from evaluator.adapters.docx_findings import write_findings_document
from evaluator.adapters.findings_file import write_clarifications, write_findings
from evaluator.adapters.report_content import LONGEST, Line, Report
from evaluator.domain.finding import Severity, Source
from evaluator.domain.text import LANGS, Lang
from tests.adapters.office import converted


def at(sheet: str, cell: str, file: str = "ada.xlsx") -> Source:
    return Source(file, "0" * 64, sheet, cell)


LINES = (
    Line(
        group="answer", severity=Severity.BLOCKER, subject="ST-01 Availability", sources=(at("Stability", "D4"),),
        given="", allowed="A percentage, for example 99.9%", asks=("ST-01 has no answer. Supply one.",),
    ),
    Line(
        group="answer", severity=Severity.WARNING, subject="CO-05 Date", sources=(at("Company", "D8"), at("Team", "B2")),
        given='=HYPERLINK("http://x.example","1")', allowed="A date", asks=("Not one clear date.", "Also a gate."),
    ),
    Line(
        group="deviation", severity=Severity.NOTE, subject="+DV-13", sources=(at("Deviations", "E16"),), given="@SUM(A1)",
        allowed="", asks=("-Write it out.",),
    ),
)  # fmt: skip


def report(lang: Lang = "en", lines: tuple[Line, ...] = LINES) -> Report:
    return Report(
        lang=lang, tender="CRM platform", vendor="=Ada Ltd", buyer="Buyer", reach="Kim, 0571-0000", due="8 December 2026",
        mark="", lines=lines,
    )  # fmt: skip


def opened(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def rows(page: Worksheet, head: str) -> list[list[object]]:
    """The rows below the heads, without blanks at their ends."""
    told = [[cell if cell is not None else "" for cell in row] for row in page.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(told) if row[0] == head)
    return told[start:]


def words(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def test_every_point_stands_with_file_sheet_cell_and_what_to_do() -> None:
    assert rows(opened(write_findings(report())), "No.") == [
        ["No.", "Priority", "File", "Sheet", "Cell", "Question", "There now", "What is allowed", "What is wrong and what to do"],
        ["Answers to complete or make clear", *[""] * 8],
        [1, "Must be corrected", "ada.xlsx", "Stability", "D4", "ST-01 Availability", "(blank)",
         "A percentage, for example 99.9%", "ST-01 has no answer. Supply one."],
        [2, "To be checked", "ada.xlsx", "Company\nTeam", "Company!D8\nTeam!B2", "CO-05 Date",
         '=HYPERLINK("http://x.example","1")', "A date", "Not one clear date.\nAlso a gate."],
        ["Deviations", *[""] * 8],
        [3, "Note", "ada.xlsx", "Deviations", "E16", "+DV-13", "@SUM(A1)", "", "-Write it out."],
    ]  # fmt: skip


def test_the_list_has_a_row_for_each_point_and_open_cells_for_the_reply() -> None:
    page = opened(write_clarifications(report()))
    told = rows(page, "No.")

    assert told[0][5:] == ["Your reply", "Corrected entry", "Evidence and page"]
    assert [row[0] for row in told if isinstance(row[0], int)] == [1, 2, 3]
    assert told[2][1:5] == [
        "ST-01 Availability",
        "ada.xlsx\nStability\nD4",
        "(blank)",
        "ST-01 has no answer. Supply one.",
    ]
    first = next(cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value == 1)
    assert [page.cell(first, column).protection.locked for column in range(1, 9)] == [True] * 5 + [False] * 3
    assert page.protection.sheet


@pytest.mark.parametrize("write", [write_findings, write_clarifications])
@pytest.mark.parametrize("lang", LANGS)
def test_what_a_vendor_wrote_stays_text(write: type, lang: Lang) -> None:
    data = write(report(lang))
    page = opened(data)

    assert [
        cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink
    ] == []
    risky = [cell for row in page.iter_rows() for cell in row if str(cell.value or "").startswith(("=", "+", "-", "@"))]
    assert len(risky) > 2
    assert all(cell.quotePrefix for cell in risky)


@pytest.mark.parametrize("lang", LANGS)
def test_the_document_says_the_same_and_holds_no_field_of_a_vendors(lang: Lang) -> None:
    document = write_findings_document(report(lang))
    said = words(document)

    assert [part in said for part in ("Stability", "D4", "ST-01 Availability", "ST-01 has no answer. Supply one.")] == [
        True
    ] * 4
    assert "=HYPERLINK(" in said
    assert "instrText" not in said
    assert "<w:hyperlink" not in said
    assert write_findings_document(report(lang)) == document


def test_a_day_that_is_not_set_is_a_gap_that_nobody_overlooks() -> None:
    open_report = replace(report(), due="[date to be filled in]")

    assert 'w:highlight w:val="yellow"' in words(write_findings_document(open_report))
    assert 'w:highlight w:val="yellow"' not in words(write_findings_document(report()))


def test_a_very_long_answer_is_quoted_by_its_beginning() -> None:
    line = replace(LINES[0], given="x" * 30_000)

    assert line.quoted("en") == "x" * LONGEST + "…"


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGS)
def test_a_reply_written_in_another_spreadsheet_comes_back_at_its_point(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "list.xlsx").write_bytes(write_clarifications(report(lang)))
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    page = book.worksheets[0]
    first = next(cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value == 1)
    page.cell(first, 6).value = "99.95%"
    book.save(tmp_path / "list.xlsx")

    (path,) = converted(tmp_path, [converted(tmp_path, [tmp_path / "list.xlsx"], "ods")[0]], "xlsx")

    back = openpyxl.load_workbook(path).worksheets[0]
    assert (back.cell(first, 2).value, back.cell(first, 6).value) == ("ST-01 Availability", "99.95%")
    assert back.cell(first + 1, 4).value == '=HYPERLINK("http://x.example","1")'
    assert back.cell(first + 1, 4).data_type == "s"


@pytest.mark.parametrize("write", [write_findings, write_clarifications])
def test_no_page_ends_with_the_heading_of_a_group(write):
    """With more and more points before it, the heading comes to the foot of a page, and only there a break precedes it."""
    broken = []
    for count in range(8, 20):
        page = opened(write(report(lines=LINES[:1] * count + LINES[2:])))
        heading = page.max_row - 1
        breaks = [one.id for one in page.row_breaks.brk]
        assert page.cell(heading, 1).value == "Deviations"
        assert breaks in ([], [heading - 1])
        broken.append(bool(breaks))

    assert set(broken) == {True, False}
