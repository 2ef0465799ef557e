"""Whose final price may still come: until then a price above the ceiling is no reason to exclude."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evaluator.domain.tender import Tender
from evaluator.store import revisions
from evaluator.store.transaction import Snapshot

# A tender in public may not negotiate prices (Tendering and Bidding Law, article 43); a purchase by negotiation ends with
# a final offer. Which of the forms of government purchase allows one is not stated by the route alone.
ROUTES: Final = ("negotiated",)
_DEALT_WITH: Final = ("whole", "asked", "answered")


def still_to_come(snapshot: Snapshot, tender: Tender, names: Mapping[str, str], *, chosen: bool) -> frozenset[str]:
    """Vendors that have not stated their final price; nobody where the route allows none or a vendor is chosen.

    ``names`` are the vendors' by id. A round that ended without a price has made the earlier one final; a price that came
    and waits for the lead is still to come.
    """
    if tender.route not in ROUTES or chosen:
        return frozenset()
    came = [row for row in revisions.revisions(snapshot, tender.id) if row.envelope == "price"]
    taken = {row.round_id for row in came if row.state in _DEALT_WITH}
    waits = {row.round_id for row in came if row.state == "waiting"}
    last = {row.vendor_id: row for row in revisions.rounds(snapshot, tender.id) if row.kind == "final_price"}
    known = {key for key, row in last.items() if row.id in taken or (row.state == "closed" and row.id not in waits)}
    return frozenset(name for key, name in names.items() if key not in known)
