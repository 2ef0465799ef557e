"""What a number format writes beside a number: a currency before it, a unit or a percent sign after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# A literal in quotes, an escaped sign, a sign as wide as another, a sign that fills, brackets, digits, a name, any other sign.
_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|([0#?][0#?,. ]*[0#?.]|[0#?])|(General)|(.)', re.DOTALL | re.IGNORECASE
)
_CURRENCY = re.compile(r"\$([^-]*)")


@dataclass(frozen=True, slots=True)
class Affixes:
    """Words before and after a number, and whether it is shown as a percentage."""

    before: str = ""
    after: str = ""
    percent: bool = False


NONE = Affixes()


@lru_cache(maxsize=512)
def affixes(code: str) -> Affixes:
    """What a format adds to a positive number; nothing where it shows the number scaled, split or in another form.

    >>> affixes('#,##0.00 "days"').after, affixes("0.00%").percent, affixes('[$¥-804]#,##0.00').before
    (' days', True, '¥')
    >>> affixes('0.0,"万"') == affixes("000-0000") == affixes("0.00E+00") == NONE
    True
    """
    words = ["", ""]
    percent, digits = False, 0
    for quoted, escaped, brackets, number, general, sign in _TOKEN.findall(code):
        if sign == ";":
            break
        if number or general:
            digits += 1
        elif brackets[:1] in ("<", ">", "=") or sign in ("/", "@", ",", ".") or (digits and sign in ("E", "e")):
            return NONE
        elif sign == "%":
            percent = True
        elif sign not in ("+", "-", "(", ")"):  # a number has its own sign
            currency = _CURRENCY.match(brackets)
            words[digits > 0] += quoted or escaped or sign or (currency[1] if currency else "")
    if digits != 1:
        return NONE
    return Affixes(percent=True) if percent else Affixes(words[0].lstrip(), words[1].rstrip())
