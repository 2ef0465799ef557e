"""What the first words of a row say it is: guidance, a total, a note, an example, a signature, a heading of some rank."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LABEL: Final = re.compile(r"^[^\n]{1,24}[:：]$")
_NOTE = re.compile(
    r"^[*※]?\s*(?:guidance|note|notes|n\.?b\.?|assertion|remarks?|help|hint|tips?|instructions?|legend|key|"
    r"说明|填写说明|填表说明|填报说明|注|备注|注意|注意事项|提示|图例|附注)\s*\d*\s*(?:[:：.]|$)|^※|"
    r"^[(（【\[](?:注|说明|提示|note)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"^(?:sub[- ]?totals?|grand totals?|page totals?|totals?|sum|(?:carried|brought) (?:forward|to [a-z ]{1,30})|"
    r"(?:weighted|overall) (?:totals?|scores?)|加权总分|加权得分|综合得分|总得分|总分|"
    r"合\s*计|总\s*计|小\s*计|共\s*计|总\s*价|投标总价|报价合计|(?:人民币|金额|合计|总价)?[（(]?(?:大写|小写)[)）]?(?:金额)?)"
    r"\s*(?:[:：.(（,，¥￥$]|excl|incl|(?:price|amount|cost|scores?|points|marks|met)\b|$)",
    re.IGNORECASE,
)
_TAX = re.compile(
    r"^(?:(?:sales )?tax|vat|gst|增值税|税额|税金)\s*[@(（]?\s*\d+(?:\.\d+)?\s*[%％]\s*[)）]?\s*[:：]?$", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"^[(（【\[]?(?:example|sample|e\.g|for example|示\s*例|样\s*例|范\s*例|举\s*例|例|填写示例)"
    r"\s*\d*\s*(?:[:：.、)）】\]]|row$|$)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"^(?:©|\(c\)\s|copyright|all rights reserved|版权所有|page \d+(?: of \d+)?$|第\s*\d+\s*页)|"
    r"^(?:authori[sz]ed )?(?:signature|signatory|signed(?: by)?|company stamp)\b|"
    r"[(（](?:盖章|公章|盖公章|签字|签章|签名|签字或盖章|加盖公章|单位公章|盖单位章)[)）]|^以下(?:空白|无正文)",
    re.IGNORECASE,
)
# Ways in which headings are numbered: two that are numbered alike are of one rank.
_RANKS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("第", r"^第[一二三四五六七八九十百\d]+[章部分节篇]"),
        ("一、", r"^[一二三四五六七八九十]+\s*[、.．]"),
        ("（一）", r"^[(（][一二三四五六七八九十]+[)）]"),
        ("1.1.1", r"^\d+(?:\.\d+){2}"),
        ("1.1", r"^\d+\.\d+"),
        ("1.", r"^\d+\s*[.、．)）]"),
        ("A.", r"^[A-Z]\s*[.)、]\s"),
        ("section", r"^(?:section|part|chapter|annex|appendix|module)\s+\w+"),
    )
)
HEADS: Final = ("第", "一、", "（一）", "section")  # questions are not numbered so


@lru_cache(maxsize=1 << 14)
def asks_nothing(text: str) -> bool:
    """Whether a text is guidance, a total, a note, an example, a signature or a footer, and so asks nothing.

    >>> [asks_nothing(text) for text in ("合计（含税）", "Note 2: see annex", "示例：查重", "投标人（盖章）：")]
    [True, True, True, True]
    >>> [asks_nothing(text) for text in ("Total met", "Weighted score", "加权总分", "金额大写：壹万元整", "Tax 10%", "Tax number")]
    [True, True, True, True, True, False]
    >>> [asks_nothing(text) for text in ("Total number of customers", "Example contracts are attached", "说明书是否齐全")]
    [False, False, False]
    """
    return any(pattern.search(text) for pattern in (_NOTE, _TOTAL, _TAX, _EXAMPLE, _FOOTER))


def is_total(text: str) -> bool:
    """Whether a text is that of a total."""
    return bool(_TOTAL.search(text))


def is_note(text: str) -> bool:
    """Whether a text is one of guidance."""
    return bool(_NOTE.search(text))


def rank(text: str) -> str:
    """How a heading is numbered; empty where it is not.

    >>> rank("一、总体要求"), rank("2.3 Storage"), rank("Storage")
    ('一、', '1.1', '')
    """
    return next((name for name, pattern in _RANKS if pattern.match(text)), "")
