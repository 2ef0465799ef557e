"""A tender as the text of a tender file, the inverse of `parse_tender`: what it is read from again is equal."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from evaluator.adapters.pack_files import written
from evaluator.domain.tender import Tender


def tender_text(tender: Tender) -> str:
    """The tender file; values at their default are left out."""
    return written(_given(tender))


def _given(value: Any) -> dict[str, Any]:
    """Fields that differ from their default."""
    given = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        made = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        if held is not None and (made is dataclasses.MISSING or held != made):
            given[field.name] = plain_value(held)
    return given


def plain_value(value: Any) -> Any:
    """A value of the domain as a tender file writes it: mappings, lists, and fields that differ from their default."""
    if isinstance(value, Mapping):
        return {key: plain_value(held) for key, held in value.items()}
    if isinstance(value, tuple):
        return [plain_value(held) for held in value]
    return _given(value) if dataclasses.is_dataclass(value) else value
