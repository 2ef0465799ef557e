"""What the heading of a column says it holds, in the words that buyers and vendors use, Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from evaluator.intake.foreign.heading_words import EXACT, PARTS
from evaluator.intake.foreign.parting import is_part
from evaluator.intake.words import JUDGEMENTS, is_judgement

LONGEST: Final = 60  # a longer text is no heading
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_PARTED = re.compile(r"[/、|\n(（\[【]|[\u4e00-\u9fff]\s*[A-Za-z]|[A-Za-z.]\s*[\u4e00-\u9fff]")  # more than one name
_EDGES: Final = " \t:：*.。?？★▲※#"
_MACHINE = re.compile(r"^[A-Za-z_][A-Za-z0-9_.]*$")

_EXACT: Final = {word: role for role, words in EXACT.items() for word in words}
_VENDORS: Final = ("vendor", "supplier", "seller", "bidder", "tenderer", "your ", "投标", "供应商", "厂商")
# Headings of what the buyer or a program fills in, though a word in them may speak of answers.
_NOT_ANSWERS: Final = (
    "buyer",
    "customer",
    "采购人",
    "招标人",
    "path",
    "xml",
    "uuid",
    "guid",
    "guidance",
    "instruction",
)
# Headings of a goal that was set, which the form may ask for where it asks for nothing else.
_TARGETS: Final = ("目标值", "实际值", "指标值", "参数值", "数值", "target value", "actual value", "target")
_LETTERED = re.compile(
    r"^(?:vendor|supplier|bidder|tenderer|offeror|company|provider|供应商|投标人|投标单位|厂商|厂家|公司|方案|候选人)"
    r"\s*(?:[#：:-]?\s*)(?:[a-z]|\d{1,2}|[一二三四五六七八九十甲乙丙丁戊])$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:公司|集团|股份)$|\b(?:inc|ltd|llc|gmbh|corp|plc|pty|b\.v)\.?$",
    re.IGNORECASE,
)
# What the buyer's document says of a term, and what the bid says of the same: 招标文件商务条款 | 投标文件商务条款.
_SUBJECT: Final = r"(?:的)?(?:商务|技术|合同|服务)?(?:条款|规格|参数|指标|条件|标准)(?:内容|描述)?"
_INVITED = re.compile(rf"(?:招标|采购|磋商|谈判|比选|询价)(?:文件)?{_SUBJECT}")
_BID = re.compile(rf"(?:投标|响应|应答)(?:人|文件|产品|货物)?{_SUBJECT}(?:响应|应答)?")
_RATERS = re.compile(r"评委|专家|评审员|打分人|evaluator|assessor|reviewer|judge|panel", re.IGNORECASE)
_NO_VENDOR = re.compile(
    r"^(?:l|r|level|级别|等级|tier|edition|phase|stage)\s*\d?$|版本|version|日期|date|负责人|owner|cwe|nist|iso|model|型号|规格|品牌|"
    r"brand|year|年度|第.年|average|\bmean\b|\bm(?:ax|in)\b|平均|最[高低]|difference|差异|winner|recommend|推荐|排名|rank",
    re.IGNORECASE,
)
_MEASURES: Final = tuple("值率数量额度期分价")  # a heading that ends so names a figure, not a company


def role_of(heading: str) -> str:
    """The role of a column with this heading, empty where the heading says none.

    >>> role_of("Vendor response*"), role_of("序号 No."), role_of("Can Be Inherited from CSP"), role_of("备注（如有）")
    ('answer', 'id', '', 'comment')
    >>> role_of("OK/Concern"), role_of("供应商A"), role_of("是否必须"), role_of("Yes/No/NA")
    ('answer', '', 'priority', 'answer')
    >>> role_of("招标文件技术参数"), role_of("投标文件商务条款"), role_of("投标文件条款号")
    ('question', 'answer', '')
    """
    return _role(_line(heading))


def exact_role(heading: str) -> str:
    """The role of a column where the whole heading, or one of its two languages, is a known word for it.

    >>> exact_role("需求描述\\nRequirement"), exact_role("Requirement of the buyer"), exact_role("通过/不通过")
    ('question', '', 'answer')
    """
    return _exact(_line(heading))


@lru_cache(maxsize=4096)
def _role(line: str) -> str:
    if not line or is_vendor_name(line):
        return ""
    if role := _exact(line):
        return role
    bare = _plain(_ASIDE.sub(" ", line))
    for role, pattern in (("question", _INVITED), ("answer", _BID)):
        if pattern.fullmatch(bare):
            return role
    whole = f" {bare} "
    for role, parts in PARTS:
        if any(part in whole for part in parts) and not (
            role == "answer" and any(one in whole for one in _NOT_ANSWERS)
        ):
            return role
    return ""


@lru_cache(maxsize=4096)
def _exact(line: str) -> str:
    if not _PARTED.search(line):
        return _EXACT.get(_plain(line), "id" if line in ("#", "№", "No.") else "")
    sides = [_plain(side) for side in re.split(r"[/、|]", _ASIDE.sub(" ", line))]
    if len(sides) > 1 and all(side in JUDGEMENTS for side in sides):
        return "answer"
    for name in _names(line):
        if role := _EXACT.get(name, ""):
            return role
    return "id" if line in ("#", "№", "No.") else ""


def _line(heading: str) -> str:
    """What of a text may be a heading: all of a short one, the first line of a longer one, nothing of a long one."""
    first = heading.strip().partition("\n")[0] if len(heading) > LONGEST else heading.strip()
    return first if len(first) <= LONGEST else ""


def is_vendors(heading: str) -> bool:
    """Whether a heading says that the vendor fills in the column.

    >>> is_vendors("Seller Value (example)"), is_vendors("Status")
    (True, False)
    """
    return any(word in f"{_plain(heading)} " for word in _VENDORS)


def is_buyers(heading: str) -> bool:
    """Whether a heading says that the buyer, or a program, fills in the column.

    >>> is_buyers("Buyer comment"), is_buyers("采购人意见"), is_buyers("Comment")
    (True, True, False)
    """
    return any(word in _plain(heading) for word in (*_NOT_ANSWERS, "internal", "评审", "reference", "参考"))


def is_vendor_name(heading: str) -> bool:
    """Whether a heading is surely one vendor's name: a lettered one, or a company's by its form.

    >>> is_vendor_name("Vendor B"), is_vendor_name("供应商甲"), is_vendor_name("Ada Software Ltd."), is_vendor_name("Vendor")
    (True, True, True, False)
    """
    text = heading.strip()
    return bool(_LETTERED.match(text) or _COMPANY.search(text)) and _plain(text) not in _EXACT


def may_be_vendor(heading: str) -> bool:
    """Whether a heading that says no role may be the name of a vendor: no measure, level, date or evaluator.

    >>> may_be_vendor("阿达云"), may_be_vendor("目标值"), may_be_vendor("L1"), may_be_vendor("评委1"), may_be_vendor("Meets")
    (True, False, False, False, False)
    """
    text = heading.strip()
    return is_vendor_name(text) or not (
        role_of(text)
        or is_judgement(text)
        or is_part(text)
        or text.endswith(_MEASURES)
        or _NO_VENDOR.search(text)
        or _RATERS.search(text)
    )


def is_rater(heading: str) -> bool:
    """Whether a heading names somebody who scores."""
    return bool(_RATERS.search(heading))


def is_target(heading: str) -> bool:
    """Whether a heading speaks of a goal that was set, or of a figure.

    >>> is_target("目标值"), is_target("目标")
    (True, False)
    """
    return _plain(_ASIDE.sub(" ", _line(heading))) in _TARGETS


def is_machine_name(heading: str) -> bool:
    """Whether a text is a name for programs, as the second header of an import template holds them.

    >>> is_machine_name("dataName"), is_machine_name("Data name")
    (True, False)
    """
    return bool(_MACHINE.match(heading.strip()))


def owner_in(heading: str) -> str:
    """The name before or behind the word for answers in a heading, empty where the heading holds nothing else.

    >>> owner_in("阿达云应答"), owner_in("Response - Bo Ltd"), owner_in("Vendor response")
    ('阿达云', 'Bo Ltd', '')
    """
    bare = _OWNED.sub(" ", heading)
    if bare == heading:
        return ""
    named = _ASIDE.sub(" ", bare).strip(_AROUND)  # what stands in brackets is a unit, unless it is the name
    return named or bare.strip(_AROUND)


_AROUND: Final = " \t\n-–—:：/_（）()"
_OWNED = re.compile(
    r"\b(?:vendor|supplier|bidder|seller|your)?(?:'s)?\s*(?:response|answer|reply|status|compliance|comments?|remarks?|notes?|evidence)s?\b|"
    r"(?:供应商|投标人|厂商)?(?:投标)?(?:应答|响应|答复|回复|备注|说明|满足情况|偏离情况|偏离|报价|单价|总价)(?:情况|内容)?",
    re.IGNORECASE,
)


def _names(heading: str) -> Iterator[str]:
    """The heading as a whole and each of its halves, where it says the same twice in two languages."""
    bare = _ASIDE.sub(" ", heading)
    yield _plain(bare)
    for part in re.split(r"[\n/|]|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z.])\s*(?=[\u4e00-\u9fff])", bare):
        if plain := _plain(part):
            yield plain
    for aside in _ASIDE.findall(heading):
        if _plain(aside[1:-1]) and bare.isascii() != aside.isascii():  # the same in the other language
            yield _plain(aside[1:-1])


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_EDGES)
