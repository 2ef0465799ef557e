"""What buyers write on score sheets: headings of weights, full marks and totals, directions, numbers; Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from evaluator.intake.cells import Cell
from evaluator.intake.numbers import read_amount
from evaluator.intake.words import plain

Direction = Literal["max", "min"]
Role = Literal[
    "weight", "full", "direction", "criterion", "group", "id", "detail", "left", "score", "vendors", "evaluators", ""
]

_LONGEST_NAME: Final = 200
MOST_LETTERS: Final = 60  # a longer text is no heading
_ASIDE = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_ROLES: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (
    # What is worked out from scores and weights comes first: "weighted score" is neither a weight nor a score.
    ("left", re.compile(r"\bweighted\b|\bweight overall\b|[x×*] ?weight|weight(ing)? ?[x×*]|加权|折算|[x×*] ?权重|权重 ?[x×*]")),
    ("left", re.compile(
        r"总分|合计|总计|小计|共计|平均|排名|名次|排序|最终得分|汇总得分|综合得分|最低|最大值|最小值|极差|方差|标准差|中位数|"
        r"目标值|基准|结论$|推荐|一致评分"
    )),
    ("full", re.compile(r"满分|分值|标准分|最高分|\b(max(imum)?|full|possible|available)\b.*\b(score|points?|marks?)\b|"
                        r"\b(points?|marks?) (possible|available)\b|^max$")),
    ("weight", re.compile(r"权重|比重|占比|权数|\b(weight(ing|age)?s?|importance)\b")),
    ("direction", re.compile(
        r"^(objectives?|directions?|optimi[sz]ation|better|max ?/ ?min|min ?/ ?max|benefit ?/ ?cost|方向|优化方向|目标|指标方向|"
        r"指标属性|属性|指标类型|正逆向|正/逆向|极性|指标性质)$"
    )),
    ("id", re.compile(r"^(id|no|nr|#|ref|item no|code|序号|编号|项次|代码)\.?$")),
    ("evaluators", re.compile(r"^(evaluators?|assessors?|评委|评审专家|专家|评审人|评标委员)$")),
    ("vendors", re.compile(
        r"^(vendors?|suppliers?|bidders?|alternatives?|options?|candidates?|solutions?|products?|proposals?|assessments?|"
        r"供应商|投标人|投标单位|候选供应商|厂商|备选方案|方案|公司|单位名称|供应商名称|投标人名称|评分情况)$"
    )),
    ("detail", re.compile(
        r"note|comment|remark|guid|description|definition|evidence|reason|rationale|method|unit$|scale|explanation|feedback|"
        r"how (it is )?(measured|scored)|备注|说明|标准|细则|依据|理由|证明|单位$|意见|评分办法|描述|内容"
    )),
    ("group", re.compile(r"^(category|group|section|area|dimension|theme|一级指标|类别|大类|维度|评审类别|分类|模块)$")),
    ("criterion", re.compile(
        r"criteri(on|a)|factor|attribute|requirement|evaluation item|评审因素|评分因素|评分项|评审项|评价指标|评价项目|评审项目|"
        r"评分项目|指标|准则|因素|评价内容|评审内容"
    )),
    ("score", re.compile(r"^(raw )?(scores?|points?|ratings?|marks?|得分|评分|打分|分数|原始得分|原始分)$")),
)  # fmt: skip
# A heading all of whose words are of these, one of the first at least, names a total or a place, never a company.
_TOTALS: Final = frozenset(
    ["total", "subtotal", "sum", "rank", "ranking", "average", "mean", "overall", "agreed", "result", "winner", "min",
     "minimum", "median", "range", "deviation", "variance", "lowest", "highest", "best", "worst", "target", "threshold"]
)  # fmt: skip
_FILLING: Final = frozenset(
    ["score", "scores", "points", "grand", "final", "sub", "the", "of", "for", "each", "all", "criteria", "criterion", "vendor",
     "supplier", "place", "raw", "panel", "recommendation", "percent", "%", "standard", "value", "price"]
)  # fmt: skip
_SUMS: Final = re.compile(r"\b(sub)?total\b|\bsum\b|总分|合计|总计|小计|共计|加权|weighted")
_MAX: Final = frozenset(
    ["max", "maximum", "maximise", "maximize", "benefit", "higher", "higher is better", "higher better", "high is better",
     "more is better", "larger is better", "bigger is better", "the higher the better", "up", "positive", "+", "↑", "正向",
     "正", "正指标", "正向指标", "效益", "效益型", "效益型指标", "极大型", "高优", "最大", "最大化", "越大越好", "越高越好",
     "越多越好", "越长越好", "望大"]
)  # fmt: skip
_MIN: Final = frozenset(
    ["min", "minimum", "minimise", "minimize", "cost", "lower", "lower is better", "lower better", "low is better",
     "less is better", "smaller is better", "the lower the better", "down", "negative", "-", "↓", "逆向", "逆", "负向", "反向",
     "逆指标", "逆向指标", "负向指标", "成本", "成本型", "成本型指标", "极小型", "低优", "最小", "最小化", "越小越好", "越低越好",
     "越少越好", "越短越好", "望小"]
)  # fmt: skip
# One word beside a name may be part of the name: "Licence (cost)" does not say which way is better.
_LONE: Final = frozenset(
    ["max", "maximum", "min", "minimum", "benefit", "cost", "higher", "lower", "up", "down", "positive", "negative", "+", "-",
     "正", "逆", "效益", "成本", "最大", "最小"]
)  # fmt: skip
_POINTS = re.compile(r"\b(scor(e|es|ing|ecard)|ratings?|rated|points?)\b|评分|打分|得分|评标|记分")
_MARKS = re.compile(r"[(（\[【]?\s*(\d{1,3}(?:\.\d+)?)\s*(分|%|％|points?|pts|marks?)\s*[)）\]】]?$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?:[(（]?[0-9]{1,2}(?:\.[0-9]{1,2})*[)）]?[.、)）\s]\s*|[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．)）]\s*)"
)
_BESIDE = re.compile(r"\s*[(（\[【]([^)）\]】]*)[)）\]】]|(?:\s[-–—]\s|[,，;；:：])\s*([^,，;；:：(（]+)$")
_SCORED = re.compile(
    r"(?<=\w)[\s_\-–:：]*\b(?:raw )?(?:scores?|ratings?|points|marks)$|(?<=\w)[\s_\-–:：]*(?:得分|评分|打分|分数)$",
    re.IGNORECASE,
)
_POINT_UNITS: Final = frozenset(["", "分", "points", "point", "pts", "marks"])
_EVALUATOR = re.compile(
    r"^(?:evaluator|assessor|judge|scorer|panel member|reviewer)\s*\S{1,3}$"
    r"|^(?:评委|专家|评审专家|评审|评标专家|评标委员)\s*[\w一-十甲-癸]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a cell; ``percent`` where it is written or shown as one (its value is then the fraction)."""

    value: Decimal
    percent: bool = False


