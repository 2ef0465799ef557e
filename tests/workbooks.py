"""Workbooks for the tests: written part by part, so that every oddity of the format can stand in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.domain.text import Layout
from evaluator.intake import layout
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, PRICE, Questionnaire

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = {
    MAIN: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def xlsx(
    rows: str, *, strings: str = "", styles: str = "", after: str = "", before: str = "", book: str = "",
    namespace: str = MAIN, parts: Mapping[str, str | bytes] | None = None, drop: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """A workbook of one sheet, Answers, from the XML of its rows; ``parts`` adds or replaces parts, ``drop`` leaves out."""
    office = _OFFICE[namespace]
    sheet = f'<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("rId1", f"{office}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{namespace}" xmlns:r="{office}">{book}<sheets>'
        '<sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", f"{office}/worksheet", "worksheets/sheet1.xml"),
            ("rId2", f"{office}/sharedStrings", "sharedStrings.xml"),
            ("rId3", f"{office}/styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": _HEAD + sheet,
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{namespace}">{strings}</sst>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{namespace}">{styles}</styleSheet>',
    }
    return zipped({name: text for name, text in {**made, **(parts or {})}.items() if name not in drop})


def relations(*entries: tuple[str, str, str]) -> str:
    """The XML of a relations part from (id, type, target)."""
    lines = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in entries)
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def zipped(parts: Mapping[str, str | bytes] | Sequence[tuple[str, str | bytes]]) -> bytes:
    """A zip of these parts, in their order; a name may stand in it twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def open_document(rows: int = 2, spaces: int = 1) -> bytes:
    """A small .ods whose one row is repeated so often; its text has so many spaces in the middle."""
    spaced = f'是<text:s text:c="{spaces}"/>否'
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell office:value-type="string"><text:p>{spaced}</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="4.5"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-05-01"/></table:table-row>'
    )
    return open_tables(f'<table:table table:name="答复">{row}</table:table>')


def open_tables(tables: str, **parts: str) -> bytes:
    """An .ods with these tables and other ``parts``, their names with two strokes for each slash."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    named = {name.replace("__", "/"): text for name, text in parts.items()}
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content, **named})


def ole(*streams: str) -> bytes:
    """The head of an OLE file, with the names of its streams as its directory writes them."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(name.encode("utf-16-le") for name in streams)


Rows = dict[int, dict[str, Any]]


def sheet(name: str, rows: Mapping[int, Mapping[str, Any]], **more: Any) -> SheetCells:
    """A sheet as the reading process hands it over: texts, numbers or whole cells by row number and column letter."""
    cells = {}
    for number, entries in rows.items():
        for letter, value in entries.items():
            place = (number, ord(letter) - 64)
            kind = "number" if isinstance(value, int) else "text"
            cells[place] = value if isinstance(value, Cell) else Cell(*place, str(value), kind)
    return SheetCells(name, cells, **more)


def grid(*rows: list[Any], merged: tuple[str, ...] = (), name: str = "Scores", **more: Any) -> SheetCells:
    """A sheet from its rows; None is a blank, a float or an int a number."""
    cells = {}
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                kind = "text" if isinstance(value, str) else "number"
                cells[row, column] = Cell(row, column, str(value), kind)
    return SheetCells(name, cells, merged=merged, **more)


def workbook(name: str, *sheets: SheetCells, **more: Any) -> Workbook:
    """A workbook of these sheets."""
    return Workbook(name, "0" * 64, sheets, **more)


def cover(
    asked: Questionnaire, envelope: str, vendor: str = "Ada", *, language: Layout = "en", mark: str = ""
) -> SheetCells:
    """The cover of a returned workbook; ``mark`` replaces the questionnaire's own."""
    fields = (*COVER, CURRENCY_CELL) if envelope == PRICE else COVER
    rows: Rows = {number: {"A": code, "B": label.en} for number, (code, label) in enumerate(fields, start=5)}
    rows[5]["C"] = vendor
    if envelope == PRICE:
        rows[13]["C"] = "CNY"
    rows[30] = {"A": layout.MARKER_CODE, "C": mark or layout.marker(asked, envelope, language).code()}
    return sheet("Cover", rows)


MARKED = "VE1|other_pack|1.0|technical|en||0123456789abcdef"
FOREIGN = xlsx(
    f'<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c><c r="C1" t="inlineStr"><is><t>{MARKED}</t></is></c></row>'
)
JUNK = xlsx("".join("<row>" + "<c><v>1</v></c>" * 200 + "</row>" for _ in range(20)))
# Files that nobody can read as a bid, by the rule that refuses each.
BAD = {
    "file_empty": b"",
    "file_not_workbook": "供应商,答复\nAda,是\n".encode(),
    "file_encrypted": ole("EncryptionInfo", "EncryptedPackage"),
    "file_damaged": JUNK[: len(JUNK) // 2],
    "layout_unknown": JUNK,
    "other_pack": FOREIGN,
    "file_hostile": zipped({"../up.xml": "1", "_rels/.rels": relations()}),
}
