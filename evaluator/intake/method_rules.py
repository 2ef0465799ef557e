"""Rules of a method that are chosen, not counted: the price formula, what a blank costs, how ties are broken; by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args, get_type_hints

from evaluator.domain.method import Criterion, Method, PriceRule
from evaluator.domain.method_edit import walk
from evaluator.domain.text import Text
from evaluator.intake.words import plain

FORMULAS: tuple[str, ...] = get_args(get_type_hints(PriceRule)["formula"])
BLANKS: tuple[str, ...] = get_args(get_type_hints(Method)["blank"])
NAMES: Mapping[str, Text] = {
    "lowest_ratio": Text("低价优先法", "lowest price ÷ price"),
    "linear": Text("直线法", "straight line between two prices"),
    "lowest_distance": Text("高出比例扣分法", "deduction by distance from the lowest"),
    "lowest": Text("按最低值计", "lowest value"),
    "exclude": Text("排除该投标", "bid excluded"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {"price.formula": FORMULAS, "blank": BLANKS}
TIES = "ties"


def rule_names(method: Method, field: str) -> dict[str, Text]:
    """What may be chosen for a rule, by its key in the file; empty for a rule that is a number."""
    if field == TIES:
        return _criteria(method)
    return {key: NAMES[key] for key in CHOICES.get(field, ())}


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


def _criteria(method: Method) -> dict[str, Text]:
    """Criteria by their keys; one whose title another has too is told by its key."""
    nodes: list[Criterion] = [node for top in method.criteria for node in walk(top)]
    return {node.key: _told(node, (one.title for one in nodes if one is not node)) for node in nodes}


def _told(node: Criterion, others: Iterable[Text]) -> Text:
    if not any(node.title in (one, Text(one.zh), Text("", one.en)) for one in others):
        return node.title
    words = (f"{said} [{node.key}]" if said else "" for said in (node.title.zh, node.title.en))
    return Text(*words)
