"""The same workbook always gives the same bytes, and shows its numbers even where nothing calculates them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from xml.sax.saxutils import escape

from openpyxl import Workbook

Shown = Fraction | str
_STAMP = "2000-01-01T00:00:00Z"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*(?:/>|></v>)</c>', re.DOTALL)
_ROW = re.compile(r'<row [^>]*?r="([0-9]+)"[^>]*>')
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")


def pack(book: Workbook, shown: Mapping[int, Mapping[str, Shown]], growing: Mapping[int, frozenset[int]]) -> bytes:
    """Bytes of a workbook without clock, order or machine in them.

    Parameters
    ----------
    shown
        Result of each formula by sheet number (from 1) and cell: previews and readers that calculate nothing show it.
    growing
        Rows by sheet number whose height is only a start: the spreadsheet lets them grow with what is typed.
    """
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        # The list of content types stands first, as the packaging convention advises.
        for name in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, _part(name, source.read(name), shown, growing))
    return out.getvalue()


def _part(
    name: str, data: bytes, shown: Mapping[int, Mapping[str, Shown]], growing: Mapping[int, frozenset[int]]
) -> bytes:
    if name == "docProps/core.xml":
        return re.sub(rb">\d{4}-\d\d-\d\dT[^<]*<", b">" + _STAMP.encode() + b"<", data)
    if name == "docProps/app.xml":
        # A spreadsheet trusts stored results of "Microsoft Excel"; ours are to be calculated anew.
        return data.replace(b"Microsoft Excel", b"Vendor Evaluator")
    sheet = _SHEET.fullmatch(name)
    if sheet is None:
        return data
    number = int(sheet[1])
    text = data.decode("utf-8")
    results, rows = shown.get(number, {}), growing.get(number, frozenset())
    if results:
        text = _FORMULA.sub(lambda found: _calculated(found, results), text)
    if rows:
        text = _ROW.sub(
            lambda found: found[0].replace(' customHeight="1"', "") if int(found[1]) in rows else found[0], text
        )
    return text.encode("utf-8")


def _calculated(found: re.Match[str], results: Mapping[str, Shown]) -> str:
    cell, attributes, formula = found.groups()
    if cell not in results:
        return found[0]
    result = results[cell]
    if isinstance(result, str):
        return f'<c r="{cell}"{attributes} t="str"><f>{formula}</f><v>{escape(result)}</v></c>'
    return f'<c r="{cell}"{attributes}><f>{formula}</f><v>{float(result)!r}</v></c>'
