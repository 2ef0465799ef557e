"""The buyer's profile, which all tenders share, and each person's own preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.tables import buyer_profile, preference
from evaluator.store.transaction import Snapshot, Transaction

BUYER: Final = "buyer"
Preference = Literal["language", "theme", "tender"]


@dataclass(frozen=True, slots=True)
class BuyerRow:
    """The 甲方 as last saved; ``content`` is the tender file's ``buyer`` table."""

    ver: int
    content: dict[str, Json]


@dataclass(frozen=True, slots=True)
class _PreferenceRow:
    ver: int
    name: str
    value: str


def profile(snapshot: Snapshot) -> BuyerRow | None:
    """The buyer's profile, None before the first save."""
    return rows.one(snapshot, BuyerRow, buyer_profile, buyer_profile.c.id == BUYER)


def save_profile(tx: Transaction, content: Mapping[str, Json], ver: int) -> int:
    """New revision of the profile; ``ver`` 0 for the first. The command's tender is empty."""
    return rows.save(tx, buyer_profile, {"id": BUYER}, {"content": dict(content)}, ver)


def preferences(snapshot: Snapshot, actor: str) -> dict[str, str]:
    """A person's preferences by name: ``language``, ``theme``, ``tender`` (the one last opened)."""
    found = rows.every(snapshot, _PreferenceRow, preference, preference.c.actor == actor)
    return {row.name: row.value for row in found}


def prefer(tx: Transaction, name: Preference, value: str) -> None:
    """Keep a preference of the person who asks; the last one wins. The command's tender is empty."""
    where = (preference.c.actor == tx.by, preference.c.name == name)
    now = rows.one(tx, _PreferenceRow, preference, *where)
    rows.save(tx, preference, {"actor": tx.by, "name": name}, {"value": value}, now.ver if now else 0)