def heading(text: str) -> Role:
    """What a heading says of its column or row, empty where it may be a name.

    >>> heading("权重（%）"), heading("Weighted score"), heading("Max score"), heading("满分"), heading("Ada Ltd")
    ('weight', 'left', 'full', 'full', '')
    """
    if len(text) > MOST_LETTERS:
        return "detail" if text.strip() else ""
    bare = plain(_ASIDE.sub(" ", text)).strip(" :：*.")
    if not bare:
        return ""
    words = set(bare.split())
    if words & _TOTALS and words <= _TOTALS | _FILLING:
        return "left"
    return next((role for role, pattern in _ROLES if pattern.search(bare)), "")


def is_sum(name: str) -> bool:
    """Whether the name of a line says that it adds others up, whatever weight stands beside it.

    >>> is_sum("Total score"), is_sum("小计"), is_sum("Lowest price")
    (True, True, False)
    """
    return heading(name) == "left" and bool(_SUMS.search(plain(name)))


def is_evaluator(text: str) -> bool:
    """Whether a heading names an evaluator by office and number.

    >>> is_evaluator("Evaluator 2"), is_evaluator("评委甲"), is_evaluator("Ada Ltd")
    (True, True, False)
    """
    return bool(_EVALUATOR.match(plain(text)))


