"""The text of a pack's file from its tables: what `evaluator.adapters.packs` reads back is what was given."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomli_w

__all__ = ["written"]


def written(data: Mapping[str, Any]) -> str:
    """The TOML of tables as `read_toml` gives them: numbers exact, whole ones without a point, keys in their order.

    A key that holds None is left out. Comments are not kept: nobody reads the file of a tender's own copy.

    >>> print(written({"weight": Decimal("12.50"), "title": {"zh": "安全"}, "minimum": None, "top": Decimal("3.0")}))
    weight = 12.50
    top = 3
    <BLANKLINE>
    [title]
    zh = "安全"
    <BLANKLINE>
    """
    return tomli_w.dumps(_plain(data))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items() if held is not None}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
