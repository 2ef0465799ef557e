"""The usual spelling of a sheet or of shared strings, read by patterns: the same as the full parser reads, or nothing at all.

The XML parser checks every part first, so that it is well formed and defines nothing. Patterns are believed only where counts
prove that they met every tag in a spelling known here; whatever stands outside the rows goes through the parser as ever.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from evaluator.adapters.xlsx_parts import check, parse
from evaluator.adapters.xlsx_sheet import Cells, SheetPart
from evaluator.adapters.xlsx_values import unescape, whole
from evaluator.intake.address import ROWS, place

# "++", "*+" and "?+" never step back: no text, however it is made, costs more than one pass.
_DECLARED = re.compile(r'<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?>')
_BLANK_CELL: Final = r'<c r="[A-Z]++[0-9]++"(?: s="[0-9]*+")?+(?: t="[a-z]++")?+(?: ?+/>|></c>)'
_BLANK_ROW: Final = (
    r'<row r="[0-9]++"(?: (?:spans|s|customFormat|ht|customHeight|outlineLevel|thickTop|thickBot|x14ac:dyDescent)="[^"<&]*+")*+'
    r"(?: ?+/>|></row>)"
)
_BLANK_CELLS, _BLANK_ROWS = (re.compile(f"{one}(?:{one})*+") for one in (_BLANK_CELL, _BLANK_ROW))
_SPACE: Final = '(?: xml:space="preserve")?+'
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]*+)")?+(?: t="([a-zA-Z]++)")?+(?: [cv]m="[0-9]*+")*+>'
    r'(<f(?: [a-zA-Z0-9]++="[^"<]*+")*+(?: ?+/>|>([^<]*+)</f>))?+'
    rf"(?:(<v{_SPACE}(?: ?+/>|>([^<]*+)</v>))|<is><t{_SPACE}>([^<]*+)</t></is>)?+</c>"
)
_ROW = re.compile(r'<row ((?:[a-zA-Z0-9:]++="[^"<]*+" ?+)*+)/?>')
_ATTRIBUTE = re.compile(r'([a-zA-Z0-9]+)="([^"]*)"')
# The usual ones first.
_TAGS: Final = ("<c ", "</c>", "<v>", "</v>", "<row ", "</row>", "<f>", "</f>", "<f ", "<is>", "</is>", "<t>", "</t>", "<t ",
                "<v/>", "<v ", "<f/>")  # fmt: skip
_STRING = re.compile(rf"<si>(?:<t{_SPACE}>([^<]*+)</t></si>|(.*?)</si>)", re.DOTALL)
_RUN = re.compile(rf"<t{_SPACE}>([^<]*+)</t>")
_BEGINS = re.compile(r"<t[\s>]")
_PHONETIC = re.compile(r"<rPh .*?</rPh>", re.DOTALL)
_PREFIXED = re.compile(r"</?[^\s<>:/]+:")
# References by number are rare in what Excel and WPS write; where they stand, the parser is faster.
_REFERENCE = re.compile("&(amp|lt|gt|quot|apos);")
_SIGNS: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def read_sheet(data: bytes, cells: Cells, part: SheetPart) -> bool:
    """Fill ``cells`` and ``part`` as `parse` would; False, with both untouched, where the spelling is not the usual one."""
    text = _text(data)
    if text is None or text.count("<sheetData>") != 1 or text.count("</sheetData>") != 1:
        return False
    check(data)
    start, end = text.index("<sheetData>") + len("<sheetData>"), text.index("</sheetData>")
    if text.find("&#", start, end) >= 0:
        return False
    body = _without_blanks(text[start:end])
    found = _CELL.findall(body)
    if len(found) != body.count("</c>") or not _all_known(body):
        return False
    rows = _rows(body)
    columns = {letters: where[1] for letters in {cell[0] for cell in found} if (where := place(f"{letters}1"))}
    if rows is None or any(cell[0] not in columns or (len(cell[1]) > 6 and int(cell[1]) > ROWS) for cell in found):
        return False
    for row in rows:
        part.row(row)
    for letters, digits, style, kind, formula, words, stored, value, inline in found:
        raw = inline if kind == "inlineStr" else value if stored else None
        raw = _resolved(raw) if raw else raw
        cells.add(int(digits), columns[letters], kind, raw, style, unescape(_resolved(words)) if formula else None)
    parse((text[:start] + text[end:]).encode(), part.start, part.end)
    return True


def _without_blanks(body: str) -> str:
    """The rows without blank cells where these are most of them: the fill that was dragged to the end of the sheet."""
    if body.count("<c ") > 2 * (body.count("<v") + body.count("<is>")):
        body = _BLANK_ROWS.sub("", _BLANK_CELLS.sub("", body))
    return body


def _all_known(body: str) -> bool:
    """Whether every tag is one of those that the patterns know."""
    left = body.count("<")
    for tag in _TAGS:
        left -= body.count(tag)
        if left == 0:
            return True
    return left == 0


def _rows(body: str) -> list[dict[str, str]] | None:
    """Attributes of the rows where any of them may be hidden; None where a row has no number of its own."""
    if "hidden=" not in body and ' ht="0' not in body:
        return []
    found = _ROW.findall(body)
    if len(found) != body.count("<row ") or any("&" in row for row in found):
        return None
    rows = [dict(_ATTRIBUTE.findall(row)) for row in found]
    return rows if all(whole(row.get("r", "")) > 0 for row in rows) else None


def read_strings(data: bytes) -> list[str] | None:
    """The shared strings as `parse` would give them; None where their spelling is not the usual one."""
    text = _text(data)
    if text is None or "&#" in text or ":si" in text or text.count("<si") != text.count("<si>"):
        return None
    check(data)
    found = _STRING.findall(text)
    if not found or not len(found) == text.count("<si>") == text.count("</si"):
        return None
    strings = []
    for plain, rich in found:
        words = _runs(rich) if rich else plain
        if words is None:
            return None
        strings.append(unescape(_resolved(words)))
    return strings


def _runs(rich: str) -> str | None:
    """Words of a text in several styles, without the hints for pronouncing them."""
    if _PREFIXED.search(rich):
        return None
    bare = _PHONETIC.sub("", rich)
    runs = _RUN.findall(bare)
    known = "<rPh" not in bare and len(runs) == len(_BEGINS.findall(bare))
    return "".join(runs) if known else None


def _text(data: bytes) -> str | None:
    """A part as text with plain line ends; None where it is no UTF-8 or holds comments, sections or instructions."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    declared = _DECLARED.match(text)
    if (text.startswith("<?") and not declared) or text.find("<?", 2) >= 0 or "<!" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _resolved(text: str) -> str:
    """The text with the five named references resolved; there are no others in the parts that are read here."""
    return _REFERENCE.sub(lambda found: _SIGNS[found[1]], text) if "&" in text else text
