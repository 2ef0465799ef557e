"""What the heading of a column says it holds, in the words that buyers and vendors use, Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

LONGEST: Final = 60  # a longer text is no heading
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_EDGES: Final = " \t:：*.。?？"
_MACHINE = re.compile(r"^[A-Za-z_][A-Za-z0-9_.]*$")

# The whole heading, by what it says.
EXACT: Final[Mapping[str, frozenset[str]]] = {
    "id": frozenset(
        ["id", "no", "nr", "number", "#", "ref", "reference", "item", "item no", "item number", "control id", "code", "q#",
         "question no", "question number", "req id", "requirement id", "序号", "编号", "题号", "项次", "条款号", "需求编号", "代码"]
    ),
    "section": frozenset(
        ["section", "category", "module", "area", "main area", "sub area", "domain", "group", "topic", "模块", "类别",
         "章节", "分类", "大类", "一级指标", "所属层面", "功能模块", "系统模块"]
    ),
    "question": frozenset(
        ["question", "questions", "requirement", "requirements", "description", "control", "criterion", "criteria",
         "statement", "feature", "function", "问题", "题目", "需求", "要求", "内容", "评审因素", "评分项", "评价内容",
         "评审内容", "功能", "功能点", "功能描述", "需求描述", "指标名称", "名称", "项目", "报价项", "货物名称", "服务内容"]
    ),
    "answer": frozenset(
        ["answer", "answers", "response", "responses", "reply", "yes/no", "yes / no", "y/n", "compliance", "compliant",
         "status", "verdict", "result", "value", "vendor response", "supplier response", "bidder response", "答复", "应答",
         "响应", "回答", "回复", "状态", "结论", "结果", "是否满足", "满足情况", "符合情况", "响应情况", "应答情况",
         "投标响应", "偏离",
         "偏离情况", "是/否"]
    ),
    "comment": frozenset(
        ["comment", "comments", "remark", "remarks", "note", "notes", "explanation", "details", "interview notes", "备注",
         "说明", "备注说明", "补充说明", "偏离说明", "响应说明", "意见"]
    ),
    "evidence": frozenset(
        ["evidence", "document filename", "attachment", "supporting document", "proof", "证明", "证明材料", "证明文件", "附件",
         "佐证材料"]
    ),
    "weight": frozenset(["weight", "weighting", "weights", "权重", "指标权重", "分值", "满分", "标准分"]),
    "score": frozenset(["score", "scores", "points", "rating", "得分", "评分", "打分", "分数"]),
    "unit": frozenset(["unit", "uom", "单位", "计量单位", "数据单位"]),
    "quantity": frozenset(["quantity", "qty", "数量"]),
    "unit_price": frozenset(["unit price", "price", "rate", "单价", "综合单价", "单价（元）"]),
    "amount": frozenset(["amount", "total", "total price", "subtotal", "line total", "金额", "合价", "总价", "小计", "合计"]),
    "priority": frozenset(["priority", "level", "severity", "must/should", "级别", "优先级", "重要性", "必须/期望"]),
}  # fmt: skip
# A part of the heading, tried in this order where the whole says nothing.
PARTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("unit_price", ("unit price", "单价")),
    (
        "answer",
        (
            "vendor",
            "supplier",
            "seller",
            "bidder",
            "投标人",
            "供应商",
            "response",
            "status",
            "答复",
            "应答",
            "满足情况",
            "是否",
        ),
    ),
    ("evidence", ("evidence", "filename", "证明")),
    ("comment", ("comment", "remark", "备注", "说明")),
    ("weight", ("weight", "权重")),
    ("question", ("requirement", "question", "checklist item", "description", "需求", "要求", "问题", "功能", "指标")),
    ("id", ("-id", " id", "编号", "序号")),
    ("amount", ("金额", "总价", "合计")),
    ("quantity", ("数量",)),
)
_VENDORS: Final = ("vendor", "supplier", "seller", "bidder", "your ", "投标人", "供应商")
# Headings of what the buyer or a program fills in, though a word in them may speak of answers.
_NOT_ANSWERS: Final = ("buyer", "customer", "采购人", "招标人", "path", "xml", "uuid", "guid")


def role_of(heading: str) -> str:
    """The role of a column with this heading, empty where the heading says none.

    >>> role_of("Vendor response*"), role_of("序号 No."), role_of("Can Be Inherited from CSP"), role_of("备注（如有）")
    ('answer', 'id', '', 'comment')
    """
    first = heading.strip().partition("\n")[0] if len(heading) > LONGEST else heading
    if len(first) > LONGEST:
        return ""
    for name in _names(first):
        for role, words in EXACT.items():
            if name in words:
                return role
    whole = _plain(_ASIDE.sub(" ", first))
    for role, parts in PARTS:
        if any(part in whole for part in parts) and not (
            role == "answer" and any(one in whole for one in _NOT_ANSWERS)
        ):
            return role
    return ""


def is_vendors(heading: str) -> bool:
    """Whether a heading says that the vendor fills in the column.

    >>> is_vendors("Seller Value (example)"), is_vendors("Status")
    (True, False)
    """
    return any(word in f"{_plain(heading)} " for word in _VENDORS)


def is_machine_name(heading: str) -> bool:
    """Whether a text is a name for programs, as the second header of an import template holds them.

    >>> is_machine_name("dataName"), is_machine_name("Data name")
    (True, False)
    """
    return bool(_MACHINE.match(heading.strip()))


def _names(heading: str) -> Iterator[str]:
    """The heading as a whole and each of its halves, where it says the same twice in two languages."""
    bare = _ASIDE.sub(" ", heading)
    yield _plain(bare)
    for part in re.split(r"[\n/|]|(?<=[\u4e00-\u9fff])\s+(?=[A-Za-z])|(?<=[A-Za-z.])\s+(?=[\u4e00-\u9fff])", bare):
        if plain := _plain(part):
            yield plain


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_EDGES)
