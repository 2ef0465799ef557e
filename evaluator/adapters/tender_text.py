"""A tender as the text of a tender file, the inverse of `parse_tender`: what it is read from again is equal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from evaluator.domain.tender import Tender
from evaluator.domain.text import Text

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def tender_text(tender: Tender) -> str:
    """The tender file; values at their default are left out."""
    given = dict(_given(tender))
    plain = {key: value for key, value in given.items() if not _table(value) and not _tables(value)}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key, value in given.items():
        if _table(value):
            lines += ["", f"[{key}]", *_lines(value)]
        elif _tables(value):
            lines += [line for one in value for line in ("", f"[[{key}]]", *_lines(one))]
    return "\n".join(lines) + "\n"


def _given(value: Any) -> Iterator[tuple[str, Any]]:
    """Fields that differ from their default."""
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        made = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        if held is not None and (made is dataclasses.MISSING or held != made):
            yield field.name, held


def _table(value: Any) -> bool:
    return isinstance(value, Mapping) or (dataclasses.is_dataclass(value) and not isinstance(value, Text))


def _tables(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and _table(value[0])


def _lines(value: Any) -> list[str]:
    pairs = value.items() if isinstance(value, Mapping) else _given(value)
    return [f"{_key(key)} = {_value(held)}" for key, held in pairs]


def _key(key: str) -> str:
    return key if key and set(key) <= _BARE else _string(key)


def _value(value: Any) -> str:
    """A value as TOML writes it.

    >>> _value(Text("是", "yes")), _value(Decimal("1.50")), _value(("zh", "en")), _value(date(2026, 12, 20))
    ('{ zh = "是", en = "yes" }', '1.50', '["zh", "en"]', '2026-12-20')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | int):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    pairs = [f"{_key(key)} = {_value(held)}" for key, held in _given(value)]
    return f"{{ {', '.join(pairs)} }}"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
