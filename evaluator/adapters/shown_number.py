"""What an OpenDocument cell shows of its number → the number format that shows it so, as Excel writes one.

The number stands without its unit in the file, the unit in a style; the words shown hold both, whatever the style is called.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

_RUN = re.compile(r"\d(?:[\d.,'’ \u00a0\u202f]*\d)?")
_GROUPS: Final = str.maketrans("", "", "'’ \u00a0\u202f")
_SIGNS = re.compile(r'[-+−()"\\]')
_OTHER_FORM = re.compile(r"\d\s*/\s*\d|\d[eE][+-]\d")  # fractions and powers of ten are split over several numbers
_PERIOD = re.compile(r"-?P(?:(\d{1,6})D)?T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?")


def code_of(value: str, shown: str, *, percent: bool = False) -> str:
    """The format in which the number ``value`` is shown so; empty where it adds nothing, or shows another number.

    >>> code_of("23600", "23,600万元"), code_of("1.1", "1.10"), code_of("0.985", "98.50%", percent=True), code_of("7", "7")
    ('0"万元"', '0.00', '0.00%', '')
    >>> code_of("1234.5", "约1.234,50 €"), code_of("12500000", "12.5M"), code_of("0.5", "1/2"), code_of("99.9", "100%")
    ('"约"0.00" €"', '', '', '0"%"')
    """
    try:
        number = abs(Decimal(value))
    except InvalidOperation:
        return ""
    if not number.is_finite() or _OTHER_FORM.search(shown):
        return ""
    for found in _RUN.finditer(shown):
        zeros = _zeros(number * 100 if percent else number, found[0])
        if zeros:
            before, after = shown[: found.start()], shown[found.end() :]
            if percent and after.lstrip().startswith("%"):
                return f"{zeros}%"
            code = f"{_quoted(before.lstrip())}{zeros}{_quoted(after.rstrip())}"
            return "" if code == "0" else code
    return ""


def _quoted(words: str) -> str:
    bare = _SIGNS.sub("", words)
    return f'"{bare}"' if bare.strip() else ""


def _zeros(number: Decimal, digits: str) -> str:
    """The digits of a format by which the number is written so, empty where they write another; the decimal mark is either."""
    bare = digits.translate(_GROUPS)
    for mark, group in (".,", ",."):
        whole, _, part = bare.replace(group, "").partition(mark)
        if not (whole + part).isdecimal() or group in bare.partition(mark)[2]:
            continue
        if number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP) == Decimal(f"{whole}.{part or 0}"):
            long = len(whole) if whole.startswith("0") else 1
            return "0" * long + ("." + "0" * len(part) if part else "")
    return ""


def period(text: str) -> timedelta | None:
    """A length of time as the file stores it, None where the text is none.

    >>> period("PT36H00M00S"), period("PT04H30M00.5S"), period("4h")
    (datetime.timedelta(days=1, seconds=43200), datetime.timedelta(seconds=16200), None)
    """
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
