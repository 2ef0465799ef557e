"""Words that leave open what is owed, and words that bring in terms from outside, in the texts of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evaluator.contract.points import Point
from evaluator.domain.contract import TermKind, TermStatus, TermTable, TermValue
from evaluator.domain.finding import Source
from evaluator.domain.question import Kind
from evaluator.domain.text import Text

# Scope, fee, time and breach: the groups of terms in which a figure or a list has to stand.
GROUPS = ("modules", "delivery", "price", "maintenance", "breach")
CELLS = 5
# A word is meant, not its signs inside another: 等 in 等保 or 同等, 及时 in 涉及时间, 合理 in 整合理念. Of the words that may
# follow 等, 保护 alone begins as 等保 does and is meant: 加密等保护措施, while 等保证书 and 等保安全测评 name the scheme.
_CHINESE = (
    r"尽快", r"(?<![以涉普触危提遍波])及时(?![间段点期长率])", r"(?<![组综结整融配联混聚])合理(?!化)", r"适当(?!性)",
    r"原则上", r"力争", r"尽量",
    r"尽力", r"酌情", r"视情况", r"必要时(?![间段点期])", r"相关(?!系数|性)",
    r"行业标准(?!\s*[（(《]?\s*[A-Z]{2})", r"行业惯例",
    r"(?<![同平对相均初中上下优劣何此一二三四五六七八九十甲乙丙丁头官特次高差])等(?![级于待同价效额候比值距边号式]|到|离子|保(?!护)|量(?!化))",
)  # fmt: skip
_ENGLISH = (
    r"as soon as (?:reasonably )?(?:possible|practicable)", r"asap", r"(?:commercially )?reasonabl[ey]",
    r"best (?:efforts|endeavou?rs)", r"industry[ -]standards?", r"where applicable", r"etc", r"and so on", r"as appropriate",
    r"appropriate(?:ly)?", r"in principle", r"where necessary", r"(?:as|if|when) needed", r"timely", r"in due course",
    r"as far as possible", r"try to", r"strive to", r"promptly",
)  # fmt: skip
_VAGUE = re.compile("|".join(_CHINESE) + r"|(?<![\w-])(?:" + "|".join(_ENGLISH) + r")(?![\w-])", re.IGNORECASE)
_OWN = "我司|我公司|我方|本公司|乙方|供应商|贵方|厂商|卖方|服务商"
_THEIRS = r"(?:our|the (?:vendor|provider|supplier|seller)'s) (?:\w+ ){0,3}"
_PAPER = "官网|官方网站|网站|网页|线上|服务条款|用户协议|标准条款|格式条款|通用条款|标准合同|公告|公布"
_OUTSIDE = re.compile(
    rf"以(?:{_OWN}|其)?[^，。；、\n]{{0,14}}(?:{_PAPER})[^，。；\n]{{0,14}}为准"
    rf"|(?<!不)(?:适用|遵守|遵循|执行|依照|按照|参照)(?:{_OWN})的?[^，。；\n]{{0,8}}(?:条款|协议|标准合同|格式合同)"
    rf"|(?:subject|according|pursuant) to {_THEIRS}(?:terms|conditions|agreement|licen[cs]e)"
    rf"|{_THEIRS}(?:terms|conditions) (?:shall |will )?(?:apply|prevail|govern)"
    rf"|as (?:set out|published|stated|posted) (?:on|at) {_THEIRS}(?:website|site|web page)"
    r"|incorporated (?:herein )?by reference",
    re.IGNORECASE,
)


def vague(text: str) -> tuple[str, ...]:
    """Words of a text that leave open what is owed, each once, as they stand there.

    >>> vague("等保三级，与原系统同等，提供报表、导出等"), vague("尽快处理，24小时内答复")
    (('等',), ('尽快',))
    >>> vague("We respond as soon as possible, within reasonable time."), vague("an unreasonable sketch of a fetch")
    (('as soon as possible', 'reasonable'), ())
    """
    return tuple(dict.fromkeys(found.group() for found in _VAGUE.finditer(text)))


def outside(text: str) -> tuple[str, ...]:
    """Passages of a text that make terms from elsewhere part of the contract.

    >>> outside("具体以我司官网条款为准。"), outside("The licence is subject to our standard terms.")
    (('以我司官网条款为准',), ('subject to our standard terms',))
    >>> outside("以正文为准；不适用乙方的格式条款。")
    ()
    """
    return tuple(dict.fromkeys(found.group() for found in _OUTSIDE.finditer(text)))


def loose_words(values: Mapping[str, TermValue], printed: frozenset[str]) -> Iterator[Point]:
    """Terms of the draft whose words leave something open (a warning), or bring in terms from outside (a blocker)."""
    for value in values.values():
        if value.term.id not in printed:
            continue
        said = list(_said(value))
        if value.term.group in GROUPS:
            yield from _point("vague_words", value, [(vague(text), source) for text, source in said])
        yield from _point("own_terms", value, [(outside(text), source) for text, source in said])


def _point(rule: str, value: TermValue, found: list[tuple[tuple[str, ...], Source]]) -> Iterator[Point]:
    words = tuple(dict.fromkeys(word for hits, _ in found for word in hits))
    if not words:
        return
    cells = tuple(dict.fromkeys(source for hits, source in found if hits and source.cell))[:CELLS]
    quoted = Text("、".join(f"“{word}”" for word in words), ", ".join(f"“{word}”" for word in words))
    yield Point(
        rule=rule, subjects=(value.term.id,), params=(("label", (value.term.label,)), ("words", (quoted,))),
        sources=cells, warns=rule == "vague_words",
    )  # fmt: skip


def _said(value: TermValue) -> Iterator[tuple[str, Source]]:
    """What somebody wrote for this draft: the vendor's words and remark, its cells in tables, the buyer's own facts."""
    held = value.value
    if isinstance(held, TermTable):
        yield from _cells(held, value.source)
    elif isinstance(held, Text) and _own(value):
        yield f"{held.zh}\n{held.en}", Source()
    elif isinstance(held, str) and (value.status is TermStatus.DEVIATES or value.term.kind is not TermKind.CHOICE):
        yield held, value.source
    if value.remark and value.status is not TermStatus.AGREED:
        yield value.remark, value.source


def _own(value: TermValue) -> bool:
    """Whether a text in both languages was written for this contract: agreed, or the buyer's own fact."""
    buyers = value.status is TermStatus.POSITION and value.term.fill.startswith("tender:")
    return buyers or value.status is TermStatus.AGREED


def _cells(table: TermTable, place: Source) -> Iterator[tuple[str, Source]]:
    for at, row in enumerate(table.rows):
        source = table.sources[at] if at < len(table.sources) else place
        for cell, column in zip(row, table.columns, strict=True):
            if isinstance(cell, str) and column.kind is Kind.TEXT:
                yield cell, source
            elif isinstance(cell, TermTable):
                yield from _cells(cell, source)
