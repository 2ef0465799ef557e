"""Words that vendors write for yes, no, not applicable, nothing, units and currencies, in Chinese and English."""

from __future__ import annotations

import re
import unicodedata

YES = frozenset(
    ["是", "有", "支持", "具备", "可以", "能", "已具备", "已通过", "满足", "yes", "y", "true", "√", "✓", "✔", "对"]
)
NO = frozenset(
    ["否", "无", "没有", "不支持", "不具备", "不可以", "不能", "未通过", "不通过", "不满足", "不符合", "不响应", "no", "n", "none",
     "false", "not supported", "not met", "not compliant", "non-compliant", "×", "✗", "✘"]
)  # fmt: skip
NOT_APPLICABLE = frozenset(["n/a", "na", "n.a.", "not applicable", "不适用", "不涉及"])
PLACEHOLDER = frozenset(
    ["", "-", "--", "–", "—", "——", "/", "…", "...", "?", "？", "tbd", "tbc", "to be confirmed", "待定", "待确认", "请选择",
     "请填写", "(select)", "select", "choose an item", "click or tap here to enter text"]
)  # fmt: skip
# Words and marks that say "the same as above", and not what.
DITTO = frozenset(
    ["〃", '"', "'", "\'\'", "′", "′′", "“", "”", "do.", "-do-", '-"-', "ditto", "as above", "same as above",
     "see above", "same", "idem", "ibid", "同上", "同上述", "同前", "上同", "见上", "如上", "同上题", "与上同", "与上题相同",
     "同上一题", "同上所述", "如上所述"]
)  # fmt: skip
_AROUND = re.compile(r"[\s.。,，()（）\[\]【】—–_-]+(?![a-z])|^[\s.。()（）\[\]【】—–_-]+")
_ABOVE = re.compile(
    r"\W*(?:(?:please )?(?:see|as|as per|as in|same as|refer to|refer|per)(?: the)? (?:above|previous|before|preceding)"
    r"(?: (?:answer|response|row|cell|item|question))?|dto|dito|"
    r"同\s*上(?:一?[行条项题])?|(?:参?见|同|如)上(?:一?[行条项题]|文|述)?)\W*"
)
_PICTURE = re.compile(r"=(?:_xlfn\.)?(?:dispimg|image)\(", re.IGNORECASE)
MARKS = frozenset(["x", "✓", "√", "✔", "☑", "●", "■", "○", "v", "y", "n", "1", "*", "×", "✗", "✘"])
# Words in which a column's heading, or a cell under it, offers or gives a judgement.
JUDGEMENTS = YES | NO | NOT_APPLICABLE | frozenset(
    ["ok", "concern", "pass", "fail", "partial", "partially", "partly", "compliant", "non-compliant", "not compliant",
     "met", "not met", "meets", "fully", "open", "closed", "comply", "exception", "standard", "custom",
     "configuration", "roadmap", "third party", "optional", "x", "满足", "部分满足", "基本满足", "完全满足",
     "二次开发", "定制开发", "不满足", "正偏离", "负偏离", "无偏离", "优于", "响应", "完全响应", "部分响应", "不响应",
     "符合", "部分符合", "不符合", "基本符合", "通过", "不通过", "达标", "不达标", "部分支持", "标配", "选配", "支持",
     "合格", "不合格", "已实现", "未实现", "是", "否", "implemented", "planned", "partially implemented",
     "not implemented", "alternative implementation", "inherited", "in place", "not in place"]
)  # fmt: skip

_JUDGING = re.compile(
    r"(?:(?:fully|partial(?:ly)?|partly|not|non|does not|do not|doesn't|cannot|mostly|completely|un)[\s-]*)*"
    r"(?:meets?|met|compl(?:y|ies|iant)|support(?:s|ed)|conform(?:s|ing)?|satisf(?:y|ies|ied)|applicable|exceeds?|partial)"
    r"(?: requirements?)?|full(?:y)?|available|agreed?|accept(?:ed)?|"
    r"not (?:available|offered|provided|possible)|out[- ]of[- ]the[- ]box|customi[sz]ation|third[- ]party|"
    r"(?:完全|部分|基本|不|未|无法|不能|可|已|暂不|全部|大部分|有条件|无条件|非)?(?:满足|符合|支持|响应|具备|实现|达标|通过|合格|适用|接受|同意)|"
    r"(?:正|负|无|有|零)偏离|标准功能|(?:需|可)?(?:配置|定制|二次开发|定制开发)(?:实现|支持|开发)?"
)

_DENYING = re.compile(r"(?:no|not|does not|do not|doesn't|non|fail(?:ed)?|un\w+|cannot)\b.*|[不未否].*|无(?!条件).*|n")

