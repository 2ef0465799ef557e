"""Whose a workbook of somebody else's is, where it says so itself."""

from __future__ import annotations

import pytest

from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.stated import stated_vendor
from tests.workbooks import sheet

Lines = list[list[str | None]]
LIST: Lines = [["序号", "需求", "应答"], ["1", "支持单点登录", "满足"], ["2", "支持导出数据", "满足"]]


def page(name: str, lines: Lines) -> SheetCells:
    rows = {
        number: {chr(65 + place): value for place, value in enumerate(line) if value is not None}
        for number, line in enumerate(lines, start=1)
    }
    return sheet(name, rows)


def vendor(*sheets: SheetCells) -> str:
    book = Workbook("reply.xlsx", "0" * 64, sheets)
    return stated_vendor(book, recognise(book)[0])


@pytest.mark.parametrize(
    ("top", "name"),
    [
        ([["投标人：海岚软件股份有限公司"]], "海岚软件股份有限公司"),
        ([["投标人（盖章）：", "海岚软件"]], "海岚软件"),
        ([["投标人名称", None, "海岚软件"]], "海岚软件"),
        ([["技术应答表"], ["单位名称：", "海岚软件"], ["日期：", "2026-12-01"]], "海岚软件"),
        ([["Vendor: Ada Ltd"]], "Ada Ltd"),
        ([["Company name", "Ada Ltd"]], "Ada Ltd"),
        ([["Supplier:  Ada \n Ltd "]], "Ada Ltd"),
        ([["供应商名称", "请填写"]], ""),
        ([["Vendor name: (type here)"]], ""),
        ([["供应商：", "联系人："]], ""),
        ([["投标人："], ["供应商："]], ""),
        ([["招标人：澄源仪器"], ["单位：万元"]], ""),
        ([["投标人须知：请逐条应答"]], ""),
        ([["供应商", "应答"]], ""),
        ([["投标人：甲软件"], ["供应商：乙软件"]], ""),
    ],
)
def test_a_name_is_one_that_stands_behind_its_label(top: Lines, name: str) -> None:
    assert vendor(page("应答", [*top, *LIST])) == name


def test_a_cover_may_name_it_and_answers_never_do() -> None:
    answers: Lines = [*LIST, ["3", "供应商名称：", "别家软件"]]

    assert vendor(page("封面", [["投标人：", "海岚软件"]]), page("应答", answers)) == "海岚软件"
    assert vendor(page("应答", answers)) == ""
