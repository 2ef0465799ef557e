"""What a number format prints around a number: the unit or currency that a cell shows and does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*')
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\])|[_*].|([0#?.,%Ee+\-/]+)|(.)', re.DOTALL)
# Words that scale a number; where commas of the format have scaled it already, they say how it is shown, not what it is.
_SCALES: Final = ("亿", "千万", "百万", "万", "千", "bn", "mm", "m", "k")


@dataclass(frozen=True, slots=True)
class Printed:
    """Words in front of and behind the number; both empty where the format prints none."""

    before: str = ""
    behind: str = ""


@cache
def printed(code: str) -> Printed:
    """What a number format prints around a positive number.

    >>> printed('#,##0.00"万元"'), printed('0!.0,"万元"').behind, printed("[$$-409]#,##0").before, printed("0.0%") == Printed()
    (Printed(before='', behind='万元'), '元', '$', True)
    """
    first = _SECTION.match(code)
    before, behind, digits = "", "", ""
    for quoted, escaped, currency, aside, number, plain in _TOKEN.findall(first[0] if first else ""):
        if number:
            digits, behind = digits + number, ""
            continue
        if plain.isalpha() and plain.isascii():
            return Printed()  # a date, or General
        words = quoted or escaped or currency or ("" if aside else plain)
        if digits:
            behind += words
        else:
            before += words
    behind = behind.strip()
    if digits.endswith(","):
        behind = next((behind[len(word) :] for word in _SCALES if behind.casefold().startswith(word)), behind)
    return Printed(before.strip(), behind.strip()) if digits else Printed()
