"""Chinese numerals, everyday and banker's: 一百二十万, 壹佰贰拾万元伍角整; what people read two ways is no numeral here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "貳": 2, "叄": 3, "陸": 6,
}  # fmt: skip
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ANY: Final = "".join((*_DIGITS, *_UNITS, *_BIG))
_RUN: Final = re.compile(rf"^(?=[{''.join(_DIGITS)}十拾])([{_ANY}]+)(?:点([{''.join(_DIGITS)}]+))?")
_YUAN: Final = re.compile(r"^(.+?)[元圆](?:零)?(?:(.)角)?(?:零)?(?:(.)分)?[整正]?$")


def numeral(text: str) -> int | None:
    """The number that a run of Chinese numerals states, None where it states none, or not one for sure.

    >>> numeral("壹佰贰拾万"), numeral("十二"), numeral("一千零五"), numeral("一百五"), numeral("三五")
    (1200000, 12, 1005, None, None)
    """
    total, section, digit, last, zero = 0, 0, -1, 10**12, False
    for char in text:
        if char in _DIGITS and digit < 0:
            zero, digit = (True, -1) if _DIGITS[char] == 0 and len(text) > 1 else (zero, _DIGITS[char])
            continue
        unit = _UNITS.get(char) or _BIG.get(char, 0)
        if not unit or (unit >= last and char not in _BIG):
            return None  # 三五 is three to five, 十百 is nothing
        if char in _BIG:
            section += max(digit, 0)
            if not section or (total and unit >= last):
                return None
            total, section, last = (total + section) * unit if unit > last else total + section * unit, 0, unit
        else:
            if digit < 0 and (unit != 10 or section):
                return None
            section, last = section + (digit if digit >= 0 else 1) * unit, unit
        digit, zero = -1, False
    if digit < 0:
        return total + section
    # 一百五 is 150 to most people and 105 to the letter.
    return total + section + digit if zero or last in (10, 10**12) else None


def arabic(text: str) -> str:
    """The text with the numeral in front, if there is one, in digits.

    >>> arabic("三年"), arabic("九十八点五%"), arabic("半年"), arabic("一个半月"), arabic("一年半"), arabic("一般")
    ('3年', '98.5%', '0.5年', '1.5个月', '1.5年', '一般')
    """
    text = re.sub(r"^半(?=个|年|天|日|小时)", "0.5", text)
    text = re.sub(r"^([一二两三四五六七八九十])个半(?=月|小时)", r"\1点五个", text)
    text = re.sub(r"^([一二两三四五六七八九十])(年|天|小时)半$", r"\1点五\2", text)
    found = _RUN.match(text)
    whole = numeral(found[1]) if found else None
    if found is None or whole is None or text[found.end() :].startswith(("般", "定", "些", "级")):
        return text
    decimals = "".join(str(_DIGITS[char]) for char in found[2] or "")
    return f"{whole}{'.' if decimals else ''}{decimals}{text[found.end() :]}"


def yuan(text: str) -> Decimal | None:
    """An amount in words with 角 and 分, None where the text is none.

    >>> yuan("壹佰贰拾万元整"), yuan("叁拾元伍角整"), yuan("尽快")
    (Decimal('1200000'), Decimal('30.5'), None)
    """
    found = _YUAN.match(text)
    whole = numeral(found[1]) if found else None
    if found is None or whole is None or any(part and part not in _DIGITS for part in (found[2], found[3])):
        return None
    jiao, fen = (_DIGITS[part] if part else 0 for part in (found[2], found[3]))
    return Decimal(whole) + (Decimal(jiao * 10 + fen) / 100 if jiao or fen else 0)
