"""Hashes of what a draft is made from; a library or method that is hashed again was hashed before."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

KEPT: Final = 16
# By identity, and with the thing itself, so that no other one can come to stand at its place.
_kept: OrderedDict[int, tuple[object, str]] = OrderedDict()


def digest(content: object, plain: Callable[[object], Any]) -> str:
    """SHA-256 of content as JSON; ``plain`` says how values of ours are written.

    >>> digest({"b": 1, "a": 2}, str) == digest({"a": 2, "b": 1}, str)
    True
    """
    return hashlib.sha256(json.dumps(content, default=plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of(thing: Any, plain: Callable[[object], Any]) -> str:
    """The digest of a frozen dataclass with all that it holds, worked out once for each."""
    found = _kept.get(id(thing))
    if found is not None and found[0] is thing:
        return found[1]
    made = digest(asdict(thing), plain)
    _kept[id(thing)] = (thing, made)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return made
