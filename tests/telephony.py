"""A buyer's own questionnaire for an office telephone system, as somebody in procurement makes it in Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evaluator.domain.text import Lang

Row = tuple[str, ...]

# Section rows have one text; questions have id, words, must or may, unit, points and the choices of their cell.
ASKED: dict[Lang, Sequence[Row]] = {
    "zh": (
        ("一、系统能力",),
        ("1.1", "系统是否支持不少于500个分机同时注册？", "必须", "", "10", "是,否"),
        ("1.2", "单台主机最多支持的并发通话数", "必须", "路", "10", ""),
        ("1.3", "话机接入方式", "可选", "", "5", "仅有线,有线和无线,仅无线"),
        ("1.10", "请说明与现有办公系统的对接方案。", "必须", "", "15", ""),
        ("二、可靠性与安全",),
        ("2.1", "主机故障后恢复通话的时间", "必须", "分钟", "10", ""),
        ("2.2", "通话录音是否加密保存？", "必须", "", "10", "是,否"),
        ("2.3", "年度可用率", "必须", "%", "10", ""),
        ("三、服务",),
        ("3.1", "故障电话响应时间（小时）", "必须", "", "10", ""),
        ("3.2", "请说明售后服务团队的人员安排和备件储备。", "必须", "", "15", ""),
        ("3.3", "最早的交付日期", "可选", "", "5", ""),
    ),
    "en": (
        ("A. System",),
        ("1.1", "Does the system register at least 500 extensions at once?", "Mandatory", "", "10", "Yes,No"),
        ("1.2", "Concurrent calls of one server", "Mandatory", "calls", "10", ""),
        ("1.3", "How telephones are connected", "Optional", "", "5", "wired only,wired and wireless,wireless only"),
        ("1.10", "Describe how the system is connected to our office systems.", "Mandatory", "", "15", ""),
        ("B. Reliability and security",),
        ("2.1", "Time until calls are possible again after a server fails", "Mandatory", "minutes", "10", ""),
        ("2.2", "Are call recordings stored encrypted?", "Mandatory", "", "10", "Yes,No"),
        ("2.3", "Availability in a year", "Mandatory", "%", "10", ""),
        ("C. Service",),
        ("3.1", "Time to respond to a fault by telephone (hours)", "Mandatory", "", "10", ""),
        ("3.2", "Describe the service team and the spare parts in stock.", "Mandatory", "", "15", ""),
        ("3.3", "Earliest date of delivery", "Optional", "", "5", ""),
    ),
}
HEADS: dict[Lang, Row] = {
    "zh": ("编号", "问题", "必须/可选", "单位", "权重", "供应商答复", "说明"),
    "en": ("No", "Question", "Mandatory/optional", "Unit", "Weight", "Supplier response", "Remarks"),
}
TITLES: dict[Lang, tuple[str, str, str]] = {
    "zh": ("办公电话系统供应商调查表", "××集团 行政部 · 请在“供应商答复”一栏填写，不得改动题目。", "办公电话调查表"),
    "en": (
        "Office telephone system: supplier questionnaire",
        "Please fill in the column “Supplier response” only.",
        "Telephone",
    ),
}
GUIDE: dict[Lang, tuple[str, Sequence[str]]] = {
    "zh": ("填写说明", ("本表用于办公电话系统采购。", "每题均须答复，没有的请写明原因。")),
    "en": ("Instructions", ("This form serves the purchase of an office telephone system.", "Answer every question.")),
}
PRICES: dict[Lang, tuple[str, Row, Sequence[tuple[str, str, str, int]]]] = {
    "zh": ("报价单", ("序号", "报价项目", "单位", "数量", "单价（元）", "金额"), (
        ("1", "电话主机及授权", "套", 1), ("2", "话机", "台", 500), ("3", "三年维护服务", "年", 3))),
    "en": ("Price list", ("No", "Item description", "Unit", "Quantity", "Unit price", "Amount"), (
        ("1", "Telephone server and licences", "set", 1), ("2", "Telephone", "piece", 500), ("3", "Maintenance", "year", 3))),
}  # fmt: skip


def questionnaire(lang: Lang, *, prices: bool = True, asked: Sequence[Row] = ()) -> bytes:
    """Title rows, a header in row 4, sections, ids, must or may, drop-down lists, weights; instructions; a price list."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    title, note, name = TITLES[lang]
    sheet.title = name
    sheet["A1"], sheet["A2"] = title, note
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A2:G2")
    for column, words in enumerate(HEADS[lang], start=1):
        sheet.cell(4, column, words)
    for row, given in enumerate(asked or ASKED[lang], start=5):
        _write(sheet, row, given)
    guide, lines = GUIDE[lang]
    page = book.create_sheet(guide, 0)
    for row, line in enumerate(lines, start=1):
        page.cell(row, 1, line)
    if prices:
        called, heads, items = PRICES[lang]
        costs = book.create_sheet(called)
        costs.append(heads)
        for item in items:
            costs.append([*item, None, None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, row: int, given: Row) -> None:
    if len(given) == 1:
        sheet.cell(row, 1, given[0])
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=7)
        return
    for column, value in enumerate(given[:4], start=1):
        sheet.cell(row, column, value or None)
    sheet.cell(row, 5, int(given[4]) if given[4].isdigit() else given[4] or None)
    if given[5]:
        listed = DataValidation(type="list", formula1=f'"{given[5]}"', allow_blank=True)
        listed.add(f"F{row}")
        sheet.add_data_validation(listed)


def filled(
    table: bytes, criteria: Sequence[tuple[str, str]], price: str, decided: Mapping[str, Mapping[str, str]]
) -> bytes:
    """An assignment table as somebody has filled it in: criteria, the weight of the price, and cells by question and heading."""
    book = load_workbook(io.BytesIO(table))
    questions, tree, _ = book.worksheets[:3]
    heads = {str(cell.value): cell.column for cell in questions[3]}
    for row in range(4, questions.max_row + 1):
        number = str(questions.cell(row, 5).value)
        for head, value in decided.get(number, {}).items():
            questions.cell(row, heads[head]).value = value or None  # type: ignore[union-attr]  # never a merged cell
    for row in range(4, 20):
        for column in (1, 2, 3):
            tree.cell(row, column).value = None  # type: ignore[union-attr]  # never a merged cell
    for row, (title, weight) in enumerate(criteria, start=4):
        tree.cell(row, 2).value, tree.cell(row, 3).value = title, weight  # type: ignore[union-attr]  # never a merged cell
    tree.cell(4 + len(criteria), 1).value, tree.cell(4 + len(criteria), 3).value = "PRICE", price  # type: ignore[union-attr]  # never a merged cell
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
