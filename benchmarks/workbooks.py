"""Workbooks to measure reading with: vendors' answers with all that stands beside them, and sheets formatted far too wide."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

SECTIONS = ("Security 安全", "Support 服务", "Stack 技术", "Price 报价", "Plan 实施")
ANSWER = (
    "We encrypt stored data with AES-256 and keep keys in a module of its own; access is logged & reviewed. "
    "数据在存储和传输中均加密，密钥由独立的硬件模块保管，访问留有日志，每季度复核一次。"
)
FILL = PatternFill("solid", fgColor="FFF2CC")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = (
    '<Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
    ' Target="/xl/sharedStrings.xml"/>'
)
_KIND = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_INLINE = re.compile(r't="inlineStr"><is><t[^>]*>([^<]*)</t></is>')
_REFERENCE = re.compile(r"&#(\d{3,});")
_NO_RESULT = re.compile(r"(</f>)<v\s*/>|(</f>)<v></v>")


def answered(questions: int) -> bytes:
    """Five sections and a hidden list: texts of 200 to 600 characters, formulas with results, drop-downs, comments."""
    return _as_excel(_book(questions))


def _book(questions: int) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for number, name in enumerate(SECTIONS):
        sheet = book.create_sheet(name) if number else book.worksheets[0]
        sheet.title = name
        _section(sheet, number, questions // len(SECTIONS))
    lists = book.create_sheet("_lists")
    lists.sheet_state = "hidden"
    for row, word in enumerate(("满足", "部分满足", "二次开发", "不满足"), start=1):
        lists.cell(row, 1, word)
    return book


def _section(sheet: Worksheet, section: int, questions: int) -> None:
    sheet.merge_cells("A1:F1")
    sheet["A1"] = sheet.title
    for column, head in enumerate(
        ("No.", "Question 问题", "Reply 答复", "Words 说明", "Amount 金额", "Total 合计"), start=1
    ):
        sheet.cell(2, column, head).font = Font(bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number in range(questions):
        row = number + 3
        words = f"{section + 1}.{number + 1} {ANSWER * (1 + number % 3)}"
        values: tuple[str | float, ...] = (
            f"{section + 1}.{number + 1}",
            f"Question {row} 请说明第 {row} 项",
            "满足",
            words,
            number * 12.5,
            f"=E{row}*2",
        )
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column, value).alignment = wrapped
        sheet.cell(row, 5).number_format = "#,##0.00"
        if number % 10 == 0:
            sheet.cell(row, 4).comment = Comment(f"See annex {row} 见附件", "采购部")
        sheet.row_dimensions[row].hidden = number % 25 == 24
    rule = DataValidation(type="list", formula1="_lists!$A$1:$A$4")
    rule.add(f"C3:C{questions + 2}")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add(
        f"E3:E{questions + 2}",
        CellIsRule(operator="greaterThan", formula=["1000"], fill=FILL),  # type: ignore[no-untyped-call]  # openpyxl ships no type
    )
    sheet.column_dimensions["H"].hidden = True


def with_blank_rows(questions: int, rows: int) -> bytes:
    """The same with so many formatted rows below every section, as a fill dragged too far leaves them."""
    book = _book(questions)
    for sheet in book.worksheets[: len(SECTIONS)]:
        for row in range(sheet.max_row + 1, sheet.max_row + rows + 1):
            for column in range(1, 7):
                sheet.cell(row, column).fill = FILL
    return _as_excel(book)


def to_the_last_column(rows: int) -> bytes:
    """A quotation of few words whose rows are formatted out to column XFD."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, rows + 1):
        sheet.cell(row, 1, f"Item {row}")
        for column in range(2, 16_385):
            sheet.cell(row, column).fill = FILL
    return _as_excel(book)


def _as_excel(book: openpyxl.Workbook) -> bytes:
    """The workbook as Excel writes it: UTF-8, strings shared, and a result beside every formula."""
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        strings: dict[str, int] = {}

        def shared(found: re.Match[str]) -> str:
            return f't="s"><v>{strings.setdefault(found[1], len(strings))}</v>'

        for entry in old.infolist():
            content = _REFERENCE.sub(lambda found: chr(int(found[1])), old.read(entry).decode())
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = _INLINE.sub(shared, _NO_RESULT.sub("</f><v>25</v>", content))
            elif entry.filename == "xl/_rels/workbook.xml.rels":
                content = content.replace("</Relationships>", f"{_STRINGS}</Relationships>")
            elif entry.filename == "[Content_Types].xml":
                content = content.replace("</Types>", f"{_KIND}</Types>")
            new.writestr(entry.filename, content)
        new.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in strings)}</sst>',
        )
    return out.getvalue()
