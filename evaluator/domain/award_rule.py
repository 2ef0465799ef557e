"""The official ranking rule as a buyer writes it: one name for the sum or a method, and the method's parameters in a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from evaluator.domain.method import Award

ADDITIVE = "additive"
# Indexes of quality and price; `evaluator.scoring.index_rules` says what each is and who uses it.
INDEXES = (
    "quality_per_price", "weighted_quality_per_price", "price_less_quality", "utility_index", "relative_value_cost",
    "price_over_features", "life_cycle_cost", "rated_criteria",
)  # fmt: skip
Parameter = str | int | Decimal
_PIECES, _PAIR = re.compile(r"[;；,，、\n]"), re.compile(r"[=＝:：]")


def rule_name(award: Award) -> str:
    """The name of the rule: that of the index or the method, or that of the weighted sum.

    >>> rule_name(Award()), rule_name(Award(rule="method", method="waspas"))
    ('additive', 'waspas')
    """
    return ADDITIVE if award.rule == ADDITIVE else award.method


def kind_of(name: str) -> str:
    """The kind of a rule by its name.

    >>> kind_of("additive"), kind_of("utility_index"), kind_of("vikor")
    ('additive', 'index', 'method')
    """
    return ADDITIVE if name == ADDITIVE else "index" if name in INDEXES else "method"


def in_line(parameters: Mapping[str, Parameter]) -> str:
    """Parameters in a line.

    >>> in_line({"lambda": Decimal("0.30"), "normalisation": "sum"})
    'lambda = 0.30; normalisation = sum'
    """
    said = {name: f"{value:f}" if isinstance(value, Decimal) else str(value) for name, value in parameters.items()}
    return "; ".join(f"{name} = {value}" if value else name for name, value in said.items())


def from_line(line: str) -> dict[str, Parameter]:
    """The parameters that a line holds; a piece that says no value is a name with none, for the checks to refuse.

    >>> from_line("lambda＝0.3；normalisation: sum"), from_line("0.3")
    ({'lambda': Decimal('0.3'), 'normalisation': 'sum'}, {'0.3': ''})
    """
    pairs = (_PAIR.split(piece, maxsplit=1) for piece in _PIECES.split(line) if piece.strip())
    return {name.strip(): _value("".join(value).strip()) for name, *value in pairs}


def _value(text: str) -> Parameter:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def with_rule(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The ``award`` table of a pack's file under another rule; the sum takes no parameters, so those it had are gone.

    >>> with_rule({"rule": "method", "method": "vikor", "parameters": {"v": 1}}, "additive")
    {'rule': 'additive'}
    >>> with_rule({"rule": "additive"}, "quality_per_price")
    {'rule': 'index', 'method': 'quality_per_price'}
    """
    return {"rule": ADDITIVE} if name == ADDITIVE else {**table, "rule": kind_of(name), "method": name}


def with_parameters(table: Mapping[str, Any], line: str) -> dict[str, Any]:
    """The same table with the parameters of a line; none where it is empty.

    >>> with_parameters({"rule": "method", "method": "vikor"}, "v = 1")["parameters"]
    {'v': Decimal('1')}
    """
    given = from_line(line)
    rest = {key: held for key, held in table.items() if key != "parameters"}
    return {**rest, "parameters": given} if given else rest
