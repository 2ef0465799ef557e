"""The files of the purchase as people make them outside of the app: answers, prices, scores, and what they get wrong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from tests.adapters.filling import row_of, sheet_with
from tests.adapters.office import converted, pages

HUA, LIAN, YUAN = "华声通信有限公司", "联语科技有限公司", "远铃设备有限公司"
VENDORS = (HUA, LIAN, YUAN)
PANEL: Mapping[str, tuple[int, ...]] = {"方敏": (4, 3, 2), "贺然": (5, 3, 3), "蒋雯": (4, 4, 3)}
ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "1.1": ("是", "是", "是"),
    "1.2": (800, 600, 600),
    "1.3": ("有线和无线", "仅有线", "仅有线"),
    "1.10": ("SIP 中继，由三名工程师对接。", "每晚导出一个文件。", "有接口文档。"),
    "2.1": (10, "10-30", 20),
    "2.2": ("是", "视机型而定", "是"),
    "2.3": ("99.99%", "99.9%", "99.5%"),
    "3.1": (2, 4, 8),
    "3.2": ("上海六名工程师，备件常备。", "两名工程师。", "三名工程师。"),
    "3.3": ("2027-01-15", "2027-02-15", "2027-03-15"),
}
PRICES = {HUA: (30000, 120, 4000), LIAN: (25000, 90, 3500), YUAN: (26000, 95, 3000)}
FINAL = {HUA: (29000, 118, 3900), LIAN: (24000, 85, 3000)}  # the third leaves its price as it is
FIRST = {HUA: "102,000", LIAN: "80,500", YUAN: "82,500"}  # with 500 telephones and three years
LAST = {HUA: "99,700", LIAN: "75,500", YUAN: "82,500"}


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def answered(package: bytes, vendor: str, prices: Mapping[str, tuple[int, ...]]) -> dict[str, bytes]:
    """The workbooks of a vendor's package with its answers and unit prices."""
    place = VENDORS.index(vendor)
    answers = {key: given[place] for key, given in ANSWERS.items()}
    priced = {f"P-0{number}": price for number, price in enumerate(prices[vendor], start=1)}
    books = {name: data for name, data in unpacked(package).items() if name.endswith(".xlsx")}
    return {
        name: _filled(data, priced, 5) if "报价" in name else _filled(data, answers, 4) for name, data in books.items()
    }


def _filled(data: bytes, given: Mapping[str, Any], column: int) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, value in given.items():
        sheet = sheet_with(book, key)
        sheet.cell(row_of(sheet, key), column).value = value
    return _bytes(book)


def _bytes(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def through_office(folder: Path, files: Mapping[str, bytes], kind: str) -> list[Path]:
    """Workbooks as LibreOffice saves them, in the format that the vendor likes."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return converted(folder, sorted(folder.glob("*.xlsx")), kind)


def of_last_year(data: bytes) -> bytes:
    """A workbook of this tender made into one of another."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str):
                    cell.value = re.sub(r"\|T-[0-9a-f]{6}\|", "|T-2025-77|", cell.value)  # type: ignore[union-attr]  # never a merged cell
    return _bytes(book)


def scored(data: bytes, points: tuple[int, ...], *, named: str = "") -> bytes:
    """A scorecard with points and reasons, under somebody else's name where one is given; it never shows a price."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    shown = {str(cell.value) for sheet in book for line in sheet for cell in line}
    assert not {str(price) for prices in PRICES.values() for price in prices[:1]} & shown
    for sheet in book:
        for line in sheet.iter_rows():
            vendor = str(line[0].value).partition("|")[2]
            if vendor in VENDORS:
                told = sheet.cell(line[0].row - 1, 3).value  # type: ignore[operator]  # a cell has a row
                line[3].value = points[VENDORS.index(vendor)]  # type: ignore[assignment]  # never a merged cell
                line[4].value = f"答复写明“{told}”，据此评分。"  # type: ignore[assignment]  # never a merged cell
    if named:
        cover = sheet_with(book, "E1")
        cover.cell(row_of(cover, "E1"), 3).value = named
    return _bytes(book)


def printed(document: Path) -> str:
    """The text of a PDF with no white space: where a line ends says nothing in Chinese."""
    return "".join("".join(pages(document)).split())
