"""The buyer's profile, kept for all tenders: a new tender starts with it, and a person says when it changes."""

from __future__ import annotations

from evaluator.adapters.codec import decode, encode
from evaluator.domain.tender import BuyerProfile
from evaluator.services.commands import Actor, query, service
from evaluator.store import buyers
from evaluator.store.canonical import Json
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


def kept_buyer(store: Store, actor: Actor) -> BuyerProfile | None:
    """The profile as last kept; None before the first time."""
    return _kept(store, actor, "")


@query("buyer.read")
def _kept(snapshot: Snapshot, _: str) -> BuyerProfile | None:
    row = buyers.profile(snapshot)
    held: BuyerProfile | None = decode(row.content["buyer"]) if row else None
    return held


def keep_buyer(store: Store, actor: Actor, command_id: str, profile: BuyerProfile) -> None:
    """From now on new tenders start with this profile; those that are there keep their own."""
    _keep(store, actor, command_id, "", encode(profile))


@service("buyer.save")
def _keep(tx: Transaction, content: Json) -> None:
    row = buyers.profile(tx)
    if row is None or row.content != {"buyer": content}:
        buyers.save_profile(tx, {"buyer": content}, row.ver if row else 0)
