"""Domain values ⇄ plain JSON values, exactly: what the store keeps of a reading comes back equal, types and all."""

from __future__ import annotations

import dataclasses
import enum
import inspect
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluator.domain import agreed, award, bid, finding, money, score, tender, text
from evaluator.intake import bids, cells, layout
from evaluator.intake.foreign import layouts, mapping
from evaluator.intake.own import assigning, proposal

_MODULES = (
    agreed,
    award,
    bid,
    finding,
    money,
    score,
    tender,
    text,
    bids,
    cells,
    layout,
    layouts,
    mapping,
    assigning,
    proposal,
)
_CLASSES: dict[str, Any] = {
    name: found
    for module in _MODULES
    for name, found in inspect.getmembers(module, inspect.isclass)
    if dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)
}


def encode(value: Any) -> Any:
    """JSON values for a domain value; fields at their default are left out.

    >>> encode(money.Money(Decimal("1.50")))
    ['o', 'Money', {'amount': ['d', '1.50']}]
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, enum.Enum):
        return ["e", type(value).__name__, value.value]
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return ["d", str(value)]
    if isinstance(value, Fraction):
        return ["f", str(value)]
    if isinstance(value, date):
        return ["t", value.isoformat()]
    if isinstance(value, Mapping):
        return ["m", [[key, encode(item)] for key, item in value.items()]]
    if isinstance(value, tuple | list):
        return ["l", [encode(item) for item in value]]
    if isinstance(value, frozenset):
        return ["s", sorted(encode(item) for item in value)]
    return ["o", type(value).__name__, _fields(value)]


def _fields(value: Any) -> dict[str, Any]:
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is not stored")
    given = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.default is dataclasses.MISSING or held != field.default:
            given[field.name] = encode(held)
    return given


def decode(value: Any) -> Any:
    """The domain value that `encode` made the JSON values from.

    >>> decode(encode((date(2026, 3, 1), Fraction(1, 3))))
    (datetime.date(2026, 3, 1), Fraction(1, 3))
    """
    if not isinstance(value, list):
        return value
    match value:
        case ["o", name, fields]:  # the commonest first
            return _CLASSES[name](**{key: decode(item) for key, item in fields.items()})
        case ["l", items]:
            return tuple(decode(item) for item in items)
        case ["d", text_]:
            return Decimal(text_)
        case ["f", text_]:
            return Fraction(text_)
        case ["t", text_]:
            return date.fromisoformat(text_)
        case ["e", name, held]:
            return _CLASSES[name](held)
        case ["m", pairs]:
            return {_key(key): decode(item) for key, item in pairs}
        case ["s", items]:
            return frozenset(decode(item) for item in items)
    raise ValueError("not a stored value")


def _key(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key