def direction(text: str) -> Direction | None:
    """The direction that an entry of its own states.

    >>> direction("效益型（越大越好）"), direction("Cost"), direction("Price")
    ('max', 'min', None)
    """
    words = plain(text)
    for part in (words, plain(_ASIDE.sub(" ", text)), *map(plain, _ASIDE.findall(text))):
        if part in _MAX:
            return "max"
        if part in _MIN:
            return "min"
    return None


def named_direction(name: str) -> tuple[str, Direction | None]:
    """A criterion's name without the direction beside it, in brackets, after a dash or a comma, and that direction.

    >>> named_direction("Price (lower is better)"), named_direction("响应时间，越短越好"), named_direction("Licence (cost)")
    (('Price', 'min'), ('响应时间', 'min'), ('Licence (cost)', None))
    """
    for found in _BESIDE.finditer(name):
        part = plain(found[1] or found[2])
        if part not in _LONE and (part in _MAX or part in _MIN) and name[: found.start()].strip():
            return (name[: found.start()] + name[found.end() :]).strip(), "max" if part in _MAX else "min"
    return name, None


def scored_name(text: str) -> tuple[str, bool]:
    """The name over a column of scores without the word for a score behind it, and whether there was one.

    >>> scored_name("Ada Ltd score"), scored_name("甲公司得分"), scored_name("Score"), scored_name("Ada")
    (('Ada Ltd', True), ('甲公司', True), ('Score', False), ('Ada', False))
    """
    bare = _SCORED.sub("", text)
    return bare, bare != text


def speaks_of_points(text: str) -> bool:
    """Whether a text says that scores are given.

    >>> speaks_of_points("Vendor scoring matrix"), speaks_of_points("供应商评分表"), speaks_of_points("Comparison")
    (True, True, False)
    """
    return bool(_POINTS.search(plain(text)))


def marks(name: str) -> tuple[str, Figure | None, bool]:
    """A name without the full marks or the weight behind it, that figure, and whether it is full marks.

    >>> marks("技术部分（60分）")
    ('技术部分', Figure(value=Decimal('60'), percent=False), True)
    >>> marks("Support (25%)")[1:], marks("Team")[0]
    ((Figure(value=Decimal('0.25'), percent=True), False), 'Team')
    """
    found = _MARKS.search(name)
    if found is None or not (bare := name[: found.start()].strip(" :：-–—，,")):
        return name, None, False
    share = found[2] in "%％"
    value = Decimal(found[1])
    return bare, Figure(value / 100 if share else value, share), not share


def bare_name(name: str) -> str:
    """A criterion's name for comparing: without its number, full marks or direction, spaces and case.

    >>> bare_name("1.2 Team and delivery（10分）"), bare_name("二、售后服务")
    ('team and delivery', '售后服务')
    """
    name = marks(_NUMBERED.sub("", " ".join(name.split())[:_LONGEST_NAME]))[0]
    return plain(name).strip(" :：*.")


def figure(cell: Cell | None) -> Figure | None:
    """The number in a cell, None where it holds none or one that can be read in two ways.

    >>> figure(Cell(1, 1, "30%")), figure(Cell(1, 1, "0.3", "number", "0%"))
    (Figure(value=Decimal('0.30'), percent=True), Figure(value=Decimal('0.3'), percent=True))
    >>> figure(Cell(1, 1, "8 分")), figure(Cell(1, 1, "4-5"))
    (Figure(value=Decimal('8'), percent=False), None)
    """
    if cell is None or cell.uncalculated or cell.kind in ("bool", "date", "error"):
        return None
    if cell.kind == "number":
        return Figure(Decimal(cell.text), "%" in cell.number_format)
    found = read_amount(cell.text)
    if found is None or found.loose or len(found.numbers) != 1:
        return None
    if found.rest in ("%", "％"):
        return Figure(found.numbers[0].scaleb(-2), True)
    return Figure(found.numbers[0]) if found.rest in _POINT_UNITS else None
