"""Headings over answers that name no vendor: years, stages, editions, goals and tax bases part one vendor's own answers."""

from __future__ import annotations

import re
from typing import Final

from evaluator.intake.words import is_judgement, plain

_STAGES: Final = (
    r"stage|phase|level|tier|edition|version|release|round|wave|state|year|quarter|plan|package|period|environment"
)
_KINDS: Final = (
    r"basic|standard|professional|pro|enterprise|premium|advanced|starter|lite|free|ultimate|community|business"
)
_PART = re.compile(
    rf"(?:[\w&/-]+ ){{0,3}}(?:{_STAGES})s?(?: ?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}}|one|two|three|four|five))?|"
    rf"(?:{_KINDS})(?: (?:edition|version|plan|tier|package))?|"
    r"(?:fy|cy)? ?(?:19|20)\d\d(?: ?[-/–] ?(?:\d\d){1,2})?(?: ?(?:年|年度|财年|会计年度))?"
    r"(?: ?(?:e|f|est|forecast|actual|预测|实际))?|"
    r"(?:(?:19|20)\d\d ?年?)?(?:[qh][1-4]|第[一二三四]季度|[上下]半年)(?: ?(?:19|20)\d\d)?|"
    r"第?[一二三四五六七八九十首末次\d]+[ 个]?(?:阶段|年度?|期|批|轮|级|档)|(?:阶段|级别|等级|第) ?[一二三四五六七八九十\d]+|"
    r".{1,6}(?:阶段|版本?|套餐|档位?|年度|期间)|"
    r"(?:as|to)[- ]?(?:is|be)|"
    r"(?:current|future|today|now|before|after|target|goal|planned|actual|expected|required|desired|baseline)"
    r"(?: (?:state|value|level|status|situation|position))?|"
    r"(?:现状|当前|目前|现有|目标|未来|预期|期望|计划|实际|上线[前后]|实施[前后]|要求)(?:状态|值|情况|水平)?|"
    r"(?:incl(?:uding|usive)?|excl(?:uding|usive)?|with|without|before|after|pre|post|in|ex)\.?[- ]?(?: of)? ?(?:tax|vat|gst)|"
    r"(?:tax|vat|gst)[- ](?:incl|excl)(?:uded|usive)?\.?|net|gross|"
    r"(?:不?含|未|[免去除]|税?前|税?后)?税(?:前|后|价)?|"
    r"(?:list|discount(?:ed)?|unit|total|annual|yearly|monthly|one[- ]off|recurring|initial|renewal|optional)|"
    r"(?:优惠|折[后前扣]|标准|目录|市场|原|成交|最[高低终]|首次?|续|首年|年|月|一次性|可选)|"
    r"(?:buyer|customer|client|purchaser|internal|our|我方|甲方|采购方?|采购人|招标方?|招标人|买方|内部)"
)


def is_part(heading: str) -> bool:
    """Whether a heading names a part of what is asked, or who asks: what stands below it is no vendor's of that name.

    >>> [is_part(text) for text in ("2024", "2025年", "Launch Stage", "阶段一", "Phase 2", "Basic edition", "Target", "不含税")]
    [True, True, True, True, True, True, True, True]
    >>> [is_part(text) for text in ("阿达云", "State Grid", "Vendor B", "Bo Ltd", "SAP", "中软云")]
    [False, False, False, False, False, False]
    """
    return bool(_PART.fullmatch(plain(heading).strip(" :：*()（）")))


def names_nobody(heading: str) -> bool:
    """Whether what heads a column of answers is nobody's name: a part of what is asked, or a possible answer.

    >>> names_nobody("Optimize Stage"), names_nobody("部分满足"), names_nobody("北极星")
    (True, True, False)
    """
    return not heading.strip() or is_part(heading) or is_judgement(heading)