DURATIONS = {
    "minute": ("分钟", "分", "minutes", "minute", "mins", "min"),
    "working_day": ("个工作日", "工作日", "working days", "working day", "business days", "business day", "workdays"),
    "hour": ("个小时", "小时", "时", "hours", "hour", "hrs", "hr", "h"),
    "day": ("个自然日", "自然日", "日历天", "日历日", "天", "日", "calendar days", "calendar day", "days", "day", "d"),
    "week": ("个星期", "星期", "周", "weeks", "week", "w"),
    "month": ("个月", "月", "months", "month"),
    "year": ("年", "years", "year"),
}
CURRENCIES = {
    "CNY": ("人民币", "rmb", "cny", "¥", "元", "圆"),
    "USD": ("美元", "美金", "usd", "us$", "$"),
    "EUR": ("欧元", "eur", "€"),
    "HKD": ("港元", "港币", "hkd", "hk$"),
    "GBP": ("英镑", "gbp", "£"),
    "JPY": ("日元", "日圆", "jpy"),
}
NO_CURRENCY = "XXX"
# Words that count things and say nothing else about them.
COUNTERS = frozenset("个人家名项次条台套件份位例笔场张种户点路")
FREE = frozenset(
    ["免费", "免收", "不收费", "不另收费", "不另行收费", "赠送", "free", "free of charge", "no charge", "included"]
)
AT_MOST = (
    "不超过",
    "不大于",
    "不多于",
    "小于等于",
    "≤",
    "<=",
    "≦",
    "within",
    "at most",
    "up to",
    "no more than",
    "最多",
    "最长",
)
AT_LEAST = (
    "不低于",
    "不少于",
    "不小于",
    "大于等于",
    "≥",
    ">=",
    "≧",
    "at least",
    "no less than",
    "not less than",
    "至少",
)
TRAILING_BOUND = ("起", "以内", "之内", "内", "以上", "及以上", "or more", "or less")
ABOUT = (
    "将近",
    "接近",
    "近",
    "约",
    "大约",
    "大概",
    "左右",
    "about",
    "approx.",
    "approximately",
    "around",
    "circa",
    "~",
    "≈",
)
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text for comparing: full-width made half-width, spaces collapsed, case folded.

    >>> plain(" ９９．９％  Yes")
    '99.9% yes'
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def is_ditto(text: str) -> bool:
    """Whether a text only points at what stands above it.

    >>> [is_ditto(text) for text in ("〃", "Ditto.", "″", "——〃——", "（同 上）", "See previous answer", "同上，另加一年", "-")]
    [True, True, True, True, True, True, False, False]
    """
    said = plain(text)
    return said in DITTO or _AROUND.sub("", said) in DITTO or _ABOVE.fullmatch(said) is not None


def is_picture(text: str) -> bool:
    """Whether a cell's text only stands for a picture in it, as WPS writes one.

    >>> is_picture('=DISPIMG("ID_1",1)'), is_picture("见图片")
    (True, False)
    """
    return bool(_PICTURE.match(text))


def is_judgement(text: str) -> bool:
    """Whether a text is one of the possible answers that forms offer, or a word of the same making.

    >>> [is_judgement(text) for text in ("Meets", "Does not meet", "完全符合", "部分满足", "N/A", "阿达云", "支持多语言")]
    [True, True, True, True, True, False, False]
    """
    word = plain(text)
    return word in JUDGEMENTS or bool(_JUDGING.fullmatch(word))


def denies(text: str) -> bool:
    """Whether a word of judgement is one of those that deny.

    >>> [denies(text) for text in ("No", "Does not meet", "不满足", "Fail", "Partial", "无偏离", "不知道")]
    [True, True, True, True, False, True, False]
    >>> [denies(text) for text in ("无条件接受", "无条件响应", "无条件满足", "无法满足")]
    [False, False, False, True]
    """
    return is_judgement(text) and bool(_DENYING.fullmatch(plain(text)))


def is_mark(text: str) -> bool:
    """Whether a text only marks the place at which it stands.

    >>> is_mark("X"), is_mark("√"), is_mark("yes")
    (True, True, False)
    """
    return text.casefold() in MARKS


def clean(text: str) -> tuple[str, int]:
    """Text without control, bidirectional and zero-width characters, and how many were taken out.

    >>> clean("ok\\u202e!\\x07")
    ('ok!', 2)
    """
    if text.isprintable():  # most are, and this is quick to tell
        return text, 0
    kept = [char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")]
    return "".join(kept), len(text) - len(kept)


def currency_code(text: str) -> str:
    """The one currency that a text names, by its ISO 4217 code; ``NO_CURRENCY`` where it names none, or several.

    >>> currency_code("人民币（元）"), currency_code("chf"), currency_code("CNY / USD"), currency_code("本币")
    ('CNY', 'CHF', 'XXX', 'XXX')
    """
    found = set()
    for word in filter(None, re.split(r"[\s()/,;:、]+", plain(text))):
        code = next((code for code, names in CURRENCIES.items() if word in names), "")
        found.add(code or (word.upper() if len(word) == 3 and word.isascii() and word.isalpha() else NO_CURRENCY))
    return found.pop() if len(found) == 1 else NO_CURRENCY
