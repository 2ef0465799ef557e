"""What of a method is chosen, not counted: ranking, panel, price formula, blanks and ties, by the names of the choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args, get_type_hints

from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.method import DRAW, LOWER_PRICE, NO_QUESTION, Combine, Criterion, Method, PriceRule
from evaluator.domain.method_edit import LOW, Part, Place, Value, walk
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.words import plain

FORMULAS: tuple[str, ...] = get_args(get_type_hints(PriceRule)["formula"])
BLANKS: tuple[str, ...] = get_args(get_type_hints(Method)["blank"])
# The sum, the indexes, and every method that `evaluator.scoring.opinion_rules` lets decide an award.
RANKINGS: Mapping[str, Text] = {
    ADDITIVE: Text("按权重相加", "weighted total"),
    "quality_per_price": Text("单位价格质量分", "quality points for the money"),
    "weighted_quality_per_price": Text("加权单位价格质量分", "weighted quality points for the money"),
    "price_less_quality": Text("质量折价法", "price less quality money"),
    "utility_index": Text("效用指数法", "utility index"),
    "relative_value_cost": Text("相对价值成本法", "relative value cost"),
    "price_over_features": Text("特征系数折算价", "price reduced by features"),
    "life_cycle_cost": Text("全生命周期成本", "life-cycle cost"),
    "rated_criteria": Text("技术分相对折算法", "rated criteria"),
    "weighted_sum": Text("加权和法", "weighted sum"),
    "weighted_product": Text("加权积法", "weighted product"),
    "topsis": Text("TOPSIS 逼近理想解法", "TOPSIS"),
    "vikor": Text("VIKOR 妥协排序法", "VIKOR"),
    "waspas": Text("WASPAS 加权和积综合法", "WASPAS"),
    "moora": Text("MOORA 比率分析法", "MOORA"),
    "reference_point": Text("MOORA 参考点法", "MOORA reference point"),
    "multimoora": Text("MULTIMOORA 三法占优排序法", "MULTIMOORA"),
    "edas": Text("EDAS 平均解距离法", "EDAS"),
    "marcos": Text("MARCOS 折中解测度法", "MARCOS"),
    "copras": Text("COPRAS 复杂比例评价法", "COPRAS"),
    "aras": Text("ARAS 加性比率评价法", "ARAS"),
    "mabac": Text("MABAC 边界逼近区域比较法", "MABAC"),
    "mairca": Text("MAIRCA 理想与实际差距法", "MAIRCA"),
    "cocoso": Text("CoCoSo 组合折中解法", "CoCoSo"),
    "ocra": Text("OCRA 运营竞争力评价法", "OCRA"),
    "ram": Text("RAM 方根评估法", "RAM"),
    "rim": Text("RIM 参考理想区间法", "RIM"),
    "ervd": Text("ERVD 相对价值距离法", "ERVD"),
    "simplified_probid": Text("sPROBID 简化理想解距离法", "sPROBID"),
    "spotis": Text("SPOTIS 稳定偏好排序法", "SPOTIS"),
    "electre2": Text("ELECTRE II 强弱级别优先法", "ELECTRE II"),
    "promethee2": Text("PROMETHEE II 净优势流法", "PROMETHEE II"),
}
NAMES: Mapping[str, Text] = {
    "lowest_ratio": Text("低价优先法", "lowest price ÷ price"),
    "linear": Text("直线法", "straight line between two prices"),
    "lowest_distance": Text("高出比例扣分法", "deduction by distance from the lowest"),
    "observed_linear": Text("最低最高价直线法", "straight line from the lowest to the highest"),
    "logarithm": Text("对数法", "logarithm of price ÷ lowest"),
    "benchmark": Text("基准价法", "distance from a benchmark of the mean"),
    "discount_mean": Text("平均降价法", "discount against the mean discount"),
    "discount_power": Text("降价乘方法", "power of the discount"),
    "lowest": Text("按最低值计", "lowest value"),
    "exclude": Text("排除该投标", "bid excluded"),
    "mean": Text("取平均值", "mean"),
    "trimmed_mean": Text("去掉最高分和最低分后取平均", "mean without the highest and the lowest"),
    "consensus": Text("评审小组合议", "score agreed by the panel"),
    "yes": Text("是", "Yes"),
    "no": Text("否", "No"),
    "as_method": Text("按评分办法", "as the method says"),
    NO_QUESTION: Text("不设", "none"),
    "own_limits": Text("自定限值", "limits of our own"),
    "cn_2026": Text("中国政府采购（财库〔2026〕2号）", "China, government procurement (Caiku [2026] No. 2)"),
    "ua": Text("乌克兰（Prozorro 电子采购系统）", "Ukraine (the Prozorro system)"),
    "world_bank": Text("世界银行", "World Bank"),
    "uk_2023": Text("英国《2023年采购法》第19条", "United Kingdom, Procurement Act 2023, section 19"),
    "generic": Text("通用规则", "general rules"),
    **RANKINGS,
}
VARIANTS = "variants"
# A low price is asked about by limits of the buyer's own, or by one of the sets of ``criteria/low_prices``.
LOW_RULES = ("own_limits", "cn_2026", "ua", "world_bank", "uk_2023", "generic")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "award.method": tuple(RANKINGS), "combine": tuple(Combine), "reason_required": ("yes", "no"),
    "price.formula": FORMULAS, f"{LOW}.pack": LOW_RULES, "blank": BLANKS,
    VARIANTS: ("yes", "no"),
}  # fmt: skip
# Choices of a sub-criterion that the panel judges; the last is what a method says that says nothing.
PANEL: Mapping[str, tuple[str, ...]] = {"anonymous": ("yes", "no"), "reason_required": ("yes", "no", "as_method")}
_SAID: Mapping[str, bool | None] = {"yes": True, "no": False, "as_method": None}
# Rules that name a question of the method, of this kind.
ASKED: Mapping[str, Kind] = {"price.deduction.question": Kind.YES_NO, "price.deduction.share": Kind.PERCENT}
TIES, PARAMETERS, SEED = "ties", "award.parameters", "tie_seed"
# Rules that are neither chosen nor a number.
TYPED = (PARAMETERS, SEED)
PARTING: Mapping[str, Text] = {
    LOWER_PRICE: Text("报价低者优先", "lower price first"), DRAW: Text("抽签（公布的抽签种子）", "draw with the published seed"),
}  # fmt: skip


def rule_names(method: Method, field: str) -> dict[str, Text]:
    """What may be chosen for a rule, by its key in the file; empty for a rule that is a number."""
    if field == TIES:
        return {**_criteria(method), **PARTING}
    if field in ASKED:
        asked = (one for one in method.questions if one.kind is ASKED[field])
        return {NO_QUESTION: NAMES[NO_QUESTION], **{one.id: _numbered(one) for one in asked}}
    return {key: NAMES[key] for key in CHOICES.get(field, ())}


def names_at(method: Method, place: Place) -> dict[str, Text]:
    """What may be chosen at a place, by its key; empty for a place that is filled in otherwise."""
    if place.part is Part.RULES:
        return rule_names(method, place.field)
    keys = PANEL.get(place.field, ()) if place.part is Part.CRITERION else ()
    return {key: NAMES[key] for key in keys}


def key_of(value: Value) -> str:
    """The key of the choice that a value is.

    >>> key_of(True), key_of(None), key_of("mean")
    ('yes', 'as_method', 'mean')
    """
    return next((key for key, said in _SAID.items() if said is value), str(value))


def value_of(key: str) -> Value:
    """The value that a choice stands for.

    >>> value_of("no"), value_of("mean")
    (False, 'mean')
    """
    return _SAID.get(key, key)


def chosen(text: str, names: Mapping[str, Text]) -> tuple[str, ...]:
    """Keys of what a cell names, one a line or parted by semicolons, in the order written; an empty key for what it is not.

    >>> chosen("直线法; nonsense", {"linear": NAMES["linear"]})
    ('linear', '')
    """
    pieces = [plain(piece) for piece in text.replace("；", ";").replace("\n", ";").split(";") if piece.strip()]
    found = (next((key for key, name in names.items() if piece in _forms(key, name)), "") for piece in pieces)
    return tuple(dict.fromkeys(found))


def _forms(key: str, name: Text) -> set[str]:
    return {plain(form) for form in (key, name.zh, name.en, name.show("both", " / ")) if form}


def _numbered(question: Question) -> Text:
    """A question with its number in front, in the languages that it has."""
    text = question.text
    return Text(*(f"{question.id} {said}" if said else "" for said in (text.zh, text.en)))


def _criteria(method: Method) -> dict[str, Text]:
    """Criteria by their keys; one whose title another has too is told by its key."""
    nodes: list[Criterion] = [node for top in method.criteria for node in walk(top)]
    return {node.key: _told(node, (one.title for one in nodes if one is not node)) for node in nodes}


def _told(node: Criterion, others: Iterable[Text]) -> Text:
    if not any(node.title in (one, Text(one.zh), Text("", one.en)) for one in others):
        return node.title
    words = (f"{said} [{node.key}]" if said else "" for said in (node.title.zh, node.title.en))
    return Text(*words)
