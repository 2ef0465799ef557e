"""What a vendor did to a workbook beside filling it in: texts overwritten, rows deleted or put in, cells joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evaluator.adapters.sheets import quoted, write_text
from evaluator.intake import layout as plan
from tools.sample_bids.fill import Data, Form, at


def damage(form: Form, done: Data) -> None:
    """Do to a filled workbook what its vendor did to it."""
    for key, text in done.get("questions", {}).items():
        sheet, row = form.place(key)
        write_text(at(sheet, row, plan.TEXT), text)
    for place, text in done.get("printed", {}).items():
        key, row_key, column = place.split("/")
        question = form.asked.question(key)
        sheet, rows = form.rows(question)
        number = plan.first_column(question) + [one.key for one in question.columns].index(column)
        write_text(at(sheet, rows[row_key], number), text)
    rows = done.get("rows", {})
    for first, last in rows.get("merged", ()):
        sheet, top = form.place(first)
        sheet.merge_cells(start_row=top, end_row=form.place(last)[1], start_column=plan.ANSWER, end_column=plan.ANSWER)
    for key in rows.get("deleted", ()):
        sheet, row = form.place(key)
        shift(form, sheet, row, -1)
    for table, after, text in rows.get("inserted", ()):
        question = form.asked.question(table)
        sheet, places = form.rows(question)
        shift(form, sheet, places[after] + 1, 1)
        write_text(at(sheet, places[after] + 1, plan.first_column(question) + 1), text)
    if "hidden" in done:
        hide(form, done["hidden"]["title"], done["hidden"]["rows"])


def hide(form: Form, title: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add a sheet of the vendor's own and hide it."""
    sheet = form.book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    sheet.sheet_state = "hidden"


def shift(form: Form, sheet: Worksheet, row: int, by: int) -> None:
    """Put in a row at this place, or delete it, and move with it what a spreadsheet moves."""
    heights = {number: form_row.height for number, form_row in sheet.row_dimensions.items()}
    joined = [area.coord for area in sheet.merged_cells.ranges]
    for area in joined:
        sheet.unmerge_cells(area)
    if by > 0:
        sheet.insert_rows(row)
    else:
        sheet.delete_rows(row)
    for area in joined:
        moved = _moved(area, row, by)
        if moved:
            sheet.merge_cells(moved)
    for number in sorted(heights):
        if number >= row:
            sheet.row_dimensions[number + by].height = heights[number]
    for check in sheet.data_validations.dataValidation:
        _move_check(check, row, by)
    _move_formulas(form, sheet, row, by)


def _moved(area: str, row: int, by: int) -> str:
    """A range after the shift, empty where nothing is left of it."""
    box = CellRange(area)
    if by < 0 and box.min_row == box.max_row == row:
        return ""
    top = box.min_row + by if box.min_row > row or (by > 0 and box.min_row == row) else box.min_row
    end = box.max_row + by if box.max_row >= row else box.max_row
    return CellRange(min_col=box.min_col, max_col=box.max_col, min_row=top, max_row=end).coord


def _move_check(check: DataValidation, row: int, by: int) -> None:
    moved = [_moved(area.coord, row, by) for area in check.sqref.ranges]
    check.sqref = type(check.sqref)(" ".join(area for area in moved if area))


def _move_formulas(form: Form, sheet: Worksheet, row: int, by: int) -> None:
    """Ranges of this sheet in the formulas of the cover, the only ones that look at other sheets."""
    area = re.compile(re.escape(quoted(sheet.title)) + r"!([A-Z]+\d+(?::[A-Z]+\d+)?)")
    for line in form.book.worksheets[0].iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.value = area.sub(
                    lambda found: f"{quoted(sheet.title)}!{_moved(found[1], row, by) or found[1]}", str(cell.value)
                )
