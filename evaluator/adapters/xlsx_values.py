"""What is stored in a cell of an .xlsx → what it says: texts, numbers in their shortest form, dates and times as ISO text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from evaluator.adapters.xlsx_parts import Attributes, parse

Shows = Literal["", "date", "elapsed"]
EPOCH: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Which of the built-in formats show dates: 27–36 and 50–58 do where Excel speaks Chinese, Japanese or Korean.
_DATE_IDS: Final = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_ELAPSED_ID: Final = 46
# Formats that a file names by number alone, those that mean the same everywhere; 5–8 and 37–44 are the reader's own currency.
_BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "m/d/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_LONGEST: Final = 300  # digits of a whole number; Excel stores at most 17


@dataclass(frozen=True, slots=True)
class Style:
    """What the reader needs of a cell style: its number format, and whether that shows a date or elapsed time."""

    code: str = ""
    shows: Shows = ""


_PLAIN: Final = Style()


def styles_of(data: bytes) -> list[Style]:
    """The cell styles of a styles part, in their order."""
    codes: dict[int, str] = {}
    styles: list[Style] = []
    inside = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            codes[whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            styles.append(_style(whole(attributes.get("numFmtId", "")), codes))

    def end(tag: str, _: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    parse(data, start, end)
    return styles


def code_by(number: int, codes: Mapping[int, str]) -> str:
    """The number format of this number: the workbook's own, else the one built in; empty for General.

    >>> code_by(164, {164: '0"天"'}), code_by(9, {}), code_by(0, {})
    ('0"天"', '0%', '')
    """
    code = codes[number] if number in codes else _BUILT_IN.get(number, "")
    return "" if code.casefold() == "general" else code


def _style(number: int, codes: dict[int, str]) -> Style:
    if number in codes:
        return Style(codes[number], shows(codes[number]))
    built_in: Shows = "date" if number in _DATE_IDS else "elapsed" if number == _ELAPSED_ID else ""
    return Style(_BUILT_IN.get(number, ""), built_in)


def shows(code: str) -> Shows:
    """Whether a number format shows a date or a time of day, elapsed time, or neither.

    >>> shows('yyyy"年"m"月"'), shows("[h]:mm"), shows('#,##0.00 "days"'), shows("[Red]0.0")
    ('date', 'elapsed', '', '')
    """
    bare = re.sub(r'"[^"]*"|[\\_*].', "", code.lower())
    if re.search(r"\[(?:h+|m+|s+)\]", bare):
        return "elapsed"
    bare = re.sub(r"\[[^\]]*\]", "", bare)
    return "date" if re.search(r"[ymdhs]|aaa", bare) and "general" not in bare else ""


def whole(text: str) -> int:
    """The number that a text of digits writes, or -1: attributes hold anything.

    >>> whole("12"), whole("-1"), whole("²"), whole("")
    (12, -1, -1, -1)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def unescape(text: str) -> str:
    """Text with the format's ``_xHHHH_`` escapes resolved and line ends made plain; NUL and half characters are no text.

    >>> unescape("a_x000D_\\nb_x0000_ _xD83D__xDE00_ _xD83D_")
    'a\\nb 😀 �'
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def shortest(number: str) -> str:
    """The shortest decimal text of a stored number, never in scientific form; a whole number keeps every digit.

    >>> shortest("0.28999999999999998"), shortest("12.0"), shortest("1E-3"), shortest("110101199001011234")
    ('0.29', '12', '0.001', '110101199001011234')
    """
    digits = number.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST:
        return str(int(number))
    plain = repr(float(number))
    plain = format(Decimal(plain), "f") if "e" in plain else plain
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def iso_moment(moment: datetime) -> str:
    """A date, with the time where it is not midnight; seconds where they are not zero."""
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if moment.time() == moment.min.time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")


def clock(time: timedelta) -> str:
    """A time of day or an elapsed time, as a clock shows it.

    >>> clock(timedelta(hours=28)), clock(timedelta(minutes=5, seconds=30))
    ('28:00', '00:05:30')
    """
    seconds = round(time.total_seconds())
    shown = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{shown}:{seconds % 60:02}" if seconds % 60 else shown


class Values:
    """What turns stored values of one workbook into text and kind."""

    def __init__(self, strings: Sequence[str] = (), styles: Sequence[Style] = (), *, date1904: bool = False) -> None:
        """Take the shared strings, the cell styles in their order, and where days are counted from."""
        self._strings = strings
        self._date1904 = date1904
        self._styles = {str(number): style for number, style in enumerate(styles)}
        self._styles[""] = self._styles.get("0", _PLAIN)

    def of(self, kind: str, raw: str, style: str) -> tuple[str, str, str]:
        """Text, kind and number format of a stored value of type ``kind`` (the format's ``t``, empty for a number)."""
        if kind == "s":
            number = whole(raw.strip())
            return (self._strings[number], "text", "") if 0 <= number < len(self._strings) else ("#REF!", "error", "")
        if kind in ("", "n"):
            return self._number(raw, style)
        if kind == "b":
            return ("TRUE" if raw.strip() in ("1", "true") else "FALSE"), "bool", ""
        if kind == "d":
            return raw, "date", ""
        if kind == "e":
            return unescape(raw), "error", ""
        return unescape(raw), "text", ""

    def _number(self, raw: str, style: str) -> tuple[str, str, str]:
        if not raw:
            return "", "text", ""
        look = self._styles.get(style, _PLAIN)
        try:
            value = float(raw)
        except ValueError:
            return raw, "error", look.code
        if not math.isfinite(value):
            return raw, "error", look.code
        if look.shows and (moment := self._moment(value, look.shows)):
            return moment, "date", look.code
        return shortest(raw.strip()), "number", look.code

    def _moment(self, serial: float, form: Shows) -> str:
        """Text of a serial date or time, empty where Excel has no such date."""
        if not 0 <= serial < 2_958_466:
            return ""
        time = timedelta(days=serial)
        if form == "elapsed" or serial < 1:
            return clock(time)
        if self._date1904:
            return iso_moment(_EPOCH_1904 + time) if serial < 2_957_004 else ""
        # Excel counts a 29 February 1900 that never was: serials below 60 lie one day later.
        return iso_moment(EPOCH + time + timedelta(days=1 if serial < 60 else 0))
