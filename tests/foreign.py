"""Workbooks as buyers and vendors make them themselves, for the tests of pages: written with openpyxl, as they would be."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

from evaluator.domain.text import Lang

Asked = Sequence[tuple[str, str, str]]  # id, question, answer
HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("序号", "模块", "需求描述", "投标人应答", "应答情况说明", "内部编码"),
    "en": ("No", "Module", "Requirement", "Vendor response", "In more words", "Internal code"),
}
TITLE: dict[Lang, str] = {"zh": "技术应答表", "en": "Technical response"}


def questionnaire(asked: Asked, lang: Lang = "en", *, prices: bool = False) -> bytes:
    """A requirement list: a merged title, its header in row 3, a module over its rows, a total, a note, a hidden column.

    With ``prices`` a price list stands on a sheet of its own.
    """
    book = Workbook()
    cover = book.active
    cover["A1"] = "填写说明" if lang == "zh" else "How to fill in"
    page = book.create_sheet(TITLE[lang])
    page["A1"] = TITLE[lang]
    page.merge_cells("A1:F1")
    for column, words in enumerate(HEADS[lang], start=1):
        page.cell(3, column, words)
    for row, (key, question, answer) in enumerate(asked, start=4):
        for column, value in ((1, key), (3, question), (4, answer), (5, f"{answer}, see annex"), (6, f"Q{row:03}")):
            page.cell(row, column, value or None)
    last = 3 + len(asked)
    page.cell(4, 2, "安全" if lang == "zh" else "Security")
    page.merge_cells(start_row=4, start_column=2, end_row=last, end_column=2)
    page.cell(last + 1, 3, "合计" if lang == "zh" else "Total")
    page.cell(last + 8, 1, "注：未应答视为不满足。" if lang == "zh" else "Note: no answer counts as not met.")
    page.column_dimensions["F"].hidden = True
    page.row_dimensions[5].hidden = True
    if prices:
        costs = book.create_sheet("Prices")
        costs.append(["No", "Description", "Unit", "Quantity", "Unit price", "Amount"])
        for number in range(1, 4):
            costs.append([str(number), f"Licence of kind {number}", "user", 10, 4711, 47110])
    return saved(book)


def long_list(rows: int = 10_000, columns: int = 30) -> bytes:
    """A list of so many rows and columns, every text of it different."""
    book = Workbook(write_only=True)
    page = book.create_sheet("List")
    page.append(["No", "Requirement", "Vendor response", *(f"Figure {number}" for number in range(4, columns + 1))])
    for row in range(1, rows + 1):
        given = [f"{row * 7919 + column * 104_729:x}-{row}-{column}" for column in range(4, columns + 1)]
        page.append(
            [f"R-{row:05}", f"Requirement {row}: the record {row * 31} can be kept for {row} days", "yes", *given]
        )
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    box = io.BytesIO()
    book.save(box)
    return box.getvalue()
