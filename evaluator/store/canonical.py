"""One exact spelling of a value as JSON: sorted keys, no spaces, no floats; what is hashed, compared and logged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NoReturn, cast

# What JSON has as it is: almost all that is asked about, so that it is asked first and by the type alone.
_AS_IS = frozenset({type(None), bool, int, str})

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def canonical(value: Json) -> str:
    """The value as JSON text, the same for equal values; a float anywhere is refused.

    >>> canonical({"b": [1, True], "a": "可"})
    '{"a":"可","b":[1,true]}'
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parsed(text: str) -> Json:
    """The value of a canonical text; a number that is not whole is refused, as amounts are written as strings."""
    value: Json = json.loads(text, parse_float=_not_whole, parse_constant=_not_whole)
    return value


def exact(value: object) -> Json:
    """The value itself, which must come back from its JSON text as it went in; a tuple or a Decimal would not."""
    kept = cast(Json, value)
    if parsed(canonical(kept)) != value:
        raise TypeError(f"{value!r} does not come back from JSON as it is")
    return kept


def plain(value: object) -> Json:
    """Any value of the domain as JSON: decimals and fractions as strings, bytes as their hash.

    >>> plain({"points": Decimal("7.50"), "share": Fraction(1, 3), "cells": ("D4",)})
    {'points': '7.50', 'share': '1/3', 'cells': ['D4']}
    """
    if type(value) in _AS_IS:
        return cast(Json, value)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest(), "size": len(value)}
    return _plain_container(value)


def _plain_container(value: object) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((plain(item) for item in value), key=canonical)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no exact JSON form")


def _refuse_floats(value: Json) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no place in a record; write amounts as strings")
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            if type(item) not in _AS_IS:
                _refuse_floats(item)


def _not_whole(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number; amounts are written as strings")
