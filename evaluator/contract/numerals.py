"""Numbers as a Chinese contract writes them: article numbers and amounts in capitals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
LARGEST = Decimal("9999999999999999.99")


def chinese_number(number: int) -> str:
    """An article's number from 1 to 999, as Word counts with ``chineseCountingThousand``.

    >>> [chinese_number(n) for n in (1, 10, 11, 20, 35, 101, 110, 111)]
    ['一', '十', '十一', '二十', '三十五', '一百零一', '一百一十', '一百一十一']
    """
    if not 1 <= number <= 999:
        raise ValueError(f"{number} is not between 1 and 999")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def capitals(amount: Decimal) -> str:
    """An amount of yuan in capitals; fen are rounded half up.

    >>> capitals(Decimal("1280000")), capitals(Decimal("100305.07")), capitals(Decimal("0.5"))
    ('壹佰贰拾捌万元整', '壹拾万零叁佰零伍元零柒分', '伍角整')
    """
    if not 0 <= amount <= LARGEST:
        raise ValueError(f"{amount} has no form in capitals")
    fen = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, cents = divmod(fen, 100)
    jiao, rest = divmod(cents, 10)
    words = f"{_whole(yuan)}元" if yuan or not cents else ""
    if not cents:
        return words + "整"
    if jiao:
        words += f"{_CAPITALS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_CAPITALS[rest]}分" if rest else "整")


def _whole(number: int) -> str:
    if not number:
        return "零"
    words, gap = "", False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**index % 10_000
        if not group:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + _group(group) + _GROUPS[index]
        gap = False
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _CAPITALS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words
