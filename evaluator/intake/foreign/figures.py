"""Which texts of a sheet state a price, and which only name one: by their words and figures, wherever they stand."""

from __future__ import annotations

import re
from typing import Final

from evaluator.intake.cells import Cell
from evaluator.intake.dates import days
from evaluator.intake.foreign.headings import role_of
from evaluator.intake.foreign.layouts import MONEY
from evaluator.intake.words import CURRENCIES, plain

_SIGNS: Final = "|".join(sorted((re.escape(word) for words in CURRENCIES.values() for word in words), key=len)[::-1])
_HAN: Final = "〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟两"
_SCALE: Final = "万|萬|亿|億|千|百|k|m|bn|thousand|million"
_SIGNED: Final = rf"(?:{_SIGNS})\s*\d|\d\s*(?:{_SCALE})?\s*(?:{_SIGNS})"
# An amount of money by its sign, its scale or its marks of thousands: CNY 4,712, 约120万, 4712 元, 肆仟柒佰元.
_MONEY: Final = re.compile(
    rf"{_SIGNED}|\d\s*[万萬亿億]|\d{{1,3}}(?:[,，]\d{{3}})+|[{_HAN}]+[万萬亿億]|[{_HAN}]+\s*[元圆]"
)
_FORMAT: Final = re.compile(_SIGNS)
_NUMBER: Final = re.compile(r"\W*\d[\d.,%]*\W*")
_FIGURE: Final = re.compile(r"\d{2}")
_LARGE: Final = re.compile(r"\d{4}")
_INLINE: Final = re.compile(r"[:：=]\D{0,12}\d{2}|\d{5}")
_PRICE_WORD: Final = re.compile(
    r"price|quot(?:e|ation)|amount|\btotal|cost|fee|报价|总价|合价|单价|金额|合计|总计|小计|费用|价款"
)
_LABEL: Final = re.compile(
    r"price|\bquot(?:e|ation)|\b(?:bid|offer|tender|contract) (?:amount|sum|value|total)|contract value|\bfees?\b|\bcosts?\b|"
    r"\bcharges?\b|报价|[总单合]价|價|价格|价款|投标价|费用|金额"
)
_SUM: Final = re.compile(
    r"(?:(?:grand|overall|sub)[ -]?)?total(?: (?:amount|sum|value|excl\w*|incl\w*|net|gross).*)?|合计|总计|小计|总额"
)
_ELSE: Final = re.compile(  # what is said of an offer and is no price
    r"date|valid|until|expir|\bno\b|number|\bref\b|version|\bdays?\b|\bcent(?:er|re)s?\b|scor|point|weight|quantity|currency|"
    r"日期|有效|编号|截止|版本|天数|得分|分值|权重|数量|人数|币种|税率"
)
_ASKED: Final = re.compile(
    r"\b(?:total|bid|offer|tender|quoted|your|overall) price\b|price of (?:the|your|this) (?:offer|bid|tender)|投标总?报?价|总报价|"
    r"合同总价|报价总额"
)
_OFFER: Final = re.compile(r"\b(?:offer|bid|tender|charge|sum)(?:s|ed)?\b")
_SIGNED_MONEY: Final = re.compile(_SIGNED)
_ASIDE: Final = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_LONGEST: Final = 40


def is_money(text: str) -> bool:
    """Whether a text states an amount of money.

    >>> [is_money(text) for text in ("CNY 4,712", "约120万", "肆仟柒佰元整", "4712", "Unit price (CNY)", "第1年报价（万元）")]
    [True, True, True, False, False, False]
    """
    return bool(_MONEY.search(plain(text)))


def is_number(cell: Cell) -> bool:
    """Whether nothing but a number stands in a cell."""
    return cell.kind == "number" or bool(_NUMBER.fullmatch(plain(cell.text)))


def is_figure(cell: Cell) -> bool:
    """Whether a number or an amount of money stands in a cell, or a text that holds one."""
    return is_number(cell) or is_money(cell.text) or bool(_FIGURE.search(plain(cell.text)))


def names_price(text: str) -> bool:
    """Whether a text has a word for prices or sums in it.

    >>> names_price("Total of all items"), names_price("报价合计"), names_price("Security")
    (True, True, False)
    """
    return role_of(text) in MONEY or bool(_PRICE_WORD.search(plain(text)))


def labels_price(text: str) -> bool:
    """Whether a text labels a price as a field does; a date, a number or a count of an offer is none.

    >>> [labels_price(text) for text in ("投标总价（元）", "Total price: 4711000", "Grand total", "Total contract value")]
    [True, True, True, True]
    >>> [labels_price(text) for text in ("Quotation date", "报价有效期", "Total number of users", "Cost centre", "Total score")]
    [False, False, False, False, False]
    """
    head = plain(re.split(r"[:：]", text, maxsplit=1)[0])
    if len(head) > _LONGEST or _ELSE.search(head):
        return False
    return bool(_LABEL.search(head) or _SUM.fullmatch(_ASIDE.sub("", head)))


def asks_price(text: str) -> bool:
    """Whether a question asks for the price of the whole offer.

    >>> asks_price("What is the total price of your offer?"), asks_price("投标总价是多少？"), asks_price("How are prices raised?")
    (True, True, False)
    """
    return bool(_ASKED.search(plain(text)))


def is_offer(text: str) -> bool:
    """Whether a sentence says for how much money something is offered.

    >>> is_offer("We offer all this for EUR 4711000."), is_offer("We offer support in EUR countries.")
    (True, False)
    """
    words = plain(text)
    return bool(_OFFER.search(words) and _SIGNED_MONEY.search(words))


def states_price(cell: Cell, label: str = "") -> bool:
    """Whether a cell states a price: beside its ``label``, else behind the label in its own text.

    Of a bare total only a large number or an amount of money is one: the totals of scores and users are small.

    >>> states_price(Cell(1, 1, "总价：4711")), states_price(Cell(1, 2, "47110"), "Price"), states_price(Cell(1, 2, "12"), "Total")
    (True, True, False)
    >>> states_price(Cell(1, 2, "2026-04-15"), "Price"), states_price(Cell(1, 1, "Price sheet 2026"))
    (False, False)
    """
    words = plain(cell.text)
    if is_money(cell.text) or is_paid(cell):
        return True
    if not label:
        return bool(_INLINE.search(words))
    if cell.kind in ("date", "bool", "error") or days(cell.text):
        return False
    strong = bool(_LABEL.search(plain(label)))
    return (is_number(cell) and strong) or bool(_LARGE.search(words.replace(" ", "")))


def is_paid(cell: Cell) -> bool:
    """Whether a number is shown with the sign of a currency.

    >>> is_paid(Cell(1, 1, "47110", "number", "€ #,##0")), is_paid(Cell(1, 1, "47110", "number", "#,##0"))
    (True, False)
    """
    return cell.kind == "number" and bool(_FORMAT.search(plain(cell.number_format)))
